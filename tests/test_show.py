import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import show, tables
from analysis.show import svg

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def html_of(output: show.Output) -> str:
    return output._repr_mimebundle_()[0]["text/html"]


def test_a_table_shows_some_rows_and_writes_all(tmp_path):
    output = show.table(pd.DataFrame({"n": range(40)}), "counts", downloads=tmp_path, rows=5)
    assert html_of(output).count("<tr>") == 6
    assert "5 of 40 rows" in html_of(output)
    assert len(pd.read_csv(tmp_path / "counts.csv")) == 40
    assert output.details == {"kind": "table", "name": "counts", "file": "counts.csv"}


def test_without_being_told_otherwise_a_table_shows_twenty_five_rows():
    output = show.table(pd.DataFrame({"n": range(40)}), "counts")
    assert html_of(output).count("<tr>") == 1 + 25
    assert "25 of 40 rows" in html_of(output)
    assert "25 of" not in html_of(show.table(pd.DataFrame({"n": range(25)}), "counts"))


def test_nothing_is_written_without_a_folder():
    assert show.table(pd.DataFrame({"n": [1]}), "counts", downloads="").details["file"] == ""


def test_a_named_index_becomes_a_column():
    counts = pd.DataFrame({"n": [2]}, index=pd.Index(["word"], name="term"))
    assert '<th scope="col">term</th>' in html_of(show.table(counts, "counts"))


def test_a_table_without_rows_is_a_sentence():
    output = show.table(pd.DataFrame({"n": []}), "top-terms")
    assert "Top terms: nothing to show (n = 0)." in html_of(output)


@pytest.mark.parametrize("name", ["../up", "A", "", "a b", "a.csv"])
def test_names_that_are_no_file_names_are_refused(name):
    with pytest.raises(ValueError, match="name"):
        show.table(pd.DataFrame({"n": [1]}), name)


def test_formulas_are_made_harmless_in_the_file_and_shown_as_they_are(tmp_path):
    output = show.table(pd.DataFrame({"a": ["=1+1", "@x", "−1"]}), "formulas", downloads=tmp_path)
    assert ">=1+1<" in html_of(output)
    assert (tmp_path / "formulas.csv").read_text(encoding="utf-8").splitlines() == ["a", "'=1+1", "'@x", "−1"]


def test_a_figure_has_its_own_description_and_no_second_showing(tmp_path):
    axes = Figure(figsize=(2, 1)).subplots()
    axes.set_title(f"{HOSTILE}\x00 costs $5 or $6")
    output = show.figure(axes, alt=HOSTILE, name="costs", downloads=tmp_path, caption=HOSTILE)
    html = html_of(output)
    assert "<script" not in html
    assert 'alt="&lt;script&gt;' in html
    drawn = (tmp_path / "costs.svg").read_text(encoding="utf-8")
    assert "costs $5 or $6" in drawn
    assert "<script" not in drawn
    inline = svg.inline_figures(output.html, prefix="f")
    assert "costs $5 or $6" in inline
    assert "<script" not in inline


