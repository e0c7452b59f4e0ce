"""What the shipped model says of targets in news nobody labelled, for another network to learn from.

    python -m training.sentiment_teacher NEWS.jsonl.gz --out LABELS.jsonl --sentences 20000

Each line is a sentence with the spans of its names and the chances of negative, neutral, positive of each. What was
written is kept: started again, it goes on behind the last article it finished.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.segmentation import Span, segment
from analysis.sentiment import target
from analysis.speakers.within import entities

TEACHING = range(6)  # tenths of the articles; the others choose and measure
A_NAME = 12  # an article's sentences that are labelled at most, drawn at random
LONGEST = 500  # characters of a sentence


def tenth(article_id: str) -> int:
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 10


def named(text: str, draw: random.Random) -> dict[str, list[Span]]:
    """Some sentences of a text by what they say, with the spans of the people and organisations they name."""
    document = segment(text)
    found: dict[int, list[Span]] = {}
    for entity in entities.find(document)[0]:
        for occurrence in entity.occurrences:
            if occurrence.sentence >= 0 and not occurrence.weak:
                found.setdefault(occurrence.sentence, []).append((occurrence.start, occurrence.end))
    chosen = draw.sample(sorted(found), min(A_NAME, len(found)))
    said = {}
    for number in sorted(chosen):
        sentence = document.sentences[number]
        if sentence.end - sentence.start <= LONGEST:
            spans = [(s - sentence.start, e - sentence.start) for s, e in sorted(set(found[number]))]
            said[document.text[sentence.start : sentence.end]] = spans[:6]
    return said


def articles(path: Path, *, seed: int) -> Iterator[Mapping[str, Any]]:
    """The articles to teach with, always in the same random order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [row for row in map(json.loads, lines) if tenth(row["id"]) in TEACHING]
    random.Random(seed).shuffle(found)
    yield from found


def label(options: argparse.Namespace) -> None:
    lines = options.out.read_text(encoding="utf-8").splitlines() if options.out.exists() else []
    written = len(lines)
    last = json.loads(lines[-1])["id"] if lines else None
    with options.out.open("a", encoding="utf-8") as out:
        for row in articles(options.news, seed=options.seed):
            if last is not None:
                last = None if row["id"] == last else last
                continue
            if written >= options.sentences:
                break
            said = named(row["text"], random.Random(row["id"]))
            wanted = [(sentence, span) for sentence, spans in said.items() for span in spans]
            chances = iter(target.classify(wanted).round(4).tolist())
            for sentence, spans in said.items():
                record = {"id": row["id"], "text": sentence, "spans": spans}
                out.write(json.dumps(record | {"chances": [next(chances) for _ in spans]}) + "\n")
            out.flush()
            written += len(said)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("news", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    label(parser.parse_args())


if __name__ == "__main__":
    main()
