"""Each measure against a value that newsbook did not compute.

| measure | reference |
|---|---|
| MATTR, MTLD, HD-D, Yule's K | lexicalrichness 0.5.1 on the same words |
| G², chi² | scipy's chi2_contingency, term by term; Rayson's two cells: by hand |
| log ratio, %DIFF | by hand |
| p of a term that one side never uses | scipy's fisher_exact |
| interval of a rate | statsmodels: weighted least squares with standard errors HC3 |
| interval of a log ratio | statsmodels: Poisson regressions with standard errors robust to clustering |
| DP, normalised DP, Juilland's D | the worked example of Gries (2020), "Analyzing dispersion" |
| PMI, t, G², logDice of pairs | nltk's BigramAssocMeasures; of windows: the table counted by hand |
| n-grams | nltk.ngrams |
| Zipf–Mandelbrot, Heaps | parameters recovered from counts made with them; types counted by a loop |
| expected types | scipy's hypergeometric distribution |
| Flesch, Flesch–Kincaid, SMOG, Coleman–Liau, LIX | by hand from counted words; Flesch of a seed: a hand count |
| syllables | a dictionary's |
| slope | rates made to double each year |
| change point, bursts | corpora with one change put in |
"""

import itertools
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import statistics
from analysis.segmentation import segment
from analysis.statistics.collocation import association
from analysis.statistics.frequency import estimated
from analysis.statistics.keyness import Measure

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
CONSTRUCTED = ("a b c d e f g h i j " * 6 + "k l m n o p a a b " * 6).split()
GRIES = [
    "b a m n i b e u p",
    "b a s a t b e w q n",
    "b c a g a b e s t a",
    "b a g h a b e a a t",
    "b a h a a b e a x a t",
]


def corpus(*texts: str, dates: list[str] | None = None) -> pd.DataFrame:
    published = pd.to_datetime(pd.Series(dates or [None] * len(texts), dtype=object), utc=True)
    ids = [f"id{number}" for number in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "text": list(texts), "published": published})


def matrix_of(*texts: str, dates: list[str] | None = None) -> statistics.DocumentTermMatrix:
    articles = corpus(*texts, dates=dates)
    return statistics.document_term_matrix(
        statistics.term_counts(articles), articles[["article_id", "published"]]
    )


@pytest.fixture(scope="module")
def seeds() -> pd.DataFrame:
    return corpus(*(path.read_text(encoding="utf-8") for path in SEEDS))


@pytest.fixture(scope="module")
def seed_matrix(seeds: pd.DataFrame) -> statistics.DocumentTermMatrix:
    return statistics.document_term_matrix(statistics.term_counts(seeds), seeds[["article_id"]])


