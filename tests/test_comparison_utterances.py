import importlib
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis import comparison, tables
from analysis.comparison import alignment, meaning
from analysis.comparison.statements import statement
from analysis.comparison.utterances import _names
from analysis.quotation import Attribution, tables_of
from analysis.segmentation import segment

ROOT = Path(__file__).parent.parent

# (article, source, cue, content): hand-made quotations of three outlets on one event.
SAID = [
    ("a", "Mayor Ada Quill", "said", "the Harlow Bridge will stay closed until the cracked piers are mended"),
    ("a", "Ossian Pell", "said", "ferries will run every twenty minutes from the north quay"),
    (
        "b",
        "Ada Quill",
        "told reporters",
        "the Harlow Bridge stays closed until its cracked piers have been mended",
    ),
    ("b", "Ossian Pell", "denied", "ferries will run every twenty minutes from the north quay"),
    ("c", "the mayor", "announced", "that the cracked piers of the bridge must be mended before it opens"),
    ("c", "Lena Marsh", "said", "the moths on the heather had come back this spring"),
]


@pytest.fixture(scope="module")
def told():
    texts, found = {}, {}
    for article, source, cue, content in SAID:
        start = len(texts.get(article, ""))
        texts[article] = texts.get(article, "") + f"{source} {cue} {content}.\n\n"
        spans, at = [], start
        for piece in (source, cue, content):
            spans.append(((at, at + len(piece)),))
            at += len(piece) + 1
        attribution = Attribution("indirect", spans[2], spans[1], spans[0], None, 1.0, "hand")
        found.setdefault(article, []).append(attribution)
    articles = pd.DataFrame(
        {
            "article_id": list(texts),
            "text": list(texts.values()),
            "published": pd.to_datetime(["2021-05-01", "2021-05-02", None], utc=True),
            "outlet": ["North", "South", "East"],
        }
    )
    quotations, spans = tables_of(list(texts), [segment(t) for t in texts.values()], list(found.values()))
    events = tables.build("events", [("a", article, float("nan"), "given") for article in texts])
    return articles, quotations, spans, events


def keys(table):
    return [
        set(zip(group["article_id"], group["quotation"], strict=True))
        for _, group in table.groupby("utterance", sort=False)
    ]


def test_versions_of_one_utterance_are_joined_and_others_are_not(told):
    articles, quotations, spans, events = told
    found = comparison.utterances(articles, quotations, spans, events=events)
    tables.validate("utterances", found)
    assert any({("a", 0), ("b", 0)} <= group for group in keys(found))
    assert not any(("c", 1) in group for group in keys(found))


def test_a_named_person_whose_name_is_missing_is_a_person_and_two_names_are_a_group(told):
    _, quotations, _, _ = told
    keys_ = quotations[["article_id", "quotation"]].iloc[:3]
    names = pd.Series([pd.NA, "Ada Quill and Al Dorn", "Ada Quill"], dtype=tables.TEXT)
    mentions = keys_.assign(name=names, speaker_id=pd.NA, kind="named person")
    found = importlib.import_module("analysis.comparison.utterances")._names(mentions)
    assert [kind for _, _, kind in found.values()] == ["person", "group", "person"]
    assert [name for name, _, _ in found.values()] == [None, "Ada Quill and Al Dorn", "Ada Quill"]


def test_what_one_says_and_another_denies_is_never_joined(told):
    articles, quotations, spans, events = told
    found = comparison.utterances(articles, quotations, spans, events=events, threshold=0.0)
    assert not any({("a", 1), ("b", 1)} <= group for group in keys(found))


def test_two_people_who_say_the_same_are_not_joined():
    words = "the toll will rise by three pounds in the spring"
    pair = [
        statement(f"{words}, {end}", name=n, kind="person")
        for n, end in (("Ada Quill", "alas"), ("Al Dorn", "ha"))
    ]
    assert alignment.align(pair, [0, 1]).scores[0, 1] > 0
    short = [statement("the toll will rise soon", name=n, kind="person") for n in ("Ada Quill", "Al Dorn")]
    assert alignment.align(short, [0, 1], threshold=0.0).groups == []


