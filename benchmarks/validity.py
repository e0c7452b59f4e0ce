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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import annotate, statistics, summaries
from analysis.quotation.stance import LOADED
from analysis.statistics import DocumentTermMatrix, Tokens, inference
from analysis.statistics.dispersion import deviations

SIZES = (5, 7, 10, 30, 100)  # articles of an outlet
LARGE = 300  # of what few articles have
PAIRS = ((5, 5), (5, 30), (10, 10), (10, 100), (30, 30), (100, 100))
SIDES = (75, 225)  # articles
PLANTED = 20
RARE = 0.05  # a cell that shows an interval in fewer draws than that shows none


class Bar(NamedTuple):
    """Between which values a cell is to lie."""

    low: float = -np.inf
    high: float = np.inf


COVERAGE, SELDOM, OFTEN = Bar(0.93, 0.97), Bar(high=0.06), Bar(low=0.8)


@dataclass(frozen=True)
class Population:
    """The articles that samples are drawn from."""

    matrix: DocumentTermMatrix  # how often each uses each term
    counted: pd.DataFrame  # a row for each: its quotations by kind, its mean tones, its words
    heard: (
        pd.DataFrame
    )  # a row for each that quotes somebody by name: whether it quotes each of the most quoted
    near: pd.DataFrame  # a row for each: uses of a term, and for some words near it, times near, times at all


def population(articles: str, store: str) -> Population:
    """Everything that the simulations draw from, of a corpus annotated by rules into `store`."""
    annotated = annotate.run(articles, store=store, engine="rules", sentiment="lexicon")
    chosen = summaries.selection(annotated, once=True)
    matrix = summaries.matrix(annotated, chosen)
    found = summaries.quotations(annotated)
    scored = summaries.sentiment_scores(annotated, chosen, "article", model="vader")
    tones = scored.pivot_table(index="article_id", columns="voice", values="compound", observed=True)
    counted = _counted(found[found["parent"].isna()], annotated.speakers).join(
        tones.add_prefix("tone_"), how="outer"
    )
    counted = counted.reindex(chosen["article_id"]).assign(words=matrix.words)
    gap = counted.reindex(columns=["tone_quoted", "tone_outlet"])
    counted = counted.assign(tone_gap=gap["tone_quoted"] - gap["tone_outlet"])
    near = _near(summaries.running(annotated, chosen), matrix)
    return Population(matrix, counted, _heard(found[found["parent"].isna()]), near)


def _heard(said: pd.DataFrame) -> pd.DataFrame:
    """Whether each article with a named speaker quotes each of the four who are quoted in most."""
    named = said[said["speaker_id"].notna()].drop_duplicates(["article_id", "speaker_id"])
    most = named["speaker_id"].value_counts().index[:4]
    flags = {speaker: named["speaker_id"].eq(speaker) for speaker in most}
    return pd.DataFrame(flags).groupby(named["article_id"]).any().astype(float)


def _near(running: Tokens, matrix: DocumentTermMatrix) -> pd.DataFrame:
    """What `statistics.collocates` counts in each article, of the most used long word and three by it."""
    node = _common(matrix)[0]
    listed = statistics.collocates(running, node, minimum_count=10)
    by_articles = listed.sort_values("articles", ascending=False, ignore_index=True)
    words = list(by_articles["collocate"].iloc[[0, 9, 49]]) if len(by_articles) > 49 else []
    starts = statistics.phrase_positions(running, node)
    around = np.unique(np.concatenate([starts + offset for offset in range(-5, 6) if offset]))
    around = around[(around >= 0) & (around < len(running.codes))]
    size = len(running.article_ids)
    found = {"node": np.bincount(running.numbers[starts], minlength=size)}
    for word in words:
        at = running.codes == running.code[word]
        found[f"every {word}"] = np.bincount(running.numbers[at], minlength=size)
        found[f"near {word}"] = np.bincount(running.numbers[around[at[around]]], minlength=size)
    return pd.DataFrame(found, index=running.article_ids).astype(float)


