"""What a run keeps for the next one comes back as it was, or not at all."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import tables
from analysis.store import kept, place

ROWS = pd.DataFrame(
    {
        "name": pd.Series(["Ada", None, "é\0"], dtype=tables.TEXT),
        "day": pd.Series([1, None, 3], dtype="Int64"),
        "n": [1, 2, 3],
        "full": [True, False, True],
        "likeness": [0.5, 1.0, float("nan")],
    }
)


def test_tables_and_record_come_back_as_they_were(tmp_path: Path) -> None:
    where = place.of(tmp_path)
    assert kept.read(where, "a") is None
    kept.write(where, "a", {"made": ["x", 1]}, {"rows": ROWS, "none": ROWS[:0]})
    found = kept.read(where, "a")
    assert found is not None
    assert found.record == {"made": ["x", 1]}
    assert list(found.tables) == ["rows", "none"]
    pd.testing.assert_frame_equal(found.tables["rows"], ROWS)
    pd.testing.assert_frame_equal(found.tables["none"], ROWS[:0])


def test_what_another_version_kept_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = place.of(tmp_path)
    kept.write(where, "a", {}, {"rows": ROWS})
    monkeypatch.setattr(kept, "VERSION", "of tomorrow")
    assert kept.read(where, "a") is None


@pytest.mark.parametrize("at", [5, 400, -1])
def test_what_is_not_as_it_was_written_is_refused(tmp_path: Path, at: int) -> None:
    where = place.of(tmp_path)
    kept.write(where, "a", {}, {"rows": ROWS})
    content = bytearray((tmp_path / kept.FOLDER / "a").read_bytes())
    content[at] ^= 1
    (tmp_path / kept.FOLDER / "a").write_bytes(content)
    with pytest.raises(ValueError, match="kept/a is damaged"):
        kept.read(where, "a")
