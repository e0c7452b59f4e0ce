"""One speaker over many articles; all people are made up."""

from time import perf_counter

import pandas as pd
import pytest

from analysis import speakers, tables

Row = tuple[str, str | None, str, str]  # article, name, gender, description


def table(*rows: Row, kind: str = "named person") -> pd.DataFrame:
    numbered = [
        (article, i, name, kind if name else "unnamed", gender, None, description or None, "named", 0.9, None)
        for i, (article, name, gender, description) in enumerate(rows)
    ]
    return tables.build("mentions", numbered)


def ids(mentions: pd.DataFrame, **options: pd.DataFrame) -> list[str | None]:
    found, identified = speakers.identify(mentions, **options)
    tables.validate("speakers", found)
    tables.validate("mentions", identified)
    return [None if pd.isna(i) else i for i in identified["speaker_id"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Olena Zelensky", "Olena Zelenskyy"),
        ("Joe Berg", "Joseph Berg"),
        ("George W. Berg", "George Walker Berg"),
        ("Ana Maria Cruz", "Ana Cruz"),
        ("José Núñez", "Jose Nunez"),
        ("Muhammad al-Falk", "Muhammad Al Falk"),
    ],
)
def test_variants_of_a_full_name_are_one_speaker(one: str, other: str) -> None:
    first, second = ids(table(("a", one, "unknown", ""), ("b", other, "unknown", "")))
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Berg", "Otto Berg"),
        ("George W. Berg", "George H.W. Berg"),
        ("Otto Berg", "Otto Berg Jr."),
        ("Ana Berg", "Ana Burke"),
        ("J. Berg", "Joe Berg"),
    ],
)
def test_other_people_stay_others(one: str, other: str) -> None:
    first, second = ids(table(("a", one, "unknown", ""), ("b", other, "unknown", "")))
    assert first != second


def test_one_first_name_of_either_gender_is_two_people() -> None:
    rows = table(("a", "Robin Berg", "female", ""), ("b", "Robin Berg", "male", ""))
    assert len(set(ids(rows))) == 2


def test_an_initial_needs_evidence() -> None:
    shared = table(("a", "Joe Berg", "male", "coach of Oslo"), ("b", "J. Berg", "unknown", "the coach"))
    assert len(set(ids(shared))) == 1


def test_a_bare_surname_is_nobodys_without_evidence() -> None:
    alone = table(("a", "Ana Berg", "female", "mayor"), ("b", "Berg", "unknown", ""))
    assert len(set(ids(alone))) == 2


def test_a_bare_surname_belongs_to_whom_role_and_company_point() -> None:
    rows = table(
        ("a", "Ana Berg", "female", "mayor"),
        ("a", "Otto Falk", "male", ""),
        ("b", "Karl Berg", "male", "coach"),
        ("c", "Berg", "unknown", "Mayor"),
        ("c", "Otto Falk", "male", ""),
    )
    found = ids(rows)
    assert found[3] == found[0] != found[2]


def test_gender_speaks_against_a_surname() -> None:
    rows = table(("a", "Ana Berg", "female", "mayor"), ("b", "Berg", "male", "mayor"))
    assert len(set(ids(rows))) == 2


def test_the_date_helps_to_tell() -> None:
    rows = table(
        ("a", "Ana Berg", "female", ""),
        ("a", "Otto Falk", "male", ""),
        ("b", "Berg", "unknown", ""),
        ("b", "Otto Falk", "male", ""),
    )
    days = pd.to_datetime(["2024-05-01", "2024-05-02"], utc=True)
    articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["X", "Y"], "published": days})
    assert len(set(ids(rows))) == 3
    assert len(set(ids(rows, articles=articles))) == 2


def test_a_double_name_and_its_half() -> None:
    rows = table(
        ("a", "Ana Cruz-Doe", "female", "mayor"),
        ("b", "Ana Cruz", "female", "mayor of Oslo"),
        ("c", "Ana Doe", "female", "nurse"),
    )
    found = ids(rows)
    assert found[0] == found[1] != found[2]


def test_a_rare_double_name_does_not_take_somebody_from_the_bearers_of_the_surname() -> None:
    often = [(f"a{i}", "Ana Cruz", "female", "president") for i in range(30)]
    doubled = ("b", "Ana Cruz Doe", "female", "president")
    other = ("c", "Otto Cruz", "unknown", "president")
    bare = ("d", "Cruz", "unknown", "president")
    found = ids(table(*often, doubled, other, bare))
    assert found[0] == found[30] == found[32] != found[31]
    assert str(found[0]).startswith("ana-cruz-")


def test_organisations_by_name_and_initials() -> None:
    rows = table(
        ("a", "World Harbour Organisation", "unknown", ""),
        ("b", "the World Harbour Organization", "unknown", ""),
        ("c", "WHO", "unknown", ""),
        ("d", "Harbour Office", "unknown", ""),
        kind="organisation",
    )
    found = ids(rows)
    assert found[0] == found[1] == found[2] != found[3]


