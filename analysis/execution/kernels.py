"""Kernels that start at once: forked from the server of `forkserver`, where there is one."""

from __future__ import annotations

import os
import signal
import sys
from importlib.metadata import EntryPoint
from multiprocessing import forkserver, get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from analysis.execution.forkserver import FORKED, die_with_parent

NAME = "newsbook-forked"
INSTALLED = ("site-packages", "dist-packages")


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
    if not environment.get("PYTHONSAFEPATH") and "" not in sys.path:
        # As IPython does, which heeds the flag of the server instead.
        installed = (i for i, path in enumerate(sys.path) if Path(path).name in INSTALLED)
        sys.path.insert(next(installed, 0), "")
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
