"""Pairs of quotations that are one utterance or not, put together from our judgements and the articles.

    python -m training.alignment_pairs --articles NEWS.jsonl.gz --out PAIRS.jsonl
    python -m training.alignment_pairs --articles … --out NEWEST.jsonl --newest 26327 --every 12

`alignment-pairs.json` holds places and judgements, no text: ids of `articles`; of each of the `statements` [article,
name of the speaker or null, source, cue, content], the last three as character offsets; `pairs` of statements with 1
(one utterance) or 0. `alignment-versions.json` holds statements with two others that were written for them, as [who,
cue, content]: one that says the same in other words, and one that says something else in like words.
`alignment-gold.md` tells how both were made.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

JUDGEMENTS = Path(__file__).with_name("alignment-pairs.json")
VERSIONS = Path(__file__).with_name("alignment-versions.json")


def side(statement: list[Any], ids: list[str], texts: dict[str, str]) -> list[str]:
    """Who, cue and content, as `analysis.comparison.meaning.Said` has them."""
    article, name, *parts = statement
    text = texts[ids[article]]
    source, cue, content = (" … ".join(text[start:end] for start, end in spans) for spans in parts)
    return [" ".join(part.split()) for part in (name or source, cue, content)]


def judged(texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Pairs of quotations that were read and judged."""
    made = json.loads(JUDGEMENTS.read_text(encoding="utf-8"))
    sides = [side(statement, made["articles"], texts) for statement in made["statements"]]
    for first, second, label in made["pairs"]:
        yield {"a": sides[first], "b": sides[second], "label": label}


def written(texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Quotations with what was written to say the same, and to say something else."""
    made = json.loads(VERSIONS.read_text(encoding="utf-8"))
    for statement, same, other in made["versions"]:
        quoted = side(statement, made["articles"], texts)
        yield {"a": quoted, "b": same, "label": 1}
        yield {"a": quoted, "b": other, "label": 0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--newest", type=int, default=0, metavar="N", help="those from number N on")
    parser.add_argument("--every", type=int, default=1, metavar="K", help="and each K-th of those before")
    options = parser.parse_args()
    with gzip.open(options.articles, "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    with options.out.open("w", encoding="utf-8") as out:
        for number, pair in enumerate((*judged(texts), *written(texts))):
            if number >= options.newest or number % options.every == 0:
                out.write(json.dumps(pair) + "\n")


if __name__ == "__main__":
    main()