def test_what_other_articles_know_as_an_organisation_is_one_where_its_kind_is_open() -> None:
    known = table(("a", "Seabright", "unknown", ""), ("b", "Seabright", "unknown", ""), kind="organisation")
    open_kind = table(("c", "Seabright", "unknown", ""), ("d", "Seabright", "male", ""))
    found = ids(pd.concat([known, open_kind], ignore_index=True))
    assert found[0] == found[1] == found[2] != found[3]  # a man is no organisation
    person = table(("e", "Ana Seabright", "female", ""))
    named = ids(pd.concat([known, open_kind, person], ignore_index=True))
    assert named[2] is not None
    assert named[2] != named[0]


def test_a_people_is_one_group_over_all_articles() -> None:
    rows = table(("a", "Americans", "unknown", ""), ("b", "Americans", "unknown", ""), kind="group")
    assert len(set(ids(rows))) == 1


def test_people_named_together_are_a_group_and_none_of_them() -> None:
    rows = table(("a", "Ana Cruz and Otto Falk", "unknown", ""), ("a", "Otto Falk", "male", ""))
    both, one = ids(rows)
    assert both != one
    found, _ = speakers.identify(rows)
    assert sorted(found["kind"]) == ["group", "person"]


def test_unnamed_sources_have_no_speaker() -> None:
    rows = table(("a", None, "unknown", "two officials"), ("b", "Ana Berg", "female", ""))
    assert ids(rows)[0] is None


def test_the_users_list_wins_and_enriches() -> None:
    rows = table(
        ("a", "Ana Berg", "female", ""),
        ("b", "The Iron Mayor", "unknown", ""),
        ("c", "Berg", "unknown", ""),
        ("d", "Karl Berg", "male", ""),
    )
    known = pd.DataFrame(
        {
            "name": ["Ana Berg-Holt"],
            "aliases": ["Ana Berg|Berg|The Iron Mayor"],
            "role": ["mayor"],
            "party": ["Blue"],
        }
    )
    found, identified = speakers.identify(rows, known=known)
    chosen = identified["speaker_id"].tolist()
    assert chosen[0] == chosen[1] == chosen[2] != chosen[3]
    mayor = found.set_index("speaker_id").loc[chosen[0]]
    assert (mayor["name"], mayor["role"], mayor["party"], mayor["n"]) == ("Ana Berg-Holt", "mayor", "Blue", 3)
    with pytest.raises(ValueError, match="name"):
        speakers.identify(rows, known=known.drop(columns="name"))


def test_ids_are_readable_and_do_not_change_with_unrelated_articles() -> None:
    rows = table(("a", "José Núñez", "male", "coach"), ("b", "Berg", "unknown", ""))
    more = pd.concat(
        [rows, table(("x", "Ana Cruz", "female", ""), ("y", "Falk", "male", ""))], ignore_index=True
    )
    assert ids(more)[:2] == ids(rows)
    assert str(ids(rows)[0]).startswith("jose-nunez-")


def test_the_order_of_mentions_does_not_matter() -> None:
    rows = table(
        *[
            (f"a{i}", name, "unknown", "")
            for i, name in enumerate(["Joe Berg", "Joseph Berg", "Ana Berg"] * 3)
        ]
    )
    back = rows.iloc[::-1].reset_index(drop=True)
    assert ids(rows) == ids(back)[::-1]


def test_why_tells_names_reasons_and_evidence() -> None:
    rows = table(
        ("a", "Joe Berg", "male", "coach"), ("b", "Joseph Berg", "male", ""), ("c", "Berg", "male", "coach")
    )
    found, identified = speakers.identify(rows)
    told = speakers.why(found["speaker_id"].iloc[0], speakers=found, mentions=identified)
    for words in (
        "“Joe Berg”",
        "given names and surname agree",
        "surname alone; role coach",
        "3 quotations in 3 articles",
    ):
        assert words in told
    with pytest.raises(KeyError):
        speakers.why("nobody", speakers=found, mentions=identified)


def test_no_mentions() -> None:
    found, identified = speakers.identify(tables.empty("mentions"))
    assert len(found) == len(identified) == 0
    tables.validate("speakers", found)


def test_many_mentions_of_few_surnames_take_seconds() -> None:
    given = ["Ana", "Otto", "Karl", "Susan", "Peter", "Maria", "J.", "Robin", "Mark", "Lucy"]
    rows = [
        (
            f"a{i // 6}",
            f"{given[i % 10]} {given[i // 10 % 10]} Smith" if i % 3 else "Smith",
            "unknown",
            "the coach",
        )
        for i in range(6000)
    ]
    start = perf_counter()
    ids(table(*rows))
    assert perf_counter() - start < 20


def test_two_speakers_of_one_name_have_two_ids():
    from collections import Counter

    from analysis.speakers.across import identities

    two = [identities.Identity("kelly", "person", forms=Counter({"Ada Kelly": 1})) for _ in range(2)]
    first, second = identities.speaker_ids(two)
    assert second == f"{first}-2"


def test_a_document_is_whoever_issued_it_and_a_newspaper_is_no_person():
    from analysis.speakers.across import identities

    names = ["Washington Post", "Ana Cruz", "Emerson College Polling Society"]
    mentions = pd.DataFrame({"article_id": "a", "name": names, "kind": "document"})
    assert identities.kinds(mentions) == ["organisation", "person", "organisation"]
