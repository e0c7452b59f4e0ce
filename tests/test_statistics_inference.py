import math

import numpy as np
import pandas as pd
import pytest

from analysis.statistics import inference
from analysis.statistics.inference import rare


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

    def test_tests_that_depend_on_each_other_cost_the_sum_of_fractions(self):
        # as above, times 1 + 1/2 + 1/3 + 1/4
        found = inference.corrected([0.03, 0.01, 0.5, 0.02], method="fdr_by")
        assert found == pytest.approx([0.25 / 3, 0.25 / 3, 1.0, 0.25 / 3])

    def test_a_method_that_is_not_known_is_refused_with_those_that_are(self):
        with pytest.raises(ValueError, match="fdr_bh, fdr_by, bonferroni, not 'holm'"):
            inference.corrected([0.01], method="holm")

    @pytest.mark.parametrize("p", [[], [np.nan, np.nan]])
    def test_without_tests_there_is_nothing_to_correct(self, p):
        found = inference.corrected(pd.Series(p, dtype="float64"))
        assert len(found) == len(p)
        assert np.isnan(found).all()

    def test_an_unknown_method_is_refused(self):
        with pytest.raises(ValueError, match="method"):
            inference.corrected([0.1], method="none such")


class TestUnits:
    def test_rows_that_share_any_label_are_one_unit_through_others_too(self):
        copies = pd.Series(["a", "a", "b", None, "c", None])
        events = pd.Series([1, 2, 2, 3, None, None])
        assert inference.clusters(copies, events).tolist() == [0, 0, 0, 1, 2, 3]

    def test_no_rows_are_no_units(self):
        assert inference.clusters(pd.Series([], dtype=object)).tolist() == []

    def test_totals_are_sums_of_each_unit(self):
        found = inference.totals(np.array([[1, 2], [3, 4], [5, 6]]), np.array([1, 0, 1]))
        assert found.tolist() == [[3, 4], [6, 8]]


def one(found):
    (row,) = found.to_dict("records")
    return row


class TestRatios:
    def test_a_mean_of_values_without_tails_is_students(self):
        values = np.array([2.0, 4.0, 9.0, 5.0, 5.0])
        row = one(inference.ratios(values, np.ones(5)))
        # mean 5, deviation sqrt(26 / 4), jackknife and usual error are equal; kurtosis 5 (81+256+1)/26² - 3 < 0
        away = 2.776445 * math.sqrt(26 / 4 / 5)
        assert (row["value"], row["low"], row["high"]) == pytest.approx((5, 5 - away, 5 + away), abs=1e-5)
        assert (row["units"], row["degrees"], row["why"]) == (5, 4, "")

    def test_of_five_values_as_many_intervals_hold_the_mean_as_they_say(self):
        values = np.random.default_rng(11).normal(3, 1, (5, 4000))
        found = inference.ratios(values, np.ones((5, 4000)))
        assert 0.93 < ((found["low"] <= 3) & (found["high"] >= 3)).mean() < 0.97

    def test_a_value_far_from_all_others_leaves_fewer_degrees_of_freedom(self):
        values = np.array([0.0] * 19 + [20.0])
        row = one(inference.ratios(values, np.ones(20)))
        kurtosis = 20 * (19 + 19**4) / (19 + 19**2) ** 2 - 3
        assert row["degrees"] == pytest.approx(2 / (2 / 19 + kurtosis / 20))

    def test_a_share_is_of_totals_and_its_ends_are_shares(self):
        said, women = np.array([4, 4, 4, 4, 40, 2]), np.array([1, 0, 2, 1, 4, 0])
        row = one(inference.ratios(women, said, scale="logit"))
        assert row["value"] == pytest.approx(8 / 58)
        assert 0 < row["low"] < 8 / 58 < row["high"] < 1

    def test_the_error_is_that_of_the_jackknife(self):
        women, said = np.array([1.0, 0, 2, 1, 3]), np.array([4.0, 5, 6, 4, 7])
        row = one(inference.ratios(women, said))
        left = [np.delete(women, n).sum() / np.delete(said, n).sum() for n in range(5)]
        # each pseudo-value is linear in the ratio left out, about the value of all
        jackknife = math.sqrt(4 / 5 * sum((other - row["value"]) ** 2 for other in left))
        assert row["error"] == pytest.approx(jackknife)

    @pytest.mark.parametrize(
        ("counted", "total", "scale", "why"),
        [
            ([1, 2, 1, 0], [4] * 4, "logit", "fewer than 5 articles"),
            ([], [], "identity", "no article"),
            ([1, 1, 0, 0, 0, 0], [4] * 6, "logit", "in only 2 articles"),
            ([1, 0, 0, 0, 0, 0], [4] * 6, "log", "in only 1 article"),
            ([4, 4, 4, 4, 1, 2], [4] * 6, "logit", "only 2 articles without"),
            ([2, 2, 2, 2, 2, 2], [4] * 6, "identity", "every article has the same"),
            ([1, 1, 1] + [0] * 33, [4] * 36, "logit", "in only 3 articles"),  # two thirds of six are four
        ],
    )
    def test_where_an_interval_would_not_hold_there_is_none_and_it_is_said_why(
        self, counted, total, scale, why
    ):
        row = one(inference.ratios(np.array(counted), np.array(total), scale=scale))
        assert math.isnan(row["low"])
        assert math.isnan(row["high"])
        assert row["why"] == why

    def test_units_of_another_name_are_called_by_it(self):
        assert one(inference.ratios(np.ones(3), np.ones(3), unit="event"))["why"] == "fewer than 5 events"

    def test_a_unit_without_the_denominator_says_nothing(self):
        women, said = np.array([1, 0, 2, 1, 3, 0]), np.array([4, 5, 6, 4, 7, 0])
        with_it, without = inference.ratios(women, said), inference.ratios(women[:5], said[:5])
        assert with_it.equals(without)

    def test_columns_are_ratios_of_their_own(self):
        counts = np.array([[1, 3], [2, 1], [0, 4], [3, 2], [2, 2]])
        both = inference.ratios(counts, np.full((5, 1), 6), scale="logit")
        assert both["value"].tolist() == pytest.approx([8 / 30, 12 / 30])
        assert both["low"][1] == one(inference.ratios(counts[:, 1], np.full(5, 6), scale="logit"))["low"]


