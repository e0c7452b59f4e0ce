"""Quotations as Label Studio's tasks: all articles of a store, or the units that a coder of a review has to code.

Offsets are ours: characters (code points) of the task's text. What a task shows of an attribution beside its words is
a region's field, by the columns of a sheet (see `review.sheet`); `labelstudio_reading` takes it back.

https://labelstud.io/guide/task_format and https://labelstud.io/guide/predictions.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from analysis import tables
from analysis.export.annotations import written
from analysis.quotation import ROLES, Attribution
from analysis.quotation.acts import ACTS
from analysis.review import codebook, sheet
from analysis.review.codings import CodedUnit, Coding, Frozen, frozen
from analysis.review.events import GENDERS, KINDS
from analysis.review.samples import Sample
from analysis.show import markup

if TYPE_CHECKING:
    from analysis.segmentation import Span
    from analysis.store import Store

Row = Mapping[Any, Any]
LABELS = """  <Labels name="label" toName="text">
    <Label value="Content"/>
    <Label value="Cue"/>
    <Label value="Source"/>
  </Labels>
  <Relations>
    <Relation value="cue of"/>
    <Relation value="source of"/>
    <Relation value="goes on"/>
  </Relations>
"""
TEXT = '  <Text name="text" value="$text" valueType="text"/>\n'
CHOICES = {
    "kind": KINDS,
    "act": ACTS,
    "source_type": tables.SOURCE_TYPES,
    "gender": GENDERS,
    "sentiment": ("negative", "neutral", "positive"),
    "unsure": ("yes",),
}
WORDS = ("speaker", "towards", "note")
# Of the whole unit; their names differ from those of an attribution, since a control has one name.
UNIT_SENTIMENT, UNIT_NOTE = "unit_sentiment", "unit_note"
SHOWN = ("kind", "act", "speaker", "source_type", "gender", "sentiment", "towards", "unsure", "note")


def write(store: Store, table: str, path: Path) -> int:
    """Write a task for each article, with its quotations as predictions, whatever the table; returns their number.

    The labelling configuration that they need lies beside it, as `<name>.config.xml`.
    """
    _beside(path).write_text(f"<View>\n{LABELS}{TEXT}</View>\n", encoding="utf-8")
    return written(store, path, "[", _task, "]\n")


def write_sample(
    sample: Sample, path: Path, *, coder: str, adjudicate: bool = False, among: Sequence[str] = ()
) -> int:
    """Write a task for each unit that a coder still has to code, as `sheet.write` does; returns how many.

    The attributions are predictions, which Label Studio shows to be corrected; the labelling configuration lies
    beside it, as `<name>.config.xml`. ValueError when one of the files is there already.
    """
    for file in (path, _beside(path)):
        if file.exists():
            raise ValueError(f"{file} is there already; what somebody coded is not overwritten")
    known = frozen(sample)
    states, differing = sheet.to_code(known, coder=coder, adjudicate=adjudicate, among=among)
    _beside(path).write_text(configuration(sample, differing=bool(differing)), encoding="utf-8")
    about = sample.frozen("articles").set_index("article_id")
    reach = {
        unit: (int(start), int(end))
        for unit, start, end in sample.units[["unit", "start", "end"]].itertuples(index=False)
    }
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for number, (name, state) in enumerate(states.items()):
            task = _of_unit(known, state, reach[name], about.loc[state.article_id])
            if told := differing.get(name):
                task["data"]["differs"] = "; ".join(told.values())
            stream.write(("[\n" if not number else ",\n") + json.dumps(task, ensure_ascii=False))
        stream.write("\n]\n" if states else "[]\n")
    return len(states)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}.config.xml")


def configuration(sample: Sample, *, differing: bool = False) -> str:
    """The labelling configuration of a sample: marks, what is said of each content, and its own variables."""
    told = '  <Text name="differs" value="$differs" valueType="text"/>\n' if differing else ""
    region = 'perRegion="true" whenTagName="label" whenLabelValue="Content"'
    fields = "".join(_choices(name, values, region) for name, values in CHOICES.items())
    fields += "".join(_words(name, region) for name in WORDS)
    for name in sample.about["variables"]:
        listed = codebook.values(sample.codebook(), name)
        fields += f"  <Header value={quoteattr(name)}/>\n"
        fields += _choices(name, listed) if listed else _words(name)
    fields += '  <Header value="Of the whole"/>\n'
    fields += _choices(UNIT_SENTIMENT, CHOICES["sentiment"]) + _words(UNIT_NOTE)
    return f"<View>\n{told}{LABELS}{TEXT}{fields}</View>\n"


def _choices(name: str, values: Sequence[str], more: str = "") -> str:
    each = "".join(f"    <Choice value={quoteattr(value)}/>\n" for value in values)
    about = f'name={quoteattr(name)} toName="text" choice="single" showInline="true"'
    return f"  <Choices {' '.join(filter(None, (about, more)))}>\n{each}  </Choices>\n"


def _words(name: str, more: str = "") -> str:
    about = f'name={quoteattr(name)} toName="text" placeholder={quoteattr(name)} maxSubmissions="1" editable="true"'
    return f"  <TextArea {' '.join(filter(None, (about, more)))}/>\n"


# ------------------------------------------------------------------------------------------------------- a sample


def _of_unit(known: Frozen, state: CodedUnit, span: Span, article: Any) -> dict[str, Any]:
    """The task of a unit: its text, as far as its attributions reach, and these as they are for the coder."""
    text, rows = known.texts[state.article_id], [c for c in state.codings if not c.wrong]
    pieces = [piece for c in rows for role in ROLES for piece in getattr(c, role)]
    start = min([span[0], *(s for s, _ in pieces)])
    end = max([span[1], *(e for _, e in pieces)])
    published = article["published"]
    about = {
        "title": "" if article["title"] is None else markup.clean(str(article["title"])),
        "outlet": "" if article["outlet"] is None else markup.clean(str(article["outlet"])),
        "published": "" if published is None or str(published) == "NaT" else str(published)[:10],
    }
    data = {
        "text": text[start:end],
        "sample": known.sample.name,
        "unit": state.unit,
        "article_id": state.article_id,
        "start": start,
        **about,
    }
    results = [r for n, c in enumerate(rows) for r in _coded(text, start, n, c)]
    return {"data": data, "predictions": [{"model_version": "newsbook", "result": results}]}


def _coded(text: str, offset: int, number: int, one: Coding) -> Iterator[Row]:
    """The regions of an attribution, what is said of it, and its relations."""
    yield from _regions(text, offset, number, one, {})
    start, end = one.content[0]
    where = {"start": start - offset, "end": end - offset}
    shown = {k: tables.restored(v) for k, v in sheet.row_of(text, one).items() if k in SHOWN}
    for name, value in shown.items():
        if value:
            kind = "choices" if name in CHOICES else "textarea"
            told = {"choices": [value]} if name in CHOICES else {"text": [value]}
            names = {"id": f"q{number}-content-0", "from_name": name, "to_name": "text", "type": kind}
            yield {**names, "value": where | told}


# ------------------------------------------------------------------------------------------------------- a store


def _task(article: Row, attributions: Sequence[Attribution]) -> Iterator[Row]:
    published = article["published"]
    about = {
        k: markup.clean(article[k])
        for k in ("article_id", "title", "outlet", "url")
        if article[k] is not None
    }
    data = {"text": article["text"], **about} | (
        {"published": published.isoformat()} if published is not None else {}
    )
    engines = sorted({a.engine for a in attributions})
    predictions = [
        {"model_version": engine, "result": [r for n, a in enumerate(attributions) if a.engine == engine
                                              for r in _results(article["text"], n, a)]}
        for engine in engines
    ]  # fmt: skip
    yield {"data": data, "predictions": predictions}


def _results(text: str, number: int, attribution: Attribution) -> Iterator[Row]:
    sure = {} if math.isnan(attribution.confidence) else {"score": round(attribution.confidence, 4)}
    return _regions(text, 0, number, attribution, sure)


def _regions(
    text: str, offset: int, number: int, one: Attribution | Coding, more: Mapping[str, Any]
) -> Iterator[Row]:
    """The regions of a quotation, and the relations between them; a piece goes on from the piece before it."""
    relations = []
    for role in reversed(ROLES):
        for piece, (start, end) in enumerate(getattr(one, role)):
            where = {"start": start - offset, "end": end - offset}
            value = {**where, "text": text[start:end], "labels": [role.capitalize()]}
            names = {
                "id": f"q{number}-{role}-{piece}",
                "from_name": "label",
                "to_name": "text",
                "type": "labels",
            }
            yield {**names, "value": value, **more}
            before = f"q{number}-{role}-{piece - 1}" if piece else f"q{number}-content-0"
            if piece or (role != "content" and one.content):
                relations.append((names["id"], before, "goes on" if piece else f"{role} of"))
    for first, other, label in relations:
        yield {"type": "relation", "from_id": first, "to_id": other, "direction": "right", "labels": [label]}
