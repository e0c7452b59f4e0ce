"""Which code and models annotate: digests that change when an annotation could."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path
from typing import Literal

Engine = Literal["tagger", "rules"]
Sentiment = Literal["target", "lexicon"]


def version(engine: Engine = "tagger", sentiment: Sentiment = "target") -> dict[str, str]:
    """A digest of each annotator, its code and its model; any change of one has articles annotated again."""
    tagger = ("models/quotation-tagger/*", "models/tokenizer.json") if engine == "tagger" else ()
    target = ("models/target-sentiment*", "models/tokenizer.json") if sentiment == "target" else ()
    return {
        "segmentation": digest("segmentation.py"),
        f"quotation ({engine})": digest("quotation/**/*", *tagger),
        "speakers": digest("speakers/**/*"),
        f"sentiment ({sentiment})": digest("sentiment/*", *target),
        "terms": digest("statistics/terms.py"),
    }


def digest(*patterns: str) -> str:
    """Digest of files of this package; of a model's weights, the size and both ends."""
    root = Path(str(resources.files("analysis")))
    seen = hashlib.blake2b(digest_size=6)
    for path in sorted(p for pattern in patterns for p in root.glob(pattern)):
        if path.is_file() and path.suffix != ".md":
            size = path.stat().st_size
            with path.open("rb") as stream:
                first = stream.read(1 << 20)
                stream.seek(max(0, size - (1 << 16)))
                seen.update(f"{path.name} {size} ".encode() + first + stream.read())
    return seen.hexdigest()
