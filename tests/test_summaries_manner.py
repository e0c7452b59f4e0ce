"""How outlets quote in all their articles is counted by hand, and a coded sample stands beside it where it speaks."""

import pandas as pd
import pytest

from analysis import review, summaries
from tests.reviewed import copied, decide


@pytest.fixture(scope="module")
def annotated(tmp_path_factory):
    return copied(tmp_path_factory.mktemp("manner"))


def test_shares_are_those_of_the_quotations_that_count_of_each_outlet(annotated):
    found = summaries.outlet_manner(annotated).set_index(["outlet", "measure"])
    said = summaries.quotations(annotated)
    said = said[(said["standing"] == "counted") & (said["outlet"] == "Herald")]
    direct = found.loc[("Herald", "direct")]
    assert direct[["n", "total", "articles"]].tolist() == [
        int((said["kind"] == "direct").sum()),
        len(said),
        8,
    ]
    assert direct["share"] == pytest.approx((said["kind"] == "direct").mean())
    named = said["speaker"].notna()
    assert found.loc[("Herald", "named"), "n"] == int(named.sum())
    assert found.loc[("Herald", "named"), "n"] > 0
    assert found.loc[("Post", "women"), "total"] > 0
    assert set(found.index.get_level_values("measure")) == {"direct", "named", "anonymous", "loaded", "women"}
    only = summaries.outlet_manner(annotated, outlets="Post")
    assert set(only["outlet"]) == {"Post"}
    assert "parameter `sample`" in summaries.described_manner(only)


def test_a_sample_stands_beside_outlets_with_enough_coded_articles_and_the_same_days(annotated):
    sample = review.draw(annotated, 16, name="all")
    steps = [(unit, "done", (), {}) for unit in sample.drawn["unit"]]
    decide(sample, "Ada", *steps)
    plain, found = summaries.outlet_manner(annotated), summaries.outlet_manner(annotated, corrected="all")
    pd.testing.assert_frame_equal(found[plain.columns], plain)
    assert set(found["n_coded"]) == {8}
    assert found["corrected"].isna().all()
    assert "corrects none" in summaries.described_manner(found, corrected="all")
    later = summaries.outlet_manner(annotated, corrected="all", since="2024-02-01")
    assert later["n_coded"].isna().all()
    told = found.assign(corrected_low=0.0, corrected_high=[1.0] * (len(found) - 1) + [-1.0])
    last = found.iloc[-1]
    assert f"interval for {last['measure']} in {last['outlet']}." in summaries.described_manner(
        told, corrected="all"
    )


def test_the_machines_share_is_the_one_that_a_sample_corrects(annotated):
    sample = review.draw(annotated, 16, name="same")
    found = summaries.outlet_manner(annotated).set_index(["outlet", "measure"])["share"]
    for measure in ("direct", "named", "anonymous", "loaded", "women"):
        rows = review.estimate(sample, f"share {measure}", "outlet").set_index("group")["machine"]
        for outlet, value in rows.items():
            assert found[outlet, measure] == pytest.approx(value, nan_ok=True), (outlet, measure)


def test_a_corpus_without_outlets_has_no_rows(annotated):
    assert summaries.outlet_manner(annotated, since="2100-01-01").empty
