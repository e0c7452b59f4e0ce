"""From executed notebooks to the pages of the site: prose, outputs, code folded away, failures marked.

Outputs of `show` are ours and pass; HTML of any other library is cleaned; Markdown is rendered without raw HTML.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import mistune
from markupsafe import Markup

from analysis.execution import Run
from analysis.show import markup, svg
from analysis.site.places import Places

LONGEST_OUTPUT = 200_000  # characters of one output of another library that a page shows
_PICTURES = {"image/svg+xml": "svg+xml", "image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
_ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(slots=True)
class Page:
    """One notebook as the site shows it; `headline` is its first figure, `label` its short name."""

    name: str
    label: str
    title: str
    question: Markup
    body: Markup
    headings: list[tuple[str, str]] = field(default_factory=list)
    headline: Markup = field(default_factory=Markup)
    error: str = ""
    error_anchor: str = ""


class _Renderer(mistune.HTMLRenderer):
    """Markdown without raw HTML, whose headings have ids; the page's title is the template's to show."""

    def __init__(self) -> None:
        super().__init__(escape=True)
        self.title = ""
        self.headings: list[tuple[str, str]] = []

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        plain = Markup(text).striptags()
        if level == 1 and not self.title:
            self.title = plain
            return ""
        anchor = (
            f"{re.sub(r'[^a-z0-9]+', '-', plain.lower()).strip('-') or 'section'}-{len(self.headings) + 1}"
        )
        self.headings.append((anchor, plain))
        return str(markup.element(f"h{max(2, level)}", Markup(text), id=anchor)) + "\n"


def page(notebook: Mapping[str, Any], run: Run, places: Places | None = None) -> Page:
    """The page of an executed notebook, its rows linked to their `places`.

    Cells that did not run are left out after a failure.
    """
    places = places or Places(())
    renderer = _Renderer()
    markdown = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough", "footnotes"])
    parts: list[Markup] = []
    headline = Markup("")
    for index, cell in enumerate(notebook["cells"]):
        source = "".join(cell["source"])
        tags = cell.get("metadata", {}).get("tags", ())
        if "papermill-error-cell-tag" in tags or not source.strip():
            continue
        if cell["cell_type"] == "markdown":
            parts.append(Markup(markdown(markup.clean(source))))
        elif cell["cell_type"] == "code":
            parts.append(
                _code_cell(cell, source, tags, f"{run.name}-{index}", places, failed=index == run.cell)
            )
            headline = headline or _headline(cell, f"card-{run.name}-{index}")
    lead, body = _lead(parts)
    return Page(
        name=run.name,
        label=re.sub(r"^[\d\W_]+", "", run.name).replace("-", " ").capitalize() or run.name,
        title=renderer.title or run.name,
        question=lead,
        body=body,
        headings=renderer.headings,
        headline=headline,
        error=run.error,
        error_anchor="failure" if run.error and run.cell is not None else "",
    )


def _lead(parts: Sequence[Markup]) -> tuple[Markup, Markup]:
    """The first paragraph, which asks the notebook's question, and the rest."""
    whole = Markup("\n").join(parts)
    match = re.match(r"\A\s*+<p>(.*?)</p>", whole, re.DOTALL)
    return (Markup(match[1]), Markup(whole[match.end() :])) if match else (Markup(""), whole)


def _headline(cell: Mapping[str, Any], prefix: str) -> Markup:
    for output in cell.get("outputs", ()):
        if output.get("metadata", {}).get("newsbook", {}).get("kind") == "figure":
            return _ours(output, prefix)
    return Markup("")


def _code_cell(
    cell: Mapping[str, Any], source: str, tags: Sequence[str], prefix: str, places: Places, *, failed: bool
) -> Markup:
    shown = Markup("").join(_outputs(cell.get("outputs", ()), prefix, places))
    what = (
        "Parameters given"
        if "injected-parameters" in tags
        else "Parameters"
        if "parameters" in tags
        else "Code"
    )
    folded = markup.element("summary", what) + markup.element("pre", _coloured(source))
    code = markup.element("details", folded, class_="code", open="open" if failed else None)
    return markup.element(
        "section", shown + code, class_="cell failed" if failed else "cell", id="failure" if failed else None
    )


@cache
def _lexer() -> Any:
    from pygments.formatters import HtmlFormatter
    from pygments.lexers.python import PythonLexer

    return PythonLexer(), HtmlFormatter(nowrap=True)


