"""What the twelve-layer classifier says of targets in news nobody labelled, for another network to learn from.

    python -m training.sentiment_teacher TWELVE.onnx.gz NEWS.jsonl.gz --out LABELS.jsonl --sentences 20000
    python -m training.sentiment_teacher TWELVE.onnx.gz NEWSMTSC/train.jsonl --gold --out GOLD.jsonl

Each line is a sentence in word pieces with the spans of its names and the chances of negative, neutral, positive of
each. LABELS.jsonl.features has beside each name what the network's head read of it, 16-bit floats: it says more than
three chances do. What was written is kept: started again, it goes on behind the last article it finished.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import models
from analysis.segmentation import Document, Span, segment
from analysis.sentiment import target
from analysis.speakers.within import entities
from training.graph import load
from training.sentiment_model import marked, padded

BATCH = 4
WIDTH = 384

TEACHING = range(6)  # tenths of the articles; the others choose and measure
A_NAME = 12  # an article's sentences that are labelled at most, drawn by what they promise
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
    lots = {number: draw.random() ** (1 / promise(document, number, len(found[number]))) for number in found}
    chosen = sorted(found, key=lots.__getitem__)[-A_NAME:]  # without replacement (Efraimidis & Spirakis 2006)
    said = {}
    for number in sorted(chosen):
        sentence = document.sentences[number]
        if sentence.end - sentence.start <= LONGEST:
            spans = [(s - sentence.start, e - sentence.start) for s, e in sorted(set(found[number]))]
            said[document.text[sentence.start : sentence.end]] = spans[:6]
    return said


def promise(document: Document, number: int, names: int) -> float:
    """How much is to be learned from a sentence: several names teach more, and so do words of feeling."""
    sentence = document.sentences[number]
    words = re.findall(r"[a-z]+", document.text[sentence.start : sentence.end].lower())
    return min(names, 4) * (0.5 + min(4, sum(word in feelings() for word in words)))


@lru_cache(maxsize=1)
def feelings() -> frozenset[str]:
    return frozenset(SentimentIntensityAnalyzer().lexicon)


def articles(path: Path, *, seed: int) -> Iterator[Mapping[str, Any]]:
    """The articles to teach with, always in the same random order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [row for row in map(json.loads, lines) if tenth(row["id"]) in TEACHING]
    random.Random(seed).shuffle(found)
    yield from found


def reader(network: Path) -> InferenceSession:
    """The network, which also tells what its head reads."""
    model = load(network)
    head = next(n for n in model.graph.node if n.name == "/model/head/Gemm_MatMul_quant")
    model.graph.output.append(onnx.helper.make_tensor_value_info(head.input[0], onnx.TensorProto.FLOAT, None))
    options = SessionOptions()
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.intra_op_num_threads, options.enable_mem_pattern = 1, False
    return InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def judged(
    session: InferenceSession, targets: Sequence[tuple[Sequence[int], Span]]
) -> tuple[np.ndarray, np.ndarray]:
    """Chances and features of each target, a sentence in pieces and its range."""
    rows = [marked(ids, span) for ids, span in targets]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    chances, features = np.zeros((len(rows), 3), np.float32), np.zeros((len(rows), 4 * WIDTH), np.float16)
    for low in range(0, len(order), BATCH):
        part = order[low : low + BATCH]
        chances[part], features[part] = session.run(None, padded([rows[i] for i in part]))
    return chances, features


def label(options: argparse.Namespace) -> None:
    lines = options.out.read_text(encoding="utf-8").splitlines() if options.out.exists() else []
    written, last = len(lines), json.loads(lines[-1])["id"] if lines else None
    session, tokenizer = reader(options.network), models.tokenizer()
    beside = options.out.with_name(options.out.name + ".features")
    with options.out.open("a", encoding="utf-8") as out, beside.open("ab") as vectors:
        vectors.truncate(sum(len(json.loads(line)["spans"]) for line in lines) * 8 * WIDTH)
        for key, said in given(options):
            if last is not None:
                last = None if key == last else last
                continue
            if written >= options.sentences:
                break
            read = [
                (e.ids, [target.pieces(e.offsets, span) for span in spans])
                for e, spans in zip(
                    tokenizer.encode_batch(list(said), add_special_tokens=False), said.values(), strict=True
                )
            ]
            chances, features = judged(session, [(ids, span) for ids, spans in read for span in spans])
            vectors.write(features.tobytes())
            vectors.flush()
            told = iter(chances.round(4).tolist())
            for ids, spans in read:
                record = {"id": key, "pieces": ids, "spans": spans, "chances": [next(told) for _ in spans]}
                out.write(json.dumps(record) + "\n")
            out.flush()
            written += len(said)


def given(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, list[Span]]]]:
    """Articles, or sentences of gold, by their ids: sentences with spans."""
    if not options.gold:
        for row in articles(options.news, seed=options.seed):
            yield row["id"], named(row["text"], random.Random(row["id"]))
        return
    for number, line in enumerate(options.news.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        places = [(m["from"], m["to"]) for t in row["targets"] for m in (t, *t.get("further_mentions", ()))]
        yield str(number), {row["sentence_normalized"]: sorted(set(places))}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("network", type=Path)
    parser.add_argument("news", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=20000, help="at most; gold has 7,758")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gold", action="store_true", help="NEWS is gold in NewsMTSC's format")
    label(parser.parse_args())


if __name__ == "__main__":
    main()
