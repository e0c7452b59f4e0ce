"""The figures of speakers draw the values of their summary."""

import numpy as np
import pandas as pd
from drawn import Bar, bars, legend, lines, named, points, rows, segments
from matplotlib.dates import date2num

from analysis import figures
from analysis.figures import style
from analysis.figures.speakers import GENDER_COLOURS, NODES, SOURCE_COLOURS


def test_kinds_of_source_and_genders_are_stacked_in_the_order_of_their_colours():
    shares = pd.DataFrame(
        [("Post", "anonymous", 0.25, 8), ("Post", "named person", 0.75, 8)],
        columns=["outlet", "source_kind", "share", "total"],
    )
    person, anonymous = (SOURCE_COLOURS[kind].lower() for kind in ("named person", "anonymous"))
    drawing = figures.source_kinds(shares)
    assert bars(drawing) == [Bar(0, 0, 0.75, person), Bar(0, 0.75, 1, anonymous)]
    assert drawing.get_title(loc="left") == "What the sources are  (n = 8 quotations)"
    genders = shares.assign(gender=["male", "female"]).rename(columns={"outlet": "month"})
    drawing = figures.speaker_genders(genders, by="month")
    female, male = (GENDER_COLOURS[kind].lower() for kind in ("female", "male"))
    assert bars(drawing) == [Bar(0, 0, 0.75, female), Bar(0, 0.75, 1, male)]
    assert list(legend(drawing.figure)) == ["female", "male"]


def day(date: str) -> float:
    return round(float(date2num(np.datetime64(date))), 6)


def test_each_speaker_is_a_line_from_the_first_to_the_last_quotation():
    profiles = pd.DataFrame(
        {
            "speaker": ["Ana Cruz", "Undated Una", "Bo Pell", "Cai Dahl"],
            "n": [1200, 9, 3, 1],
            "articles": [40, 2, 1, 1],
            "first": pd.to_datetime(["2024-01-02", None, "2024-03-01", "2024-02-01"], utc=True),
            "last": pd.to_datetime(["2024-05-01", None, "2024-04-01", "2024-02-01"], utc=True),
        }
    )
    drawing = figures.appearances(profiles, top=2)
    assert segments(drawing) == [
        [(day("2024-01-02"), 0), (day("2024-05-01"), 0)],
        [(day("2024-03-01"), 1), (day("2024-04-01"), 1)],
    ]
    first, last = points(drawing)
    assert first.at == [(day("2024-01-02"), 0), (day("2024-03-01"), 1)]
    assert last.at == [(day("2024-05-01"), 0), (day("2024-04-01"), 1)]
    assert rows(drawing) == ["Ana Cruz (1,200 in 40)", "Bo Pell (3 in 1)"]
    assert (
        drawing.get_title(loc="left")
        == "First and last quotation: how many, in how many articles  (n = 2 speakers)"
    )


def test_speakers_without_dates_are_a_sentence():
    profiles = pd.DataFrame({"speaker": ["Una"], "n": [1], "first": pd.to_datetime([None], utc=True)})
    reason = style.sentence_of(figures.appearances(profiles.assign(last=profiles["first"])))
    assert reason == "No quotation with a named speaker has a date, so there is nothing to draw."


PAIRS = pd.DataFrame(
    [("Ana", "Bo", 4, 10, 5), ("Ana", "Cai", 2, 10, 2), ("Dag", "Eva", 1, 1, 1)],
    columns=["speaker", "other", "together", "articles", "other_articles"],
)


def test_circles_grow_with_the_articles_that_quote_and_lines_with_those_that_quote_both():
    drawing = figures.quoted_together(PAIRS, top=2)
    (circles,) = points(drawing)
    assert circles.sizes == [200, 110, 56]  # 20 and 180 for the 10 of the largest
    places = dict(zip(("Ana", "Bo", "Cai"), circles.at, strict=True))
    assert named(drawing) == {
        "Ana (10)": places["Ana"], "Bo (5)": places["Bo"], "Cai (2)": places["Cai"]
    }  # fmt: skip
    ends = {
        frozenset(zip(x, y, strict=True)): line.get_linewidth()
        for (x, y), line in zip(lines(drawing), drawing.lines, strict=True)
    }
    assert ends == {
        frozenset([places["Ana"], places["Bo"]]): 4.0,
        frozenset([places["Ana"], places["Cai"]]): 2.25,
    }
    assert drawing.get_title(loc="left") == "Quoted in the same articles  (n = 3 speakers)"


def test_who_is_quoted_together_is_drawn_the_same_every_time():
    one, other = figures.quoted_together(PAIRS), figures.quoted_together(PAIRS)
    assert points(one) == points(other)
    assert len(points(one)[0].at) == 5


def test_of_many_speakers_the_most_quoted_are_drawn_with_the_lines_among_them():
    many = pd.DataFrame(
        [("Ana", f"Guest {n:02}", 1, 100, 50 - n) for n in range(45)],
        columns=PAIRS.columns,
    )
    drawing = figures.quoted_together(many)
    assert len(points(drawing)[0].at) == NODES == 40
    assert len(lines(drawing)) == 39
    assert points(drawing)[0].sizes[-1] == 20 + 180 * 12 / 100  # Guest 38 is the last


def test_nobody_quoted_together_is_a_sentence():
    assert (style.sentence_of(figures.quoted_together(PAIRS[:0])) or "").startswith("No two named speakers")
