"""The only module, with `svg`, that emits raw HTML: tables, figures, prose, highlighted text.

Article text is data. Whatever comes in as `str` is escaped; only `Markup` made here passes unchanged.
Control characters, bidirectional overrides and lone surrogates are shown as U+FFFD, so that no text can hide
or reorder another. Nothing here needs a script, a network or an inline style, so that pages keep a strict
Content-Security-Policy.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup
from markupsafe import escape as _escape

if TYPE_CHECKING:
    import pandas as pd

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
    ".nb-figure img{max-width:100%;background:#fff}"
    "</style>"
)

# MathJax leaves alone what is in an element of one of these classes: that of JupyterLab, and that of older pages.
_NO_MATHEMATICS = "mathjax_ignore tex2jax_ignore"


MOST_DIGITS = 4  # behind the point, of a number in a table
OTHER = "other"  # the role of what is not highlighted until a reader asks for it


class Mark(NamedTuple):
    """One span to highlight: half-open offsets, a role that becomes its class, a label, a note; `anchor` names it."""

    start: int
    end: int
    role: str
    number: str = ""
    note: str = ""
    anchor: str = ""


def clean(value: object) -> str:
    """`value` as text in which every character that could hide or reorder others is U+FFFD."""
    return _UNSHOWABLE.sub("\ufffd", str(value))


def text(value: object) -> Markup:
    """`value` escaped for HTML, in text and in attributes; `Markup` passes unchanged."""
    return value if isinstance(value, Markup) else _escape(clean(value))


def element(name: str, content: object = "", **attributes: object) -> Markup:
    """One element; attributes that are None or empty are left out, `class_` means class, `_` means `-`."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), text(value))
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, text(content))


def output(content: Markup) -> Markup:
    """`content` as JupyterLab gets it: with the look it has there, and with no "$…$" typeset as mathematics."""
    return STYLE + element("div", content, class_=_NO_MATHEMATICS)


def content_of(html: str) -> str:
    """The content of what `output` made; other HTML unchanged."""
    before, after = str(output(Markup("\0"))).split("\0")
    return html[len(before) : -len(after)] if html.startswith(before) and html.endswith(after) else html


def paragraph(sentence: str) -> Markup:
    """A paragraph of computed prose."""
    return element("p", sentence)


# ---------------------------------------------------------------------------------------------------- tables