class TestRare:
    """What few units have is shown only where enough of them do."""

    def test_the_ends_know_that_fewer_would_not_be_shown_by_hand(self):
        # All of four units, shown from three on. At a share p so many more have it with the chance p^4 / 2 (half of
        # just as many), and among what is shown with p / 2 / (4 - 3p); an eighth at p = 0.5^(1/2) and p = 4/7.
        down, up = rare.moved(np.array([4]), np.array([3]), np.array([4]), 0.95)
        assert down == pytest.approx(math.log(4 / 7) ** 2 - math.log(0.5**0.5) ** 2)
        assert up == 0

    def test_of_just_as_many_as_are_needed_none_may_be_the_truth(self):
        counted = np.array([1.0, 2, 1] + [0] * 7)
        found = inference.ratios(counted, np.full(10, 9.0), scale="log").iloc[0]
        assert found["why"] == ""
        assert found["low"] == 0 < found["value"] < found["high"]
        # the high end alone can miss the truth: 5 % to its side, and not half of that
        _, up = rare.moved(np.array([3]), np.array([3]), np.array([10]), 0.95)
        away = inference.quantile(found["degrees"], 0.9) * found["error"]
        assert found["high"] == pytest.approx(found["value"] * math.exp(math.sqrt(away**2 + up[0])))

    def test_a_share_of_which_nothing_can_be_ruled_out_has_no_interval(self):
        found = inference.ratios(np.array([4.0, 4, 4, 0, 0, 0]), np.full(6, 4.0), scale="logit").iloc[0]
        assert found["why"] == "only 3 articles with, 3 without"
        assert math.isnan(found["low"])

    def test_of_many_units_nothing_is_moved(self):
        assert [side.tolist() for side in rare.moved(np.array([28]), np.array([7]), np.array([100]), 0.95)] == [
            [0], [0]
        ]  # fmt: skip
        values, ones = np.tile([1.0, 2, 3, 0], 25), np.ones(100)
        found = inference.ratios(values, ones, scale="log").iloc[0]
        away = inference.quantile(found["degrees"]) * found["error"]
        assert [found["low"], found["high"]] == pytest.approx([1.5 * math.exp(-away), 1.5 * math.exp(away)])

    def test_too_few_are_left_to_the_reason_that_is_given(self):
        assert [side.tolist() for side in rare.moved(np.array([2]), np.array([3]), np.array([10]), 0.95)] == [
            [0], [0]
        ]  # fmt: skip

    @pytest.mark.parametrize(("share", "units"), [(0.1, 10), (0.3, 5), (0.25, 10), (0.1, 30)])
    def test_what_is_seldom_shown_holds_the_truth_where_it_is_shown(self, share, units):
        order = np.random.default_rng(5)
        counts = order.binomial(1, share, (units, 3000)) * (1 + order.poisson(1, (units, 3000)))
        found = inference.ratios(counts, np.full((units, 3000), 100.0), scale="log")
        shown = found["why"] == ""
        held = (found["low"] <= share * 0.02) & (share * 0.02 <= found["high"])
        assert 0.05 < shown.mean() < 0.7
        assert held[shown].mean() > 0.93

    def test_sparse_rates_have_the_ends_of_ratios(self):
        from scipy.sparse import csr_matrix

        order = np.random.default_rng(3)
        counts, words = order.binomial(2, 0.15, (12, 30)), order.integers(50, 90, 12)
        sparse = inference.rates(csr_matrix(counts), words)
        dense = inference.ratios(counts, words[:, None], scale="log")
        assert (sparse["low"] == 0).any()
        pd.testing.assert_frame_equal(sparse[["low", "high", "why"]], dense[["low", "high", "why"]])

    def test_of_what_just_enough_have_there_is_no_difference(self):
        seldom = inference.ratios(np.array([1.0, 2, 1] + [0] * 7), np.full(10, 9.0), scale="log")
        often = inference.ratios(np.arange(1.0, 11), np.full(10, 90.0), scale="log")
        for sides in ((seldom, often), (often, seldom)):
            found = inference.differences(*sides, scale="log").iloc[0]
            assert found["why"] == "in too few for a difference"
            assert found[["low", "high", "p"]].isna().all()


