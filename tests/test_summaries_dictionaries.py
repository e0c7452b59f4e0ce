"""Rates of one's own dictionaries over a store whose every word is known."""

import pandas as pd
import pytest

from analysis import annotate, figures, summaries
from analysis.figures import style
from analysis.statistics.dictionaries import Dictionary, Entry

CALM = "It rained in the old town all day. “There was no war here,” said Ada Byron."
LOUD = "The war goes on, and war it is. “We want peace, not war,” said Otto Falk."
WORDS = Dictionary("d", (Entry(("strife", "war"), "war"), Entry(("strife", "peace"), "peace*")))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dictionaries")
    rows = [(f"a{n}", CALM, "Calm", f"2024-01-{n + 1:02}") for n in range(6)]
    rows += [(f"b{n}", LOUD.replace("goes on", "went on " * n), "Loud", "2024-06-01") for n in range(1, 7)]
    frame = pd.DataFrame(rows, columns=["id", "text", "outlet", "published"])
    frame.to_csv(folder / "articles.csv", index=False)
    store = annotate.run(
        folder / "articles.csv", store=folder / "store", engine="rules", sentiment="lexicon", workers=1
    )
    articles = summaries.selection(store)
    return store, articles, summaries.standings(store, articles)


@pytest.fixture(scope="module")
def hits(made):
    store, articles, said = made
    apart = articles.assign(cluster=articles["article_id"])  # else they are copies, and few
    return summaries.dictionary_hits(store, apart, [WORDS], said)


def rate(rates: pd.DataFrame, category: str, by: str, group: str, voice: str) -> pd.Series:
    keys = {"category": category, "by": by, "group": group, "voice": voice}
    (row,) = rates[(rates[list(keys)] == pd.Series(keys)).all(axis=1)].to_dict("records")
    return row


def test_all_words_are_counted_as_the_other_pages_count_them(made, hits):
    store, articles, _ = made
    assert hits.words["words"].sum() == summaries.matrix(store, articles).words.sum()


def test_rates_are_matches_per_thousand_words_in_each_voice(hits):
    rates = summaries.dictionary_rates(hits)
    calm = rate(rates, "strife/war", "outlet", "Calm", "quoted")
    assert (calm["matches"], calm["words"], calm["articles"]) == (6, 30, 6)
    assert calm["rate"] == pytest.approx(200)
    assert rate(rates, "strife/war", "outlet", "Calm", "outlet")["matches"] == 0
    assert rate(rates, "strife/war", "outlet", "Loud", "outlet")["matches"] == 12
    both = rate(rates, "strife", "voice", "all articles", "all")
    assert both["matches"] == 6 + 12 + 6 + 6  # peace lies in strife too
    low, high = (rate(rates, "strife", "voice", "all articles", "all")[end] for end in ("low", "high"))
    assert 0 < low < both["rate"] < high


def test_speakers_and_periods_have_rates_and_the_reason_for_no_interval(hits):
    rates = summaries.dictionary_rates(hits)
    otto = rate(rates, "strife/peace", "speaker", "Otto Falk", "quoted")
    assert (otto["matches"], otto["words"]) == (6, 30)
    assert pd.isna(otto["low"])
    assert otto["why"] == "every article has the same"
    assert set(rates.loc[rates["by"] == "period", "voice"]) == {"all", "outlet", "quoted"}
    assert rates.loc[rates["by"] == "period", "group"].nunique() == 2


def test_words_of_quotations_that_do_not_count_are_in_neither_voice(made):
    store, articles, said = made
    silent = said.assign(standing="less sure")
    rates = summaries.dictionary_rates(summaries.dictionary_hits(store, articles, [WORDS], silent))
    assert set(rates["voice"]) == {"all", "outlet"}
    assert rate(rates, "strife/war", "voice", "all articles", "all")["matches"] == 24
    assert rate(rates, "strife/war", "voice", "all articles", "outlet")["matches"] == 12


def test_the_words_that_make_the_score_and_their_lines(hits):
    words = summaries.dictionary_words(hits, top=1)
    assert words[["category", "match", "matches", "articles"]].to_numpy().tolist() == [
        ["strife", "war", 24, 12],
        ["strife/war", "war", 24, 12],
        ["strife/peace", "peace", 6, 6],
    ]
    assert words["share"].tolist() == pytest.approx([0.8, 1, 1])
    lines = summaries.dictionary_lines(hits)
    assert len(lines) == 30 + 24 + 6
    peace = lines[lines["category"] == "strife/peace"].iloc[0]
    assert (peace["keyword"], peace["speaker"], peace["voice"]) == ("peace", "Otto Falk", "quoted")
    assert peace["left"].endswith("“We want")


def test_copies_are_one_witness(made):
    store, articles, said = made
    copies = summaries.dictionary_hits(store, articles.assign(cluster="one"), [WORDS], said)
    rates = summaries.dictionary_rates(copies)
    assert rates["low"].isna().all()
    assert rate(rates, "strife", "voice", "all articles", "all")["articles"] == 12


def test_without_a_dictionary_nothing_is_read_and_a_sentence_says_so(made):
    store, articles, said = made
    nothing = summaries.dictionary_hits(store, articles, [], said)
    rates = summaries.dictionary_rates(nothing)
    assert not len(rates)
    assert not len(summaries.dictionary_words(nothing))
    assert summaries.described_dictionaries(nothing, rates).startswith("No dictionary was given")
    assert style.sentence_of(figures.dictionary_rates(rates).get_figure())


def test_the_sentence_names_the_most_frequent_and_the_figure_shows_both_voices(hits):
    rates = summaries.dictionary_rates(hits)
    assert "the most frequent is strife," in summaries.described_dictionaries(hits, rates)
    drawing = figures.dictionary_rates(rates)
    assert [label.get_text() for label in drawing.get_yticklabels()] == [
        "strife",
        "strife/war",
        "strife/peace",
    ]
    none = summaries.dictionary_rates(hits).assign(matches=0)
    assert "no pattern stands" in summaries.described_dictionaries(hits, none)
