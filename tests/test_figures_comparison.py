"""The figures of the comparison draw the values of their summary."""

import pandas as pd
from drawn import Bar, bars, legend, lines, named, points, rounded, rows
from matplotlib.text import Annotation

from analysis import figures
from analysis.figures import style

FIRST, SECOND, *_ = (colour.lower() for colour in style.PALETTE)


def test_speakers_share_the_bar_of_each_outlet():
    space = pd.DataFrame(
        [
            ("Post", "Ana Cruz", 0.5, 4), ("Post", "nobody named", 0.5, 2),
            ("Globe", "Ana Cruz", 0.25, 1), ("Globe", "Bo Pell", 0.125, 1000), ("Globe", "other speakers", 0.625, 9),
        ],
        columns=["outlet", "speaker", "share", "n"],
    )  # fmt: skip
    drawing = figures.speaker_space(space)
    nobody, others = style.GRID.lower(), style.OTHERS.lower()
    assert [bar for bar in bars(drawing) if bar.start != bar.end] == [
        Bar(0, 0, 0.25, FIRST), Bar(1, 0, 0.5, FIRST),
        Bar(1, 0.5, 1, nobody),
        Bar(0, 0.25, 0.375, SECOND),
        Bar(0, 0.375, 1, others),
    ]  # fmt: skip
    assert rows(drawing) == ["Globe (1,010)", "Post (6)"]
    assert legend(drawing.figure) == {
        "Ana Cruz": FIRST, "nobody named": nobody, "Bo Pell": SECOND, "other speakers": others
    }  # fmt: skip
    assert drawing.get_title(loc="left") == "Whom each outlet lets speak  (n = 1,016 quotations)"
    assert rounded(drawing.get_xlim()) == [0, 1]
    assert drawing.xaxis.get_major_formatter()(0.25, None) == "25 %"


FRAMING = pd.DataFrame(
    [
        (7, "Post", 0.9, "Ana Cruz", "We will build"), (7, "Globe", 0.2, "Ana Cruz", "We will build"),
        (3, "Post", 0.1, "Bo Pell", "It is late"), (3, "Globe", 0.5, "Bo Pell", "It is late"),
        (5, "Globe", 0.8, "Cai Dahl", "No"),
    ],
    columns=["utterance", "outlet", "position", "who", "content"],
)  # fmt: skip


def test_utterances_stand_in_the_order_of_their_first_place_a_point_for_each_outlet():
    drawing = figures.order(FRAMING)
    assert rows(drawing) == ["Bo Pell: It is late", "Ana Cruz: We will build", "Cai Dahl: No"]
    assert lines(drawing) == [([0.1, 0.5], [0, 0]), ([0.2, 0.9], [1, 1]), ([0.8, 0.8], [2, 2])]
    globe, post = points(drawing)
    assert globe.at == [(0.2, 1), (0.5, 0), (0.8, 2)]
    assert post.at == [(0.9, 1), (0.1, 0)]
    assert (globe.colours, post.colours) == ([FIRST], [SECOND])
    assert legend(drawing.figure) == {"Globe": FIRST, "Post": SECOND}
    assert drawing.get_title(loc="left") == "Where each outlet puts it  (n = 3 utterances)"
    assert drawing.xaxis.get_major_formatter()(0.25, None) == "25 %"


def test_of_many_utterances_those_that_come_first_are_shown_and_all_are_counted():
    drawing = figures.order(FRAMING, top=1)
    assert rows(drawing) == ["Bo Pell: It is late"]
    assert [found.at for found in points(drawing)] == [[(0.5, 0)], [(0.1, 0)]]
    assert drawing.get_title(loc="left") == "Where each outlet puts it  (n = 3 utterances)"


CHAINS = pd.DataFrame(
    [("Post ← Reuters ← an official", 3), ("Globe ← Ana Cruz", 1), ("Herald ← Bo Pell", 1)],
    columns=["chain", "n"],
)


def test_a_chain_reads_from_the_outlet_to_the_innermost_source():
    chains = CHAINS.copy()
    chains.attrs["articles"] = 4
    drawing = figures.chains(chains, top=2)
    said = {t.get_text(): t.get_position() for t in drawing.texts if not isinstance(t, Annotation)}
    assert {name: row for name, (_, row) in said.items()} == {
        "Post (3)": 0, "Reuters": 0, "an official": 0, "Globe": 1, "Ana Cruz": 1
    }  # fmt: skip
    assert said["Post (3)"][0] < said["Reuters"][0] < said["an official"][0]
    bottom, top = drawing.get_ylim()
    assert bottom > 1 > 0 > top  # the first row is on top, all rows inside
    assert drawing.get_title(loc="left") == "Who told whom  (n = 5 quotations in 4 articles)"


def test_no_arrow_runs_through_a_box_and_no_box_out_of_the_figure():
    long = pd.DataFrame([("The Morning Post ← WWWWWWWWWW WWWWWWWWWWWWWW ← il", 2)], columns=["chain", "n"])
    drawing = figures.chains(long)
    drawing.figure.draw_without_rendering()
    there = drawing.transData.inverted()
    boxes = [
        t.get_bbox_patch().get_window_extent().transformed(there)
        for t in drawing.texts
        if not isinstance(t, Annotation)
    ]
    arrows = [sorted([t.xy[0], t.get_position()[0]]) for t in drawing.texts if isinstance(t, Annotation)]
    assert len(arrows) == len(boxes) - 1 == 2
    for (start, end), before, behind in zip(arrows, boxes, boxes[1:], strict=False):
        assert before.x1 <= start + 0.03 < end <= behind.x0 + 0.03
    assert boxes[-1].x1 <= drawing.get_xlim()[1]


def test_an_arrow_points_from_the_source_to_who_quotes_it():
    arrow = next(t for t in figures.chains(CHAINS).texts if isinstance(t, Annotation))
    assert arrow.arrowprops["arrowstyle"] == "<-"
    assert named(figures.chains(CHAINS)) == {}


def test_nothing_shared_is_a_sentence():
    assert (style.sentence_of(figures.speaker_space(pd.DataFrame())) or "").startswith(
        "No quotation was found"
    )
    assert (style.sentence_of(figures.order(FRAMING[:0])) or "").startswith("No utterance is shared")
    assert (style.sentence_of(figures.chains(CHAINS[:0])) or "").startswith("No article quotes somebody")
