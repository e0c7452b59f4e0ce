"""What `newsbook check` prints: a corpus as a whole, then file by file, what warns, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.cli.terminal import field
from analysis.summaries.reading import told_languages
from analysis.summaries.wording import plural

LISTED = 20  # files, warnings and rejects that are listed; all are in `--json`


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The lines for what `corpus.inspect` found."""
    for label, value in _whole(found):
        yield f"{label:<16}{value}"
    told = told_languages(found["languages"], found["articles"], annotated=False)
    yield from [told] if told else []
    yield from _section("file by file", found["files"], _file)
    yield from _section("what is not clean", found["warnings"], _warning)
    yield from _section("could not be read", found["rejected"], _reject)


def _whole(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    repeated, near = found["duplicates"], found["duplicates"]["near"]
    yield "articles", f"{found['articles']:,} ({found['characters']:,} characters)"
    outlets = found["outlets"]
    yield "outlets", f"{len(outlets):,}" + (f": {_counted(outlets)}" if outlets else "")
    yield "without outlet", f"{found['without_outlet']:,}"
    yield "dates", _dates(found)
    yield "without date", f"{found['without_date']:,}"
    if found["ambiguous_dates"]["n"]:
        yield "ambiguous dates", _ambiguous(found["ambiguous_dates"])
    yield "languages", _counted(found["languages"]) or "none"
    yield "lengths", _lengths(found)
    yield "duplicates", f"{repeated['exact']:,} exact" + (f", {near:,} near" if near is not None else "")
    if found["cleaned"]:
        yield "cleaned", _counted(found["cleaned"])
    yield "warnings", f"{len(found['warnings']):,}"
    yield "rejects", f"{sum(found['rejects'].values()):,}"
    for reason, n in found["rejects"].items():
        yield f"  {reason}", f"{n:,}"


def _section(title: str, rows: list[Mapping[str, Any]], line: Any) -> Iterator[str]:
    if not rows:
        return
    yield f"{title}:"
    for row in rows[:LISTED]:
        yield f"  {line(row)}"
    if len(rows) > LISTED:
        yield f"  … and {len(rows) - LISTED:,} more (--json and --html list them)"


def _file(file: Mapping[str, Any]) -> str:
    parts = [f"{field(file['file'])}: {file['taken_for']}, {plural(file['articles'], 'article')}"]
    columns = [f"{field(ours)} = {field(theirs)}" for ours, theirs in list(file["columns"].items())[:LISTED]]
    parts += [f"columns: {', '.join(columns)}"] if columns else []
    if file["articles"]:
        parts += [f"outlets: {_counted(file['outlets']) or 'none'}", f"dates: {_dates(file)}"]
        parts += [f"languages: {_counted(file['languages'])}", f"lengths: {_lengths(file)}"]
    for name, one in (("duplicates", "duplicate"), ("rejects", "reject"), ("warnings", "warning")):
        parts += [plural(file[name], one)] if file[name] else []
    return "; ".join(parts)


def _warning(row: Mapping[str, Any]) -> str:
    return f"{field(row['kind'])}, {plural(row['n'], 'article')} of {field(row['file'])}: {field(row['example'])}"


def _reject(row: Mapping[str, Any]) -> str:
    at = f":{row['line']}" if row["line"] is not None else ""
    return f"{field(row['file'])}{at}: {row['reason']} ({field(row['detail'])[:200]})"


def _counted(counts: Mapping[str, int]) -> str:
    some = ", ".join(f"{field(name)} {n:,}" for name, n in list(counts.items())[:5])
    return some + ", …" * (len(counts) > 5)


def _dates(found: Mapping[str, Any]) -> str:
    return f"{found['first']} to {found['last']}" if found["first"] else "none"


def _ambiguous(dates: Mapping[str, Any]) -> str:
    some = ", ".join(map(field, dates["examples"]))
    return f"{dates['n']:,}, kept without a date: {some}; say the order: --dates"


def _lengths(found: Mapping[str, Any]) -> str:
    lengths = found["lengths"]
    if not lengths:
        return "none"
    return f"{lengths['shortest']:,} to {lengths['longest']:,} characters, half up to {lengths['median']:,}"
