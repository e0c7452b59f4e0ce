"""A notebook's own session: its parameters checked before anything runs, and errors of one line."""

from __future__ import annotations

import ast
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

from analysis import progress
from analysis.execution.parameters import ParameterError, Value, check, of_session
from analysis.nearest import meant
from analysis.store.place import StoreError

PLACES = ("store", "downloads")  # of this machine, and no part of what a result rests on
HEADLESS = "NEWSBOOK_HEADLESS"  # an environment variable, set by what runs notebooks without anybody looking
INJECTED = "# Parameters"  # how the cell begins that papermill puts behind that of the defaults
_PACKAGE = Path(__file__).parent.parent


def parameters(namespace: MutableMapping[str, Any]) -> dict[str, Value]:
    """The parameters of the notebook that runs, `globals()`, checked by the rules that their comments say.

    Values get the types of their parameters, also in `namespace`. Returned are those that a result rests on, to be
    put into its provenance. ParameterError for a value that is not allowed, or a name that papermill was given and
    that there is not. From here on errors that our functions raise are shown in one line, as the command line does.
    """
    _prepare()
    known = of_session(namespace)
    names = [parameter.name for parameter in known]
    for name in _injected(namespace) if known else ():
        if name not in names:
            raise ParameterError(
                f"parameter {name}: no such name; there are: {', '.join(names)}{meant(name, names)}"
            )
    checked = {p.name: check(p, namespace.get(p.name, p.default)) for p in known}
    namespace.update(checked)
    return {name: value for name, value in checked.items() if name not in PLACES}


def _injected(namespace: Mapping[str, Any]) -> list[str]:
    """The names that papermill set."""
    cells = [str(cell) for cell in namespace.get("In", ()) if str(cell).startswith(INJECTED)]
    statements = ast.parse(cells[-1]).body if cells else []
    return [
        s.targets[0].id
        for s in statements
        if isinstance(s, ast.Assign) and isinstance(s.targets[0], ast.Name)
    ]


def _prepare() -> None:
    """Have errors of ours shown in one line, and cells that last show that they run."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    session = get_ipython()  # type: ignore[no-untyped-call]
    if session is not None:
        progress.in_cells(session)
        session.set_custom_exc((ValueError, OSError, StoreError), _shown)


def _shown(
    session: Any, kind: type, error: Exception, trace: TracebackType, tb_offset: int | None = None
) -> Any:
    """IPython's handler of an exception: shows one line for what we raise, everything for what others do."""
    last = trace
    while last.tb_next is not None:
        last = last.tb_next
    if not Path(last.tb_frame.f_code.co_filename).is_relative_to(_PACKAGE):
        session.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return None
    line = f"{kind.__name__}: {error}"
    session._showtraceback(kind, error, [line])
    return [line]