def _counted(said: pd.DataFrame, speakers: pd.DataFrame) -> pd.DataFrame:
    """How many quotations of each kind each article has."""
    about = speakers.set_index("speaker_id").reindex(columns=["kind", "gender"])
    person = said["speaker_id"].map(about["kind"]).astype(object) == "person"
    female = said["speaker_id"].map(about["gender"]).astype(object) == "female"
    kinds = {
        "all": said["parent"].isna(),
        "direct": said["kind"] == "direct",
        "named": person,
        "women": person & female,
        "sourced": said["source"].notna(),
        "anonymous": said["source"].notna() & said["source_type"].eq("anonymous").fillna(False),
        "classed": said["verb"].notna() & (said["stance"] != "other"),
        "loaded": said["stance"].isin(LOADED),
    }
    for n, verb in enumerate(said["verb"].value_counts().index[[0, 3, 9]]):
        kinds[f"verb {n + 1}"] = said["verb"].eq(verb).fillna(False)
        kinds[f"direct of verb {n + 1}"] = kinds[f"verb {n + 1}"] & kinds["direct"]
    most = said["speaker_id"].value_counts().index[:2]
    kinds |= {f"speaker {n + 1}": said["speaker_id"].eq(s).fillna(False) for n, s in enumerate(most)}
    marked = pd.DataFrame({name: flag.astype(bool) for name, flag in kinds.items()})
    return marked.groupby(said["article_id"]).sum()


SHARES = {
    "direct": "all",
    "loaded": "classed",
    "women": "named",
    "anonymous": "sourced",
    "speaker 1": "all",
    "speaker 2": "all",
} | {f"direct of verb {n}": f"verb {n}" for n in (1, 2, 3)}
MEANS = ("tone_outlet", "tone_quoted", "tone_gap")


def _row(
    section: str, cell: str, n: str, draws: int, value: float, bar: Bar, **more: float
) -> dict[str, Any]:
    shown = more.get("shown", 1.0)
    holds = bool(shown < RARE or bar.low <= value <= bar.high)
    told = {name: round(float(x), 4) for name, x in more.items()}
    found = {"section": section, "cell": cell, "n": n, "draws": draws, "value": round(float(value), 4)} | told
    return found | {"low": bar.low, "high": bar.high, "holds": holds}


# --- coverage -------------------------------------------------------------------------------------------------


