"""The only package that emits raw HTML: prose, figures and highlighted text here, tables in `tabular`, and `svg`.

Article text is data. Whatever comes in as `str` is escaped; only `Markup` made here passes unchanged.
Control characters, bidirectional overrides and lone surrogates are shown as U+FFFD, so that no text can hide
or reorder another. Nothing here needs a script, a network or an inline style, so that pages keep a strict
Content-Security-Policy.
"""

from __future__ import annotations

import base64
import re
from bisect import insort
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup
from markupsafe import escape as _escape

# C0 and C1 controls but tab, line feed and carriage return; bidirectional embeddings, overrides and isolates;
# lone surrogates, which no encoding can carry.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

# What an output looks like in JupyterLab; the report replaces it by the site's own style sheet.
STYLE = Markup(
    "<style>"
    ".nb-text{max-width:44rem;line-height:1.55;white-space:pre-wrap}"
    ".nb-quotation{max-width:44rem;margin:.8rem 0;padding-left:1rem;border-left:3px solid #8886}"
    ".nb-quotation footer{font-size:.85em;opacity:.75}"
    "mark.content{background:#f5d76e66;color:inherit}mark.nested{background:#f0a03a88}"
    "mark.source{background:none;color:inherit;font-weight:700;border-bottom:2px solid #2a6f97}"
    "mark.cue{background:none;color:inherit;border-bottom:2px dotted #b5446e}"
    "mark.content.source,mark.content.cue{background:#f5d76e66}"
    "mark.positive{background:#1b7f5a40;color:inherit}mark.negative{background:#c1440e40;color:inherit}"
    "mark[data-number]::before{content:attr(data-number);font:700 .7em sans-serif;vertical-align:super}"
    ".nb-table td.number{font-variant-numeric:tabular-nums}.nb-table caption{text-align:left;font-weight:600}"
    ".nb-table td.long{text-align:left;white-space:normal;max-width:36rem}"
    ".nb-sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:.4rem 1.5rem}"
    ".nb-side{margin:.3rem 0 1rem;padding-left:.8rem;border-left:3px solid #8886}.nb-outlet{margin:0;font-weight:600}"
    ".nb-side footer{font-size:.85em;opacity:.75}mark.differs{background:#f0a03a88;color:inherit}"
    "mark.same{background:none;color:inherit}mark.same a{color:inherit;text-decoration:underline dotted}"
    "mark.same:target,mark.same a:hover{background:#2a6f9740}"
    ".nb-figure img{max-width:100%;background:#fff}"
    "</style>"
)

# MathJax leaves alone what is in an element of one of these classes: that of JupyterLab, and that of older pages.
_NO_MATHEMATICS = "mathjax_ignore tex2jax_ignore"


OTHER = "other"  # the role of what is not highlighted until a reader asks for it


class Mark(NamedTuple):
    """One span to highlight: half-open offsets, a role that becomes its class, a label, a note.

    `anchor` names it, `link` is the address that it leads to; `of` is whose it is, in the place of a class: a letter
    for the role and a number, for a style sheet and for a script that makes a note.
    """

    start: int
    end: int
    role: str
    number: str = ""
    note: str = ""
    anchor: str = ""
    link: str = ""
    of: str = ""


def clean(value: object) -> str:
    """`value` as text in which every character that could hide or reorder others is U+FFFD."""
    written = str(value)
    # Nothing that is printable hides or reorders others, and most of what a page shows is one such line.
    return written if written.isprintable() else _UNSHOWABLE.sub("\ufffd", written)


def text(value: object) -> Markup:
    """`value` escaped for HTML, in text and in attributes; `Markup` passes unchanged."""
    return value if isinstance(value, Markup) else _escape(clean(value))


def element(name: str, content: object = "", /, **attributes: object) -> Markup:
    """One element; attributes that are None or empty are left out, `class_` means class, `_` means `-`."""
    # Every part is escaped by `text`: put together as plain strings, which `Markup.format` does ten times slower.
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    return Markup(f"<{name}{written}>{text(content)}</{name}>")


def joined(parts: Iterable[Markup], by: str = "") -> Markup:
    """What was escaped before, one after the other; for very many parts, which `Markup.join` escapes again."""
    return Markup(by.join(parts))


def output(content: Markup) -> Markup:
    """`content` as JupyterLab gets it: with the look it has there, and with no "$…$" typeset as mathematics."""
    return STYLE + element("div", content, class_=_NO_MATHEMATICS)


def content_of(html: str) -> str:
    """The content of what `output` made; other HTML unchanged."""
    before, after = str(output(Markup("\0"))).split("\0")
    return html[len(before) : -len(after)] if html.startswith(before) and html.endswith(after) else html


def paragraph(sentence: str) -> Markup:
    """A paragraph of computed prose: what stands between single backticks is code, a number stays with its %."""
    whole = re.sub(r"(?<=\d) %", "\u00a0%", sentence)
    parts = re.split(r"(?<!`)`([^`\n]{1,80})`(?!`)", whole)
    return element("p", joined(element("code", p) if at % 2 else text(p) for at, p in enumerate(parts)))


