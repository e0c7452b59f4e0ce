import pandas as pd
import pytest

from analysis import figures, summaries, tables
from analysis.figures import style
from analysis.summaries import comparison

MOTHS = "moths have eaten the mayor's coat"


def tellings(*rows):
    columns = [
        "event",
        "utterance",
        "outlet",
        "article_id",
        "quotation",
        "content",
        "speaker",
        "source",
        "named",
    ]
    columns += ["kind", "cue", "stance", "position", "tone", "similarity", "evidence"]
    return pd.DataFrame(rows, columns=columns).assign(copy_of=None)


def telling(utterance, outlet, content, *, stance="neutral", kind="direct", named=True, position=0.1):
    article = outlet.lower()
    return (
        *("e", utterance, outlet, article, 0, content, "Ada Quill" if named else None, "she", named),
        *(kind, "said", stance, position, 0.0, 1.0, ""),
    )


def quotations(*rows):
    columns = ["event", "outlet", "article_id", "quotation", "parent", "speaker", "source", "kind", "content"]
    frame = pd.DataFrame(rows, columns=[*columns, "utterance"])
    standing = frame["parent"].isna().map({True: "counted", False: "nested"})
    return frame.astype({"parent": "Int64"}).assign(standing=standing)


@pytest.fixture
def found():
    texts = {
        "north": "Ada Quill shut it. We saw Dorrow with 40 men.",
        "south": "Ada Quill shut it. Nobody waits.",
    }
    articles = pd.DataFrame(
        {
            "article_id": ["north", "south"],
            "event": "e",
            "outlet": ["North", "South"],
            "title": ["Shut", "Closed"],
            "text": list(texts.values()),
            "published": pd.to_datetime(["2021-05-01", None], utc=True),
            "copy_of": None,
        }
    )
    told = tellings(
        telling("u", "North", "the old bridge is shut", position=0.2),
        telling("u", "South", "the old bridge is closed", stance="keeps a distance", position=0.7),
    )
    said = quotations(
        ("e", "North", "north", 0, None, "Ada Quill", "she", "direct", "the old bridge is shut", "u"),
        ("e", "North", "north", 1, None, "Al Dorn", "Dorn", "direct", MOTHS, None),
        ("e", "North", "north", 2, 1, None, "officials", "direct", "moths came", None),
        ("e", "South", "south", 0, None, "Ada Quill", "she", "direct", "the old bridge is closed", "u"),
    )
    events = tables.build("events", [("e", a, 0.5, "Ada Quill") for a in texts])
    shared = tables.build("passages", [("north", 0, 18, "south", 0, 18, 4, "north")])
    return comparison.Compared(articles, events, said, told, shared)


def test_events_are_ranked_by_how_differently_they_are_told(found):
    (row,) = summaries.ranked_events(found).to_dict("records")
    assert (row["articles"], row["outlets"], row["utterances"]) == (2, 2, 1)
    assert (row["told_differently"], row["only_one"], row["difference"]) == (1, 1, 1.0)


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({}, False),
        ({"stance": "judges"}, True),
        ({"kind": "indirect"}, True),
        ({"kind": "mixed"}, False),
        ({"named": False}, True),
    ],
)
def test_what_makes_an_utterance_told_differently(change, differs):
    told = tellings(telling("u", "North", "x"), telling("u", "South", "x", **change))
    assert comparison.told_differently(told)["differs"].tolist() == [differs]


@pytest.mark.parametrize(("outlet", "differs"), [("North", False), ("unknown", True)])
def test_an_outlet_that_repeats_itself_tells_nothing_differently(outlet, differs):
    told = tellings(telling("u", outlet, "x"), telling("u", outlet, "x", stance="judges"))
    told["article_id"] = ["one", "two"]
    assert comparison.told_differently(told)["differs"].tolist() == [differs]


def test_only_here(found):
    assert summaries.only_here(found)["content"].tolist() == [MOTHS]
    assert summaries.only_speakers(found).values.tolist() == [["North", "Al Dorn", 1, 1]]
    assert summaries.only_facts(found)["fact"].tolist() == ["Dorrow", "40"]


def test_what_does_not_count_is_not_listed_and_makes_no_omission_of_the_others(found):
    believed = quotations(("e", "South", "south", 1, None, "Al Dorn", "he", "indirect", "in moths", None))
    told = found._replace(quotations=pd.concat([found.quotations, believed.assign(standing="other act")]))
    assert summaries.only_here(told)["content"].tolist() == [MOTHS]
    assert summaries.only_speakers(told).empty  # South has him too, though not as one who speaks
    space = summaries.speaker_space(told).groupby("outlet")["n"].sum()
    assert space.to_dict() == {"North": 2, "South": 1}
    assert "Of their 3 quotations, 2 have" in summaries.described_events(told, 5)


def test_a_chain_is_told_of_what_is_asked_for_and_sure(found):
    unsure = found.quotations["standing"].where(found.quotations["parent"].isna(), "less sure")
    assert summaries.chains(found._replace(quotations=found.quotations.assign(standing=unsure))).empty


def test_space_is_a_share_of_the_outlets_own_quotations(found):
    space = summaries.speaker_space(found)
    assert space.groupby("outlet")["share"].sum().tolist() == pytest.approx([1.0, 1.0])
    assert space.iloc[0]["speaker"] == "Ada Quill"
    assert (space["total"] >= space["characters"]).all()


def test_chains_start_with_the_outlet(found):
    assert summaries.chains(found)["chain"].tolist() == ["North ← Al Dorn ← officials"]


def test_shared_passages_name_outlets(found):
    assert summaries.reused(found).values.tolist() == [["North", "South", 4, "North", "Ada Quill shut it."]]


