"""Keyness tests articles: one that says a word often makes no keyword, many that say it do."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from scipy.stats import fisher_exact

from analysis import statistics

TERMS = pd.Index(["mine", "talk", "peace", "rest"], dtype=object)


def matrix(rows, **columns):
    counts = csr_matrix(np.array(rows, dtype=np.int32))
    articles = pd.DataFrame({"article_id": [f"a{n}" for n in range(len(rows))], **columns})
    return statistics.DocumentTermMatrix(counts, articles, TERMS, np.asarray(counts.sum(axis=1)).ravel())


def drawn(articles, mine, seed):
    random = np.random.default_rng(seed)
    said = random.poisson([mine, 4, 4, 200], size=(articles, 4))
    return matrix(said)


def row(found, term="mine"):
    return found.set_index("term").loc[term]


def test_a_word_that_many_articles_say_more_often_is_sure_and_one_that_a_single_article_repeats_is_not():
    many = row(statistics.keyness(drawn(20, 6, 1), drawn(20, 2, 2)))
    assert many["p_corrected"] < 0.001
    assert many["low"] > 0
    one = matrix([[80, 4, 4, 120], *[[2, 4, 4, 200]] * 19])
    single = row(statistics.keyness(one, drawn(20, 2, 2)))
    assert single["score"] > 40  # as words drawn one by one it would be sure
    assert single["p_corrected"] > 0.2
    assert single["low"] < 0 < single["high"]


def test_the_interval_leaves_out_equality_exactly_where_the_corrected_p_is_small():
    for seed in range(20):
        found = statistics.keyness(drawn(8, 3, seed), drawn(12, 2, 100 + seed))
        apart = (found["low"] > 0) | (found["high"] < 0)
        assert apart.tolist() == (found["p_corrected"] <= 0.05).tolist()


def test_a_word_that_one_side_never_uses_has_fishers_p_of_its_articles_and_no_interval():
    one = matrix([[1, 2, 2, 9]] * 4 + [[0, 2, 3, 9]] * 3)
    two = matrix([[0, 2, 1, 9]] * 6)
    found = row(statistics.keyness(one, two))
    assert found["p"] == pytest.approx(fisher_exact([[4, 3], [0, 6]]).pvalue)
    assert np.isnan(found["low"])
    other = row(statistics.keyness(two, one))
    assert other["p"] == pytest.approx(found["p"])
    assert other["log_ratio"] < 0 < found["log_ratio"]


def test_copies_count_as_one_article():
    story = [[9, 1, 1, 20]]
    rest = [[1, 2, 2, 20], [0, 2, 2, 20], [1, 1, 3, 20], [0, 2, 1, 20], [1, 3, 1, 20]]
    copies = matrix(story * 6 + rest, cluster=["s"] * 6 + list("abcde"))
    others = matrix(
        [[1, 2, 2, 20], [0, 1, 2, 20], [2, 2, 2, 20], [1, 2, 2, 20], [0, 2, 2, 20], [1, 1, 2, 20]]
    )
    found = row(statistics.keyness(copies, others))
    assert found["target_articles"] == 4  # the story, and three of the rest
    alone = row(statistics.keyness(matrix(story * 6 + rest), others))
    assert alone["p"] < 0.05 < found["p"]


def test_dispersion_tells_a_word_of_one_article_from_one_of_all():
    found = statistics.keyness(matrix([[8, 2, 2, 10], [0, 2, 2, 18]]), matrix([[0, 2, 2, 18], [0, 2, 2, 18]]))
    assert row(found)["dispersion"] == pytest.approx(1)
    assert row(found, "talk")["dispersion"] == pytest.approx(0, abs=1e-9)


def test_a_list_of_counts_is_a_reference_without_articles():
    listed = pd.Series({"mine": 200, "talk": 400, "peace": 400, "rest": 20_000})
    found = statistics.keyness(drawn(20, 6, 1), listed, minimum_articles=3)
    assert row(found)["p_corrected"] < 0.001
    assert "reference_articles" not in found
    assert row(found, "talk")["p_corrected"] > 0.05


def test_dealt_at_random_the_list_is_short():
    one, two = drawn(15, 6, 1), drawn(25, 2, 2)
    assert (statistics.keyness(one, two)["p_corrected"] < 0.05).sum() == 1
    found = statistics.dealt(one, two, deals=20)
    assert len(found) == 20
    assert found.mean() <= 0.3
    assert (
        statistics.dealt(one, two, deals=5, seed=1).tolist()
        == statistics.dealt(one, two, deals=5, seed=1).tolist()
    )


def test_a_deal_calls_sure_what_keyness_calls_sure():
    """Ten articles that say a word and ten that do not, dealt once, as the same generator deals them here."""
    both = matrix([*[[30, 4, 4, 200]] * 10, *[[0, 4, 4, 200]] * 10])
    for seed in range(40):
        at = np.random.default_rng(seed).permutation(20)
        listed = statistics.keyness(both.select(at[:10]), both.select(at[10:]))
        sides = both.select(range(10)), both.select(range(10, 20))
        for level in (0.05, 0.9):
            found = statistics.dealt(*sides, deals=1, seed=seed, level=level)
            assert found.tolist() == [int(listed["p_corrected"].le(level).sum())]


def test_of_copies_one_is_dealt():
    """Six copies of one story and a story: dealt each, the copies would make keywords of one side."""
    rows = [[9, 1, 1, 20]] * 12 + [[0, 2, 2, 20]] * 4
    both = matrix(rows, cluster=["s"] * 12 + list("abcd"))
    found = statistics.dealt(both.select([0, *range(12, 14)]), both.select([*range(1, 12), 14, 15]), deals=5)
    assert found.tolist() == [0] * 5


class TestReference:
    @pytest.mark.parametrize(
        "text",
        [
            "word,count\nMines,3\nmine,2\nFDA,4\nF.D.A.,1\n",
            "mines\t3\nmine\t2\n\nFDA\t5\n",
            "mines 3\nmine 2\nfda 5",
            'term,count,per_million,why\nMines,3,50.2,\nmine,2,9.1,only 2 articles\n"FDA",5,1.5,\n',
            "rank;frequency;word\n1;5;FDA\n2;3;mines\n3;2;mine\n",
        ],
    )
    def test_a_word_list_is_counts_of_terms(self, tmp_path, text):
        path = tmp_path / "list.txt"
        path.write_text(text, encoding="utf-8")
        assert statistics.reference(path).to_dict() == {"fda": 5, "mine": 2, "mines": 3}

    def test_anything_else_is_a_corpus(self, tmp_path):
        path = tmp_path / "other.csv"
        path.write_text("text,outlet\nThe mine is closed.,A\nA mine was closed again.,B\n", encoding="utf-8")
        found = statistics.reference(path)
        assert isinstance(found, statistics.DocumentTermMatrix)
        assert found.totals()["mine"] == 2

    def test_a_corpus_with_columns_called_type_and_count_is_no_word_list(self, tmp_path):
        path = tmp_path / "other.csv"
        path.write_text("text,type,count\nThe mine is closed.,news,5\n", encoding="utf-8")
        assert statistics.reference(path).totals().to_dict() == {"the": 1, "mine": 1, "is": 1, "closed": 1}

    def test_articles_of_a_reference_with_the_same_text_are_one(self, tmp_path):
        path = tmp_path / "other.csv"
        path.write_text("text\nThe mine is closed.\nNo news.\nThe mine is closed.\n", encoding="utf-8")
        found = statistics.reference(path)
        assert found.articles["cluster"].nunique() == 2
        listed = statistics.keyness(matrix([[1, 0, 0, 1]] * 5), found, minimum_articles=1).set_index("term")
        assert listed.loc["mine", ["reference", "reference_articles"]].tolist() == [1, 1]

    def test_what_has_no_words_is_refused(self, tmp_path):
        path = tmp_path / "list.tsv"
        path.write_text("word\tcount\n—\t3\n", encoding="utf-8")
        with pytest.raises(ValueError, match="no words"):
            statistics.reference(path)
