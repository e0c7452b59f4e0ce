"""Who and what an article names: people, organisations, places; nobody by a credit; whom a byline names."""

import pandas as pd
import pytest

from analysis import named, speakers, tables
from analysis.named import kinds
from analysis.quotation import extract
from analysis.segmentation import Document


def rows(
    text: str, *, author: str | None = None, title: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    articles = pd.DataFrame([("a", text, author, title)], columns=["article_id", "text", "author", "title"])
    document = Document(text)
    found = speakers.resolved(articles, [document], extract([document], engine="rules"))
    return named.named(articles, found)


def listed(text: str, **about: str) -> dict[str, str]:
    return dict(rows(text, **about)[0][["name", "kind"]].itertuples(index=False))


TEXT = (
    "Ada Lund, a nurse, left Oslo, Norway, on Friday. “We are late,” Lund said. “It rains.”\n\n"
    "Ben Roe of the Harbour Commission watched. Mr. Roe said nothing."
)


def test_people_organisations_and_places_are_told_apart():
    assert listed(TEXT) == {
        "Ada Lund": "person",
        "Oslo": "place",
        "Norway": "place",
        "Ben Roe": "person",
        "Harbour Commission": "organisation",
    }


def test_the_tables_are_those_described():
    found, places = rows(TEXT)
    tables.validate("named", found)
    tables.validate("places", places)
    assert found["entity"].tolist() == list(range(5))
    assert found["first"].is_monotonic_increasing


def test_names_are_counted_and_who_is_quoted_is_told():
    found = rows(TEXT)[0].set_index("name")
    assert found["count"].to_dict() == {
        "Ada Lund": 2,
        "Oslo": 1,
        "Norway": 1,
        "Ben Roe": 2,
        "Harbour Commission": 1,
    }
    assert found.loc["Ada Lund", "quotations"] >= 1
    assert found.loc["Ben Roe", "gender"] == "male"
    assert found.loc["Oslo", "quotations"] == 0
    assert TEXT[found.loc["Ben Roe", "first"] :].startswith("Ben Roe")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The vote in Fairfax County was close.", "Fairfax County", "place"),
        ("Voters of the Sixth District of Ohio met.", "Sixth District of Ohio", "place"),
        ("It rained in West Virginia all week.", "West Virginia", "place"),
        ("He moved to Washington D.C. in May.", "Washington D.C.", "place"),
        ("Ships left North America in May.", "North America", "place"),
        ("She crossed the Tarrow River at noon.", "Tarrow River", "place"),
        ("It was sold to NATO last year.", "NATO", "organisation"),
        ("The White House had no comment.", "White House", "organisation"),
        ("The Lund Championship ran all week.", "Lund Championship", "unknown"),
        ("The clinic gave HPV vaccines to all.", "HPV", "unknown"),
        ("It was shipped by the USNS Comfort in May.", "USNS", "unknown"),
        ("The Tarrow Housing Act said that rents may not rise.", "Tarrow Housing Act", "unknown"),
        ("POWs said that they were fed.", "POWs", "unknown"),
        ("He sat in the Oval Office for an hour.", "Oval Office", "unknown"),
        ("The readiness for College and Careers grew.", "College", "unknown"),
        ("FEMA said that help was near.", "FEMA", "organisation"),
        ("He wrote to the Tarrow College in May.", "Tarrow College", "organisation"),
        ("Many Americans left early.", "Americans", "unknown"),
    ],
)
def test_what_a_name_is_by_its_words(text, name, kind):
    assert listed(text)[name] == kind


def test_two_states_are_two_places():
    found = rows("The bill passed in North Carolina and North Dakota.")[0]
    assert found[["name", "kind"]].values.tolist() == [["North Carolina", "place"], ["North Dakota", "place"]]


@pytest.mark.parametrize(
    "text",
    [
        "It rained all day.\n\nStory Continued Below\n\nIt stopped at night.",
        "It rained all day. (Reporting by Ada Lund; editing by Ben Roe)",
        "It rained all day. Ada Lund contributed to this report.",
    ],
)
def test_credits_and_navigation_are_nobody(text):
    assert not len(rows(text)[0])


def test_whom_a_copyright_names_is_nobody_unless_the_article_does_too():
    line = (
        "It rained for a week.\n\nCopyright © 2019 The Harbour Times, LLC. Click here for reprint permission."
    )
    assert "Harbour Times" not in listed(line)
    assert listed(f"The Harbour Times was sold. {line}")["Harbour Times"] == "organisation"


def test_names_that_are_run_together_are_people_s_where_they_begin_with_a_first_name():
    text = "The bill was read by ChuckHolm and by ThinkProgress on Friday."
    occurrences = {"ChuckHolm": "person", "ThinkProgress": "organisation", "YouTube": "organisation"}
    assert {n: k for n, k in listed(f"{text} YouTube showed it.").items() if n in occurrences} == occurrences


def test_whom_the_byline_names_is_marked():
    found = rows("Ada Lund met Ben Roe. Lund writes.", author="By Ada Lund and Eve Moe")[0].set_index("name")
    assert found["byline"].to_dict() == {"Ada Lund": True, "Ben Roe": False}
    alone = rows("Ada Lund\n\nThe ship left. Ben Roe waved.")[0].set_index("name")["byline"]
    assert alone.to_dict() == {"Ada Lund": True, "Ben Roe": False}


def test_offsets_are_those_of_the_text_as_read_where_it_holds_character_references():
    text = "&quot;We left Oslo,&quot; said Ada Lund."
    found, places = rows(text)
    at = found.set_index("name").loc["Ada Lund", "first"]
    assert text[at:].startswith("Ada Lund")
    assert [text[s:e] for s, e in zip(places["start"], places["end"], strict=True)] == ["Oslo"]


def test_the_sources_of_mentions_are_the_same_when_they_are_shared():
    articles = pd.DataFrame([("a", TEXT)], columns=["article_id", "text"])
    documents = [Document(TEXT)]
    found = extract(documents, engine="rules")
    shared = speakers.mentions(
        articles, documents, found, found=speakers.resolved(articles, documents, found)
    )
    assert shared.equals(speakers.mentions(articles, documents, found))


def test_an_article_that_names_nobody_has_no_rows():
    for frame in rows("It rained all day."):
        assert not len(frame)


def test_a_place_is_no_organisation_that_is_named_like_one():
    assert kinds.is_place(["lake", "erie"])
    assert kinds.is_place(["eastern", "europe"])
    assert not kinds.is_place(["university", "of", "oslo"])
    assert not kinds.is_place(["european", "union"])


def test_who_is_quoted_elsewhere_only_has_that_speaker_and_two_of_a_name_none():
    known = pd.DataFrame(
        [("ada-1", "Ada Lund", "person"), ("ben-1", "Ben Roe", "person"), ("ben-2", "Ben Roe", "person")],
        columns=["speaker_id", "name", "kind"],
    )
    mentions = pd.DataFrame([("b", "Eve Moe", "eve-1")], columns=["article_id", "name", "speaker_id"])
    rows = [("a", 0, "Ada Lund", "person"), ("a", 1, "Ben Roe", "person"), ("b", 0, "Eve Moe", "person"),
            ("b", 1, "Lund", "person"), ("a", 2, "Ada Lund", "organisation")]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["article_id", "entity", "name", "kind"])
    ids = speakers.named_ids(frame, mentions, known)["speaker_id"]
    assert [None if pd.isna(i) else i for i in ids] == ["ada-1", None, "eve-1", None, None]
