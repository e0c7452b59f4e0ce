"""A Chromium driven over its own protocol, and a page with a widget in it that talks to a session of this process."""

import itertools
import json
import multiprocessing
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import websocket

from analysis import desk

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FOLDER = Path(desk.__file__).parent
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio"),
    *("--remote-debugging-port=0", "--remote-allow-origins=*", "--window-size=1300,1000"),
)
CODES = {
    "Enter": 13, "Escape": 27, "Tab": 9, "Delete": 46, "Home": 36, "End": 35,
    "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
}  # fmt: skip
MODIFIERS = {"Alt": 1, "Ctrl": 2, "Shift": 8}


class Browser:
    """One page of a Chromium: `go`, `js`, `press`, `type`; `requests` are the addresses that it asked for."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="chromium-")
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={self.folder}", "about:blank"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = self._port()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            pages = [p for p in json.load(answer) if p["type"] == "page"]
        self.socket = websocket.create_connection(pages[0]["webSocketDebuggerUrl"], timeout=60)
        self.numbers, self.requests, self.errors = itertools.count(1), [], []
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def _port(self):
        path = Path(self.folder, "DevToolsActivePort")
        for _ in range(600):
            if path.is_file() and path.read_text().strip():
                return path.read_text().split()[0]
            time.sleep(0.05)
        raise TimeoutError("Chromium did not start")

    def call(self, method, **parameters):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("method") == "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
            if message.get("method") == "Page.javascriptDialogOpening":  # leave the page, whatever is unsaved
                accept = {"method": "Page.handleJavaScriptDialog", "params": {"accept": True}}
                self.socket.send(json.dumps({"id": 0, **accept}))
            if message.get("method") == "Runtime.exceptionThrown":
                self.errors.append(json.dumps(message["params"]["exceptionDetails"])[:600])
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def js(self, code):
        answer = self.call("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:600])
        return answer["result"].get("value")

    def go(self, address, until="document.readyState === 'complete'"):
        self.call("Page.navigate", url=address)
        self.wait(until)

    def wait(self, condition, seconds=30):
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            try:
                if self.js(f"Boolean({condition})"):
                    return
            except RuntimeError:  # the page is just being replaced
                pass
            time.sleep(0.01)
        raise TimeoutError(f"{condition}: {self.js('document.body.innerText')[:600]} {self.errors}")

    def press(self, *keys):
        """Press keys one after the other: "a", "Ctrl+Enter", "Shift+ArrowLeft"."""
        for combined in keys:
            *held, key = combined.split("+") if len(combined) > 1 else [combined]
            modifiers = sum(MODIFIERS[m] for m in held)
            if len(key) == 1 and key.isupper():
                modifiers |= MODIFIERS["Shift"]
            code = CODES.get(key) or ord(key.upper())
            about = {"key": key, "modifiers": modifiers, "windowsVirtualKeyCode": code}
            text = {"text": key} if len(key) == 1 and not modifiers & 3 else {}
            text = {"text": "\r"} if key == "Enter" and not modifiers else text
            self.call("Input.dispatchKeyEvent", type="keyDown", **about, **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def type(self, words):
        self.call("Input.insertText", text=words)

    def drag(self, start, end):
        """Select with the mouse, from one place of the window to another."""
        where = {"button": "left", "clickCount": 1}
        self.call("Input.dispatchMouseEvent", type="mousePressed", x=start[0], y=start[1], **where)
        for share in (0.3, 0.6, 1.0):
            x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
            self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, button="left", buttons=1)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", x=end[0], y=end[1], **where)

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>desk</title>
<link rel="stylesheet" href="/desk.css">
<main><h1>Review</h1><div id="desk"></div></main><script type="module">
import desk from "/desk.js";
const heard = new Set();
let line = Promise.resolve();
const tell = async (message) => {
  const answer = await fetch("/message", { method: "POST", body: JSON.stringify(message) });
  if (answer.ok) for (const one of await answer.json()) for (const hear of heard) hear(one);
};
const model = {
  get: () => "here", on: (_, hear) => heard.add(hear), off: (_, hear) => heard.delete(hear),
  send: (message) => { line = line.then(() => tell(message)).catch(() => {}); },
};
desk.render({ model, el: document.getElementById("desk") });
</script></html>"""


class Process:
    """A session in a process of its own, to be killed: `answer` raises ConnectionError when it is dead."""

    def __init__(self, opened):
        """`opened` makes the session, in the process."""
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_answers, args=(opened, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def answer(self, message, *, at):
        try:
            self.pipe.send((message, at))
            return self.pipe.recv()
        except (EOFError, OSError) as error:
            raise ConnectionError from error

    def kill(self):
        self.process.kill()
        self.process.join(10)


def _answers(opened, pipe):
    session = opened()
    while True:
        message, at = pipe.recv()
        pipe.send(session.answer(message, at=at))


class Kernel:
    """Serves the page of a widget and answers its messages from `session`; None is a kernel that is gone."""

    def __init__(self, session, folder=FOLDER):
        widget = folder.name
        page = PAGE.replace("desk", widget).encode()
        self.session, self.at = session, "2026-01-02T03:04:05+00:00"
        kernel = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                name = self.path.lstrip("/")
                known = name in (f"{widget}.js", f"{widget}.css")
                self._send((folder / name).read_bytes() if known else page, name.partition(".")[2])

            def do_POST(self):
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                session = kernel.session
                try:
                    answer = [] if session is None else session.answer(message, at=kernel.at)
                except ConnectionError:
                    answer = []
                self._send(json.dumps(answer).encode(), "json")

            def _send(self, content, kind):
                types = {"js": "text/javascript", "css": "text/css", "json": "application/json"}
                self.send_response(200)
                self.send_header("Content-Type", types.get(kind, "text/html"))
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)
