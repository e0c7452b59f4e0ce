"""What some articles become: the stages of single articles, one after the other, on rows in memory."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis import tables
from analysis.annotate import stages
from analysis.annotate.stage import Frames, Stage
from analysis.corpus import languages
from analysis.quotation import Attribution
from analysis.segmentation import Document
from analysis.settings import Settings
from analysis.speakers import Read

# Ids of articles, their quotations and spans, and maybe the speakers that people set (see `store.corrections`).
Corrections = (
    tuple[list[str], pd.DataFrame, pd.DataFrame] | tuple[list[str], pd.DataFrame, pd.DataFrame, pd.DataFrame]
)


@dataclass
class Batch:
    """Some articles and the tables made of them so far; what stages share besides is made when first asked for.

    `corrected` are ids of articles with the quotations and spans that stand instead of predicted ones.
    """

    articles: pd.DataFrame
    tables: Frames = field(default_factory=dict)
    corrected: Corrections | None = None

    @cached_property
    def documents(self) -> list[Document]:
        """The segmentation of each article."""
        from analysis import segmentation

        return [segmentation.segment(text) for text in self.articles["text"]]

    @cached_property
    def attributions(self) -> list[list[Attribution]]:
        """The attributions of each article, as its quotations and spans have them."""
        from analysis import quotation

        found = quotation.from_tables(self.tables["quotations"], self.tables["spans"])
        return [found.get(article_id, []) for article_id in self.articles["article_id"]]

    @cached_property
    def resolved(self) -> list[Read]:
        """Whom each article names, and who its sources are."""
        from analysis import speakers

        return speakers.resolved(self.articles, self.documents, self.attributions)


def batch(
    articles: pd.DataFrame,
    *,
    engine: str = "tagger",
    sentiment: str = "target",
    corrected: Corrections | None = None,
) -> Frames:
    """What some articles become: the tables of a batch, by name.

    An article on which a stage fails has one row in `rejects` ("not annotated") and no rows of that stage and of
    those that read what it writes; it does not touch the other articles. `corrected` is that of `Batch`.
    ImportError or OSError when an engine or its model is not there.
    """
    settings = Settings(engine=engine, sentiment=sentiment)
    return annotated(articles, stages.of("article"), settings=settings, corrected=corrected)


def annotated(
    articles: pd.DataFrame,
    wanted: Sequence[Stage],
    *,
    settings: Settings,
    stored: Mapping[str, pd.DataFrame] | None = None,
    corrected: Corrections | None = None,
) -> Frames:
    """The tables that the stages `wanted` write of some articles, and `rejects`; see `batch`.

    `stored` are the rows of the other stages, and of these as they were.
    """
    try:
        return _run(_batch(articles, stored or {}, corrected), wanted, settings)
    except (ImportError, OSError):
        raise
    except Exception as error:
        if len(articles) == 1:
            made = _as_far_as_it_goes(_batch(articles, stored or {}, corrected), wanted, settings)
            return made | {"rejects": not_annotated(articles, _account(error))}
        middle = len(articles) // 2
        halves = [
            annotated(half, wanted, settings=settings, stored=stored, corrected=corrected)
            for half in (articles.iloc[:middle], articles.iloc[middle:])
        ]
        return {table: joined(table, [half[table] for half in halves]) for table in halves[0]}


def _batch(
    articles: pd.DataFrame, stored: Mapping[str, pd.DataFrame], corrected: Corrections | None
) -> Batch:
    """The articles with those of the stored rows that are theirs."""
    ids = articles["article_id"]
    rows = {t: f[f["article_id"].isin(ids)].reset_index(drop=True) for t, f in stored.items()}
    return Batch(articles, rows, corrected)


def _read(batch: Batch, settings: Settings) -> Batch:
    """Those articles of a batch that are annotated, with its tables; what a person corrected always is."""
    kept = languages.annotated(batch.articles, settings.language)
    if batch.corrected is not None:
        kept |= batch.articles["article_id"].isin(batch.corrected[0])
    return batch if kept.all() else Batch(batch.articles[kept], batch.tables, batch.corrected)


def _run(batch: Batch, wanted: Sequence[Stage], settings: Settings) -> Frames:
    from analysis import segmentation

    made: Frames = {}
    read = _read(batch, settings)
    for stage in wanted:
        found = stage.run(batch if stage.every_language else read, settings)
        batch.tables.update(found)
        made.update(found)
    segmentation.forget()
    return made | {"rejects": tables.empty("rejects")}


def _as_far_as_it_goes(batch: Batch, wanted: Sequence[Stage], settings: Settings) -> Frames:
    """The tables of one article on which a stage fails, without the rows of that stage and of those behind it."""
    made: Frames = {}
    read = _read(batch, settings)
    failed: list[Stage] = []
    for stage in wanted:
        try:
            if not stages.follows(stage, failed):
                found = stage.run(batch if stage.every_language else read, settings)
                batch.tables.update(found)
                made.update(found)
                continue
        except Exception:  # whatever it was, the caller has told it already
            pass
        failed.append(stage)
    missing = stages.tables_of(column for stage in failed for column in stage.writes)
    return {table: tables.empty(table) for table in missing} | made


def not_annotated(articles: pd.DataFrame, detail: str, reason: str = "not annotated") -> pd.DataFrame:
    """The rows of `rejects` for articles that are kept without annotations."""
    return tables.build("rejects", [(origin, reason, detail) for origin in articles["origin"]])


def _account(error: Exception) -> str:
    """What went wrong and where, in one line."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(last.filename).name}, line {last.lineno})"


def joined(table: str, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Rows of one table, one frame behind the other."""
    kept = [f for f in frames if len(f)]
    return pd.concat(kept, ignore_index=True) if kept else tables.empty(table)
