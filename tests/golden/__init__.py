"""The rows of every stage on made-up articles, as they are kept here: they guard the versions of the stages.

`articles.jsonl` has the articles, each with what it is for; `rules/` and `tagger/` have the rows of every table as
CSV, `versions.json` what made them, `networks.npz` what the networks answered, so that no processor changes a row.
`make golden` renews all of it and shows what differs.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import pandas as pd

from analysis import annotate, corpus, models, tables
from analysis.annotate import corpuswide, stages
from analysis.comparison import meaning
from analysis.quotation import tagger
from analysis.sentiment import target
from analysis.settings import Settings

FOLDER = Path(__file__).parent
TOLERANCE = 2e-4  # of a share or a score, which are kept with four digits
# The networks are asked about these only: what they answer weighs 80 kB an article.
BY_TAGGER = [
    "g01",
    "g04",
    "g07",
    "g13",
    "g14",
    "g15",
    "g16",
    "g18",
    "g19",
    "g20",
    "g21",
    "g23",
    "g24",
    "g26",
    "g27",
    "g28",
    "g40",
    "g46",
    "g49",
    "g55",
]
SETTINGS = {
    "rules": Settings(engine="rules", sentiment="lexicon", workers=1),
    "tagger": Settings(engine="tagger", sentiment="target", workers=1),
}


def articles(kind: str) -> list[dict[str, Any]]:
    """The articles of one kind of run."""
    lines = (FOLDER / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [a for a in found if kind == "rules" or a["id"] in BY_TAGGER]


def made(kind: str) -> dict[str, pd.DataFrame]:
    """The rows of every table, made now: as they are kept, texts left out, signatures shortened."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "articles.jsonl")
        lines = [json.dumps(article, ensure_ascii=False) + "\n" for article in articles(kind)]
        source.write_text("".join(lines), encoding="utf-8")
        store = annotate.run(source, settings=SETTINGS[kind], store=str(Path(folder, "store")))
        asked = {
            t: corpuswide.asked(store, t) for s in stages.of("asked") for t in stages.tables_of(s.writes)
        }
        found = {name: store.table(name) for name in tables.TABLES} | asked
        signatures = pd.read_parquet(store / "signatures")
    short = [hashlib.sha256(bytes(s)).hexdigest()[:16] for s in signatures["signature"]]
    found["signatures"] = signatures.assign(signature=short)
    found["articles"] = found["articles"].drop(columns=["text", "shows"])
    return {name: _plain(name, rows) for name, rows in found.items()}


