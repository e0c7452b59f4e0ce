"""Every notebook shows every small corpus, with its parameters at their ends: in process, without a kernel."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from analysis import annotate, execution
from analysis.execution import parameters
from analysis.settings import Settings

SAID = "“We will never rebuild the old bridge here,” said Mayor Ada Quill on Monday."
UNSAID = "“We will never rebuild the old bridge here.”"
TOLD = "The flood in Riverton broke the old bridge on Monday. {} The flood in Riverton was high and the bridge fell."
AGAIN = "Riverton lost its old bridge in the flood on Monday. {} The flood in Riverton was high. So the bridge fell."
OTHER = (
    "Shares of Meridian Steel rose in London. “Orders came back early,” said Ossian Pell. He expects more."
)


def article(
    text: str, outlet: str | None = "North Post", date: str | None = "2024-01-01", **more: str
) -> dict:
    given = {"text": text, "outlet": outlet, "date": date, **more}
    return {key: value for key, value in given.items() if value is not None}


CORPORA: dict[str, list[dict]] = {
    "no source": [article(TOLD.format(UNSAID)), article(AGAIN.format(UNSAID), "South Post")],
    "one quotation": [article(TOLD.format(SAID)), article(AGAIN.format(""), "South Post", "2024-02-03")],
    "one outlet": [
        article(TOLD.format(SAID)),
        article(AGAIN.format(SAID)),
        article(OTHER, date="2024-03-01"),
    ],
    "no outlet": [article(TOLD.format(SAID), None), article(AGAIN.format(SAID), None), article(OTHER, None)],
    "one article": [article(OTHER)],
    "one word": [article("Yes")],
    "no dates": [
        article(t, o, None) for t, o in ((TOLD.format(SAID), "A"), (AGAIN.format(SAID), "B"), (OTHER, "B"))
    ],
    "only rejects": [article(""), article(" \n")],
    "only duplicates": [article(TOLD.format(SAID), outlet, id=outlet) for outlet in "ABC"],
    "no letters": [article("12 345 — 67.8! … 9 %")],
}
NOTEBOOKS = execution.find()
NEVER = {"since": "2100-01-01"}  # chooses nothing of any corpus
GIVEN = ("corpus", "store", "downloads", "engine", "sentiment", "outlets", "since", "until", "event")


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of each corpus, with its articles and its annotations."""
    folders = {kind: tmp_path_factory.mktemp(kind.replace(" ", "-")) for kind in CORPORA}
    for kind, folder in folders.items():
        lines = "".join(json.dumps(row) + "\n" for row in CORPORA[kind])
        (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
        settings = Settings(store=str(folder / "store"), engine="rules", sentiment="lexicon", workers=1)
        annotate.run(folder / "articles.jsonl", settings=settings)
    return folders


def ends(parameter: parameters.Parameter) -> list[parameters.Value]:
    """The default of a parameter and the values at the ends of what it takes."""
    if parameter.type == "bool":
        return [parameter.default, not parameter.default]
    if parameter.low is not None and parameter.high is not None:
        return [parameter.default, int(parameter.low), int(parameter.high)]
    if parameter.name == "terms":
        return ["", "nosuch", "the, old bridge, flood*"]
    return list(parameter.allowed) or [parameter.default]


def at_ends(notebook: Path, turn: int) -> dict[str, parameters.Value]:
    """Each parameter at one of its ends: all of them within as many turns, side by side in changing pairs."""
    free = [p for p in parameters.read(notebook) if p.name not in GIVEN]
    chosen = {}
    for number, parameter in enumerate(free):
        values = ends(parameter)
        chosen[parameter.name] = values[(turn + number * (turn // len(values))) % len(values)]
    return chosen


def shown(notebook: Path, **given: parameters.Value) -> list[Any]:
    """What the cells of a notebook show, run one after the other in this process."""
    cells = [c for c in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
    names: dict[str, Any] = {}
    exec("".join(cells[0]["source"]), names)
    assert given.keys() <= names.keys()
    names.update(given)
    found = []
    for cell in cells[1:]:
        *statements, last = ast.parse("".join(cell["source"])).body
        exec(compile(ast.Module(statements, []), notebook.stem, "exec"), names)
        if not isinstance(last, ast.Expr):  # parameters are checked, and kept
            exec(compile(ast.Module([last], []), notebook.stem, "exec"), names)
            continue
        found.append(eval(compile(ast.Expression(last.value), notebook.stem, "eval"), names))
    return [output for output in found if output is not None]  # what was not asked for, such as a dictionary


KINDS = (*CORPORA, "nothing chosen")


def pairs() -> list[Any]:
    """Each kind of corpus with each notebook: every other pair always, all of them by `make exhaustive`."""
    return [
        pytest.param(kind, name, marks=[pytest.mark.exhaustive] if (at + number) % 2 else [])
        for at, kind in enumerate(KINDS)
        for number, name in enumerate(NOTEBOOKS)
    ]


@pytest.mark.parametrize(("kind", "name"), pairs())
def test_a_notebook_shows_a_small_corpus(kind, name, stores, tmp_path):
    folder = stores.get(kind, stores["one outlet"])
    given = at_ends(NOTEBOOKS[name], KINDS.index(kind))
    given |= NEVER if kind == "nothing chosen" else {}
    given |= {
        "corpus": str(folder / "articles.jsonl"),
        "store": str(folder / "store"),
        "downloads": str(tmp_path),
    }
    outputs = shown(NOTEBOOKS[name], **given, engine="rules", sentiment="lexicon")
    assert len(outputs) > 10
    for output in outputs:
        html = output._repr_mimebundle_()[0]["text/html"]
        assert not re.search(r">(None|nan|NaT|&lt;NA&gt;)<|\bnan\b", html), html


def test_every_end_of_every_parameter_has_its_turn():
    for notebook in NOTEBOOKS.values():
        turns = [at_ends(notebook, turn) for turn in range(len(KINDS))]
        for parameter in parameters.read(notebook):
            if parameter.name not in GIVEN:
                assert {turn[parameter.name] for turn in turns} == set(ends(parameter))
