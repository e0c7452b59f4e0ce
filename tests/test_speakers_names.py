import pytest

from analysis.speakers import lexicon, names


@pytest.mark.parametrize(
    ("written", "given", "last", "suffix"),
    [
        ("Sen. Ana Maria Cruz", ("ana", "maria"), "cruz", ""),
        ("Ludwig van der Holt", ("ludwig",), "van der holt", ""),
        ("Mr. Berg", (), "berg", ""),
        ("Holt, Ana", ("ana",), "holt", ""),
        ("Peter Berg, Jr.", ("peter",), "berg", "jr"),
        ("Kim Dae-hyun", ("dae-hyun",), "kim", ""),
        ("Ruritanian foreign minister Otto Falk", ("otto",), "falk", ""),
        ("Falk’s", (), "falk", ""),
        ("José Núñez", ("jose",), "nunez", ""),
        ("Berg Jr.", (), "berg", "jr"),
        ("Jr.", (), "jr", ""),
        ("Dr. Otto King Jr.", ("otto",), "king", "jr"),
        ("Ana Berg III", ("ana",), "berg", "iii"),
        ("De Blasio", (), "de blasio", ""),
        ("Van der Holt", (), "van der holt", ""),
        ("Dean Holt", ("dean",), "holt", ""),
        ("Al Holt", ("al",), "holt", ""),
    ],
)
def test_a_name_has_its_parts(written: str, given: tuple[str, ...], last: str, suffix: str) -> None:
    name = names.parse(written)
    assert (name.given, name.last, name.suffix) == (given, last, suffix)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Joe Berg", "Joseph Berg", True),
        ("J. Berg", "Joseph Berg", True),
        ("Jane Berg", "Joseph Berg", False),
        ("Berg", "Joseph Berg", True),
        ("Peter Berg Jr.", "Peter Berg", False),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", True),
        ("Olena Zelenskiy", "Olena Zelenskyy", True),
        ("Ana Cruz-Doe", "Ana Cruz", True),
        ("Ana Cruz", "Ana Kruse", False),
        ("Maria Ana Cruz", "Ana Cruz", True),
        ("José Núñez", "Jose Nunez", True),
        ("George W. Berg", "George H.W. Berg", False),
        ("George W. Berg", "George Walker Berg", True),
        ("George W. Berg", "George Berg", True),
    ],
)
def test_names_that_may_be_one_persons(one: str, other: str, same: bool) -> None:
    assert names.compatible(names.parse(one), names.parse(other)) is same
    assert names.compatible(names.parse(other), names.parse(one)) is same


@pytest.mark.parametrize(
    ("written", "gender"),
    [
        ("Mrs. Berg", "female"),
        ("Sir Alex Berg", "male"),
        ("Susan Berg", "female"),
        ("Peter Berg", "male"),
        ("Berg", "unknown"),
        ("Kim Berg", "unknown"),
    ],
)
def test_gender_comes_from_titles_and_first_names(written: str, gender: str) -> None:
    assert names.gender(names.parse(written)) == gender


@pytest.mark.parametrize("key", ["", " ", "-", "’", "al-", "1", "Ő"])
def test_any_text_has_a_name(key: str) -> None:
    assert isinstance(names.parse(key).text, str)
    assert isinstance(names.surname_key(key), str)


def test_first_names_are_sorted_into_genders() -> None:
    assert lexicon.gender_of("maria") == "female"
    assert lexicon.gender_of("ahmed") == "male"
    assert lexicon.gender_of("george") == "male"  # 93 % in all countries
    assert lexicon.gender_of("andrea") == "female"  # 83 %, and 98 % in the US
    assert lexicon.gender_of("kim") == "unknown"
    assert lexicon.gender_of("xqzzy") == "unknown"
    assert not lexicon.is_first_name("xqzzy")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("ANA CRUZ-DOE", "Ana Cruz-Doe"),
        ("J.B. CRUZ", "J.B. Cruz"),
        ("CRUZ", "CRUZ"),
        ("Ana CRUZ", "Ana CRUZ"),
    ],
)
def test_a_name_in_capitals_is_written_without_them(written: str, text: str) -> None:
    assert names.parse(written).text == text


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Ana Cruz", ["Ana Cruz"]),
        ("Ana Cruz and Otto Falk", ["Ana Cruz", "Otto Falk"]),
        ("Ana Cruz, Bo Dahl and Otto Falk", ["Ana Cruz", "Bo Dahl", "Otto Falk"]),
        ("Otto Falk, Jr.", ["Otto Falk, Jr."]),
    ],
)
def test_people_named_together_are_told_apart(text: str, several: list[str]) -> None:
    assert names.separate(text) == several
