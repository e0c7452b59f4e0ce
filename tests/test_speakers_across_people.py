"""Which names are one person's, by what is said of them; all people are made up."""

import pandas as pd
import pytest

from analysis import speakers, tables

Row = tuple[str, str, str, str]  # article, name, gender, description


def linked(*rows: Row, **options: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    numbered = [
        (article, i, name, "named person", gender, None, description or None, "named", 0.9, None)
        for i, (article, name, gender, description) in enumerate(rows)
    ]
    found, mentions = speakers.identify(tables.build("mentions", numbered), **options)
    return found, mentions["speaker_id"].tolist()


def together(*rows: Row, **options: pd.DataFrame) -> list[list[int]]:
    """The rows of each speaker, by number."""
    ids = linked(*rows, **options)[1]
    return [[i for i, one in enumerate(ids) if one == wanted] for wanted in dict.fromkeys(ids)]


def test_an_initial_is_whom_role_or_company_point_to():
    joe, karl = ("a", "Joe Berg", "male", "coach"), ("b", "Karl Berg", "male", "mayor")
    assert together(joe, karl, ("c", "J. Berg", "unknown", "the coach")) == [[0, 2], [1]]
    assert together(joe, karl, ("c", "J. Berg", "unknown", "")) == [[0], [1], [2]]
    assert together(joe, karl, ("c", "K. Berg", "unknown", "the coach")) == [[0], [1], [2]]
    both = ("a", "Jim Berg", "male", "coach")
    assert together(joe, both, ("c", "J. Berg", "unknown", "the coach")) == [[0], [1], [2]]  # either


def articles(**given: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(i, *row) for i, row in given.items()], columns=["article_id", "outlet", "published"]
    )
    return frame.assign(published=pd.to_datetime(frame["published"], utc=True))


COMPANY = (
    ("a", "Ana Berg", "female", ""), ("a", "Otto Falk", "male", ""),
    ("b", "Berg", "unknown", ""), ("b", "Otto Falk", "male", ""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "outlet", "one"),
    [
        ("2024-05-03", "Y", True),  # company 0.7 and within three days 0.6
        ("2024-05-20", "Y", True),  # within thirty 0.3: one in all
        ("2024-06-20", "Y", False),
        ("2024-06-20", "X", False),  # the same outlet 0.2
        ("2044-06-20", "X", False),
    ],
)
def test_company_time_and_outlet_add_up(day, outlet, one):
    about = articles(a=("X", "2024-05-01"), b=(outlet, day))
    assert together(*COMPANY, articles=about) == ([[0, 2], [1, 3]] if one else [[0], [1, 3], [2]])


def test_more_company_is_enough_without_a_date():
    more = (("a", "Eva Holt", "female", ""), ("b", "Eva Holt", "female", ""))
    assert together(*COMPANY, *more)[0] == [0, 2]


def test_a_role_outweighs_and_two_that_fit_alike_stay_undecided():
    ana, eva = ("a", "Ana Berg", "female", "mayor"), ("b", "Eva Berg", "female", "mayor")
    assert together(ana, ("c", "Berg", "unknown", "the mayor")) == [[0, 1]]
    assert together(ana, eva, ("c", "Berg", "unknown", "the mayor")) == [[0], [1], [2]]
    nurse = ("b", "Eva Berg", "female", "nurse")
    assert together(ana, nurse, ("c", "Berg", "unknown", "the mayor")) == [[0, 2], [1]]


def test_bare_surnames_are_one_speaker_where_they_hold_one_office():
    assert together(("a", "Berg", "unknown", "mayor"), ("b", "Berg", "unknown", "Mayor")) == [[0, 1]]
    assert together(("a", "Berg", "unknown", "coach"), ("b", "Berg", "unknown", "coach")) == [[0], [1]]
    assert together(("a", "Berg", "unknown", ""), ("b", "Berg", "unknown", "")) == [[0], [1]]


def test_generations_are_told_apart():
    junior = ("a", "Otto Berg Jr.", "male", "mayor")
    assert together(junior, ("b", "Berg", "unknown", "mayor")) == [[0], [1]]
    assert together(junior, ("b", "Berg Jr.", "unknown", "mayor")) == [[0, 1]]


