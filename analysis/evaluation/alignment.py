"""How well the same utterance is found in several articles: precision, recall and F1 of pairs of quotations.

Gold is JSON Lines in one of two forms.

An event a line: `{"event": …, "articles": [{"id", "text", "outlet", "date", "title"}, …], "pairs": [[A, B], …]}`
where A and B are `{"id": article, "content": [[start, end], …]}` and say the same. `quotations`, a list of
`{"id", "content", "cue", "source"}` with spans, are the quotations that are compared; without them, or with
another engine than "given", they are extracted. `unsure`, a list of pairs, count neither for nor against.

A pair a line: `{"a": text, "b": text, "label": 0 or 1}`, with `speaker_a` and `speaker_b` where known.

A predicted pair is right when a gold pair overlaps it on both sides, in at least half of the shorter content;
a gold pair is found when a predicted pair overlaps it so. Higher is better, all are from 0 to 1; intervals are
percentile bootstrap intervals over events (over lines in the second form).

Of events the scores come also by the form of the pairs, since they differ much: words in quotation marks on both
sides (direct or mixed), on one, or on none (indirect).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import quotation, tables
from analysis.comparison import alignment
from analysis.comparison.statements import statement
from analysis.comparison.utterances import utterances
from analysis.quotation import Attribution, extract, kind_of, tables_of
from analysis.segmentation import Document, segment
from analysis.speakers import resolve
from analysis.statistics import inference

ENGINES = ("given", *quotation.ENGINES)
FORMS = ("both quoted", "one quoted", "none quoted")
RESAMPLES = 1000
MEASURES = ("precision", "recall", "f1")
# Counts of one event or line: a row for all pairs and one for each form; right among the predicted pairs, predicted,
# found among the gold pairs, gold.
Counts = np.ndarray


def evaluate(
    gold_path: str | Path, *, engine: str = "given", limit: int | None = None, seed: int = 0
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """(scores, predictions) of the alignment against the gold at `gold_path`.

    `engine` says where quotations come from: "given" the file, where it lists them, else "tagger" or "rules".
    `limit` is the number of events or pairs read. ValueError for another engine, or a line in neither form.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine {engine!r}: expected one of {', '.join(ENGINES)}")
    records = list(_read(Path(gold_path), limit))
    counts: list[Counts] = []
    predictions: list[dict[str, Any]] = []
    for record in records:
        found, counted = _texts(record) if "label" in record else _event(record, engine)
        predictions += found
        counts.append(counted)
    return _scores(np.array(counts).reshape(-1, 1 + len(FORMS), 4), seed, engine), predictions


