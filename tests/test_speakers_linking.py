"""Speakers linked again after articles came, changed and went are those that are linked from scratch."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
import pytest

from analysis import speakers, tables
from analysis.speakers import linking
from analysis.speakers.across import identities

FIRST = ["Ana", "Anna", "A.", "Robin", "Alex", "John", "Mary Lee", "Mary", "James Fox", "J."]
LAST = ["Fox", "Cruz", "Cruz-Doe", "Doe", "Zelensky", "Zelenskyy", "Lee", "Fox Jr."]
THINGS = [
    "Fox",
    "WHO",
    "World Health Organization",
    "White House Office",
    "the Fox",
    "U.S.",
    "America",
    "Doe",
]
SAID = ["the mayor", "a footballer", "a senator", "the president", "Mr.", "a spokesman for the harbour", None]


Rows = list[tuple[object, ...]]


def _article(article_id: str, draw: random.Random) -> Rows:
    rows = []
    for quotation in range(draw.randint(0, 5)):
        form = draw.random()
        name = (
            f"{draw.choice(FIRST)} {draw.choice(LAST)}"
            if form < 0.5
            else draw.choice(LAST)
            if form < 0.75
            else draw.choice(THINGS)
        )
        kind = (
            "named person"
            if form < 0.7
            else draw.choice(["organisation", "document", "group", "named person"])
        )
        gender = draw.choice(["female", "male", "unknown", "unknown"])
        row = (article_id, quotation, name, kind, gender, None, draw.choice(SAID), "named", 0.9, None)
        rows.append(row if draw.random() < 0.9 else (*row[:2], None, "unnamed", *row[4:]))
    return rows


def _about(ids: Iterable[str]) -> pd.DataFrame:
    """Outlets and dates, the same for an article whenever it is asked."""
    draws = [(article_id, random.Random(article_id)) for article_id in ids]
    rows = [
        (a, draw.choice(["Post", "Echo", None]), f"202{draw.randint(0, 4)}-03-{draw.randint(1, 9):02d}")
        for a, draw in draws
    ]
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "published"])
    return frame.assign(published=pd.to_datetime(frame["published"], utc=True))


KNOWN = pd.DataFrame(
    {"name": ["Ana Cruz", "Olena Zelensky", "World Health Organization"], "aliases": ["Fox", None, "WHO|Doe"],
     "role": ["mayor", None, None], "party": ["Blue", "Red", None]}, dtype="string[pyarrow]",
)  # fmt: skip


@dataclass
class Corpus:
    """Articles with the rows of their mentions, and the batch in which each is."""

    rows: dict[str, Rows]
    batch: dict[str, str]

    def mentions(self, *batches: str) -> pd.DataFrame:
        found = [
            r for a in sorted(self.rows) if not batches or self.batch[a] in batches for r in self.rows[a]
        ]
        return tables.build("mentions", found)


def _changed(corpus: Corpus, turn: int, draw: random.Random) -> tuple[Corpus, list[str], list[str]]:
    """The corpus after some batches gave way to new ones: articles that are as they were, changed, gone, new."""
    stale = draw.sample(there := sorted(set(corpus.batch.values())), draw.randint(0, min(2, len(there))))
    rows = {a: r for a, r in corpus.rows.items() if corpus.batch[a] not in stale}
    batch = {a: b for a, b in corpus.batch.items() if b not in stale}
    new = [f"part-{turn}-{n}" for n in range(draw.randint(1, 2))]
    for article_id in [a for a, b in corpus.batch.items() if b in stale]:
        if draw.random() < 0.8:
            keeps = draw.random() < 0.75
            rows[article_id] = corpus.rows[article_id] if keeps else _article(article_id, draw)
            batch[article_id] = draw.choice(new)
    for n in range(draw.randint(0, 4)):
        article_id = f"{draw.choice('abc')}{turn}{n}"
        rows[article_id], batch[article_id] = _article(article_id, draw), draw.choice(new)
    return Corpus(rows, batch), stale, new


def _again(
    linked: linking.Linked, corpus: Corpus, stale: list[str], new: list[str], known: pd.DataFrame | None
) -> linking.Again:
    came = identities.rows(corpus.mentions(*new), _about(corpus.rows))
    return linking.again(linked, came.assign(batch=came["article_id"].map(corpus.batch)), stale, known=known)


@pytest.mark.parametrize("known", [None, KNOWN], ids=["no list", "a list"])
@pytest.mark.parametrize("seed", range(4))
def test_speakers_of_a_corpus_that_changes_are_those_of_the_corpus_as_it_is(
    seed: int, known: pd.DataFrame | None
) -> None:
    draw = random.Random(seed)
    corpus, linked = Corpus({}, {}), linking.nothing()
    for turn in range(4):
        before = linking.ids_of(corpus.mentions(), linked)
        corpus, stale, new = _changed(corpus, turn, draw)
        linked, touched = _again(linked, corpus, stale, new, known)
        found, identified = speakers.identify(corpus.mentions(), known=known, articles=_about(corpus.rows))
        pd.testing.assert_frame_equal(linked.speakers, found, check_dtype=bool(len(found)))
        pd.testing.assert_frame_equal(linking.ids_of(corpus.mentions(), linked), identified)
        both = before.merge(identified, on=["article_id", "quotation"], suffixes=("_before", ""))
        others = both[both["speaker_id_before"].fillna("") != both["speaker_id"].fillna("")]
        assert {corpus.batch[a] for a in others["article_id"]} <= touched | set(new)
