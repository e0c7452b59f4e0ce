import json
from pathlib import Path

import pandas as pd
import pyarrow.compute as pc
import pytest

from analysis import annotate, store, tables
from analysis.store import place


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> store.Store:
    folder = tmp_path_factory.mktemp("store")
    rows = [
        {
            "id": f"a{n}",
            "outlet": outlet,
            "published": published,
            "text": f"Mayor Ann Lee said the {word} is safe. “The {word} is safe,” she said. It is {word} day.",
        }
        for n, (outlet, published, word) in enumerate(
            [
                ("Post", "2024-01-01T23:59:59Z", "bridge"),
                ("Post", "2024-01-03", "tunnel"),
                ("Herald", "2024-01-02", "tunnel"),
                ("Herald", None, "ferry"),
            ]
        )
    ]
    corpus = folder / "corpus.jsonl"
    corpus.write_text("\n".join(map(json.dumps, rows)))
    return annotate.run(corpus, store=folder / "store", engine="rules", sentiment="lexicon", batch_size=1)


def test_tables_are_attributes(found: store.Store) -> None:
    assert found.articles.equals(found.table("articles"))
    assert set(tables.TABLES) <= set(dir(found))
    with pytest.raises(AttributeError, match="its tables are articles"):
        _ = found.article


def test_columns_come_in_the_order_asked_for(found: store.Store) -> None:
    assert list(found.table("articles", columns=["outlet", "article_id"])) == ["outlet", "article_id"]


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ({"article_id": "a1"}, ["a1"]),
        ({"outlet": ["Post", "Times"]}, ["a0", "a1"]),
        ({"outlet": "Post", "article_id": {"a1", "a2"}}, ["a1"]),
        ({"outlet": []}, []),
        (pc.field("published").is_null(), ["a3"]),
        ({}, ["a0", "a1", "a2", "a3"]),
    ],
)
def test_rows_are_those_the_condition_keeps(found: store.Store, where: store.Where, ids: list[str]) -> None:
    assert found.table("articles", columns=["article_id"], where=where)["article_id"].tolist() == ids


@pytest.mark.parametrize("name", tables.TABLES)
def test_a_condition_changes_no_column_and_rows_are_numbered_anew(found: store.Store, name: str) -> None:
    whole = found.table(name)
    some = found.table(name, where=pc.scalar(True))
    column = "article_id" if "article_id" in whole else whole.columns[0]
    none = found.table(name, where={column: []})
    assert list(some.columns) == list(none.columns) == list(whole.columns)
    assert some.index.tolist() == list(range(len(whole)))
    assert len(none) == 0


def test_unknown_names_are_refused_with_those_there_are(found: store.Store) -> None:
    with pytest.raises(ValueError, match="expected one of articles"):
        found.table("article")
    with pytest.raises(ValueError, match=r"quotations has no column speaker; it has article_id"):
        found.table("quotations", columns=["speaker"])


def test_parts_together_are_the_table(found: store.Store) -> None:
    for name in tables.TABLES:
        parts = list(found.batches(name))
        pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), found.table(name), obj=name)


def test_dtypes_are_those_described_even_without_rows(found: store.Store) -> None:
    for name in tables.TABLES:
        tables.validate(name, found.table(name))
        first = tables.TABLES[name].key[0]
        nobody = "nobody" if tables.TABLES[name].columns[first].dtype == tables.TEXT else -1
        tables.validate(name, found.table(name, where={first: nobody}))


@pytest.mark.parametrize(
    ("selection", "tunnels"),
    [
        ({}, 6),
        ({"outlet": "Post"}, 3),
        ({"outlet": "Times"}, 0),
        ({"since": "2024-01-02"}, 6),
        ({"until": "2024-01-02"}, 3),
        ({"until": "2024-01-01"}, 0),
        ({"outlet": "Herald", "since": "2024-01-03"}, 0),
    ],
)
def test_counts_are_of_the_outlet_and_the_period(
    found: store.Store, selection: dict[str, str], tunnels: int
) -> None:
    assert found.counts(**selection).get("tunnel", 0) == tunnels


def test_counts_come_most_frequent_first(found: store.Store) -> None:
    counts = found.counts()
    assert counts.is_monotonic_decreasing
    assert (counts.name, counts.index.name, str(counts.dtype)) == ("count", "term", "int64")
    assert counts["said"] == 8


def test_the_last_day_of_a_period_is_part_of_it(found: store.Store) -> None:
    assert found.counts(until="2024-01-01")["bridge"] == 3


def test_a_derived_table_is_made_once(found: store.Store) -> None:
    made: list[int] = []

    def compute(seen: store.Store) -> pd.DataFrame:
        made.append(len(seen))
        return tables.build("utterances", [("u1", "a0", 0, 0, 10, 1.0, "same words")])

    first = found.derived("utterances", compute, version="1", threshold=0.5)
    again = found.derived("utterances", compute, version="1", threshold=0.5)
    assert made == [4]
    pd.testing.assert_frame_equal(first, again)
    assert len(found.utterances) == 1
    found.derived("utterances", compute, version="1", threshold=0.6)
    assert made == [4, 4]


def test_a_folder_without_annotations_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(place.StoreError, match="newsbook annotate"):
        store.read(tmp_path)


def test_opening_a_store_for_reading_writes_nothing(found: store.Store) -> None:
    before = {p: p.stat().st_mtime_ns for p in Path(found.path).rglob("*")}
    assert len(store.read(found.path).quotations) == len(found.quotations)
    assert before == {p: p.stat().st_mtime_ns for p in Path(found.path).rglob("*")}


def test_a_url_that_nothing_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        place.of("nowhere://store")


def test_a_store_introduces_itself_in_one_line(found: store.Store) -> None:
    assert found.path in repr(found)
    assert len(repr(found)) < 500