def test_the_first_version_names_the_utterance_and_evidence_says_why(told):
    articles, quotations, spans, events = told
    found = comparison.utterances(articles, quotations, spans, events=events)
    first = found[found["article_id"] == "a"].iloc[0]
    assert first["utterance"].startswith("a:0")
    assert first["similarity"] == 1.0
    assert "speaker same" in found["evidence"].iloc[1]
    assert found["similarity"].between(0, 1).all()


def test_quotations_without_counterpart_are_only_here(told):
    articles, quotations, spans, events = told
    found = comparison.utterances(articles, quotations, spans, events=events)
    joined = comparison.counterparts(quotations, events, found)
    assert len(joined) == len(quotations)
    alone = joined[joined["utterance"].isna()]
    assert ("c", 1) in set(zip(alone["article_id"], alone["quotation"], strict=True))


def test_no_events_no_utterances(told):
    articles, quotations, spans, _ = told
    found = comparison.utterances(articles, quotations, spans, events=tables.empty("events"))
    tables.validate("utterances", found)
    assert found.empty


def test_facts_that_one_article_alone_has():
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "text": [
                "Mayor Ada Quill met 40 men of Brunt in May.",
                "We heard that Quill met men of Brunt at Dorrow.",
            ],
        }
    )
    events = tables.build("events", [("a", "a", 1.0, ""), ("a", "b", 1.0, "")])
    found = comparison.facts(articles, events)
    alone = found[found["articles"] == 1]
    assert sorted(zip(alone["article_id"], alone["fact"], strict=True)) == [("a", "40"), ("b", "Dorrow")]
    assert found.loc[found["article_id"] == "b", "fact"].tolist()[0] == "Ada Quill"
    assert comparison.facts(articles, tables.empty("events")).empty


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("He thanked @AdaQuill and read https://t.co/ASsMQJXmjn of #BruntNews.", []),
        ("WATCH: THE MAYOR SAYS THAT BRUNT IS LOST", []),
        ("Jerrold Stone, D-N.Y., wrote of the Republican-led Senate.", ["Jerrold Stone"]),
        ("He met Georgia Rep. Ada Quill in Dorrow.", ["Ada Quill", "Dorrow"]),
        ("The NATO summit at Stratford-upon-Avon.", ["NATO", "Stratford-upon-Avon"]),
    ],
)  # fmt: skip
def test_facts_that_are_called_names_are_names(text, named):
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": [text, "Nothing here."]})
    events = tables.build("events", [("a", "a", 1.0, ""), ("a", "b", 1.0, "")])
    found = comparison.facts(articles, events)
    assert sorted(found["fact"]) == named


def test_chains_run_from_the_outermost_source_to_the_innermost():
    rows = [("a", 0, None, "Harbour News", "x"), ("a", 1, 0, "officials", "y"), ("a", 2, None, "she", "z")]
    quotations = pd.DataFrame(rows, columns=["article_id", "quotation", "parent", "source", "content"])
    found = comparison.chains(quotations.astype({"parent": "Int64"}))
    assert found[["sources", "depth", "content"]].values.tolist() == [["Harbour News ← officials", 2, "y"]]


def test_who_quotes_only_themselves_makes_no_chain():
    rows = [("a", 0, None, "Ada Quill", "x"), ("a", 1, 0, "Ada Quill", "y")]
    quotations = pd.DataFrame(rows, columns=["article_id", "quotation", "parent", "source", "content"])
    assert comparison.chains(quotations.astype({"parent": "Int64"})).empty


