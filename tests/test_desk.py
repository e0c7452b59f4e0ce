"""The desk keeps each decision once, on the disk, and tells the browser what changed; headless it opens nothing."""

import json
import sys

import pytest
from IPython.core import formatters

from analysis import desk, review
from analysis.desk import views
from analysis.desk.session import Session
from analysis.review import events
from analysis.show import Output
from tests.reviewed import AT, copied, decide


@pytest.fixture(scope="module")
def annotated(tmp_path_factory):
    return copied(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def sample(annotated, request):
    name = request.node.name.translate({ord(c): "-" for c in "[]., "})[-60:].strip("-_")
    return review.draw(annotated, 6, name=name, seed=3, double=1.0, variables=["topic"])


def asked(session, unit=""):
    (found,) = session.answer({"ask": "unit", "unit": unit}, at=AT)
    return found


def kept(session, id, action, target=(), **after):
    unit = session.shown.unit
    message = {"ask": "keep", "id": f"decision-{id}", "unit": unit, "action": action}
    return session.answer({**message, "target": [list(s) for s in target], "after": after}, at=AT)


def test_a_unit_is_sent_once_and_then_only_what_changed(sample):
    session = Session(sample, "ADA")
    unit = asked(session)
    first, *others = unit["items"]
    assert unit["text"][slice(*first["content"][0])].startswith("The ")
    assert len(others) == 2
    (answer,) = kept(session, 1, "reject", first["at"])
    assert [i["coding"] for i in answer["items"]] == [first["coding"]]
    assert answer["items"][0]["state"] == "wrong"
    assert "order" not in answer
    (answer,) = kept(session, 2, "add", [(0, 3)])
    assert answer["order"][0] == "0-3"
    assert answer["saved"] == 2
    assert list(review.decisions(sample, "ADA")["action"]) == ["reject", "add"]
    json.dumps(answer, allow_nan=False)


def test_a_decision_is_on_the_disk_before_it_is_told_to_be_kept_and_kept_once(sample):
    session = Session(sample, "ADA")
    unit = asked(session)
    for _ in range(2):
        assert kept(session, 1, "kind", unit["items"][0]["at"], value="mixed")[0]["is"] == "kept"
    again = Session(sample, "ADA")  # the kernel was started anew, and the browser sends it again
    asked(again)
    assert kept(again, 1, "kind", unit["items"][0]["at"], value="mixed")[0]["is"] == "kept"
    (one,) = review.read(sample, "ADA")
    assert (one["before"], one["after"]) == ({"value": "indirect"}, {"value": "mixed"})


def test_two_kernels_of_one_coder_see_what_the_other_kept(sample):
    one, other = Session(sample, "ADA"), Session(sample, "ADA")
    unit = asked(one)
    asked(other)
    kept(one, 1, "reject", unit["items"][0]["at"])
    (answer,) = kept(other, 2, "reject", unit["items"][1]["at"])
    assert {i["state"] for i in answer["items"]} == {"wrong"}
    assert len(answer["items"]) == 2
    assert len(review.read(sample, "ADA")) == 2


def test_coders_are_blind_and_each_has_a_file(sample):
    ada, bea = Session(sample, "ADA"), Session(sample, "BEA")
    unit = asked(ada)
    kept(ada, 1, "reject", unit["items"][0]["at"])
    assert asked(bea, unit["unit"])["items"][0]["state"] == ""
    assert ada.desk != bea.desk
    assert desk.Desk(sample, "BEA").progress().empty
    assert len(desk.Desk(sample, "ADA").decisions()) == 1


def test_done_leads_to_the_next_unit_and_undo_back(sample):
    session = Session(sample, "ADA")
    first = asked(session)
    told, following = kept(session, 1, "done")
    assert told["closed"] == [first["unit"]]
    assert following["unit"] == first["units"][1]
    assert asked(Session(sample, "ADA"))["unit"] == following["unit"]  # resumed there
    _, back = kept(session, 2, "undo")
    assert back["unit"] == first["unit"]
    assert not back["whole"]["done"]
    (nothing,) = kept(session, 3, "undo")
    assert nothing["is"] == "refused"
    assert "nothing to take back" in nothing["why"]


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"id": "x"}, "id of"),
        ({"action": "praise"}, "praise"),
        ({"action": "add", "target": [[0, 99_999]]}, "no span"),
        ({"action": "add", "target": "a"}, "pairs"),
        ({"action": "add", "target": [["0", 3]]}, "whole numbers"),
        ({"action": "kind", "target": [[1, 2]], "after": {"value": "mixed"}}, "no such attribution"),
        ({"action": "done", "sha256": "another"}, "another text"),
        ({"action": "done", "unit": "strange"}, "strange"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_leaves_nothing(sample, message, why):
    session = Session(sample, "ADA")
    whole = {"ask": "keep", "id": "decision-1", "unit": asked(session)["unit"], "action": "done"}
    (answer,) = session.answer({**whole, **message}, at=AT)
    assert answer["is"] == "refused"
    assert why in answer["why"]
    assert review.read(sample) == []


def test_what_the_disk_did_not_take_is_told_and_taken_when_it_is_sent_again(sample, monkeypatch):
    session = Session(sample, "ADA")
    asked(session)
    monkeypatch.setattr(events, "_write", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
    (answer,) = kept(session, 1, "done")
    assert answer["is"] == "failed"
    assert "no space left" in answer["why"]
    monkeypatch.undo()
    assert kept(session, 1, "done")[0]["is"] == "kept"
    assert len(review.read(sample, "ADA")) == 1


def test_a_passage_comes_with_what_is_around_it_which_cannot_be_coded(annotated):
    sample = review.draw(annotated, 4, name="passages", unit="passage", seed=1)
    session = Session(sample, "ADA")
    unit = next(u for u in (asked(session, name) for name in asked(session)["units"]) if u["start"])
    assert unit["base"] == 0
    assert unit["text"][unit["start"] :].startswith("It was raining")
    (answer,) = kept(session, 1, "add", [(0, 3)])
    assert answer["is"] == "refused"
    assert "begins in its unit" in answer["why"]


def test_text_that_reorders_or_hides_is_cleaned_and_offsets_stay(sample):
    session = Session(sample, "ADA")
    unit = session.sample.drawn["unit"][0]
    article = session.known.article[unit]
    session.known.texts[article] = "a\u202eb\x07c 😀" + session.known.texts[article][7:]
    found = asked(session, unit)
    assert found["text"].startswith("a\ufffdb\ufffdc 😀")
    assert len(found["text"]) == len(session.known.texts[article])


def test_names_that_were_cleaned_go_back_as_the_store_has_them(sample):
    names = views.Names(sample)
    names.original = {"Ann\ufffd Lee": "Ann\u202e Lee"}
    assert names.restored({"name": "Ann\ufffd Lee", "kind": None}) == {"name": "Ann\u202e Lee", "kind": None}


def test_the_third_look_sees_where_coders_differ_and_adopts_what_one_added(sample):
    unit = sample.drawn["unit"][0]
    decide(sample, "ADA", (unit, "add", ((0, 3),), {}), (unit, "done", (), {}))
    decide(sample, "BEA", (unit, "done", (), {}))
    session = Session(sample, "CY", adjudicate=True)
    found = asked(session)
    assert found["units"] == [unit]
    proposed = found["items"][0]
    assert (proposed["coding"], proposed["state"]) == ("0-3", "proposed")
    assert "coder 1" in proposed["differs"]
    assert "ADA" not in json.dumps(found)
    (answer,) = kept(session, 1, "accept", proposed["at"])
    assert answer["items"][0]["state"] == "missed"
    assert [e["action"] for e in review.read(sample, "CY")] == ["add", "accept"]
    assert {e["role"] for e in review.read(sample, "CY")} == {"adjudicator"}


@pytest.fixture
def shown(monkeypatch):
    found = []
    monkeypatch.setattr("IPython.display.display", found.append)
    return found


def test_headless_it_is_tables_and_opens_nothing(annotated, sample, shown, monkeypatch, tmp_path):
    monkeypatch.setenv(desk.HEADLESS, "1")
    monkeypatch.setitem(sys.modules, "analysis.desk.widget", None)  # to import it would fail
    decide(sample, "ADA", (sample.drawn["unit"][0], "done", (), {}))
    formatters.IPythonDisplayFormatter()(desk.desk(annotated, sample.name, coder="ADA", downloads=tmp_path))
    assert all(isinstance(one, Output) for one in shown)
    assert "1 of 6 articles" in shown[0].plain
    assert not {desk.MISSING, "ADA"} & {word for one in shown for word in (one.plain, *one.plain.split())}
    assert {p.name for p in tmp_path.iterdir()} >= {"progress.csv", "quality.csv", "estimates.csv"}


def test_in_a_notebook_the_summary_comes_first_and_then_the_widget_whose_state_has_no_text(
    annotated, sample, shown, monkeypatch
):
    pytest.importorskip("anywidget")
    monkeypatch.delenv(desk.HEADLESS, raising=False)
    formatters.IPythonDisplayFormatter()(desk.desk(annotated, sample.name, coder="ADA"))
    first, widget = shown
    assert "0 of 6 articles" in first.plain
    own = {k: v for k, v in widget.get_state().items() if k not in ("_esm", "_css")}
    assert "bridge" not in json.dumps(own, default=str)
    sent = []
    widget.send = sent.append
    widget._handle_custom_msg({"ask": "unit"}, [])
    assert sent[0]["is"] == "unit"
    widget.close()


def test_without_the_widget_library_it_says_how_to_get_it(annotated, sample, shown, monkeypatch):
    monkeypatch.delenv(desk.HEADLESS, raising=False)
    monkeypatch.setitem(sys.modules, "analysis.desk.widget", None)
    formatters.IPythonDisplayFormatter()(desk.desk(annotated, sample.name, coder="ADA"))
    assert [one.plain for one in shown][1] == desk.MISSING


def test_without_a_coder_or_a_sample_it_says_what_to_do(annotated, sample, tmp_path):
    assert 'coder="ADA"' in desk.desk(annotated, sample.name).plain
    assert "newsbook review draw" in desk.desk(copied(tmp_path)).plain


def test_no_line_of_the_front_end_makes_html_of_text():
    code = (views.__file__.rpartition("/")[0], "desk.js")
    with open("/".join(code), encoding="utf-8") as file:  # noqa: PTH123
        source = file.read()
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "http:",
        "https:",
    ):
        assert forbidden not in source
