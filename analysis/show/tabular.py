"""Tables and lines of a concordance as HTML: numbers of one precision a column, what is missing as a dash."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pandas.api.types import is_numeric_dtype

from analysis.show.markup import clean, element, is_missing, joined, text
from analysis.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

MOST_DIGITS = 4  # behind the point, of a number
OF_ANYTHING = frozenset(
    ["low", "high", "first", "last", "n"]
)  # names that tables of notebooks have in any unit
_RANGES = {"0 to 1": (0.0, 1.0), "-1 to 1": (-1.0, 1.0)}


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


def _named(column: str, unit: str) -> Markup:
    """A column's heading: its name, and its unit in small letters."""
    name = text(column.replace("_", " "))
    return name + Markup(" ") + element("small", unit, class_="unit") if unit else name


def _unit(name: str, column: pd.Series) -> str:
    """The unit that tables of the store give numbers of this name, "" where they differ or the numbers do not fit."""
    units = {t.columns[name].unit for t in TABLES.values() if name in t.columns}
    if name in OF_ANYTHING or len(units) != 1 or not is_numeric_dtype(column):
        return ""
    (unit,) = units
    if unit in name.split("_"):
        return ""
    least, most = _RANGES.get(unit, (0.0, math.inf))
    return unit if column.dropna().between(least, most).all() else ""


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
    units = ["" if c in percent else _unit(c, frame.iloc[:, at]) for at, c in enumerate(columns)]
    head = joined(
        element("th", _named(column, unit), scope="col", class_="key" if column in keys else None)
        for column, unit in zip(columns, units, strict=True)
    )
    digits = [_precision(frame.iloc[:, at]) for at in range(len(columns))]
    how = [(c in percent, d, c in keys) for c, d in zip(columns, digits, strict=True)]
    rows = [
        element(
            "tr",
            joined(_cell(v, p, d, key=k) for (p, d, k), v in zip(how, row, strict=True)),
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
    body = element("tbody", joined(rows, "\n"))
    content = title + element("thead", element("tr", head)) + body
    return element("div", element("table", content, class_="nb-table"), class_="nb-scroll")


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
        cells += joined(_cell(row[c], False, key=c in keys) for c in others)
        rows.append(element("tr", cells, data_lead=lead))
    head = [
        element("th", c.replace("_", " "), scope="col", class_="key" if c in keys else None)
        for c in ("left", "keyword", "right", *others)
    ]
    total = len(frame) if n is None else n
    title = element("caption", f"{caption or ''} ({len(frame):,} of {total:,} lines)")
    content = title + element("thead", element("tr", joined(head))) + element("tbody", joined(rows))
    return element("div", element("table", content, class_="nb-table nb-concordance"), class_="nb-scroll")
