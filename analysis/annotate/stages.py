"""The stages of an annotation, each named once: what it reads, what it writes, its version, what runs it.

The order of the stages, the tables of a batch, and what makes an annotation stale follow from this declaration;
nothing else lists them. To add a stage: a function in the package it belongs to, one in `runs` that calls it, its
columns in `tables`, a `Stage` here, and `make golden`.

Raise a stage's version when its rows change: stores then run it again, with the stages that read what it writes,
on the stored output of all others. The tests compare its rows with those kept in `tests/golden/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from graphlib import TopologicalSorter

from analysis import __version__, models, tables
from analysis.annotate import runs
from analysis.annotate.stage import Stage as Stage
from analysis.settings import TARGETS, Settings
from analysis.store.batches import LEGACY


def _engine(settings: Settings) -> str:
    network = " " + _card("quotation-tagger/settings.json")["version"] if settings.engine == "tagger" else ""
    return settings.engine + network


def _model(settings: Settings) -> str:
    if settings.sentiment != "target":
        return settings.sentiment
    return f"{_card('target-sentiment.json')['model']}, {settings.targets or TARGETS} targets"


def _card(name: str) -> Mapping[str, str]:
    """What a network's settings file says of it."""
    found: dict[str, str] = json.loads((models.MODELS / name).read_text("utf-8"))
    return found


STAGES = (
    Stage("sentences", ("articles.text",), ("sentences.*",), "1", runs.sentences),
    Stage(
        "quotations",
        ("articles.text",),
        (
            *("quotations.article_id", "quotations.quotation", "quotations.parent", "quotations.kind"),
            *("quotations.content", "quotations.cue", "quotations.source", "quotations.confidence"),
            *("quotations.engine", "spans.*"),
        ),
        "5",
        runs.quotations,
        variant=_engine,
    ),
    Stage(
        "acts",
        (
            *("articles.text", "spans.*", "quotations.article_id", "quotations.quotation"),
            *("quotations.parent", "quotations.kind"),
        ),
        ("quotations.act",),
        "2",
        runs.acts,
    ),
    Stage(
        "mentions",
        (
            *("articles.text", "articles.title", "articles.author", "spans.*"),
            *("quotations.article_id", "quotations.quotation", "quotations.parent", "quotations.kind"),
            *("quotations.source", "quotations.confidence", "quotations.engine"),
        ),
        (
            *(
                "mentions.article_id",
                "mentions.quotation",
                "mentions.name",
                "mentions.kind",
                "mentions.gender",
                "mentions.gender_from",
            ),
            *("mentions.description", "mentions.evidence", "mentions.confidence", "quotations.mention"),
        ),
        "7",
        runs.mentions,
    ),
    Stage(
        "named",
        (
            *("articles.text", "articles.title", "articles.author", "spans.*"),
            *("quotations.article_id", "quotations.quotation", "quotations.parent", "quotations.kind"),
            *("quotations.source", "quotations.confidence", "quotations.engine"),
        ),
        (
            *("named.article_id", "named.entity", "named.name", "named.kind", "named.gender"),
            *("named.count", "named.first", "named.byline", "named.quotations", "places.*"),
        ),
        "4",
        runs.named,
    ),
    Stage(
        "sentiment",
        ("articles.text", "quotations.article_id", "spans.*", "mentions.article_id", "mentions.name"),
        ("sentiment.*",),
        "5",
        runs.sentiment,
        variant=_model,
    ),
    Stage("term counts", ("articles.text", "articles.body_start"), ("term_counts.*",), "3", runs.term_counts),
    Stage("signatures", ("articles.text",), ("signatures.*",), "1", runs.signatures, every_language=True),
    Stage(
        "duplicates",
        ("articles.published", "articles.sha256", "signatures.*"),
        ("duplicates.*",),
        "2",
        runs.duplicates,
        scope="corpus",
    ),
    Stage(
        "speakers",
        (
            *("articles.outlet", "articles.published", "mentions.article_id", "mentions.quotation"),
            *("mentions.name", "mentions.kind", "mentions.gender", "mentions.description", "listed.*"),
            *("named.article_id", "named.entity", "named.name", "named.kind"),
        ),
        ("speakers.*", "mentions.speaker_id", "quotations.speaker_id", "named.speaker_id"),
        "7",
        runs.speakers,
        scope="corpus",
    ),
    Stage(
        "sources",
        (
            *(
                "mentions.*",
                "spans.*",
                "speakers.*",
                "listed.*",
                "quotations.article_id",
                "quotations.quotation",
            ),
            *(
                "quotations.parent",
                "quotations.kind",
                "quotations.act",
                "quotations.content",
                "quotations.source",
            ),
        ),
        ("sources.*",),
        "2",
        runs.sources,
        scope="corpus",
    ),
    Stage("events", ("articles.*",), ("events.*",), "1", runs.events, scope="asked"),
    Stage("passages", ("articles.*",), ("passages.*",), "1", runs.passages, scope="asked"),
    Stage(
        "themes",
        ("articles.article_id", "articles.published", "duplicates.*", "term_counts.*"),
        ("themes.*",),
        "1",
        runs.themes,
        scope="asked",
    ),
    Stage(
        "article themes",
        ("articles.article_id", "articles.published", "duplicates.*", "term_counts.*"),
        ("article_themes.*",),
        "1",
        runs.article_themes,
        scope="asked",
    ),
    Stage(
        "utterances",
        ("articles.*", "quotations.*", "spans.*", "mentions.*", "events.*"),
        ("utterances.*",),
        "2",
        runs.utterances,
        scope="asked",
        variant=lambda settings: _card("alignment.json")["model"],
    ),
)


