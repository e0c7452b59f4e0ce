"""Exact and near duplicates."""

import random

import numpy as np
import pandas as pd
import pytest

from analysis import corpus, tables
from analysis.corpus import resemblance


def text(seed: int, n: int = 300) -> str:
    chosen = random.Random(seed)
    return " ".join(f"w{chosen.randrange(5000)}" for _ in range(n))


def jaccard(one: str, two: str) -> float:
    def shingles(of: str) -> set[tuple[str, ...]]:
        words = of.lower().split()
        return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}

    a, b = shingles(one), shingles(two)
    return len(a & b) / len(a | b)


def frame(*rows: tuple[str, str | None, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["article_id", "published", "text"])
    return table.assign(
        published=pd.to_datetime(table["published"], utc=True), sha256=table["text"].map(hash).astype(str)
    )


def estimate(one: str, two: str) -> float:
    a, b = corpus.signature(one), corpus.signature(two)
    return sum(a[i : i + 4] == b[i : i + 4] for i in range(0, len(a), 4)) / (len(a) / 4)


@pytest.mark.parametrize("kept", [300, 280, 240, 180, 60, 0])
def test_the_estimate_is_near_the_similarity(kept):
    one = text(1)
    two = " ".join(one.split()[:kept] + text(2).split()[kept:])
    assert estimate(one, two) == pytest.approx(jaccard(one, two), abs=0.14)


def test_a_signature_is_the_same_on_every_machine_and_blind_to_case_and_punctuation():
    assert corpus.signature("Snow fell in the north.") == corpus.signature("SNOW fell, in the  north")
    assert len(corpus.signature("snow")) == 4 * resemblance.HASHES
    assert corpus.signature("snow fell on the old bridge").hex()[:16] == "6b758b81773cc74f"
    assert corpus.signature("") == corpus.signature("…!") == b""


def test_the_first_by_date_stands_for_the_others():
    story = text(3)
    found = corpus.duplicates(
        frame(("z", "2020-01-01", story), ("a", "2020-01-02", story), ("b", None, story + " update"),
              ("c", "2019-01-01", text(4)), ("d", "2021-01-01", "!"), ("e", "2021-01-01", "?"))
    )  # fmt: skip
    tables.validate("duplicates", found)
    assert found[["article_id", "duplicate_of", "kind"]].values.tolist() == [
        ["a", "z", "exact"],
        ["b", "z", "near"],
    ]
    assert found["similarity"].iloc[0] == 1
    assert found["similarity"].iloc[1] > 0.95


def test_nothing_resembles_what_it_only_resembles_through_another():
    words = text(5, 600).split()
    a, b, c = (" ".join(words[at : at + 300]) for at in (0, 60, 120))
    found = corpus.duplicates(frame(("a", "2020-01-01", a), ("b", "2020-01-02", b), ("c", "2020-01-03", c)))
    assert found[["article_id", "duplicate_of"]].values.tolist() == [["b", "a"]]


def test_the_order_of_rows_does_not_matter():
    rows = [(f"{n:02}", None, text(n % 7) + f" x{n}") for n in range(30)]
    one = corpus.duplicates(frame(*rows))
    two = corpus.duplicates(frame(*reversed(rows)))
    assert len(one) == 23
    pd.testing.assert_frame_equal(one, two)


def test_the_threshold_decides():
    one = text(8)
    half = " ".join(one.split()[:200] + text(9).split()[:100])
    rows = frame(("a", None, one), ("b", None, half))
    assert len(corpus.duplicates(rows, threshold=0.3)) == 1
    assert len(corpus.duplicates(rows, threshold=0.9)) == 0


@pytest.mark.parametrize("rows", [[], [("a", None, "Snow.")]])
def test_none_or_one_article_repeats_nothing(rows):
    assert len(corpus.duplicates(frame(*rows))) == 0


def test_signatures_may_be_given_instead_of_texts():
    table = frame(("a", None, text(1)), ("b", None, text(1)))
    given = table.assign(signature=[corpus.signature(t) for t in table["text"]]).drop(columns="text")
    pd.testing.assert_frame_equal(corpus.duplicates(given), corpus.duplicates(table))


def templated(n: int) -> pd.DataFrame:
    """Reports made after one template, a fifth of which is of their own."""
    template = text(11, 120).split()
    rows = []
    for number in range(n):
        own = random.Random(number)
        words = [w if at % 11 else f"x{own.randrange(100_000)}" for at, w in enumerate(template)]
        rows.append((f"{number:05}", None, " ".join(words)))
    return frame(*rows)


def test_reports_of_one_template_take_time_in_proportion(monkeypatch):
    compared: list[int] = []

    def counting(lists):  # type: ignore[no-untyped-def]
        found = together(lists)
        compared.append(len(found))
        return found

    together = resemblance._together
    monkeypatch.setattr(resemblance, "_together", counting)
    corpus.duplicates(templated(400))
    assert sum(compared[300:]) < 3 * sum(compared[100:200])


def test_a_copy_of_one_report_is_found_among_all_of_its_template():
    rows = templated(200)
    copies = rows.tail(20).assign(article_id=[f"z{n:02}" for n in range(20)])
    copies = copies.assign(text=copies["text"] + " at noon", sha256=copies["article_id"])
    found = corpus.duplicates(pd.concat([rows, copies], ignore_index=True)).set_index("article_id")
    for copy, original in zip(copies["article_id"], rows["article_id"].tail(20), strict=True):
        assert found["duplicate_of"][copy] in (original, found["duplicate_of"].get(original))


def _drawn(draw: np.random.Generator, number: int) -> dict[str, object]:
    """An article with a signature of its own, or one that shares some minima with others of its template."""
    minima = draw.integers(0, 1 << 32, resemblance.HASHES, dtype=np.uint64)
    template = np.random.default_rng(int(draw.integers(3))).integers(
        0, 1 << 32, resemblance.HASHES, dtype=np.uint64
    )
    minima = np.where(draw.random(resemblance.HASHES) < draw.choice([0.0, 0.4, 0.7, 0.95]), template, minima)
    content = minima.astype("<u4").tobytes() if draw.random() < 0.9 else b""
    day = pd.Timestamp("2024-01-01", tz="UTC") + pd.Timedelta(days=int(draw.integers(20)))
    sha256 = f"{draw.integers(40)}" if not content else content.hex()
    return {"article_id": f"a{number}", "published": day, "sha256": sha256, "signature": content}


@pytest.mark.parametrize("seed", range(10))
def test_texts_that_came_are_compared_as_all_at_once(seed, monkeypatch):
    monkeypatch.setattr(resemblance, "MOST", 3)
    draw = np.random.default_rng(seed)
    articles = [_drawn(draw, n) for n in range(40)]
    known = None
    for turn in range(6):
        gone = draw.integers(len(articles)) if turn % 2 else None
        articles = [a for n, a in enumerate(articles) if n != gone]
        articles += [_drawn(draw, 100 * turn + 50 + n) for n in range(int(draw.integers(6)))]
        if turn == 3:
            articles.append({**articles[5], "article_id": "copy", "published": pd.NaT})
        rows = pd.DataFrame(articles)
        again, fresh = (resemblance.compared(rows, before) for before in (known, None))
        pd.testing.assert_frame_equal(again.duplicates, fresh.duplicates)
        pd.testing.assert_frame_equal(again.order, fresh.order)
        known = again.order
    assert len(fresh.duplicates) > 3


def test_what_came_last_is_compared_alone(monkeypatch):
    rows = [(f"a{n}", f"2020-01-{n + 1:02d}", text(n % 20) + f" w{n}") for n in range(25)]
    articles = frame(*rows)
    known = resemblance.compared(articles.iloc[:-1]).order
    seen = []
    real = resemblance._together
    monkeypatch.setattr(resemblance, "_together", lambda lists: seen.append(1) or real(lists))
    found = resemblance.compared(articles, known)
    assert len(seen) == 1
    assert found.duplicates["article_id"].tolist()[-1] == "a24"