def _plain(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as a CSV file gives them back, in the order of their key."""
    text = rows.copy()
    for column in text.columns:
        if pd.api.types.is_float_dtype(text[column].dtype):
            text[column] = [None if pd.isna(v) else f"{v + 0.0:.4f}" for v in text[column]]
    text = text.astype("string").astype(object).where(text.notna(), "")
    key = [c for c in tables.specification(name).key if c in text.columns]
    return text.sort_values(key, kind="stable").reset_index(drop=True)


def kept(kind: str) -> dict[str, pd.DataFrame]:
    """The rows of every table as they are kept."""
    return {
        path.stem: pd.read_csv(path, dtype=object, keep_default_na=False, lineterminator="\n")
        for path in sorted((FOLDER / kind).glob("*.csv"))
    }


def versions() -> dict[str, dict[str, str]]:
    """What makes the rows now, by kind of run and stage; `reading` is what reads the articles."""
    return {kind: {"reading": corpus.VERSION, **stages.fingerprints(s)} for kind, s in SETTINGS.items()}


def kept_versions() -> dict[str, dict[str, str]]:
    """What made the rows that are kept."""
    found: dict[str, dict[str, str]] = json.loads((FOLDER / "versions.json").read_text("utf-8"))
    return found


class Difference(NamedTuple):
    """A row that is not as it was: its key, and before and after by column; one of them is empty for a whole row."""

    key: str
    before: Mapping[str, str]
    after: Mapping[str, str]


def differences(name: str, before: pd.DataFrame, after: pd.DataFrame) -> list[Difference]:
    """The rows of a table that came, went or changed, by key; numbers within TOLERANCE are equal."""
    key = list(tables.specification(name).key)
    old, new = (dict(_keyed(frame, key)) for frame in (before, after))
    found = []
    for k in sorted(old.keys() | new.keys()):
        was, now = old.get(k, {}), new.get(k, {})
        columns = [
            c for c in {**was, **now} if not _equal(was.get(c, ""), now.get(c, "")) or not (was and now)
        ]
        if columns:
            pair = ({c: row[c] for c in columns if c in row} for row in (was, now))
            found.append(Difference(" ".join(k), *pair))
    return found


def _keyed(frame: pd.DataFrame, key: list[str]) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    for row in frame.to_dict("records"):
        yield tuple(str(row.get(c, "")) for c in key), {str(c): str(v) for c, v in row.items()}


def _equal(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return "." in one + other and abs(float(one) - float(other)) <= TOLERANCE
    except ValueError:
        return False


def stage_of(name: str, column: str) -> str:
    """The stage that writes a column; "reading" for the articles and what could not be read."""
    for stage in stages.STAGES:
        if f"{name}.*" in stage.writes or f"{name}.{column}" in stage.writes:
            return stage.name
    return "reading"


# ---------------------------------------------------------------------------------------------------- networks


class Network:
    """A network that answers as it once did; `live` answers what it was never asked, `noted` holds all answers."""

    def __init__(self, path: Path, known: Mapping[str, np.ndarray], live: Any = None) -> None:
        self.path, self.known, self.live = path, known, live
        self.noted: dict[str, np.ndarray] = {}

    def run(self, names: list[str] | None, given: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """What an inference session of onnxruntime returns."""
        digest = hashlib.sha256(self.path.name.encode())
        for name in sorted(given):
            digest.update(f"{name} {given[name].dtype} {given[name].shape} ".encode() + given[name].tobytes())
        key = digest.hexdigest()[:24]
        count = len(names) if names else 2
        if f"{key} 0" not in self.known:
            if self.live is None:
                raise AssertionError(
                    f"{self.path.name} was never asked this: run `make golden`, and look at what differs"
                )
            for number, answer in enumerate(self.live.run(names, given)):
                self.noted |= _packed(f"{key} {number}", answer)
        found = {**self.known, **self.noted}
        self.noted |= {k: v for k, v in found.items() if k.startswith(key)}
        return [_unpacked(f"{key} {number}", found) for number in range(count)]

    def get_outputs(self) -> list[Any]:
        """The shapes of the outputs, as far as they are asked for."""
        return [mock.Mock(shape=[None, None, 13]), mock.Mock(shape=[None, None, 2, 2, 96])]


def _packed(key: str, answer: np.ndarray) -> dict[str, np.ndarray]:
    """An answer, its long vectors in 8 bits, each with its scale: a tenth of the size, and steady all the same."""
    if answer.ndim < 3:
        return {key: answer}
    scale = np.maximum(np.abs(answer).max(-1, keepdims=True), 1e-6) / 127
    return {key: np.round(answer / scale).astype(np.int8), f"{key} scale": scale.astype(np.float16)}


def _unpacked(key: str, found: Mapping[str, np.ndarray]) -> np.ndarray:
    scale = found.get(f"{key} scale")
    return found[key] if scale is None else found[key].astype(np.float32) * scale.astype(np.float32)


@contextmanager
def networks(*, live: bool = False) -> Iterator[dict[str, np.ndarray]]:
    """All networks answer from the record; with `live` they are asked what is not in it. Yields what was answered."""
    path = FOLDER / "networks.npz"
    known = dict(np.load(path)) if path.is_file() else {}
    session, opened = models.session, []

    def recorded(path: Path) -> Network:
        opened.append(Network(path, known, session(path) if live else None))
        return opened[-1]

    answers: dict[str, np.ndarray] = {}
    forget()
    try:
        with mock.patch.object(models, "session", recorded):
            yield answers
    finally:
        forget()
        for network in opened:
            answers |= network.noted


def forget() -> None:
    """Have the networks loaded anew."""
    for load in (tagger.load, target._session, meaning._session):
        load.cache_clear()
