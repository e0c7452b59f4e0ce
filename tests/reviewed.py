"""A small annotated corpus to draw samples from; for the tests of reviews. Copied for each test, annotated once."""

import functools
import json
import shutil
import tempfile
from pathlib import Path

from analysis import annotate, review, store
from analysis.review import Sample
from analysis.store import Store

AT = "2026-01-02T03:04:05+00:00"


def text_of(number: int) -> str:
    return (
        f"The {number}th bridge will open in May, Mayor Ann Lee said on Monday.\n\n"
        f"“It is a very good bridge,” said Bob Ray, an engineer. “Nobody waits.”\n\n"
        f"Critics feared that bridge number {number} would fall.\n\n"
        f"It was raining.\n\nNobody came to the harbour.\n\nThe ferry costs {number} crowns."
    )


@functools.cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="reviewed-"))
    rows = [
        {
            "id": f"a{n:02d}",
            "outlet": "Herald" if n % 2 else "Post",
            "date": f"2024-0{1 + n % 2}-03",
            "text": text_of(n),
        }
        for n in range(16)
    ]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    run(folder)
    return folder


def run(folder: Path) -> Store:
    """Annotate the corpus in a folder into its store."""
    return annotate.run(
        folder / "corpus.jsonl", store=folder / "store", engine="rules", sentiment="lexicon", workers=1
    )


def copied(target: Path) -> Store:
    """A copy of the corpus and its store."""
    shutil.copytree(_made(), target, dirs_exist_ok=True)
    return store.read(target / "store")


def decide(sample: Sample, coder: str, *steps: tuple) -> None:
    """Append decisions: unit, action, target, after."""
    events = [
        review.event(sample, unit, action, coder=coder, at=AT, target=target, after=after)
        for unit, action, target, after in steps
    ]
    review.append(sample, events, coder=coder)
