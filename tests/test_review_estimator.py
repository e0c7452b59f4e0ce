"""The difference estimator by hand, its interval, and that it holds in a small simulation."""

import numpy as np
import pandas as pd
import pytest

from analysis.review import designs, estimates, estimator
from analysis.review.estimator import Tallies, Tuning
from analysis.statistics import inference


def tallies(y, x, m, w, *, M, W, N, stratum=None, article=None, d=None):
    n = len(y)
    arrays = [np.asarray(a, float) for a in (y, x, m, w, d or [1.0] * n)]
    stratum = np.array(stratum or [0] * n)
    article = np.array(article if article is not None else range(n))
    left = np.array([1 - np.sum(stratum == s) / N[s] for s in stratum])
    return Tallies(*arrays, stratum, article, left, *(np.asarray(a, float) for a in (M, W, N)))


def fixed(lam, n):
    return Tuning(lam, np.full(n, lam))


def test_by_hand_alone_it_is_the_ratio_of_the_sample_with_the_jackknifes_interval():
    t = tallies([1, 2, 3, 2], [4, 4, 4, 4], [0] * 4, [0] * 4, M=[0], W=[0], N=[8])
    found = estimator.ratio(t)
    assert found.value == pytest.approx(8 / 16)
    # Deleting one leaves means 7/3, 2, 5/3, 2 of y: ratios 7/12, 6/12, 5/12, 6/12 around 6/12.
    error = np.sqrt(3 / 4 * (1 - 4 / 8) * 2 * (1 / 12) ** 2)
    assert found.error == pytest.approx(error)
    assert found.degrees == 3
    assert found.high - found.value == pytest.approx(inference.quantile(3) * error)


def test_the_machine_counts_of_all_units_and_is_mended_by_what_people_changed():
    t = tallies([2, 4], [5, 5], [1, 3], [5, 5], M=[12], W=[30], N=[6])
    # Y = 12 + 6 * mean(1, 1) = 18, X = 30 + 6 * 0 = 30
    assert estimator.ratio(t, fixed(1.0, 2)).value == pytest.approx(18 / 30)
    # half of it: Y = 6 + 6 * mean(1.5, 2.5) = 18, X = 15 + 6 * 2.5 = 30
    assert estimator.ratio(t, fixed(0.5, 2)).value == pytest.approx(18 / 30)


def test_a_machine_that_is_always_wrong_by_the_same_leaves_no_doubt_and_no_interval():
    t = tallies([2, 3, 5], [1, 1, 1], [1, 2, 4], [1, 1, 1], M=[20], W=[10], N=[10])
    lam = estimator.tuned(t)
    assert lam.value == pytest.approx(1.0)
    found = estimator.ratio(t, lam)
    assert found.value == pytest.approx((20 + 10) / 10)
    assert np.isnan(found.low)


def test_a_machine_that_tells_nothing_does_not_count():
    t = tallies([1, 2, 1, 2], [1] * 4, [2, 1, 1, 2], [1] * 4, M=[60], W=[40], N=[40])
    assert estimator.tuned(t).value == 0
    assert estimator.tuned(tallies([1, 2], [1, 1], [3, 3], [1, 1], M=[9], W=[3], N=[3])).value == 0


def test_strata_weigh_by_how_many_units_they_have():
    t = tallies([1, 1, 3, 3], [1] * 4, [0] * 4, [0] * 4, M=[0, 0], W=[0, 0], N=[30, 10], stratum=[0, 0, 1, 1])
    found = estimator.ratio(t)
    assert found.value == pytest.approx((30 * 1 + 10 * 3) / 40)
    assert found.degrees == 2


def test_passages_of_an_article_are_one_witness():
    apart = tallies([1, 1, 0, 0], [1] * 4, [0] * 4, [0] * 4, M=[0], W=[0], N=[1000])
    same = tallies([1, 1, 0, 0], [1] * 4, [0] * 4, [0] * 4, M=[0], W=[0], N=[1000], article=[0, 0, 1, 1])
    assert same.article.max() == 1
    assert estimator.ratio(same).degrees == 1
    assert estimator.ratio(same).error > estimator.ratio(apart).error


