"""What was read, told before anything is counted: languages that are not annotated, texts that are not clean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analysis.corpus.inspection import UNTOLD
from analysis.corpus.languages import ENGLISH
from analysis.summaries.wording import plural

if TYPE_CHECKING:
    from analysis.store import Store


def annotated(store: Store) -> int:
    """How many articles were annotated: all but those in another language than English, unless that was asked for."""
    return len(store) - len(store.unread())


def opening(store: Store, said: str = "") -> str:
    """`said`, after what has to be known before it: that nothing was read, or that articles are not in English.

    Where there is nothing to say, how many articles were annotated.
    """
    first = described_languages(store) if len(store) else described_rejects(Counter(store.rejects["reason"]))
    return (
        " ".join(filter(None, (first, said)))
        or f"{plural(len(store), 'article')} of the corpus can be counted."
    )


def described_rejects(reasons: Mapping[str, int]) -> str:
    """That nothing could be read, and what was found instead, by reason, the commonest first."""
    total = sum(reasons.values())
    told = [f"{n:,} {reason}" for reason, n in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))]
    found = plural(total, "reject") + (f": {', '.join(told)}" if told else "")
    return f"Nothing could be read as an article ({found})."


def described_languages(store: Store) -> str:
    """How many articles are not in English and what became of them; nothing where all are, or where nobody looked."""
    languages = store.table("articles", columns=["language"])["language"]
    if languages.isna().all() and not len(store.unread()):  # made before languages were told
        return ""
    counts = Counter(languages.fillna(UNTOLD))
    return told_languages(counts, len(store), annotated=not len(store.unread()))


def told_languages(counts: Mapping[str, int], articles: int, *, annotated: bool) -> str:
    """The sentence on languages for articles by language ("unknown" = not told); "" when all are English."""
    others = {str(code): int(n) for code, n in counts.items() if code != ENGLISH and n}
    total = sum(others.values())
    if not total:
        return ""
    by_language = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    told = ", ".join(f"{n:,} {code}" for code, n in by_language[:8]) + ", …" * (len(by_language) > 8)
    done = (
        "annotated all the same, as asked, by what was made for English"
        if annotated
        else "kept, not annotated"
    )
    are = "is" if total == 1 else "are"
    return f"{total:,} of {plural(articles, 'article')} {are} not in English ({told}): {done}."


def described_warnings(warnings: pd.DataFrame) -> str:
    """How many articles have what kind of thing in their texts that does not belong there; "" when none has."""
    if not len(warnings):
        return ""
    counts = warnings.groupby("kind", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    told = ", ".join(f"{kind} in {plural(int(n), 'article')}" for kind, n in counts.items())
    return f"Texts are not clean: {told}."
