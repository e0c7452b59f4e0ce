"""Summaries and figures of notebook 03, on made-up quotations whose shares can be counted by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis import figures, summaries, tables
from analysis.figures import style
from analysis.quotation.stance import CLASSES, stance_of, verb_of


def _quotations(rows: list[tuple]) -> pd.DataFrame:
    """Rows (outlet, kind, cue, speaker, source_type, parent) as `summaries.quotations` gives them."""
    frame = pd.DataFrame(rows, columns=["outlet", "kind", "cue", "speaker", "source_type", "parent"])
    verbs = [verb_of(cue if isinstance(cue, str) else None) for cue in frame["cue"]]
    return frame.assign(
        article_id="a", quotation=range(len(frame)), parent=frame["parent"].astype("Int64"), content="x",
        source=frame["source_type"].where(frame["source_type"].isna(), "somebody"), title=None,
        published=pd.Timestamp("2024-05-01", tz="UTC"), confidence=np.linspace(0.1, 0.9, len(frame)),
        act="communication", standing=frame["parent"].isna().map({True: "counted", False: "nested"}),
        verb=pd.Series(verbs, dtype=object), stance=[stance_of(verb) for verb in verbs],
    )  # fmt: skip


@pytest.fixture
def found() -> pd.DataFrame:
    return _quotations(
        [
            ("Herald", "direct", "said", "Ruth Alder", "person", None),
            ("Herald", "indirect", "claimed", "Ruth Alder", "person", None),
            ("Herald", "indirect", "has said", None, "anonymous", None),
            ("Herald", "mixed", "accused", "Tom Birk", "person", None),
            ("Herald", "indirect", "wants", "Tom Birk", "person", 0),
            ("Gazette", "direct", None, None, None, None),
            ("Gazette", "direct", "said", "Ruth Alder", "person", None),
        ]
    )


EMPTY = _quotations([])


def test_kinds_are_shares_of_the_outermost_quotations_of_each_outlet(found):
    kinds = summaries.quotation_kinds(found)
    herald = kinds[kinds["outlet"] == "Herald"].set_index("kind")
    assert herald["n"].to_dict() == {"direct": 1, "mixed": 1, "indirect": 2}
    assert set(herald["total"]) == {4}
    assert herald.at["indirect", "share"] == 0.5
    assert list(dict.fromkeys(kinds["outlet"])) == ["Herald", "Gazette"]


def test_intervals_are_over_articles_and_it_is_said_where_there_is_none(found):
    (row,) = summaries.loaded_cues(found.assign(all="all"), by="all").to_dict("records")
    assert (row["articles"], row["why"]) == (1, "fewer than 5 articles")
    assert np.isnan(row["low"])
    many = pd.concat([found.assign(article_id=f"a{n}") for n in range(6)])
    mixed = many.assign(kind=np.where(np.arange(len(many)) % 5 == 0, "direct", many["kind"]))
    row = summaries.quotation_kinds(mixed.assign(all="all"), by="all").iloc[0]
    assert (row["articles"], row["why"]) == (6, "")
    assert row["low"] < row["share"] < row["high"]


def test_small_outlets_are_counted_together(found):
    rows = found.assign(outlet=["A", "A", "A", "B", "C", "D", "E"])
    kinds = summaries.quotation_kinds(rows, top=2)
    assert list(dict.fromkeys(kinds["outlet"])) == ["A", "B", "2 others"]
    assert kinds["n"].sum() == 6
    few = summaries.quotation_kinds(rows, minimum_count=2)
    assert list(dict.fromkeys(few["outlet"])) == ["A", "3 others"]


def test_speakers_are_ranked_and_quotations_of_nobody_stay_in_the_total(found):
    share = summaries.speaker_share(found)
    assert share[["speaker", "n", "total"]].values.tolist() == [["Ruth Alder", 3, 6], ["Tom Birk", 1, 6]]
    by = summaries.speaker_share(found, by="outlet")
    cells = by.set_index(["speaker", "outlet"])["share"]
    assert cells["Ruth Alder", "Herald"] == 0.5
    assert cells["Tom Birk", "Gazette"] == 0


def test_verbs_and_their_loading(found):
    verbs = summaries.cue_verbs(found).set_index("verb")
    assert verbs.at["say", "n"] == 3
    assert verbs.at["say", "direct"] == pytest.approx(2 / 3)
    assert verbs.at["say", "direct_why"] == "fewer than 5 articles"
    loaded = summaries.loaded_cues(found).set_index("outlet")
    assert loaded.loc["Herald", ["n", "total"]].to_list() == [2, 4]


def test_anonymous_sources_are_a_share_of_those_with_a_source(found):
    unnamed = summaries.anonymous_sources(found).set_index("outlet")
    assert unnamed.loc["Herald", ["n", "total"]].to_list() == [1, 4]
    assert unnamed.loc["Gazette", ["n", "total"]].to_list() == [0, 1]


def test_the_least_certain_come_first(found):
    confidences = list(summaries.uncertain_quotations(found)["confidence"])
    assert confidences == sorted(confidences)
    assert len(confidences) == 6


def test_prose_counts(found):
    text = summaries.described_quotations(found, 2)
    assert text.startswith(
        "6 quotations in 1 of 2 articles: 50 % direct, 17 % mixed, 33 % indirect. 83 % have a source"
    )
    assert "“say” is the most used" in summaries.described_cues(found)


def test_without_quotations_everything_is_empty_and_says_so():
    assert "No quotation" in summaries.described_quotations(EMPTY, 0)
    assert "No quotation" in summaries.described_cues(EMPTY)
    made = {
        figures.quotation_kinds: summaries.quotation_kinds(EMPTY),
        figures.cue_stances: summaries.cue_stances(EMPTY),
        figures.cue_verbs: summaries.cue_verbs(EMPTY),
        figures.speaker_share: summaries.speaker_share(EMPTY),
    }
    for draw, summary in made.items():
        assert len(summary) == 0
        assert style.sentence_of(draw(summary))
    assert style.sentence_of(figures.share_by_group(summaries.loaded_cues(EMPTY), "Loaded"))


def test_figures_hold_n_and_every_label(found):
    drawing = figures.quotation_kinds(summaries.quotation_kinds(found))
    assert "n = 6 quotations" in drawing.get_title("left")
    assert [label.get_text() for label in drawing.get_yticklabels()] == ["Herald (4)", "Gazette (2)"]
    for made in (
        figures.cue_verbs(summaries.cue_verbs(found)),
        figures.cue_stances(summaries.cue_stances(found)),
        figures.share_by_group(summaries.anonymous_sources(found), "Anonymous sources"),
        figures.speaker_share(summaries.speaker_share(found)),
        figures.speaker_share(summaries.speaker_share(found, by="outlet"), by="outlet"),
    ):
        assert "n = " in made.get_title("left")
        made.get_figure().draw_without_rendering()


@pytest.mark.parametrize(
    ("cue", "verb", "stance"),
    [
        ("has repeatedly called for", "call for", "commands"), ("said during a press briefing", "say", "neutral"),
        ("According to", "according to", "neutral"), ("admitted", "admit", "presents as true"),
        ("claims", "claim", "keeps a distance"), ("accusing", "accuse", "judges"), (":", None, "other"),
        (None, None, "other"), ("called", "call", "judges"), ("fears", "fear", "thinks"),
    ],
)  # fmt: skip
def test_cues_are_classed_by_their_verb(cue, verb, stance):
    assert verb_of(cue) == verb
    assert stance_of(verb) == stance
    assert stance in CLASSES


def test_the_tables_of_a_store_become_quotations_with_outlet_speaker_and_verb(tmp_path):
    from analysis import annotate

    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text(
        "“We are ready,” said Ruth Alder, the mayor.", encoding="utf-8"
    )
    store = annotate.run(tmp_path / "articles", store=tmp_path / "store", engine="rules", sentiment="lexicon")
    found = summaries.quotations(store)
    assert found.loc[0, ["verb", "stance", "kind"]].to_list() == ["say", "neutral", "direct"]
    articles, spans = summaries.context(store, found)
    assert len(articles) == 1
    assert set(spans["role"]) == {"source", "cue", "content"}
    assert list(summaries.listed_quotations(found)["content"]) == ["“We are ready,”"]
    assert set(tables.TABLES["quotations"].columns) <= set(found.columns)


def test_what_was_drawn_knows_of_how_many():
    drawn = summaries.drawn_quotations(pd.DataFrame({"quotation": range(33)}), 10)
    assert (len(drawn), drawn.attrs["of"]) == (10, 33)
    assert drawn["quotation"].is_monotonic_increasing
