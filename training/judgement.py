"""Learn what a reader would say of an attribution: the weights in `analysis/models/judgement.json`.

    python -m training.judgement --articles NEWS.jsonl.gz --gold dev.jsonl

`training/judgements.tsv` has the judgements, without any word of the articles: the article's id, the spans, and for
each reader whether it is an attribution at all (y, d = debatable, n), which act it reports and whether source, cue
and content are right. Both engines read the articles again; what they find is matched by its spans. `--gold`
are PolNeAR's development articles, which count in for the chance of being right.

Tenths of articles by the hash of their id: 0–5 teach, 6–7 choose how much weights are held back, 8–9 only measure.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from analysis.evaluation import quotations as evaluation
from analysis.quotation import Attribution, judgement, kind_of, rules, tagger
from analysis.quotation.acts import act_of
from analysis.quotation.overlap import agreement, shared
from analysis.segmentation import segment

ACTS = {"c": "communication", "b": "belief", "k": "knowledge", "i": "intention"}
VALID = {"y": 1.0, "d": 0.5, "n": 0.0}
HELD_BACK = (0.1, 0.3, 1.0, 3.0, 10.0)
FEWEST = 4  # rows in which a feature has to be seen
TOGETHER = 40  # articles read at a time


@dataclass(frozen=True)
class Row:
    """One attribution of an engine, with what it is judged by and how right it is: 0 to 1, or None."""

    group: str
    values: dict[str, float]
    right: float | None
    weight: float = 1.0


def tenth(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10


def spans(written: str) -> tuple[tuple[int, int], ...]:
    return tuple((int(a), int(b)) for a, b in (pair.split("-") for pair in written.split()))


def read_judgements(path: Path) -> dict[str, list[dict[str, Any]]]:
    """By article, the judged attributions: spans by role, and the readers' answers."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found[row["article"]].append(row | {r: spans(row[r]) for r in ("source", "cue", "content")})
    return found


def described(documents: Sequence[Any], engine: str) -> list[list[tuple[Attribution, dict[str, float]]]]:
    """What an engine finds, outermost, with all that it is judged by."""
    ruled = [rules.found(d) for d in documents]
    if engine == "rules":
        pairs = [[(a, rules.sureness(a)) for a in found] for found in ruled]
    else:
        model = tagger.load()
        pairs = tagger.described(model, documents, tagger.read(model, documents), ruled)
    return [
        [
            (a, known | values)
            for (a, known), values in zip(found, judgement.described(d, [a for a, _ in found]), strict=True)
        ]
        for d, found in zip(documents, pairs, strict=True)
    ]


def matched(judged: dict[str, Any], found: Sequence[tuple[Attribution, dict[str, float]]]) -> Any:
    """The attribution that is the judged one, or shares most of its content and its cue."""

    def likeness(pair: tuple[Attribution, dict[str, float]]) -> float:
        attribution = pair[0]
        cue = bool(shared(attribution.cue, judged["cue"])) or not (attribution.cue or judged["cue"])
        return agreement(attribution.content, judged["content"]) + 0.5 * cue

    best = max(found, key=likeness, default=None)
    return best if best and agreement(best[0].content, judged["content"]) > 0.3 else None


def rows_of(
    judged: Sequence[dict[str, Any]], found: Sequence[tuple[Attribution, dict[str, float]]], text: str
) -> Iterator[Row]:
    for one in judged:
        pair = matched(one, found)
        if pair is None:
            continue
        attribution, values = pair
        same = all(
            _words(text, getattr(attribution, r)) == _words(text, one[r]) for r in ("source", "content")
        )
        answers = [
            VALID[v] * (s == "1") * (q == "1")
            for v, s, q in zip(one["valid"], one["s"], one["q"], strict=True)
        ]
        nothing = all(v == "n" for v in one["valid"])
        yield Row(
            one["article"],
            values,
            0.0 if nothing else float(np.mean(answers)) if same else None,
        )


def _words(text: str, pieces: Sequence[tuple[int, int]]) -> list[str]:
    return [text[start:end].strip(" ,.“”\"'‘’") for start, end in pieces]


def read_articles(path: Path, judged: dict[str, Any]) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [a for a in map(json.loads, file) if a["id"] in judged]


def news(path: Path, judged: dict[str, Any], engine: str) -> list[Row]:
    articles = read_articles(path, judged)
    rows: list[Row] = []
    for low in range(0, len(articles), TOGETHER):
        some = articles[low : low + TOGETHER]
        found = described([segment(a["text"]) for a in some], engine)
        for article, pairs in zip(some, found, strict=True):
            rows += rows_of(judged[article["id"]], pairs, article["text"])
    return rows


def polnear(path: Path, engine: str, weight: float) -> list[Row]:
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = []
    for article, pairs in zip(gold, described([segment(a["text"]) for a in gold], engine), strict=True):
        predicted = [
            {"content": a.content, "cue": a.cue, "source": a.source, "confidence": float(i)}
            for i, (a, _) in enumerate(pairs)
            if a.parent is None
        ]
        kept = [values for a, values in pairs if a.parent is None]
        predicted = [p | {"confidence": float(i)} for i, p in enumerate(predicted)]
        for i, right in evaluation.count(article, predicted).confidences:
            rows.append(Row(article["id"], kept[int(i)], float(right), weight=weight))
    return rows


