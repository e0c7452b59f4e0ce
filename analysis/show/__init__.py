"""What a notebook cell shows: tables, figures, sentences, quotations and provenance.

Each function returns an `Output` that JupyterLab and the report both show; as the last line of a cell it
appears by itself. With `downloads` (a folder) a table is also written as CSV, a figure as SVG.
"""

from __future__ import annotations

import io
import re
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import tables
from analysis.quotation.acts import COMMUNICATION
from analysis.show import leads, markup, tabular
from analysis.show.basis import corpus_hash as corpus_hash
from analysis.show.basis import provenance as provenance
from analysis.show.basis import provenance_rows as provenance_rows
from analysis.show.beside import side_by_side as side_by_side
from analysis.show.outputs import Output as Output
from analysis.show.outputs import place
from analysis.show.session import parameters as parameters
from analysis.summaries.naming import named, who
from analysis.summaries.wording import plural

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NO_TEXT = "The words are left out here: names stand in them."
LARGEST_SVG = 250_000  # bytes; a figure with more marks than that is shown as a picture


def table(
    frame: pd.DataFrame,
    name: str,
    *,
    caption: str | None = None,
    downloads: str | Path | None = None,
    rows: int = 25,
    percent: Sequence[str] = (),
    whole: str = "",
) -> Output:
    """The first `rows` rows of `frame` as a table, with n; all rows go to `<downloads>/<name>.csv`.

    A named index becomes columns. Columns in `percent` are shares, shown as per cent. The caption is the name, unless
    given. `whole` names a table that every report has as a file, and that has all rows and keys of this one: there
    it stands for the file of its own. Without rows the output is a sentence that says so.
    """
    caption = caption or name.replace("-", " ").capitalize()
    if frame.index.names != [None]:
        frame = frame.reset_index()
    path = place(downloads, name, ".csv")
    if path:
        tables.write_csv(frame, path)
    details = {"kind": "table", "name": name, "file": path.name if path else ""}
    details |= {"whole": whole} if whole else {}
    if not len(frame):
        sentence_ = f"{caption}: nothing to show (n = 0)."
        return Output(markup.paragraph(sentence_), sentence_, details)
    html = _table(frame.head(rows), leads.of(frame.head(rows)), caption, percent, len(frame))
    return Output(html, frame.head(rows).to_string(index=False), details)


def _table(
    shown: pd.DataFrame, told: Sequence[str], caption: str | None, percent: Sequence[str], n: int
) -> markup.Markup:
    keys = [c for c in leads.KEYS if c in shown.columns]
    return tabular.table(shown, caption=caption, percent=percent, n=n, leads=told, keys=keys)


def figure(
    axes_or_figure: Axes | Figure,
    *,
    alt: str,
    name: str | None = None,
    caption: str | None = None,
    downloads: str | Path | None = None,
) -> Output:
    """A matplotlib figure with its alternative text `alt`, and maybe a caption below.

    SVG, or a PNG at double size when it holds very many marks. A figure that only says why there is nothing
    to draw becomes a paragraph. The figure is closed, so that JupyterLab does not show it a second time.
    """
    from analysis.figures import style

    if not alt.strip():
        raise ValueError("alt: say in a sentence what the figure shows")
    drawn = axes_or_figure.get_figure(root=True)
    if drawn is None:
        raise ValueError("these axes belong to no figure any more")
    reason = style.sentence_of(drawn)
    svg = "" if reason else _svg(drawn)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(drawn)
    if reason:
        return sentence(reason)
    path = place(downloads, name, ".svg")
    if path:
        path.write_text(svg, encoding="utf-8")
    details = {
        "kind": "figure",
        "name": name or "",
        "alt": markup.clean(alt),
        "file": path.name if path else "",
    }
    small = len(svg) <= LARGEST_SVG
    shown = markup.figure(svg, alt=alt, caption=caption)
    return Output(shown if small else _picture(drawn, alt, caption), f"[figure] {alt}", details)


def _svg(drawn: Figure) -> str:
    """The figure as SVG; labels that come from articles are text, never formulas."""
    import matplotlib as mpl
    from matplotlib.text import Text

    from analysis.figures import style

    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "newsbook"}), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message="Glyph"
        )  # the reader's fonts draw the text, not matplotlib's
        style.lay_out(drawn)
        for label in drawn.findobj(Text):
            # Ticks of logarithmic axes are formulas; where \$ stands, dollar signs are escaped already.
            if isinstance(label, Text) and not re.search(r"\\mathdefault|\\\$", label.get_text()):
                label.set_parse_math(False)
        drawn.set_layout_engine(None)  # it is laid out now; else each of several passes does it again
        box = drawn.get_tightbbox().padded(0.1)  # type: ignore[no-untyped-call]
        drawn.savefig(buffer, format="svg", bbox_inches=box, metadata={"Date": None}, facecolor="white")
    return markup.clean(buffer.getvalue())


