"""How a corpus is read is remembered by its store."""

from pathlib import Path

import pytest

from analysis import annotate
from analysis.cli import main

OPTIONS = {"engine": "rules", "sentiment": "lexicon", "workers": 1}


def corpus(folder: Path) -> Path:
    for name in ("03-04-2020 mill.txt", "05-06-2020 weir.txt"):
        path = folder / "articles" / "vale-post" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The {name[11:15]} closed, said Ida Vance.")
    return folder / "articles"


def test_a_store_remembers_the_pattern_and_the_order_until_they_are_given_anew(tmp_path):
    source, store = corpus(tmp_path), str(tmp_path / "store")
    given = {"path_pattern": "{outlet}/{published}*.txt", "dates": "dayfirst"}
    first = annotate.run(source, store=store, **given, **OPTIONS).articles
    assert first["outlet"].tolist() == ["vale-post"] * 2
    assert sorted(first["published"].dt.month) == [4, 6]
    again = annotate.run(source, store=store, fresh=True, **OPTIONS).articles
    assert sorted(again["published"].dt.month) == [4, 6]
    other = annotate.run(source, store=store, dates="monthfirst", **OPTIONS).articles
    assert sorted(other["published"].dt.month) == [3, 5]
    assert other["outlet"].tolist() == ["vale-post"] * 2


def test_a_command_takes_the_pattern_and_the_order(tmp_path, capsys):
    source = str(corpus(tmp_path))
    assert main(["check", source, "--path", "{outlet}/{published}*.txt"]) == 0
    assert "03-04-2020" in capsys.readouterr().out
    assert (
        main(["check", source, "--path", "{outlet}/{published}*.txt", "--dates", "dayfirst", "--strict"]) == 0
    )
    assert "2020-04-03 to 2020-06-05" in capsys.readouterr().out
    assert main(["check", source, "--path", "{outlet}-{published}.csv"]) == 2
    assert "no file is of that form" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["check", source, "--dates", "american"])