def test_the_interval_of_a_share_stays_between_0_and_1():
    t = tallies([1, 0, 0, 0, 1, 0], [2] * 6, [0] * 6, [0] * 6, M=[0], W=[0], N=[600])
    assert estimator.ratio(t).low < 0
    assert 0 < estimator.share(t).low < estimator.share(t).value < estimator.share(t).high < 1


def test_wilsons_interval_has_an_end_where_nobody_has_it():
    t = tallies([0] * 10, [1] * 10, [0] * 10, [0] * 10, M=[0], W=[0], N=[1000])
    found = estimator.share_of_units(t)
    z2 = inference.quantile(9) ** 2
    effective = 10 / 0.99
    assert found.value == 0
    assert found.low == pytest.approx(0)
    assert found.high == pytest.approx(z2 / (effective + z2))


def test_a_stratum_with_one_coded_article_joins_others():
    stratum, whole = np.array(["a", "a", "b"]), np.array(["a", "a", "b", "b", "c"])
    codes, every = estimator.collapsed(stratum, np.array([0, 1, 2]), whole)
    assert len(set(codes)) == len(set(every)) == 1
    stratum = np.array(["a", "a", "b", "b", "c"])
    codes, every = estimator.collapsed(stratum, np.arange(5), stratum)
    assert list(codes) == [1, 1, 0, 0, 1]


def test_intervals_hold_and_are_narrower_with_the_machine_in_a_small_simulation():
    random = np.random.default_rng(5)
    size, n = 300, 60
    x = random.poisson(8, size) + 1.0
    y = random.binomial(x.astype(int), 0.6).astype(float)
    m = np.clip(y - random.binomial(2, 0.5, size), 0, None)
    frame = pd.DataFrame({"unit": [f"u{i}" for i in range(size)]})
    frame = frame.assign(article_id=frame["unit"], outlet="A")
    truth, held, widths = y.sum() / x.sum(), [], []
    for seed in range(80):
        sample = designs.drawn(frame, n, "random", np.zeros(size), seed=seed)
        t = estimates.of_frame(sample, sample["sampled"].to_numpy(), (y, x, m, x), np.ones(size, bool))
        both, hand = estimator.share(t, estimator.tuned(t)), estimator.share(t)
        held.append(both.low <= truth <= both.high)
        widths.append((both.high - both.low) / (hand.high - hand.low))
    assert 0.87 < np.mean(held) <= 1  # three standard errors of 80 draws
    assert np.mean(widths) < 0.85


def test_of_a_simple_random_sample_it_is_what_ppi_python_gives():
    """Its estimate of a mean at the same λ, and its interval where the corpus is far larger than the sample."""
    ppi = pytest.importorskip("ppi_py", reason="needs ppi-python: pip install -e '.[ppi]'")
    random = np.random.default_rng(5)
    n, whole = 200, 200_000
    machine = random.normal(2, 1, whole)
    coded = random.choice(whole, n, replace=False)
    m = machine[coded]
    y = 0.6 * m + random.normal(0.3, 0.4, n)
    t = tallies(y, np.ones(n), m, np.ones(n), M=[machine.sum()], W=[whole], N=[whole])
    for lam in (0.0, 0.4, 1.0):
        found = estimator.ratio(t, fixed(lam, n))
        assert found.value == pytest.approx(np.ravel(ppi.ppi_mean_pointestimate(y, m, machine, lam=lam))[0])
        low, high = (np.ravel(end)[0] for end in ppi.ppi_mean_ci(y, m, machine, alpha=0.05, lam=lam))
        # It divides by n where a jackknife divides by n - 1, and takes the normal distribution's quantile for t's.
        assert found.high - found.low == pytest.approx(high - low, rel=0.02)
    # Tuned, λ is not quite the same: it takes the variance of all units where this takes that of the coded ones.
    tuned = estimator.ratio(t, estimator.tuned(t))
    theirs = np.ravel(ppi.ppi_mean_pointestimate(y, m, machine))[0]
    assert tuned.value == pytest.approx(theirs, abs=(tuned.high - tuned.low) / 20)
    assert 0 < estimator.tuned(t).value < 1