def test_dollar_signs_that_are_escaped_and_ticks_that_are_formulas_are_drawn_as_such(tmp_path):
    axes = Figure(figsize=(2, 2)).subplots()
    axes.set(xscale="log", xlim=(1, 1000), title=r"costs \$5")
    show.figure(axes, alt="costs", name="costs", downloads=tmp_path)
    drawn = re.sub("<!--.*?-->", "", (tmp_path / "costs.svg").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert ">costs $5<" in drawn
    assert "mathdefault" not in drawn


def test_a_figure_needs_a_description():
    with pytest.raises(ValueError, match="alt"):
        show.figure(Figure().subplots(), alt=" ")


def test_a_figure_with_very_many_marks_is_a_picture():
    axes = Figure(figsize=(2, 1)).subplots()
    axes.scatter(range(9000), range(9000))
    assert "data:image/png" in html_of(show.figure(axes, alt="many"))


def test_a_sentence_is_escaped():
    assert "<script" not in html_of(show.sentence(HOSTILE))


@pytest.mark.parametrize(
    ("sentence", "html"),
    [
        ("27 % of 5", "<p>27\u00a0% of 5</p>"),
        ("% of it", "<p>% of it</p>"),
        ("set `sample` or `a <b>`", "<p>set <code>sample</code> or <code>a &lt;b&gt;</code></p>"),
        ("one ` alone, ``two´´", "<p>one ` alone, ``two´´</p>"),
    ],
)
def test_in_a_sentence_names_in_backticks_are_code_and_a_number_stays_with_its_per_cent(sentence, html):
    assert str(show.sentence(sentence).html) == html
    assert show.sentence(sentence).plain == sentence


@pytest.fixture
def corpus() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    text = "“We <b>won</b>,” said Ada Byron. Nobody else spoke."
    article = (
        "a1",
        "The Paper",
        pd.Timestamp("2024-05-01", tz="UTC"),
        "Title",
        None,
        None,
        text,
        len(text),
        "0",
        "0",
        None,
        "en",
        0,
        "f",
    )
    quotation = (
        "a1",
        0,
        None,
        "direct",
        None,
        text[:15],
        "said",
        "Ada Byron",
        "name",
        "ada-byron",
        0.9,
        "rules",
    )
    spans = [("a1", 0, "source", 22, 31), ("a1", 0, "cue", 17, 21), ("a1", 0, "content", 0, 16)]
    return (
        tables.build("articles", [article]),
        tables.build("quotations", [quotation]),
        tables.build("spans", spans),
    )


def test_quotations_show_source_cue_and_content_in_their_passage(corpus, tmp_path):
    html = html_of(show.quotations(*corpus, downloads=tmp_path))
    assert '<mark class="source">Ada Byron</mark>' in html
    assert '<mark class="cue">said</mark>' in html
    assert "“We &lt;b&gt;won&lt;/b&gt;,”" in html
    assert "— Ada Byron, direct. The Paper, Title, 2024-05-01" in html
    assert (tmp_path / "quotations.csv").is_file()


def test_it_is_said_of_how_many_quotations_some_are_shown(corpus):
    assert ">1 quotation.<" in html_of(show.quotations(*corpus))
    articles, quotations, spans = corpus
    quotations.attrs["of"] = 33
    assert ">1 of 33 quotations.<" in html_of(show.quotations(articles, quotations, spans))


def test_an_act_other_than_communication_is_told(corpus):
    articles, quotations, spans = corpus
    believed = html_of(show.quotations(articles, quotations.assign(act="belief"), spans))
    assert "— Ada Byron, direct belief. The Paper" in believed
    said = html_of(show.quotations(articles, quotations.assign(act="communication"), spans))
    assert "— Ada Byron, direct. The Paper" in said


def test_speakers_give_the_full_name(corpus):
    speakers = tables.build("speakers", [("ada-byron", "Ada Lovelace", "person", 2, 1)])
    assert "Ada Lovelace (“Ada Byron”), direct" in html_of(show.quotations(*corpus, speakers=speakers))


def test_no_quotation_is_a_sentence(corpus):
    articles, quotations, spans = corpus
    assert "n = 0" in html_of(show.quotations(articles, quotations.head(0), spans.head(0)))


def test_highlighted_text_takes_notes():
    spans = pd.DataFrame({"start": [0], "end": [4], "role": ["positive"], "note": ["+1.9"]})
    html = html_of(show.highlighted("good <i>", spans))
    assert '<mark class="positive" title="+1.9">good</mark> &lt;i&gt;' in html


def test_a_corpus_hash_depends_on_its_articles_and_not_on_their_order(corpus):
    one = corpus[0]
    two = pd.concat([one, one.assign(article_id="a2")], ignore_index=True)
    assert show.corpus_hash(two) == show.corpus_hash(two.iloc[::-1])
    assert show.corpus_hash(one) != show.corpus_hash(two)


@pytest.mark.parametrize(
    "output",
    [
        show.sentence("from $5 to $6"),
        show.table(pd.DataFrame({"said": ["$x_1$"]}), "said"),
        show.highlighted("It cost $5, not $6.", pd.DataFrame({"start": [0], "end": [2], "role": ["source"]})),
    ],
)
def test_dollar_signs_of_articles_are_no_mathematics_in_jupyterlab(output):
    before, _, ignored = html_of(output).partition('<div class="mathjax_ignore tex2jax_ignore">')
    assert "$" not in before
    assert ignored.count("$") == 2
    assert ignored.endswith("</div>")
