"""What a reading of a corpus found besides its articles: file by file, and what warns of texts that are not clean.

An `Inspection` looks at the batches of articles and rejects as `corpus.stream` gives them, and hears what each file
was taken for. Nothing is read twice, and no text is held.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from analysis import tables
from analysis.corpus import dirt
from analysis.corpus.files import DATABASES, Taken
from analysis.corpus.formats import KINDS
from analysis.corpus.resemblance import duplicates, signature
from analysis.corpus.shared_lines import Line, SharedLines

EXAMPLES = 5  # of dates that could be read in two ways
LISTED = 10_000  # rejects that are listed one by one; all are counted
UNTOLD = "unknown"  # the language of an article whose language could not be told

_PLACE = re.compile(r"(?:\[[^\[\]]{0,200}\])?:(\d{1,12})$")
_SHEET = re.compile(r"(?<=\.xlsx)\[[^\[\]]{0,200}\]$", re.IGNORECASE)


def place(origin: str) -> tuple[str, int | None]:
    """The file that an origin is in, and the line or row of it, where it has any."""
    found = _PLACE.search(origin)
    file = origin[: found.start()] if found else _SHEET.sub("", origin)
    database, _, table = file.partition("::")
    if table and database.lower().endswith(DATABASES):
        file = database
    return file, int(found[1]) if found else None


class Warnings:
    """What does not belong in texts, counted by kind and file, with the first example of each."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._counts: dict[tuple[str, str], int] = {}
        self._examples: dict[tuple[str, str], str] = {}
        self._lines = SharedLines()

    def add(self, articles: pd.DataFrame, rejects: pd.DataFrame) -> None:
        """Look at the texts of some articles (columns `text`, `origin`), and at what their readers warned of."""
        for told in rejects.attrs.get("warnings", ()):
            self.count(told["kind"], told["n"], told["example"], place(told["file"])[0])
        for text, origin in zip(*tables.values(articles, "text", "origin"), strict=True):
            file, _ = place(origin)
            for kind, example in dirt.found(text):
                self.count(kind, 1, example, file)
            self._lines.add(text, file)

    def count(self, kind: str, n: int, example: str, file: str) -> None:
        """Count what was found in texts of a file, or told of it."""
        self._counts[kind, file] = self._counts.get((kind, file), 0) + n
        self._examples.setdefault((kind, file), example)

    def table(self, lines: Iterable[Line] | None = None) -> pd.DataFrame:
        """The table `warnings`, by kind and file; a line that many articles share has a row of its own.

        Those are `lines`, where the texts were not shown.
        """
        rows = [(kind, n, self._examples[kind, file], file) for (kind, file), n in self._counts.items()]
        shared = [
            (dirt.BOILERPLATE, line.n, line.text, line.file)
            for line in (self._lines.found() if lines is None else lines)
            if not dirt.is_boilerplate(line.text)
        ]
        order = {kind: number for number, kind in enumerate(dirt.KINDS)}
        rows.sort(key=lambda row: (order.get(row[0], -1), row[0], row[3]))
        return tables.build("warnings", rows + shared)


@dataclass
class _File:
    """What is known of one file."""

    kind: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    articles: int = 0
    outlets: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    first: datetime | None = None
    last: datetime | None = None
    dated: int = 0
    lengths: list[int] = field(default_factory=list)  # characters
    rejects: int = 0

    def add(self, outlet: str | None, language: str | None, published: datetime | None, length: int) -> None:
        """Count an article."""
        self.articles += 1
        self.languages[language or UNTOLD] += 1
        self.lengths.append(length)
        if outlet is not None:
            self.outlets[outlet] += 1
        if published is not None:
            self.dated += 1
            self.first = min(self.first or published, published)
            self.last = max(self.last or published, published)


