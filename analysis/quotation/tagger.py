"""The learned engine: a small encoder tags sources, cues and contents and links them, in one forward pass.

The weights, their settings and their card are in `analysis/models/quotation-tagger/`; `training/quotations.py`
made them. Nested attributions, which its training data does not have, come from the rules, looked for inside
the contents that the tagger found.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.corpus.dateline import leading
from analysis.quotation import Attribution, kind_of, nesting, rules, windows
from analysis.quotation.agreement import counterpart, features, with_surer_source
from analysis.quotation.decoding import (
    TAGS,
    TRANSITIONS,
    Group,
    Reading,
    Settings,
    best_tags,
    groups,
)
from analysis.segmentation import Document, Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODELS = Path(str(files("analysis"))) / "models"
FOLDER = MODELS / "quotation-tagger"
TOKENIZER = MODELS / "tokenizer.json"
BATCH_TOKENS = 1200
_OUTSIDE = np.array([tag == "O" for tag in TAGS], dtype=np.float32)


class Model(NamedTuple):
    """The loaded network with what belongs to it."""

    session: InferenceSession
    tokenizer: Tokenizer
    transitions: np.ndarray
    distance: np.ndarray
    settings: Settings
    calibration: dict[str, float]
    minimum: dict[str, float]
    size: int
    version: str


class Window(NamedTuple):
    """Pieces low..high of one document, encoded."""

    document: int
    low: int
    high: int
    ids: np.ndarray
    features: np.ndarray
    piece: np.ndarray


@lru_cache(maxsize=2)
def load(folder: Path = FOLDER) -> Model:
    """The model in `folder`, loaded once a process; FileNotFoundError when there is none.

    It runs on as many threads as OMP_NUM_THREADS says, on all cores without it.
    """
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS") or 0)
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    arrays = np.load(folder / "links.npz")
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    session = InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    allowed = np.where(np.array(TRANSITIONS), arrays["transitions"], -1e4).astype(np.float32)
    return Model(
        session,
        tokenizer,
        allowed,
        arrays["distance"].astype(np.float32),
        Settings(**{**settings["decoding"], "weights": tuple(settings["decoding"]["weights"])}),
        settings["calibration"],
        settings["minimum_confidence"],
        settings["window"],
        settings["version"],
    )


def version() -> str:
    """Version of the weights, for the `engine` column and the store's fingerprint."""
    return str(json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))["version"])


def _batches(cut: Sequence[Window]) -> Iterator[list[Window]]:
    """Windows of like length together, so that little is padded."""
    batch: list[Window] = []
    for window in sorted(cut, key=lambda w: len(w.ids)):
        if batch and len(window.ids) * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _run(model: Model, batch: Sequence[Window]) -> list[np.ndarray]:
    length = max(len(w.ids) for w in batch)
    ids, features, mask = (np.zeros((len(batch), length), dtype=np.int64) for _ in range(3))
    for row, window in enumerate(batch):
        ids[row, : len(window.ids)] = window.ids
        features[row, : len(window.ids)] = window.features
        mask[row, : len(window.ids)] = 1
    return model.session.run(None, {"ids": ids, "features": features, "mask": mask})


def _blank(pieces: windows.Pieces, n_windows: int, model: Model) -> Reading:
    n_pieces = len(pieces.ids)
    shape = model.distance.shape[0], model.session.get_outputs()[1].shape[-1]
    return Reading(
        emissions=np.zeros((n_pieces, len(TAGS)), np.float32),
        queries=np.zeros((n_pieces, *shape), np.float32),
        keys=np.zeros((n_pieces, *shape), np.float32),
        none=np.zeros((n_windows, *shape), np.float32),
        window=np.zeros(n_pieces, np.int64),
        place=np.zeros(n_pieces, np.int64),
        paragraph=pieces.paragraphs,
    )


def _body(document: Document) -> list[Span]:
    """The paragraphs without leading metadata and dateline, which would be read as part of the first source."""
    start, _ = leading(document.text)
    return [(max(start, low), high) for low, high in document.paragraphs if high > start]


