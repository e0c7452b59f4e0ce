"""What the smaller network of targets learns from: gold, what twelve layers said of it and of news, rules."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from analysis.sentiment import target as runtime
from training.sentiment_made import sentences
from training.sentiment_model import read_gold, split
from training.sentiment_reader import Told, batches, certain, together, varied
from training.sentiment_teacher import WIDTH

A_ROUND = 3000  # sentences between two draws of what is learned from
SECOND = 10**9  # features of news count from here


class Teacher:
    """What the twelve layers said of sentences: chances, and the features its head read, by line and target."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.features = np.zeros((0, 4 * WIDTH), np.float16)

    def told(self, *, weight: float, first: int = 0) -> list[Told]:
        """The sentences so far, features of their targets counted from `first`."""
        if not self.path.exists():
            return []
        beside = self.path.with_name(self.path.name + ".features")
        self.features = np.memmap(beside, np.float16, "r").reshape(-1, 4 * WIDTH)
        told, at = [], 0
        for line in self.path.read_text(encoding="utf-8").splitlines(keepends=True):
            if not line.endswith("\n"):
                break  # it is being written
            row = json.loads(line)
            n = len(row["spans"])
            if at + n > len(self.features):
                break
            spans, chances = tuple(map(tuple, row["spans"])), tuple(map(tuple, row["chances"]))
            places = tuple(range(first + at, first + at + n))
            told.append(Told(tuple(row["pieces"]), spans, chances, weight, places))
            at += n
        return told


def beside_gold(gold: Sequence[Told], judged: Sequence[Told], share: float) -> list[Told]:
    """The gold with `share` of the teacher's chances mixed in, and its features where they are known."""
    known = {
        (t.pieces, span): (chances, place)
        for t in judged
        for span, chances, place in zip(t.spans, t.chances, t.places, strict=True)
    }
    told = []
    for t in gold:
        found = [known.get((t.pieces, span)) for span in t.spans]
        if any(f is None for f in found):
            told.append(t)
            continue
        chances = tuple(
            tuple((1 - share) * c + share * s for c, s in zip(mine, f[0], strict=True))
            for mine, f in zip(t.chances, found, strict=True)
            if f
        )
        told.append(Told(t.pieces, t.spans, chances, t.weight, tuple(f[1] for f in found if f)))
    return told


def ruled(
    n: int, tokenizer: Tokenizer, *, seed: int, held_out: bool = False, weight: float = 1.0
) -> list[Told]:
    """Sentences made by rule."""
    told = []
    for made in sentences(n, seed=seed, held_out=held_out):
        encoding = tokenizer.encode(made.text, add_special_tokens=False)
        spans = tuple(runtime.pieces(encoding.offsets, span) for span in made.spans)
        told.append(Told(tuple(encoding.ids), spans, tuple(map(certain, made.labels)), weight))
    return told


def lessons(
    options: argparse.Namespace, tokenizer: Tokenizer
) -> Iterator[tuple[list[Told], list[np.ndarray]]]:
    """Batches without end, with the teacher's features; each round draws gold and made sentences anew."""
    kept, _ = split(read_gold(options.gold, tokenizer), fold=options.fold)
    judged, news = Teacher(options.judged), Teacher(options.labels)
    seen, gold = 0, []
    for number in range(10**6):
        draw = random.Random(options.seed * 1000 + number)
        told: list[Told] = []
        n_gold, n_made = round(options.gold_share * A_ROUND), round(options.made_share * A_ROUND)
        labels = news.told(weight=options.label_weight, first=SECOND)
        if options.seed % 2 == 0:
            labels.reverse()  # another run beside this one has begun with the first
        n_news = min(len(labels), A_ROUND - n_gold - n_made)
        fresh = labels[seen : seen + n_news]  # what was not seen yet comes first
        seen += len(fresh)
        told += fresh + draw.sample(labels[:seen], min(seen, n_news - len(fresh)))
        while len(gold) < n_gold:
            again = beside_gold(together(kept, draw), judged.told(weight=1.0), options.teacher_share)
            draw.shuffle(again)
            gold += again
        told += gold[:n_gold]
        gold = gold[n_gold:]
        told += ruled(n_made, tokenizer, seed=options.seed * 1000 + number, weight=options.made_weight)
        for batch in batches([varied(t, told, draw) for t in told], options.batch, draw):
            yield batch, [judged.features, news.features]


def features_at(features: Sequence[np.ndarray], place: int) -> np.ndarray:
    """What the teacher read of a target, at its place among those of gold or of news."""
    kind, number = divmod(place, SECOND)
    return features[kind][number]
