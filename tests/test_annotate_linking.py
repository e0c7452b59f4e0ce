"""Tables of all articles, made again from what was kept: the same as of a store that was annotated at once."""

import json
import random
from pathlib import Path

import pandas as pd
import pytest

from analysis import annotate
from analysis.annotate import corpuswide
from analysis.store import Store, kept

TOLD = [
    "“It is done,” said {0}, the mayor of Harbourton.",
    "{0} told reporters that the bridge was closed. “We waited,” {1} said.",
    "The World Health Organization said the water was clean, and the WHO said so again. {0} disagreed.",
    "“Not now,” said {0}, a footballer. {1}, a senator, said that it was late.",
    "{0} met {1} on Monday. Officials said the talks went well.",
]
PEOPLE = ["Ana Cruz", "Ana Cruz-Doe", "John Doe", "Cruz", "Doe", "Robin Falk", "Fox", "Mary Lee Fox"]
TABLES = ("speakers", "sources", "mentions", "quotations", "named", "duplicates")


def _article(name: str, draw: random.Random) -> dict[str, str]:
    people = draw.sample(PEOPLE, 2)
    text = " ".join(line.format(*people) for line in draw.sample(TOLD, 2))
    return {
        "id": name,
        "text": text,
        "outlet": draw.choice(["Post", "Echo"]),
        "date": f"2024-03-0{draw.randint(1, 9)}",
    }


def _annotated(corpus: Path, articles: dict[str, dict[str, str]], store: Path, size: int) -> Store:
    corpus.write_text("".join(json.dumps(a) + "\n" for a in articles.values()))
    options = {"engine": "rules", "sentiment": "lexicon", "workers": 1, "batch_size": size}
    return annotate.run(corpus, store=store, **options)


def _rows(store: Store, table: str) -> pd.DataFrame:
    """The rows in an order that does not depend on the batches."""
    rows = store.table(table)
    return rows.sort_values(rows.columns[:2].tolist(), ignore_index=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_store_that_grew_has_the_tables_of_one_that_was_made_at_once(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    corpus = tmp_path / "corpus.jsonl"
    articles: dict[str, dict[str, str]] = {}
    for turn in range(4):
        for name in draw.sample(sorted(articles), min(len(articles), 2)):
            if draw.random() < 0.5:
                articles[name] = _article(name, draw)
            else:
                del articles[name]
        articles |= {
            name: _article(name, draw) for name in (f"{draw.choice('abc')}{turn}{n}" for n in range(4))
        }
        grown = _annotated(corpus, articles, tmp_path / "grown", 3)
    fresh = _annotated(corpus, articles, tmp_path / "fresh", 5)
    assert len(grown.speakers) > 3
    for table in TABLES:
        pd.testing.assert_frame_equal(_rows(grown, table), _rows(fresh, table), check_dtype=False)


def _linked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each run of a stage over all articles had what was kept of the one before."""
    seen: list[bool] = []
    real = corpuswide._before

    def spied(*given: object) -> object:
        found = real(*given)
        seen.append(found is not None)
        return found

    monkeypatch.setattr(corpuswide, "_before", spied)
    return seen


def test_what_was_kept_and_is_hurt_is_told_and_made_from_scratch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(5)
    articles = {name: _article(name, draw) for name in "abcd"}
    corpus, store = tmp_path / "corpus.jsonl", tmp_path / "store"
    _annotated(corpus, articles, store, 2)
    content = bytearray((store / kept.FOLDER / "speakers").read_bytes())
    content[-20] ^= 1
    (store / kept.FOLDER / "speakers").write_bytes(content)
    articles["e"] = _article("e", draw)
    seen = _linked(monkeypatch)
    with pytest.warns(
        UserWarning, match="kept/speakers is damaged: speakers of all articles are made from scratch"
    ):
        grown = _annotated(corpus, articles, store, 2)
    assert seen == [True, False, True]  # duplicates, speakers, sources
    fresh = _annotated(corpus, articles, tmp_path / "fresh", 2)
    for table in TABLES:
        pd.testing.assert_frame_equal(_rows(grown, table), _rows(fresh, table), check_dtype=False)


def test_a_table_that_is_not_as_the_last_run_left_it_is_made_from_scratch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(6)
    articles = {name: _article(name, draw) for name in "abcd"}
    corpus, store = tmp_path / "corpus.jsonl", tmp_path / "store"
    before = _annotated(corpus, articles, store, 2)
    speakers = store / "speakers" / "all.parquet"
    before.speakers.iloc[1:].to_parquet(speakers)
    (store / "complete.json").unlink()  # as of a run that was killed behind its writing
    articles["e"] = _article("e", draw)
    seen = _linked(monkeypatch)
    grown = _annotated(corpus, articles, store, 2)
    assert seen[1] is False
    fresh = _annotated(corpus, articles, tmp_path / "fresh", 2)
    pd.testing.assert_frame_equal(_rows(grown, "speakers"), _rows(fresh, "speakers"))
