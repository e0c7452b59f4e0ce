"""What the notebooks ask of a real store: compared events, and what each method says of each sentence."""

import pandas as pd
import pytest

from analysis import annotate, summaries
from analysis.store import Store

BRIDGE = (
    "The old Harlow Bridge was closed on Monday after divers found cracks in three of its stone piers, "
    "the council said. “The Harlow Bridge will stay closed until the cracked piers are mended,” "
    "Mayor Ada Quill told reporters in Harlow. "
    "Ossian Pell, who runs the ferries, said they would run every twenty minutes from the north quay. "
)
AGAIN = (
    "Harlow's old bridge was closed on Monday because divers had found cracks in three stone piers. "
    "“The Harlow Bridge will stay closed until the cracked piers are mended,” "
    "Ada Quill claimed on Monday in Harlow. "
    "Ferries from the north quay cross the river every twenty minutes. It was a horrible, terrible day. {}"
)
MOTHS = (
    "Moths came back to the heather this spring. "
    "Lena Marsh said the wet winter had helped them. It was a lovely day."
)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    folder = tmp_path_factory.mktemp("corpus")
    rows = [
        ("north", "North", "2024-05-06", "Harlow Bridge closed", BRIDGE),
        ("south", "South", "2024-05-07", "Cracks close Harlow Bridge", AGAIN.format("")),
        ("east", None, "2024-05-07", "Harlow Bridge closed for repairs", AGAIN.format("Nobody was hurt.")),
        ("moths", "North", "2024-05-07", "Moths are back", MOTHS),
    ]
    frame = pd.DataFrame(rows, columns=["id", "outlet", "published", "title", "text"])
    frame.to_csv(folder / "articles.csv", index=False)
    return annotate.run(folder / "articles.csv", store=folder / "store", engine="rules", sentiment="lexicon")


def test_articles_of_one_event_are_compared_and_others_are_not(store):
    found = summaries.compared_events(store)
    assert set(found.articles["article_id"]) == set(found.events["article_id"]) == {"north", "south", "east"}
    assert found.events["event"].nunique() == 1
    outlets = dict(zip(found.articles["article_id"], found.articles["outlet"], strict=True))
    assert outlets == {"north": "North", "south": "South", "east": "unknown"}
    assert (found.articles["event"] == found.events["event"].iloc[0]).all()


def test_what_several_articles_quote_is_one_utterance_and_the_rest_is_only_here(store):
    said = summaries.compared_events(store).quotations
    quill = said[said["speaker"] == "Ada Quill"]
    assert sorted(quill["article_id"]) == ["east", "north", "south"]
    assert quill["utterance"].nunique() == 1
    outlets = dict(zip(quill["article_id"], quill["outlet"], strict=True))
    assert outlets == {"north": "North", "south": "South", "east": "unknown"}
    assert said.loc[said["speaker"] == "Ossian Pell", "utterance"].isna().all()
    assert "moths" not in set(said["article_id"])


def test_a_version_tells_where_and_how_it_is_told(store):
    told = summaries.compared_events(store).versions
    quill = told[told["speaker"] == "Ada Quill"].set_index("article_id")
    assert quill["stance"].to_dict() == {
        "north": "neutral",
        "south": "keeps a distance",
        "east": "keeps a distance",
    }
    assert (quill["kind"] == "direct").all()
    assert quill["named"].all()
    text = AGAIN.format("")
    assert quill.at["south", "position"] == pytest.approx(text.index("“") / len(text))
    sentiment = store.table("sentiment")
    rows = sentiment[(sentiment["article_id"] == "south") & (sentiment["unit"] == "quotation")]
    assert quill.at["south", "tone"] == rows["compound"].iloc[0]
    council = told[told["source"] == "the council"]
    assert not council["named"].any()