class TestDifferences:
    groups = np.array([1.0, 2, 4, 3, 2]), np.array([6.0, 4, 7, 6, 5, 8])

    def test_of_means_it_is_welchs_test(self):
        from scipy.stats import ttest_ind

        sides = [inference.ratios(values, np.ones(len(values))) for values in self.groups]
        row = one(inference.differences(*sides))
        welch = ttest_ind(*self.groups, equal_var=False)
        interval = welch.confidence_interval()
        assert row["difference"] == pytest.approx(2.4 - 6)
        assert row["p"] == pytest.approx(welch.pvalue)
        assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high))

    def test_its_errors_are_those_of_the_ends_that_face_each_other(self):
        from scipy.stats import t

        first = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [5.0], "degrees": [10.0], "why": [""]})
        second = pd.DataFrame({"value": [1.0], "low": [0.2], "high": [1.5], "degrees": [10.0], "why": [""]})
        row = one(inference.differences(first, second))
        reach = t.ppf(0.975, 10)
        # down from the first (1) and up from the second (0.5); up from the first (3) and down from the second (0.8)
        for end, (mine, other) in {"low": (1, 0.5), "high": (3, 0.8)}.items():
            error = math.hypot(mine, other) / reach
            degrees = (mine**2 + other**2) ** 2 / (mine**4 / 10 + other**4 / 10)
            far = t.ppf(0.975, degrees) * error
            assert row[end] == pytest.approx(1 - far if end == "low" else 1 + far)
            if end == "low":
                assert row["p"] == pytest.approx(2 * t.sf(1 / error, degrees))
        turned = one(inference.differences(second, first))
        assert (turned["low"], turned["high"], turned["p"]) == pytest.approx(
            (-row["high"], -row["low"], row["p"])
        )

    def test_of_shares_it_leaves_out_equality_exactly_where_p_is_small_and_stays_within_range(self):
        random = np.random.default_rng(1)
        seen = set()
        for _ in range(20):
            sides = [
                inference.ratios(random.binomial(9, p, size=n), np.full(n, 9), scale="logit")
                for p, n in ((0.2, 6), (0.45, 8))
            ]
            row = one(inference.differences(*sides, scale="logit"))
            if row["why"]:
                continue
            assert (row["low"] > 0 or row["high"] < 0) == (row["p"] < 0.05)
            assert -1 < row["low"] < row["difference"] < row["high"] < 1
            seen.add(row["p"] < 0.05)
        assert seen == {True, False}

    def test_what_has_no_interval_has_no_difference_and_the_reason(self):
        known = inference.ratios(self.groups[0], np.ones(5))
        row = one(inference.differences(known, inference.ratios(np.ones(2), np.ones(2))))
        assert math.isnan(row["p"])
        assert row["why"] == "fewer than 5 articles"


def test_a_chance_is_that_of_students_test_against_a_value():
    from scipy.stats import ttest_1samp

    values = np.array([0.1, 0.4, -0.1, 0.5, 0.3])
    found = inference.chances(inference.ratios(values, np.ones(5)))
    assert found[0] == pytest.approx(ttest_1samp(values, 0).pvalue)