def _read(path: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate((line for line in lines if line.strip()), start=1):
            if limit is not None and number > limit:
                return
            record = json.loads(line)
            if not ({"articles", "pairs"} <= record.keys() or {"a", "b", "label"} <= record.keys()):
                raise ValueError(f"{path}: record {number} has neither articles and pairs nor a, b and label")
            yield record


def _texts(record: dict[str, Any]) -> tuple[list[dict[str, Any]], Counts]:
    """A pair of strings: joined or not."""
    pair = [
        statement(record[side], name=record.get(f"speaker_{side}"), cue=record.get(f"cue_{side}"))
        for side in "ab"
    ]
    groups, scores, _ = alignment.align(pair, [0, 1])
    joined, gold = bool(groups), bool(record["label"])
    prediction = {**record, "predicted": int(joined), "score": scores.get((0, 1), 0.0)}
    counts = np.zeros((1 + len(FORMS), 4), dtype=int)
    counts[0] = joined and gold, joined, joined and gold, gold
    return [prediction], counts


def frames(record: dict[str, Any], engine: str) -> dict[str, pd.DataFrame]:
    """The tables articles, quotations, spans, mentions and events of one gold event."""
    articles = record["articles"]
    documents = [segment(a["text"]) for a in articles]
    if engine == "given" and "quotations" in record:
        found = [_given(a["id"], d, record["quotations"]) for a, d in zip(articles, documents, strict=True)]
    else:
        found = extract(documents, engine=engine if engine in quotation.ENGINES else "tagger")
    ids = [a["id"] for a in articles]
    quotations, spans = tables_of(ids, documents, found)
    mentions = [
        {"article_id": a["id"], "quotation": n, **mention._asdict(), "speaker_id": None}
        for a, d, f in zip(articles, documents, found, strict=True)
        for n, mention in enumerate(resolve(d, f, title=a.get("title"), author=a.get("author")))
    ]
    published = pd.to_datetime([a.get("date") for a in articles], utc=True, errors="coerce", format="mixed")
    return {
        "articles": pd.DataFrame(
            {"article_id": ids, "text": [a["text"] for a in articles], "published": published}
        ),
        "quotations": quotations,
        "spans": spans,
        "mentions": tables.build("mentions", pd.DataFrame(mentions))
        if mentions
        else tables.empty("mentions"),
        "events": tables.build(
            "events", [(str(record.get("event", "")), i, float("nan"), "given") for i in ids]
        ),
    }


def _given(article_id: str, document: Document, quotations: Iterable[dict[str, Any]]) -> list[Attribution]:
    pieces = [
        [tuple((start, end) for start, end in q.get(role) or ()) for role in ("content", "cue", "source")]
        for q in quotations
        if q["id"] == article_id
    ]
    return [Attribution(kind_of(document, c), c, u, s, None, float("nan"), "given") for c, u, s in pieces]


def _event(record: dict[str, Any], engine: str) -> tuple[list[dict[str, Any]], Counts]:
    given = frames(record, engine)
    names = ("articles", "quotations", "spans", "mentions")
    table = utterances(*(given[name] for name in names), events=given["events"], reads=None)
    contents = contents_of(given["spans"])
    pairs = {
        (a, b): {"event": record.get("event"), "a": one, "b": two, "score": min(x, y)}
        for _, group in table.groupby("utterance", sort=False)
        for (a, one, x), (b, two, y) in combinations(_sides(group, contents), 2)
        if a[0] != b[0]
    }
    documents = {a["id"]: segment(a["text"]) for a in record["articles"]}
    predicted: list[dict[str, Any]] = list(pairs.values())
    unsure = record.get("unsure", [])
    counts = np.zeros((1 + len(FORMS), 4), dtype=int)
    for pair in predicted:
        pair["form"] = form(pair["a"], pair["b"], documents)
        pair["right"] = any(same(pair, gold) for gold in record["pairs"])
        if pair["right"] or not any(same(pair, maybe) for maybe in unsure):
            counts[_rows(pair["form"]), :2] += pair["right"], 1
    for gold in record["pairs"]:
        found = any(same(pair, gold) for pair in predicted)
        counts[_rows(form(gold[0], gold[1], documents)), 2:] += found, 1
    return predicted, counts


def form(one: dict[str, Any], two: dict[str, Any], documents: Mapping[str, Document]) -> str:
    """Which of FORMS a pair of contents has; `documents` are the articles by id."""
    kinds = [kind_of(documents[side["id"]], [(a, b) for a, b in side["content"]]) for side in (one, two)]
    return FORMS[kinds.count("indirect")]


def _rows(form: str) -> np.ndarray:
    return np.array([0, 1 + FORMS.index(form)])


def contents_of(spans: pd.DataFrame) -> dict[tuple[str, int], list[list[int]]]:
    """The content of each quotation, by article and number, as pairs of offsets."""
    content = spans[spans["role"] == "content"]
    found: dict[tuple[str, int], list[list[int]]] = {}
    for row in content.to_dict("records"):
        found.setdefault((row["article_id"], row["quotation"]), []).append([row["start"], row["end"]])
    return found


def _sides(
    group: pd.DataFrame, contents: dict[tuple[str, int], list[list[int]]]
) -> list[tuple[tuple[str, int], dict[str, Any], float]]:
    keys = sorted(zip(group["article_id"], group["quotation"], group["similarity"], strict=True))
    return [((a, q), {"id": a, "content": contents[a, q]}, float(s)) for a, q, s in keys]


def same(pair: dict[str, Any], gold: Sequence[dict[str, Any]]) -> bool:
    """Whether a predicted pair {"a", "b"} is the gold pair, in either order."""
    one, two = gold
    return (_overlap(pair["a"], one) and _overlap(pair["b"], two)) or (
        _overlap(pair["a"], two) and _overlap(pair["b"], one)
    )


def _overlap(one: dict[str, Any], two: dict[str, Any]) -> bool:
    if one["id"] != two["id"]:
        return False
    spans = [(a, b) for a in one["content"] for b in two["content"]]
    both = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a, b in spans)
    shorter = min(sum(end - start for start, end in side["content"]) for side in (one, two))
    return 0 < shorter <= 2 * both


