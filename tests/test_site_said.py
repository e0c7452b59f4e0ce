"""One report, one choice of articles and quotations; what is not there is refused with the nearest names."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis import annotate, store, summaries
from analysis.cli import main
from analysis.corpus import selection
from analysis.execution.parameters import ParameterError
from analysis.site import articles
from analysis.site.said import Choice, NothingChosen, Said
from analysis.summaries.remarkable import outlet_contrasts

FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("said")
    rows = [
        {"id": f"{outlet[4]}{day}", "outlet": outlet, "published": f"2024-05-0{day}", "title": "T",
         "text": f"“It rains on day {day},” said Ada Byron."}
        for outlet in ("The Gazette", "The Herald, Evening")
        for day in (1, 2, 3)
    ]  # fmt: skip
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    annotate.run(path, store=folder / "store", **FAST)
    return path


def test_articles_quotations_and_speakers_are_those_that_were_chosen(corpus):
    found = store.read(corpus.parent / "store")
    said = Said.of(found, Choice(outlets="The Gazette", since="2024-05-02"))
    assert sorted(said.articles["article_id"]) == ["G2", "G3"]
    assert sorted(said.quotations["article_id"]) == ["G2", "G3"]
    assert said.speakers["n"].tolist() == [2]
    assert (
        said.chosen == "All of this report is about articles of The Gazette from 2024-05-02: 2 of 6 articles."
    )
    assert Said.of(found, Choice()).chosen == ""
    assert len(Said.of(found, Choice(outlets="The Herald, Evening")).articles) == 3
    assert summaries.quotations(found, outlets="The Gazette").attrs


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (
            "outlets=The Gazete",
            2,
            "outlet 'The Gazete': there is none of this name; the nearest: The Gazette",
        ),
        (
            "since=2030-01-01",
            4,
            "none of 6 articles is from 2030-01-01 on; their dates are 2024-05-01 to 2024-05-03",
        ),
    ],
)
def test_what_is_not_there_is_refused_and_leaves_no_site(corpus, tmp_path, capsys, given, code, said):
    options = ["--store", str(corpus.parent / "store"), "--engine", "rules", "--sentiment", "lexicon"]
    assert main(["report", str(corpus), *options, "--out", str(tmp_path / "site"), "-p", given]) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_nothing_chosen_is_told_from_nothing_there(corpus):
    with pytest.raises(NothingChosen):
        Said.of(store.read(corpus.parent / "store"), Choice(until="1999-01-01"))


def test_a_choice_given_twice_must_be_the_same():
    assert Choice.of({"acts": "belief"}, acts="communication", confidence=0.5).acts == "belief"
    assert Choice.of({"confidence": "0.7"}, acts="all", confidence=0.7)[:2] == ("all", 0.7)
    with pytest.raises(ParameterError, match="given twice"):
        Choice.of({"acts": "belief"}, acts="all", confidence=0.5)


def test_the_nearest_names_are_told_or_some_that_there_are():
    with pytest.raises(ValueError, match=r"there are: A, B$"):
        selection.known("outlet", ["zzz"], ["B", "A"])
    with pytest.raises(ValueError, match="the nearest: The Morning Post"):
        selection.known("outlet", ["morning post"], ["The Morning Post", "Sun"])
    assert selection.known("outlet", ["A"], ["A", "B"]) == ["A"]


@pytest.mark.parametrize(("given", "found"), [("all", None), ("ALL ", None), ("0", 0), ("12", 12)])
def test_pages_are_a_number_or_all(given, found):
    assert articles.number(given) == found


@pytest.mark.parametrize("given", ["", "-1", "many", "1.5"])
def test_anything_else_is_refused(given):
    with pytest.raises(ValueError, match="expected a whole number, or all"):
        articles.number(given)


def quoted(outlet: str, direct: list[int]) -> pd.DataFrame:
    """Ten quotations in each of some articles, so many of them direct."""
    rows = [
        (outlet, f"{outlet}{number}", q, "direct" if q < n else "indirect")
        for number, n in enumerate(direct)
        for q in range(10)
    ]
    found = pd.DataFrame(rows, columns=["outlet", "article_id", "quotation", "kind"])
    about = {
        "standing": "counted",
        "source": "x",
        "source_type": "unnamed",
        "verb": "say",
        "stance": "neutral",
    }
    return found.assign(**about, published=pd.NaT, speaker_id=None)


def test_an_outlet_that_differs_is_found_and_one_that_does_not_is_none():
    speakers = pd.DataFrame({"speaker_id": [], "kind": [], "gender": []})
    copies = pd.DataFrame({"article_id": [], "duplicate_of": []})
    many = quoted("A", [9, 8, 9, 8, 7, 9, 8, 9]), quoted("B", [2, 3, 1, 2, 2, 3, 1, 2])
    found = outlet_contrasts(pd.concat(many, ignore_index=True), speakers, copies)
    first = found.iloc[0]
    assert (first["measure"], first["n"], first["total"], first["articles"]) == ("direct", 67, 80, 8)
    assert first["p_corrected"] < 0.001
    assert round(first["others"], 3) == 0.2
    same = quoted("A", [4, 6, 5, 4, 6, 5, 4, 6]), quoted("B", [5, 4, 6, 5, 6, 4, 6, 4])
    found = outlet_contrasts(pd.concat(same, ignore_index=True), speakers, copies)
    assert (found["p_corrected"] > 0.5).all()
    assert not len(outlet_contrasts(quoted("A", [1, 2]), speakers, copies))
