"""What is marked in Label Studio and in brat becomes a review's decisions, once; what makes no sense is told."""

import copy
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from analysis import review
from analysis.cli import main
from analysis.export import brat, coded, labelstudio, labelstudio_reading
from analysis.review.codings import coded_unit
from tests.reviewed import AT, copied, decide, text_of


@pytest.fixture
def annotated(tmp_path):
    return copied(tmp_path)


@pytest.fixture
def sample(annotated):
    drawn = review.draw(annotated, 6, name="first", seed=3, variables=["topic", "frame"])
    path = Path(drawn.place.path("reviews", "first", "codebook.md"))
    path.write_text(
        path.read_text("utf-8") + "\n## frame\n- gain & loss: a\n- conflict: b\n", encoding="utf-8"
    )
    return drawn


def tasks_of(sample, path, **options):
    labelstudio.write_sample(sample, path, **{"coder": "Ada"} | options)
    return json.loads(path.read_text("utf-8"))


def submitted(tasks, *, by=1):
    """The tasks as Label Studio exports them when somebody has submitted each prediction as it was."""
    made = copy.deepcopy(tasks)
    for number, task in enumerate(made):
        result = task.pop("predictions")[0]["result"]
        one = {"id": number, "completed_by": by, "result": result, "was_cancelled": False, "lead_time": 12.5}
        task |= {"id": 100 + number, "annotations": [one], "predictions": []}
    return made


def minimal(tasks):
    """The same tasks as JSON-MIN has them: no relations, no ids, what is said of regions without where."""
    made = []
    for task in tasks:
        (one,) = task["annotations"]
        labels = [r["value"] for r in one["result"] if r["type"] == "labels"]
        whole = {
            r["from_name"]: r["value"]["choices"][0]
            for r in one["result"] if r["type"] == "choices" and "start" not in r["value"]
        }  # fmt: skip
        about = {
            "id": task["id"],
            "annotator": one["completed_by"],
            "annotation_id": one["id"],
            "lead_time": 3,
        }
        made.append(task["data"] | {"label": labels} | whole | about)
    return made


def result(task):
    return task["annotations"][0]["result"]


def read(sample, tmp_path, tasks, **options):
    path = tmp_path / "read.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return labelstudio_reading.read(sample, path, **{"coder": "Ada", "at": AT} | options)


