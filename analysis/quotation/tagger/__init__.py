"""The learned engine: a small encoder tags sources, cues and contents and links them, in one forward pass.

The weights, their settings and their card are in `analysis/models/quotation-tagger/`; `training/quotations.py`
made them. Nested attributions, which its training data does not have, come from the rules, looked for inside
the contents that the tagger found.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis import models
from analysis.corpus.dateline import leading
from analysis.models import softmax
from analysis.quotation import Attribution, judgement, kind_of, layouts, nesting, rules
from analysis.quotation.overlap import Places
from analysis.quotation.tagger import windows
from analysis.quotation.tagger.agreement import (
    counterpart,
    features,
    with_agent,
    with_passage_said,
    with_surer_content,
    with_surer_source,
    without_target,
)
from analysis.quotation.tagger.decoding import (
    TAGS,
    TRANSITIONS,
    Group,
    Reading,
    Settings,
    groups,
    tags_by_window,
)
from analysis.segmentation import Document, Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = models.MODELS / "quotation-tagger"
TOGETHER = 8  # documents whose readings, a megabyte or two each, are held at a time
_MARKS = " :,;—–-"
_OUTSIDE = np.array([tag == "O" for tag in TAGS], dtype=np.float32)


class Model(NamedTuple):
    """The loaded network with what belongs to it."""

    session: InferenceSession
    tokenizer: Tokenizer
    transitions: np.ndarray
    distance: np.ndarray
    settings: Settings
    size: int
    version: str


@lru_cache(maxsize=2)
def load(folder: Path = FOLDER) -> Model:
    """The model in `folder`, loaded once a process; FileNotFoundError when there is none."""
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    arrays = np.load(folder / "links.npz")
    session = models.session(folder / "model.onnx.gz")
    allowed = np.where(np.array(TRANSITIONS), arrays["transitions"], -1e4).astype(np.float32)
    return Model(
        session,
        models.tokenizer(),
        allowed,
        arrays["distance"].astype(np.float32),
        Settings(**{**settings["decoding"], "weights": tuple(settings["decoding"]["weights"])}),
        settings["window"],
        settings["version"],
    )


def version() -> str:
    """Version of the weights, for the `engine` column and the store's fingerprint."""
    return str(json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))["version"])


def _body(document: Document) -> list[Span]:
    """The paragraphs without leading metadata and dateline, which would be read as part of the first source."""
    start, _ = leading(document.text)
    return [(max(start, low), high) for low, high in document.paragraphs if high > start]


def read(model: Model, documents: Sequence[Document]) -> list[tuple[windows.Pieces, Reading]]:
    """The word pieces of each document and what the network says of them.

    Window by window: padded batches are no faster, and what the network says would depend on the neighbours.
    """
    return [_read(model, d, windows.read_pieces(d.text, _body(d), model.tokenizer)) for d in documents]


def _read(model: Model, document: Document, pieces: windows.Pieces) -> tuple[windows.Pieces, Reading]:
    cut = windows.cut(document.text, pieces, size=model.size)
    reading = _blank(document, pieces, len(cut), model)
    for number, (low, high) in enumerate(cut):
        ids, features, piece = windows.encode(pieces, low, high)
        emissions, links = model.session.run(None, {"ids": ids[None], "features": features[None]})
        places = np.flatnonzero(piece >= 0)
        reading.emissions[low:high] = emissions[0, places]
        reading.queries[low:high], reading.keys[low:high] = links[0, places, :, 0], links[0, places, :, 1]
        reading.none[number] = links[0, 0, :, 1]
        reading.window[low:high], reading.place[low:high] = number, places
    return pieces, reading


def _blank(document: Document, pieces: windows.Pieces, n_windows: int, model: Model) -> Reading:
    n_pieces = len(pieces.ids)
    sentences = [sentence.start for sentence in document.sentences]
    shape = model.distance.shape[0], model.session.get_outputs()[1].shape[-1]
    return Reading(
        emissions=np.zeros((n_pieces, len(TAGS)), np.float32),
        queries=np.zeros((n_pieces, *shape), np.float32),
        keys=np.zeros((n_pieces, *shape), np.float32),
        none=np.zeros((n_windows, *shape), np.float32),
        window=np.zeros(n_pieces, np.int64),
        place=np.zeros(n_pieces, np.int64),
        paragraph=pieces.paragraphs,
        sentence=np.searchsorted(sentences, pieces.starts, side="right"),
    )


def decode(
    model: Model,
    documents: Sequence[Document],
    read: Sequence[tuple[windows.Pieces, Reading]],
    ruled: Sequence[Sequence[Attribution]],
) -> list[list[Attribution]]:
    """The outermost attributions of each document, in order of their first span; `ruled` are those by rule."""
    found = []
    for document, rows in zip(documents, described(model, documents, read, ruled), strict=True):
        attributions, sureness = [a for a, _ in rows], [values for _, values in rows]
        found.append(judgement.judged(document, attributions, sureness, engine="tagger"))
    return found


