"""Pairs of quotations that are one utterance or not, put together from our judgements and the articles.

    python -m training.alignment_pairs --articles NEWS.jsonl.gz --out PAIRS.jsonl

`alignment-pairs.json` holds places and judgements, no text: ids of `articles`; of each of the `statements` [article,
name of the speaker or null, source, cue, content], the last three as character offsets; `pairs` of statements with 1
(one utterance) or 0; `disputed` the numbers of pairs that a second reading did not confirm, which are left out.
`alignment-gold.md` tells how it was made.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

JUDGEMENTS = Path(__file__).with_name("alignment-pairs.json")


def side(statement: list[Any], ids: list[str], texts: dict[str, str]) -> list[str]:
    """Who, cue and content, as `analysis.comparison.meaning.Said` has them."""
    article, name, *parts = statement
    text = texts[ids[article]]
    source, cue, content = (" … ".join(text[start:end] for start, end in spans) for spans in parts)
    return [" ".join(part.split()) for part in (name or source, cue, content)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    judged = json.loads(JUDGEMENTS.read_text(encoding="utf-8"))
    with gzip.open(options.articles, "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    sides = [side(statement, judged["articles"], texts) for statement in judged["statements"]]
    disputed = set(judged["disputed"])
    pairs = [pair for number, pair in enumerate(judged["pairs"]) if number not in disputed]
    with options.out.open("w", encoding="utf-8") as out:
        for first, second, label in pairs:
            out.write(json.dumps({"a": sides[first], "b": sides[second], "label": label}) + "\n")


if __name__ == "__main__":
    main()
