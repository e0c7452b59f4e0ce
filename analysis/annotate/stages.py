"""The stages of an annotation, each named once: what it reads, what it writes, its version, what runs it.

The order of the stages, the tables of a batch, and what makes an annotation stale follow from this declaration;
nothing else lists them. To add a stage: a function in the package it belongs to, its columns in `tables`, a
`Stage` here, and `make golden`.

Raise a stage's version when its rows change: stores then run it again, with the stages that read what it writes,
on the stored output of all others. The tests compare its rows with those kept in `tests/golden/`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from analysis import __version__, models, tables
from analysis.settings import ALL, TARGETS, Settings
from analysis.store.batches import LEGACY

if TYPE_CHECKING:
    from analysis.annotate.pipeline import Batch
    from analysis.quotation import Attribution
    from analysis.store import Store

Frames = dict[str, pd.DataFrame]


class Before(NamedTuple):
    """What a stage kept of its last run, and the batches whose rows, of all that it reads, are as they were then.

    None where there is nothing of use: another version, another list of people, tables that are not as it left them.
    """

    tables: Frames
    batches: frozenset[str]


class Made(NamedTuple):
    """The tables that a stage made, rows of columns that differ from what is there at least; and what it keeps."""

    tables: Frames
    keep: Frames


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of an annotation.

    `reads` and `writes` are columns, as `table.column`, or `table.*` for all of a table. `version` is raised by
    hand when rows change; an engine or a network that they depend on is in `variant`, made of the settings.
    `scope` says what `run` looks at, and when: "article" one article after the other (it gets a `Batch` and the
    settings), "corpus" all of them, after each run that changed any (it gets the `Store`), "asked" all of them, when
    somebody first asks (it gets the `Store` and the tables of other such stages that it reads). What a stage of scope
    "corpus" kept of its last run it gets too, and it returns what the next one will get (`Before`, `Made`). Articles
    in a language that is not annotated are shown to stages of `every_language` only. `run` returns the tables it
    makes; of a table that it does not own, their key and the columns it writes.
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    version: str
    run: Callable[..., Frames]
    scope: Literal["article", "corpus", "asked"] = "article"
    variant: Callable[[Settings], str] = field(default=lambda settings: "")
    every_language: bool = False

    def fingerprint(self, settings: Settings) -> str:
        """What a store remembers of the rows it made: they are stale when it is another."""
        return " ".join(filter(None, (self.variant(settings), self.version)))


# -------------------------------------------------------------------------------------------- what the stages run


def _sentences(batch: Batch, settings: Settings) -> Frames:
    from analysis import segmentation

    return {"sentences": segmentation.sentences(batch.articles, batch.documents)}


def _quotations(batch: Batch, settings: Settings) -> Frames:
    from analysis import quotation

    right: dict[str, list[Attribution]] = {}
    if batch.corrected is not None:
        ids, corrected, spans = batch.corrected[:3]
        right = {**{key: [] for key in ids}, **quotation.from_tables(corrected, spans)}
    pairs = list(zip(batch.articles["article_id"], batch.documents, strict=True))
    predicted = iter(quotation.extract([d for a, d in pairs if a not in right], engine=settings.engine))
    found = [right[a] if a in right else next(predicted) for a, _ in pairs]
    quotations, spans = quotation.tables_of(batch.articles["article_id"], batch.documents, found)
    return {"quotations": quotations, "spans": spans}


def _acts(batch: Batch, settings: Settings) -> Frames:
    """The act of each quotation, but of those in articles that a person corrected: there it is as it was given."""
    from analysis.quotation.acts import act_of

    quotations = batch.tables["quotations"]
    corrected = set(batch.corrected[0]) if batch.corrected is not None else set()
    found: dict[tuple[str, int], str] = {}
    for article_id, document, some in zip(
        batch.articles["article_id"], batch.documents, batch.attributions, strict=True
    ):
        if article_id not in corrected:
            found |= {(article_id, number): act_of(document, a) for number, a in enumerate(some)}
    given = quotations["act"] if "act" in quotations else [None] * len(quotations)
    rows = zip(quotations["article_id"], quotations["quotation"], given, strict=True)
    acts = [found.get((article_id, number), act) for article_id, number, act in rows]
    return {"quotations": quotations.assign(act=pd.Series(acts, index=quotations.index, dtype=tables.TEXT))}


def _mentions(batch: Batch, settings: Settings) -> Frames:
    from analysis import quotation, speakers

    quotations = batch.tables["quotations"]
    forms = [quotation.mention_form(source) for source in tables.values(quotations, "source")[0]]
    found = speakers.mentions(batch.articles, batch.documents, batch.attributions, found=batch.resolved)
    if batch.corrected is not None and len(batch.corrected) > 3:
        found = _set_by_hand(found, batch.tables["spans"], batch.corrected[3])
    return {
        "mentions": found,
        "quotations": quotations.assign(mention=pd.Series(forms, index=quotations.index, dtype=tables.TEXT)),
    }


def _named(batch: Batch, settings: Settings) -> Frames:
    from analysis import named

    found, places = named.named(batch.articles, batch.resolved)
    return {"named": found, "places": places}


def _set_by_hand(mentions: pd.DataFrame, spans: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Mentions, those whose speakers people set as they set them: by the spans of the content, not by numbers."""
    wanted = {(row.article_id, row.coding): row for row in told.itertuples(index=False)}
    content = spans[spans["role"] == "content"].sort_values(["article_id", "quotation", "start"])
    keys: dict[tuple[str, int], list[str]] = {}
    for a, q, start, end in zip(
        *tables.values(content, "article_id", "quotation", "start", "end"), strict=True
    ):
        keys.setdefault((a, q), []).append(f"{start}-{end}")
    of = {(a, q): (a, " ".join(pieces)) for (a, q), pieces in keys.items()}
    rows: dict[Any, Any] = {(row["article_id"], row["quotation"]): row for row in mentions.to_dict("records")}
    for own, key in of.items():
        if key in wanted:
            one = wanted[key]
            blank = {
                "article_id": own[0],
                "quotation": own[1],
                "kind": None,
                "gender": "unknown",
                "speaker_id": None,
            }
            row = rows.setdefault(own, blank)
            row |= {"name": one.name, "evidence": "set by hand", "confidence": None, "description": None}
            row |= {c: v for c in ("kind", "gender") if not pd.isna(v := getattr(one, c))}
            row |= {"gender_from": None} if row["gender"] == one.gender else {}
    ordered = pd.DataFrame([rows[key] for key in sorted(rows)], columns=list(mentions.columns))
    order = {a: i for i, a in enumerate(dict.fromkeys([*mentions["article_id"], *spans["article_id"]]))}
    return tables.build(
        "mentions", ordered.sort_values("article_id", key=lambda a: a.map(order), kind="stable")
    )


