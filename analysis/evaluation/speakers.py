"""How often a source gets its right name: against GUM's speakers and BASIL's quoted spans.

GUM 11 (Zeldes 2017; annotations CC BY 4.0) gives attributions whose sources belong to coreference chains
and names; the resolver is given those attributions, so that only resolution is measured. BASIL (Fan et al.
2019) gives quoted spans with the full name of who said them; there the attribution has to be found too.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np

from analysis.quotation import Attribution, Kind, extract, mention_form
from analysis.segmentation import Document, segment
from analysis.speakers import lexicon, names, resolve
from analysis.speakers.names import fold
from analysis.statistics import inference

Prediction = dict[str, Any]
NEWS_LIKE = ("news", "interview", "bio")
RESAMPLES = 1000


def evaluate(
    gold_path: Path | str, *, engine: str = "tagger", limit: int | None = None, seed: int = 0
) -> tuple[dict[str, Any], list[Prediction]]:
    """Scores, and what was predicted for each gold source or quoted span.

    The file's shape tells the corpus: GUM's lines hold `attributions`, BASIL's `named_speakers.jsonl` holds
    `speaker` and has `articles.jsonl` beside it. `engine` finds BASIL's attributions; GUM's are given. `limit`
    takes that many articles. Scores are percentages with a 95 % bootstrap interval over articles: accuracy (higher
    is better), wrong (a name, but not the right one) and missing (no name; lower is better). ValueError for a
    file of neither corpus.
    """
    path = Path(gold_path)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    if lines and "attributions" in lines[0] and "coref_clusters" in lines[0]:
        predictions = [p for document in lines[:limit] for p in _gum(document)]
        return _gum_scores(predictions, seed), predictions
    if lines and "speaker" in lines[0]:
        predictions = _basil(lines, path.parent / "articles.jsonl", engine, limit)
        return {"corpus": "BASIL", "engine": engine, **_breakdown(predictions, seed)}, predictions
    raise ValueError(
        f"{path.name}: neither GUM (attributions with chains) nor BASIL (quoted spans with speakers)"
    )


def render(scores: dict[str, Any]) -> str:
    """The scores as a table for the terminal."""
    rows = [f"{scores['corpus']}: name right, wrong and missing in %, 95 % intervals over articles", ""]
    rows.append(f"{'':24}{'n':>5}  {'right':<20}{'wrong':<20}{'missing':<20}")
    for label, block in scores["slices"].items():
        cells = "".join(f"{_cell(block[k]):<20}" for k in ("right", "wrong", "missing"))
        rows.append(f"{label:24}{block['n']:>5}  {cells}")
    if "named_without_gold" in scores:
        rows.append(
            f"\nsources without a gold name that were given one: {scores['named_without_gold']:.1f} %"
        )
    return "\n".join(rows)


def _cell(value: dict[str, float]) -> str:
    return f"{value['value']:.1f} [{value['low']:.1f}, {value['high']:.1f}]"


# --- whether a name is right ----------------------------------------------------------------------------------


def is_right(predicted: str | None, accepted: Iterable[str]) -> bool:
    """Whether a name means one of the accepted ones, whatever its titles, case, diacritics and punctuation.

    Equal words, all words of one within the other with the surname shared, or a surname with given names that do
    not contradict; "Jr." is never another person than himself.
    """
    if not predicted:
        return False
    return any(_means(predicted, gold) for gold in accepted if gold)


def _means(predicted: str, gold: str) -> bool:
    ours, theirs = _words(predicted), _words(gold)
    if ours == theirs:
        return True
    if ("jr" in ours) != ("jr" in theirs) or not ours or not theirs:
        return False
    if theirs < ours or (ours < theirs and fold(predicted.split()[-1]) == fold(gold.split()[-1])):
        return True
    one, other = names.parse(predicted), names.parse(gold)
    if one.given and other.given:
        return names.compatible(one, other)
    return one.last == other.last


def _words(name: str) -> frozenset[str]:
    bare = {fold(w) for w in re.findall(r"[\w.'’&-]+", name)}
    return frozenset(bare - lexicon.HONORIFICS - {"the", "of", "for"}) or frozenset(bare)


# --- GUM ------------------------------------------------------------------------------------------------------


def attributions_of(gold: dict[str, Any]) -> tuple[list[Attribution], list[dict[str, Any]]]:
    """GUM's attributions as ours, and GUM's own records, in one order: that of their first spans."""
    records = sorted(
        (a for a in gold["attributions"] if a["content"]), key=lambda a: min(a["content"] + a["source"])
    )
    ours = []
    for record in records:
        kind: Kind = "direct" if record.get("direct_quote") else "indirect"
        spans = [tuple(tuple(s) for s in record[role]) for role in ("content", "cue", "source")]
        ours.append(Attribution(kind, spans[0], spans[1], spans[2], None, float("nan"), "gold"))
    return ours, records


def accepted_names(record: dict[str, Any]) -> list[str]:
    """The names that are right for a source: GUM's own and its Wikipedia title without the disambiguation."""
    wiki = unquote(record.get("speaker_wiki") or "").replace("_", " ")
    return [n for n in (record.get("speaker_name"), re.sub(r"(?<!\s)\s*+\([^(]*\)$", "", wiki)) if n]