def read(model: Model, documents: Sequence[Document]) -> list[tuple[windows.Pieces, Reading]]:
    """The word pieces of each document and what the network says of them."""
    pieces = [windows.read_pieces(d.text, _body(d), model.tokenizer) for d in documents]
    cut = [
        Window(number, low, high, *windows.encode(p, low, high))
        for number, (d, p) in enumerate(zip(documents, pieces, strict=True))
        for low, high in windows.cut(d.text, p, size=model.size)
    ]
    order: dict[tuple[int, int], int] = {}
    counts = [0] * len(documents)
    for window in cut:
        order[window.document, window.low] = counts[window.document]
        counts[window.document] += 1
    readings = [_blank(p, n, model) for p, n in zip(pieces, counts, strict=True)]
    for batch in _batches(cut):
        emissions, links = _run(model, batch)
        for row, window in enumerate(batch):
            reading, number = readings[window.document], order[window.document, window.low]
            places = np.flatnonzero(window.piece >= 0)
            here = slice(window.low, window.high)
            reading.emissions[here] = emissions[row, places]
            reading.queries[here], reading.keys[here] = links[row, places, :, 0], links[row, places, :, 1]
            reading.none[number] = links[row, 0, :, 1]
            reading.window[here], reading.place[here] = number, places
    return list(zip(pieces, readings, strict=True))


def decode(
    model: Model,
    documents: Sequence[Document],
    read: Sequence[tuple[windows.Pieces, Reading]],
    ruled: Sequence[Sequence[Attribution]],
) -> list[list[Attribution]]:
    """The outermost attributions of each document, in order of their first span; `ruled` are those by rule."""
    found = []
    for rows in described(model, documents, read, ruled):
        sure = (replace(a, confidence=_confidence(values, model.calibration)) for a, values in rows)
        found.append([a for a in sure if a.confidence >= _minimum(model, a)])
    return found


def _minimum(model: Model, attribution: Attribution) -> float:
    return model.minimum["indirect" if attribution.kind == "indirect" else "quoted"]


def described(
    model: Model,
    documents: Sequence[Document],
    read: Sequence[tuple[windows.Pieces, Reading]],
    ruled: Sequence[Sequence[Attribution]],
) -> list[list[tuple[Attribution, dict[str, float]]]]:
    """Each document's attributions with what their confidence is computed from."""
    emissions = [reading.emissions + model.settings.outside * _OUTSIDE for _, reading in read]
    tagged = best_tags(emissions, model.transitions)
    found = []
    for document, (pieces, reading), scores, tags, rules_found in zip(
        documents, read, emissions, tagged, ruled, strict=True
    ):
        chances = tag_chances(scores)
        outermost = [a for a in rules_found if a.parent is None]
        rows = []
        for group in groups(reading, tags, model.distance, model.settings):
            attribution = _attribution(model, document, pieces, group)
            other = counterpart(attribution, outermost)
            values = group_features(group, tags, chances) | features(attribution, other)
            rows.append((with_surer_source(attribution, other), values))
        found.append(sorted(rows, key=lambda row: min(row[0].content + row[0].cue + row[0].source)))
    return found


def tag_chances(emissions: np.ndarray) -> np.ndarray:
    """Softmax of the emissions, a row a piece."""
    shifted = np.exp(emissions - emissions.max(1, keepdims=True))
    return shifted / shifted.sum(1, keepdims=True)


def group_features(group: Group, tags: np.ndarray, chances: np.ndarray) -> dict[str, float]:
    """What the confidence is computed from: how sure the tags of each role and both links are."""

    def mean(spans: Sequence[tuple[int, int]]) -> float:
        rows = np.concatenate([np.arange(low, high) for low, high in spans])
        return float(chances[rows, tags[rows]].mean())

    def edge(spans: Sequence[tuple[int, int]]) -> float:
        rows = np.array([i for low, high in spans for i in (low, high - 1)])
        return float(chances[rows, tags[rows]].min())

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


def _confidence(features: dict[str, float], calibration: dict[str, float]) -> float:
    score = calibration["intercept"] + sum(
        calibration.get(name, 0.0) * value for name, value in features.items()
    )
    return float(1 / (1 + np.exp(-score)))


def _attribution(model: Model, document: Document, pieces: windows.Pieces, group: Group) -> Attribution:
    content = spans_of(document, pieces, group.contents)
    return Attribution(
        kind_of(document, content),
        content,
        spans_of(document, pieces, [group.cue] if group.cue else []),
        spans_of(document, pieces, [group.source] if group.source else []),
        None,
        float("nan"),
        f"tagger {model.version}",
    )


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
    ruled = rules.extract(documents)
    outermost = decode(model, documents, read(model, documents), ruled)
    return [
        nesting.add_nested(document, found, candidates)
        for document, found, candidates in zip(documents, outermost, ruled, strict=True)
    ]


def describe() -> dict[str, Any]:
    """The settings file of the shipped model: version, training data, scores."""
    return dict(json.loads((FOLDER / "settings.json").read_text(encoding="utf-8")))