def _sentiment(batch: Batch, settings: Settings) -> Frames:
    from analysis import sentiment

    read = (batch.tables[name] for name in ("quotations", "spans", "mentions"))
    limit = None if settings.targets == ALL else int(settings.targets or TARGETS)
    found = sentiment.score(batch.articles, batch.documents, *read, model=settings.sentiment, limit=limit)
    return {"sentiment": found}


def _term_counts(batch: Batch, settings: Settings) -> Frames:
    from analysis import statistics

    return {"term_counts": statistics.term_counts(batch.articles, batch.documents)}


def _signatures(batch: Batch, settings: Settings) -> Frames:
    from analysis import corpus

    found = [corpus.signature(text) for text in batch.articles["text"]]
    return {"signatures": tables.build("signatures", batch.articles[["article_id"]].assign(signature=found))}


def _duplicates(store: Store, before: Before | None) -> Made:
    found = store.compared(before.tables["order"] if before is not None else None)
    return Made({"duplicates": found.duplicates}, {"order": found.order})


def _speakers(store: Store, before: Before | None) -> Made:
    from analysis.annotate import linking

    return linking.speakers(store, before)


def _sources(store: Store, before: Before | None) -> Made:
    from analysis.annotate import sourcing

    return sourcing.sources(store, before)