def test_a_double_name_is_one_with_its_half_only_in_one_role_or_company():
    double, half = ("a", "Ana Cruz-Doe", "female", "mayor"), ("b", "Ana Cruz", "female", "mayor")
    assert together(double, half) == [[0, 1]]
    assert together(double, ("b", "Ana Cruz", "female", "nurse")) == [[0], [1]]
    assert together(double, ("b", "Eva Cruz", "female", "mayor")) == [[0], [1]]
    assert together(double, (*half[:1], "Ana Doe", *half[2:])) == [[0, 1]]


def test_the_commoner_of_a_double_name_and_its_half_gives_the_name():
    double, half = ("a", "Ana Cruz-Doe", "female", "mayor"), ("b", "Ana Cruz", "female", "mayor")
    often = ("c", *half[1:])
    assert linked(double, half, often)[0]["name"].tolist() == ["Ana Cruz"]
    assert linked(half, double, ("c", *double[1:]))[0]["name"].tolist() == ["Ana Cruz-Doe"]


def test_a_speaker_has_the_gender_and_role_that_most_mentions_show():
    rows = [
        ("a", "Kim Berg", "female", "mayor"), ("a", "Kim Berg", "male", "mayor"),
        ("a", "Kim Berg", "male", "the mayor"), ("b", "Kim Berg", "male", "coach of Oslo"),
        ("b", "Kim Berg", "unknown", "coach of Oslo"),
    ]  # fmt: skip
    found, ids = linked(*rows)
    assert len(set(ids)) == 1
    assert found[["name", "gender", "role", "n"]].values.tolist() == [
        ["Kim Berg", "male", "coach of Oslo", 5]
    ]
    assert linked(*rows[:3])[0]["role"].tolist() == ["mayor"]
    assert linked(*rows[1:4])[0]["role"].tolist() == ["coach of Oslo"]  # the longer of those as common


@pytest.mark.parametrize(
    ("descriptions", "role"),
    [
        (["Sen.", "Sen.", "the Ohio Republican"], "Sen."),
        (["its star", "Mr.", "coach"], "coach"),
        (["a good man", "Dr."], None),
        (["Secretary", "Secretary", "Secretary of State"], "Secretary of State"),
        (["a resident"], "a resident"),
        (["a resident", "a resident", "nurse"], "nurse"),
        (["former", "Lt. Gov."], "Lt. Gov."),
        (["mayor", "the man who could bring back the old order in the wing of the west"], "mayor"),
    ],
)
def test_a_role_is_a_post_that_most_articles_tell(descriptions, role):
    rows = [(str(i), "Ana Berg", "female", text) for i, text in enumerate(descriptions)]
    found = linked(*rows)[0]["role"].tolist()[0]
    assert (None if pd.isna(found) else found) == role


def test_the_users_people_are_known_by_name_alias_and_surname():
    known = pd.DataFrame(
        {"name": ["Ana Berg", "Eva Berg", "Otto Falk"], "aliases": [None, "the Iron Mayor", None],
         "gender": ["female", None, "male"], "kind": [None, None, "group"], "age": [50, None, 60]}
    )  # fmt: skip
    found, ids = linked(("a", "Ann Berg", "unknown", ""), ("b", "Iron Mayor", "unknown", ""), known=known)
    rows = found.set_index("speaker_id")
    assert rows.loc[ids[1], "name"] == "Eva Berg"
    assert pd.isna(rows.loc[ids[1], "age"])
    found, ids = linked(("a", "Ana Berg", "unknown", ""), ("b", "Otto Falk", "male", ""), known=known)
    rows = found.set_index("speaker_id")
    assert rows.loc[ids[0], ["name", "gender", "age"]].tolist() == ["Ana Berg", "female", "50.0"]
    assert rows.loc[ids[1], ["kind", "gender"]].tolist() == ["group", "unknown"]


