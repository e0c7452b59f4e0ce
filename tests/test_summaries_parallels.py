"""An event as it is shown side by side: utterances with their tellings, sayings with what is nearest."""

import pandas as pd
from test_summaries_comparison import MOTHS
from test_summaries_comparison import found as found

from analysis import summaries


def test_an_utterance_has_its_tellings_with_what_differs_in_how_it_is_told(found):
    told, spans = summaries.side_by_side(found)
    assert told[["number", "heading", "outlet", "content"]].values.tolist() == [
        [0, "Ada Quill", "North", "the old bridge is shut"],
        [0, "Ada Quill", "South", "the old bridge is closed"],
    ]
    assert told["note"].str.startswith("told differently: ").all()
    assert "keeps a distance" in told.at[1, "told"]
    assert "70 % into the article" in told.at[1, "told"]
    assert set(spans["role"]) == {"same"}  # "shut" is "closed" in substance
    words = [told.at[s.row, "content"][s.start : s.end] for s in spans.itertuples()]
    assert words == ["old bridge is shut", "old bridge is closed"]
    assert spans["group"].nunique() == 1


def test_words_that_another_outlet_has_not_are_marked(found):
    told = found.versions.assign(content=["the old bridge is shut", "the new bridge is shut"])
    table, spans = summaries.side_by_side(found._replace(versions=told))
    marked = spans[spans["role"] == "differs"]
    assert [table.at[s.row, "content"][s.start : s.end] for s in marked.itertuples()] == ["old", "new"]


def test_a_saying_of_one_alone_has_the_nearest_sentence_of_the_others_or_says_there_is_none(found):
    table, _ = summaries.searched(found)
    assert table[["outlet", "content", "note"]].values.tolist() == [
        ["North", MOTHS, "no word of it in South"]
    ]
    near = found.articles.assign(text=["x", "Nobody waits. The mayor's coat is new."])
    table, spans = summaries.searched(found._replace(articles=near))
    assert table["outlet"].tolist() == ["North", "South"]
    assert table.at[1, "content"] == "The mayor's coat is new."
    assert (table.at[1, "start"], table.at[1, "end"]) == (14, 38)
    assert "likeness 0." in table.at[1, "told"]
    assert sorted(spans.loc[spans["row"] == 1, "role"].unique()) == ["same"]


def test_what_two_other_sentences_share_and_the_saying_has_not_is_not_marked(found):
    east = found.articles.tail(1).assign(article_id="east", outlet="East")
    articles = pd.concat([found.articles, east], ignore_index=True)
    articles["text"] = ["x", "The mayor's coat was bought in Paris.", "In Paris she bought a coat."]
    table, spans = summaries.searched(found._replace(articles=articles))
    words = {table.at[s.row, "content"][s.start : s.end] for s in spans.itertuples()}
    assert "coat" in " ".join(words)
    assert not any("Paris" in word or "bought" in word for word in words)
    assert set(spans["group"]) == set(spans.loc[spans["row"] == 0, "group"])


def test_the_first_of_many_are_as_they_are_among_all(found):
    second = found.versions.assign(utterance="second", content=["it rains", "it rains here"])
    more = found._replace(versions=pd.concat([found.versions, second], ignore_index=True))
    said = found.quotations[found.quotations["content"] == MOTHS]
    more = more._replace(
        quotations=pd.concat(
            [found.quotations, said.assign(quotation=9, content=f"{MOTHS} again")], ignore_index=True
        )
    )
    for tellings in (summaries.side_by_side, summaries.searched):
        table, spans = tellings(more)
        assert table["number"].nunique() == 2
        first, its = tellings(more, first=1)
        pd.testing.assert_frame_equal(first, table[table["number"] == 0])
        pd.testing.assert_frame_equal(its, spans[spans["row"] < len(first)].reset_index(drop=True))


def test_an_event_without_anything_has_tables_without_rows(found):
    nothing = found._replace(versions=found.versions.iloc[:0], quotations=found.quotations.iloc[:0])
    for table, spans in (summaries.side_by_side(nothing), summaries.searched(nothing)):
        assert (len(table), len(spans)) == (0, 0)


def test_ways_of_telling_are_none_where_one_outlet_alone_tells(found):
    alone = found.versions.assign(outlet="North")
    table, _ = summaries.side_by_side(found._replace(versions=alone))
    assert table["note"].tolist() == ["", ""] or pd.isna(table["note"]).all()
