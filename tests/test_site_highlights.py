"""The first page: five sentences on any corpus, each with its text; what was tested is told from what was counted."""

import json

import pandas as pd
import pytest

from analysis import annotate
from analysis.site import highlights
from analysis.site.places import Places
from analysis.site.said import Choice, Said

FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1}
NOTEBOOKS = {"01-corpus-statistics", "03-quote-attribution", "04-outlet-comparison"}
EVENT = {
    "title": "Rain",
    "utterances": 3,
    "articles": 2,
    "outlets": 2,
    "told_differently": 1,
    "url": "events/e.html",
}


def lines(tmp_path, texts, *, events=(), notebooks=NOTEBOOKS, words=True):
    rows = [
        {
            "id": f"a{n}",
            "outlet": outlet,
            "published": f"2024-05-0{1 + n % 3}",
            "title": f"T{n}",
            "text": text,
        }
        for n, (outlet, text) in enumerate(texts)
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    store = annotate.run(path, store=tmp_path / "store", **FAST)
    said = Said.of(store, Choice())
    places = Places(said.articles["article_id"], outlets=["Post", "Mail"], words=words)
    return highlights.found(store, said, places, events, notebooks)


def both(n, post, mail):
    return [("Post", post)] * n + [("Mail", mail)] * n


def test_where_nothing_can_be_tested_five_counts_stand_and_it_is_said(tmp_path):
    told, note = lines(
        tmp_path, both(1, "“It rains,” said Ada Byron.", "It snowed all day long here."), events=[EVENT]
    )
    assert [line["text"].partition(" ")[0] for line in told] == ["Told", "Ada", "Half", "The", "Quoted"]
    assert told[1]["text"] == "Ada Byron is quoted most: 1 of 1 quotation that count."
    assert told[3]["text"] == "The cue verb used most is “say”: 1 of 1 cue verb."
    assert told[3]["url"] == "quotations.html#cue=say&standing=counted"
    assert all(line["figure"] and line["url"] for line in told)
    assert note.startswith("Nothing was tested here")
    assert note.endswith("These are counts, which need no test.")


def test_without_quotations_articles_are_counted(tmp_path):
    told, _ = lines(tmp_path, [("Post", "It rained."), ("Post", "It rained and rained."), ("Mail", "Snow.")])
    assert told[0]["text"] == "Post has most articles: 2 of 3."
    assert told[0]["url"] == "articles.html#outlet=Post"
    assert told[1]["text"] == "Most articles of one day are of 2024-05-01: 1 of 3."
    assert told[2]["text"] == "The longest article is “T1”, with 21 characters."
    assert told[2]["url"].startswith("articles/")


def test_what_survives_correction_comes_first_and_the_rest_is_told_as_counts(tmp_path, monkeypatch):
    row = {"measure": "direct", "outlet": "Post", "total": 24, "articles": 20, "share": 0.75}
    row |= {"low": 0.6, "high": 0.9, "others": 0.25, "p_corrected": 0.01}
    rows = pd.DataFrame([row, {**row, "outlet": "Mail", "p_corrected": 0.2}])
    monkeypatch.setattr(highlights, "outlet_contrasts", lambda *_: rows)
    told, note = lines(tmp_path, [("Post", "“It rains,” said Ada Byron."), ("Mail", "It snowed.")])
    assert told[0]["text"] == (
        "Of the 24 quotations in 20 articles of Post, 75 % [60 %–90 %] are direct; "
        "of those of all other outlets 25 %."
    )
    assert told[0]["figure"] == "03-quote-attribution.html#figure-kinds"
    assert told[0]["url"] == "quotations.html#outlet=Post&standing=counted&kind=direct"
    assert [line["text"].split(" ")[0] for line in told[1:]] == ["Ada", "Half", "The", "Quoted"]
    assert "; 1 holds at a false discovery rate of 5 %" in note
    assert note.endswith("the first sentence is of these. The others are counts, which need no test.")


def test_a_figure_of_a_notebook_that_did_not_run_is_no_link_and_codes_lead_to_no_words(tmp_path):
    told, _ = lines(tmp_path, [("Post", "“It rains,” said Ada Byron.")], notebooks=set(), words=False)
    assert {line["figure"] for line in told} == {""}
    assert not any("cue verb" in line["text"] or "longest" in line["text"] for line in told)


@pytest.mark.parametrize(
    ("left", "compared", "sure", "shown", "note"),
    [
        (0, 2, 0, 5, "2 comparisons of an outlet with all others were made, over articles; none holds"),
        (
            1,
            2,
            1,
            5,
            "; 1 holds at a false discovery rate of 5 % over all of them (Benjamini–Hochberg); the first sentence",
        ),
    ],
)
def test_how_many_were_compared_and_how_many_hold(left, compared, sure, shown, note):
    rows = pd.DataFrame({"p_corrected": [0.01] * left + [0.5] * (compared - left)})
    assert note in highlights._looked_at(rows, sure, shown)
