"""Damage to a store is told with the way out, and what is taken out is made again."""

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import annotate, store, summaries, tables
from analysis.cli import main
from analysis.store import place

FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1}
PLAIN = ["--engine", "rules", "--sentiment", "lexicon", "--workers", "1"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, pd.DataFrame]]:
    """A corpus, its store, and the rows of it."""
    folder = tmp_path_factory.mktemp("made")
    corpus = folder / "corpus.jsonl"
    said = "“We will rebuild bridge {n},” said John Smith{s}. The mayor of Exton left on Monday, she said."
    lines = [
        json.dumps(
            {
                "id": f"a{n}",
                "outlet": "AB"[n % 2],
                "date": "2024-01-01",
                "text": said.format(n=n, s="son" * (n % 3)),
            }
        )
        for n in range(9)
    ]
    corpus.write_text("\n".join([*lines, "{broken"]))
    found = annotate.run(corpus, store=folder / "store", batch_size=3, **FAST)
    summaries.compared_events(found)
    return corpus, folder / "store", {name: found.table(name) for name in tables.TABLES}


FILES = [
    *("articles/part", "spans/part", "term_counts/part", "rejects/part", "rejects/corpus", "manifest/part"),
    *("speakers/all", "duplicates/all", "corpora/corpus", "format.json", "linked.json", "complete.json"),
    *("utterances/all", "asked/utterances", "last.json"),
]


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    path.write_bytes(content)


HURTS = {"flip": flip, "truncate": lambda p: os.truncate(p, p.stat().st_size // 2), "delete": Path.unlink}


def rows(where: Path) -> dict[str, pd.DataFrame]:
    found = store.read(where)
    return {name: found.table(name) for name in tables.TABLES}


def same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> bool:
    return all(
        one[name]
        .sort_values(list(spec.key))
        .reset_index(drop=True)
        .equals(other[name].sort_values(list(spec.key)).reset_index(drop=True))
        for name, spec in tables.TABLES.items()
    )


@pytest.mark.parametrize("hurt", HURTS)
@pytest.mark.parametrize("file", FILES)
def test_damage_is_told_or_harms_nothing_and_repair_leads_back(
    made: tuple, tmp_path: Path, file: str, hurt: str, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, original, before = made
    where = Path(shutil.copytree(original, tmp_path / "store"))
    path = min(p for p in where.rglob("*") if p.is_file() and str(p.relative_to(where)).startswith(file))
    HURTS[hurt](path)
    told = ""
    try:
        assert same(rows(where), before) or file.startswith(("asked", "complete"))
    except place.StoreError as error:
        told = str(error)
        assert path.name in told or "manifest" in told
        assert "newsbook verify" in told
        assert main(["verify", str(where)]) == 1
    code = main(["annotate", str(corpus), "--store", str(where), *PLAIN])
    assert code == (0 if not told or file.startswith(("utterances", "asked")) else 2)
    main(["verify", str(where), "--repair"])
    again = annotate.run(corpus, store=where, batch_size=3, **FAST)
    summaries.compared_events(again)
    assert same(rows(where), before)
    assert main(["verify", str(where)]) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_a_hurt_file_is_kept_aside(made: tuple, tmp_path: Path) -> None:
    where = Path(shutil.copytree(made[1], tmp_path / "store"))
    path = next((where / "quotations").glob("part-*"))
    flip(path)
    content = path.read_bytes()
    assert main(["verify", str(where), "--repair"]) == 0
    assert (where / "damaged" / f"quotations--{path.name}").read_bytes() == content
    assert not list((where / "quotations").glob(path.name))


def test_a_run_under_way_is_told_to_a_reader(made: tuple, tmp_path: Path) -> None:
    where = Path(shutil.copytree(made[1], tmp_path / "store"))
    (where / "complete.json").unlink()
    with pytest.warns(UserWarning, match="did not come to its end"):
        store.read(where)


def test_only_its_owner_reads_the_default_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = annotate.run(**FAST)
    assert Path(found.path).is_relative_to(tmp_path)
    assert (tmp_path / "newsbook").stat().st_mode & 0o077 == 0


def test_without_a_place_for_annotations_one_has_to_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "newsbook").write_text("a file where the folder would be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ValueError, match="--store"):
        annotate.run(**FAST)
