"""Where names stand, what they name, and the role before them; all are made up."""

import pytest

from analysis.segmentation import segment
from analysis.speakers.within.occurrences import occurrences


def found(text: str) -> list[tuple[str, str]]:
    """Each name with its kind."""
    return [(text[o.start : o.end], o.kind) for o in occurrences(segment(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Talks With Ana Cruz Today", ["Talks", "Ana Cruz"]),
        ("LIVE Ana Cruz spoke.", ["LIVE", "Ana Cruz"]),
        ("Ana Cruz Ana Cruz spoke.", ["Ana Cruz", "Ana Cruz"]),
        ("United States Ana Cruz spoke.", ["United States", "Ana Cruz"]),
        ("New York Ana Cruz spoke.", ["New York", "Ana Cruz"]),
        ("Fox News Ana Cruz left.", ["Fox News", "Ana Cruz"]),
        ("On Monday Ana Cruz Monday left.", ["Ana Cruz"]),
        ("Killing Ana Cruz is bad.", ["Ana Cruz"]),
        ("We saw German Ana Cruz.", ["Ana Cruz"]),
        ("Ana Cruz's boat left.", ["Ana Cruz"]),
        ("Ana Cruz, Jr., left.", ["Ana Cruz, Jr."]),
        ("J.B. Cruz left.", ["J.B. Cruz"]),
        ("Ana de la Cruz met al-Falk.", ["Ana de la Cruz", "al-Falk"]),
        ("We are @Falk and falk.Falk and /Falk.", []),
    ],
)
def test_a_name_is_a_run_of_capitals_without_what_stands_round_it(text, names):
    assert [name for name, _ in found(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "The President left. We met the President.",
        "A German left. We met a German.",
        "Residents left.",
        "The boats left. Boats came.",
        "However, it rained in May.",
    ],
)
def test_titles_nationalities_and_words_that_open_a_sentence_are_no_names(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ana Cruz", "person"),
        ("J.B. Cruz", "person"),
        ("Harbour Ministry", "organisation"),
        ("Los Angeles Times", "organisation"),
        ("Germany", "organisation"),
        ("New York", "organisation"),
        ("Falk-Germany", "organisation"),
        ("NATO", "organisation"),
        ("Seabright", "unknown"),
        ("WHO", "organisation"),
        ("ProPublica", "organisation"),
        ("Allsides.com", "organisation"),
        ("AT&T", "organisation"),
        ("Burnaby RCMP", "organisation"),
        ("McHale", "unknown"),
        ("LaHolt", "unknown"),
        ("Nick Rasmussen", "person"),
        ("Americans", "organisation"),
    ],
)
def test_what_a_name_names(text, kind):
    assert found(f"Then {text} came.") == [(text, kind)]


@pytest.mark.parametrize(
    ("text", "name", "role", "kind"),
    [
        ("Then Home Secretary Ana Cruz left.", "Ana Cruz", "Home Secretary", "person"),
        ("Then Los Angeles Mayor Ana Cruz left.", "Ana Cruz", "Los Angeles Mayor", "person"),
        ("Then Ms. Cruz left.", "Cruz", "Ms.", "person"),
        ("Then Mayor Cruz left.", "Cruz", "Mayor", "person"),
        ("Then Pope Lucy left.", "Lucy", "Pope", "person"),
        ("Here, city spokesman Ana Cruz left.", "Ana Cruz", "city spokesman", "person"),
        ("Then Lt. Gov. Dana Hill left.", "Dana Hill", "Lt. Gov.", "person"),
        ("Then Rev. Dr. Saul Frey left.", "Saul Frey", "Rev. Dr.", "person"),
        ("Then Det. Sgt. Ruth Page left.", "Ruth Page", "Det. Sgt.", "person"),
        ("Then Supervisor Rex Holt left.", "Rex Holt", "Supervisor", "person"),
        ("Then Chief Justice Ana Cruz left.", "Ana Cruz", "Chief Justice", "person"),
        ("Then Vice President Ana Cruz left.", "Ana Cruz", "Vice President", "person"),
        ("Then Actress Ana Union left.", "Ana Union", "Actress", "person"),
        ("Then Sen. Sheldon Whitehouse left.", "Sheldon Whitehouse", "Sen.", "person"),
        ("Then Rep. Dean Holt left.", "Dean Holt", "Rep.", "person"),
        ("Then Associate Dean Holt left.", "Holt", "Associate Dean", "person"),
        ("Then Sir Ian Major left.", "Ian Major", "Sir", "person"),
        ("Then Mr. King left.", "King", "Mr.", "person"),
        (
            "Then Secretary of Education Miguel Cardo left.",
            "Miguel Cardo",
            "Secretary of Education",
            "person",
        ),
        (
            "Then Health and Human Services Secretary Ana Cruz left.",
            "Ana Cruz",
            "Health and Human Services Secretary",
            "person",
        ),
        ("We saw the spokesman, Ana Cruz, there.", "Ana Cruz", "spokesman", "person"),
    ],
)
def test_titles_and_roles_before_a_name_are_no_part_of_it(text, name, role, kind):
    (one,) = occurrences(segment(text))
    assert (text[one.start : one.end], one.role, one.kind, one.titled) == (name, role, kind, True)
    assert text[one.outer :].startswith(role)


