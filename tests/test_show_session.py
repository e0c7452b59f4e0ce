"""A notebook checks its own parameters as the command does, and shows errors of ours in one line."""

import json
import logging
from pathlib import Path

import IPython
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from analysis import execution, show
from analysis.execution.parameters import ParameterError

CELL = """corpus: str = ""  # path
store: str = ""  # place
top: int = 20  # from 1 to 200
once: bool = False  # copies"""


def session(*cells: str, **values: object) -> dict:
    return {"In": ["", *cells, "given = show.parameters(globals())"], **values}


def test_parameters_get_their_types_and_places_are_left_out():
    given = session(CELL, corpus="c", store="s", top="7", once="yes")
    assert show.parameters(given) == {"corpus": "c", "top": 7, "once": True}
    assert (given["top"], given["once"]) == (7, True)


@pytest.mark.parametrize(
    ("values", "injected", "said"),
    [
        ({"top": "many"}, "# Parameters\ntop = 'many'", "it takes a whole number from 1 to 200"),
        ({"top": 201}, "# Parameters\ntop = 201", "from 1 to 200"),
        ({"top": [1]}, "# Parameters\ntop = [1]", "from 1 to 200"),
        ({"topp": 3}, "# Parameters\ntopp = 3", "topp: no such name; .*; did you mean top?"),
    ],
)
def test_what_papermill_was_given_is_refused_as_the_command_refuses_it(values, injected, said):
    with pytest.raises(ParameterError, match=said):
        show.parameters(session(CELL, injected, **values))


def test_the_cell_that_was_run_last_counts_and_without_one_nothing_is_checked():
    changed = session(CELL, "print(1)", "# words", CELL.replace("200", "5"), top=6)
    with pytest.raises(ParameterError, match="from 1 to 5"):
        show.parameters(changed)
    assert show.parameters({"top": "many"}) == {}
    assert show.parameters({"In": ["", "x = 1"]}) == {}


def test_errors_of_ours_are_one_line_and_those_of_others_have_their_traceback(capsys, monkeypatch):
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    show.parameters({})
    shell.run_cell("from analysis import store\nstore.read('nowhere')")
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 1
    assert told[0].startswith("StoreError: nowhere: no annotations here (make them: ")
    shell.run_cell("int('x')")
    assert "Traceback" in capsys.readouterr().out


@pytest.mark.parametrize("path", execution.find().values(), ids=lambda path: path.stem)
def test_papermill_infers_each_parameter_with_its_help_and_warns_of_none(path: Path, caplog):
    import nbformat
    from papermill.translators import PythonTranslator

    cells = nbformat.read(path, as_version=4).cells
    tagged = next(cell for cell in cells if "parameters" in cell.metadata.get("tags", ()))
    with caplog.at_level(logging.WARNING, logger="papermill"):
        inferred = PythonTranslator.inspect(tagged)
    assert not caplog.records
    known = execution.parameters.read(path)
    assert [(p.name, p.inferred_type_name) for p in inferred] == [(p.name, p.type) for p in known]
    assert all(p.help for p in inferred)


def test_every_notebook_checks_its_parameters_before_anything_else_and_puts_them_into_its_provenance():
    for path in execution.find().values():
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        assert code[1].endswith("given = show.parameters(globals())"), path
        assert "**given" in code[-1], path
