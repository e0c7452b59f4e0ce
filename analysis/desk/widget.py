"""What carries a session into the browser: messages both ways, and nothing else; no state but who sits where."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from analysis.desk.session import Session

HERE = Path(__file__).parent


class Widget(anywidget.AnyWidget):
    """The front end; `desk` tells one coder's place at one sample from all others, for what waits in the browser."""

    _esm = HERE / "desk.js"
    _css = HERE / "desk.css"
    desk = traitlets.Unicode().tag(sync=True)


def opened(session: Session) -> Widget:
    """A widget whose messages the session answers."""
    made = Widget(desk=session.desk)

    def answer(widget: Widget, message: Any, _buffers: object) -> None:
        for reply in session.answer(message, at=datetime.now(UTC).isoformat(timespec="milliseconds")):
            widget.send(reply)

    made.on_msg(answer)
    return made
