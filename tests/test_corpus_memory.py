"""What was read before and is as it was is not read again, and what comes of it is what reading it again gives."""

import hashlib
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import corpus
from analysis.corpus import formats, reading
from analysis.corpus.memory import Memory

FURNITURE = "The Northport Herald, founded 1888"


class Reader:
    """Reads a corpus time and again, as a store that annotates it does: what it has, and what the last time took."""

    def __init__(self, source: Path, **options: Any) -> None:
        self.source, self.options = source, options
        self.rows: dict[str, dict[str, Any]] = {}
        self.before: dict[str, pd.DataFrame] | None = None
        self.fresh: list[str] = []

    def held(self, article_id: str) -> tuple[str, str] | None:
        row = self.rows.get(article_id)
        return None if row is None else (_digest(row["text"]), _digest(row))

    def texts(self, ids: list[str]) -> dict[str, str]:
        return {i: self.rows[i]["text"] for i in ids}

    def read(self) -> tuple[dict[str, dict[str, Any]], list[Any], pd.DataFrame]:
        """The articles by id, the rejects, the warnings."""
        memory = Memory(self.before, self.held)
        rejects: list[Any] = []
        self.fresh = []
        for articles, refused in corpus.stream(self.source, memory=memory, batch_size=3, **self.options):
            rejects += list(refused.itertuples(index=False, name=None))
            for row in articles.to_dict("records"):
                # Columns differ between batches; an article has those that say something of it.
                self.rows[row["article_id"]] = {k: v for k, v in row.items() if not pd.isna(v)}
                self.fresh.append(row["article_id"])
        self.rows = {article_id: self.rows[article_id] for article_id in memory.article_ids}
        self.before = memory.tables(self.held)
        assert memory.lengths() == {i: len(row["text"]) for i, row in self.rows.items()}
        return self.rows, rejects, memory.warnings(self.texts)


