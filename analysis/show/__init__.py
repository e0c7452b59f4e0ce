"""What a notebook cell shows: tables, figures, sentences, quotations and provenance.

Each function returns an `Output` that JupyterLab and the report both show; as the last line of a cell it
appears by itself. With `downloads` (a folder) a table is also written as CSV, a figure as SVG.
"""

from __future__ import annotations

import hashlib
import io
import re
import sys
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata as distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import __version__, tables
from analysis.corpus.languages import ENGLISH
from analysis.quotation.acts import COMMUNICATION
from analysis.show import leads, markup, tabular
from analysis.show.session import parameters as parameters
from analysis.statistics.dictionaries import paths
from analysis.summaries.naming import named, who

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NO_TEXT = "The words are left out here: names stand in them."
LARGEST_SVG = 250_000  # bytes; a figure with more marks than that is shown as a picture


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


def _file(downloads: str | Path | None, name: str | None, suffix: str) -> Path | None:
    if name is not None and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError(f"name {name!r}: use lower-case letters, digits and hyphens")
    if not downloads or name is None:
        return None
    folder = Path(downloads)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / (name + suffix)


def table(
    frame: pd.DataFrame,
    name: str,
    *,
    caption: str | None = None,
    downloads: str | Path | None = None,
    rows: int = 25,
    percent: Sequence[str] = (),
) -> Output:
    """The first `rows` rows of `frame` as a table, with n; all rows go to `<downloads>/<name>.csv`.

    A named index becomes columns. Columns in `percent` are shares, shown as per cent. The caption is the name, unless
    given. Without rows the output is a sentence that says so.
    """
    caption = caption or name.replace("-", " ").capitalize()
    if frame.index.names != [None]:
        frame = frame.reset_index()
    path = _file(downloads, name, ".csv")
    if path:
        tables.write_csv(frame, path)
    details = {"kind": "table", "name": name, "file": path.name if path else ""}
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
    path = _file(downloads, name, ".svg")
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

    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "newsbook"}), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message="Glyph"
        )  # the reader's fonts draw the text, not matplotlib's
        drawn.draw_without_rendering()
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
    path = _file(downloads, name, ".csv")
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

    `downloads` receives all of `quotations`. Without any articles, as with pseudonyms, none is shown. With `speakers`
    the full name stands beside the source's words.
    """
    path = _file(downloads, name, ".csv")
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
    counted = markup.element("p", f"{len(html):,} of {len(quotations):,} quotations.", class_="nb-caption")
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


def wordings(
    frame: pd.DataFrame,
    spans: pd.DataFrame,
    name: str,
    *,
    caption: str | None = None,
    downloads: str | Path | None = None,
    rows: int = 25,
) -> Output:
    """The first `rows` rows of `frame` as a table in whose cells words are marked; all rows go to the CSV file.

    `spans` has `row` (number in `frame`), `column`, `start` and `end` of each word to mark.
    """
    plain = table(frame, name, caption=caption, downloads=downloads, rows=rows)
    if not len(frame):
        return plain
    shown = frame.head(rows).reset_index(drop=True).astype("object")
    for (row, column), group in spans[spans["row"] < len(shown)].groupby(["row", "column"]):
        cell = str(shown.at[row, column])
        shown.at[row, column] = markup.highlighted(cell, marks(group.assign(role="differs")))
    first = frame.head(rows).bfill(axis=1).iloc[:, 1:2].set_axis(["content"], axis=1)
    html = _table(shown, leads.of(first), caption, (), len(frame))
    return Output(html, plain.plain, plain.details)


def provenance(store: Any, **parameters: object) -> Output:
    """What the page rests on: corpus and its hash, articles, rejects, models, versions, parameters."""
    import pandas as pd

    rows = provenance_rows(store, parameters)
    frame = pd.DataFrame(rows, columns=["what", "value"])
    html = markup.element("section", tabular.table(frame), class_="nb-provenance")
    return Output(html, frame.to_string(index=False), {"kind": "provenance"})


def provenance_rows(store: Any, parameters: Mapping[str, object]) -> list[tuple[str, str]]:
    """The lines of `provenance`: corpus hash, counts, models, versions, parameters."""
    articles = store.table("articles", columns=["article_id", "sha256", "cleaned", "language"])
    counts = (
        ("articles cleaned", int(articles["cleaned"].notna().sum())),
        ("articles not in English", int(articles["language"].ne(ENGLISH).fillna(False).sum())),
        ("articles corrected by people", _corrected(store, articles)),
    )
    named = (*store.batches("quotations", ["engine"]), *store.batches("sentiment", ["model"]))
    models = sorted({name for part in named for name in part.iloc[:, 0].dropna().unique()})
    return [
        ("corpus", corpus_hash(articles)),
        ("articles", f"{len(articles):,}"),
        ("rejects", f"{len(store.rejects):,}"),
        *[(what, f"{n:,}") for what, n in counts if n],
        *[("model", str(model)) for model in models],
        ("newsbook", __version__),
        *[
            (name, distributions.version(name))
            for name in ("pandas", "vaderSentiment", "scipy", "onnxruntime")
        ],
        *[(f"parameter {key}", _shown(key, value)) for key, value in parameters.items()],
    ]


def _corrected(store: Any, articles: pd.DataFrame) -> int:
    """How many of the articles have quotations that people corrected, on the text that they have."""
    from analysis.store import corrections

    known = corrections.digests(store.place)
    pairs = zip(articles["article_id"], articles["sha256"], strict=True)
    return sum(pair in known for pair in pairs) if known else 0


def _shown(key: str, value: object) -> str:
    """A parameter as published: of a path only the last part, since the rest names somebody's machine."""
    if key == "dictionary":
        return ", ".join(Path(path).name for path in paths(str(value))) or "–"
    if key in ("corpus", "store", "downloads"):
        return Path(str(value)).name if value else "embedded example" if key == "corpus" else "–"
    return repr(value)


def corpus_hash(articles: pd.DataFrame) -> str:
    """SHA-256 over the sorted ids and hashes of all articles: the same corpus gives the same one anywhere."""
    lines = sorted(f"{a} {h}" for a, h in zip(articles["article_id"], articles["sha256"], strict=True))
    return "sha256 " + hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()