def words_of(name: str) -> list[str]:
    if name == "constructed":
        return CONSTRUCTED
    return statistics.terms(segment(SEEDS[int(name)].read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("name", "measure", "expected"),
    [
        ("0", statistics.mattr, 0.8369028871391071),
        ("0", statistics.mtld, 107.5),
        ("0", statistics.hdd, 0.8481335924560287),
        ("0", statistics.yules_k, 112.60140616549486),
        ("1", statistics.mattr, 0.8271508379888279),
        ("1", statistics.mtld, 98.22680055401662),
        ("1", statistics.hdd, 0.8418991618730732),
        ("1", statistics.yules_k, 131.4828341855369),
        ("constructed", statistics.mattr, 0.27415384615384625),
        ("constructed", statistics.mtld, 12.240983606557378),
        ("constructed", statistics.hdd, 0.36135572490785645),
        ("constructed", statistics.yules_k, 660.2031394275161),
    ],
)
def test_diversity_is_that_of_lexicalrichness(name, measure, expected):
    assert measure(np.unique(words_of(name), return_inverse=True)[1]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("measure", "argument"), [("log_likelihood", "log-likelihood"), ("chi_squared", "pearson")]
)
def test_keyness_of_every_term_of_the_seeds_is_that_of_scipy(seed_matrix, measure: Measure, argument):
    from scipy.stats import chi2_contingency

    one, two = seed_matrix.select([0]), seed_matrix.select([1])
    found = statistics.keyness(one.totals(), two.totals(), measure=measure)
    n1, n2 = one.words.sum(), two.words.sum()
    for row in found.iloc[::5].itertuples():
        table = [[row.target, row.reference], [n1 - row.target, n2 - row.reference]]
        expected = chi2_contingency(table, correction=False, lambda_=argument)
        assert row.score == pytest.approx(expected.statistic)
        assert row.p == pytest.approx(expected.pvalue)


def test_keyness_by_hand():
    # 100 of 10,000 against 50 of 20,000: expected 50 and 100, so G² = 2 (100 ln 2 + 50 ln 0.5) = 100 ln 2.
    target, reference = pd.Series({"x": 100, "y": 9_900}), pd.Series({"x": 50, "y": 19_950})
    found = statistics.keyness(target, reference, measure="log_likelihood_two_cells").set_index("term")
    assert found.at["x", "score"] == pytest.approx(100 * math.log(2))
    assert found.at["x", "log_ratio"] == pytest.approx(2)  # four times as frequent
    assert found.at["x", "percent_difference"] == pytest.approx(300)
    assert found.at["x", "target_per_million"] == pytest.approx(10_000)


def test_false_discovery_rate_by_hand():
    target = pd.Series({"a": 60, "b": 30, "c": 20, "d": 890})
    reference = pd.Series({"a": 20, "b": 20, "c": 21, "d": 939})
    found = statistics.keyness(target, reference).sort_values("p")
    p = found["p"].to_numpy()
    expected = np.minimum.accumulate((p * 4 / np.arange(1, 5))[::-1])[::-1]  # Benjamini & Hochberg
    assert found["p_corrected"].to_numpy() == pytest.approx(np.minimum(expected, 1))


def test_interval_of_a_rate_is_that_of_robust_least_squares(seeds):
    import statsmodels.api as sm
    from scipy.stats import t

    paragraphs = [p for text in seeds["text"] for p in text.splitlines() if len(p.split()) > 5]
    matrix = matrix_of(*paragraphs)
    found = statistics.frequency(matrix).set_index("term")
    rated = statistics.inference.rates(matrix.counts, matrix.words).set_axis(matrix.terms)
    for term in ("the", "ukraine", "peskov"):
        count = matrix.counts[:, matrix.terms.get_loc(term)].toarray().ravel()
        n, words = len(count), matrix.words.astype(float)
        fit = sm.WLS(count / words, np.ones(n), weights=words).fit(cov_type="HC3")
        left = fit.resid * words / (1 - words / words.sum())
        kurtosis = n * (left**4).sum() / (left**2).sum() ** 2 - 3
        degrees = 2 / (2 / (n - 1) + max(kurtosis, 0) / n)  # O'Neill (2014)
        error = fit.bse[0] / fit.params[0] * math.sqrt((n - 1) / n)  # of the logarithm; HC3 lacks the last
        reach = math.exp(t.ppf(0.975, degrees) * error)
        assert found.at[term, "per_million"] == pytest.approx(1e6 * fit.params[0])
        low, high = found.at[term, "per_million"] / reach, found.at[term, "per_million"] * reach
        assert rated.at[term, "error"] == pytest.approx(error)
        # The ends of what is used by few know that it is shown only where enough use it.
        assert found.at[term, "low"] <= low * (1 + 1e-9)
        assert found.at[term, "high"] <= high * (1 + 1e-9)
        if (count > 0).sum() > n / 2:
            assert found.loc[term, ["low", "high"]].tolist() == pytest.approx([low, high])


def test_a_rate_of_zero_has_no_interval_and_says_why():
    articles = matrix_of(*["y z"] * 5, "x y").select(range(5))
    found = estimated(articles).loc["x"]
    assert found["per_million"] == 0
    assert np.isnan([found["low"], found["high"]]).all()
    assert found["why"] == "in no article"


def test_interval_of_a_log_ratio_is_that_of_a_robust_poisson_regression():
    import statsmodels.api as sm
    from scipy.stats import t

    texts = [
        "x x x x x y y z z z",
        "x y z z",
        "x x y y y z z z z z",
        "x x y z z z z z",
        "y z x z z z",
        "y y x z",
        "x x x z",
        "x y y z z",
        "y y y x z z",
        "x x y z z z",
    ]
    matrix = matrix_of(*texts)
    found = statistics.keyness(matrix.select(range(5)), matrix.select(range(5, 10))).set_index("term")
    count = matrix.counts[:, matrix.terms.get_loc("x")].toarray().ravel()
    parts = [(count[:5], matrix.words[:5]), (count[5:], matrix.words[5:])]
    errors = [
        max(
            sm.GLM(c, np.ones(5), sm.families.Poisson(), exposure=n).fit(cov_type="HC1").bse[0],
            1 / math.sqrt(c.sum()),
        )
        for c, n in parts
    ]
    # four degrees of freedom; none of three terms is sure, so that the first read is as of three
    reach = t.ppf(1 - 0.025 / 3, 4) * math.hypot(*errors) / math.log(2)
    assert found.at["x", "p"] == pytest.approx(
        2 * t.sf(abs(found.at["x", "log_ratio"]) * math.log(2) / math.hypot(*errors), 4)
    )
    assert found.at["x", "high"] - found.at["x", "log_ratio"] == pytest.approx(reach)
    assert found.at["x", "log_ratio"] - found.at["x", "low"] == pytest.approx(reach)


def test_dispersion_is_that_of_gries_worked_example():
    found = statistics.dispersion(matrix_of(*GRIES)).set_index("term").loc["a"]
    assert (found["count"], found["range"]) == (15, 5)
    assert found["deviation_of_proportions"] == pytest.approx(0.18)
    assert found["dp_normalised"] == pytest.approx(0.18 / 0.82)  # 0.2195 in the book
    assert found["juilland_d"] == pytest.approx(0.785, abs=0.0005)


@pytest.fixture(scope="module")
def pairs(seeds: pd.DataFrame) -> pd.DataFrame:
    return statistics.collocations(statistics.tokens(seeds), minimum_count=1, function_words=True)


def test_collocations_of_the_seeds_are_those_of_nltk(seeds, pairs):
    from nltk.metrics.association import BigramAssocMeasures as Nltk

    texts = [statistics.terms(segment(text)) for text in seeds["text"]]
    together = Counter(pair for words in texts for pair in itertools.pairwise(words))
    first = Counter(word for words in texts for word in words[:-1])
    second = Counter(word for words in texts for word in words[1:])
    total = sum(together.values())
    assert len(pairs) == len(together)
    for row in pairs.itertuples():
        margins = (together[row.first, row.second], (first[row.first], second[row.second]), total)
        assert row.count == margins[0]
        assert row.pmi == pytest.approx(Nltk.pmi(*margins))
        assert row.t_score == pytest.approx(Nltk.student_t(*margins))
        assert abs(row.log_likelihood) == pytest.approx(Nltk.likelihood_ratio(*margins), abs=1e-6)
        assert row.log_dice == pytest.approx(14 + math.log2(Nltk.dice(*margins)))


def test_window_collocates_by_hand():
    running = statistics.tokens(corpus("a x b a c", "x a d d e f", "a b"))
    found = statistics.collocates(running, "x", left=2, right=2, minimum_count=1, function_words=True)
    row = found.set_index("collocate").loc["a"]
    # Near x: a, b, a | a, d: 5 words, 3 of them a; 11 words are no x, 4 of them a.
    assert (row["count"], row["before"], row["behind"], row["articles"], row["total"]) == (3, 1, 2, 2, 4)
    assert row["expected"] == pytest.approx(5 * 4 / 11)
    assert row["pmi"] == pytest.approx(math.log2(3 / (20 / 11)))
    assert row["t_score"] == pytest.approx((3 - 20 / 11) / math.sqrt(3))
    assert row["log_dice"] == pytest.approx(14 + math.log2(2 * 2 / (2 + 4)))  # at most one a node
    g2 = 2 * sum(o * math.log(o / e) for o, e in ((3, 20 / 11), (2, 35 / 11), (1, 24 / 11), (5, 42 / 11)))
    assert row["log_likelihood"] == pytest.approx(g2)


def test_association_has_the_sign_of_the_association():
    found = association(np.array([1.0]), np.array([50.0]), np.array([50.0]), 100.0)
    assert found["log_likelihood"].item() < 0
    assert found["t_score"].item() < 0


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_ngrams_of_the_seeds_are_those_of_nltk(seeds, n):
    from nltk import ngrams

    expected = Counter(
        " ".join(gram) for text in seeds["text"] for gram in ngrams(statistics.terms(segment(text)), n)
    )
    found = statistics.ngrams(statistics.tokens(seeds), n, minimum_count=2, function_words=True)
    assert dict(zip(found["ngram"], found["count"], strict=True)) == {
        gram: count for gram, count in expected.items() if count >= 2
    }


def test_zipf_mandelbrot_recovers_the_law_that_made_the_counts():
    counts = pd.Series(np.round(1e9 / (np.arange(1, 5_001) + 2.7) ** 1.1))
    found = statistics.zipf_mandelbrot(counts).attrs
    assert (found["a"], found["b"]) == pytest.approx((1.1, 2.7), rel=0.01)
    assert found["r_squared"] == pytest.approx(1, abs=1e-4)


def test_heaps_recovers_the_law_that_made_the_texts():
    # After n words of each article, 3·n^0.5 types: articles of growing length with new words as needed.
    articles, types, total = [], 0, 0
    for length in (400, 500, 700, 900, 1_500, 2_500, 3_500):
        total += length
        new = round(3 * total**0.5) - types
        articles.append(" ".join([f"w{types + i}" for i in range(new)] + ["w0"] * (length - new)))
        types += new
    found = statistics.growth(matrix_of(*articles))
    assert found["types"].iloc[-1] == types
    assert (found.attrs["k"], found.attrs["beta"]) == pytest.approx((3, 0.5), rel=0.02)


@pytest.mark.parametrize(("articles", "fits"), [(2, False), (3, True)])
def test_growth_is_fitted_from_three_articles_on(articles, fits):
    found = statistics.growth(matrix_of(*(f"w{n} x{n} the" for n in range(articles))))
    assert found["fitted"].notna().all() == fits
    assert bool(np.isfinite(found.attrs["beta"])) == fits


def test_growth_counts_the_types_of_the_seeds(seeds, seed_matrix):
    seen: set[str] = set()
    expected = []
    for text in seeds["text"]:
        seen |= set(statistics.terms(segment(text)))
        expected.append(len(seen))
    assert statistics.growth(seed_matrix)["types"].tolist() == expected


def test_expected_types_are_those_of_the_hypergeometric_distribution(seed_matrix):
    from scipy.stats import hypergeom

    counts = seed_matrix.totals().to_numpy()
    expected = sum(1 - hypergeom.pmf(0, counts.sum(), count, 100) for count in counts)
    assert statistics.expected_types(counts, 100) == pytest.approx(expected)


def test_readability_by_hand():
    # 20 sentences of 6 words, 1 syllable and 17 letters each but 'yesterday': 3 syllables, 9 letters.
    simple, long = "The cat sat on the mat.", "The cat sat on it yesterday."
    matrix = matrix_of(" ".join([simple, long] * 15))
    row = statistics.readability(matrix, pd.Series({"id0": 30})).iloc[0]
    words, spoken, letters = 180, 15 * 6 + 15 * 8, 15 * 17 + 15 * 22
    assert (row["words"], row["syllables_per_word"]) == (words, pytest.approx(spoken / words))
    assert row["flesch"] == pytest.approx(206.835 - 1.015 * 6 - 84.6 * spoken / words)
    assert row["flesch_kincaid"] == pytest.approx(0.39 * 6 + 11.8 * spoken / words - 15.59)
    assert row["smog"] == pytest.approx(1.0430 * math.sqrt(15) + 3.1291)
    assert row["coleman_liau"] == pytest.approx(
        0.0588 * letters / words * 100 - 0.296 * 30 / words * 100 - 15.8
    )
    assert row["lix"] == pytest.approx(6 + 100 * 15 / words)


def test_flesch_of_a_seed_is_near_the_hand_count(seeds, seed_matrix):
    sentences = pd.Series({"id0": len(segment(seeds["text"][0]).sentences), "id1": 15})
    assert statistics.readability(seed_matrix, sentences)["flesch"][0] == pytest.approx(38, abs=1)


SYLLABLES = {
    1: "the strength said made watched walks league eyes three 1 12th —",
    2: "Russia table wanted being houses Putin doesn’t statement homeland U.S. NATO e-mail 20 7",
    3: "area nuclear media CNN Biden-led influence 70",
    4: "Ukrainian California television necessary politician 1900s",
    5: "administration university organization negotiations 2022",
}


@pytest.mark.parametrize(("count", "words"), SYLLABLES.items())
def test_syllables_are_those_of_a_dictionary(count, words):
    assert {word: statistics.syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_slope_recovers_a_rate_that_doubles_each_year():
    dates = [f"{year}-01-01" for year in range(2013, 2019) for _ in range(5)]
    texts = [" ".join(["x"] * 2**n + ["y"] * (100 - 2**n)) for n in range(6) for _ in range(5)]
    matrix = statistics.matrix_of(matrix_of(*texts, dates=dates), ["x"])
    found = statistics.slopes(matrix).iloc[0]
    assert found["change_per_year"] == pytest.approx(2, rel=0.005)
    assert found["low"] <= 2.005
    assert found["high"] >= 1.995
    assert found["p"] == pytest.approx(1 / 720)  # of all orders of six days this leans most on time


def test_change_point_is_where_it_was_put():
    dates = [f"2020-{month:02}-{day:02}" for month in range(1, 11) for day in (1, 10, 20)]
    texts = [" ".join(["x"] * (2 if date < "2020-06" else 9) + ["y"] * 91) for date in dates]
    found = statistics.change_points(
        statistics.matrix_of(matrix_of(*texts, dates=dates), ["x"]), period="month", permutations=199
    ).iloc[0]
    assert found["date"] == pd.Timestamp("2020-06-01")
    assert found["earliest"] <= found["date"] <= found["latest"]
    assert found["p"] == pytest.approx(1 / 200)
    assert found["before"] == pytest.approx(2 / 93 * 1e6)
    assert found["after"] == pytest.approx(9 / 100 * 1e6)


def test_no_change_point_in_noise():
    random = np.random.default_rng(1)
    dates = [f"2020-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 10, 20)]
    texts = [" ".join(["x"] * n + ["y"] * (100 - n)) for n in random.poisson(5, len(dates))]
    found = statistics.change_points(
        statistics.matrix_of(matrix_of(*texts, dates=dates), ["x"]), period="month", permutations=199
    ).iloc[0]
    assert found["p"] > 0.05


def test_burst_is_where_it_was_put():
    dates = [f"2020-{month:02}-{day:02}" for month in range(1, 7) for day in (1, 8, 15, 22)]
    texts = [
        "mine " * (5 if date.startswith("2020-04") else 0) + "peace talk " * 20 + date[-2:] for date in dates
    ]
    found = statistics.bursts(matrix_of(*texts, dates=dates), period="month", level=1)
    first = found.iloc[0]
    assert (first["term"], first["period"], first["count"]) == ("mine", pd.Timestamp("2020-04-01"), 20)
    # all four of its days in one month: 1 of 10,626 ways; three moments tell as much
    assert first["p"] == pytest.approx(1 / math.comb(24, 4), abs=3e-4)
    assert first["p_corrected"] == pytest.approx(6 / math.comb(24, 4), abs=0.006)  # any of six months
    others = found[found["term"] != "mine"]
    assert (others["p_corrected"] > 0.05).all()
    listed = statistics.bursts(matrix_of(*texts, dates=dates), period="month")
    assert listed["term"].tolist() == ["mine"]
