"""What is in a corpus, as one page by itself: what `newsbook check --html` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import __version__
from analysis.show.markup import Markup
from analysis.show.tabular import table
from analysis.site import pages
from analysis.summaries.reading import told_languages
from analysis.summaries.wording import plural

ROWS = 2_000  # of a table; all are in `--json`


def page(found: Mapping[str, Any], *, title: str) -> str:
    """The page for what `corpus.inspect` found: as any other of the site, with nothing to load and no link."""
    return pages.render(
        "check.html",
        title=title,
        summary=f"{plural(found['articles'], 'article')}, {plural(found['characters'], 'character')}.",
        languages=told_languages(found["languages"], found["articles"], annotated=False),
        facts=_facts(found),
        files=_table([_file(file) for file in found["files"]], "Files"),
        columns=_table(_columns(found["files"]), "What each column became"),
        warnings=_table(found["warnings"], "What does not belong in texts"),
        rejects=_table(found["rejected"], "What could not be read"),
        version=__version__,
        navigation=[],
        pages=[],
        chosen="",
        here="",
        root="",
    )


def _facts(found: Mapping[str, Any]) -> list[dict[str, str]]:
    exact, near = found["duplicates"]["exact"], found["duplicates"]["near"]
    rows = [
        ("Outlets", f"{len(found['outlets']):,}", f"{found['without_outlet']:,} articles without one"),
        ("Dates", _dates(found), f"{found['without_date']:,} articles without one"),
        *_ambiguous(found["ambiguous_dates"]),
        ("Languages", f"{len(found['languages']):,}", _counted(found["languages"])),
        ("Lengths", *_lengths(found)),
        ("Repeated articles", f"{exact + (near or 0):,}", f"{exact:,} exact, {near or 0:,} near"),
        ("Cleaned", f"{sum(found['cleaned'].values()):,}", _counted(found["cleaned"])),
        ("Warnings", f"{len(found['warnings']):,}", ""),
        ("Rejects", f"{sum(found['rejects'].values()):,}", _counted(found["rejects"])),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in rows]


def _file(file: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "file": file["file"],
        "taken for": file["taken_for"],
        "articles": file["articles"],
        "outlets": _counted(file["outlets"]),
        "dates": _dates(file),
        "languages": _counted(file["languages"]),
        "characters": _lengths(file)[0],
        "duplicates": file["duplicates"],
        "warnings": file["warnings"],
        "rejects": file["rejects"],
    }


def _columns(files: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {"file": file["file"], "ours": ours, "theirs": theirs}
        for file in files
        for ours, theirs in file["columns"].items()
    ]


def _table(rows: Sequence[Mapping[str, Any]], caption: str) -> Markup:
    if not rows:
        return Markup("")
    return table(pd.DataFrame(rows[:ROWS]).astype(object), caption=caption, n=len(rows))


def _counted(counts: Mapping[str, int]) -> str:
    some = ", ".join(f"{name} {n:,}" for name, n in list(counts.items())[:5])
    return some + ", …" * (len(counts) > 5)


def _dates(found: Mapping[str, Any]) -> str:
    return f"{found['first']} to {found['last']}" if found["first"] else "none"


def _ambiguous(dates: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    if not dates["n"]:
        return []
    return [("Ambiguous dates", f"{dates['n']:,}", f"kept without a date: {', '.join(dates['examples'])}")]


def _lengths(found: Mapping[str, Any]) -> tuple[str, str]:
    lengths = found["lengths"]
    if not lengths:
        return "none", ""
    span = f"{lengths['shortest']:,} to {lengths['longest']:,}"
    return span, f"characters, half of the articles up to {lengths['median']:,}"