def test_the_event_with_the_most_articles_is_read_first(told, monkeypatch):
    ids = {"a": "x", "b": "y"}
    again = [t[t["article_id"].isin(ids)].assign(article_id=t["article_id"].map(ids)) for t in told[:3]]
    both = [pd.concat(pair, ignore_index=True) for pair in zip(again, told[:3], strict=True)]
    small = [("x", "x", float("nan"), "given"), ("x", "y", float("nan"), "given")]
    events = tables.build("events", [*small, *(("a", a, float("nan"), "given") for a in "abc")])
    monkeypatch.setattr(alignment, "WORTH_READING", (0.02, 1.1))
    asked = []
    read = meaning.logits
    monkeypatch.setattr(meaning, "logits", lambda pairs: asked.append(len(pairs)) or read(pairs))
    monkeypatch.setattr(
        importlib.import_module("analysis.comparison.utterances"), "LIKELY", 0
    )  # nothing is read closely
    comparison.utterances(*both, events=events, reads=1000)
    large, alone = asked
    asked.clear()
    found = comparison.utterances(*both, events=events, reads=large)
    assert alone > 0
    assert asked == [large]
    assert found["article_id"].tolist()[0] == "x", "events stay in the order they were given in"


def test_what_is_left_to_read_is_read_closely(told, monkeypatch):
    ids = told[0]["article_id"]
    events = tables.build("events", [("a", a, float("nan"), "given") for a in ids])
    closely = []
    align = alignment.align

    def watched(*given, **options):
        closely.append(options["closely"])
        return align(*given, **options)

    monkeypatch.setattr(alignment, "align", watched)
    comparison.utterances(*told[:3], events=events, reads=1000)
    assert closely == [True], "and not read the other way before"
    closely.clear()
    comparison.utterances(*told[:3], events=events, reads=None)
    assert closely == [True]
    closely.clear()
    comparison.utterances(*told[:3], events=events, reads=1)
    assert closely == [False], "more than may be read"


def test_an_event_too_large_to_be_read_closely_does_not_stop_the_smaller_ones(told, monkeypatch):
    ids = {"a": "x", "b": "y"}
    again = [t[t["article_id"].isin(ids)].assign(article_id=t["article_id"].map(ids)) for t in told[:3]]
    both = [pd.concat(pair, ignore_index=True) for pair in zip(told[:3], again, strict=True)]
    small = [("x", i, float("nan"), "given") for i in "xy"]
    events = tables.build("events", [*(("a", i, float("nan"), "given") for i in "abc"), *small])
    monkeypatch.setattr(alignment, "WORTH_READING", (1.1, 1.2))  # words decide all, unless looked at closely
    looked = []
    align = alignment.align

    def watched(statements, articles, **options):
        looked.append((len(statements), options["closely"]))
        return align(statements, articles, **options)

    monkeypatch.setattr(alignment, "align", watched)
    comparison.utterances(*both, events=events, reads=3)  # twelve pairs are more than three times three
    assert looked == [(6, False), (4, True)]


def test_features_are_the_same_to_the_last_digit_in_whatever_order_sets_have_their_members():
    code = (
        "from analysis.comparison import alignment\n"
        "from analysis.comparison.statements import statement\n"
        "said = ['the Harlow Bridge will not stay closed until %d cracked piers and %s walls are mended' % (n, word)"
        " for n, word in enumerate('stone garden harbour church river station market castle'.split(), 2)]\n"
        "made = [statement(s, context=' '.join(said[i:]), name='Ada Quill') for i, s in enumerate(said)]\n"
        "print(alignment.pairs(made, range(len(made))))"
    )
    environments = [{**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)} for seed in range(3)]
    command = [sys.executable, "-c", code]
    told = {subprocess.run(command, capture_output=True, check=True, env=e).stdout for e in environments}
    assert len(told) == 1
    assert b"Pair(first=0, second=1" in told.pop()


def test_a_named_person_without_a_name_is_one_person_without_a_name():
    mentions = pd.DataFrame(
        {
            "article_id": ["a", "a", "a"],
            "quotation": [0, 1, 2],
            "name": pd.array([None, "Ana Cruz and Bo Dahl", "Ana Cruz"], dtype="string"),
            "speaker_id": pd.array([None, None, "ana-cruz"], dtype="string"),
            "kind": pd.array(["named person"] * 3, dtype="string"),
        }
    )
    found = _names(mentions)
    one = found["a", 2][2]
    assert found["a", 0] == (None, None, one)
    assert found["a", 1] == ("Ana Cruz and Bo Dahl", None, "group")
    assert found["a", 2] == ("Ana Cruz", "ana-cruz", one)
    assert one != "group"