def _digest(what: object) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are opened from now on."""
    found: list[str] = []
    tables: Callable[..., Any] = formats.tables

    def noted(file: Any, *given: Any) -> Any:
        found.append(file.name)
        return tables(file, *given)

    monkeypatch.setattr(formats, "tables", noted)
    return found


def lines(path: Path, *rows: dict[str, Any], mode: str = "w") -> None:
    with path.open(mode, encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def assert_as_from_scratch(reader: Reader) -> None:
    found, scratch = reader.read(), Reader(reader.source, **reader.options).read()
    assert found[0] == scratch[0]
    assert list(found[0]) == list(scratch[0])
    assert found[1] == scratch[1]
    pd.testing.assert_frame_equal(found[2], scratch[2])
    told = corpus.inspect(reader.source, near=False, **reader.options)["warnings"]
    assert found[2].to_dict("records") == told


def test_a_file_more_is_all_that_is_opened(tmp_path, opened):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"The mill in {name} closed.")
    reader = Reader(tmp_path)
    reader.read()
    (tmp_path / "d.txt").write_text("The weir broke.")
    opened.clear()
    found, _, _ = reader.read()
    assert opened == ["d.txt"]
    assert len(found) == 4
    assert len(reader.fresh) == 1


def test_of_a_file_that_grew_the_rows_that_are_new_are_looked_at(tmp_path, monkeypatch):
    path = tmp_path / "a.jsonl"
    lines(path, *({"text": f"Mill {n} closed.", "date": f"0{n}/02/2024", "desk": "city"} for n in (3, 4, 5)))
    reader = Reader(path)
    reader.read()
    lines(path, {"text": "The weir broke.", "date": "06/02/2024"}, mode="a")
    looked_at: list[str] = []
    real = corpus.reading.article.records
    monkeypatch.setattr(
        corpus.reading.article,
        "records",
        lambda row, *g, **m: looked_at.append(row.origin) or real(row, *g, **m),
    )
    found, rejects, _ = reader.read()
    assert looked_at == ["a.jsonl:4"]
    assert (len(found), len(rejects)) == (4, 4)  # dates whose order nobody knows, told again
    # A date that leaves no choice decides for those before it: these are other rows now.
    lines(path, {"text": "The lock held.", "date": "25/02/2024"}, mode="a")
    looked_at.clear()
    found, rejects, _ = reader.read()
    assert len(looked_at) == 5
    assert [row["published"].day for row in found.values()] == [3, 4, 5, 6, 25]
    assert rejects == []


def test_a_file_that_was_written_anew_is_read_again_and_one_that_is_not_of_the_store_too(tmp_path, opened):
    (tmp_path / "a.txt").write_text("The mill closed.")
    (tmp_path / "b.txt").write_text("The weir broke.")
    reader = Reader(tmp_path)
    reader.read()
    (tmp_path / "a.txt").write_text("The mall closed.")
    opened.clear()
    assert "The mall closed." in [row["text"] for row in reader.read()[0].values()]
    assert opened == ["a.txt"]
    last = list(reader.rows)[-1]
    reader.rows[last]["outlet"] = "changed by somebody else"
    opened.clear()
    reader.read()
    assert opened == ["b.txt"]
    assert "outlet" not in reader.rows[last]


def test_a_text_that_comes_before_another_like_it_takes_its_id(tmp_path):
    (tmp_path / "b.txt").write_text("The mill closed.")
    (tmp_path / "c.txt").write_text("The weir broke.")
    reader = Reader(tmp_path)
    (first, _) = reader.read()[0]
    (tmp_path / "a.txt").write_text("The mill closed.")
    found = reader.read()[0]
    assert (found[first]["origin"], found[f"{first}-2"]["origin"]) == (
        f"{tmp_path.name}/a.txt",
        f"{tmp_path.name}/b.txt",
    )
    (tmp_path / "a.txt").unlink()
    assert_as_from_scratch(reader)


def test_what_is_said_of_a_text_elsewhere_has_it_read_again(tmp_path, opened):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"The mill in {name} closed.")
    (tmp_path / "metadata.csv").write_text("file,outlet\na.txt,Post\ngone.txt,Post\n")
    reader = Reader(tmp_path)
    reader.read()
    opened.clear()
    assert_as_from_scratch(reader)
    assert opened[:2] == ["metadata.csv", "metadata.csv"]  # the second from scratch
    (tmp_path / "metadata.csv").write_text("file,outlet\na.txt,Post\nb.txt,Echo\n")
    opened.clear()
    found, rejects, _ = reader.read()
    assert opened == ["metadata.csv", "b.txt"]
    assert [row["outlet"] for row in found.values()] == ["Post", "Echo"]
    assert rejects == []


def test_a_column_that_a_file_has_may_be_missing_from_those_after_it_though_it_is_not_opened(tmp_path):
    lines(tmp_path / "a.jsonl", {"words": "The mill closed."})
    reader = Reader(tmp_path, columns={"text": "words"})
    reader.read()
    lines(tmp_path / "b.jsonl", {"body": "The weir broke."})
    assert len(reader.read()[0]) == 2


def test_files_that_another_program_may_read_tomorrow_are_tried_again(tmp_path, opened):
    (tmp_path / "a.odd").write_text("What is this?")
    reader = Reader(tmp_path)
    reader.read()
    assert len(reader.read()[1]) == 1
    assert opened == ["a.odd", "a.odd"]


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines of JSON that are decoded from now on, by their origins, where columns are told by the first two."""
    monkeypatch.setattr(reading, "_PEEK", 2)
    found: list[str] = []
    real = formats._object

    def noted(origin: str, *given: Any) -> Any:
        found.extend([origin] if origin else [])  # without: of a column of dates
        return real(origin, *given)

    monkeypatch.setattr(formats, "_object", noted)
    return found


def _mills(*numbers: int) -> list[dict[str, Any]]:
    return [{"text": f"Mill {n} closed.", "desk": "city"} for n in numbers]


def _grown(path: Path, decoded: list[str], *rows: dict[str, Any]) -> list[str]:
    """Lines that are decoded after some more were written to the end of a file, which was read twice before."""
    reader = Reader(path)
    reader.read()
    lines(path, *_mills(98), mode="a")
    assert_as_from_scratch(reader)
    lines(path, *rows, mode="a")
    decoded.clear()
    reader.read()
    found = list(decoded)
    assert_as_from_scratch(reader)
    return found


def test_of_a_file_that_was_written_to_at_its_end_the_lines_before_are_not_decoded(tmp_path, decoded):
    path = tmp_path / "a.jsonl"
    lines(path, *_mills(1, 2, 3), {"text": ""}, *_mills(5))
    with path.open("a") as file:
        file.write("no JSON\n\n")
    assert _grown(path, decoded, *_mills(99, 99)) == [f"a.jsonl:{n}" for n in (1, 2, 9, 10)]


