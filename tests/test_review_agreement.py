"""Coefficients of agreement give the published values; quality and estimates follow from codings."""

import pandas as pd
import pytest

from analysis import review, tables
from analysis.review import quantities
from analysis.review.agreement import ac1, alpha, percent
from analysis.review.estimates import evidence
from tests.reviewed import copied, decide

# Krippendorff's data of twelve units and four coders (Hayes & Krippendorff 2007; Krippendorff 2011, "Computing
# Krippendorff's Alpha-Reliability", C), also Gwet's example of four raters.
FOUR = [
    (1, 1, None, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4),
    (4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (None, 5, 5, 5), (None, None, 1, 1), (None, 3, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_that_of_the_published_example(level, value):
    assert round(alpha(FOUR, level), 3) == value


# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", A (binary) and B (nominal): two observers each.
BINARY = list(zip("0100000010", "1110010000", strict=True))
NOMINAL = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
# Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., as irrCAC's `cont3x3abstractors`: how many of 100
# pregnancies the first (rows) and the second (columns) put into each class; its overview gives AC1 and percent.
ABSTRACTORS = {
    ("ectopic", "ectopic"): 13, ("intrauterine", "intrauterine"): 20, ("intrauterine", "normal"): 7,
    ("normal", "intrauterine"): 4, ("normal", "normal"): 56,
}  # fmt: skip


@pytest.mark.parametrize(("codes", "value"), [(BINARY, 0.095), (NOMINAL, 0.692)])
def test_alpha_of_two_observers_is_that_of_the_published_examples(codes, value):
    assert round(alpha(codes), 3) == value


def test_ac1_of_a_published_table_of_two_coders():
    codes = [pair for pair, n in ABSTRACTORS.items() for _ in range(n)]
    assert round(ac1(codes), 7) == 0.8493305
    assert percent(codes) == pytest.approx(0.89)


def test_ac1_and_percent_are_those_of_the_published_example():
    assert round(ac1(FOUR), 5) == 0.77544
    assert round(percent(FOUR), 5) == 0.81818


def test_alpha_of_two_coders_by_hand():
    # a a, a b, b b: 6 codes, 3 a and 3 b; observed 2/6, expected 18/30.
    assert alpha([("a", "a"), ("a", "b"), ("b", "b")]) == pytest.approx(1 - (2 / 6) / (18 / 30))
    assert alpha([("a", "b"), ("b", "a")]) < 0
    assert alpha([("a", "a"), ("a", "a")]) != alpha([("a", "a"), ("a", "a")])  # nan


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    store = copied(tmp_path_factory.mktemp("agreement"))
    drawn = review.draw(store, 16, name="all", double=1, variables=["topic"])
    rows = review.frozen(drawn).rows
    for coder in ("Ada", "Bob"):
        steps = []
        for number, unit in enumerate(drawn.drawn["unit"]):
            first, second = rows[unit][:2]
            if coder == "Ada" or number % 4 == 0:
                steps.append((unit, "reject", first.content, {}))
            if coder == "Bob":
                steps.append((unit, "kind", second.content, {"value": "mixed"}))
            topic = "bridges" if number < 8 or coder == "Bob" else "ferries"
            steps += [(unit, "variable", (), {"name": "topic", "value": topic}), (unit, "done", (), {})]
        decide(drawn, coder, *steps)
    return drawn


def test_agreement_has_a_row_for_each_variable_and_counts_what_two_coded(sample):
    found = review.agreement(sample, resamples=50)
    assert tables.validate("agreement", found) is found
    rows = found.set_index("variable")
    per_unit = len(review.frozen(sample).rows[sample.drawn["unit"][0]])
    assert rows.loc["found", "units"] == 16 * per_unit
    assert rows.loc["found", "percent"] == pytest.approx(1 - 12 / (16 * per_unit))
    assert rows.loc["topic", "percent"] == 0.5
    assert (rows["coders"] == 2).all()
    both, each = 2 * (16 * per_unit - 16), (16 * per_unit - 16) + (16 * per_unit - 4)
    assert rows.loc["attributions", "percent"] == pytest.approx(both / each)


def test_disagreements_are_in_their_words_and_name_coders_only_when_asked(sample):
    found = review.disagreements(sample)
    first = found[found["variable"] == "found"]
    assert len(first) == 12
    assert set(first["coder"]) == {"Ada"}
    assert set(first["code"]) == {"no"}
    assert "bridge" in first["content"].iloc[0]
    assert set(review.disagreements(sample, pseudonyms=True)["coder"]) == {"coder 1"}


def test_quality_is_what_people_left_of_the_machines_rows(sample):
    known = evidence(sample)
    counted = len(known.machine)
    found = review.quality(sample).set_index(["what", "measure"])
    # Of every unit Ada calls one wrong, of a quarter Bob does: each coder's view is worth half.
    assert found.loc[("found", "precision"), "value"] == pytest.approx((counted - 16 / 2 - 4 / 2) / counted)
    assert found.loc[("found", "precision"), "articles"] == 16
    assert found.loc[("source", "precision"), "value"] == 1


def test_a_third_look_decides_alone(sample):
    unit = sample.drawn["unit"][0]
    row = review.frozen(sample).rows[unit][0]
    third = [
        review.event(sample, unit, action, coder="Cy", at="x", target=target, role="adjudicator")
        for action, target in (("accept", row.content), ("done", ()))
    ]
    review.append(sample, third, coder="Cy")
    mine = evidence(sample).hand.set_index("unit").loc[[unit]]
    assert (mine["weight"] == 1).all()
    assert set(mine["coder"]) == {"Cy"}
    assert review.agreement(sample, resamples=5)["coders"].max() == 2


def test_shares_by_group_are_refused_below_ten_articles_and_marked_below_fifteen(sample):
    known = evidence(sample)
    whole = review.estimate(sample, "share direct", known=known)
    assert tables.validate("estimates", whole) is whole
    assert whole["note"].isna().all() or "no interval" in whole["note"][0]
    assert review.estimate(sample, "Share_Direct").equals(whole)
    groups = review.estimate(sample, "share direct", "outlet", known=known)
    assert list(groups["articles"]) == [8, 8]
    assert groups["corrected"].isna().all()
    assert set(groups["note"]) == {"fewer than 10 coded articles: 8"}
    assert groups["machine"].notna().all()
    topics = review.estimate(sample, "share topic=bridges", known=known)
    assert topics["hand"][0] == pytest.approx((8 + 8 / 2) / 16)
    speakers = review.estimate(sample, "share direct", "speaker", known=known)
    assert "Bob Ray" in set(speakers["group"])
    with pytest.raises(ValueError, match="expected one of"):
        review.estimate(sample, "share of nothing")


def test_what_can_be_asked_names_shares_speakers_and_variables():
    assert quantities.quantity("share-indirect").what == "share indirect"
    assert quantities.quantity("share named Ann Lee").what == "share named Ann Lee"
    assert quantities.quantity("share topic=a b", ["topic"]).unit == "variable"
    with pytest.raises(ValueError, match="share topic=VALUE"):
        quantities.quantity("share place=x", ["topic"])


def test_loaded_cues_are_a_share_of_those_that_have_a_verb_with_a_class():
    asked = quantities.FIXED["share loaded"]
    cues = pd.DataFrame(
        {"cue": pd.array(["claimed", "said", None, "according to", "zzzed"], dtype=tables.TEXT)}
    )
    among, counted = asked.among(cues), asked.counted(cues)
    assert not among[2]
    assert among[:2].tolist() == [True, True]
    assert (among & counted).tolist() == [True, False, False, False, False]
    assert not asked.among(cues[2:3]).any()


def test_examples_that_were_sought_estimate_nothing(tmp_path):
    store = copied(tmp_path)
    sought = review.draw(store, 4, name="examples", design="find")
    assert sought.units["pi"].isna().all()
    with pytest.raises(ValueError, match="find examples"):
        review.estimate(sought, "share direct")
    with pytest.raises(ValueError, match="tuning needs 10"):
        review.tune(sought)
