"""Themes: the same for any order, what other samples change, words and headlines, seeds, a variable of one's own."""

import numpy as np
import pandas as pd
import pytest

from analysis import tables, themes
from analysis.statistics import document_term_matrix
from analysis.themes import fitting, space
from analysis.themes.clustering import clustered, nearest
from analysis.themes.tables import article_table, side_by_side

SUBJECTS = {
    "sea": "harbour ship sailor tide pilot anchor".split(),  # noqa: SIM905
    "law": "judge court trial lawyer jury verdict".split(),  # noqa: SIM905
    "sky": "rocket orbit launch crew moon station".split(),  # noqa: SIM905
}
COMMON = "city week plan year people house".split()  # noqa: SIM905


def corpus(size: int = 320, *, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Articles of three subjects, each with four words of its own and three of all."""
    order = np.random.default_rng(seed)
    rows, about = [], []
    for number in range(size):
        name = list(SUBJECTS)[number % 3]
        chosen = [*order.choice(SUBJECTS[name], 4, replace=False), *order.choice(COMMON, 3, replace=False)]
        rows += [(f"a{number:04}", str(term), int(order.integers(1, 4))) for term in chosen]
        about.append((f"a{number:04}", name, f"{name} {number}"))
    counts = pd.DataFrame(rows, columns=["article_id", "term", "count"])
    return pd.DataFrame(about, columns=["article_id", "subject", "title"]), counts


@pytest.fixture(scope="module")
def found() -> themes.Themes:
    articles, counts = corpus()
    return themes.fit(document_term_matrix(counts, articles), k=3)


def test_subjects_of_their_own_words_are_themes(found):
    groups = pd.DataFrame({"theme": found.theme, "subject": found.vectors.matrix.articles["subject"]})
    assert groups.groupby("theme")["subject"].nunique().tolist() == [1, 1, 1]
    assert found.names == ("", "", "")


def test_the_order_of_articles_and_terms_changes_no_byte(found):
    articles, counts = corpus()
    mixed = counts.sample(frac=1, random_state=1), articles.sample(frac=1, random_state=2)
    other = themes.fit(document_term_matrix(*mixed), k=3)
    for name in ("theme", "nearness"):
        assert getattr(other, name).tobytes() == getattr(found, name).tobytes()
    assert themes.words(other).equals(themes.words(found))


def test_the_largest_theme_has_number_0(found):
    sizes = np.bincount(found.theme)
    assert (np.diff(sizes) <= 0).all()
    assert sizes.sum() == 320


def test_words_are_those_of_more_articles_than_elsewhere(found):
    listed = themes.words(found, top=6)
    for theme, rows in listed.groupby("theme"):
        subject = found.vectors.matrix.articles["subject"][found.theme == theme].iloc[0]
        assert set(rows["term"]) == set(SUBJECTS[subject])
        assert (rows["elsewhere"] == 0).all()
    assert not set(listed["term"]) & set(COMMON)


def test_g2_of_a_word_is_that_of_its_articles():
    from analysis.themes.words import _unusual

    # 10 of 20 articles here, 0 of 20 elsewhere: 2 (10 ln 2 + 10 ln (10/15) + 20 ln (20/15))
    expected = 2 * (10 * np.log(2) + 10 * np.log(10 / 15) + 20 * np.log(20 / 15))
    assert _unusual(np.array([10.0]), np.array([0.0]), 20, 20) == pytest.approx([expected])
    assert _unusual(np.array([1.0]), np.array([5.0]), 20, 20) == [0]


def test_typical_articles_are_the_nearest_and_of_copies_there_is_one():
    articles, counts = corpus()
    copies = articles.assign(cluster=[i if n >= 60 else "one" for n, i in enumerate(articles["article_id"])])
    near = themes.typical(themes.fit(document_term_matrix(counts, copies), k=3), top=3)
    assert (near.groupby("theme")["nearness"].diff().dropna() <= 0).all()
    assert near.groupby("theme").size().tolist() == [3, 3, 3]
    assert near["article_id"].isin([f"a{n:04}" for n in range(60)]).groupby(near["theme"]).sum().max() <= 1


def test_clear_themes_come_back_in_other_samples_and_their_intervals_hold_the_share(found):
    (again,) = themes.refitted([found], refits=6)
    assert again.share.shape == (6, 3, 1)
    assert again.jaccard.min() > 0.9
    share = np.bincount(found.theme) / 320
    low, high = themes.interval(share, again.share[:, :, 0])
    assert (low <= share).all()
    assert (share <= high).all()
    assert (low < high).all()


def test_words_at_random_make_unstable_themes():
    order = np.random.default_rng(3)
    rows = [(f"a{n:04}", f"w{w}", 1) for n in range(300) for w in order.choice(80, 8, replace=False)]
    counts = pd.DataFrame(rows, columns=["article_id", "term", "count"])
    fit = themes.fit(document_term_matrix(counts), k=8)
    (again,) = themes.refitted([fit], refits=3)
    assert again.jaccard.mean() < themes.UNSTABLE


def test_refits_are_the_same_for_one_seed_and_others_for_another(found):
    one, same, other = (themes.refitted([found], refits=3, seed=seed)[0] for seed in (1, 1, 2))
    assert one.share.tobytes() == same.share.tobytes()
    assert one.share.tobytes() != other.share.tobytes()


def test_shares_are_counted_in_groups():
    members = np.array([[1, 1], [1, 0], [1, 0], [1, 0]], dtype=float)
    shares = fitting.shares(np.array([0, 0, 1, -1]), 2, members, np.array([2.0, 1, 1, 0]))
    assert shares.tolist() == [[0.75, 1.0], [0.25, 0.0]]
    assert np.isnan(fitting.shares(np.array([0]), 1, np.zeros((1, 1)), np.ones(1))).all()


def test_an_interval_needs_five_refits_and_is_wider_than_their_range():
    share = np.array([0.2])
    assert np.isnan(themes.interval(share, np.full((4, 1), 0.2))).all()
    low, high = themes.interval(share, np.array([[0.1], [0.2], [0.2], [0.2], [0.3]]))
    assert low[0] < 0.1
    assert high[0] > 0.3


def test_copies_are_drawn_together():
    counts = fitting.sample(np.array([0, 0, 1, 1, 2]), np.random.default_rng(0))
    assert counts[0] == counts[1]
    assert counts[2] == counts[3]


def test_seeds_come_first_and_hold_their_words():
    articles, counts = corpus()
    points = themes.vectors(document_term_matrix(counts, articles))
    fit = themes.fit(points, k=3, seeds={"courts": ["judge", "Jury"]})
    assert fit.names == ("courts", "", "")
    assert set(fit.vectors.matrix.articles["subject"][fit.theme == 0]) == {"law"}
    (again,) = themes.refitted([fit], refits=3)
    assert again.jaccard[:, 0].min() > 0.9


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"k": 1}, "2 themes"),
        ({"k": 2, "seeds": {n: ["judge"] for n in "abc"}}, "raise k"),
        ({"k": 3, "seeds": {"x": ["zebra"]}}, "none of its words"),
    ],
)
def test_what_cannot_be_fitted_is_refused(found, asked, said):
    with pytest.raises(ValueError, match=said):
        themes.fit(found.vectors, **asked)


def test_under_300_articles_there_are_no_themes():
    articles, counts = corpus(299)
    assert side_by_side(articles, counts) == []
    assert len(themes.table(articles, counts)) == len(article_table(articles, counts)) == 0


def test_the_tables_are_those_described_and_fit_together():
    articles, counts = corpus(300)
    listed = tables.validate("themes", themes.table(articles, counts, numbers=(2, 3), refits=0))
    assigned = tables.validate("article_themes", article_table(articles, counts, numbers=(2, 3)))
    sizes = assigned.groupby(["k", "theme"]).size()
    assert listed.set_index(["k", "theme"])["articles"].tolist() == sizes.tolist()
    assert listed["low"].isna().all()
    assert listed.groupby("k")["share"].sum().round(4).eq(1).all()


def test_an_article_without_a_word_that_counts_is_in_no_theme():
    articles, counts = corpus(300)
    more = pd.concat([articles, pd.DataFrame({"article_id": ["z"], "subject": ["none"], "title": [None]})])
    fit = themes.fit(document_term_matrix(counts, more), k=3)
    assert fit.theme.tolist().count(-1) == 1
    assert fit.nearness[fit.theme == -1] == 0


def test_where_every_article_has_the_same_words_there_is_no_theme_and_no_error():
    rows = [(f"a{number:04}", term, 1) for number in range(320) for term in COMMON]
    counts = pd.DataFrame(rows, columns=["article_id", "term", "count"])
    articles = pd.DataFrame({"article_id": counts["article_id"].unique()})
    fit = themes.fit(document_term_matrix(counts, articles), k=3)
    (again,) = fitting.refitted([fit], refits=5)
    assert len(fit.names) == 0
    assert again.share.shape[:2] == again.jaccard.shape == (5, 0)


def test_terms_that_cannot_tell_are_left_out():
    rows = [(f"a{n}", term, 1) for n in range(20) for term in ("the", "7up", "x", "every")]
    rows += [(f"a{n}", "harbour", 1) for n in range(10)] + [("a1", "seldom", 1)]
    matrix = document_term_matrix(pd.DataFrame(rows, columns=["article_id", "term", "count"]))
    assert list(space.telling(matrix).terms) == ["harbour"]


def test_weights_are_tf_idf_of_length_1():
    rows = [("a", "x", 1), ("a", "y", 3), ("b", "x", 1), ("c", "z", 1)]
    matrix = document_term_matrix(pd.DataFrame(rows, columns=["article_id", "term", "count"]))
    x, y = np.log(3 / 2), (1 + np.log(3)) * np.log(3)
    expected = np.array([x, y]) / np.hypot(x, y)
    assert space.weighted(matrix).toarray()[0, :2] == pytest.approx(expected)
    doubled = space.weighted(matrix, np.array([1.0, 1, 2])).toarray()[0, :2]  # as if c were there twice
    x, y = np.log(4 / 2), (1 + np.log(3)) * np.log(4)
    assert doubled == pytest.approx(np.array([x, y]) / np.hypot(x, y))


def test_two_bundles_of_points_are_two_groups():
    points = space.scaled(np.array([[1, 0.1], [1, 0], [1, -0.1], [0, 1], [0.1, 1]]))
    centres = clustered(points, 2)
    assert nearest(points, centres).tolist() == [0, 0, 0, 1, 1]
    assert len(clustered(points, 9)) <= 5
    assert nearest(points, np.zeros((0, 2))).tolist() == [0] * 5


def test_a_variable_is_predicted_by_models_that_were_not_taught_the_article(found):
    articles = found.vectors.matrix.articles
    at = np.arange(0, 320, 5)
    told = themes.classified(found.vectors.points, at, articles["subject"].iloc[at])
    assert told.values == ["law", "sea", "sky"]
    assert told.every.shape == (320, 3)
    assert told.coded.shape == (len(at), 3)
    assert told.every.sum(axis=1) == pytest.approx(np.ones(320))
    right = np.array(told.values)[told.every.argmax(axis=1)] == articles["subject"]
    assert right.mean() > 0.95


def test_codes_at_random_are_not_predicted_out_of_fold(found):
    codes = pd.Series(np.random.default_rng(0).choice(["yes", "no"], 200))
    told = themes.classified(found.vectors.points, np.arange(200), codes)
    right = np.array(told.values)[told.coded.argmax(axis=1)] == codes
    assert 0.35 < right.mean() < 0.65


def test_one_value_or_too_few_articles_are_refused(found):
    with pytest.raises(ValueError, match="one value"):
        themes.classified(found.vectors.points, np.arange(9), pd.Series(["yes"] * 9))
    with pytest.raises(ValueError, match="fewer than 5 folds"):
        themes.classified(found.vectors.points, np.arange(3), pd.Series(["yes", "no", "yes"]))
