"""Processes that start at once: forked from a server that has imported what notebooks need, once for all.

Only on Linux; elsewhere a process is a new one that imports for itself. The server holds nothing of a run, so that
each process starts clean but for the modules it finds imported.
"""

from __future__ import annotations

import os
import sys
import threading
from multiprocessing import forkserver, get_context, parent_process
from multiprocessing.context import BaseContext

FORKED = sys.platform == "linux"
PRELOADED = [
    "analysis.execution.preload",
    *("papermill", "ipykernel.kernelapp", "ipykernel.zmqshell", "scipy.stats", "nltk"),
    *(f"analysis.{name}" for name in ("annotate", "show", "statistics", "summaries", "figures")),
    "analysis.execution.preloaded",
]


def context() -> BaseContext:
    """How processes are started: from a server that imports in the background where it can, else anew."""
    if not FORKED:
        return get_context("spawn")
    # matplotlib reads this when it is imported; a kernel sets it only when it starts.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    forking = get_context("forkserver")
    forking.set_forkserver_preload(PRELOADED)
    forkserver.ensure_running()
    return forking


def die_with_parent() -> None:
    """End this process when the one that started it is gone, however it went."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
