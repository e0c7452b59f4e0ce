"""What the simulations draw from: the articles of a corpus, with what is counted in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import annotate, statistics, summaries
from analysis.quotation.stance import LOADED
from analysis.statistics import DocumentTermMatrix, Tokens


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
    return pd.DataFrame(flags, index=named.index).groupby(named["article_id"]).any().astype(float)


def _near(running: Tokens, matrix: DocumentTermMatrix) -> pd.DataFrame:
    """What `statistics.collocates` counts in each article, of the most used long word and three by it."""
    node = next(iter(common(matrix)), "")
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
    verbs = said["verb"].value_counts().index
    for n, verb in enumerate(verbs[at] for at in (0, 3, 9) if at < len(verbs)):
        kinds[f"verb {n + 1}"] = said["verb"].eq(verb).fillna(False)
        kinds[f"direct of verb {n + 1}"] = kinds[f"verb {n + 1}"] & kinds["direct"]
    most = said["speaker_id"].value_counts().index[:2]
    kinds |= {f"speaker {n + 1}": said["speaker_id"].eq(s).fillna(False) for n, s in enumerate(most)}
    marked = pd.DataFrame({name: flag.astype(bool) for name, flag in kinds.items()})
    return marked.groupby(said["article_id"]).sum()


def common(matrix: DocumentTermMatrix, letters: int = 5) -> list[str]:
    """Eight words of so many letters that most articles use, the most used first."""
    used = matrix.counts.getnnz(axis=0) / len(matrix.words)
    totals = np.asarray(matrix.counts.sum(axis=0)).ravel()
    known = [
        at for at in np.argsort(-totals, kind="stable") if used[at] > 0.5 and len(matrix.terms[at]) >= letters
    ]
    return list(matrix.terms[known[:8]])