@pytest.mark.parametrize(
    "text", ["Then Lucy Pope left.", "We saw nurses, Ana Cruz too.", "Then spoke Ana Cruz."]
)
def test_surnames_that_are_titles_and_lists_have_no_role(text):
    (one,) = occurrences(segment(text))
    assert (one.role, one.titled, one.outer) == ("", False, one.start)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We left the Ministry of Trade.", "Ministry of Trade"),
        ("We left the Ministry for Trade.", "Ministry for Trade"),
        ("We met Harbours to Lund (HTL).", "Harbours to Lund"),
        ("We met Harbours to Lund (ABC).", "Harbours"),
        ("We met Cruz of Lund.", "Cruz"),
        ("She left the Center for Rural and Urban Studies.", "Center for Rural and Urban Studies"),
        ("She left the Food and Drug Administration.", "Food and Drug Administration"),
        ("She works for Heart and Lung in Lund.", "Heart and Lung"),
        ("We saw the Ministry of Trade and Fisheries.", "Ministry of Trade and Fisheries"),
        ("We saw the Ministry of Trade and Congress.", "Ministry of Trade"),
    ],
)
def test_an_organisations_name_goes_on_behind_of_and_for(text, name):
    assert found(text)[0][0] == name


def test_a_ministry_that_opens_a_sentence_keeps_its_name():
    assert found("Ministry of Trade left.")[0][0] == "Ministry of Trade"


def test_a_verb_is_no_part_of_a_role():
    assert occurrences(segment("We met city spokesman Ana Cruz."))[0].role == "city spokesman"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then Lund leader Elise April left.", ["Elise April"]),
        ("Prime Minister Helen May left. In May, May slept.", ["Helen May", "May"]),
        ("Senator Peter August spoke. Mr. August slept in August.", ["Peter August", "August"]),
        ("Council leader Ruth March spoke. March told us so.", ["Ruth March", "March"]),
        ("We met Ana Cruz May 3.", ["Ana Cruz"]),
        ("Ruth March spoke on March 3.", ["Ruth March"]),
        ("Then Sandra Oh spoke. “No,” Oh said.", ["Sandra Oh", "Oh"]),
        ("Dorothy Day spoke. Then Day slept.", ["Dorothy Day", "Day"]),
        ("Will Young, a mechanic, spoke. Then Young left.", ["Will Young", "Young"]),
        ("Then George F. Will spoke. “No,” Will said.", ["George F. Will", "Will"]),
        ("Then Ana Will left.", ["Ana"]),
        ("Hunter Walker spoke. Christian Holt left.", ["Hunter Walker", "Christian Holt"]),
        ("Will Ana Cruz win? We saw her.", ["Ana Cruz"]),
        ("Then J.D. Vance met Ludwig van der Berg.", ["J.D. Vance", "Ludwig van der Berg"]),
        ("Ali al-Holt met Hassan Abu Nasr. Abu Nasr left.", ["Ali al-Holt", "Hassan Abu Nasr", "Abu Nasr"]),
        ("Two-thirds of them left. Oslo-based Ana Cruz came.", ["Ana Cruz"]),
        ("They’ve left. Calling Secretary Ana Cruz was late.", ["Ana Cruz"]),
        ("Ana Cruz USA TODAY left.", ["Ana Cruz", "USA"]),
        ("Facebook Twitter Pinterest Ana Cruz left.", ["Ana Cruz"]),
        ("Sen. Ana Cruz, R-Texas, left.", ["Ana Cruz"]),
        ("The Executive Order says so.", []),
        ("Dozens left. Needless to say, it rained.", []),
    ],
)  # fmt: skip
def test_words_that_are_surnames_and_words_that_are_none(text, names):
    assert [name for name, _ in found(text)] == names


