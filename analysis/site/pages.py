"""The templates that every page of the site is made from, and the policy that each carries.

Each page carries a Content-Security-Policy that allows its one style sheet and its one script, by hash. Where that
script looks things up, it alone may load others ('strict-dynamic'): the files of the index beside it. Pages of which
there are thousands share a style sheet of the site ('self', or "file:" in a folder, which some browsers do not take
for it), and a script that one line of theirs loads: inside of each they would be a tenth of a large report.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from analysis.show import markup

TEMPLATES = Path(__file__).parent / "templates"
_STYLES = ("base.css", "marks.css", "reading.css", "tables.css", "report.css")
_SIDES = ("script.js", "beside.js")
# What a kind of page is made of where it needs less or more than the others: of some there are thousands.
_MADE_OF: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "article.html": (("base.css", "marks.css", "reading.css"), ("reading.js",)),
    "speaker.html": (("base.css",), ()),
    "event.html": (("base.css", "marks.css", "tables.css", "beside.css"), _SIDES),
    "notebook.html": ((*_STYLES, "beside.css"), _SIDES),
}
SHARED = {"article.html": "article", "event.html": "event", "speaker.html": "speaker"}
_SHARING = (
    'document.head.append(Object.assign(document.createElement("script"), {{ src: "../shared/{}.js" }}));'
)
_LOADING = {"quotations.html": "search.js", "index.html": "search.js", "words.html": "words.js"}


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
    page, style, script, policy = _parts(template)
    return page.render(
        style=style, script=script, policy=policy, self_contained=template not in SHARED, **values
    )


@cache
def _parts(template: str) -> tuple[Template, Markup, Markup, Markup]:
    """A template with its style sheet, its script, and the policy that allows just these."""
    loading = _LOADING.get(template)
    styles, scripts = _MADE_OF.get(template, (_STYLES, ("script.js", *([loading] if loading else []))))
    style, script = ("\n".join(map(asset, names)) for names in (styles, scripts))
    shared = SHARED.get(template, "")
    script = _SHARING.format(shared) if shared and script else script
    more = " 'strict-dynamic'" if loading or (shared and script) else ""
    styled = "'self' file:" if shared else f"'{_hash(style)}'"
    policy = (
        f"default-src 'none'; img-src data:; style-src {styled}; script-src '{_hash(script)}'{more}; "
        "base-uri 'none'; form-action 'none'"
    )
    sheet = Markup(f'<link rel="stylesheet" href="../shared/{shared}.css">')
    style = sheet if shared else Markup(f"<style>{style}</style>")
    return _environment().get_template(template), style, Markup(script), Markup(policy)


@cache
def asset(name: str) -> str:
    """A style sheet or script of the templates, as it stands in every page: without indentation and remarks."""
    written = re.sub(r"(?m)^[ \t]*(?://.*)?\n?", "", (TEMPLATES / name).read_text(encoding="utf-8")).strip()
    # Neither selectors nor strings of ours have a brace or a semicolon in them, or a blank behind a colon or comma.
    return re.sub(r"\s{0,9}([{};])\s{0,9}|(?<=[:,]) ", r"\1", written) if name.endswith(".css") else written


def write_shared(site: Path) -> None:
    """Write the style sheets and scripts that all pages of a kind share."""
    (site / "shared").mkdir(exist_ok=True)
    for template, name in SHARED.items():
        for kind, parts in zip(("css", "js"), _MADE_OF[template], strict=True):
            if parts:
                path = site / "shared" / f"{name}.{kind}"
                path.write_text("\n".join(map(asset, parts)), encoding="utf-8")


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def data_block(value: object) -> Markup:
    """`value` as JSON for the inside of a script element that is data: nothing in it can end the element."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(markup.clean(written))


def data_file(value: object, path: Path) -> None:
    """Write `value` as a script that hands it to the page that loads it."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"newsbook({data_block(value)});\n", encoding="utf-8")
