"""What carries the explorer's questions to a session, and its answers back; no text is in a notebook's state."""

from __future__ import annotations

from pathlib import Path

import anywidget

from analysis.explorer.session import Session

HERE = Path(__file__).parent


class Widget(anywidget.AnyWidget):
    """The front end."""

    _esm = HERE / "explorer.js"
    _css = HERE / "explorer.css"


def opened(session: Session) -> Widget:
    """A widget whose messages the session answers."""
    made = Widget()
    made.on_msg(lambda widget, message, _buffers: widget.send(session.answer(message)))
    return made