def _gum(gold: dict[str, Any]) -> list[Prediction]:
    """One prediction for each attribution with a source."""
    attributions, records = attributions_of(gold)
    found = resolve(segment(gold["text"]), attributions, title=gold.get("title"))
    predictions = []
    for record, mention in zip(records, found, strict=True):
        if record["source"]:
            accepted = accepted_names(record) if record.get("speaker_name") else []
            predictions.append(
                _prediction(
                    gold["id"],
                    record.get("source_text", ""),
                    record.get("source_form"),
                    accepted,
                    mention,
                    gold["genre"],
                )
            )
    return predictions


def _prediction(
    article: str, source: str, form: str | None, accepted: list[str], mention: Any, genre: str
) -> Prediction:
    name = mention.name if mention is not None else None
    outcome = "missing" if name is None else "right" if is_right(name, accepted) else "wrong"
    return {
        "article_id": article, "genre": genre, "source": source, "form": form or "none", "gold": accepted,
        "predicted": name, "outcome": outcome, "gender": _gender_of(accepted),
        "evidence": mention.evidence if mention is not None else "no attribution covers it",
    }  # fmt: skip


def _gender_of(accepted: Sequence[str]) -> str:
    """Gender of the gold name by its first name, so that errors can be compared; "unknown" for others."""
    return next(
        (g for g in (names.gender(names.parse(n)) for n in accepted if " " in n) if g != "unknown"), "unknown"
    )


def _gum_scores(predictions: Sequence[Prediction], seed: int) -> dict[str, Any]:
    named = [p for p in predictions if p["gold"]]
    news = [p for p in named if p["genre"] == "news"]
    scores = _breakdown([p for p in named if p["genre"] in NEWS_LIKE], seed)
    slices = {
        "news": _block(news, seed),
        "news, interview, bio": scores["slices"].pop("all"),
        **scores["slices"],
    }
    slices["all genres"] = _block(named, seed)
    others = [p for p in predictions if not p["gold"]]
    given = 100 * sum(p["predicted"] is not None for p in others) / len(others) if others else float("nan")
    return {"corpus": "GUM", "slices": slices, "named_without_gold": given}


# --- BASIL ----------------------------------------------------------------------------------------------------


def _basil(
    lines: list[dict[str, Any]], articles_path: Path, engine: str, limit: int | None
) -> list[Prediction]:
    """One prediction for each quoted span: the speaker of the attribution that covers most of it."""
    wanted: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        wanted[line["id"]].append(line)
    articles = (json.loads(line) for line in articles_path.read_text("utf-8").splitlines())
    chosen = [a for a in articles if a["id"] in wanted][:limit]
    documents = [segment(a["text"]) for a in chosen]
    predictions = []
    for article, document, found in zip(chosen, documents, extract(documents, engine=engine), strict=True):
        mentions = resolve(document, found, title=article.get("title"))
        for quoted in wanted[article["id"]]:
            index = covering(found, quoted["start"], quoted["end"])
            source = _source(document, found[index]) if index is not None else ""
            mention = mentions[index] if index is not None else None
            predictions.append(
                _prediction(article["id"], source, mention_form(source), [quoted["speaker"]], mention, "news")
                | {"passage": quoted["text"]}
            )
    return predictions


def covering(attributions: Sequence[Attribution], start: int, end: int) -> int | None:
    """The attribution whose content covers most of `[start, end)`, the shortest content of several; None of none."""
    best: tuple[int, int, int] | None = None
    for index, attribution in enumerate(attributions):
        shared = sum(max(0, min(e, end) - max(s, start)) for s, e in attribution.content)
        size = sum(e - s for s, e in attribution.content)
        if shared and (best is None or (shared, -size) > best[:2]):
            best = (shared, -size, index)
    return best[2] if best else None


def _source(document: Document, attribution: Attribution) -> str:
    return " ".join(document.text[s:e] for s, e in attribution.source)


# --- scores ---------------------------------------------------------------------------------------------------


def _breakdown(predictions: Sequence[Prediction], seed: int) -> dict[str, Any]:
    slices = {"all": _block(predictions, seed)}
    for form in ("name", "nominal", "pronoun", "none"):
        if part := [p for p in predictions if p["form"] == form]:
            slices[form] = _block(part, seed)
    for gender in ("female", "male", "unknown"):
        if part := [p for p in predictions if p["gender"] == gender]:
            slices[f"gender {gender}"] = _block(part, seed)
    return {"slices": slices}


def _block(predictions: Sequence[Prediction], seed: int) -> dict[str, Any]:
    block: dict[str, Any] = {"n": len(predictions)}
    for outcome in ("right", "wrong", "missing"):
        block[outcome] = _interval(predictions, outcome, seed)
    return block


def _interval(predictions: Sequence[Prediction], outcome: str, seed: int) -> dict[str, float]:
    """The share of an outcome in percent with a percentile bootstrap interval over articles."""
    if not predictions:
        return dict.fromkeys(("value", "low", "high"), float("nan"))
    articles = sorted({p["article_id"] for p in predictions})
    row = {a: i for i, a in enumerate(articles)}
    counts = np.zeros((len(articles), 2))
    for p in predictions:
        counts[row[p["article_id"]]] += (p["outcome"] == outcome, 1)
    weights = inference.drawn_singly(len(articles), resamples=RESAMPLES, seed=seed)
    low, high = inference.bootstrap(counts, _percent, weights, fewest=1)
    return {"value": float(_percent(counts.sum(axis=0))), "low": float(low), "high": float(high)}


def _percent(totals: np.ndarray) -> np.ndarray:
    return np.asarray(100 * totals[..., 0] / totals[..., 1])
