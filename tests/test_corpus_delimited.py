"""CSV whose quotation marks do not pair, whose rows are too long, and what of it is read all the same."""

import io
import time

import pytest

from analysis.corpus import delimited
from analysis.corpus.delimited import Broken, Record


def records(text, **options):
    limits = {"tabs": False, "longest": 100_000, "most": 400_000, **options}
    return list(delimited.records(io.StringIO(text, newline=""), **limits))


def lines(found, kind):
    return [item.line for item in found if isinstance(item, kind)]


def test_an_unclosed_quotation_mark_costs_its_row_and_no_other():
    found = records('text,outlet\n"Never closed,A\n' + "".join(f"Row {n}.,B\n" for n in range(500)))
    assert lines(found, Broken) == [2]
    assert lines(found, Record) == [1, *range(3, 503)]
    assert found[1].reason == "bad row"
    assert found[2] == Record(3, ["Row 0.", "B"])


@pytest.mark.parametrize(
    "rows", ['"Never closed,A', 'A,"Never closed', '"Never closed","A', '"said "so" twice",A']
)
@pytest.mark.parametrize("after", ["Two.,B", '"Two.","B"', '"Two\n\nlines, ""both"" good",B'])
def test_reading_goes_on_with_the_next_row_however_it_is_quoted(rows, after):
    found = records(f"text,outlet\nOne.,A\n{rows}\n{after}\nEnd.,C\n")
    assert lines(found, Broken) == [3]
    assert lines(found, Record)[:3] == [1, 2, 4]
    assert found[-1].fields == ["End.", "C"]


def test_each_broken_row_is_told():
    found = records("text,outlet\n" + '"a" b,A\nGood.,B\n"c" d,A\n"e" f,A\nGood.,C\n')
    assert lines(found, Broken) == [2, 4, 5]
    assert lines(found, Record) == [1, 3, 6]


def test_rows_that_a_mark_closed_far_below_has_swallowed_come_back():
    swallowed = "".join(f"Row {n}.,B\n" for n in range(20))
    found = records(f'text,outlet\n"Never closed,A\n{swallowed}He said "no"\nLast.,C\n')
    assert lines(found, Record) == [1, *range(3, 25)]
    found = records(f'text,outlet\n"Never closed,A\n{swallowed}He called it a "\nLast.,C\n')
    assert lines(found, Broken) == [2]
    assert found[-1] == Record(24, ["Last.", "C"])


def test_lines_of_a_text_in_a_row_with_too_few_fields_are_no_rows():
    found = records('text,outlet\n"One.\nThe mayor, who left.\nThree."\nFour.,B\n')
    assert [item.fields for item in found[1:]] == [["One.\nThe mayor, who left.\nThree."], ["Four.", "B"]]


def test_a_row_longer_than_allowed_is_lost_whole_and_alone():
    found = records("text,outlet\n" + "word " * 100 + ",A\nTwo.,B\n", longest=50, most=200)
    assert lines(found, Broken) == [2]
    assert found[1].reason == "too large"
    assert found[2] == Record(3, ["Two.", "B"])
    paragraphs = "A line, of prose.\n" * 3 + "No comma here at all.\n" * 20
    found = records(f'text,outlet\n"{paragraphs}",A\nTwo.,B\n', longest=400, most=1600)
    assert [item for item in found if isinstance(item, Record)][-1] == Record(26, ["Two.", "B"])
    assert found[1].reason == "too large"
    assert not any(isinstance(item, Record) and "prose" in item.fields[1] for item in found)


def test_a_header_whose_marks_do_not_pair_is_read_without_them():
    found = records('"text,outlet\nOne.,A\nTwo.,B\n')
    assert [item.fields for item in found if isinstance(item, Record)] == [
        ["text", "outlet"],
        ["One.", "A"],
        ["Two.", "B"],
    ]
    assert lines(found, Broken) == [1]


def test_a_line_that_names_the_delimiter_is_no_header():
    assert records("sep=;\ntext;outlet\nOne, two.;A\n")[1:] == [Record(3, ["One, two.", "A"])]


@pytest.mark.parametrize("row", ['a","x\n', 'a","x\nok,ok\n', '"open,A\nfine,B\n', '"""\n', 'a,"\n'])
def test_no_pattern_of_marks_takes_time_beyond_the_length_of_the_file(row, monkeypatch):
    def seconds(rows):
        started = time.process_time()
        records("text,outlet\n" + row * rows, longest=2_000_000, most=8_000_000)
        return time.process_time() - started

    monkeypatch.setattr(delimited, "_AGAIN", 10_000)
    assert seconds(8000) < 10 * seconds(2000) + 0.5
