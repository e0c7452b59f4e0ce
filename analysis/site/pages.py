"""The templates that every page of the site is made from, and the policy that each carries.

Each page carries a Content-Security-Policy that allows its one style sheet and its one script, by hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.show import markup

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: markup.text(value) if isinstance(value, str) else value,
    )


def render(template: str, **values: Any) -> str:
    """A whole page from a template, with its policy; strings are escaped, `Markup` passes."""
    style, script = asset("style.css"), asset("script.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template(template)
        .render(style=Markup(style), script=Markup(script), policy=Markup(policy), **values)
    )


@cache
def asset(name: str) -> str:
    """A style sheet or script of the templates, as it stands in every page."""
    return (TEMPLATES / name).read_text(encoding="utf-8").strip()


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def data_block(value: object) -> Markup:
    """`value` as JSON for the inside of a script element that is data: nothing in it can end the element."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(markup.clean(written))
