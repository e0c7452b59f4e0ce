"""Figures of the statistics: at two outlets, at hundreds, and with nothing to draw."""

import io

import numpy as np
import pandas as pd
import pytest
from drawn import Bar, bars, legend, lines, named, points, rounded, rows, segments
from matplotlib.colors import to_hex
from matplotlib.dates import date2num
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


BLUE, ORANGE = style.PALETTE[0].lower(), style.PALETTE[1].lower()


class TestValues:
    """Each figure draws the values of its table."""

    def test_outlets_are_bars_of_articles_and_those_past_the_top_are_one(self):
        described = pd.DataFrame({"outlet": list("ABCD"), "articles": [1200, 5, 2, 1]})
        drawing = figures.outlets(described, top=2)
        assert bars(drawing) == [
            Bar(0, 0, 1200, BLUE),
            Bar(1, 0, 5, BLUE),
            Bar(2, 0, 3, style.OTHERS.lower()),
        ]
        assert rows(drawing) == ["A (1,200)", "B (5)", "2 others (3)"]
        assert drawing.get_title(loc="left") == "Articles by outlet  (n = 1,208 articles)"
        assert rows(figures.outlets(described, top=3)) == ["A (1,200)", "B (5)", "C (2)", "D (1)"]

    def test_each_period_is_a_bar_from_its_first_day(self):
        periods = pd.to_datetime(["2024-01-01", "2024-01-08", "2024-01-15"])
        drawing = figures.timeline(pd.DataFrame({"period": periods, "articles": [3, 0, 1500]}))
        found = [(p.get_x(), p.get_height(), p.get_width()) for p in drawing.patches]
        days = date2num(periods)
        assert [f[0] for f in found] == pytest.approx(list(days))
        assert [f[1] for f in found] == [3, 0, 1500]
        assert [f[2] for f in found] == pytest.approx([6.3] * 3)  # nine tenths of a week
        assert drawing.get_title(loc="left") == "Articles over time  (n = 1,503 dated articles)"

    def test_one_period_is_a_day_wide(self):
        counted = pd.DataFrame({"period": pd.to_datetime(["2024-01-01"]), "articles": [3]})
        assert figures.timeline(counted).patches[0].get_width() == pytest.approx(0.9)

    def test_the_most_used_terms_are_bars_with_whiskers(self):
        listed = pd.DataFrame(
            {"term": ["sea", "pier", "x"], "count": [1200, 8, 1], "per_million": [400.0, 90.0, 1.0],
             "low": [300.0, 80.0, 0.0], "high": [500.0, 120.0, 2.0]}
        )  # fmt: skip
        drawing = figures.frequency(listed, top=2, articles=7)
        assert [(b.start, b.end) for b in bars(drawing)] == [(0, 400), (0, 90)]
        assert segments(drawing) == [[(300, 0), (500, 0)], [(80, 1), (120, 1)]]
        assert rows(drawing) == ["sea (1,200)", "pier (8)"]
        assert rounded(drawing.get_xlim()) == [0, 525]
        assert drawing.get_title(loc="left") == "Most used words (occurrences)  (n = 7 articles)"
        wide = figures.frequency(listed.assign(high=[9000.0, 120.0, 2.0]))
        assert rounded(wide.get_xlim()) == [0, 1050]  # two and a half times the values

    def test_without_an_interval_there_is_no_whisker_and_no_word_of_one(self):
        listed = pd.DataFrame(
            {"term": ["sea"], "count": [4], "per_million": [400.0], "low": [np.nan], "high": [np.nan]}
        )
        drawing = figures.frequency(listed)
        assert segments(drawing) == []
        assert drawing.get_xlabel() == "per million words"
        assert rounded(drawing.get_xlim()) == [0, 420]

    def test_zipf_and_heaps_are_observed_and_fitted_side_by_side(self):
        ranked = pd.DataFrame({"rank": [1, 2, 3], "count": [9, 5, 2], "fitted": [8.0, 4.0, 3.0]})
        ranked.attrs.update(a=1.234, b=2.71, r_squared=0.9876)
        grown = pd.DataFrame(
            {"tokens": [10, 20], "types": [7, 11], "fitted": [6.5, 11.5], "articles": [1, 1002]}
        )
        grown.attrs.update(k=2.04, beta=0.567)
        left, right = figures.vocabulary(ranked, grown).axes
        assert lines(left) == [([1, 2, 3], [9, 5, 2]), ([1, 2, 3], [8, 4, 3])]
        assert lines(right) == [([10, 20], [7, 11]), ([10, 20], [6.5, 11.5])]
        assert legend(left) == {"observed": BLUE, "a = 1.23, b = 2.7, R² = 0.988": ORANGE}
        assert legend(right) == {"observed": BLUE, "types = 2.0 · tokens^0.57": ORANGE}
        assert (left.get_xlabel(), left.get_ylabel()) == ("rank (n = 3 types)", "occurrences")
        assert right.get_xlabel() == "words read (n = 1,002 articles)"
        assert {a.get_xscale() for a in (left, right)} == {a.get_yscale() for a in (left, right)} == {"log"}

    def test_without_a_fit_only_what_was_observed_is_drawn(self):
        ranked = pd.DataFrame({"rank": [1, 2], "count": [9, 5]})
        grown = pd.DataFrame({"tokens": [10, 20], "types": [7, 11], "articles": [1, 2]})
        left, right = figures.vocabulary(ranked, grown).axes
        assert [len(lines(a)) for a in (left, right)] == [1, 1]
        assert style.sentence_of(figures.vocabulary(ranked[:1], grown))
        assert style.sentence_of(figures.vocabulary(ranked, grown[:0]))

    def test_means_are_points_with_intervals_a_panel_for_each_measure(self):
        summary = pd.DataFrame(
            [
                ("lix", "Post", 40.0, 35.0, 45.0, 10), ("lix", "2 others", 50.0, 48.0, 53.0, 1200),
                ("odd", "Post", 0.5, 0.25, 0.75, 4), ("odd", "2 others", np.nan, np.nan, np.nan, 0),
                ("none", "Post", np.nan, np.nan, np.nan, 0),
            ],
            columns=["measure", "outlet", "mean", "low", "high", "n"],
        )  # fmt: skip
        figure = figures.means(summary)
        lix, odd = figure.axes
        assert segments(lix) == [[(35, 0), (45, 0)], [(48, 1), (53, 1)]]
        assert points(lix)[0].at == [(40, 0), (50, 1)]
        assert points(lix)[0].colours == [BLUE, style.OTHERS.lower()]
        assert rows(lix) == ["Post (10)", "2 others (1,200)"]
        assert rows(odd) == ["", ""]  # the panel on the left names both
        assert points(odd)[0].at[0] == (0.5, 0)
        titles = [a.get_title(loc="left") for a in (lix, odd)]
        assert titles == ["LIX\nhigher = harder (n = 1,210 articles)", "odd (n = 4 articles)"]
        assert rounded(lix.get_ylim()) == [1.5, -0.5]
        low, high = lix.get_xlim()
        assert low < 35
        assert high > 53

    def test_an_interval_that_would_squeeze_the_others_is_cut(self):
        summary = pd.DataFrame(
            [("lix", "A", 40.0, 39.0, 41.0, 9), ("lix", "B", 44.0, -900.0, 900.0, 2)],
            columns=["measure", "outlet", "mean", "low", "high", "n"],
        )
        (drawing,) = figures.means(summary).axes
        # The middle is 42, the spread 4: ten to each side, and a twentieth of that.
        assert rounded(drawing.get_xlim()) == [31.5, 52.5]

    @pytest.mark.parametrize(("measures", "columns"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3)])
    def test_panels_of_means_stand_in_two_or_three_columns(self, measures, columns):
        summary = pd.DataFrame(
            [(f"m{i}", "A", 1.0, 0.5, 1.5, 3) for i in range(measures)],
            columns=["measure", "outlet", "mean", "low", "high", "n"],
        )
        drawn = figures.means(summary).axes
        assert drawn[0].get_subplotspec().get_gridspec().ncols == columns
        assert [bool(rows(a)[0]) for a in drawn[:measures]] == [i % columns == 0 for i in range(measures)]

    def keywords(self) -> pd.DataFrame:
        listed = pd.DataFrame(
            {
                "term": ["sea", "pier", "the", "rail"],
                "target_per_million": [80.0, 5.0, 900.0, 40.0],
                "reference_per_million": [10.0, 40.0, 1000.0, 20.0],
                "log_ratio": [3.0, -3.0, -0.15, 1.0],
                "p_corrected": [0.001, 0.01, 0.9, 0.05],
            }
        )
        listed.attrs.update(target="Post", reference="Globe", articles=(1200, 7))
        return listed

    def test_keywords_are_coloured_by_side_where_they_are_sure(self):
        drawing = figures.keyness(self.keywords())
        unsure, sure = points(drawing)
        assert unsure.at == [(1000, -0.15), (40, 1)]  # a corrected p of the level itself is not below it
        assert unsure.colours == [style.NEUTRAL.lower()]
        assert sure.at == [(80, 3), (40, -3)]
        assert sure.colours == [style.POSITIVE.lower(), style.NEGATIVE.lower()]
        assert named(drawing) == {"sea": (80, 3), "pier": (40, -3)}
        assert {t.get_text(): t.get_color() for t in drawing.texts} == {
            "sea": style.POSITIVE, "pier": style.NEGATIVE
        }  # fmt: skip
        title = "Keywords: Post (above, 1,200 articles) against Globe (below, 7)"
        assert drawing.get_title(loc="left") == title
        assert drawing.get_xscale() == "log"

    def test_the_most_unusual_keywords_of_each_side_are_named(self):
        assert set(named(figures.keyness(self.keywords(), top=1, level=0.95))) == {"sea", "pier"}
        assert named(figures.keyness(self.keywords(), level=0.0001)) == {}

    def test_keywords_that_cannot_be_compared_say_why(self):
        listed = self.keywords()[:0]
        listed.attrs["reason"] = "One side only."
        assert style.sentence_of(figures.keyness(listed)) == "One side only."
        listed.attrs.clear()
        assert (style.sentence_of(figures.keyness(listed)) or "").startswith("No word is frequent enough")

    def test_each_occurrence_is_a_tick_in_the_row_of_its_term(self):
        found = pd.DataFrame({"term": ["sea", "pier", "sea"], "position": [0.25, 0.5, 1.0]})
        found.attrs.update(terms=["pier", "sea", "dune"], words=2000, articles=3)
        drawing = figures.dispersion(found)
        assert segments(drawing) == [
            [(0.5, -0.36), (0.5, 0.36)], [(0.25, 0.64), (0.25, 1.36)], [(1.0, 0.64), (1.0, 1.36)]
        ]  # fmt: skip
        assert rows(drawing) == ["pier (1)", "sea (2)", "dune (0)"]
        ticks = [label.get_text() for label in drawing.get_xticklabels()]
        assert ticks == ["0", "500", "1,000", "1,500", "2,000"]
        assert rounded(drawing.get_xlim()) == [0, 1]
        assert drawing.get_title(loc="left") == "Dispersion (occurrences)  (n = 3 articles)"
        colours = [to_hex(c.get_color()[0]) for c in drawing.collections if len(c.get_segments())]
        assert colours == [BLUE, ORANGE]

    def test_more_occurrences_than_can_be_told_apart_are_a_density(self):
        at = [0.0015] * 400 + [0.9985] * 101  # in the first and the last of 300 bins
        found = pd.DataFrame({"term": "sea", "position": at})
        found.attrs.update(terms=["sea"], words=100, articles=1)
        drawing = figures.dispersion(found)
        assert not [s for s in segments(drawing) if s]
        heights = {round(p.get_x(), 4): round(p.get_height(), 4) for p in drawing.patches if p.get_height()}
        assert heights == {0.0: 0.72, 0.9967: round(0.72 * 101 / 400, 4)}
        assert {round(p.get_y() + p.get_height(), 6) for p in drawing.patches} == {0.36}  # on one ground
        fewer = found[1:]
        fewer.attrs.update(found.attrs)
        assert len(segments(figures.dispersion(fewer))) == 500

    def test_the_use_of_each_term_over_time_is_a_line_in_a_band(self):
        periods = pd.to_datetime(["2024-01-01", "2024-02-01"])
        rates = pd.DataFrame(
            {
                "term": ["sea", "sea", "pier", "pier"], "period": [*periods, *periods], "count": [3, 4, 1, 0],
                "per_million": [30.0, 40.0, 10.0, np.nan], "low": [20.0, 35.0, 5.0, np.nan],
                "high": [35.0, 50.0, 60.0, np.nan], "articles": [10, 20, 10, 20],
            }
        )  # fmt: skip
        figure = figures.trend(rates)
        sea, pier = figure.axes
        assert rounded(sea.lines[0].get_ydata()) == [30, 40]
        assert rounded(date2num(sea.lines[0].get_xdata())) == rounded(date2num(periods))
        corners = {(round(x, 6), round(y, 6)) for x, y in sea.collections[0].get_paths()[0].vertices}
        first, second = rounded(date2num(periods))
        assert corners == {(first, 20), (second, 35), (first, 35), (second, 50)}
        assert rounded(sea.get_ylim()) == [0, 52.5]
        assert rounded(pier.get_ylim()) == [0, 26.25]
        titles = [a.get_title(loc="left") for a in (sea, pier)]
        assert titles == ["sea  (n = 7 occurrences)", "pier  (n = 1 occurrence)"]
        assert figure.get_suptitle().endswith("(n = 30 dated articles)")
        assert (sea.get_ylabel(), pier.get_ylabel()) == ("per million words", "")
        assert style.sentence_of(figures.trend(rates.assign(per_million=np.nan)))
        assert style.sentence_of(figures.trend(rates[rates["period"] == periods[0]]))

    def test_collocates_are_points_of_frequency_and_strength_the_strongest_named(self):
        listed = pd.DataFrame(
            {"collocate": ["port", "of", "salt"], "count": [4, 90, 2], "pmi": [5.0, 0.5, 8.0],
             "log_dice": [9.0, 3.0, 11.0]}
        )  # fmt: skip
        listed.attrs["articles"] = 7
        drawing = figures.collocates(listed, "sea", top=2)
        assert points(drawing)[0].at == [(2, 8), (4, 5), (90, 0.5)]
        assert named(drawing) == {"salt": (2, 8), "port": (4, 5)}
        assert (drawing.get_xscale(), drawing.get_yscale()) == ("log", "linear")
        assert drawing.get_title(loc="left") == "The company of “sea”  (n = 3 collocates in 7 articles)"
        assert style.sentence_of(figures.collocates(listed[:0], "sea")) == (
            "No word stands near “sea” often enough."
        )

    def test_the_surest_bursts_stand_in_the_order_of_time(self):
        listed = pd.DataFrame(
            {
                "term": ["storm", "vote", "pier", "late"], "log_ratio": [3.0, 2.0, 4.0, 1.0],
                "period": pd.to_datetime(["2024-03-01", "2024-01-01", "2024-01-01", "2023-01-01"]),
                "low": [2.5, 1.0, 3.0, 0.5], "high": [3.5, 2.25, 6.0, 2.0], "articles": [1200, 4, 5, 1],
                "p": [0.001, 0.003, 0.002, 0.04],
            }
        )  # fmt: skip
        drawing = figures.bursts(listed, top=3)
        assert rows(drawing) == ["2024-01-01  pier (5)", "2024-01-01  vote (4)", "2024-03-01  storm (1,200)"]
        assert points(drawing)[0].at == [(4, 0), (2, 1), (3, 2)]
        assert segments(drawing) == [[(3, 0), (6, 0)], [(1, 1), (2.25, 1)], [(2.5, 2), (3.5, 2)]]
