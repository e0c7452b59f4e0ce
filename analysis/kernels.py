"""Kernels that start at once: forked from a process that has imported what notebooks need, once for all of them.

Only on Linux; elsewhere a kernel is a new process that imports for itself. Nothing of a run is in the process that
is forked, so that each kernel starts clean but for the modules it finds imported.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from importlib.metadata import EntryPoint
from multiprocessing import forkserver, get_context, parent_process
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

NAME = "newsbook-forked"
FORKED = sys.platform == "linux"
PRELOADED = [
    *("papermill", "ipykernel.kernelapp", "ipykernel.zmqshell", "scipy.stats", "nltk"),
    *("statsmodels.stats.proportion", "statsmodels.stats.multitest"),
    *(f"analysis.{name}" for name in ("annotate", "publish", "statistics", "summaries", "figures")),
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


def register() -> dict[str, Any]:
    """Make forked kernels known to this process; returns what a kernel specification says to get one."""
    if not FORKED:
        return {}
    _share_server()
    entry = EntryPoint(NAME, f"{__name__}:ForkedProvisioner", KernelProvisionerFactory.GROUP_NAME)
    KernelProvisionerFactory.instance().provisioners[NAME] = entry
    return {"kernel_provisioner": {"provisioner_name": NAME}}


def _share_server() -> None:
    """Have this process fork from the server that it was forked from, not start another.

    Python would start another, which imports everything again. Where this knob is not as we know it, it still
    does, and kernels only start more slowly.
    """
    server: Any = getattr(forkserver, "_forkserver", None)
    if sys.version_info < (3, 14) and getattr(server, "_forkserver_address", None) and parent_process():
        server.ensure_running = lambda: None


def die_with_parent() -> None:
    """End this process when the one that started it is gone, however it went."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by forking the server that this process was forked from."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel; `cmd` is a command line of ipykernel, whose arguments it gets."""
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        process = get_context("forkserver").Process(
            target=_kernel, args=(arguments, dict(kwargs["env"]), str(kwargs.get("cwd") or Path.cwd()))
        )
        process.start()
        self.process = _Handle(process)  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        return self.connection_info


def _kernel(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    os.setsid()  # signals go to the kernel and to what it starts, not to us
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for root in environment.get("PYTHONPATH", "").split(os.pathsep):
        if root and root not in sys.path:
            sys.path.insert(0, root)
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    die_with_parent()
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=arguments)


class _Handle:
    """A process of multiprocessing as the Popen that jupyter_client expects."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self.process, self.pid = process, process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int | None:
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        if self.pid and self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
