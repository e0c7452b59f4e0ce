"""What counts as a term, and what every statistic does with little or nothing."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import statistics, tables
from analysis.segmentation import segment
from analysis.statistics.description import timeline
from analysis.statistics.terms import pattern_terms
from analysis.statistics.trends import period_of

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


def corpus(*texts: str, dates: list[str | None] | None = None, outlet: str = "A") -> pd.DataFrame:
    published = pd.to_datetime(pd.Series(dates or [None] * len(texts), dtype=object), utc=True)
    ids = [f"id{number}" for number in range(len(texts))]
    typed = {"article_id": pd.Series(ids, dtype=tables.TEXT), "text": pd.Series(texts, dtype=tables.TEXT)}
    outlets = pd.Series([outlet] * len(texts), dtype=tables.TEXT)
    return pd.DataFrame(typed | {"published": published, "outlet": outlets})


def matrix_of(articles: pd.DataFrame) -> statistics.DocumentTermMatrix:
    return statistics.document_term_matrix(statistics.term_counts(articles), articles.drop(columns="text"))


@pytest.mark.parametrize(
    ("token", "term"),
    [
        ("Mines", "mines"),
        ("Biden's", "biden"),
        ("Biden’s", "biden"),
        ("it's", "it's"),
        ("It’s", "it's"),
        ("isn’t", "isn't"),
        ("US", "u.s."),
        ("U.S.", "u.s."),
        ("us", "us"),
        ("’tis", "tis"),
        ("2022", "2022"),
        ("anti-personnel", "anti-personnel"),
        ("ÉTÉ", "été"),
        ("—", ""),
        ("...", ""),
        ("'", ""),
        ("’", ""),
        ("", ""),
    ],
)
def test_a_token_is_counted_under_its_term(token, term):
    assert statistics.term(token) == term


def test_term_counts_are_a_valid_table_of_each_articles_words():
    counts = statistics.term_counts(corpus("The mine, the MINE’s owner.", "", "— “…” —"))
    tables.validate("term_counts", counts)
    assert counts.values.tolist() == [["id0", "the", 2], ["id0", "mine", 2], ["id0", "owner", 1]]


def test_leading_metadata_is_not_counted():
    articles = corpus("date 2024-11-20 Russia spoke").assign(body_start=16)
    assert statistics.term_counts(articles)["term"].tolist() == ["russia", "spoke"]
    assert list(statistics.tokens(articles).vocabulary) == ["russia", "spoke"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="ab'’ .“”\"-é\U0001f600\u0301\r\n", max_size=60), max_size=4))
def test_counts_and_running_words_agree_on_any_text(texts):
    articles = corpus(*texts)
    matrix, running = matrix_of(articles), statistics.tokens(articles, quoted=True)
    assert matrix.words.sum() == len(running.codes) == len(running.quoted)
    expected = [len(statistics.terms(segment(text))) for text in texts]
    assert np.diff(running.starts).tolist() == matrix.words.tolist() == expected
    assert set(running.vocabulary) == set(matrix.totals().index)


def test_words_between_quotation_marks_are_marked():
    running = statistics.tokens(corpus("He said: “Never again.” Then he left."), quoted=True)
    assert list(running.vocabulary[running.codes[running.quoted]]) == ["never", "again"]


def test_batches_give_what_the_whole_gives():
    articles = corpus("a b c", "b c d", "c d e e")
    whole, parts = statistics.tokens(articles), statistics.tokens(articles[i : i + 1] for i in range(3))
    assert (whole.codes == parts.codes).all()
    assert list(whole.vocabulary) == list(parts.vocabulary)
    counts = statistics.term_counts(articles)
    one = statistics.document_term_matrix(counts)
    two = statistics.document_term_matrix([counts[:4], counts[4:]])
    assert (one.counts != two.counts).nnz == 0
    assert list(one.terms) == list(two.terms)


def test_running_words_of_some_articles_in_another_order():
    running = statistics.tokens(corpus("a b", "c", "d e")).select(["id2", "missing", "id0"])
    assert list(running.vocabulary[running.codes]) == ["d", "e", "a", "b"]
    assert running.article_ids == ["id2", "id0"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("mine*", ["mine", "mines"]),
        ("*ine", ["mine"]),
        ("Mine’s", ["mine"]),
        ("US", ["u.s."]),
        ("*", ["mine", "mines", "u.s.", "a+b"]),
        ("a+*", ["a+b"]),
        ("zzz", []),
    ],
)
def test_patterns_stand_for_terms(pattern, expected):
    assert pattern_terms(pattern, ["mine", "mines", "u.s.", "a+b"]) == expected


def test_columns_can_be_words_patterns_and_phrases():
    articles = corpus("Climate change and mines", "climate. Change! A mine, a mine", "change climate", "")
    chosen = statistics.matrix_of(
        matrix_of(articles), ["climate change", "mine*", "zzz"], statistics.tokens(articles)
    )
    assert chosen.counts.toarray().tolist() == [[1, 1, 0], [1, 2, 0], [0, 0, 0], [0, 0, 0]]
    assert chosen.words.tolist() == [4, 6, 2, 0]


def test_a_phrase_needs_the_running_words():
    with pytest.raises(ValueError, match="running words"):
        statistics.matrix_of(matrix_of(corpus("a b")), ["a b"])


def test_without_articles_words_and_phrases_have_columns_too():
    none = corpus("a b").head(0)
    chosen = statistics.matrix_of(matrix_of(none), ["a b", "a*"], statistics.tokens(none))
    assert chosen.counts.shape == (0, 2)


def test_a_phrase_does_not_cross_articles():
    running = statistics.tokens(corpus("a b", "c d"))
    assert len(statistics.phrase_positions(running, "b c")) == 0


class TestKeyness:
    def test_one_long_article_makes_no_keyword(self):
        one = ["mine " * 50 + "talk peace", "talk peace war", "talk peace war"]
        two = ["talk peace war news"] * 3
        matrix = matrix_of(corpus(*one, *two))
        sides = matrix.select([0, 1, 2]), matrix.select([3, 4, 5])
        assert "mine" in set(statistics.keyness(*sides)["term"])
        assert "mine" not in set(statistics.keyness(*sides, minimum_articles=2)["term"])

    def test_over_use_is_positive_and_under_use_negative(self):
        found = statistics.keyness(pd.Series({"a": 9, "b": 1}), pd.Series({"a": 1, "b": 9})).set_index("term")
        assert found.at["a", "log_ratio"] > 0 > found.at["b", "log_ratio"]

    def test_a_side_of_one_article_has_no_interval(self):
        matrix = matrix_of(corpus("a a b", "a b b", "b b b a"))
        found = statistics.keyness(matrix.select([0]), matrix.select([1, 2]))
        assert found[["low", "high"]].isna().all(axis=None)

    @pytest.mark.parametrize("sides", [({}, {"a": 1}), ({"a": 1}, {}), ({}, {})])
    def test_a_side_without_words_is_refused(self, sides):
        with pytest.raises(ValueError, match="both sides"):
            statistics.keyness(*(pd.Series(side, dtype="int64") for side in sides))

    def test_counts_do_not_know_how_many_articles_use_a_term(self):
        with pytest.raises(ValueError, match="matrices"):
            statistics.keyness(pd.Series({"a": 1}), pd.Series({"a": 1}), minimum_articles=2)


@pytest.mark.parametrize(
    ("measure", "minimum"),
    [(statistics.mattr, 50), (statistics.hdd, 42), (statistics.mtld, 100), (statistics.yules_k, 2)],
)
def test_a_text_that_is_too_short_has_no_diversity(measure, minimum):
    codes = np.arange(minimum) % 7 if minimum > 2 else np.array([0, 0])
    assert np.isnan(measure(codes[:-1]))
    assert not np.isnan(measure(codes))


def test_words_that_never_repeat_have_no_mtld():
    assert np.isnan(statistics.mtld(np.arange(200)))


class TestConcordance:
    texts = corpus("The  mines,\nthe MINES’ owner.", "No such thing.", "Isn’t it a mine? mined")

    def test_offsets_point_at_the_word_and_the_line_shows_its_surroundings(self):
        lines = statistics.concordance(self.texts, "mine*", width=6)
        texts = self.texts.set_index("article_id")["text"]
        for row in lines.itertuples():
            assert texts[row.article_id][row.start : row.end] == row.keyword
        assert lines["keyword"].tolist() == ["mines", "MINES", "mine", "mined"]
        assert lines.loc[0, ["left", "right"]].tolist() == ["The ", ", the "]

    @pytest.mark.parametrize(
        ("width", "left", "right"),
        [(4, "of", "is"), (5, "of", "is"), (9, "shore of", "is still"), (99, "the shore of", "is still.")],
    )
    def test_a_line_is_of_whole_words(self, width, left, right):
        line = statistics.concordance(corpus("the shore of Dorrow is still."), "Dorrow", width=width).loc[0]
        assert [line["left"].strip(), line["right"].strip()] == [left, right]

    def test_a_word_longer_than_the_line_is_cut(self):
        assert statistics.around("antidisestablishmentarian x", 26, 27, 6) == ("arian ", "x", "")

    @pytest.mark.parametrize(
        ("pattern", "keywords"),
        [("isn't", ["Isn’t"]), ("the mines", ["The mines", "the MINES"]), ("min", []), ("mine", ["mine"])],
    )
    def test_whole_words_any_white_space_and_both_apostrophes(self, pattern, keywords):
        assert statistics.concordance(self.texts, pattern)["keyword"].tolist() == keywords

    def test_regular_expressions(self):
        found = statistics.concordance(self.texts, r"mine[ds]\b", regular=True, ignore_case=False)
        assert found["keyword"].tolist() == ["mines", "mined"]

    @pytest.mark.parametrize(("pattern", "regular"), [("", False), ("  ", False), ("(", True), ("", True)])
    def test_a_bad_pattern_is_refused(self, pattern, regular):
        with pytest.raises(ValueError, match=r"nothing to look for|not a regular expression"):
            statistics.concordance(self.texts, pattern, regular=regular)

    def test_an_expression_that_matches_nothing_everywhere_has_no_lines(self):
        assert len(statistics.concordance(self.texts, "x*", regular=True)) == 0

    def test_lines_are_sorted_by_what_stands_left_or_right(self):
        texts = corpus("b x c", "a x d", "c x b")
        orders = {
            order: statistics.concordance(texts, "x", order=order)["article_id"].tolist()
            for order in ("text", "left", "right")
        }
        assert orders == {
            "text": ["id0", "id1", "id2"],
            "left": ["id1", "id0", "id2"],
            "right": ["id2", "id0", "id1"],
        }

    def test_a_limit_stops_reading(self):
        def batches():
            yield corpus("x x x")
            raise AssertionError("read on")

        assert len(statistics.concordance(batches(), "x", limit=2)) == 2

    def test_other_columns_stand_beside_the_line(self):
        assert statistics.concordance(corpus("a b", outlet="The Outlet"), "a")["outlet"].tolist() == [
            "The Outlet"
        ]


class TestTime:
    def test_the_shortest_period_with_at_most_sixty_is_chosen(self):
        def of(first, last):
            return period_of(pd.Series(pd.to_datetime([first, last], utc=True)))

        assert of("2020-01-01", "2020-02-01") == "day"
        assert of("2020-01-01", "2020-12-31") == "week"
        assert of("2020-01-01", "2022-12-31") == "month"
        assert of("1900-01-01", "2020-01-01") == "year"

    def test_an_unknown_period_is_refused(self):
        with pytest.raises(ValueError, match="one of day"):
            statistics.trend(matrix_of(corpus("a", "b", dates=["2020-01-01"] * 2)), period="decade")

    def test_a_period_without_articles_is_a_gap_in_the_trend_and_zero_in_the_timeline(self):
        articles = corpus("a b", "a a", "a", dates=["2020-01-05", "2020-03-05", None])
        found = statistics.trend(matrix_of(articles), period="month")
        rows = found[found["term"] == "a"]
        assert rows["articles"].tolist() == [1, 0, 1]
        assert rows["per_million"].isna().tolist() == [False, True, False]
        assert rows["low"].isna().all()  # one article a month tells nothing of others
        assert timeline(articles, period="month")["articles"].tolist() == [1, 0, 1]

    def test_timeline_by_outlet_counts_articles_without_one(self):
        articles = corpus("a", "b", dates=["2020-01-05", "2020-02-05"]).assign(outlet=["A", None])
        found = timeline(articles, period="month", by="outlet")
        assert found.groupby("outlet")["articles"].sum().to_dict() == {"A": 1, "unknown": 1}

    def test_a_long_gap_is_found_and_a_weekend_is_not(self):
        days = [*pd.date_range("2020-01-01", periods=30), *pd.date_range("2020-06-01", periods=30)]
        found = statistics.gaps(corpus(*["a"] * 60, dates=[str(day) for day in days]))
        assert len(found) == 1
        assert found.loc[0, "days"] == pytest.approx(123)
        assert found.loc[0, "before"] == pd.Timestamp("2020-06-01", tz="UTC")


def test_description_by_outlet_by_hand():
    articles = corpus("a b c", "a", "b b", dates=["2020-01-01", None, "2020-01-03"])
    articles = articles.assign(outlet=["A", "A", None], sentences=[2, 1, 1])
    found = statistics.description(matrix_of(articles), by="outlet").set_index("outlet")
    assert found.loc["A", ["articles", "words", "types", "sentences", "undated"]].tolist() == [2, 4, 3, 3, 1]
    assert found.at["A", "mean_words"] == 2
    assert found.at["A", "median_words"] == 2
    assert np.isnan(found.at["A", "high"])  # two articles tell nothing of others
    assert found.loc["unknown", ["articles", "words", "types"]].tolist() == [1, 2, 1]
    assert np.isnan(found.at["unknown", "low"])


def test_lemmas_put_forms_together():
    found = statistics.lemmas(pd.Series({"said": 3, "says": 2, "mines": 1, "putin": 1})).set_index("lemma")
    assert found.loc["say", ["count", "forms", "terms"]].tolist() == [5, 2, "said, says"]
    assert {"mine", "putin"} <= set(found.index)


LITTLE = {
    "nothing": corpus(),
    "an empty article": corpus(""),
    "punctuation": corpus("— … !"),
    "three words": corpus("Just three words", dates=["2020-01-01"]),
    "no dates": corpus("One thing here.", "Another thing there."),
    "strange signs": corpus("\u202eמילים \u0301 \U0001f600 日本語 ﷽", "\x00 a\r\n\r\nb"),
}


@pytest.mark.parametrize("articles", LITTLE.values(), ids=LITTLE)
@pytest.mark.filterwarnings("error")
def test_little_or_nothing_is_no_error(articles):
    matrix, running = matrix_of(articles), statistics.tokens(articles, quoted=True)
    frames = [
        statistics.frequency(matrix),
        statistics.zipf_mandelbrot(matrix.totals()),
        statistics.growth(matrix),
        *(statistics.ngrams(running, n, minimum_count=1, function_words=True) for n in (1, 2, 5)),
        statistics.lemmas(matrix.totals()),
        statistics.diversity(running),
        statistics.readability(matrix, pd.Series(dtype="int64")),
        statistics.dispersion(matrix),
        statistics.collocates(running, "three", minimum_count=1),
        statistics.collocates(running, "", minimum_count=1),
        statistics.collocations(running, minimum_count=1),
        statistics.concordance(articles, "three"),
        statistics.description(matrix, by="outlet"),
        statistics.description(matrix),
        statistics.timeline(articles),
        statistics.timeline(articles, by="outlet"),
        statistics.gaps(articles),
        statistics.trend(matrix),
        statistics.slopes(matrix),
        statistics.change_points(matrix),
        statistics.bursts(matrix),
    ]
    assert all(len(frame.columns) for frame in frames)
