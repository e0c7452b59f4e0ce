"""A browser for tests: Chromium without a window, told what to do by the WebDriver protocol (W3C, 2018)."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]


def is_there() -> bool:
    """Whether this machine has a browser and what drives it."""
    return bool(shutil.which("chromium") and shutil.which("chromedriver"))


class Browser:
    """One window; `address` is that of its session."""

    def __init__(self, address: str) -> None:
        self.address = address

    def ask(self, path: str, body: dict[str, Any] | None = None, method: str = "POST") -> Any:
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(
            self.address + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def go(self, page: Path, fragment: str = "") -> None:
        self.ask("/url", {"url": "about:blank"})
        self.ask("/url", {"url": page.absolute().as_uri() + fragment})

    def run(self, script: str, *arguments: Any) -> Any:
        return self.ask("/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script: str, *arguments: Any, seconds: float = 20) -> Any:
        """What a script returns, as soon as it is true."""
        until = time.monotonic() + seconds
        while not (found := self.run(script, *arguments)):
            if time.monotonic() > until:
                raise TimeoutError(script)
            time.sleep(0.02)
        return found


@contextmanager
def opened(width: int = 1400, *, dark: bool = False) -> Iterator[Browser]:
    """A browser with a window of this width."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(shutil.which("chromedriver")), f"--port={port}", "--silent"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
        base = f"http://127.0.0.1:{port}"
        session = None
        try:
            while True:
                try:
                    urllib.request.urlopen(f"{base}/status", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.05)
            flags = [*FLAGS, f"--window-size={width},1000", *(["--force-dark-mode"] if dark else [])]
            options = {"binary": shutil.which("chromium"), "args": flags}
            wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
            session = Browser(f"{base}/session")
            session.address += "/" + session.ask("", wanted)["sessionId"]
            yield session
        finally:
            if session is not None:
                session.ask("", method="DELETE")
            driver.terminate()
