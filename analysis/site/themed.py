"""The themes of articles, as the notebook of themes wrote them down for a report."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import tables

FILE = "theme-articles.csv"


def of(data: Path) -> dict[str, tuple[int, str]]:
    """By the id of an article the number of its theme and the words that stand for it; `data` is a report's folder.

    Empty without a file that a notebook wrote there.
    """
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(data.glob(f"*/{FILE}")):
        rows = pd.read_csv(path, dtype={"article_id": str, "words": str}, keep_default_na=False)
        for article_id, theme, words in zip(rows["article_id"], rows["theme"], rows["words"], strict=True):
            found[tables.restored(article_id)] = (int(theme), tables.restored(words))
    return found
