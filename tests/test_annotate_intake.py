from collections.abc import Iterator

import pandas as pd
import pytest

from analysis import corpus
from analysis.annotate import intake


def frames(total: int, step: int) -> Iterator[pd.DataFrame]:
    for first in range(0, total, step):
        yield pd.DataFrame({"number": range(first, min(first + step, total))})


@pytest.mark.parametrize("total", [0, 1, 10, 63, 64, 65, 300, 512, 640, 641, 2000])
@pytest.mark.parametrize("step", [1, 50, 256, 3000])
def test_every_row_is_in_one_batch_and_in_order(total: int, step: int) -> None:
    found = list(intake.in_batches(frames(total, step), 64))
    assert [n for frame in found for n in frame["number"]] == list(range(total))
    assert all(0 < len(frame) <= 64 for frame in found)


def test_the_size_of_what_is_read_at_once_changes_no_batch() -> None:
    sizes = [[len(b) for b in intake.in_batches(frames(1000, step), 64)] for step in (7, 256, 1000)]
    assert sizes[0] == sizes[1] == sizes[2]


def test_the_last_batches_are_smaller_and_even_in_number() -> None:
    assert [len(b) for b in intake.in_batches(frames(300, 300), 128)] == [50] * 6


def test_batches_come_while_the_corpus_is_read() -> None:
    read: list[int] = []

    def watched() -> Iterator[pd.DataFrame]:
        for frame in frames(100_000, 100):
            read.append(len(frame))
            yield frame

    next(intake.in_batches(watched(), 10))
    assert sum(read) == 100


def articles(**changed: object) -> pd.DataFrame:
    found, _ = corpus.read()
    return found.assign(**changed)


@pytest.mark.parametrize(
    ("changed", "annotated_again", "described_again"),
    [
        ({}, False, False),
        ({"outlet": "Other"}, False, True),
        ({"desk": "city"}, False, True),
        ({"title": "Other"}, True, False),
        ({"sha256": "0"}, True, False),
    ],
)
def test_digests_tell_what_changed(
    changed: dict[str, object], annotated_again: bool, described_again: bool
) -> None:
    before, after = intake.digests(articles(), {}), intake.digests(articles(**changed), {})
    assert all((before[a][0] != after[a][0]) == annotated_again for a in before)
    assert all((before[a][1] != after[a][1]) == described_again for a in before)


def test_a_correction_changes_the_digest_of_its_text_alone() -> None:
    found = articles()
    key = (found["article_id"][0], found["sha256"][0])
    plain, corrected = intake.digests(found, {}), intake.digests(found, {key: "Eve 2025"})
    assert [plain[a] == corrected[a] for a in found["article_id"]] == [False, True]
    assert plain == intake.digests(found, {(key[0], "another text"): "Eve 2025"})