def coverage(people: Population, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    """How many of the intervals shown hold the truth: shares, means, medians, and differences of two samples."""
    for name, a, b, scale in _measures(people.counted):
        truth = a.sum() / b.sum()
        for n in SIZES:
            found = _drawn(a, b, n, draws, order, scale)
            yield _covered(f"{_kind(scale)}: {name}", str(n), found, truth)
        for n, m in PAIRS:
            sides = (_drawn(a, b, size, draws, order, scale) for size in (n, m))
            found = inference.differences(*sides, scale=scale)
            yield _covered(f"difference of {_kind(scale)}s: {name}", f"{n}, {m}", found, 0.0)
    yield from _rates(people.matrix, draws, order)
    yield from _dispersions(people.matrix, draws, order)
    yield from _log_dices(people.near, draws, order)
    yield from _lifts(people.heard, draws, order)
    yield from _medians(people.counted["words"].to_numpy(float), draws, order)


def _kind(scale: inference.Scale) -> str:
    return "share" if scale == "logit" else "mean"


def _measures(counted: pd.DataFrame) -> Iterator[tuple[str, np.ndarray, np.ndarray, inference.Scale]]:
    for name, of in SHARES.items():
        if name in counted:
            used = counted[counted[of] > 0]
            yield name, used[name].to_numpy(float), used[of].to_numpy(float), "logit"
    for name in MEANS:
        values = counted[name].dropna().to_numpy(float)
        yield name, values, np.ones(len(values)), "identity"


def _drawn(
    a: np.ndarray, b: np.ndarray, n: int, draws: int, order: np.random.Generator, scale: inference.Scale
) -> pd.DataFrame:
    at = order.integers(len(a), size=(n, draws))
    return inference.ratios(a[at], b[at], scale=scale)


def _covered(cell: str, n: str, found: pd.DataFrame, truth: float) -> dict[str, Any]:
    shown = found["low"].notna()
    held = (found["low"] <= truth) & (found["high"] >= truth)
    value = float(held[shown].mean()) if shown.any() else np.nan
    return _row("coverage", cell, n, len(found), value, COVERAGE, shown=float(shown.mean()))


def _rates(matrix: DocumentTermMatrix, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Rates of words that are used by all, by half, and by a tenth of the articles."""
    used = matrix.counts.getnnz(axis=0) / len(matrix.words)
    for share in (0.9, 0.5, 0.1):
        column = int(np.abs(used - share).argmin())
        a = matrix.counts[:, [column]].toarray().ravel().astype(float)
        for n in SIZES:
            found = _drawn(a, matrix.words.astype(float), n, draws, order, "log")
            cell = f"rate: a word of {share:.0%} of the articles"
            yield _covered(cell, str(n), found, float(a.sum() / matrix.words.sum()))


def _dispersions(
    matrix: DocumentTermMatrix, draws: int, order: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """Gries' DP of words that are used by all, by half, and by a tenth of the articles."""
    used = matrix.counts.getnnz(axis=0) / len(matrix.words)
    for share in (0.9, 0.5, 0.1):
        column = int(np.abs(used - share).argmin())
        a, words = matrix.counts[:, [column]].toarray().astype(float), matrix.words.astype(float)
        truth = float(deviations(a, words)["value"].iloc[0])
        for n in (*SIZES, LARGE):
            at = order.integers(len(a), size=(n, draws))
            found = deviations(a[at, 0], words[at])
            yield _covered(f"dispersion: a word of {share:.0%} of the articles", str(n), found, truth)


def _log_dices(near: pd.DataFrame, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Dice coefficients of a word and three near it, the first in most articles."""
    nodes = near["node"].to_numpy()
    for rank, name in enumerate([name for name in near if str(name).startswith("near ")]):
        a, b = 2 * near[name].to_numpy(), nodes + near[str(name).replace("near", "every", 1)].to_numpy()
        for n in (*SIZES, LARGE):
            found = _drawn(a, b, n, draws, order, "log")
            yield _covered(f"logDice: word {rank + 1} near a common one", str(n), found, a.sum() / b.sum())


def _lifts(heard: pd.DataFrame, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Lifts of the pairs of the first of the most quoted speakers with the three after."""
    values = heard.to_numpy()
    for rank in range(1, values.shape[1]):
        one, two = values[:, 0], values[:, rank]
        both = one * two
        truth = float(both.mean() / one.mean() / two.mean())
        for n in (30, 100, LARGE):
            at = order.integers(len(values), size=(n, draws))
            found = inference.lifts(both[at], one[at], two[at], np.ones((n, 1)))
            yield _covered(f"lift: speakers 1 and {rank + 1}", str(n), found, truth)


def _medians(words: np.ndarray, draws: int, order: np.random.Generator) -> Iterator[dict[str, Any]]:
    for n in SIZES:
        samples = words[order.integers(len(words), size=(draws, n))]
        ends = pd.DataFrame(
            [inference.interval_of_median(sample) for sample in samples], columns=["low", "high"]
        )
        yield _covered("median: words", str(n), ends, float(np.median(words)))


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
        yield _row("keyness", "words sure without any difference", n, splits, told[0], Bar(high=1))
        yield _row("keyness", "intervals of the first 20 that leave out 0", n, splits, told[1], Bar(high=1))
        yield _row("keyness", "doubled words found (100-500 a million)", n, splits, told[2], OFTEN)
        yield _row("keyness", "the same, were words drawn one by one (ceiling)", n, splits, told[3], Bar())


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
    words = _common(people.matrix)
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
        yield _row("time", f"bursts, any: {situation}", "150", few, float(np.mean(listed)), SELDOM)
    risen = [_risen(people.matrix, order) for _ in range(few)]
    for kind, letters in (("the most used words", 1), ("the most used words of five letters", 5)):
        words = _common(people.matrix, letters)
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
    return _row("time", cell, "150", draws, float((p < 0.05).mean()), bar)


ARTICLES, EVENTS = 150, 30


def _common(matrix: DocumentTermMatrix, letters: int = 5) -> list[str]:
    """Eight words of so many letters that most articles use, the most used first."""
    used = matrix.counts.getnnz(axis=0) / len(matrix.words)
    totals = np.asarray(matrix.counts.sum(axis=0)).ravel()
    known = [
        at for at in np.argsort(-totals, kind="stable") if used[at] > 0.5 and len(matrix.terms[at]) >= letters
    ]
    return list(matrix.terms[known[:8]])


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
    yield _row("sentences", cell, str(MENTIONED), few, float(np.mean(said)), SELDOM)


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
        cells = (row["section"], row["cell"], row["n"], f"{row['draws']:,}", f"{row.get('shown', 1):.2f}")
        held = "yes" if row["holds"] else "no"
        value = "none" if row.get("shown", 1) < RARE else f"{row['value']:.3f}"
        lines.append("| " + " | ".join([*cells, value, ", ".join(e for e in ends if e), held]) + " |")
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
