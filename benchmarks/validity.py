"""Whether what is inferred holds, by simulation: `python -m benchmarks.validity --articles FILE --json FILE`.

FILE is a corpus of which nothing was made or chosen by looking at it; it is annotated by rules, in process. Articles
are drawn from it anew and dealt, so that the truth is known: that of all articles, that two sides do not differ, that
nothing changes. Sections (`--only`): keyness, coverage, time, sentences. Writes JSON and beside it the same as a
Markdown table. A cell is one kind of claim in one situation; `--draws` are made of each, of time and sentences a
tenth, of keyness a fortieth.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import statistics, summaries
from analysis.statistics import DocumentTermMatrix
from benchmarks import cells
from benchmarks.cells import OFTEN, RARE, SELDOM, Bar
from benchmarks.coverage import coverage
from benchmarks.population import Population, common, population

SIDES = (75, 225)  # articles
PLANTED = 20


# --- keyness --------------------------------------------------------------------------------------------------


def keyness(
    people: Population, draws: int, order: np.random.Generator, sides: tuple[int, int] = SIDES
) -> Iterator[dict[str, Any]]:
    """Words that are sure where articles are dealt at random, and of words that one side uses twice as often."""
    splits = max(draws // 40, 2)
    least = {"minimum_count": 3, "minimum_articles": 3}
    for times in (1, 4):
        sizes = tuple(times * n for n in sides)
        if sum(sizes) > len(people.matrix.words):
            continue
        found = [_split(people.matrix, sizes, order, least) for _ in range(splits)]
        n, told = f"{sizes[0]}, {sizes[1]}", np.mean(found, axis=0)
        yield cells.row("keyness", "words sure without any difference", n, splits, told[0], Bar(high=1))
        yield cells.row(
            "keyness", "intervals of the first 20 that leave out 0", n, splits, told[1], Bar(high=1)
        )
        yield cells.row("keyness", "doubled words found (100-500 a million)", n, splits, told[2], OFTEN)
        yield cells.row(
            "keyness", "the same, were words drawn one by one (ceiling)", n, splits, told[3], Bar()
        )


def _split(
    matrix: DocumentTermMatrix, sizes: tuple[int, ...], order: np.random.Generator, least: dict[str, int]
) -> tuple[float, float, float, float]:
    at = order.permutation(len(matrix.words))[: sum(sizes)]
    one, two = matrix.select(at[: sizes[0]]), matrix.select(at[sizes[0] :])
    null = statistics.keyness(one, two, **least)
    first = null.head(20)
    planted = _planted(matrix.select(at), order)
    found = statistics.keyness(_doubled(one, planted), two, **least).set_index("term")
    sure = found["p_corrected"].reindex(matrix.terms[planted]) < 0.05
    ceiling = _ceiling(matrix, planted, one, two, len(found), order)
    apart = (first["low"] > 0) | (first["high"] < 0)
    return float((null["p_corrected"] < 0.05).sum()), float(apart.sum()), float(sure.mean()), ceiling


def _planted(matrix: DocumentTermMatrix, order: np.random.Generator) -> np.ndarray:
    """The columns of words of 100 to 500 a million."""
    rate = np.asarray(matrix.counts.sum(axis=0)).ravel() / matrix.words.sum() * 1e6
    known = np.flatnonzero((rate >= 100) & (rate <= 500))
    return order.choice(known, min(PLANTED, len(known)), replace=False)


def _doubled(matrix: DocumentTermMatrix, columns: np.ndarray) -> DocumentTermMatrix:
    """The matrix in which each use of some words comes twice."""
    counts = matrix.counts.copy()
    counts.data = counts.data * np.where(np.isin(counts.indices, columns), 2, 1).astype(np.int32)
    return replace(matrix, counts=counts, words=np.asarray(counts.sum(axis=1)).ravel())


def _ceiling(
    matrix: DocumentTermMatrix,
    columns: np.ndarray,
    one: DocumentTermMatrix,
    two: DocumentTermMatrix,
    family: int,
    order: np.random.Generator,
) -> float:
    """What a test that knows words to be drawn one by one would find of such words, at Benjamini & Hochberg's level.

    The level is that at which all planted words are sure: no valid test of as many words finds more.
    """
    from scipy.stats import binomtest

    rate = np.asarray(matrix.counts[:, columns].sum(axis=0)).ravel() / matrix.words.sum()
    a, b = order.poisson(2 * rate * one.words.sum()), order.poisson(rate * two.words.sum())
    share = one.words.sum() / (one.words.sum() + two.words.sum())
    p = [binomtest(int(x), int(x + y), share).pvalue if x + y else 1.0 for x, y in zip(a, b, strict=True)]
    return float(pd.Series(p, dtype=float).le(0.05 * len(columns) / max(family, 1)).mean())


# --- time -----------------------------------------------------------------------------------------------------


def time(people: Population, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    """False alarms of slopes, change points and bursts, and how many changes are found."""
    words = common(people.matrix)
    few = max(draws // 10, 2)
    for situation, made in (
        ("real days permuted", _real_days),
        ("five articles a day of one event", _events),
    ):
        drawn = [made(people.matrix, order) for _ in range(few)]
        chosen = [statistics.matrix_of(matrix, words) for matrix in drawn]
        for name, test in (("slopes", statistics.slopes), ("change points", statistics.change_points)):
            yield _alarms(f"{name}: {situation}", chosen, test, few * len(words), SELDOM)
        listed = [len(statistics.bursts(matrix, permutations=199)) > 0 for matrix in drawn]
        yield cells.row("time", f"bursts, any: {situation}", "150", few, float(np.mean(listed)), SELDOM)
    risen = [_risen(people.matrix, order) for _ in range(few)]
    for kind, letters in (("the most used words", 1), ("the most used words of five letters", 5)):
        words = common(people.matrix, letters)
        chosen = [statistics.matrix_of(matrix, words) for matrix in risen]
        cell = f"change points: a rate that rises by half midway, {kind}"
        yield _alarms(cell, chosen, statistics.change_points, few * len(words), OFTEN)


def _alarms(
    cell: str,
    chosen: list[DocumentTermMatrix],
    test: Callable[..., pd.DataFrame],
    draws: int,
    bar: Bar,
) -> dict[str, Any]:
    p = np.concatenate([test(matrix, permutations=199, seed=n)["p"] for n, matrix in enumerate(chosen)])
    return cells.row("time", cell, "150", draws, float((p < 0.05).mean()), bar)


ARTICLES, EVENTS = 150, 30


def _dated(matrix: DocumentTermMatrix, days: np.ndarray) -> DocumentTermMatrix:
    published = pd.Timestamp("2020-01-01", tz="UTC") + pd.to_timedelta(np.asarray(days), unit="D")
    return replace(matrix, articles=pd.DataFrame({"published": published}))


def _real_days(matrix: DocumentTermMatrix, order: np.random.Generator) -> DocumentTermMatrix:
    """Articles of whole real days, up to 150, the days dealt over the calendar anew."""
    published = matrix.articles["published"]
    day = pd.factorize(published.dt.strftime("%Y-%m-%d"))[0]
    shuffled = order.permutation(day.max() + 1)
    known = np.flatnonzero(day >= 0)
    place = shuffled[day[known]]
    kept = np.argsort(place, kind="stable")[:ARTICLES]
    return _dated(matrix.select(known[kept]), 2 * pd.factorize(place[kept])[0])


def _events(matrix: DocumentTermMatrix, order: np.random.Generator) -> DocumentTermMatrix:
    """Thirty events of one day each, five articles on each that use the words of one real article as often as it."""
    at = np.repeat(
        order.choice(len(matrix.words), EVENTS, replace=len(matrix.words) < EVENTS), ARTICLES // EVENTS
    )
    chosen = matrix.select(at)
    counts = chosen.counts.copy()
    counts.data = order.poisson(counts.data).astype(np.int32)
    counts.eliminate_zeros()
    told = replace(chosen, counts=counts, words=np.asarray(counts.sum(axis=1)).ravel())
    return _dated(told, 5 * np.repeat(np.arange(EVENTS), ARTICLES // EVENTS))


def _risen(matrix: DocumentTermMatrix, order: np.random.Generator) -> DocumentTermMatrix:
    """150 articles, one a day, of which the later half says each word half as often again."""
    size = min(ARTICLES, len(matrix.words))
    chosen = matrix.select(order.permutation(len(matrix.words))[:size])
    counts = chosen.counts.copy()
    late = np.repeat(np.arange(size) >= size // 2, np.diff(counts.indptr))
    counts.data = (counts.data + late * order.binomial(counts.data, 0.5)).astype(np.int32)
    return _dated(replace(chosen, counts=counts), np.arange(size))


# --- sentences ------------------------------------------------------------------------------------------------


def sentences(people: Population, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Whether a page claims anything of targets, outlets or time where all are dealt and tones are 0 on the whole."""
    few = max(draws // 10, 2)
    tones = people.counted["tone_outlet"].dropna().to_numpy(float)
    said = [_claims(tones - tones.mean(), order) for _ in range(few)]
    cell = "any sentence about targets, outlets or time, all dealt at random"
    yield cells.row("sentences", cell, str(MENTIONED), few, float(np.mean(said)), SELDOM)


TARGETS, OUTLETS, MENTIONED = 7, 6, 60
CLAIMS = (
    "the tone is negative towards",
    "differ beyond chance",
    "moved from",
)  # of each sentence, what it claims


def _claims(tones: np.ndarray, order: np.random.Generator) -> bool:
    """Whether anything is sure of seven targets, each in sixty articles of six outlets and four months."""
    n = TARGETS * MENTIONED
    rows = pd.DataFrame(
        {
            "article_id": [f"a{number}" for number in range(n)],
            "target": np.repeat([f"Target {number}" for number in range(TARGETS)], MENTIONED),
            "outlet": order.choice([f"Outlet {number}" for number in range(OUTLETS)], n),
            "compound": order.choice(tones, n),
        }
    )
    days = pd.Timestamp("2020-01-01", tz="UTC") + pd.to_timedelta(order.integers(0, 120, n), unit="D")
    scored = rows.assign(voice="outlet", negative=0.0, positive=0.0, published=days)
    said = [
        summaries.described_targets(summaries.sentiment_toward(scored)),
        summaries.described_outlets(summaries.sentiment_by_outlet(scored)),
        summaries.described_over_time(summaries.sentiment_over_time(scored)),
    ]
    return any(claim in sentence for claim, sentence in zip(CLAIMS, said, strict=True))


# --- report ---------------------------------------------------------------------------------------------------

SECTIONS = {"keyness": keyness, "coverage": coverage, "time": time, "sentences": sentences}


def table(found: dict[str, Any]) -> str:
    """The rows as a Markdown table."""
    lines = [
        f"{found['articles']:,} articles of a corpus that only this measures; seed {found['seed']}. `shown` is the "
        "share of draws that have an interval at all; coverage is of those.",
        "",
        "| section | cell | articles | draws | shown | value | bar | holds |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in found["rows"]:
        ends = (
            f"≥ {row['low']:g}" if np.isfinite(row["low"]) else "",
            f"≤ {row['high']:g}" if np.isfinite(row["high"]) else "",
        )
        told = (row["section"], row["cell"], row["n"], f"{row['draws']:,}", f"{row.get('shown', 1):.2f}")
        held = "yes" if row["holds"] else "no"
        value = "none" if row.get("shown", 1) < RARE else f"{row['value']:.3f}"
        lines.append("| " + " | ".join([*told, value, ", ".join(e for e in ends if e), held]) + " |")
    return "\n".join(lines) + "\n"


def measured(articles: str, store: str, *, draws: int, seed: int, only: tuple[str, ...]) -> dict[str, Any]:
    """All rows of the sections asked for, with what they were measured on."""
    people = population(articles, store)
    rows = [
        row
        for number, (name, section) in enumerate(SECTIONS.items())
        if name in only
        for row in section(people, draws, np.random.default_rng([seed, number]))
    ]
    return {"articles": len(people.counted), "seed": seed, "draws": draws, "rows": rows}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.validity", description=__doc__)
    parser.add_argument("--articles", required=True, help="a corpus")
    parser.add_argument("--store", default="", help="where its annotations are kept; empty = not at all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--draws", type=int, default=2_000)
    parser.add_argument("--json", default=str(Path(__file__).parent / "results" / "validity.json"))
    parser.add_argument("--only", nargs="*", choices=list(SECTIONS), default=list(SECTIONS))
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(
            options.articles,
            options.store or folder,
            draws=options.draws,
            seed=options.seed,
            only=tuple(options.only),
        )
    path = Path(options.json)
    found["rows"] = _kept(path, found, options.only) + found["rows"]
    found["rows"].sort(key=lambda row: list(SECTIONS).index(row["section"]))
    path.write_text(json.dumps(_finite(found), indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(table(found), encoding="utf-8")


def _kept(path: Path, found: dict[str, Any], only: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of sections not measured now, as they stand in the file, if they are of the same articles."""
    if not path.exists():
        return []
    before = json.loads(path.read_text(encoding="utf-8"))
    if (before["articles"], before["seed"]) != (found["articles"], found["seed"]):
        return []
    ends = {"value": np.nan, "low": -np.inf, "high": np.inf}
    rows = [row for row in before["rows"] if row["section"] not in only]
    return [{k: ends[k] if v is None and k in ends else v for k, v in row.items()} for row in rows]


def _finite(found: dict[str, Any]) -> dict[str, Any]:
    """Infinite ends and values that are none as null, which JSON has."""
    rows = [
        {k: None if isinstance(v, float) and not np.isfinite(v) else v for k, v in row.items()}
        for row in found["rows"]
    ]
    return found | {"rows": rows}


if __name__ == "__main__":
    main()