def _events(store: Store) -> Frames:
    from analysis import comparison

    return {"events": comparison.events(_annotated(store))}


def _passages(store: Store) -> Frames:
    from analysis import comparison

    return {"passages": comparison.passages(_annotated(store))}


def _annotated(store: Store) -> pd.DataFrame:
    """The articles but those that are in a language that was not annotated."""
    return _but_unread(store, store.articles)


def _but_unread(store: Store, articles: pd.DataFrame) -> pd.DataFrame:
    return articles[~articles["article_id"].isin(store.unread()["article_id"])].reset_index(drop=True)


def _themes(store: Store) -> Frames:
    from analysis import themes

    return {"themes": themes.table(*_by_terms(store))}


def _article_themes(store: Store) -> Frames:
    from analysis import themes

    return {"article_themes": themes.article_table(*_by_terms(store))}


def _by_terms(store: Store) -> tuple[pd.DataFrame, Iterable[pd.DataFrame]]:
    """The articles of a store that were annotated, with their copies, and the counts of their terms."""
    from analysis.corpus.selection import clustered

    articles = _but_unread(store, store.table("articles", columns=["article_id", "published"]))
    articles = clustered(articles, store.table("duplicates", columns=["article_id", "duplicate_of"]))
    return articles, store.batches("term_counts", ["article_id", "term", "count"])


def _utterances(store: Store, *, events: pd.DataFrame) -> Frames:
    from analysis import comparison

    where = {"article_id": events["article_id"].tolist()}
    read = (store.table(name, where=where) for name in ("articles", "quotations", "spans", "mentions"))
    return {"utterances": comparison.utterances(*read, events=events)}


# ------------------------------------------------------------------------------------------------ the declaration


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
    Stage("sentences", ("articles.text",), ("sentences.*",), "1", _sentences),
    Stage(
        "quotations",
        ("articles.text",),
        (
            *("quotations.article_id", "quotations.quotation", "quotations.parent", "quotations.kind"),
            *("quotations.content", "quotations.cue", "quotations.source", "quotations.confidence"),
            *("quotations.engine", "spans.*"),
        ),
        "3",
        _quotations,
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
        _acts,
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
        "6",
        _mentions,
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
        "3",
        _named,
    ),
    Stage(
        "sentiment",
        ("articles.text", "quotations.article_id", "spans.*", "mentions.article_id", "mentions.name"),
        ("sentiment.*",),
        "4",
        _sentiment,
        variant=_model,
    ),
    Stage("term counts", ("articles.text", "articles.body_start"), ("term_counts.*",), "3", _term_counts),
    Stage("signatures", ("articles.text",), ("signatures.*",), "1", _signatures, every_language=True),
    Stage(
        "duplicates",
        ("articles.published", "articles.sha256", "signatures.*"),
        ("duplicates.*",),
        "2",
        _duplicates,
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
        "6",
        _speakers,
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
        _sources,
        scope="corpus",
    ),
    Stage("events", ("articles.*",), ("events.*",), "1", _events, scope="asked"),
    Stage("passages", ("articles.*",), ("passages.*",), "1", _passages, scope="asked"),
    Stage(
        "themes",
        ("articles.article_id", "articles.published", "duplicates.*", "term_counts.*"),
        ("themes.*",),
        "1",
        _themes,
        scope="asked",
    ),
    Stage(
        "article themes",
        ("articles.article_id", "articles.published", "duplicates.*", "term_counts.*"),
        ("article_themes.*",),
        "1",
        _article_themes,
        scope="asked",
    ),
    Stage(
        "utterances",
        ("articles.*", "quotations.*", "spans.*", "mentions.*", "events.*"),
        ("utterances.*",),
        "2",
        _utterances,
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
