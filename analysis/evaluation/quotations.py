"""How well quotations are found: precision and recall of sources, cues, contents and whole attributions.

The measures are those by which annotators of PolNeAR (Newell, Margolin & Ruths 2018) were compared:

- exact: each distinct span of a role is an item, compared without white space and quotation marks at both ends
  and punctuation at the right end; overlap: words of an article that any span of the role touches.
- attribution: predicted and gold attributions are paired one to one, best overlap of content words first, at
  least half (intersection over union); "+source": the pair counts only when the sources share a word that is no
  stop word (pronouns are none), or both are missing.
- direct: the same for contents with double quotation marks, whatever the kind of the partner.

All are micro-averages over articles, from 0 to 1, higher is better, with percentile bootstrap intervals over
articles. PolNeAR has no nesting, so only outermost attributions are scored.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis.evaluation.pairing import KINDS, Article, Pair, Scored, layout
from analysis.quotation import ROLES, Attribution, extract, kind_of
from analysis.quotation.acts import act_of
from analysis.segmentation import Document, segment
from analysis.speakers import resolve
from analysis.statistics import inference

RESAMPLES = 1000
BINS = 10
MEASURES = (
    *(f"{role} {how}" for role in ("content", "source", "cue") for how in ("exact", "overlap")),
    *("attribution", "attribution +source", "direct", "direct +source"),
)

GROUPS = ("kind", "cue", "source", "gender", "act", "layout")  # by what recall is told

_FREQUENT_CUE = re.compile(r"\b(?:say|says|said|saying|tell|tells|told|telling|according)\b", re.IGNORECASE)


# --- counting -------------------------------------------------------------------------------------------------


@dataclass
class Counts:
    """What one article adds to every measure: hits among gold, hits among predictions, gold, predictions."""

    article: str
    outlet: str
    table: np.ndarray
    slices: dict[tuple[str, str], np.ndarray]
    confidences: list[tuple[float, bool]]


def count(gold: dict[str, Any], predicted: Sequence[dict[str, Any]]) -> Counts:
    """The counts of one gold article ("text", "attributions", maybe "publisher") against its predictions."""
    article = Article(gold["text"])
    rows = []
    for role in ("content", "source", "cue"):
        for items in (article.spans, article.covered):
            ours = items([s for a in predicted for s in a.get(role) or []])
            theirs = items([s for a in gold["attributions"] for s in a.get(role) or []])
            rows.append((len(ours & theirs), len(ours & theirs), len(theirs), len(ours)))
    kept, theirs_ = article.scored(gold["attributions"])
    ours_kept, ours_ = article.scored(predicted)
    pairs = article.pairs(theirs_, ours_)
    direct = sum(s.marked for s in theirs_), sum(s.marked for s in ours_)
    right = [p for p in pairs if p.right]
    rows += [(len(some), len(some), len(theirs_), len(ours_)) for some in (pairs, right)]
    for some in (pairs, right):
        hits = sum(theirs_[p.gold].marked for p in some), sum(ours_[p.predicted].marked for p in some)
        rows.append((*hits, *direct))
    certain = {ours_kept[p.predicted]: p.right for p in pairs}
    confidences = [
        (float(predicted[j]["confidence"]), certain.get(j, False))
        for j in ours_kept
        if "confidence" in predicted[j]
    ]
    return Counts(
        gold["id"],
        gold.get("publisher") or "unknown",
        np.array(rows),
        _slices(article, gold, kept, theirs_, pairs),
        confidences,
    )


def _slices(
    article: Article,
    gold: dict[str, Any],
    kept: Sequence[int],
    scored: Sequence[Scored],
    pairs: Sequence[Pair],
) -> dict[tuple[str, str], np.ndarray]:
    """Found, found with the right source, and gold attributions, by kind, by cue and by source."""
    outcome = {p.gold: p.right for p in pairs}
    totals: dict[tuple[str, str], np.ndarray] = defaultdict(lambda: np.zeros(3, dtype=int))
    for number, (position, one) in enumerate(zip(kept, scored, strict=True)):
        row = gold["attributions"][position]
        cue = " ".join(article.text[s:e] for s, e in row.get("cue") or [])
        frequent = "say, tell, according to" if _FREQUENT_CUE.search(cue) else "all other cues"
        for key in (("kind", article.kind(one.content)), ("cue", frequent), *row.get("audit", ())):
            totals[key] += np.array((number in outcome, outcome.get(number, False), 1))
    return dict(totals)


def f1(tables: np.ndarray) -> np.ndarray:
    """F1 of counts whose last axis is (hits among gold, hits among predictions, gold, predictions)."""
    hit_gold, hit_predicted, gold, predicted = np.moveaxis(tables.astype(float), -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(predicted > 0, hit_predicted / predicted, 0.0)
        recall = np.where(gold > 0, hit_gold / gold, 0.0)
        total = precision + recall
        return np.where(total > 0, 2 * precision * recall / total, 0.0)


# --- evaluation -----------------------------------------------------------------------------------------------


def evaluate(
    gold_path: Path | str, *, engine: str = "tagger", limit: int | None = None, seed: int = 0
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Scores of `engine` on a gold file, and its predictions, an article each: "id" and "attributions".

    The gold file has an article a line: "id", "text", "attributions" (lists of spans for source, cue and
    content), maybe "publisher". `limit` takes that many articles. ValueError for a line that is no such article.
    """
    lines = Path(gold_path).read_text("utf-8").splitlines()
    gold = [_parsed(line, number) for number, line in enumerate(lines, 1) if line.strip()][:limit]
    documents = [segment(row["text"]) for row in gold]
    found = extract(documents, engine=engine)
    gold = [_audited(row, document) for row, document in zip(gold, documents, strict=True)]
    predictions = [
        {"id": row["id"], "attributions": [_row(a) for a in attributions if a.parent is None]}
        for row, attributions in zip(gold, found, strict=True)
    ]
    return {"engine": engine, **score(gold, predictions, seed=seed)}, predictions


