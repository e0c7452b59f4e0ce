"""What is not English is kept and not annotated, and told, unless it is asked for; texts are mended when asked."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis import annotate, store, summaries, tables
from analysis.cli import main

ENGLISH = "“We cannot wait any longer,” said Anna Lund of the road office. The bridge will close on Monday."
GERMAN = "„Wir können nicht länger warten“, sagte Anna Lund, die das Amt leitet. Die Brücke ist am Montag zu."
TAGGED = "<p>“The steel is worn out,” said Peter Okoro, who drives the bus.</p><p>Nobody was surprised.</p>"
FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1}
OPTIONS = ["--engine", "rules", "--sentiment", "lexicon", "--workers", "1"]
ANNOTATED = ("sentences", "quotations", "mentions", "sentiment", "term_counts")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    rows = [{"id": "en", "text": ENGLISH}, {"id": "de", "text": GERMAN}, {"id": "p", "text": TAGGED}]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def ids(found: store.Store, name: str) -> set[str]:
    return set(found.table(name)["article_id"])


def ordered(found: store.Store, name: str) -> pd.DataFrame:
    return found.table(name).sort_values(list(tables.TABLES[name].key)).reset_index(drop=True)


def test_another_language_is_kept_and_not_annotated_until_it_is_asked_for(corpus, tmp_path):
    place = tmp_path / "store"
    found = annotate.run(corpus, store=place, **FAST)
    assert dict(zip(found.articles["article_id"], found.articles["language"], strict=True))["de"] == "de"
    assert all("de" not in ids(found, name) for name in ANNOTATED)
    assert found.unread().to_dict("records") == [{"article_id": "de", "language": "de"}]
    assert summaries.annotated(found) == 2
    assert set(summaries.selection(found)["article_id"]) == {"en", "p"}
    said = summaries.opening(found, "More.")
    assert said == "1 of 3 articles is not in English (1 de): kept, not annotated. More."
    first = {name: ordered(found, name) for name in ANNOTATED}  # the next run replaces its files

    any_language = annotate.run(corpus, store=place, language="any", **FAST)
    assert "de" in ids(any_language, "term_counts") & ids(any_language, "sentences")
    assert "annotated all the same, as asked" in summaries.described_languages(any_language)
    remembered = annotate.run(corpus, store=place, **FAST)
    assert "de" in ids(remembered, "term_counts")
    back = annotate.run(corpus, store=place, language="en", **FAST)
    for name in ANNOTATED:
        pd.testing.assert_frame_equal(first[name], ordered(back, name))


def test_repeats_are_found_in_every_language(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"id": i, "text": GERMAN}) for i in "ab"), encoding="utf-8")
    found = annotate.run(path, store=tmp_path / "store", **FAST)
    assert found.duplicates["article_id"].tolist() == ["b"]
    assert summaries.annotated(found) == 0


def test_a_store_keeps_warnings_and_remembers_cleaning(corpus, tmp_path):
    place = tmp_path / "store"
    found = annotate.run(corpus, store=place, **FAST)
    assert found.warnings[["kind", "n", "file"]].values.tolist() == [["tags", 1, "articles.jsonl"]]
    assert summaries.described_warnings(found.warnings) == "Texts are not clean: tags in 1 article."
    assert annotate.run(corpus, store=place, **FAST).warnings.equals(found.warnings)
    for given in ({"clean": True}, {}):
        mended = annotate.run(corpus, store=place, **given, **FAST)
        assert mended.warnings.empty
        row = mended.articles.set_index("article_id").loc["p"]
        assert (row["cleaned"], row["text"][:4]) == ("tags", "“The")
        spans = mended.spans.query("article_id == 'p' and role == 'source'")
        assert row["text"][spans["start"].iloc[0] : spans["end"].iloc[0]].startswith("Peter Okoro")
    assert store.read(place).warnings.empty


def test_warnings_trip_the_strictest_only(corpus, tmp_path, capsys):
    arguments = [str(corpus), *OPTIONS, "--store", str(tmp_path / "store")]
    for command in (["check", str(corpus)], ["annotate", *arguments]):
        assert main([*command, "--strict"]) == 0
        assert main([*command, "--strict=warnings"]) == 3
        assert main([*command, "--strict=warnings", "--clean"]) == 0
    assert "1 of 3 articles is not in English (1 de): kept, not annotated." in capsys.readouterr().err


def test_nothing_to_read_is_an_error_unless_it_is_allowed(tmp_path, capsys):
    (tmp_path / "feed").mkdir()
    (tmp_path / "feed" / "a.pdf").write_text("x", encoding="utf-8")
    place = str(tmp_path / "store")
    commands = [
        ["check", str(tmp_path / "feed")],
        ["annotate", str(tmp_path / "feed"), *OPTIONS, "--store", place],
    ]
    for command in [*commands, ["export", place]]:
        assert main([*command, *(["--strict"] if command[0] != "export" else [])]) == 4
        assert "nothing could be read as an article (1 reject: 1 unsupported)" in capsys.readouterr().err
        assert main([*command, "--allow-empty"]) == 0
    found = store.read(place)
    assert (
        summaries.opening(found, "No.")
        == "Nothing could be read as an article (1 reject: 1 unsupported). No."
    )


def test_what_was_found_is_a_page_with_nothing_to_load_in_which_all_text_is_escaped(tmp_path):
    path = tmp_path / "a.csv"
    hostile = "<script>alert(1)</script>"
    path.write_text(f'text,outlet\n"{hostile} said.",{hostile}\n ,B\n', encoding="utf-8")
    page = tmp_path / "check.html"
    assert main(["check", str(path), "--html", str(page)]) == 0
    html = page.read_text(encoding="utf-8")
    assert "alert(1)" in html
    assert hostile not in html
    assert "default-src 'none'" in html
    assert "href=" not in html.replace('href="#content"', "")
    for told in ("a.csv", "What each column became", "empty", "tags"):
        assert told in html
