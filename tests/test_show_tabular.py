"""Tables and concordances: what is escaped, how numbers, dates and missing values read."""

import re

import pandas as pd
import pytest
from markupsafe import Markup

from analysis.show import tabular

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)"></main>'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (1234567, "1,234,567"),
        (-3, "−3"),
        (0.1234, "0.123"),
        (12.345, "12.3"),
        (1234.5, "1,234"),
        (0.00012, "0.000120"),
        (1e-9, "1.0e−09"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
    ],
)
def test_numbers_have_three_digits_and_a_real_minus(value, expected):
    assert tabular.number(value) == expected


def test_shares_are_per_cent():
    assert tabular.number(0.1234, percent=True) == "12.3 %"


def test_table_escapes_cells_headers_and_caption_and_says_n():
    html = tabular.table(pd.DataFrame({HOSTILE: [HOSTILE]}), caption=HOSTILE, n=7)
    assert "<script" not in html
    assert "<img" not in html
    assert "1 of 7 rows" in html


def test_table_shows_missing_values_as_a_dash_and_sorts_numbers_by_value():
    html = tabular.table(pd.DataFrame({"a": [1.5, None], "b": [pd.NaT, pd.NA], "c": [True, False]}))
    assert html.count('<td class="missing">–</td>') == 3
    assert 'data-sort="1.5"' in html
    assert "<td>yes</td>" in html


def test_a_cell_is_as_wide_as_its_text_wants_it_marked_or_not():
    long = "not a word of it shall be taken back, he said"
    cells = [long, Markup("<mark>{}</mark>").format(long), "no", Markup("<mark>no</mark>")]
    html = tabular.table(pd.DataFrame({"wording": cells}, dtype="object"))
    assert re.findall(r'<td class="(long|short)" dir="auto">(<mark>)?', html) == [
        ("long", ""),
        ("long", "<mark>"),
        ("short", ""),
        ("short", "<mark>"),
    ]


def test_dates_lose_a_midnight_that_says_nothing():
    frame = pd.DataFrame(
        {"t": pd.to_datetime(["2024-01-01", "2024-01-02T10:30"], format="ISO8601", utc=True)}
    )
    html = tabular.table(frame)
    assert ">2024-01-01</td>" in html
    assert ">2024-01-02 10:30</td>" in html


def test_concordance_lines_up_keyword_and_contexts():
    frame = pd.DataFrame({"left": ["the <b>"], "keyword": ["word"], "right": ["here"], "outlet": ["A"]})
    html = tabular.concordance(frame, caption="C", n=3)
    assert '<td class="left">the &lt;b&gt;</td>' in html
    assert "1 of 3 lines" in html


def headings(frame: pd.DataFrame, **options) -> list[str]:
    html = tabular.table(frame, **options)
    return [Markup(th).striptags() for th in re.findall(r"<th[^>]*>(.*?)</th>", html)]


def test_a_heading_says_the_unit_that_tables_give_numbers_of_its_name():
    frame = pd.DataFrame(
        {"confidence": [0.5, None], "compound": [-1.0, 0.2], "tokens": [3, 4], "n_characters": [5, 6]}
    )
    assert headings(frame) == ["confidence 0 to 1", "compound -1 to 1", "tokens words", "n characters"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("confidence", [3.0, 12.0]),  # no shares: another column of this name
        ("confidence", ["low", "high"]),
        ("low", [0.1, 0.2]),  # an end of an interval of anything
        ("mentioned", [0.1, 0.2]),  # of no table
    ],
)
def test_a_heading_says_no_unit_that_its_numbers_may_not_have(name, values):
    assert headings(pd.DataFrame({name: values})) == [name]


def test_a_share_in_per_cent_needs_no_unit():
    assert headings(pd.DataFrame({"confidence": [0.5]}), percent=["confidence"]) == ["confidence"]
