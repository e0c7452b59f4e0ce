"""Every notebook of ours obeys the contract; `notebooks` finds, copies and runs them."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from analysis import execution
from analysis.execution import parameters

ROOT = Path(__file__).parent.parent
FIXTURES = Path(__file__).parent / "notebooks"
OURS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COMMON = {
    "corpus",
    "store",
    "downloads",
    "engine",
    "sentiment",
    "outlets",
    "since",
    "until",
    "top",
}


def cells(path: Path, kind: str) -> list[dict]:
    return [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == kind]


def lines(cell: dict) -> list[str]:
    return [line for line in "".join(cell["source"]).splitlines() if line.strip()]


def test_the_notebooks_are_there():
    assert [p.stem for p in OURS] == [
        "01-corpus-statistics",
        "02-sentiment",
        "03-quote-attribution",
        "04-outlet-comparison",
        "05-review",
        "06-themes",
    ]


def test_what_notebooks_import_brings_no_library_that_only_some_cells_need():
    imports = {line for p in OURS for c in cells(p, "code") for line in lines(c) if "analysis import" in line}
    assert "from analysis import annotate, figures, show, statistics, summaries" in imports
    code = "\n".join([*sorted(imports), "import sys", "print(*sys.modules)"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert {"pandas", "matplotlib"} < set(done.stdout.split())
    assert not {"nltk", "scipy", "onnxruntime", "papermill"} & set(done.stdout.split())


@pytest.mark.parametrize("path", OURS, ids=lambda p: p.stem)
class TestContract:
    def test_is_valid_and_holds_no_output(self, path):
        notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)
        assert notebook.metadata.kernelspec.name == "python3"
        assert "papermill" not in notebook.metadata
        for cell in cells(path, "code"):
            assert cell["outputs"] == []
            assert cell["execution_count"] is None

    def test_the_first_code_cell_holds_the_parameters_and_is_the_only_one(self, path):
        tagged = [
            i for i, c in enumerate(cells(path, "code")) if "parameters" in c["metadata"].get("tags", ())
        ]
        assert tagged == [0]

    def test_parameters_are_annotated_literals_with_a_comment(self, path):
        found = {parameter.name: parameter for parameter in parameters.read(path)}
        assert found.keys() >= COMMON
        for line in lines(cells(path, "code")[0]):
            assert "  # " in line
        for parameter in found.values():
            assert parameters.check(parameter, parameter.default) == parameter.default

    def test_the_defaults_are_the_embedded_example(self, path):
        found = {parameter.name: parameter.default for parameter in parameters.read(path)}
        assert found["corpus"] == found["store"] == found["downloads"] == ""

    def test_code_is_calls_in_short_cells(self, path):
        code = cells(path, "code")
        assert sum(len(lines(cell)) for cell in code) <= 80
        for cell in code[1:]:
            assert len(lines(cell)) <= 5, "".join(cell["source"])
            forbidden = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While)
            tree = ast.parse("".join(cell["source"]))
            assert not [n for n in ast.walk(tree) if isinstance(n, forbidden)]

    def test_it_begins_with_its_title_and_a_question(self, path):
        first = "".join(cells(path, "markdown")[0]["source"])
        assert first.startswith("# ")
        assert "?" in first

    def test_prose_comes_before_every_call(self, path):
        kinds = [c["cell_type"] for c in json.loads(path.read_text(encoding="utf-8"))["cells"]]
        assert kinds[0] == "markdown"
        assert kinds.count("markdown") >= kinds.count("code") / 2

    def test_what_its_provenance_rests_on_is_set_once(self, path):
        trees = [ast.parse("".join(cell["source"])) for cell in cells(path, "code")]
        names = [n.id for t in trees for n in ast.walk(t) if isinstance(n, ast.Name)]
        stored = [n for t in trees for n in ast.walk(t) if isinstance(n, ast.Name) and n.id == "given"]
        assert sum(isinstance(name.ctx, ast.Store) for name in stored) == 1
        assert names.count("given") >= 2

    def test_it_ends_with_its_provenance(self, path):
        assert "show.provenance(store" in "".join("".join(cells(path, "code")[-1]["source"]).split())


def test_notebooks_are_found_by_name_number_and_path():
    assert list(execution.find()) == [p.stem for p in OURS]
    for name in ("03-quote-attribution", "quote-attribution", "03"):
        assert list(execution.find([name])) == ["03-quote-attribution"]
    assert execution.find([str(FIXTURES / "good.ipynb")]) == {"good": FIXTURES / "good.ipynb"}


@pytest.mark.parametrize("name", ["nosuch", "nosuch.ipynb", __file__, ""])
def test_a_notebook_that_is_not_there_is_refused_and_ours_are_listed(name):
    with pytest.raises(ValueError, match="ours are: 01-corpus-statistics"):
        execution.find([name])


def test_two_notebooks_of_one_name_are_refused(tmp_path):
    (tmp_path / "good.ipynb").write_bytes((FIXTURES / "good.ipynb").read_bytes())
    with pytest.raises(ValueError, match="two notebooks"):
        execution.find([str(FIXTURES / "good.ipynb"), str(tmp_path / "good.ipynb")])


def test_copies_are_made_and_nothing_is_overwritten(tmp_path):
    made = execution.copy(tmp_path / "mine")
    assert [p.name for p in made] == [p.name for p in OURS]
    with pytest.raises(FileExistsError):
        execution.copy(tmp_path / "mine")


@pytest.mark.skipif(not OURS, reason="no notebooks")
def test_nbstripout_finds_nothing_to_strip():
    extra = ["--extra-keys", "metadata.papermill cell.metadata.papermill cell.metadata.execution"]
    command = [sys.executable, "-m", "nbstripout", "--verify", "--keep-id", *extra, *map(str, OURS)]
    assert subprocess.run(command, capture_output=True, timeout=60).returncode == 0


def test_a_cell_that_takes_too_long_or_leaves_is_a_failure_that_says_so(tmp_path):
    found = {name: FIXTURES / f"{name}.ipynb" for name in ("slow", "leaving")}
    with execution.pool(2) as processes:
        runs = execution.run(processes, found, {name: {} for name in found}, out=tmp_path, timeout=3)
    assert runs["slow"].error == "a cell took longer than the time limit"
    assert "a cell called exit" in runs["leaving"].error
    assert all(run.cell is not None for run in runs.values())
