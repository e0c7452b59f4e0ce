import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from analysis.show import markup
from analysis.show.markup import Mark

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)"></main>'


def shown(html: str) -> str:
    """What a reader reads of some HTML."""
    return Markup(re.sub(r"<[^>]*>", "", html)).unescape()


def test_text_is_escaped_in_content_and_attributes():
    html = markup.element("p", HOSTILE, title=HOSTILE)
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("<") == 2
    assert '"alert' not in html


def test_markup_passes_unchanged():
    assert markup.element("p", Markup("<b>x</b>")) == "<p><b>x</b></p>"


def test_empty_attributes_are_left_out():
    assert markup.element("p", "x", id=None, class_="") == "<p>x</p>"


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ud800"])
def test_characters_that_hide_or_reorder_are_shown_as_replaced(character):
    assert markup.text(f"a{character}b") == "a\ufffdb"


@pytest.mark.parametrize("character", ["\n", "\t", "\u200f", "é", "e\u0301", "👩\u200d🚀", "\xa0"])
def test_characters_of_ordinary_text_stay(character):
    assert markup.text(character) == character


def test_others_have_a_class_and_numbers_of_their_own():
    marks = [Mark(0, 7, "content", "1"), Mark(0, 4, markup.OTHER, "2"), Mark(8, 12, markup.OTHER, "3", "why")]
    assert markup.highlighted("all well here", marks) == (
        '<mark class="content other" data-number="1" data-other="2">all </mark><mark class="content">wel</mark>l'
        '<mark class="other" data-other="3" title="why"> her</mark>e'
    )


def test_whose_a_mark_is_stands_in_the_place_of_its_class():
    marks = [
        Mark(0, 8, "content", "1", of="t1"),
        Mark(0, 3, "source", of="s2"),
        Mark(4, 8, markup.OTHER, of="T3"),
    ]
    assert markup.highlighted("all well here", [*marks, Mark(9, 13, "place")]) == (
        '<mark data-number="1" data-of="t1 s2">all</mark><mark data-of="t1"> </mark>'
        '<mark data-of="t1 T3">well</mark> <mark class="place">here</mark>'
    )


def test_nested_and_split_contents_keep_their_numbers_and_classes():
    body = "“I heard,” he said, “that ‘all is well’ there.”"
    inner = body.index("‘all")
    marks = [
        Mark(0, 10, "content", "1", "content of 1"),
        Mark(11, 13, "source"),
        Mark(14, 18, "cue"),
        Mark(20, len(body), "content", "1"),
        Mark(inner, inner + 13, "content", "2"),
    ]
    html = markup.highlighted(body, marks)
    assert shown(html) == body
    assert html.count('data-number="1"') == 2
    assert '<mark class="content nested" data-number="2">‘all is well’</mark>' in html
    assert '<mark class="source">he</mark>' in html


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60), st.data())
def test_highlighting_never_changes_a_text(body, data):
    size = st.integers(-3, len(body) + 3)
    spans = data.draw(
        st.lists(st.tuples(size, size, st.sampled_from(["source", "cue", "content"])), max_size=8)
    )
    html = markup.highlighted(body, [Mark(*span) for span in spans])
    assert shown(html) == markup.clean(body)


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [("a\nb", 2), ("a\nb\n\nc", 2), ("a\r\n \r\nb\r\n", 2), ("\n\na\n", 1), ("", 0), ("a\n\n\n", 1)],
)
def test_an_article_keeps_every_character_in_its_paragraphs(body, paragraphs):
    html = markup.article(body, [Mark(0, len(body), "content", "1")])
    assert shown(html) == body
    assert html.count("<p>") == paragraphs
    assert html.count('data-number="1"') <= 1


def test_a_quotation_is_cut_at_white_space_round_its_marks():
    body = "First words here. “Hello there,” said Ada to everybody in the room."
    start = body.index("“")
    html = markup.quotation(body, [Mark(start, start + 14, "content")], context=8, label="Ada")
    assert shown(html).startswith("… here. “Hello there,” said")
    assert shown(html).endswith("— Ada")


def test_what_jupyterlab_gets_round_an_output_comes_off_for_the_site():
    content = Markup("<div><p>$1</p></div>")
    assert markup.content_of(str(markup.output(content))) == content
    assert markup.content_of("<p>other</p>") == "<p>other</p>"
