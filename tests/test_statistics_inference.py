import math

import numpy as np
import pandas as pd
import pytest

from analysis.statistics import inference


def ratio(totals):
    return totals[..., 0] / totals[..., 1]


def resamples(*weights):
    return [np.array(weight) for weight in weights]


class TestBootstrap:
    def test_ends_are_the_percentiles_of_the_statistic_of_the_totals_by_hand(self):
        counts = np.array([[1, 2], [3, 4]])
        # totals 2/4, 4/6 and 6/8; between 1/2 and 2/3 the 2.5 % point is a twentieth of the way
        low, high = inference.bootstrap(counts, ratio, resamples([2, 0], [1, 1], [0, 2]))
        assert low == pytest.approx(1 / 2 + 0.05 * (2 / 3 - 1 / 2))
        assert high == pytest.approx(3 / 4 - 0.05 * (3 / 4 - 2 / 3))

    def test_a_ratio_is_of_totals_and_no_mean_of_ratios(self):
        low, high = inference.bootstrap(np.array([[0, 98], [2, 2]]), ratio, resamples([1, 1]))
        assert low == high == pytest.approx(2 / 100)

    def test_values_of_several_statistics_have_an_interval_each_in_their_shape(self):
        counts = np.arange(12).reshape(3, 2, 2)
        low, high = inference.bootstrap(counts, lambda totals: totals, resamples([3, 0, 0], [0, 0, 3]))
        assert low.shape == high.shape == (2, 2)
        assert low[1, 1] == pytest.approx(9 + 0.025 * 24)
        assert high[0, 0] == pytest.approx(24 - 0.025 * 24)

    def test_units_that_are_alike_leave_no_doubt(self):
        low, high = inference.bootstrap(
            np.array([[1, 4]] * 9), ratio, inference.drawn(9, resamples=50, seed=1)
        )
        assert low == high == 0.25

    def test_a_resample_without_the_denominator_is_left_out_of_that_value_alone(self):
        counts = np.array([[1, 2, 5], [0, 0, 1]])

        def both(totals):
            return np.stack([ratio(totals), totals[:, 2].astype(float)], axis=1)

        low, high = inference.bootstrap(counts, both, resamples([2, 0], [0, 2]))
        assert low[0] == high[0] == 0.5
        assert (low[1], high[1]) == pytest.approx((2.2, 9.8))

    def test_what_is_defined_in_no_resample_has_no_interval(self):
        low, high = inference.bootstrap(np.zeros((3, 2)), ratio, inference.drawn(3, resamples=9, seed=0))
        assert math.isnan(low)
        assert math.isnan(high)

    @pytest.mark.parametrize(
        ("units", "fewest", "known"), [(1, 2, False), (4, 5, False), (5, 5, True), (1, 1, True)]
    )
    def test_too_few_units_have_no_interval(self, units, fewest, known):
        counts = np.array([[1, 2]] * units)
        weights = inference.drawn(units, resamples=9, seed=0)
        low, high = inference.bootstrap(counts, ratio, weights, fewest=fewest)
        assert math.isnan(low) != known
        assert math.isnan(high) != known

    def test_no_units_have_no_interval_whatever_the_shape(self):
        low, high = inference.bootstrap(
            np.zeros((0, 3, 2)), ratio, inference.drawn(0, resamples=9, seed=0), fewest=1
        )
        assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True] * 3


@pytest.mark.parametrize("draw", [inference.drawn, inference.drawn_singly])
class TestDraws:
    def test_each_resample_has_as_many_units_as_there_are(self, draw):
        weights = list(draw(7, resamples=20, seed=3))
        assert len(weights) == 20
        assert {(len(w), int(w.sum())) for w in weights} == {(7, 7)}

    def test_each_unit_comes_once_on_average(self, draw):
        mean = np.mean(list(draw(5, resamples=4000, seed=3)), axis=0)
        assert mean == pytest.approx(np.ones(5), abs=0.06)  # four standard errors of sqrt(0.8 / 4000)

    def test_the_seed_decides(self, draw):
        one, same, other = (np.array(list(draw(9, resamples=5, seed=seed))) for seed in (1, 1, 2))
        assert (one == same).all()
        assert (one != other).any()


def test_draws_are_those_that_published_intervals_rest_on():
    """numpy keeps the streams of a generator; should it not, published numbers have to be made again."""
    counted = np.random.default_rng(4).multinomial(6, [1 / 6] * 6, size=3)
    numbers = np.random.default_rng(4).integers(6, size=(3, 6))
    assert np.array(list(inference.drawn(6, resamples=3, seed=4))).tolist() == counted.tolist()
    singly = [[list(row).count(unit) for unit in range(6)] for row in numbers]
    assert np.array(list(inference.drawn_singly(6, resamples=3, seed=4))).tolist() == singly


@pytest.mark.parametrize(
    ("units", "confidence", "expected"),
    [
        (2, 0.95, 12.706),
        (11, 0.95, 2.228),
        (31, 0.9, 1.697),
        (10**6, 0.95, 1.96),
        (1, 0.95, 12.706),
        (0, 0.95, 12.706),
    ],
)
def test_reach_is_that_of_the_printed_tables_of_t(units, confidence, expected):
    assert inference.reach(units, confidence) == pytest.approx(expected, abs=5e-4)


def test_reach_of_several_estimates_at_once():
    assert inference.reach(pd.Series([2, 11])) == pytest.approx([12.706, 2.228], abs=5e-4)


def test_interval_of_a_mean_by_hand():
    # 2, 4, 9: mean 5, deviation sqrt(13), t 4.3027 with 2 degrees of freedom
    low, high = inference.interval_of_mean(5.0, math.sqrt(13), 3)
    assert (low, high) == pytest.approx((5 - 8.9567, 5 + 8.9567), abs=1e-3)


def test_a_mean_of_one_value_or_none_has_no_interval():
    table = pd.DataFrame({"mean": [5.0, 3.0, np.nan], "deviation": [2.0, np.nan, np.nan], "n": [4, 1, 0]})
    low, high = inference.interval_of_mean(table["mean"], table["deviation"], table["n"])
    assert low.isna().tolist() == high.isna().tolist() == [False, True, True]


class TestCorrected:
    def test_false_discovery_rate_by_hand(self):
        # sorted .01 .02 .03 .5 times 4/rank: .04 .04 .04 .5, in the order given
        assert inference.corrected([0.03, 0.01, 0.5, 0.02]) == pytest.approx([0.04, 0.04, 0.5, 0.04])

    def test_a_correction_never_makes_a_smaller_p(self):
        p = np.linspace(0.001, 1, 30)
        assert (inference.corrected(p) >= p).all()
        assert inference.corrected(p).max() <= 1

    def test_what_was_no_test_is_not_counted_and_stays_missing(self):
        assert inference.corrected([0.01, np.nan, 0.04]) == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)

    def test_another_method(self):
        assert inference.corrected([0.01, 0.04, 0.5], method="bonferroni") == pytest.approx([0.03, 0.12, 1.0])

    @pytest.mark.parametrize("p", [[], [np.nan, np.nan]])
    def test_without_tests_there_is_nothing_to_correct(self, p):
        found = inference.corrected(pd.Series(p, dtype="float64"))
        assert len(found) == len(p)
        assert np.isnan(found).all()

    def test_an_unknown_method_is_refused(self):
        with pytest.raises(ValueError, match="method"):
            inference.corrected([0.1], method="none such")
