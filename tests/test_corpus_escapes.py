"""Character references in texts are read as characters where a scraper left them, and stay where they are meant."""

import pytest

from analysis import corpus
from analysis.corpus import escapes


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("&quot;We wait,&quot; she said.", '"We wait," she said.'),
        ("&ldquo;We wait,&rdquo; she said.", "“We wait,” she said."),
        ("&#8220;We wait,&#8221; she said.", "“We wait,” she said."),
        ("It doesn&#39;t, said Ana&nbsp;Roe.", "It doesn't, said Ana\u00a0Roe."),
        ("Roe &amp; Sons closed.", "Roe & Sons closed."),
        ("&amp;quot;We wait,&amp;quot; she said.", '"We wait," she said.'),
    ],
)
def test_references_beside_words_are_characters(text, meant):
    assert escapes.is_escaped(text)
    assert escapes.decoded(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "AT&T; R&D; and &foo;bar",
        "See example.com/?a=1&copy=2&reg=3",
        "Write &quot; for a mark.",
        "Write `&quot;We` for a mark.",
        "<code>&quot;We</code>",
        "No reference at all; none.",
    ],
)
def test_what_is_no_reference_or_is_written_about_stays(text):
    assert not escapes.is_escaped(text)
    assert escapes.decoded(text) == text


def test_each_character_is_where_its_reference_begins():
    text = "a&quot;b&amp;quot;"
    assert escapes.decoded(text) == 'a"b"'
    assert escapes.places(text) == [0, 1, 7, 8, 18]
    assert [escapes.earlier(escapes.places(text), at) for at in (0, 1, 7, 8, 18)] == [0, 1, 2, 3, 4]


def test_an_article_is_left_as_it_was_read_unless_cleaning_is_asked_for(tmp_path):
    (tmp_path / "a.txt").write_text("&ldquo;We wait,&rdquo; said Ana Roe.", encoding="utf-8")
    articles, rejects = corpus.read(tmp_path)
    assert articles["text"].tolist() == ["&ldquo;We wait,&rdquo; said Ana Roe."]
    mended, _ = corpus.read(tmp_path, clean=True)
    assert mended["text"].tolist() == ["“We wait,” said Ana Roe."]
    assert mended["n_characters"].tolist() == [24]
    assert rejects.empty
