"""Which quotations count, and why the others do not."""

import numpy as np
import pandas as pd
import pytest

from analysis import execution, tables
from analysis.execution import parameters
from analysis.quotation.acts import ACTS
from analysis.quotation.standing import check, counted, standing, within_counted


def rows(*given: tuple[object, object, object]) -> pd.DataFrame:
    """Quotations of one article as (act, confidence, parent)."""
    frame = pd.DataFrame(list(given), columns=["act", "confidence", "parent"])
    types = {"act": tables.TEXT, "confidence": "float64", "parent": "Int64"}
    return frame.astype(types).assign(article_id="a", quotation=range(len(frame)))


FOUND = rows(
    ("communication", 0.9, None),
    ("communication", 0.5, None),
    ("communication", 0.49, None),
    ("belief", 0.9, None),
    ("communication", 0.9, 0),
    ("belief", 0.2, 0),
    ("communication", 0.2, 0),
    (None, None, None),  # by a person
    ("knowledge", None, None),
)


def test_what_is_asked_for_and_sure_and_outermost_counts_and_the_first_reason_against_is_told():
    assert standing(FOUND).tolist() == [
        *("counted", "counted", "less sure", "other act", "nested", "other act", "less sure", "counted"),
        "other act",
    ]


def test_every_act_and_any_confidence_leave_only_nested_ones_out():
    found = standing(FOUND, acts="all", confidence=0)
    assert found.tolist() == ["nested" if n in (4, 5, 6) else "counted" for n in range(9)]


def test_what_a_person_made_is_as_sure_as_can_be():
    assert standing(FOUND, confidence=1).tolist()[7] == "counted"
    assert standing(FOUND, confidence=1).tolist()[0] == "less sure"


def test_of_several_acts_each_counts():
    found = standing(FOUND, acts="belief , knowledge")
    assert np.flatnonzero(found == "counted").tolist() == [3, 8]


def test_nested_ones_are_shown_on_demand_where_nothing_else_speaks_against_them():
    found = FOUND.assign(standing=standing(FOUND))
    assert counted(found)["quotation"].tolist() == [0, 1, 7]
    assert counted(found, nested=True)["quotation"].tolist() == [0, 1, 4, 7]


def test_a_store_without_acts_holds_communication():
    frame = rows(("communication", 0.9, None), ("communication", 0.3, None))
    assert standing(frame.assign(act=None)).tolist() == standing(frame).tolist() == ["counted", "less sure"]
    assert standing(frame.head(0)).tolist() == []


@pytest.mark.parametrize("acts", ["", "dreams", "belief,", "Belief", "belief knowledge"])
def test_an_act_that_there_is_not_is_refused_with_those_that_there_are(acts):
    with pytest.raises(
        ValueError, match="expected one or more of communication, belief, knowledge, intention, all"
    ):
        check(acts)


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan")])
def test_a_confidence_out_of_range_is_refused(confidence):
    with pytest.raises(ValueError, match="expected a number from 0 to 1"):
        standing(FOUND, confidence=confidence)


def test_words_are_of_a_quotation_that_counts_if_any_round_them_does():
    chain = rows(
        ("communication", 0.9, None),
        ("belief", 0.9, 0),
        ("belief", 0.9, 1),
        ("belief", 0.9, None),
        ("communication", 0.9, 3),
        ("communication", 0.2, None),
    )
    again = chain.assign(article_id="b", parent=pd.array([None, None, 1, None, None, None], dtype="Int64"))
    both = pd.concat([chain, again], ignore_index=True)
    found = within_counted(both.assign(standing=standing(both)))
    assert found.tolist() == [
        *(True, True, True, False, True, False),
        *(True, False, False, False, True, False),
    ]


def test_quotations_that_are_inside_one_another_in_a_circle_end_somewhere():
    circle = rows(("belief", 0.9, 2), ("belief", 0.9, 0), ("belief", 0.9, 1), ("communication", 0.9, 0))
    found = within_counted(circle.assign(standing=standing(circle)))
    assert found.tolist() == [False, False, False, True]


def test_every_notebook_takes_the_acts_that_there_are():
    for notebook in execution.find().values():
        known = {p.name: p for p in parameters.read(notebook)}
        assert known["acts"].allowed == (*ACTS, "all")
        assert known["acts"].default == "communication"
        assert (known["confidence"].low, known["confidence"].high, known["confidence"].default) == (0, 1, 0.5)
        with pytest.raises(parameters.ParameterError, match="one or more of: communication, belief"):
            parameters.check(known["acts"], "communication,dreams")