def region(number, label, start, end, text):
    value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
    return {"id": number, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def test_predictions_that_nobody_changed_come_back_as_right_and_done(sample, tmp_path):
    tasks = tasks_of(sample, tmp_path / "ada.json")
    assert [t["data"]["unit"] for t in tasks] == list(sample.drawn["unit"])
    new, problems = read(sample, tmp_path, submitted(tasks))
    assert problems == []
    assert set(review.codings(sample)["verdict"]) == {"right"}
    units = review.coded_units(sample)
    assert units["done"].all()
    assert set(units["seconds"]) == {12.5}
    assert new == len(review.codings(sample)) + 6
    assert read(sample, tmp_path, submitted(tasks)) == (0, [])


@pytest.mark.parametrize("unit", ["article", "passage"])
def test_what_is_changed_added_and_deleted_becomes_a_decision(annotated, tmp_path, unit):
    sample = review.draw(annotated, 4, name="second", unit=unit, variables=["topic"])
    tasks = submitted(tasks_of(sample, tmp_path / "ada.json"))
    task = next(t for t in tasks if any("good bridge" in str(r) for r in result(t)))
    name, text, offset = task["data"]["unit"], task["data"]["text"], task["data"]["start"]
    frozen = review.frozen(sample)
    gone, kept = frozen.rows[name][0], frozen.rows[name][1]
    removed = {r["id"] for r in result(task) if r.get("id", "").startswith("q0-")}
    left = [r for r in result(task) if not {r.get("id"), r.get("from_id")} & removed]
    for one in left:
        if one.get("id") == "q1-content-0" and one["from_name"] == "speaker":
            one["value"]["text"] = ["Zoe Quill"]
        if one.get("id") == "q1-content-0" and one["from_name"] == "act":
            one["value"]["choices"] = ["belief"]
    start = text.index("bridge")
    left += [
        region("new", "Content", start, start + 6, text),
        region("who", "Source", 0, 3, text),
        {"type": "relation", "from_id": "new", "to_id": "who", "direction": "left"},
        {"id": "w", "from_name": "topic", "type": "textarea", "value": {"text": ["bridges"]}},
        {"id": "n", "from_name": "unit_note", "type": "textarea", "value": {"text": ["=read twice"]}},
    ]
    task["annotations"][0]["result"] = left
    _, problems = read(sample, tmp_path, tasks)
    assert problems == []
    found = review.codings(sample).set_index(["unit", "coding"])
    assert found.loc[(name, gone.coding), "verdict"] == "wrong"
    assert found.loc[(name, kept.coding), ["verdict", "speaker", "act"]].tolist() == [
        "changed",
        "Zoe Quill",
        "belief",
    ]
    added = found.loc[(name, f"{start + offset}-{start + offset + 6}")]
    assert added[["verdict", "content", "source"]].tolist() == ["missed", "bridge", text[:3]]
    whole = review.coded_units(sample).set_index("unit").loc[name]
    assert whole[["topic", "note"]].tolist() == ["bridges", "=read twice"]
    # What was mended since is taken, the rest is there already; the coder's own state is what the next tasks show.
    task["annotations"][0]["result"] = [
        r for r in left if not {r.get("id"), r.get("from_id")} & {"new", "who"}
    ]
    assert read(sample, tmp_path, [task])[0] == 1
    done = next(e["id"] for e in review.read(sample) if (e["action"], e["unit"]) == ("done", name))
    decide(sample, "Ada", (name, "undo", (), {"id": done}))
    (again,) = tasks_of(sample, tmp_path / "again.json")
    shown = [r["value"] for r in again["predictions"][0]["result"] if r.get("from_name") == "speaker"]
    assert ["Zoe Quill"] in [value["text"] for value in shown]


def test_another_boundary_is_the_same_attribution_and_pieces_that_are_joined_are_one(sample, tmp_path):
    tasks = submitted(tasks_of(sample, tmp_path / "ada.json"))
    name, text = tasks[0]["data"]["unit"], tasks[0]["data"]["text"]
    one = review.frozen(sample).rows[name][0]
    start, end = one.content[0]
    piece = text.index("It was raining")
    for r in result(tasks[0]):
        if r.get("id") == "q0-content-0" and r["from_name"] == "label":
            r["value"] |= {"start": start + 4, "text": text[start + 4 : end]}
    result(tasks[0]).extend(
        [
            region("p", "content", piece, piece + 6, text),
            {"type": "relation", "from_id": "q0-content-0", "to_id": "p"},
        ]
    )
    assert read(sample, tmp_path, tasks)[1] == []
    found = coded_unit(
        review.frozen(sample), name, "Ada", [e for e in review.read(sample) if e["unit"] == name]
    )
    mine = next(c for c in found.codings if c.coding == one.coding)
    assert mine.verdict == "changed"
    assert mine.content == ((start + 4, end), (piece, piece + 6))
    assert mine.speaker == one.speaker


def test_a_minimal_export_gives_contents_and_says_what_it_lacks(sample, tmp_path):
    tasks = submitted(tasks_of(sample, tmp_path / "ada.json"))
    name, text = tasks[0]["data"]["unit"], tasks[0]["data"]["text"]
    wrong = review.frozen(sample).rows[name][0]
    result(tasks[0])[:] = [r for r in result(tasks[0]) if "q0-" not in json.dumps(r)]
    start = text.index("It was raining")
    result(tasks[0]).extend(
        [
            region("x", "Content", start, start + 14, text),
            {"id": "w", "from_name": "frame", "type": "choices", "value": {"choices": ["conflict"]}},
        ]
    )
    _, problems = read(sample, tmp_path, minimal(tasks))
    assert [p.reason for p in problems] == [labelstudio_reading.WITHOUT_RELATIONS]
    found = review.codings(sample)
    assert found["verdict"].value_counts().to_dict() == {"right": len(found) - 2, "wrong": 1, "missed": 1}
    assert found.loc[found["verdict"] == "wrong", "coding"].tolist() == [wrong.coding]
    assert found.loc[found["verdict"] == "missed", "content"].tolist() == ["It was raining"]
    assert review.coded_units(sample).set_index("unit").loc[name, "frame"] == "conflict"


def test_of_several_people_one_is_named_and_a_skipped_task_is_skipped(sample, tmp_path):
    tasks = submitted(tasks_of(sample, tmp_path / "ada.json"), by={"id": 7, "email": "ada@example.org"})
    tasks[0]["annotations"][0]["was_cancelled"] = True
    tasks[1]["annotations"].append(dict(tasks[1]["annotations"][0], completed_by=8, result=[]))
    with pytest.raises(ValueError, match=r"annotations of 7/ada@example\.org, 8: name one"):
        read(sample, tmp_path, tasks)
    assert review.read(sample) == []
    read(sample, tmp_path, tasks, annotator="ada@example.org")
    units = review.coded_units(sample).set_index("unit")
    assert units.loc[tasks[0]["data"]["unit"], "skipped"] == "skipped in Label Studio"
    assert units.loc[tasks[1]["data"]["unit"], "done"]
    assert set(review.codings(sample).query("unit == @tasks[1]['data']['unit']")["verdict"]) == {"right"}
    with pytest.raises(ValueError, match="name one"):
        read(sample, tmp_path, tasks, annotator="9")


def test_offsets_are_characters_or_as_old_versions_have_them_utf_16(annotated, tmp_path):
    sample = review.draw(annotated, 16, name="second")
    known = review.frozen(sample)
    unit = sample.drawn["unit"][0]
    text = "😀 " + known.texts[unit]
    known.texts[unit] = text
    start = text.index("It was raining")
    for shift, words in ((0, True), (1, True), (0, False)):
        value = region("x", "Content", start + shift, start + 14 + shift, text)["value"]
        value["text"] = "It was\\nraining"
        if not words:
            del value["text"]
        found = labelstudio_reading._region(value, text, 0)
        assert found.span == (start, start + 14)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda t: t["data"].update(text="Other words."), "text differs"),
        (lambda t: t["data"].update(start=-1), "no text"),
        (lambda t: t["data"].update(start=True), "no text"),
        (lambda t: t["data"].update(unit="../../etc"), "not in the sample"),
        (lambda t: t.update(data="x"), "not in the sample"),
        (lambda t: result(t)[0].update(type="rectanglelabels"), "not read here"),
        (lambda t: result(t)[0]["value"].update(start="0"), "no span"),
        (lambda t: result(t)[0]["value"].update(start=float("nan")), "no span"),
        (lambda t: result(t)[0]["value"].update(end=10**30, text=None), "no span"),
        (lambda t: result(t)[0]["value"].update(text="what is not there"), "has no"),
        (lambda t: result(t)[0]["value"].update(labels=["Person"]), "expected one of"),
        (lambda t: result(t)[0].update(value=None), "expected one of"),
        (lambda t: result(t).append(result(t)[0]), "two regions"),
        (lambda t: result(t).append("x"), "no result"),
        (lambda t: result(t).append({"type": "relation", "from_id": "no", "to_id": "q0-content-0"}), "no region"),
        (lambda t: result(t).append(region("z", "Cue", 0, 3, t["data"]["text"])), "belongs to no content"),
        (lambda t: result(t).append(dict(result(t)[0], id="z")), "are the same"),
        (lambda t: result(t).append({"id": "q0-content-0", "from_name": "kind", "type": "choices",
                                     "value": {"choices": ["loud"]}}), "expected one of"),
        (lambda t: result(t).append({"id": "w", "from_name": "frame", "type": "choices",
                                     "value": {"choices": ["loud"]}}), "expected one of"),
    ],
)  # fmt: skip
def test_a_task_that_makes_no_sense_is_told_and_the_others_are_read(sample, tmp_path, change, why):
    tasks = submitted(tasks_of(sample, tmp_path / "ada.json"))
    change(tasks[0])
    _, (problem,) = read(sample, tmp_path, tasks)
    assert problem.row == 1
    assert why in problem.reason
    assert "\n" not in problem.reason
    assert review.coded_units(sample)["done"].sum() == 5
    assert len(review.coded_units(sample)) == 5


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[" * 200_000, b"3", b'["x"]', b'[{"a": 1}]', b"[]", b'[{"data": {}}]', b"PK"],
)  # fmt: skip
def test_a_file_that_is_none_of_label_studio_is_refused_in_one_line(
    sample, annotated, tmp_path, capsys, content
):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"x\.json"):
        labelstudio_reading.read(sample, path, coder="Ada", at=AT)
    assert main(["review", "read", str(annotated.path), "first", str(path), "--coder", "Ada"]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert review.read(sample) == []


def test_the_configuration_names_what_can_be_said_and_escapes_what_people_wrote(sample, tmp_path):
    tasks_of(sample, tmp_path / "ada.json")
    root = ElementTree.parse(tmp_path / "ada.config.xml").getroot()
    names = {node.get("name") for node in root.iter() if node.get("name")}
    assert names >= {"label", "text", "kind", "speaker", "topic", "frame", "unit_note"}
    frames = next(node for node in root if node.get("name") == "frame")
    assert [choice.get("value") for choice in frames] == ["gain & loss", "conflict"]
    with pytest.raises(ValueError, match="there already"):
        labelstudio.write_sample(sample, tmp_path / "ada.json", coder="Ada")


def test_the_third_look_sees_where_coders_differ_but_not_who_they_are(annotated, tmp_path):
    sample = review.draw(annotated, 4, name="both", double=1)
    rows = review.frozen(sample).rows
    for coder in ("Ada", "Bob"):
        for unit in sample.drawn["unit"]:
            steps = [(unit, "reject", rows[unit][0].content, {})] if coder == "Ada" else []
            decide(sample, coder, *steps, (unit, "done", (), {}))
    tasks = tasks_of(sample, tmp_path / "cy.json", coder="Cy", adjudicate=True)
    assert all("found: no (coder 1)" in task["data"]["differs"] for task in tasks)
    assert "Ada" not in (tmp_path / "cy.json").read_text("utf-8")
    read(sample, tmp_path, submitted(tasks), coder="Cy", adjudicate=True)
    assert review.coded_units(sample, coder="Cy")["adjudicated"].all()


def test_the_commands_write_tasks_and_read_them_again(annotated, tmp_path, capsys):
    where, out = str(annotated.path), tmp_path / "ada.json"
    assert main(["review", "draw", where, "first", "-n", "6"]) == 0
    assert main(["review", "sheet", where, "first", "--coder", "Ada", "--out", str(out)]) == 0
    done = submitted(json.loads(out.read_text("utf-8")))
    (tmp_path / "done.json").write_text(json.dumps(done), encoding="utf-8")
    call = ["review", "read", where, "first", str(tmp_path / "done.json"), "--coder", "Ada"]
    assert main([*call, "--annotator", "1"]) == 0
    assert "6 of 6 articles done" in capsys.readouterr().out
    assert main(["review", "read", where, "first", "x.xlsx", "--coder", "Ada", "--annotator", "1"]) == 2
    assert "--annotator" in capsys.readouterr().err


# --- brat -------------------------------------------------------------------------------------------------------


def test_a_brat_folder_is_read_once_and_what_is_not_marked_is_wrong(annotated, sample, tmp_path):
    folder = tmp_path / "brat"
    brat.write(annotated, "quotations", folder)
    first, second = sample.drawn["unit"][:2]
    path = folder / f"{first}.ann"
    lines = path.read_text("utf-8").splitlines()
    start = text_of(int(first[1:])).index("It was raining")
    gone = [line for line in lines if line.split("\t")[0] not in ("T1", "T2", "T3", "A1", "R1", "R2")]
    path.write_text(
        "\n".join([*gone, f"T99\tContent {start} {start + 14}\tIt was raining", ""]), encoding="utf-8"
    )
    (folder / f"{second}.ann").write_text("T1\tNobody 0 3\tThe\n", encoding="utf-8")
    _, problems = coded.read(sample, folder, coder="Ada", at=AT)
    assert [p.sheet for p in problems] == [f"{second}.ann"]
    found = review.codings(sample).query("unit == @first").set_index("verdict")
    assert found.loc[["wrong"], "machine"].tolist() == [review.frozen(sample).rows[first][0].machine]
    assert found.loc[["missed"], "content"].tolist() == ["It was raining"]
    assert review.coded_units(sample)["done"].sum() == 5
    assert coded.read(sample, folder, coder="Ada", at=AT)[0] == 0
