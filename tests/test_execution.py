"""What an executed notebook is taken for: done, failed and where, without a kernel; papermill is made up."""

import json
import os

import papermill
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import KernelProvisionerFactory

from analysis import execution
from analysis.execution import forkserver, kernels


class CellTimeoutError(Exception):
    pass


class DeadKernelError(Exception):
    pass


RAN = {"execution": {"shell.execute_reply": "now"}}
STARTED = {"execution": {"iopub.execute_input": "now"}}


def cell(metadata: dict | None = None, *, source: str = "x", error: tuple[str, str] | None = None) -> dict:
    outputs = [{"output_type": "stream", "text": "words"}]
    if error:
        outputs.append({"output_type": "error", "ename": error[0], "evalue": error[1]})
    return {"cell_type": "code", "source": [source], "metadata": metadata or {}, "outputs": outputs}


PROSE = {"cell_type": "markdown", "source": ["words"], "metadata": {}}
EMPTY = {"cell_type": "code", "source": [" "], "metadata": {}, "outputs": []}


@pytest.fixture
def execute(tmp_path, monkeypatch):
    """Execute a notebook that becomes these cells, stopped by this exception."""

    def of(*cells: dict, stopped: Exception | None = None, written: bool = True) -> execution.Run:
        def made_up(path, output, parameters, **options):
            assert options["execution_timeout"] == 7
            assert parameters == {"top": 3}
            if written:
                (tmp_path / "out.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
            if stopped:
                raise stopped

        monkeypatch.setattr(papermill, "execute_notebook", made_up)
        return execution.execute(str(tmp_path / "in.ipynb"), str(tmp_path / "out.ipynb"), {"top": 3}, 7)

    return of


def test_a_notebook_whose_cells_all_ran_is_done(execute):
    run = execute(PROSE, cell(RAN), EMPTY, cell(RAN))
    assert (run.name, run.error, run.cell) == ("in", "", None)
    assert 0 <= run.seconds < 60


def test_the_first_cell_that_raised_is_where_it_failed(execute):
    run = execute(
        PROSE, cell(RAN), cell(RAN, error=("ZeroDivisionError", "by zero")), cell(error=("NameError", "x")),
        stopped=papermill.PapermillException("anything"),
    )  # fmt: skip
    assert (run.error, run.cell) == ("ZeroDivisionError: by zero", 2)


def test_a_call_of_exit_is_told_as_such(execute):
    run = execute(cell(RAN), cell(RAN, error=("SystemExit", "0")), cell())
    assert (run.error, run.cell) == ("a cell called exit, so that the cells after it did not run", 1)


def test_the_last_cell_that_began_took_too_long(execute):
    run = execute(cell(RAN), PROSE, cell(STARTED), cell(), stopped=CellTimeoutError("3 s"))
    assert (run.error, run.cell) == ("a cell took longer than the time limit", 2)


@pytest.mark.parametrize("stopped", [DeadKernelError("dead"), None])
def test_a_kernel_that_ended_is_told_with_the_last_cell_that_began(execute, stopped):
    run = execute(cell(RAN), cell(STARTED), cell(), stopped=stopped)
    assert (run.error, run.cell) == ("the kernel ended (exit, killed, or out of memory)", 1)
    assert execute(cell(), stopped=stopped).cell is None


def test_anything_else_is_told_by_its_first_line(execute):
    run = execute(cell(RAN), stopped=ValueError("bad\nworse"))
    assert (run.error, run.cell) == ("ValueError: bad", 0)
    assert execute(cell(RAN), stopped=ValueError()).error == "ValueError: "


def test_without_an_output_nothing_is_known_of_cells(execute):
    run = execute(stopped=OSError("no room"), written=False)
    assert (run.error, run.cell) == ("OSError: no room", None)
    assert execute(written=False).error == "it wrote no output"


def test_the_environment_of_a_run_is_gone_behind_it(execute, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "mine")
    before = dict(os.environ)
    execute(cell(RAN))
    assert dict(os.environ) == before


def test_a_kernel_is_forked_where_that_can_be(tmp_path):
    specification = KernelSpec(argv=["python"], metadata=kernels.register())
    factory = KernelProvisionerFactory.instance()
    assert factory.is_provisioner_available(specification)
    made = factory.create_provisioner_instance("id", specification, parent=None)
    assert isinstance(made, kernels.ForkedProvisioner) == kernels.FORKED


def test_elsewhere_a_kernel_is_a_new_process(monkeypatch):
    monkeypatch.setattr(kernels, "FORKED", False)
    assert kernels.register() == {}


@pytest.mark.parametrize(
    ("wanted", "cores", "workers"), [(3, 8, 3), (8, 3, 3), (0, 8, 1), (2, None, 1), (1, 1, 1)]
)
def test_notebooks_run_in_as_many_processes_as_there_are_of_either(wanted, cores, workers, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    with execution.pool(wanted) as opened:
        assert opened._max_workers == workers
        assert opened._mp_context is forkserver.context()


def test_processes_are_forked_from_a_server_where_that_can_be(monkeypatch):
    assert forkserver.context().get_start_method() == ("forkserver" if forkserver.FORKED else "spawn")
    monkeypatch.setattr(forkserver, "FORKED", False)
    assert forkserver.context().get_start_method() == "spawn"


def test_a_process_has_what_was_set_since_its_server_started(monkeypatch):
    forkserver.context()
    monkeypatch.setenv("NEWSBOOK_TEST_SET_LATE", "yes")
    with execution.pool(1) as opened:
        assert opened.submit(os.getenv, "NEWSBOOK_TEST_SET_LATE").result() == "yes"