def _audited(row: dict[str, Any], document: Document) -> dict[str, Any]:
    """The gold article with what each attribution is: its source's kind and gender, its act and its layout."""
    gold = [_attribution(document, a) for a in row["attributions"]]
    audits = [
        (
            ("source", m.kind if a.source and m.kind else "no source"),
            ("gender", m.gender if a.source else "no source"),
            ("act", act_of(document, a)),
            ("layout", layout(document, a)),
        )
        for a, m in zip(gold, resolve(document, gold), strict=True)
    ]
    rows = [a | {"audit": audit} for a, audit in zip(row["attributions"], audits, strict=True)]
    return row | {"attributions": rows}


def _attribution(document: Document, row: dict[str, Any]) -> Attribution:
    content, cue, source = (
        tuple((s, e) for s, e in row.get(role) or []) for role in ("content", "cue", "source")
    )
    return Attribution(kind_of(document, content), content, cue, source, None, float("nan"), "gold")


def _parsed(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"line {number}: no JSON ({error})") from None
    if not isinstance(row, dict) or not {"id", "text", "attributions"} <= row.keys():
        raise ValueError(f"line {number}: no article with id, text and attributions")
    return row


def _row(attribution: Attribution) -> dict[str, Any]:
    spans = {role: [list(span) for span in getattr(attribution, role)] for role in ROLES}
    return spans | {"confidence": attribution.confidence}