def test_a_file_that_is_another_before_its_end_is_decoded_anew(tmp_path, decoded):
    path = tmp_path / "a.jsonl"
    lines(path, *_mills(1, 2, 3, 4, 5))
    reader = Reader(path)
    reader.read()
    path.write_text(path.read_text().replace("Mill 4", "Mall 4"))
    lines(path, *_mills(6), mode="a")
    decoded.clear()
    assert "Mall 4 closed." in [row["text"] for row in reader.read()[0].values()]
    assert decoded == [f"a.jsonl:{n}" for n in range(1, 7)]
    assert_as_from_scratch(reader)


@pytest.mark.parametrize(
    "some",
    [
        [{"text": "The lock held.", "rubric": "city"}],  # a column that later lines have then too
        [{"text": "The lock held.", "desk": "city", "date": "03/04/2024"}],  # what a later date may decide
        [{"text": "The lock held.", "id": "b"}, {"text": "The weir held.", "id": "b"}],
    ],
)
def test_lines_that_depend_on_each_other_are_decoded_together(tmp_path, decoded, some):
    path = tmp_path / "a.jsonl"
    lines(path, *_mills(1, 2, 3), *some)
    found = _grown(path, decoded, {"text": "The weir broke.", "rubric": "city", "date": "25/04/2024"})
    assert len(found) == 5 + len(some)


@pytest.mark.parametrize(
    ("end", "more"),
    [
        ("\r\n", b'{"text": "The weir broke."}\r\n'),
        ("", b'\n{"text": "The weir broke."}\n'),
        ("\n", '{"text": "Das Wehr brach über Nacht."}\n'.encode("latin-1")),
        ("\n", b'\xef\xbb\xbf{"text": "The weir broke."}\n'),
        ("\n", b'{"text": "The weir'),
    ],
)
def test_whatever_is_written_to_the_end_of_a_file_it_is_as_from_scratch(tmp_path, decoded, end, more):
    path = tmp_path / "a.jsonl"
    told = ["The mill closed.", "Das Wehr hielt über Nacht.", "The lock held.", "The quay sank."]
    written = "\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in told)
    path.write_bytes((written + end).encode())
    reader = Reader(path)
    reader.read()
    with path.open("ab") as file:
        file.write(more)
    assert_as_from_scratch(reader)
    lines(path, {"text": "The dam stood."}, mode="a")
    assert_as_from_scratch(reader)


@pytest.mark.parametrize("peeked", [50, 1])
def test_after_any_changes_it_is_as_from_scratch(tmp_path, monkeypatch, peeked):
    monkeypatch.setattr(reading, "_PEEK", peeked)
    chosen = random.Random(11)
    home = tmp_path / "corpus"
    (home / "outlet=Post").mkdir(parents=True)
    reader = Reader(home)
    number = 0

    def text() -> str:
        nonlocal number
        number += chosen.random() < 0.8  # else one that was there before
        dirty = chosen.choice(["", "", "\n<p>Markup</p>", "\nClick here to read on", "\nHe said &amp; went"])
        return f"Story {number} is told here.\nAnd goes on, number {number}.{dirty}" + (
            f"\n{FURNITURE}" if chosen.random() < 0.7 else ""
        )

    def row() -> dict[str, Any]:
        given: dict[str, Any] = {"text": chosen.choice([text(), text(), text(), ""])}
        return given | chosen.choice(
            [{}, {"id": f"x{chosen.randrange(4)}"}, {"desk": "city"}, {"date": "03/04/2024"}]
        )

    def changed() -> None:
        name = chosen.choice("abcd")
        what = chosen.randrange(6)
        if what == 0:
            (home / "outlet=Post" / f"{name}.txt").write_text(text())
        elif what == 1:
            lines(home / f"{name}.jsonl", row(), row(), mode="a")
        elif what == 2:
            pd.DataFrame([row() for _ in range(3)]).to_csv(home / f"{name}.csv", index=False)
        elif what == 3:
            said = [f"outlet=Post/{one}.txt,{chosen.choice('PQ')}" for one in chosen.sample("abcd", 2)]
            (home / "metadata.csv").write_text("\n".join(["file,desk", *said]))
        elif what == 4:
            with zipfile.ZipFile(home / "z.zip", "w") as archive:
                archive.writestr("one.txt", text())
                archive.writestr("two.jsonl", json.dumps(row()))
        elif there := sorted(path for path in home.rglob("*") if path.is_file()):
            chosen.choice(there).unlink()

    for _ in range(25):
        changed()
        changed()
        assert_as_from_scratch(reader)