# ---------------------------------------------------------------------------------------- what follows from it


@cache
def ordered(declared: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """The stages, each behind those that write what it reads; as declared where that leaves a choice.

    graphlib.CycleError when two stages wait for each other.
    """
    before = {s.name: [o.name for o in declared if o is not s and _meet(o.writes, s.reads)] for s in declared}
    place = {stage.name: number for number, stage in enumerate(declared)}
    waiting = TopologicalSorter(before)
    waiting.prepare()
    ready: list[str] = []
    found: list[Stage] = []
    while waiting.is_active():
        ready = sorted([*ready, *waiting.get_ready()], key=place.__getitem__)
        name = ready.pop(0)
        found.append(declared[place[name]])
        waiting.done(name)
    return tuple(found)


def of(scope: str) -> tuple[Stage, ...]:
    """The stages of a scope, in the order in which they run."""
    return tuple(stage for stage in ordered(STAGES) if stage.scope == scope)


def tables_of(columns: Iterable[str]) -> tuple[str, ...]:
    """The tables that some columns, as a stage names them, are of."""
    return tuple(dict.fromkeys(column.partition(".")[0] for column in columns))


def made_when_asked() -> tuple[str, ...]:
    """The tables that are made when somebody first asks for them."""
    return tuple(t for s in of("asked") for t in tables_of(s.writes))


def seen() -> tuple[str, ...]:
    """The columns of `articles` that a change of which has an article annotated again; the text by its digest."""
    read = {c.partition(".")[2] for s in of("article") for c in s.reads if c.startswith("articles.")}
    return ("sha256", *(c for c in tables.TABLES["articles"].columns if c in read - {"text"}))


def fingerprints(settings: Settings) -> dict[str, str]:
    """By stage, what a store remembers of the rows that these settings make."""
    return {stage.name: stage.fingerprint(settings) for stage in STAGES}


def maker(settings: Settings) -> dict[str, str]:
    """What annotates here: the version of newsbook, and by stage what a store remembers of the rows it makes."""
    return {"newsbook": __version__, **fingerprints(settings)}


def stale(known: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[Stage, ...]:
    """The stages of single articles to run again: those whose fingerprint is not the one wanted, and what follows.

    `known` are the fingerprints of the rows there are; a stage that is not among them was never run.
    """
    known = renamed(known)
    found: list[Stage] = []
    for stage in of("article"):
        if follows(stage, found) or known.get(stage.name) != wanted[stage.name]:
            found.append(stage)
    return tuple(found)


def follows(stage: Stage, others: Iterable[Stage]) -> bool:
    """Whether a stage reads what one of the others writes."""
    return any(_meet(other.writes, stage.reads) for other in others)


def _meet(written: Iterable[str], read: Iterable[str]) -> bool:
    """Whether one of the columns written is among those read."""
    return any(
        w == r or (w.partition(".")[0] == r.partition(".")[0] and "*" in (w[-1], r[-1]))
        for w in written
        for r in read
    )


# What 0.1.0 kept of each batch, digests of code and models, and the stages of today whose rows are the same.
_OF_0_1_0 = {
    "segmentation=717dbd3c7eb3": ("sentences", "1"),
    "quotation (tagger)=f4492547214a": ("quotations", "tagger 2 1"),
    "quotation (rules)=83e095040d36": ("quotations", "rules 1"),
    "speakers=74ddd6c41f84": ("mentions", "1"),
    "sentiment (target)=6155649cd838": ("sentiment", "target-sentiment 2 1"),
    "sentiment (lexicon)=8356013e2020": ("sentiment", "lexicon 1"),
    "terms=b4414173fcd4": ("term counts", "1"),
}


def renamed(kept: Mapping[str, str]) -> Mapping[str, str]:
    """Fingerprints as a store kept them, those of a store made by 0.1.0 in the terms of today."""
    if LEGACY not in kept:
        return kept
    return {"signatures": "1"} | dict(same for digest, same in _OF_0_1_0.items() if digest in kept[LEGACY])