def test_speakers_whom_the_user_calls_one_are_one_and_others_follow():
    known = pd.DataFrame({"name": ["Ana Berg"], "aliases": ["Ana Holt|Ana Falk"]})
    rows = [
        ("a", "Ana Berg", "female", ""), ("b", "Ana Falk", "female", ""), ("c", "Ana Holt", "female", ""),
        ("d", "Zoe Zorn", "female", ""),
    ]  # fmt: skip
    assert together(*rows, known=known) == [[0, 1, 2], [3]]
    assert linked(*rows, known=known)[0]["n"].tolist() == [3, 1]
    assert together(*rows) == [[0], [1], [2], [3]]


def test_people_of_the_users_list_whom_nobody_names_in_full_can_own_a_surname():
    known = pd.DataFrame({"name": ["Ana Holt", "Eva Berg"], "role": ["nurse", "mayor"]})
    rows = [("a", "Otto Berg", "male", "coach"), ("b", "Berg", "unknown", "mayor")]
    found, ids = linked(*rows, known=known)
    assert found.set_index("speaker_id").loc[ids[1], "name"] == "Eva Berg"
    assert len(found) == 2  # who does not speak is no speaker


def test_of_many_reasons_twelve_are_told():
    rows = [("a", "Ana Berg", "female", "mayor"), *((f"b{n}", "Berg", "unknown", "mayor") for n in range(14))]
    days = pd.date_range("2024-05-01", periods=15, tz="UTC")
    about = pd.DataFrame({"article_id": [r[0] for r in rows], "outlet": "X", "published": days})
    numbered = [
        (a, i, n, "named person", g, None, d, "named", 0.9, None) for i, (a, n, g, d) in enumerate(rows)
    ]
    found, mentions = speakers.identify(tables.build("mentions", numbered), articles=about)
    told = speakers.why(found["speaker_id"][0], speakers=found, mentions=mentions, articles=about)
    lines = [line.strip() for line in told.splitlines()]
    about_her = f"Ana Berg ({found['speaker_id'][0]}): person, 15 quotations in 15 articles"
    assert lines[0] == f"{about_her}, of every act, those inside others too"
    assert (
        len([line for line in lines if line.startswith("“Berg” in 1 of 14: surname alone; role mayor")]) == 12
    )
    assert "“Ana Berg” in 1 of 1: full name" in lines
    assert "15 × named" in lines


def test_of_many_kinds_of_evidence_twelve_are_told_and_the_rest_is_counted():
    numbered = [
        ("a", i, "Ana Berg", "named person", "female", None, None, f"kind {i:02}", 0.9, None)
        for i in range(15)
    ]
    found, mentions = speakers.identify(tables.build("mentions", [*numbered, ("a", 15, *numbered[14][2:])]))
    told = speakers.why(found["speaker_id"][0], speakers=found, mentions=mentions).splitlines()
    evidence = [line.strip() for line in told[told.index("How the articles' sources were understood:") + 1 :]]
    assert evidence == ["2 × kind 14", *(f"1 × kind {i:02}" for i in range(11)), "3 × in other ways"]


def test_speakers_are_listed_by_quotations_and_then_by_id():
    rows = [("a", "Zoe Zorn", "female", ""), ("b", "Bo Pell", "male", ""), ("c", "Ana Cruz", "female", "")]
    found, _ = linked(*rows, ("d", "Bo Pell", "male", ""))
    assert found["name"].tolist() == ["Bo Pell", "Ana Cruz", "Zoe Zorn"]
    assert found["n"].tolist() == [2, 1, 1]
    assert found.index.tolist() == [0, 1, 2]


def test_a_mayor_and_a_footballer_of_one_name_stay_two():
    mayor, striker = ("a", "Ian Holt", "male", "the mayor"), ("b", "Ian Holt", "male", "the striker")
    assert together(mayor, striker, ("c", "Ian Holt", "male", "mayor of Leeds")) == [[0, 2], [1]]
    assert together(mayor, ("b", "Ian Holt", "male", "the former striker")) == [[0, 1]]
    both = ("c", "Ian Holt", "male", "the mayor and striker")  # told of one person: he is both
    assert together(mayor, striker, both) == [[0, 1, 2]]
    beside = [(article, "Ruth Alder", "female", "") for article in "ab"]  # the same people speak beside them
    assert together(mayor, striker, *beside) == [[0, 1], [2, 3]]
