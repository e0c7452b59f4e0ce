"""What a page rests on: the corpus and its hash, counts, models, versions, parameters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib import metadata as distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import __version__
from analysis.corpus.languages import ENGLISH
from analysis.show import markup, tabular
from analysis.show.outputs import Output
from analysis.statistics.dictionaries import paths

if TYPE_CHECKING:
    import pandas as pd


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
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if str(value) else "–"


def corpus_hash(articles: pd.DataFrame) -> str:
    """SHA-256 over the sorted ids and hashes of all articles: the same corpus gives the same one anywhere."""
    lines = sorted(f"{a} {h}" for a, h in zip(articles["article_id"], articles["sha256"], strict=True))
    return "sha256 " + hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()
