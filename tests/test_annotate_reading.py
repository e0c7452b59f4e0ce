"""How a corpus is read is remembered by its store."""

from pathlib import Path

import pytest

from analysis import annotate
from analysis import corpus as corpora
from analysis.cli import main
from analysis.corpus import languages

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


def test_the_language_of_a_text_that_the_store_has_is_found_once(tmp_path, monkeypatch):
    source, store = corpus(tmp_path), str(tmp_path / "store")
    asked = []
    real = languages.language
    monkeypatch.setattr(languages, "language", lambda text: asked.append(text) or real(text))
    annotate.run(source, store=store, **OPTIONS)
    assert len(asked) == 2
    path = source / "vale-post" / "05-06-2020 weir.txt"
    path.write_text("Le barrage est fermé, a dit le maire de la ville, et il ne sera pas ouvert avant mai.")
    asked.clear()
    found = annotate.run(source, store=store, **OPTIONS).articles
    assert asked == [path.read_text()]
    assert sorted(found["language"]) == ["en", "fr"]
    asked.clear()
    monkeypatch.setattr(corpora, "VERSION", "another")
    annotate.run(source, store=store, **OPTIONS)
    assert len(asked) == 2