def _coloured(source: str) -> Markup:
    from pygments import highlight

    return Markup(highlight(markup.clean(source), *_lexer()))


def _outputs(outputs: Sequence[Mapping[str, Any]], prefix: str, places: Places) -> Iterator[Markup]:
    for number, output in enumerate(outputs):
        if output["output_type"] == "stream":
            written = markup.element("pre", _short(_joined(output["text"])), class_="stream")
            if output["name"] == "stderr":
                written = markup.element("details", markup.element("summary", "Messages") + written)
            yield written
        elif output["output_type"] == "error":
            trace = _ESCAPES.sub("", "\n".join(output.get("traceback", ())))
            yield markup.element("pre", _short(trace), class_="error")
        elif "newsbook" in output.get("metadata", {}):
            details = output["metadata"]["newsbook"]
            shown = places.linked(_ours(output, f"{prefix}-{number}"))
            below = Markup("")
            if details.get("kind") == "figure":
                below = places.below(shown, str(details.get("name", "")))
            yield _anchored(shown, details, prefix) + below + _download(details, prefix)
        else:
            yield _foreign(output["data"])


def _ours(output: Mapping[str, Any], prefix: str) -> Markup:
    html = markup.content_of(_joined(output["data"].get("text/html", "")))
    return svg.inline_figures(html, prefix=prefix)


def repeated(notebook: Mapping[str, Any]) -> Iterator[str]:
    """The files of an executed notebook of which the site has a whole one (`show.table`)."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            details = output.get("metadata", {}).get("newsbook", {})
            if details.get("whole") and details.get("file"):
                yield Path(str(details["file"])).name


def _anchored(shown: Markup, details: Mapping[str, Any], prefix: str) -> Markup:
    """An output under its name, so that other pages can lead to it."""
    name = details.get("name")
    return (
        markup.element("div", shown, id=f"{details['kind']}-{name}")
        if name and details.get("kind")
        else shown
    )


def _download(details: Mapping[str, Any], prefix: str) -> Markup:
    if not details.get("file"):
        return Markup("")
    file, folder, note = str(details["file"]), f"data/{prefix.rpartition('-')[0]}", ""
    kind = Path(file).suffix[1:].upper()
    if whole := details.get("whole"):
        file, folder, note = (
            f"{whole}.csv",
            "data",
            ", all that were found; those that count are “counted” in its column standing",
        )
    link = markup.element("a", file, href=f"{folder}/{file}", download="")
    return markup.element("p", Markup("{}: {}{}").format(kind, link, note), class_="download")


def _foreign(data: Mapping[str, Any]) -> Markup:
    """An output of another library: HTML cleaned, pictures as data, anything else as text."""
    if "text/html" in data:
        import nh3

        html = _joined(data["text/html"])
        if len(html) <= LONGEST_OUTPUT:
            tags = nh3.ALLOWED_TAGS | {"mark", "figure", "figcaption"}
            kept = nh3.clean(html, tags=tags, url_schemes={"data", "https"}, url_relative="deny")
            shown = re.sub(r"<img\b([^<>]*)>", _described, markup.clean(kept))
            return markup.element("div", Markup(shown), class_="foreign nb-scroll")
    for kind, name in _PICTURES.items():
        if kind in data:
            drawn = _joined(data[kind])
            coded = (
                base64.b64encode(drawn.encode()).decode()
                if kind == "image/svg+xml"
                else re.sub(r"\s", "", drawn)
            )
            described = _joined(data.get("text/plain", "")) or "no description was given"
            source = f"data:image/{name};base64,{coded}"
            image = Markup('<img src="{}" alt="{}">').format(source, f"Figure: {markup.clean(described)}")
            return markup.element("figure", image, class_="nb-figure picture")
    if "text/markdown" in data:
        rendered = mistune.create_markdown(escape=True)(markup.clean(_joined(data["text/markdown"])))
        return Markup(rendered)
    return markup.element("pre", _short(_joined(data.get("text/plain", ""))), class_="stream")


def _described(image: re.Match[str]) -> str:
    """A cleaned image, unless cleaning took its source; with an alternative text in any case."""
    if " src=" not in image[1]:
        return ""
    return image[0] if " alt=" in image[1] else f'<img{image[1]} alt="Picture without a description">'


def _joined(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _short(text: str) -> str:
    return (
        text if len(text) <= LONGEST_OUTPUT else text[:LONGEST_OUTPUT] + "\n… cut; the notebook has all of it"
    )
