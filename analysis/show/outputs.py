"""What a cell shows: HTML for pages, a plain form for terminals, and where it is also written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.show import markup


@dataclass(frozen=True, slots=True)
class Output:
    """Something shown: its HTML, a plain form for terminals, and what the report should know of it."""

    html: markup.Markup
    plain: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        bundle = {"text/html": str(markup.output(self.html)), "text/plain": markup.clean(self.plain)}
        return bundle, {"newsbook": dict(self.details)}

    def __str__(self) -> str:
        """The plain form."""
        return self.plain


def place(downloads: str | Path | None, name: str | None, suffix: str) -> Path | None:
    """The file `name` in the folder `downloads`, which is made; None where nothing is to be written."""
    if name is not None and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError(f"name {name!r}: use lower-case letters, digits and hyphens")
    if not downloads or name is None:
        return None
    folder = Path(downloads)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / (name + suffix)