def score(
    gold: Sequence[dict[str, Any]],
    predictions: Iterable[dict[str, Any]],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> dict[str, Any]:
    """All scores of predictions against gold articles, whatever made them; a missing article has no predictions.

    Keys: `scores` (each of MEASURES: p, r, f1, gold, pred, and the interval low–high of F1), `source_acc` (right
    sources among paired attributions), `recall_by_` and each of GROUPS (found, found_with_source, gold),
    `by_outlet`, `calibration` (expected error of the confidence, lower is better, and its bins) and `worst` (articles
    with the lowest F1 of attribution with source).
    """
    by_id = {row["id"]: row["attributions"] for row in predictions}
    counts = [count(row, by_id.get(row["id"]) or []) for row in gold]
    stacked = np.array([c.table for c in counts]) if counts else np.zeros((0, len(MEASURES), 4), dtype=int)
    total = stacked.sum(axis=0)
    low, high = _interval(stacked, seed, resamples)
    scores = {name: _result(total[i], low[i], high[i]) for i, name in enumerate(MEASURES)}
    paired = total[MEASURES.index("attribution")][0]
    return {
        "articles": len(gold),
        "articles_missing": sum(row["id"] not in by_id for row in gold),
        "scores": scores,
        "source_acc": float(total[MEASURES.index("attribution +source")][0] / paired) if paired else 0.0,
        "recall_by_kind": _recalls(counts, "kind", KINDS),
        **{f"recall_by_{group}": _recalls(counts, group) for group in GROUPS[1:]},
        "by_outlet": _by_outlet(counts, seed, resamples),
        "calibration": calibration([pair for c in counts for pair in c.confidences]),
        "worst": _worst(counts),
    }


def _result(row: np.ndarray, low: float, high: float) -> dict[str, Any]:
    hit_gold, hit_predicted, gold, predicted = (int(x) for x in row)
    p, r = hit_predicted / predicted if predicted else 0.0, hit_gold / gold if gold else 0.0
    return {
        "p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "gold": gold, "pred": predicted,
        "low": _known(low), "high": _known(high),
    }  # fmt: skip


def _known(value: float) -> float | None:
    """JSON has no NaN."""
    return None if np.isnan(value) else float(value)


def _interval(stacked: np.ndarray, seed: int, resamples: int) -> tuple[np.ndarray, np.ndarray]:
    """The interval of F1 over articles, of each measure; NaN for fewer than two articles."""
    return inference.bootstrap(stacked, f1, inference.drawn(len(stacked), resamples=resamples, seed=seed))


def _recalls(counts: Sequence[Counts], group: str, keys: Sequence[str] = ()) -> dict[str, Any]:
    totals: dict[str, np.ndarray] = {key: np.zeros(3, dtype=int) for key in keys}
    for c in counts:
        for (kind, key), row in c.slices.items():
            if kind == group:
                totals[key] = totals.get(key, np.zeros(3, dtype=int)) + row
    return {
        key: {
            "found": float(a / n) if n else 0.0,
            "found_with_source": float(b / n) if n else 0.0,
            "gold": int(n),
        }
        for key, (a, b, n) in totals.items()
    }


def _by_outlet(counts: Sequence[Counts], seed: int, resamples: int) -> dict[str, Any]:
    groups: dict[str, list[np.ndarray]] = defaultdict(list)
    for c in counts:
        groups[c.outlet].append(c.table)
    found = {}
    for outlet, tables in sorted(groups.items()):
        stacked = np.array(tables)
        low, high = _interval(stacked, seed, resamples)
        values = f1(stacked.sum(axis=0))
        wanted = {name: MEASURES.index(name) for name in ("attribution +source", "direct +source")}
        found[outlet] = {"articles": len(tables)} | {
            name: {"f1": float(values[i]), "low": _known(low[i]), "high": _known(high[i])}
            for name, i in wanted.items()
        }
    return found


def calibration(confidences: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    """Expected calibration error: mean distance of confidence and share right, over bins of equal width.

    Guo et al. (2017), "On Calibration of Modern Neural Networks", ICML. Lower is better; None without confidences.
    """
    known = np.array([(c, right) for c, right in confidences if c == c])
    if not len(known):
        return {"error": None, "n": 0, "bins": []}
    numbers = np.minimum((known[:, 0] * BINS).astype(int), BINS - 1)
    bins = [
        {
            "n": int(sum(numbers == b)),
            "confidence": float(known[numbers == b, 0].mean()),
            "right": float(known[numbers == b, 1].mean()),
        }
        for b in range(BINS)
        if (numbers == b).any()
    ]
    error = sum(b["n"] * abs(b["confidence"] - b["right"]) for b in bins) / len(known)
    return {"error": float(error), "n": len(known), "bins": bins}


def _worst(counts: Sequence[Counts], top: int = 10) -> list[dict[str, Any]]:
    at = MEASURES.index("attribution +source")
    rows: list[dict[str, Any]] = [
        {
            "id": c.article,
            "outlet": c.outlet,
            "f1": float(f1(c.table[at])),
            "gold": int(c.table[at][2]),
            "pred": int(c.table[at][3]),
        }
        for c in counts
        if c.table[at][2] + c.table[at][3]
    ]
    return sorted(rows, key=lambda row: (row["f1"], -row["gold"], row["id"]))[:top]


# --- for the terminal -----------------------------------------------------------------------------------------


def render(scores: dict[str, Any]) -> str:
    """The scores as tables for the terminal."""
    engine = f", engine {scores['engine']}" if "engine" in scores else ""
    lines = [f"{scores['articles']} articles, {scores['articles_missing']} without predictions{engine}", ""]
    lines.append(f"{'':22}{'P':>7}{'R':>7}{'F1':>7}  {'95 % interval':<16}{'gold':>7}{'found':>7}")
    for name, s in scores["scores"].items():
        values = f"{s['p']:7.3f}{s['r']:7.3f}{s['f1']:7.3f}  {_range(s):<16}{s['gold']:7}{s['pred']:7}"
        lines.append(f"{name:22}{values}")
    lines.append(f"\nright sources among paired attributions {scores['source_acc']:.3f}")
    c = scores["calibration"]
    lines.append(
        "confidence: "
        + ("none given" if c["error"] is None else f"calibration error {c['error']:.3f} (n = {c['n']})")
    )
    for group in GROUPS:
        lines += ["", f"recall by {group:18}{'found':>7}{'+source':>9}{'gold':>7}"]
        for key, s in scores[f"recall_by_{group}"].items():
            lines.append(f"  {key:26}{s['found']:7.3f}{s['found_with_source']:9.3f}{s['gold']:7}")
    lines += ["", f"{'by outlet':28}{'articles':>9}  F1 of attribution +source, direct +source"]
    for outlet, row in scores["by_outlet"].items():
        both = f"{_cell(row['attribution +source'])}  {_cell(row['direct +source'])}"
        lines.append(f"  {outlet[:26]:26}{row['articles']:9}  {both}")
    lines += ["", "worst articles (F1 of attribution +source, gold, found)"]
    lines += [f"  {w['f1']:.3f}{w['gold']:5}{w['pred']:5}  {w['id']}" for w in scores["worst"]]
    return "\n".join(lines)


def _cell(value: dict[str, Any]) -> str:
    return f"{value['f1']:.3f} [{_range(value)}]"


def _range(value: dict[str, Any]) -> str:
    return "–" if value["low"] is None else f"{value['low']:.3f}–{value['high']:.3f}"