def test_a_link_that_runs_into_a_name_is_no_part_of_it():
    text = "Sen. Ana Cruz Ana Maria CruzOvernight Health: Panel votes MORE (D-Ohio) left. Then Cruz came."
    assert [(name, o.weak) for (name, _), o in zip(found(text), occurrences(segment(text)), strict=True)] == [
        ("Ana Cruz", False),
        ("Ana Maria Cruz", True),
        ("Cruz", False),
    ]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("We saw Marcus Lodges today.", "Marcus Lodges", "organisation"),
        ("We saw Marcus Banks today.", "Marcus Banks", "person"),
        ("They read the Toronto Star today.", "Toronto Star", "organisation"),
        ("They read the Toronto Sun today.", "Toronto Sun", "organisation"),
        ("Then former Defense Department staff came.", "Defense Department", "organisation"),
        ("Then Senator Ana Church came.", "Ana Church", "person"),
        ("They passed Bill C-48 today.", "Bill C-48", "organisation"),
        (
            "Kenya Kiribati Kuwait Laos Lebanon Libya",
            "Kenya Kiribati Kuwait Laos Lebanon Libya",
            "organisation",
        ),
        ("Then Registrar Dean C. Holt came.", "Dean C. Holt", "person"),
        ("Then District Judges Otto Falk came.", "Otto Falk", "person"),
    ],
)
def test_firms_papers_and_lists_are_no_people(text, name, kind):
    assert (name, kind) in found(text)


def test_a_party_before_a_common_word_makes_nobody_of_it():
    assert ("House", "person") not in found("The Democratic House and a conservative Web site met.")
    assert ("Web", "person") not in found("The Democratic House and a conservative Web site met.")
    assert ("Falk", "person") in found("We met the conservative Falk.")


@pytest.mark.parametrize(
    "text", ["Ana Cruz MP left.", "Ana Cruz, MP, left.", "MP Ana Cruz left.", "MLA Ana Cruz left."]
)
def test_letters_of_an_office_are_no_part_of_a_name(text):
    assert [o.name.text for o in occurrences(segment(text))] == ["Ana Cruz"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana King left. King said no.", ["Ana King", "King"]),
        ("Ana King left. The King said no.", ["Ana King"]),
        ("The King left. King said no.", []),  # nobody is called so
        ("TJ Bishop left. Bishop said no.", ["TJ Bishop", "Bishop"]),
        ("Ana Senior left. Mr. Senior said no.", ["Ana Senior", "Senior"]),
        ("Mr. President left.", []),
        ("Dr. Otto King Jr. left. King said no.", ["Otto King Jr.", "King"]),
        ("Then a TV host left.", ["TV"]),
    ],
)
def test_a_title_is_a_surname_where_somebody_is_called_so(text, names):
    assert [name for name, _ in found(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A Lund-based nurse left.", []),
        ("The Cruz-backed bill passed.", []),
        ("We met Kim Dae-hyun there.", ["Kim Dae-hyun"]),
        ("We bought a T-shirt.", []),
        ("We met one Iowan there.", []),
        ("We met a Puerto Rican there.", []),
        ("We met Ana Hollander. Hollander left.", ["Ana Hollander", "Hollander"]),
        ("We fear the Fed there.", ["Fed"]),
        ("It rained. Said Ana Cruz of Lund: no.", ["Ana Cruz", "Lund"]),
        ("We met Edward Said. Said left.", ["Edward Said", "Said"]),
        ("We met Pope Francis.", ["Francis"]),
        ("We met Senate Democrats.", ["Senate Democrats"]),
        ("We asked the Department of Justice.", ["Department of Justice"]),
        ("Department of Justice Director Ana Cruz left.", ["Department", "Ana Cruz"]),
    ],
)
def test_what_is_like_a_name_and_is_none(text, names):
    assert [name for name, _ in found(text)] == names


def test_a_first_name_that_is_an_institution_too_makes_a_person():
    assert found("We met Cornell Belcher.") == [("Cornell Belcher", "person")]
    assert found("We met Cornell University.") == [("Cornell University", "organisation")]
    assert found("We met Cornell Press.") == [("Cornell Press", "organisation")]


def test_the_chief_of_staff_is_one_role():
    (name,) = occurrences(segment("Lund House Chief of Staff Ana Cruz left."))
    assert name.role == "Lund House Chief of Staff"
