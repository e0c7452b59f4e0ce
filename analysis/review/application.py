"""What was decided, put into the store: in one batch, with who, when and in which sample, and for good."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis import annotate
from analysis.quotation import Attribution, from_tables, tables_of
from analysis.quotation.arrangement import arranged
from analysis.review.codings import CodedUnit, Coding, coded, frozen, key
from analysis.review.samples import Sample
from analysis.segmentation import segment
from analysis.store import corrections

if TYPE_CHECKING:
    from analysis.store import Store

WHO = ("speaker", "source_type", "gender")


@dataclass(frozen=True)
class Applied:
    """The store after it, how many articles were corrected, and those left out, each with the reason."""

    store: Store
    articles: int
    removed: int
    added: int
    changed: int
    merged: int
    left_out: tuple[tuple[str, str], ...]


def apply(store: Store, sample: Sample, *, coder: str, at: str, by: str = "") -> Applied:
    """Put what `coder` decided in the units that are done into the store, in one batch; `by` says who applies it.

    In those units the store then has what the coder left: no wrong attribution, every missed one, all as changed. The
    rest of an article stays as it is. Later runs, engines and models keep it, on this text; speakers set by hand stay
    set, and names merged are one speaker in all articles. What was corrected before is kept as an earlier version.
    Applied again, the rows are the same. ValueError when the coder has done no unit.
    """
    known = frozen(sample)
    done = [u for u in coded(sample, coder=coder, known=known) if u.done]
    if not done:
        raise ValueError(f"{coder} has done no unit of {sample.name}; nothing can be applied")
    ids = sorted({u.article_id for u in done})
    rows = store.table("articles", columns=["article_id", "text"], where={"article_id": ids})
    texts = dict(zip(rows["article_id"], rows["text"], strict=True))
    gone = [(a, "the store has no such article now") for a in ids if a not in texts]
    gone += [(a, "its text has changed since") for a in texts if texts[a] != known.texts[a]]
    lost = {a for a, _ in gone}
    kept = [a for a in ids if a not in lost]
    where = {"article_id": kept}
    stored = from_tables(store.table("quotations", where=where), store.table("spans", where=where))
    before = corrections.speakers(store.place)
    ends = sample.units.set_index("unit")[["start", "end"]]
    documents, attributions, named = [], [], []
    for article_id in kept:
        units = [u for u in done if u.article_id == article_id]
        spans = [(int(ends.at[u.unit, "start"]), int(ends.at[u.unit, "end"])) for u in units]  # type: ignore[arg-type]
        documents.append(segment(texts[article_id]))
        attributions.append(_of_article(stored.get(article_id, []), units, spans, coder))
        named += _set(article_id, units, before, spans)
    quotations, pieces = tables_of(kept, documents, attributions)
    merged = {a: n for u in done for a, n in u.merged.items()}
    after = store
    if kept:
        after = annotate.correct(
            store,
            quotations,
            pieces,
            by=by or coder,
            at=at,
            articles=kept,
            speakers=pd.DataFrame(named, columns=list(corrections.OF_SPEAKERS)),
            merged=merged,
            sample=sample.name,
            why=f"coded by {coder}",
        )
    verdicts = [c.verdict for u in done if u.article_id not in lost for c in u.codings]
    removed, added, changed = (verdicts.count(v) for v in ("wrong", "missed", "changed"))
    return Applied(after, len(kept), removed, added, changed, len(merged), tuple(gone))


def _of_article(
    stored: Sequence[Attribution], units: Sequence[CodedUnit], spans: Sequence[tuple[int, int]], coder: str
) -> list[Attribution]:
    """The attributions of an article: those of coded units as the coder left them, the others as they are."""

    def outside(one: Attribution) -> bool:
        begin = min(start for start, _ in one.content)
        return not any(start <= begin < end for start, end in spans)

    held = {key(a.content): a for a in stored if outside(a)}
    for unit in units:
        for c in unit.codings:
            if not c.wrong:
                held[key(c.content)] = _attribution(c, coder)
    return arranged(list(held.values()))


def _attribution(c: Coding, coder: str) -> Attribution:
    kind = c.kind if c.kind in ("direct", "mixed", "indirect") else "indirect"
    return Attribution(kind, c.content, c.cue, c.source, None, math.nan, f"person: {coder}", c.act)  # type: ignore[arg-type]


def _set(
    article_id: str, units: Sequence[CodedUnit], before: pd.DataFrame, spans: Sequence[tuple[int, int]]
) -> list[tuple[object, ...]]:
    """The speakers that people set in an article: those of these units, and those set before outside of them."""
    kept = []
    for row in before[before["article_id"] == article_id].itertuples(index=False):
        begin = int(str(row.coding).split("-")[0])
        if not any(start <= begin < end for start, end in spans):
            kept.append(tuple(row))
    for unit in units:
        for c in unit.codings:
            told = bool(c.changed & set(WHO)) or (c.machine is None and c.speaker is not None)
            if not c.wrong and told:
                kept.append((article_id, key(c.content), c.speaker, c.source_type, c.gender))
    return kept