def is_missing(value: object) -> bool:
    """Whether `value` is None, NaN, NaT or pandas' NA."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value


# --------------------------------------------------------------------------------------------------- figures


def figure(svg: str, *, alt: str, caption: str | None = None) -> Markup:
    """An SVG as an image with its own alternative text; nothing inside it can run."""
    source = "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8", "replace")).decode()
    image = Markup('<img src="{}" alt="{}">').format(source, text(alt))
    below = element("figcaption", caption) if caption else Markup("")
    return element("figure", image + below, class_="nb-figure")


def picture(png: bytes, *, alt: str, caption: str | None = None) -> Markup:
    """A PNG at twice its shown size as an image with its own alternative text."""
    source = "data:image/png;base64," + base64.b64encode(png).decode()
    image = Markup('<img src="{}" alt="{}">').format(source, text(alt))
    below = element("figcaption", caption) if caption else Markup("")
    return element("figure", image + below, class_="nb-figure picture")


# ------------------------------------------------------------------------------------- text with highlights


def highlighted(body: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None) -> Markup:
    """`body[start:end]` with its marked spans highlighted; spans may nest, overlap and be split.

    The text is cut at every boundary; each piece carries the classes of all spans that cover it, `nested`
    when two contents do, and a span's number where it begins, that of `OTHER` ones apart. The pieces joined are the
    text, character for character.
    """
    end = len(body) if end is None else end
    inside = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    if not inside:
        return text(body[start:end])
    cuts = sorted({start, end} | {min(max(at, start), end) for m in inside for at in (m.start, m.end)})
    return joined(_piece(body, a, b, covering) for (a, b), covering in _covered(cuts, inside))


def _covered(cuts: Sequence[int], marks: Sequence[Mark]) -> Iterator[tuple[tuple[int, int], list[Mark]]]:
    """Each piece between two cuts with the marks that cover it, in the order in which they were given."""
    order = sorted(range(len(marks)), key=lambda i: marks[i].start)
    active: list[int] = []
    at = 0
    for a, b in pairwise(cuts):
        while at < len(order) and marks[order[at]].start < b:
            insort(active, order[at])
            at += 1
        active = [i for i in active if marks[i].end > a]
        yield (a, b), [marks[i] for i in active]


def _piece(body: str, start: int, end: int, marks: Sequence[Mark]) -> Markup:
    if not marks:
        return text(body[start:end])
    classes = sorted({m.role for m in marks if not m.of})
    if sum(m.role == "content" for m in marks) > 1:
        classes.append("nested")
    starting = [m for m in marks if m.number and m.start == start]
    numbers, others = (
        " ".join(m.number for m in starting if (m.role == OTHER) == other) for other in (False, True)
    )
    notes = "; ".join(dict.fromkeys(m.note for m in marks if m.note))
    names = list(dict.fromkeys(m.anchor for m in marks if m.anchor and m.start == start))
    further = joined(element("span", id=name) for name in names[1:])
    # A link of nothing but white space is one that nobody sees and that has no name.
    link = next((m.link for m in marks if m.link), "") if body[start:end].strip() else ""
    return further + element(
        "mark",
        element("a", body[start:end], href=link) if link else body[start:end],
        class_=" ".join(classes),
        data_number=numbers,
        data_other=others,
        title=notes or None,
        data_of=" ".join(dict.fromkeys(m.of for m in marks if m.of)),
        id=names[0] if names else None,
    )


def article(body: str, marks: Iterable[Mark]) -> Markup:
    """A whole text with its highlights, paragraph by paragraph: at blank lines, without any at every line end."""
    left, active, parts, at = deque(sorted(marks, key=lambda m: m.start)), list[Mark](), list[Markup](), 0
    ends = r"(?:\r?\n[ \t]*){2,}" if re.search(r"\n[ \t]*\r?\n", body.strip()) else r"(?:\r?\n)+"
    for between in [*re.finditer(ends, body), None]:
        end = between.start() if between else len(body)
        while left and left[0].start < end:
            active.append(left.popleft())
        active = [m for m in active if m.end > at]
        if body[at:end].strip():
            parts.append(element("p", highlighted(body, active, start=at, end=end)))
        parts.append(text(body[end : between.end()]) if between else Markup(""))
        at = between.end() if between else end
    return element("div", joined(parts), class_="nb-article", dir="auto")


def quotation(body: str, marks: Sequence[Mark], *, context: int, label: str, lead: str = "") -> Markup:
    """The excerpt round the marks of one quotation, cut at white space, with a line that says whose it is.

    `lead` says where it stands (`show.leads`).
    """
    first, last = min(m.start for m in marks), max(m.end for m in marks)
    start, end = max(0, first - context), min(len(body), last + context)
    if start:
        start += (
            len(body[start:first]) - len(body[start:first].split(maxsplit=1)[-1])
            if body[start:first].split()
            else 0
        )
    if end < len(body):
        cut = body.rfind(" ", last, end)
        end = cut if cut > last else end
    before, after = "… " if start else "", " …" if end < len(body) else ""
    excerpt = text(before) + highlighted(body, marks, start=start, end=end) + text(after)
    shown = element("div", excerpt, class_="nb-text", dir="auto") + element(
        "footer", f"— {label}", data_lead=lead
    )
    return element("blockquote", shown, class_="nb-quotation")
