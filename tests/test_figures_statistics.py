"""Figures of the statistics: at two outlets, at hundreds, and with nothing to draw."""

import io

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import figures, statistics, summaries
from analysis.figures import style


def sentence_or_picture(drawing) -> str | None:
    """The sentence of a drawing, after it was drawn to the end."""
    figure = drawing if isinstance(drawing, Figure) else drawing.figure
    figure.savefig(io.BytesIO(), format="png", dpi=40)
    return style.sentence_of(drawing)


def corpus(outlets: int, articles: int, *, dated: bool = True) -> pd.DataFrame:
    random = np.random.default_rng(0)
    vocabulary = [f"word{n}" for n in range(300)]
    weights = 1 / np.arange(1, 301)
    texts = [
        " ".join(random.choice(vocabulary, 150, p=weights / weights.sum())) + ". End."
        for _ in range(articles)
    ]
    dates = pd.date_range("2019-01-01", periods=articles, freq="3D", tz="UTC")
    return pd.DataFrame(
        {
            "article_id": [f"id{n}" for n in range(articles)],
            "outlet": [f"The Outlet With A Rather Long Name {n % outlets}" for n in range(articles)],
            "published": dates if dated else pd.Series([pd.NaT] * articles, dtype="datetime64[us, UTC]"),
            "text": texts,
        }
    )


@pytest.fixture(scope="module")
def many() -> dict:
    return all_figures(corpus(232, 240))


def all_figures(articles: pd.DataFrame) -> dict:
    described = articles.drop(columns="text").assign(sentences=2)
    matrix = statistics.document_term_matrix(statistics.term_counts(articles), described)
    words = statistics.tokens(articles)
    chosen = ["word1", "word2*"]
    measures = summaries.mean_by_group(
        statistics.diversity(words), described, ["mattr", "mtld", "hdd", "yules_k"]
    )
    return {
        "outlets": figures.outlets(statistics.description(matrix, by="outlet")),
        "timeline": figures.timeline(statistics.timeline(described)),
        "frequency": figures.frequency(statistics.frequency(matrix), articles=len(articles)),
        "vocabulary": figures.vocabulary(
            statistics.zipf_mandelbrot(matrix.totals()), statistics.growth(matrix)
        ),
        "means": figures.means(measures),
        "keyness": figures.keyness(summaries.keyness(matrix)),
        "dispersion": figures.dispersion(summaries.occurrences(words, chosen)),
        "trend": figures.trend(statistics.trend(statistics.matrix_of(matrix, chosen))),
        "collocates": figures.collocates(statistics.collocates(words, "word1", function_words=True), "word1"),
        "bursts": figures.bursts(statistics.bursts(matrix)),
    }


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("outlets", [2, 232])
def test_every_figure_is_drawn_for_few_and_for_hundreds_of_outlets(outlets, many):
    drawn = many if outlets == 232 else all_figures(corpus(2, 12))
    reasons = {name: sentence_or_picture(drawing) for name, drawing in drawn.items()}
    assert {name for name, reason in reasons.items() if reason} <= {"bursts"}  # chance text has no bursts


@pytest.mark.filterwarnings("error")
def test_hundreds_of_outlets_leave_a_page_readable(many):
    labels = [label.get_text() for label in many["outlets"].get_yticklabels()]
    assert len(labels) == 21
    assert labels[-1] == "212 others (212)"
    assert all(len(label) < 45 for label in labels)


@pytest.mark.filterwarnings("error")
def test_one_article_of_three_words_gives_sentences_or_figures_and_no_error():
    articles = corpus(1, 1).assign(text="Just three words")
    reasons = {name: sentence_or_picture(drawing) for name, drawing in all_figures(articles).items()}
    assert reasons["trend"] == "All dated articles fall into one period, so nothing can be shown over time."
    assert reasons["means"] is None  # Yule's K needs two words only
    assert reasons["keyness"].startswith("There are no words to compare")


@pytest.mark.filterwarnings("error")
def test_nothing_gives_a_sentence_for_every_figure():
    reasons = {name: sentence_or_picture(drawing) for name, drawing in all_figures(corpus(1, 1)[:0]).items()}
    assert all(reasons.values()), reasons


@pytest.mark.filterwarnings("error")
def test_without_dates_the_figures_over_time_say_so():
    drawn = all_figures(corpus(3, 9, dated=False))
    for name in ("timeline", "trend"):
        assert "No article has a date" in (sentence_or_picture(drawn[name]) or "")


class TestStyle:
    def test_labels_do_not_cover_each_other(self):
        drawing = style.axes()
        x, y = np.random.default_rng(0).normal(size=(2, 80))
        drawing.scatter(x, y)
        placed = style.label_points(drawing, x, y, [f"a long label {n}" for n in range(80)])
        boxes = [text.get_window_extent() for text in drawing.texts]
        assert placed == len(boxes) > 10
        assert not any(one.overlaps(two) for i, one in enumerate(boxes) for two in boxes[:i])

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("pay $5 or $6", r"pay \$5 or \$6"), ("a\nb\tc", "a b c"), ("漢字 é", "□□ é"), (None, "None")],
    )
    def test_words_of_data_are_drawn_as_they_are(self, text, expected):
        assert style.plain(text) == expected

    @pytest.mark.filterwarnings("error")
    def test_dollar_signs_are_no_formula(self):
        drawing = style.axes()
        style.bars(drawing, ["$a_{ $", "b"], [1, 2], low=[0.5, 2], high=[1, 3], n=[1, 2])
        style.title(drawing, r"$\frac{", n=3)
        assert sentence_or_picture(drawing) is None

    def test_a_sentence_stands_for_a_figure(self):
        reason = "Nothing cost $5 or $6."
        assert style.sentence_of(style.sentence(reason)) == reason
        assert style.sentence_of(style.sentence(reason).figure) == reason
        assert style.sentence_of(style.axes()) is None

    def test_settings_of_the_user_are_left_alone(self):
        import matplotlib as mpl

        before = dict(mpl.rcParams)
        style.bars(style.axes(), ["a"], [1])
        assert dict(mpl.rcParams) == before

    def test_small_groups_are_put_together_and_nothing_is_lost(self):
        frame = pd.DataFrame({"outlet": ["A", "B", "B", "C", "D", None], "n": [5, 2, 2, 1, 1, 7]})
        found = style.top_n_and_others(frame, "outlet", weight="n", top=2)
        assert found["outlet"].tolist()[:5] == ["A", "B", "B", "2 others", "2 others"]
        assert found["n"].sum() == frame["n"].sum()
        assert style.top_n_and_others(frame, "outlet", weight="n", top=3)["outlet"].tolist()[:5] == list(
            "ABBCD"
        )
        assert style.is_others("2 others")
        assert not style.is_others("The others")

    def test_colours_are_stable_and_others_are_grey(self):
        assert style.colours(["x", "3 others", "y", "x"]) == {
            "x": style.PALETTE[0],
            "3 others": style.OTHERS,
            "y": style.PALETTE[1],
        }