class Inspection:
    """What is in a corpus, gathered while it is read; `near` = near-duplicates too, which cost most of the time."""

    def __init__(self, *, near: bool = True) -> None:
        """Nothing is read yet."""
        self._near = near
        self._files: dict[str, _File] = {}
        self._warnings = Warnings()
        self._reasons: Counter[str] = Counter()
        self._rejected: list[dict[str, Any]] = []
        self._ambiguous: dict[str, None] = {}
        self._characters = 0
        self._cleaned: Counter[str] = Counter()
        self._kept: list[pd.DataFrame] = []

    def note(self, taken: Taken) -> None:
        """Hear of a file, as `corpus.stream` tells."""
        file = self._file(place(taken.file)[0])
        file.kind = taken.kind or file.kind
        file.columns = taken.columns or file.columns

    def add(self, articles: pd.DataFrame, rejects: pd.DataFrame) -> None:
        """Look at a batch of articles and of rejects."""
        names = [place(origin)[0] for origin in articles["origin"]]
        self._warnings.add(articles, rejects)
        self._refused(rejects)
        self._characters += int(articles["n_characters"].sum())
        for done in articles["cleaned"].dropna():
            self._cleaned.update(done.split(", "))
        about = tables.values(articles, "outlet", "language", "published", "n_characters")
        for name, outlet, language, published, length in zip(names, *about, strict=True):
            self._file(name).add(outlet, language, published, length)
        signatures = [signature(text) if self._near else b"" for text in articles["text"]]
        kept = articles[["article_id", "published", "sha256"]]
        self._kept.append(kept.assign(signature=signatures, file=names))

    def _file(self, name: str) -> _File:
        return self._files.setdefault(name, _File(KINDS.get(_suffix(name), "")))

    def _refused(self, rejects: pd.DataFrame) -> None:
        for origin, reason, detail in zip(*tables.values(rejects, "origin", "reason", "detail"), strict=True):
            self._reasons[reason] += 1
            name, line = place(origin)
            self._file(name).rejects += 1
            if reason == "ambiguous date" and len(self._ambiguous) < EXAMPLES:
                self._ambiguous.setdefault(detail.rpartition(": ")[0].strip("'\""))
            if len(self._rejected) < LISTED:
                self._rejected.append({"file": name, "line": line, "reason": reason, "detail": detail})

    def warnings(self) -> pd.DataFrame:
        """The table `warnings` of what was read so far."""
        return self._warnings.table()

    def described(self) -> dict[str, Any]:
        """What was found, as a dictionary that JSON can hold.

        Keys: `articles`, `characters` (counts), `outlets` (articles by outlet, most first), `without_outlet`,
        `first`, `last` (dates as text or None), `without_date`, `ambiguous_dates` (`n`, and `examples` as written:
        dates whose order neither their column nor an option tells), `languages` (articles by code, most first;
        "unknown" = it could not be told), `lengths` (`shortest`, `median` and `longest` article, in characters),
        `duplicates` (`exact`, `near`: articles that repeat an earlier one; `near` is None when not asked for),
        `cleaned` (articles by what was done to them), `rejects` (by reason), `rejected` (each: `file`, `line` or
        None, `reason`, `detail`; the first 10,000), `warnings` (each: `kind`, `n`, `example`, `file`), `files` (each:
        `file`, `taken_for`, `columns` by ours, and as above `articles`, `outlets`, `first`, `last`, `without_date`,
        `languages`, `lengths`; `duplicates`, `rejects` and `warnings` as counts).
        """
        seen = pd.concat([_NONE, *self._kept], ignore_index=True)
        repeats = duplicates(seen).merge(seen[["article_id", "file"]], on="article_id")
        warnings = self.warnings()
        told, copies = Counter(warnings["file"]), Counter(repeats["file"])
        files = [
            {"file": name, **_described(file), "duplicates": copies[name], "warnings": told[name]}
            for name, file in sorted(self._files.items())
        ]
        kinds = repeats["kind"].value_counts()
        whole = _described(_together(self._files.values()))
        return {
            **{key: value for key, value in whole.items() if key not in ("taken_for", "columns")},
            "characters": self._characters,
            "ambiguous_dates": {"n": self._reasons["ambiguous date"], "examples": list(self._ambiguous)},
            "duplicates": {
                "exact": int(kinds.get("exact", 0)),
                "near": int(kinds.get("near", 0)) if self._near else None,
            },
            "cleaned": dict(self._cleaned.most_common()),
            "rejects": dict(sorted(self._reasons.items())),
            "rejected": self._rejected,
            "warnings": warnings.to_dict("records"),
            "files": files,
        }


_NONE = tables.empty("articles")[["article_id", "published", "sha256"]].assign(
    signature=pd.Series(dtype=object), file=pd.Series(dtype=object)
)


def _suffix(name: str) -> str:
    lower = name.lower()
    return PurePosixPath(lower.removesuffix(".gz")).suffix


def _together(files: Iterable[_File]) -> _File:
    """Several files as one."""
    total = _File()
    for file in files:
        total.articles += file.articles
        total.outlets.update(file.outlets)
        total.languages.update(file.languages)
        total.dated += file.dated
        total.lengths += file.lengths
        total.rejects += file.rejects
        total.first = min(filter(None, (total.first, file.first)), default=None)
        total.last = max(filter(None, (total.last, file.last)), default=None)
    return total


def _described(file: _File) -> dict[str, Any]:
    lengths = sorted(file.lengths)
    names = ("shortest", "median", "longest")
    places = (0, (len(lengths) - 1) // 2, -1)
    return {
        "taken_for": file.kind or "not read",
        "articles": file.articles,
        "columns": {ours: theirs for theirs, ours in file.columns.items()},
        "outlets": dict(file.outlets.most_common()),
        "without_outlet": file.articles - file.outlets.total(),
        "first": file.first.date().isoformat() if file.first else None,
        "last": file.last.date().isoformat() if file.last else None,
        "without_date": file.articles - file.dated,
        "languages": dict(file.languages.most_common()),
        "lengths": {n: lengths[at] for n, at in zip(names, places, strict=True)} if lengths else None,
        "rejects": file.rejects,
    }