def test_an_unknown_event_is_an_error_that_lists_some(found):
    assert summaries.one_event(found, "e").articles["article_id"].tolist() == ["north", "south"]
    with pytest.raises(ValueError, match="event 'x'"):
        summaries.one_event(found, "x")


def test_prose_is_computed(found):
    assert "North (1), South (1); 2021-05-01, 1 article without a date" in summaries.described_event(found)
    assert "1 event" in summaries.described_events(found, 5)
    assert "%" in summaries.described_alignment()


def test_figures_show_n_or_say_why_there_is_nothing(found):
    drawn = [
        figures.order(summaries.framing(found)),
        figures.speaker_space(summaries.speaker_space(found)),
        figures.chains(summaries.chains(found)),
    ]
    assert all("n = " in drawing.get_title(loc="left") for drawing in drawn)


def test_without_events_everything_is_empty_and_nothing_fails(found):
    nothing = comparison.Compared(*(table.iloc[:0] for table in found))
    assert summaries.ranked_events(nothing).empty
    assert summaries.one_event(nothing).articles.empty
    assert "nothing to compare" in summaries.described_events(nothing, 3)
    assert summaries.described_event(nothing) == "No event to show."
    empty = [summaries.only_here(nothing), summaries.only_facts(nothing), summaries.only_speakers(nothing)]
    assert all(frame.empty for frame in [*empty, summaries.reused(nothing)])
    for drawing in (
        figures.order(summaries.framing(nothing)),
        figures.speaker_space(summaries.speaker_space(nothing)),
        figures.chains(summaries.chains(nothing)),
    ):
        assert style.sentence_of(drawing)


def test_facts_come_by_outlet_and_kind_in_the_order_of_the_article_with_what_stands_round_them():
    text = "We saw Zorn. " + "Long words stand here to fill the line, " * 3 + "then came Abel with 40 men."
    articles = pd.DataFrame(
        {"article_id": ["n", "s"], "event": "e", "outlet": ["North", "Mid"], "text": [text, "We saw 70 men."]}
    )
    events = tables.build("events", [("e", a, 0.5, "") for a in "ns"])
    empty = quotations()
    found = summaries.only_facts(comparison.Compared(articles, events, empty, tellings(), empty))
    assert found[["outlet", "kind", "fact"]].values.tolist() == [
        ["Mid", "number", "70"], ["North", "name", "Zorn"], ["North", "name", "Abel"],
        ["North", "number", "40"],
    ]  # fmt: skip
    contexts = found.set_index("fact")["context"]
    assert contexts["Zorn"].startswith("We saw Zorn. Long words")
    assert len(contexts["Zorn"]) == 11 + 46  # whole words of at most 50 characters
    assert contexts["40"].endswith("then came Abel with 40 men.")
    assert not contexts["Abel"].startswith("We saw")


def test_other_speakers_of_joined_tellings_are_flagged(found):
    differing = found.versions.assign(speaker=["Ada Quill", "Al Dorn"])
    told = found._replace(versions=differing)
    table = summaries.framing(told)
    assert set(zip(table["who"], table["other_speakers"], strict=True)) < {
        ("Ada Quill", "Al Dorn"),
        ("Al Dorn", "Ada Quill"),
    }
    same = found._replace(versions=found.versions.assign(speaker=["Ada Quill", "Quill"]))
    assert summaries.framing(same)["other_speakers"].isna().all()


def test_two_speakers_who_share_what_the_most_tellings_call_them_are_flagged(found):
    versions = pd.concat([found.versions] * 2, ignore_index=True)
    told = found._replace(versions=versions.assign(speaker=["Quill", "Ada Quill", "Bo Quill", "Quill"]))
    table = summaries.framing(told)
    assert set(table["who"]) == {"Quill"}
    (others,) = set(table["other_speakers"])
    assert sorted(others.split(" / ")) == ["Ada Quill", "Bo Quill"]
    one = found._replace(versions=versions.assign(speaker=["Quill", "Ada Quill", "Ada Quill", "Quill"]))
    assert summaries.framing(one)["other_speakers"].isna().all()


def test_a_pronoun_without_a_name_is_not_said_to_be_unnamed(found):
    named = pd.Series([True, pd.NA], dtype="boolean")
    told = found.versions.assign(named=named.to_numpy(), stance="neutral")
    assert summaries.framing(found._replace(versions=told))["named"].tolist() == ["named", "a pronoun"]
    assert comparison.told_differently(told)["naming"].tolist() == [False]


@pytest.mark.parametrize(
    ("source", "links"),
    [("he", 0), ("one of them", 0), ("The latter", 0), ("one of the mayors", 1), ("the former mayor", 1)],
)
def test_a_pronoun_is_no_link_of_a_chain(found, source, links):
    said = found.quotations.assign(speaker=found.quotations["speaker"].mask(lambda s: s == "Al Dorn"))
    said["source"] = said["source"].replace("Dorn", source)
    assert len(summaries.chains(found._replace(quotations=said))) == links


def test_what_an_article_tells_in_its_own_words_is_not_only_here(found):
    told = found.articles.assign(text=["x", "Moths have eaten the coat of the mayor."])
    assert summaries.only_here(found._replace(articles=told)).empty
    assert summaries.ranked_events(found._replace(articles=told))["only_one"].tolist() == [0]


def test_copies_are_told_and_none_is_left_out(found):
    copied = found.articles.assign(copy_of=[None, "north"])
    told = found._replace(articles=copied)
    assert summaries.ranked_events(told)["copies"].tolist() == [1]
    assert "South's of North's" in summaries.described_event(told)
    assert "1 article repeats another; none is left out." in summaries.described_events(told, 5)