# --- fitting --------------------------------------------------------------------------------------------------


def fit_right(rows: Sequence[Row], held_back: float) -> dict[str, float]:
    """Logistic regression; a row that is half right counts half on either side."""
    some = [r for r in rows if r.right is not None]
    values, names = _matrix([r.values for r in some])
    both = np.vstack([values, values])
    labels = np.repeat([1, 0], len(some))
    share = np.array([r.right for r in some])
    weight = np.array([r.weight for r in some])
    model = LogisticRegression(C=held_back, max_iter=5000)
    model.fit(both, labels, sample_weight=np.concatenate([share * weight, (1 - share) * weight]))
    return _weights(names, model.coef_[0], model.intercept_[0])


def _matrix(rows: Sequence[dict[str, float]]) -> tuple[np.ndarray, list[str]]:
    seen = Counter(name for row in rows for name in row)
    kept = [{n: v for n, v in row.items() if seen[n] >= FEWEST} for row in rows]
    vectorizer = DictVectorizer(sparse=False)
    return vectorizer.fit_transform(kept), list(vectorizer.get_feature_names_out())


def _weights(names: Sequence[str], weights: np.ndarray, start: float) -> dict[str, float]:
    kept = {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.0005}
    return {"intercept": round(float(start), 3), **kept}


def chances(rows: Sequence[Row], weights: dict[str, float]) -> np.ndarray:
    return np.array([judgement.chance(r.values, weights) for r in rows])


def loss(rows: Sequence[Row], weights: dict[str, float]) -> float:
    some = [r for r in rows if r.right is not None]
    sure = np.clip(chances(some, weights), 1e-6, 1 - 1e-6)
    share = np.array([r.right for r in some])
    return float(-np.mean(share * np.log(sure) + (1 - share) * np.log(1 - sure)))


def report(rows: Sequence[Row], weights: dict[str, float]) -> dict[str, float]:
    some = [r for r in rows if r.right is not None]
    sure, share = chances(some, weights), np.array([r.right for r in some])
    clear = share != 0.5
    shown = sure >= 0.5
    error = evaluation.calibration(
        [(p, bool(s > 0.5)) for p, s in zip(sure[clear], share[clear], strict=True)]
    )
    return {
        "n": len(some),
        "area under curve": round(float(roc_auc_score(share[clear] > 0.5, sure[clear])), 3),
        "loss": round(loss(some, weights), 3),
        "calibration error": round(error["error"], 3),
        "shown": round(float(shown.mean()), 3),
        "right of shown": round(float(share[shown].mean()), 3),
    }


def act_accuracy(articles: Path, judged: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    """How often `act_of` says what the readers say, of attributions on whose act they agree; nothing is learned."""
    right: list[tuple[bool, bool]] = []
    for article in read_articles(articles, judged):
        document = segment(article["text"])
        for one in judged[article["id"]]:
            if len(set(one["act"])) == 1 and set(one["valid"]) != {"n"}:
                spans = (one["content"], one["cue"], one["source"])
                kind = kind_of(document, one["content"])
                found = act_of(document, Attribution(kind, *spans, None, math.nan, "read"))
                said = ACTS[one["act"][0]]
                right.append((found == said, (found == "communication") == (said == "communication")))
    four, two = np.mean(right, axis=0)
    return {
        "acts, n": len(right),
        "all four": round(float(four), 3),
        "communication or not": round(float(two), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--judgements", type=Path, default=Path(__file__).parent / "judgements.tsv")
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True, help="PolNeAR's development part")
    parser.add_argument("--gold-weight", type=float, default=1.0)
    parser.add_argument("--out", type=Path, default=judgement.FILE)
    options = parser.parse_args()
    judged = read_judgements(options.judgements)
    print(json.dumps(act_accuracy(options.articles, judged)), flush=True)
    made: dict[str, dict[str, float]] = {}
    for engine in ("tagger", "rules"):
        rows = news(options.articles, judged, engine)
        gold = polnear(options.gold, engine, options.gold_weight)
        made[engine] = _chosen(engine, rows, gold)
    options.out.write_text(json.dumps(made, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def _parts(rows: Sequence[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    teach, choose, measure = [], [], []
    for row in rows:
        part = tenth(row.group)
        (teach if part < 6 else choose if part < 8 else measure).append(row)
    return teach, choose, measure


def _chosen(engine: str, rows: Sequence[Row], gold: Sequence[Row]) -> dict[str, float]:
    """The weights that are shipped are learned from all rows, held back as was best on the tenths that choose."""
    teach, choose, measure = _parts(rows)
    gold_teach, gold_choose, gold_measure = _parts(gold)
    tried = {c: fit_right([*teach, *gold_teach], c) for c in HELD_BACK}
    best = min(tried, key=lambda c: loss(choose, tried[c]))
    weights = fit_right([*teach, *choose, *gold_teach, *gold_choose], best)
    for name, some in (("news", measure), ("PolNeAR", gold_measure)):
        print(
            json.dumps({"engine": engine, "on": name, "held back": best, **report(some, weights)}), flush=True
        )
    return fit_right([*rows, *gold], best)


if __name__ == "__main__":
    main()