def is_missing(value: object) -> bool:
    """Whether `value` is None, NaN, NaT or pandas' NA."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value


def number(value: float, *, percent: bool = False) -> str:
    """`value` for a reader: whole numbers with thousands separated, others with three significant digits."""
    if percent:
        return f"{100 * value:.1f} %"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}".replace("-", "−")
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    shown = f"{value:,.{digits}f}" if digits <= 6 else f"{value:.1e}"
    return shown.replace("-", "−")


def _precision(column: pd.Series) -> int | None:
    """Digits behind the point that give the largest number of a column three, its median two at least; or None.

    None too for a column without numbers, or of whole ones.
    """
    if getattr(column.dtype, "kind", "") != "f":
        return None
    sizes = column.abs().to_numpy(dtype=float, na_value=math.nan)
    sizes = sizes[(sizes > 0) & (sizes < math.inf)]
    if not len(sizes) or (sizes % 1 == 0).all():
        return None
    largest, middle = (
        math.floor(math.log10(value)) for value in (max(sizes), sorted(sizes)[len(sizes) // 2])
    )
    return min(MOST_DIGITS, max(0, 2 - largest, 1 - middle))


def _rounded(value: float, digits: int) -> str:
    """`value` with so many digits behind the point; what would look like zero, as less than the least."""
    if math.isinf(value) or abs(value) >= 1e15:
        return number(value)
    least = 10.0**-digits
    if value and abs(value) < least / 2:
        return f"<{least:.{digits}f}" if value > 0 else f">−{least:.{digits}f}"
    return f"{value:,.{digits}f}".replace("-", "−")


def _cell(value: Any, percent: bool, digits: int | None = None, *, key: bool = False) -> Markup:
    if key:
        return element("td", "–" if is_missing(value) else value, class_="key", dir="auto")
    if isinstance(value, Markup):
        return _written(value, len(value.striptags()))
    if is_missing(value):
        return element("td", "–", class_="missing")
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return element("td", "yes" if value else "no")
    if hasattr(value, "dtype") or isinstance(value, int | float):
        rounded = not percent and digits is not None
        shown = _rounded(float(value), digits or 0) if rounded else number(float(value), percent=percent)
        return element("td", shown, class_="number", data_sort=repr(float(value)))
    if isinstance(value, date):
        plain = value.isoformat()
        shown = plain[:10] if "T00:00:00" in plain else plain[:16].replace("T", " ")
        return element("td", shown, class_="date")
    written = clean(value)
    return _written(written, len(written))


def _written(content: str, characters: int) -> Markup:
    """A cell with text of so many characters, as wide as that wants it."""
    size = "long" if characters > 40 else "short" if characters <= 24 else None
    return element("td", content, class_=size, dir="auto")


def table(
    frame: pd.DataFrame,
    *,
    caption: str | None = None,
    percent: Sequence[str] = (),
    n: int | None = None,
    leads: Sequence[str] = (),
    keys: Sequence[str] = (),
) -> Markup:
    """`frame` as a table: a header row, numbers aligned and of one precision a column, missing values as a dash.

    Columns in `percent` are shares. `n` is the number of rows `frame` was cut from; the caption says
    when some were left out. Without either there is no caption. `leads` say of each row where it comes from
    (`show.leads`); columns in `keys` are marked, so that a page that links can leave them out.
    """
    columns = [str(column) for column in frame.columns]
    head = Markup("").join(
        element("th", column.replace("_", " "), scope="col", class_="key" if column in keys else None)
        for column in columns
    )
    digits = [_precision(frame.iloc[:, at]) for at in range(len(columns))]
    how = [(c in percent, d, c in keys) for c, d in zip(columns, digits, strict=True)]
    rows = [
        element(
            "tr",
            Markup("").join(_cell(v, p, d, key=k) for (p, d, k), v in zip(how, row, strict=True)),
            data_lead=lead,
        )
        for row, lead in zip(
            frame.itertuples(index=False, name=None), leads or [""] * len(frame), strict=True
        )
    ]
    total = len(frame) if n is None else n
    counted = f"{len(frame):,} of {total:,} rows" if total > len(frame) else f"n = {total:,}"
    title = Markup("{} <small>({})</small>").format(text(caption or ""), counted)
    title = element("caption", title) if caption or n is not None else Markup("")
    body = element("tbody", Markup("\n").join(rows))
    content = title + element("thead", element("tr", head)) + body
    return element("div", element("table", content, class_="nb-table"), class_="nb-scroll")


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
    cuts = sorted({start, end} | {min(max(at, start), end) for m in inside for at in (m.start, m.end)})
    return Markup("").join(
        _piece(body, a, b, [m for m in inside if m.start < b and m.end > a]) for a, b in pairwise(cuts)
    )


def _piece(body: str, start: int, end: int, marks: Sequence[Mark]) -> Markup:
    if not marks:
        return text(body[start:end])
    classes = sorted({m.role for m in marks})
    if sum(m.role == "content" for m in marks) > 1:
        classes.append("nested")
    starting = [m for m in marks if m.number and m.start == start]
    numbers, others = (
        " ".join(m.number for m in starting if (m.role == OTHER) == other) for other in (False, True)
    )
    notes = "; ".join(dict.fromkeys(m.note for m in marks if m.note))
    names = list(dict.fromkeys(m.anchor for m in marks if m.anchor and m.start == start))
    further = Markup("").join(element("span", id=name) for name in names[1:])
    return further + element(
        "mark",
        body[start:end],
        class_=" ".join(classes),
        data_number=numbers,
        data_other=others,
        title=notes or None,
        id=names[0] if names else None,
    )


def article(body: str, marks: Iterable[Mark]) -> Markup:
    """A whole text with its highlights, paragraph by paragraph: at blank lines, without any at every line end."""
    kept, shown, at = list(marks), Markup(""), 0
    ends = r"(?:\r?\n[ \t]*){2,}" if re.search(r"\n[ \t]*\r?\n", body.strip()) else r"(?:\r?\n)+"
    for between in [*re.finditer(ends, body), None]:
        end = between.start() if between else len(body)
        if body[at:end].strip():
            shown += element("p", highlighted(body, kept, start=at, end=end))
        shown += text(body[end : between.end()]) if between else Markup("")
        at = between.end() if between else end
    return element("div", shown, class_="nb-article", dir="auto")


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


def concordance(
    frame: pd.DataFrame,
    *,
    caption: str | None = None,
    n: int | None = None,
    leads: Sequence[str] = (),
    keys: Sequence[str] = (),
) -> Markup:
    """Keyword in context: the columns `left`, `keyword`, `right`, then any others, as an aligned table.

    What else is given is as in `table`.
    """
    others = [str(c) for c in frame.columns if c not in ("left", "keyword", "right")]
    rows = []
    for row, lead in zip(frame.to_dict("records"), leads or [""] * len(frame), strict=True):
        cells = element("td", row["left"], class_="left") + element("td", element("mark", row["keyword"]))
        cells += element("td", row["right"], class_="right")
        cells += Markup("").join(_cell(row[c], False, key=c in keys) for c in others)
        rows.append(element("tr", cells, data_lead=lead))
    head = [
        element("th", c.replace("_", " "), scope="col", class_="key" if c in keys else None)
        for c in ("left", "keyword", "right", *others)
    ]
    total = len(frame) if n is None else n
    title = element("caption", f"{caption or ''} ({len(frame):,} of {total:,} lines)")
    content = (
        title
        + element("thead", element("tr", Markup("").join(head)))
        + element("tbody", Markup("").join(rows))
    )
    return element("div", element("table", content, class_="nb-table nb-concordance"), class_="nb-scroll")