def described(
    model: Model,
    documents: Sequence[Document],
    read: Sequence[tuple[windows.Pieces, Reading]],
    ruled: Sequence[Sequence[Attribution]],
) -> list[list[tuple[Attribution, dict[str, float]]]]:
    """Each document's attributions with what their confidence is computed from."""
    emissions = [reading.emissions + model.settings.outside * _OUTSIDE for _, reading in read]
    tagged = tags_by_window(emissions, [reading.window for _, reading in read], model.transitions)
    found = []
    for document, (pieces, reading), scores, tags, rules_found in zip(
        documents, read, emissions, tagged, ruled, strict=True
    ):
        sure = softmax(scores)[np.arange(len(tags)), tags]
        outermost = [a for a in rules_found if a.parent is None]
        places = Places()
        for number, a in enumerate(outermost):
            places.add(number, a.content)
        rows = []
        for group in groups(reading, tags, model.distance, model.settings):
            attribution = _attribution(model, document, pieces, group)
            beside = [outermost[i] for i in places.near(attribution.content)]
            other = counterpart(attribution, beside)
            values = group_features(group, sure) | features(attribution, other)
            attribution = with_surer_source(document.text, attribution, other)
            attribution = with_agent(document.text, without_target(document.text, attribution))
            attribution = with_passage_said(document, attribution)
            rows.append((with_surer_content(attribution, beside, values["edge"]), values))
        found.append(sorted(rows, key=lambda row: min(row[0].content + row[0].cue + row[0].source)))
    return found


def group_features(group: Group, sure: np.ndarray) -> dict[str, float]:
    """What the confidence is computed from: how sure the tags of each role (`sure`, a piece) and both links are."""

    def mean(spans: Sequence[tuple[int, int]]) -> float:
        return float(
            sum(sure[low:high].sum() for low, high in spans) / sum(high - low for low, high in spans)
        )

    def edge(spans: Sequence[tuple[int, int]]) -> float:
        return float(min(sure[i] for low, high in spans for i in (low, high - 1)))

    return {
        "content": mean(group.contents),
        "edge": edge(group.contents),
        "cue": mean([group.cue]) if group.cue else 0.0,
        "source": mean([group.source]) if group.source else 0.0,
        "has_cue": float(group.cue is not None),
        "has_source": float(group.source is not None),
        "cue_link": group.evidence.get("cue", 0.0),
        "source_link": group.evidence.get("source", 0.0),
        "pieces": float(min(len(group.contents), 3)),
        "short": float(sum(high - low for low, high in group.contents) < 5),
    }


def _attribution(model: Model, document: Document, pieces: windows.Pieces, group: Group) -> Attribution:
    content = spans_of(document, pieces, group.contents)
    return Attribution(
        kind_of(document, content),
        content,
        _without_marks(document.text, spans_of(document, pieces, [group.cue] if group.cue else [])),
        spans_of(document, pieces, [group.source] if group.source else []),
        None,
        float("nan"),
        f"tagger {model.version}",
    )


def _without_marks(text: str, cue: Sequence[Span]) -> tuple[Span, ...]:
    """A cue without the colon, comma or dash behind its words: "boasted:"; one of marks alone stays."""
    return tuple((start, start + (len(text[start:end].rstrip(_MARKS)) or end - start)) for start, end in cue)


def spans_of(
    document: Document, pieces: windows.Pieces, ranges: Sequence[tuple[int, int]]
) -> tuple[Span, ...]:
    """Ranges of pieces as character spans, in order; touching ones joined."""
    exact = ((int(pieces.starts[low]), int(pieces.ends[high - 1])) for low, high in ranges)
    return _join_touching(document.text, sorted(exact))


def _join_touching(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Pieces with nothing but marks and white space between them become one, within a paragraph."""
    joined: list[Span] = []
    for start, end in spans:
        gap = text[joined[-1][1] : start] if joined else "x"
        if joined and "\n" not in gap and not any(c.isalnum() for c in gap):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def extract(documents: Sequence[Document]) -> list[list[Attribution]]:
    """The attributions of each document, nested ones with their parent, in order of their first span."""
    model = load()
    ruled = [rules.found(document) for document in documents]
    found: list[list[Attribution]] = []
    for low in range(0, len(documents), TOGETHER):
        some, by_rule = documents[low : low + TOGETHER], ruled[low : low + TOGETHER]
        outermost = decode(model, some, read(model, some), by_rule)
        nested = map(_with_nested, some, outermost, by_rule)
        found += [
            layouts.settled(document, rows, by_rules, engine=rules.VERSION)
            for document, rows, by_rules in zip(some, nested, by_rule, strict=True)
        ]
    return found


def _with_nested(
    document: Document, outermost: Sequence[Attribution], ruled: Sequence[Attribution]
) -> list[Attribution]:
    """The attributions with those inside them, which are the rules' and judged as such."""
    found = nesting.add_nested(document, outermost, ruled)
    nested = [a for a in found if a.engine == rules.VERSION]
    sureness = [rules.sureness(a) for a in nested]
    by_rule = iter(judgement.judged(document, nested, sureness, engine="rules"))
    return [next(by_rule) if a.engine == rules.VERSION else a for a in found]


def describe() -> dict[str, Any]:
    """The settings file of the shipped model: version, training data, scores."""
    return dict(json.loads((FOLDER / "settings.json").read_text(encoding="utf-8")))
