"""Summaries and figures of speakers, on made-up quotations that can be counted by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis import figures, summaries, tables
from analysis.figures import style
from analysis.statistics import inference


class Store:
    """What the summaries read of a store."""

    def __init__(self, speakers: pd.DataFrame, sentiment: pd.DataFrame) -> None:
        self.speakers, self.sentiment = speakers, sentiment

    def table(self, name: str, *, columns: list[str]) -> pd.DataFrame:
        return getattr(self, name)[columns]


ROWS = [
    # article, outlet, day, speaker, source_type, source, kind, parent
    ("a", "Herald", "2024-05-01", "Ruth Alder", "named person", "Alder", "direct", None),
    ("a", "Herald", "2024-05-01", "Ruth Alder", "named person", "she", "indirect", None),
    ("a", "Herald", "2024-05-01", "Tom Birk", "named person", "he", "indirect", None),
    ("a", "Herald", "2024-05-01", "Tom Birk", "named person", "he", "indirect", 0),
    ("b", "Herald", "2024-05-04", "Ruth Alder", "named person", "Alder", "direct", None),
    ("b", "Herald", "2024-05-04", "Tom Birk", "named person", "Birk", "direct", None),
    ("c", "Gazette", None, "Ruth Alder", "named person", "Alder", "mixed", None),
    ("c", "Gazette", None, None, "anonymous", "officials", "indirect", None),
    ("c", "Gazette", None, None, None, None, "direct", None),
]


def quotations(rows: list[tuple] = ROWS) -> pd.DataFrame:
    columns = ["article_id", "outlet", "published", "speaker", "source_type", "source", "kind", "parent"]
    frame = pd.DataFrame(rows, columns=columns)
    ids = frame["speaker"].map({"Ruth Alder": "ruth-alder-1", "Tom Birk": "tom-birk-1"})
    return frame.assign(
        quotation=frame.groupby("article_id").cumcount(), speaker_id=ids, parent=frame["parent"].astype("Int64"),
        published=pd.to_datetime(frame["published"], utc=True),
        standing=frame["parent"].isna().map({True: "counted", False: "nested"}),
    )  # fmt: skip


@pytest.fixture
def store() -> Store:
    speakers = pd.DataFrame(
        [
            ("ruth-alder-1", "Ruth Alder", "person", 2, 4, "female", "mayor"),
            ("tom-birk-1", "Tom Birk", "person", 1, 3, "male", None),
        ],
        columns=["speaker_id", "name", "kind", "aliases", "n", "gender", "role"],
    )
    scores = [
        ("a", "quotation", 0, 0.5, "m"),
        ("a", "quotation", 1, -0.5, "m"),
        ("a", "sentence", 0, 0.9, "m"),
    ]
    return Store(speakers, pd.DataFrame(scores, columns=["article_id", "unit", "index", "compound", "model"]))


def test_profiles_count_quotations_articles_and_dates(store: Store) -> None:
    ruth, tom = summaries.speaker_profiles(store, quotations()).to_dict("records")
    assert (ruth["speaker"], ruth["n"], ruth["articles"], ruth["outlets"]) == ("Ruth Alder", 4, 3, 2)
    assert (ruth["first"].day, ruth["last"].day, ruth["direct"], ruth["role"]) == (1, 4, 0.5, "mayor")
    assert (ruth["tone"], ruth["scored"]) == (0, 2)
    assert pd.isna(ruth["low"])  # of three articles
    assert ruth["direct_why"] == ruth["why"] == "fewer than 5 articles"
    assert (tom["n"], tom["scored"]) == (2, 0)
    assert pd.isna(tom["tone"])
    assert len(summaries.speaker_profiles(store, quotations(), minimum_count=3)) == 1
    assert len(summaries.speaker_profiles(store, quotations(), minimum_count=2)) == 2
    assert len(summaries.speaker_profiles(store, quotations(), minimum_count=5)) == 0


def test_the_tone_of_a_speaker_has_an_interval_over_articles() -> None:
    said = quotations(
        [
            (f"a{n // 2}", "Herald", None, "Ruth Alder", "named person", "she", "direct", None)
            for n in range(12)
        ]
    )
    tones = [0.1 * (n % 5) for n in range(12)]
    scores = [
        (article, "quotation", number, tone, "m")
        for article, number, tone in zip(said["article_id"], said["quotation"], tones, strict=True)
    ]
    names = pd.DataFrame({"speaker_id": ["ruth-alder-1"], "name": ["Ruth Alder"]})
    store = Store(names, pd.DataFrame(scores, columns=["article_id", "unit", "index", "compound", "model"]))
    (row,) = summaries.speaker_profiles(store, said).to_dict("records")
    sums = np.array(tones).reshape(6, 2).sum(axis=1)
    expected = inference.ratios(sums, np.full(6, 2)).iloc[0]
    assert (row["articles"], row["tone"]) == (6, pytest.approx(sum(tones) / 12))
    assert (row["low"], row["high"]) == pytest.approx((expected["low"], expected["high"]))
    assert (row["direct"], row["direct_why"]) == (1, "no article without")


def test_described_speakers(store: Store) -> None:
    told = summaries.described_speakers(summaries.speaker_profiles(store, quotations()))
    assert (
        "2 speakers could be named, with 6 quotations; the most quoted is Ruth Alder (4 in 3 articles)"
        in told
    )
    assert "nobody" in summaries.described_speakers(summaries.speaker_profiles(store, quotations([]))).lower()


def test_kinds_of_source_are_shares_of_all_outermost_quotations() -> None:
    found = summaries.source_kinds(quotations()).set_index(["outlet", "source_kind"])
    assert found.loc[("Gazette", "anonymous"), ["n", "total"]].to_list() == [1, 3]
    assert found.loc[("Gazette", "no source"), "n"] == 1
    assert found.loc[("Herald", "named person"), "share"] == 1


def test_gender_shares_count_named_people_only(store: Store) -> None:
    found = summaries.speaker_genders(quotations(), store.speakers).set_index(["outlet", "gender"])
    assert found.loc[("Herald", "female"), ["n", "total"]].to_list() == [3, 5]
    assert found.loc[("Gazette", "female"), "share"] == 1


def test_pairs_quoted_together_and_what_chance_would_give() -> None:
    (pair,) = summaries.quoted_together(quotations()).to_dict("records")
    assert (pair["speaker"], pair["other"], pair["together"]) == ("Ruth Alder", "Tom Birk", 2)
    assert (pair["speaker_id"], pair["other_id"]) == ("ruth-alder-1", "tom-birk-1")
    assert pair["expected"] == 2  # 3 × 2 / 3
    assert pair["lift"] == 1
    assert pair["why"] == "fewer than 5 articles"
    assert pd.isna(pair["low"])
    assert not len(summaries.quoted_together(quotations(), minimum_count=3))


def test_a_lift_has_its_interval_over_articles_and_copies_are_one() -> None:
    people = ["Ana Cruz", "Bo Pell"]
    said = [(f"a{n}", "Herald", None, people[0], "person", "x", "direct", None) for n in range(8)]
    said += [
        (f"a{n}", "Herald", None, people[1], "person", "x", "direct", None) for n in (0, 1, 2, 3, 4, 8, 9)
    ]
    rows = quotations(said)
    rows = rows.assign(speaker_id=rows["speaker"])
    pairs = summaries.quoted_together(rows)
    (pair,) = pairs.to_dict("records")
    assert pair["lift"] == pytest.approx(5 / (8 * 7 / 10))
    assert pair["low"] < pair["lift"] < pair["high"]
    assert (pair["why"], pairs.attrs["articles"]) == ("", 10)
    copies = {f"a{n}": f"a{n - n % 3}" for n in range(10)}
    (once,) = summaries.quoted_together(rows.assign(cluster=rows["article_id"].map(copies))).to_dict(
        "records"
    )
    assert (once["lift"], once["why"]) == (pair["lift"], "fewer than 5 articles")


def test_figures_show_what_there_is_or_say_why_not(store: Store) -> None:
    profiles = summaries.speaker_profiles(store, quotations())
    drawn = [
        figures.appearances(profiles),
        figures.quoted_together(summaries.quoted_together(quotations())),
        figures.source_kinds(summaries.source_kinds(quotations())),
        figures.speaker_genders(summaries.speaker_genders(quotations(), store.speakers)),
    ]
    assert [style.sentence_of(d) for d in drawn] == [None] * 4
    assert "n = 2 speakers" in drawn[1].get_title(loc="left")


def test_nothing_to_summarise(store: Store) -> None:
    none = quotations([])
    profiles = summaries.speaker_profiles(store, none)
    assert style.sentence_of(figures.appearances(profiles)) is not None
    assert style.sentence_of(figures.quoted_together(summaries.quoted_together(none))) is not None
    assert not len(summaries.source_kinds(none))
    assert not len(summaries.speaker_genders(none, store.speakers))
    assert set(tables.TABLES["speakers"].columns) <= set(store.speakers.columns)


def test_the_network_draws_at_most_forty_speakers() -> None:
    rows = [
        ("a" + str(i), "Herald", None, f"Person {j}", "person", "x", "direct", None)
        for i in range(2)
        for j in range(60)
    ]
    many = quotations(rows)
    many = many.assign(speaker_id=many["speaker"])
    pairs = summaries.quoted_together(many, top=200)
    assert len(set(pairs["speaker"]) | set(pairs["other"])) == 40