def precision_recall_f1(total: np.ndarray) -> np.ndarray:
    """Precision, recall and F1, 0 to 1, higher is better; NaN where nothing was predicted or was to be found.

    The last axis of `total` are four counts: right among predicted, predicted, found among gold, gold; that of
    the result are MEASURES.
    """
    right, predicted, found, gold = np.moveaxis(total.astype(float), -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision, recall = right / predicted, found / gold
        both = precision + recall
        f1 = np.where(both == 0, 0.0, 2 * precision * recall / both)
    return np.stack([precision, recall, f1], axis=-1)


def _scores(counts: np.ndarray, seed: int, engine: str) -> dict[str, Any]:
    total, *by_form = counts.sum(axis=0)
    scores: dict[str, Any] = {"engine": engine, "model": alignment.MODEL, "events": len(counts)}
    scores |= dict(zip(("right", "predicted", "found", "gold"), map(int, total), strict=True))
    scores |= _estimates(counts[:, 0], seed)
    scores["forms"] = {
        name: {"predicted": int(its[1]), "gold": int(its[3]), **_estimates(counts[:, row], seed)}
        for row, (name, its) in enumerate(zip(FORMS, by_form, strict=True), start=1)
        if its.any()
    }
    return scores


def _estimates(counts: np.ndarray, seed: int) -> dict[str, dict[str, Any]]:
    """Value and interval of each measure; `counts` has a row for each event or line."""
    weights = inference.drawn_singly(len(counts), resamples=RESAMPLES, seed=seed)
    low, high = inference.bootstrap(counts, precision_recall_f1, weights)
    values = precision_recall_f1(counts.sum(axis=0))
    return {
        name: {
            "value": None if np.isnan(value) else float(value),
            "interval": None if np.isnan(start) else [float(start), float(end)],
        }
        for name, value, start, end in zip(MEASURES, values, low, high, strict=True)
    }


def render(scores: dict[str, Any]) -> str:
    """The scores as lines for a terminal."""
    counted = Counter({key: scores[key] for key in ("events", "gold", "predicted")})
    lines = [
        f"alignment ({scores['model']}, quotations: {scores['engine']})",
        ", ".join(f"{n:,} {name}" for name, n in counted.items()),
    ]
    lines += _lines(scores)
    for name, its in scores["forms"].items():
        lines.append(f"{name}: {its['gold']:,} gold, {its['predicted']:,} predicted")
        lines += [f"  {line}" for line in _lines(its)]
    return "\n".join(lines)


def _lines(scores: dict[str, Any]) -> list[str]:
    lines = []
    for name in MEASURES:
        value, interval = scores[name]["value"], scores[name]["interval"]
        spread = f"  [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""
        lines.append(f"{name:<10}{'not defined' if value is None else f'{value:.3f}'}{spread}")
    return lines
