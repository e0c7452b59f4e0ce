"""The two seed articles tell one event: what Peskov said in both is one utterance, what one alone has is not."""

import pytest

from analysis import comparison, corpus
from analysis.quotation import Attribution, tables_of
from analysis.segmentation import segment

PESKOV, SPOKESPERSON, OFFICIAL = "Kremlin spokesman Dmitry Peskov", "The Kremlin spokesperson", "The official"
# (start of the article, source, cue, content) by hand.
BY_HAND = [
    (" date", PESKOV, "said", "“If you look at the trends of the outgoing US administration"),
    (" date", SPOKESPERSON, "said", "the option of “freezing” the war did not suit Russia"),
    (" date", "Shmyhal", "told", "“The scale of this challenge is truly massive."),
    ("Russia reacted", "he", "said", '"If we observe the general trend of the outgoing US administration'),
    ("Russia reacted", OFFICIAL, "emphasized", "freezing the conflict is unacceptable to Russia"),
    ("Russia reacted", "Peskov", "denied", "Russian involvement in sabotaging Baltic submarine cables"),
]


@pytest.fixture(scope="module")
def seeds():
    articles, _ = corpus.read()
    return articles


def test_they_tell_one_event(seeds):
    found = comparison.events(seeds)
    assert sorted(found["article_id"]) == sorted(seeds["article_id"])
    assert found["event"].nunique() == 1
    assert "Dmitry Peskov" in found["evidence"].iloc[0]


def test_the_same_words_of_the_spokesman_are_one_utterance(seeds):
    found, wanted = [], {}
    for article in seeds.to_dict("records"):
        own = [row for row in BY_HAND if article["text"].startswith(row[0])]
        attributions = []
        for _, source, cue, content in own:
            at = article["text"].index(content)
            end = min(
                e
                for e in (article["text"].find(mark, at + len(content)) for mark in ("\n", ",”", ","))
                if e > 0
            )
            spans = [((article["text"].index(s), article["text"].index(s) + len(s)),) for s in (source, cue)]
            wanted[content[:12]] = (article["article_id"], len(attributions))
            attributions.append(Attribution("mixed", ((at, end),), spans[1], spans[0], None, 1.0, "hand"))
        found.append(attributions)
    documents = [segment(text) for text in seeds["text"]]
    quotations, spans = tables_of(seeds["article_id"], documents, found)
    told = comparison.utterances(seeds, quotations, spans, events=comparison.events(seeds))
    groups = [
        set(zip(g["article_id"], g["quotation"], strict=True))
        for _, g in told.groupby("utterance", sort=False)
    ]
    assert {wanted["“If you look"], wanted['"If we obser']} in groups
    alone = {wanted["“The scale o"], wanted["Russian invo"]}
    assert not any(alone & group for group in groups)