class TestMedian:
    @pytest.mark.parametrize(("n", "low", "high"), [(5, 1, 5), (6, 1.0, 6.0)])
    def test_of_few_values_it_is_between_the_least_and_the_greatest(self, n, low, high):
        found = inference.interval_of_median(np.arange(1, n + 1))
        assert low <= found[0] < found[1] <= high

    def test_of_ten_values_it_is_between_second_and_third_by_hand(self):
        # second to ninth hold it in 97.85 %, third to eighth in 89.06: I = 2.85 / 8.79, share 8 I / (2 + 6 I)
        level = (0.978515625 - 0.95) / (0.978515625 - 0.890625)
        share = 8 * level / (2 + 6 * level)
        low, high = inference.interval_of_median(np.arange(1, 11))
        assert (low, high) == pytest.approx((2 + share, 9 - share))

    def test_of_four_values_there_is_none(self):
        assert all(math.isnan(end) for end in inference.interval_of_median(np.arange(4)))


class TestSelected:
    def test_with_none_selected_it_is_bonferronis(self):
        assert inference.confidence_of_selected([0.5, 0.6, 0.7, 0.8, np.nan]) == pytest.approx(1 - 0.05 / 4)

    def test_with_half_selected_it_is_half_as_strict(self):
        assert inference.confidence_of_selected([0.001, 0.002, 0.7, 0.8]) == pytest.approx(1 - 0.05 * 2 / 4)


class TestPermuted:
    def test_p_is_the_share_of_statistics_as_high_the_observed_counted_in(self):
        p, _ = inference.permuted(np.array([3.0]), np.array([[1.0], [3.0], [5.0]]))
        assert p.tolist() == [3 / 4]

    def test_two_tests_that_are_the_same_cost_nothing_and_two_that_differ_do(self):
        others = np.arange(19.0)[:, None]
        same = inference.permuted(np.array([18.5, 18.5]), np.hstack([others, others]))
        assert same[1].tolist() == same[0].tolist() == [2 / 20 - 1 / 20] * 2
        apart = inference.permuted(np.array([18.5, 18.5]), np.hstack([others, others[::-1]]))
        assert apart[0].tolist() == [1 / 20] * 2
        assert (apart[1] >= apart[0]).all()

    def test_the_corrected_p_of_the_surest_is_the_chance_of_any_as_sure(self):
        observed = np.array([10.0, 1.0])
        others = np.array([[11.0, 0.0], [0.0, 9.0], [1.0, 2.0], [2.0, 3.0]])
        p, corrected = inference.permuted(observed, others)
        assert p.tolist() == [2 / 5, 4 / 5]
        # as small as 2/5 is the least p of: the observed, the first (11), the second (9) and the fourth (3)
        assert corrected.tolist() == [4 / 5, 4 / 5]


class TestJackknife:
    def test_a_lift_is_together_over_expected_and_its_error_that_of_lifts_without_each_unit(self):
        both = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0.0])[:, None]
        first = np.array([1, 1, 1, 1, 1, 0, 0, 0, 0, 0.0])[:, None]
        second = np.array([1, 1, 1, 1, 0, 1, 0, 0, 0, 0.0])[:, None]
        row = one(inference.lifts(both, first, second, np.ones((10, 1))))
        assert row["value"] == pytest.approx(4 / (5 * 5 / 10))
        left = [3 * 9 / 16] * 4 + [4 * 9 / 20] * 2 + [4 * 9 / 25] * 4
        error = math.sqrt(9 / 10 * sum((math.log(x) - math.log(1.6)) ** 2 for x in left))
        assert row["error"] == pytest.approx(error)
        assert (row["units"], row["why"]) == (10, "")
        assert row["low"] < 1.6 < row["high"]

    @pytest.mark.parametrize(
        ("together", "units", "why"),
        [(2, 10, "in only 2 articles"), (3, 4, "fewer than 5 articles")],
    )
    def test_of_pairs_that_few_articles_have_there_is_none(self, together, units, why):
        both = np.array([1.0] * together + [0] * (units - together))[:, None]
        row = one(inference.lifts(both, both, both, np.ones((units, 1))))
        assert row["why"] == why
        assert math.isnan(row["low"])

    def test_two_articles_that_are_one_unit_are_one_witness(self):
        both = np.array([2.0, 2, 2, 2, 0, 0, 0])[:, None]
        row = one(inference.lifts(both, both, both, np.full((7, 1), 2.0)))
        assert row["units"] == 7
        assert row["value"] == pytest.approx(8 * 14 / 64)