def test_copied_passages_are_told_with_both_articles(store):
    passages = summaries.compared_events(store).passages
    assert {frozenset(p) for p in zip(passages["article_id"], passages["other_id"], strict=True)} == {
        frozenset({"north", "east"}), frozenset({"north", "south"}), frozenset({"east", "south"})
    }  # fmt: skip


@pytest.mark.parametrize("choice", [{"outlets": "North"}, {"until": "2024-05-06"}, {"since": "2024-05-08"}])
def test_an_event_needs_two_of_the_chosen_articles(store, choice):
    found = summaries.compared_events(store, **choice)
    assert [len(table) for table in found] == [0] * 5


def test_of_two_chosen_articles_only_those_are_compared(store):
    found = summaries.compared_events(store, outlets="North, South")
    assert set(found.articles["article_id"]) == {"north", "south"}
    assert set(found.versions["article_id"]) == {"north", "south"}
    assert len(found.passages) == 1


def test_utterances_are_told_by_quotations_that_count(store):
    said, known = (summaries.compared_events(store, acts=acts) for acts in ("communication", "knowledge"))
    assert set(said.versions["article_id"]) == {"north", "south", "east"}
    assert known.versions.empty
    assert set(known.quotations["standing"]) == {"other act"}
    assert len(known.quotations) == len(said.quotations)
    assert known.quotations["utterance"].equals(said.quotations["utterance"])
    assert summaries.compared_events(store, confidence=1.0).versions.empty


def test_each_sentence_has_a_score_of_each_lexicon(store):
    found = summaries.sentence_scores(store, summaries.selection(store))
    assert len(found) == len(store.table("sentences"))
    day = found[(found["article_id"] == "moths") & (found["index"] == 2)].iloc[0]
    assert MOTHS[day["start"] : day["end"]] == "It was a lovely day."
    assert (day["voice"], day["outlet"]) == ("outlet", "North")
    assert pd.isna(day["targets"])
    assert day["vader"] == pytest.approx(0.5859)  # lovely 2.8 / sqrt(2.8² + 15)
    assert day["afinn"] == pytest.approx(3 / (9 + 15) ** 0.5, abs=1e-3)
    horrible = found[(found["article_id"] == "south") & (found["vader"] < 0)].iloc[0]
    assert horrible["afinn"] < 0


class Scores:
    """A store of two sentences with a target in the second, two in the first."""

    path = "store"

    def batches(self, name, columns, where):
        rows = {
            "sentence": [("a", 0, 0, 9, None, "vader 1", 0.5), ("a", 1, 10, 30, None, "vader 1", -0.5),
                         ("a", 0, 0, 9, None, "afinn 1", 0.25), ("b", 0, 0, 9, None, "vader 1", 0.1)],
            "target": [("a", 0, 12, 15, "Bo", "target 1", -1.0), ("a", 1, 0, 3, "Ana", "target 1", 0.5),
                       ("a", 2, 5, 8, "Cai", "target 1", 0.0)],
        }[where["unit"]]  # fmt: skip
        frame = pd.DataFrame(
            rows, columns=["article_id", "index", "start", "end", "target", "model", "compound"]
        )
        frame = frame.assign(unit=where["unit"], voice="outlet", quotation=None, negative=0.0, positive=0.0)
        yield frame.astype({"article_id": "string[pyarrow]", "target": "string[pyarrow]"})[columns]


def test_a_sentence_has_the_mean_of_the_targets_in_it():
    articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Post", None], "published": pd.NaT})
    articles = articles.astype({"article_id": "string[pyarrow]", "outlet": "string[pyarrow]"})
    found = summaries.sentence_scores(Scores(), articles)
    rows = found[["article_id", "index", "vader", "afinn", "model", "targets"]].astype(object)
    assert rows.where(rows.notna(), None).values.tolist() == [
        ["a", 0, 0.5, 0.25, 0.25, "Ana, Cai"],
        ["a", 1, -0.5, None, -1.0, "Bo"],
        ["b", 0, 0.1, None, None, None],
    ]
