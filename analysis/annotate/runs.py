"""What the stages run: each calls the package that does it, and gives the tables that it made.

Of articles they get a `Batch`, of a corpus the `Store`; see `stage.Stage`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import tables
from analysis.annotate.stage import Before, Frames, Made
from analysis.settings import ALL, TARGETS, Settings

if TYPE_CHECKING:
    from analysis.annotate.pipeline import Batch
    from analysis.quotation import Attribution
    from analysis.store import Store


def sentences(batch: Batch, settings: Settings) -> Frames:
    """The table `sentences` of a batch."""
    from analysis import segmentation

    return {"sentences": segmentation.sentences(batch.articles, batch.documents)}


def quotations(batch: Batch, settings: Settings) -> Frames:
    """The tables `quotations` and `spans` of a batch; of corrected articles, as people corrected them."""
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


def acts(batch: Batch, settings: Settings) -> Frames:
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


def mentions(batch: Batch, settings: Settings) -> Frames:
    """The table `mentions` of a batch, and the column `mention` of its `quotations`."""
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


def named(batch: Batch, settings: Settings) -> Frames:
    """The tables `named` and `places` of a batch."""
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


def sentiment(batch: Batch, settings: Settings) -> Frames:
    """The table `sentiment` of a batch."""
    from analysis import sentiment

    read = (batch.tables[name] for name in ("quotations", "spans", "mentions"))
    targets = settings.targets or TARGETS
    limit = None if targets == ALL else int(targets)
    found = sentiment.score(batch.articles, batch.documents, *read, model=settings.sentiment, limit=limit)
    return {"sentiment": found}


def term_counts(batch: Batch, settings: Settings) -> Frames:
    """The table `term_counts` of a batch."""
    from analysis import statistics

    return {"term_counts": statistics.term_counts(batch.articles, batch.documents)}


def signatures(batch: Batch, settings: Settings) -> Frames:
    """The table `signatures` of a batch."""
    from analysis import corpus

    found = [corpus.signature(text) for text in batch.articles["text"]]
    return {"signatures": tables.build("signatures", batch.articles[["article_id"]].assign(signature=found))}


def duplicates(store: Store, before: Before | None) -> Made:
    """The table `duplicates` of a store; the order in which articles were compared is kept."""
    found = store.compared(before.tables["order"] if before is not None else None)
    return Made({"duplicates": found.duplicates}, {"order": found.order})


def speakers(store: Store, before: Before | None) -> Made:
    """The table `speakers` of a store, and whose its mentions, quotations and named entities are; see `linking`."""
    from analysis.annotate import linking

    return linking.speakers(store, before)


def sources(store: Store, before: Before | None) -> Made:
    """The table `sources` of a store; see `sourcing`."""
    from analysis.annotate import sourcing

    return sourcing.sources(store, before)


def events(store: Store) -> Frames:
    """The table `events` of a store."""
    from analysis import comparison

    return {"events": comparison.events(_annotated(store))}


def passages(store: Store) -> Frames:
    """The table `passages` of a store."""
    from analysis import comparison

    return {"passages": comparison.passages(_annotated(store))}


def _annotated(store: Store) -> pd.DataFrame:
    """The articles but those that are in a language that was not annotated."""
    return _but_unread(store, store.articles)


def _but_unread(store: Store, articles: pd.DataFrame) -> pd.DataFrame:
    return articles[~articles["article_id"].isin(store.unread()["article_id"])].reset_index(drop=True)


def themes(store: Store) -> Frames:
    """The table `themes` of a store."""
    from analysis import themes

    return {"themes": themes.table(*_by_terms(store))}


def article_themes(store: Store) -> Frames:
    """The table `article_themes` of a store."""
    from analysis import themes

    return {"article_themes": themes.article_table(*_by_terms(store))}


def _by_terms(store: Store) -> tuple[pd.DataFrame, Iterable[pd.DataFrame]]:
    """The articles of a store that were annotated, with their copies, and the counts of their terms."""
    from analysis.corpus.selection import clustered

    articles = _but_unread(store, store.table("articles", columns=["article_id", "published"]))
    articles = clustered(articles, store.table("duplicates", columns=["article_id", "duplicate_of"]))
    return articles, store.batches("term_counts", ["article_id", "term", "count"])


def utterances(store: Store, *, events: pd.DataFrame) -> Frames:
    """The table `utterances` of a store, of the articles that tell its events."""
    from analysis import comparison

    where = {"article_id": events["article_id"].tolist()}
    read = (store.table(name, where=where) for name in ("articles", "quotations", "spans", "mentions"))
    return {"utterances": comparison.utterances(*read, events=events)}