def _picture(drawn: Figure, alt: str, caption: str | None) -> markup.Markup:
    buffer = io.BytesIO()
    drawn.savefig(buffer, format="png", dpi=192, bbox_inches="tight", facecolor="white")
    return markup.picture(buffer.getvalue(), alt=alt, caption=caption)


def sentence(text: str) -> Output:
    """A paragraph of computed prose."""
    return Output(markup.paragraph(text), text, {"kind": "sentence"})


def concordance(
    frame: pd.DataFrame,
    name: str,
    *,
    caption: str | None = None,
    downloads: str | Path | None = None,
    rows: int = 25,
) -> Output:
    """Keyword in context, from a frame with `left`, `keyword`, `right` and any further columns."""
    path = place(downloads, name, ".csv")
    if path:
        tables.write_csv(frame, path)
    details = {"kind": "table", "name": name, "file": path.name if path else ""}
    if not len(frame):
        return Output(markup.paragraph("No line to show (n = 0)."), "No line to show (n = 0).", details)
    shown = frame.head(rows)
    html = tabular.concordance(shown, caption=caption, n=len(frame), leads=leads.of(shown), keys=leads.KEYS)
    return Output(html, frame.head(rows).to_string(index=False), details)


def highlighted(text: str, spans: pd.DataFrame, *, caption: str | None = None) -> Output:
    """One text with spans highlighted: `spans` has `start`, `end`, `role`, and maybe `number` and `note`.

    Roles with a look of their own: source, cue, content (nested or not), positive, negative.
    """
    html = markup.article(text, marks(spans))
    heading = markup.element("p", caption, class_="nb-caption") if caption else markup.Markup("")
    return Output(heading + html, text, {"kind": "text"})


def marks(spans: pd.DataFrame) -> list[markup.Mark]:
    """`spans` as marks for `markup.highlighted`."""
    columns = [c for c in ("start", "end", "role", "number", "note") if c in spans.columns]
    rows = spans[columns].astype({"start": int, "end": int}).to_dict("records")
    return [markup.Mark(**{str(key): value for key, value in row.items()}) for row in rows]


def quotations(
    articles: pd.DataFrame,
    quotations: pd.DataFrame,
    spans: pd.DataFrame,
    *,
    name: str = "quotations",
    speakers: pd.DataFrame | None = None,
    rows: int = 10,
    context: int = 120,
    downloads: str | Path | None = None,
) -> Output:
    """The first `rows` quotations, each in its context with source, cue and content highlighted.

    `quotations.attrs["of"]` is of how many they were drawn. `downloads` receives all of `quotations`. Without any
    articles, as with pseudonyms, none is shown. With `speakers`
    the full name stands beside the source's words.
    """
    path = place(downloads, name, ".csv")
    if path:
        tables.write_csv(quotations, path)
    details = {"kind": "quotations", "name": name, "file": path.name if path else ""}
    if not len(quotations):
        return Output(
            markup.paragraph("No quotation to show (n = 0)."), "No quotation to show (n = 0).", details
        )
    if not len(articles):
        return Output(markup.paragraph(NO_TEXT), NO_TEXT, details)
    shown = quotations.head(rows)
    shown = shown.assign(speaker=None) if speakers is None else named(shown, speakers)
    about = articles.drop_duplicates("article_id").set_index("article_id")
    pieces = spans.merge(shown[["article_id", "quotation"]], on=["article_id", "quotation"])
    groups = {key: marks(group) for key, group in pieces.groupby(["article_id", "quotation"])}
    html = [
        markup.quotation(
            str(about.at[row["article_id"], "text"]),
            groups[row["article_id"], row["quotation"]],
            context=context,
            label=label(row, about.loc[row["article_id"]]),
            lead=lead,
        )
        for row, lead in zip(shown.to_dict("records"), leads.of(shown), strict=True)
        if (row["article_id"], row["quotation"]) in groups and row["article_id"] in about.index
    ]
    total = int(quotations.attrs.get("of", len(quotations)))
    some = f"{len(html):,} of " * (total > len(html))
    counted = markup.element("p", f"{some}{plural(total, 'quotation')}.", class_="nb-caption")
    plain = "\n".join(f"{row['source']}: {row['content']}" for row in shown.to_dict("records"))
    return Output(markup.Markup("").join([counted, *html]), plain, details)


def label(quotation: Mapping[Any, Any], article: Any) -> str:
    """Who says it, how it is quoted and where: "Ada Lovelace (“she”), direct. The Outlet, 2024-11-20"."""
    missing = markup.is_missing
    published = article.get("published")
    parts = [
        article.get("outlet"),
        article.get("title"),
        None if missing(published) else f"{published:%Y-%m-%d}",
    ]
    where = ", ".join(str(part) for part in parts if not missing(part) and str(part))
    how = how_said(quotation["kind"], quotation.get("act"))
    said = f"{who(quotation['speaker'], quotation['source'])}, {how}"
    return f"{said}. {where}" if where else said


def how_said(kind: object, act: object) -> str:
    """How something is quoted, and its act where nobody said it: "direct", "indirect belief"."""
    return f"{kind}" if markup.is_missing(act) or act == COMMUNICATION else f"{kind} {act}"
