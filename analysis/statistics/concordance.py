"""Concordance: every place where a word, a phrase or an expression stands, with the text round it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import pandas as pd

from analysis import tables

Order = Literal["text", "left", "right", "keyword"]
COLUMNS = {"article_id": tables.TEXT, "start": "int64", "end": "int64"} | dict.fromkeys(
    ("left", "keyword", "right"), tables.TEXT
)


def expression(pattern: str, *, regular: bool = False, ignore_case: bool = True) -> re.Pattern[str]:
    """What `concordance` looks for.

    Whole words, `*` for any letters, any white space between words, apostrophes of both kinds alike; or with
    `regular` a regular expression as Python knows it. Raises ValueError for a bad or empty one.
    """
    if not pattern.strip():
        raise ValueError("nothing to look for")
    flags = re.IGNORECASE if ignore_case else 0
    try:
        if regular:
            return re.compile(pattern, flags)
    except re.error as error:
        raise ValueError(f"not a regular expression: {pattern!r} ({error})") from error
    words = (re.escape(word).replace(r"\*", r"\w*") for word in pattern.split())
    spelt = re.sub(r"['’]", "['’]", r"\s+".join(words))
    return re.compile(rf"(?<!\w){spelt}(?!\w)", flags)


def concordance(
    articles: pd.DataFrame | Iterable[pd.DataFrame],
    pattern: str,
    *,
    regular: bool = False,
    ignore_case: bool = True,
    width: int = 60,
    order: Order = "text",
    limit: int | None = None,
) -> pd.DataFrame:
    """Every occurrence of `pattern` in `articles`, or in batches of articles (columns article_id, text).

    Columns: `article_id`; `start`, `end`, offsets into the article's text; `left`, `keyword`, `right`, what
    stands there, on one line, with whole words of at most `width` characters to each side. Further columns of
    `articles`, such as outlet, follow. `order` sorts by the words behind (`right`), by those before, the nearest
    first (`left`), or by the word itself (`keyword`); `limit` keeps so many lines, the first in the order of the
    text. Raises ValueError for a bad pattern.
    """
    sought = expression(pattern, regular=regular, ignore_case=ignore_case)
    parts: list[pd.DataFrame] = []
    found = 0
    for batch in [articles] if isinstance(articles, pd.DataFrame) else articles:
        rows = [
            (article_id, match.start(), match.end(), *_line(text, match.start(), match.end(), width))
            for article_id, text in zip(batch["article_id"], batch["text"], strict=True)
            for match in sought.finditer(text)
            if match.end() > match.start()
        ]
        extra = batch.drop(columns=["text"]).set_index("article_id")
        parts.append(pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS).join(extra, on="article_id"))
        found += len(rows)
        if limit is not None and found >= limit:
            break
    lines = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    return sort_lines(lines.astype(COLUMNS).head(len(lines) if limit is None else limit), order)


def _line(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    left, found, right = (re.sub(r"\s+", " ", piece) for piece in around(text, start, end, width))
    return left, found, right


def around(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """What stands before `text[start:end]`, itself, and behind it: whole words of at most `width` characters a side.

    A word that is longer than that is cut.
    """
    first, last = max(0, start - width), min(len(text), end + width)
    left, right = text[first:start], text[end:last]
    if first and text[first - 1].isalnum() and left[:1].isalnum():
        left = left[next((at + 1 for at, c in enumerate(left) if c.isspace()), 0) :] or left
    if last < len(text) and text[last].isalnum() and right[-1:].isalnum():
        right = right[: max((at for at, c in enumerate(right) if c.isspace()), default=0)] or right
    return left, text[start:end], right


def sort_lines(lines: pd.DataFrame, order: Order) -> pd.DataFrame:
    """The concordance in another order; lines that are equal there stay as they were."""
    if order == "text":
        return lines.reset_index(drop=True)
    words = lines[order].str.lower().str.findall(r"\w+")
    key = words.map(lambda found: found[::-1] if order == "left" else found)
    return lines.iloc[sorted(range(len(lines)), key=list(key).__getitem__)].reset_index(drop=True)
