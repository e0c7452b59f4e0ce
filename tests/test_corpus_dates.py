"""Dates, datelines and bylines: recognised when they are beyond doubt."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import dateline, dates


@pytest.mark.parametrize(
    "value",
    ["2024-11-20", "20241120", "2024/11/20", "November 20, 2024", "Nov. 20, 2024", "20 November 2024",
     "20.11.2024", "11/20/2024", "20/11/2024", "11/20/24", "Wednesday, November 20th, 2024",
     "2024-11-20T00:00:00Z", "2024-11-20T02:00:00+02:00", "Wed, 20 Nov 2024 00:00:00 GMT",
     "Nov 19 2024 7:00 PM EST", "Nov 19 2024 7:00 PM ET", "1732060800", 1732060800, 1732060800000,
     20241120, 20241120.0, date(2024, 11, 20), datetime(2024, 11, 20), pd.Timestamp("2024-11-20"),
     pd.Timestamp("2024-11-20 01:00", tz="Europe/Berlin")],
)  # fmt: skip
def test_one_day_in_many_notations(value):
    assert dates.parse(value) == datetime(2024, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("GMT", 12, 12), ("UTC", 12, 12), ("Z", 12, 12), ("CET", 11, 11), ("CEST", 10, 10), ("EST", 17, 17),
        ("EDT", 16, 16), ("CST", 18, 18), ("CDT", 17, 17), ("MST", 19, 19), ("MDT", 18, 18), ("PST", 20, 20),
        ("PDT", 19, 19), ("ET", 17, 16), ("CT", 18, 17), ("MT", 19, 18), ("PT", 20, 19),
    ],
)  # fmt: skip
def test_noon_in_every_zone_that_news_writes(zone, winter, summer):
    assert dates.parse(f"Jan 15 2024 12:00 PM {zone}") == datetime(2024, 1, 15, winter, tzinfo=UTC)
    assert dates.parse(f"Jul 15 2024 12:00 PM {zone}") == datetime(2024, 7, 15, summer, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "year"),
    [("1/31/68", 2068), ("1/31/69", 1969), ("31.1.99", 1999), ("1/31/00", 2000), ("100000000", 1973)],
)
def test_two_digits_of_a_year_follow_posix(value, year):
    assert dates.parse(value).year == year


def test_the_first_and_last_years_that_a_table_can_hold():
    assert dates.parse("1678-01-01").year == 1678
    for outside in ("1677-12-31", "2262-01-01"):
        with pytest.raises(ValueError, match="outside"):
            dates.parse(outside)


@pytest.mark.parametrize(("zone", "hour"), [("ET", 5), ("CT", 6), ("MT", 7), ("PT", 8)])
def test_american_zones_are_known_by_two_letters(zone, hour):
    assert dates.parse(f"Nov 19 2024 0:00 AM {zone}") == datetime(2024, 11, 19, hour, tzinfo=UTC)
    assert dates.parse(f"Jul 19 2024 0:00 AM {zone}") == datetime(2024, 7, 19, hour - 1, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, "", "  ", "n/a", "NaN", "null", "Unknown"])
def test_no_date_is_no_error(value):
    assert dates.parse(value) is None


@pytest.mark.parametrize(
    "value",
    ["2016-09-31", "2/30/2020", "4/12/19", "03/04/2020", "2024", "2024-11", "November 2024", "November 20",
     "Friday", "soon", "10", "0001-01-01", "1500-01-01", "9999-12-31", "2024-13-45", "9" * 30, "9" * 200,
     True, [2024], {}, "20 Nov 2024 10:00 XYZ", float("inf"), b"2024-11-20", "0001-01-01T00:00:00+14:00"],
)  # fmt: skip
def test_what_is_no_date_or_not_one_only_is_refused(value):
    with pytest.raises(ValueError, match=r"."):
        dates.parse(value)


@settings(deadline=None)
@given(st.text() | st.integers() | st.floats() | st.datetimes() | st.dates())
def test_a_date_is_in_utc_or_refused(value):
    try:
        found = dates.parse(value)
    except ValueError:
        return
    assert found is None or (found.tzinfo is UTC and 1678 <= found.year <= 2261)


@pytest.mark.parametrize(
    "lead",
    [" date 2024-11-20 ", "date 2024-11-20\n", "WASHINGTON (AP) — ", "WASHINGTON — ", "WASHINGTON—",
     "NEW DELHI – ", "DANVILLE, Ky. –- ",
     "LONDON, Nov. 3 (Reuters) - ", "LONDON, Nov 3 (Reuters) - ", "WASHINGTON, D.C. -- ",
     "Paris (AFP) – ", "PARIS/BERLIN (Reuters) - ", "TEL AVIV, Israel — ", "Washington (CNN) ", "(CNN) ",
     "(Reuters) - ", "Seoul, South Korea (CNN) ", "ST. LOUIS, Mo. (AP) — ", "Nov. 20 (UPI) -- ",
     "ZÜRICH (dpa) – ", "SALT LAKE CITY, Utah, March 3, 2016 /PRNewswire/ -- ", "By Jane Doe\n\n",
     "By Jane Doe, Staff Writer\n", "By Jane Doe and Ludwig van der Berg\r\n", "BY JANE DOE\n",
     "By Jane Doe - August 22, 2012\n\nWASHINGTON (AP) — ",
     " date 2024-11-20 By Jane Doe\n\nLAGOS, Nigeria (AP) — "],
)  # fmt: skip
def test_what_stands_before_the_first_sentence(lead):
    assert dateline.leading(f"{lead}The mayor of Springfield resigned.")[0] == len(lead)


@pytest.mark.parametrize(
    "text",
    ["", " ", "date", "The date 2024-11-20 was set.", "date 2024-13-45 is none.", "WASHINGTON is quiet.",
     "By any measure, it was hot.", "By Monday\nall was calm.", "By the river - a house.",
     "NATO — The alliance met.", "IBM — which sells computers — grew.", "The mayor (AP) said — no.",
     "“WASHINGTON — we have a problem.”", "GOP - Republicans met.", "U.S. - China talks began.",
     "BREAKING — The dam broke.", "Obama (Reuters photo: A. Person) waved.", "A - B", "By Jane Doe\n",
     "WASHINGTON — "],
)  # fmt: skip
def test_what_is_text_stays_text(text):
    assert dateline.leading(text) == (0, None)


def test_only_leading_metadata_gives_a_date():
    assert dateline.leading(" date 2024-11-20 Snow fell.")[1] == datetime(2024, 11, 20, tzinfo=UTC)
    assert dateline.leading("LONDON, Nov. 3 (Reuters) - Snow fell.")[1] is None


@settings(deadline=None)
@given(st.text())
def test_the_body_begins_inside_the_text(text):
    start, _ = dateline.leading(text)
    assert start == 0 or 0 < start < len(text)


@pytest.mark.parametrize(
    "text",
    [
        "By " + "A" * 50_000,
        "A" * 50_000,
        "A " * 50_000,
        "A, " * 30_000,
        "\n" * 100_000,
        "By A. B" + ", C D" * 20_000,
    ],
)
def test_no_text_makes_the_expressions_slow(text):
    dateline.leading(text)
