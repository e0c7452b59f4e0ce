"""The figures of quotations draw the values of their summary, row by row."""

import numpy as np
import pandas as pd
import pytest
from drawn import Bar, bars, legend, points, rounded, rows, segments

from analysis import figures
from analysis.figures import style
from analysis.figures.quotations import KIND_COLOURS, STANCE_COLOURS

KINDS = pd.DataFrame(
    [
        ("Post", "direct", 0.5, 4), ("Post", "mixed", 0.0, 4), ("Post", "indirect", 0.5, 4),
        ("Globe", "direct", 0.25, 1200), ("Globe", "mixed", 0.125, 1200), ("Globe", "indirect", 0.625, 1200),
    ],
    columns=["outlet", "kind", "share", "total"],
)  # fmt: skip


def test_kinds_stand_behind_each_other_in_their_order_and_each_group_in_its_row():
    drawing = figures.quotation_kinds(KINDS)
    direct, mixed, indirect = (KIND_COLOURS[kind].lower() for kind in ("direct", "mixed", "indirect"))
    assert bars(drawing) == [
        Bar(0, 0, 0.5, direct), Bar(1, 0, 0.25, direct),
        Bar(0, 0.5, 0.5, mixed), Bar(1, 0.25, 0.375, mixed),
        Bar(0, 0.5, 1, indirect), Bar(1, 0.375, 1, indirect),
    ]  # fmt: skip
    assert rows(drawing) == ["Post (4)", "Globe (1,200)"]
    assert legend(drawing.figure) == {"direct": direct, "mixed": mixed, "indirect": indirect}
    assert drawing.get_title(loc="left") == "Kinds of quotation  (n = 1,204 quotations)"
    assert rounded(drawing.get_xlim()) == [0, 1]
    assert drawing.get_xlabel() == "share of quotations"


def test_a_kind_that_no_group_has_is_not_in_the_legend():
    drawing = figures.quotation_kinds(KINDS[KINDS["kind"] != "mixed"])
    assert list(legend(drawing.figure)) == ["direct", "indirect"]
    nowhere = figures.quotation_kinds(KINDS.assign(share=KINDS["share"].where(KINDS["kind"] != "mixed", 0)))
    assert list(legend(nowhere.figure)) == ["direct", "indirect"]


def test_stances_have_the_colours_of_their_classes_and_groups_by_another_column():
    shares = pd.DataFrame(
        [("May", "neutral", 0.75, 8), ("May", "doubt", 0.25, 8)],
        columns=["month", "stance", "share", "total"],
    )
    shares["stance"] = list(STANCE_COLOURS)[:3:2]
    drawing = figures.cue_stances(shares, by="month")
    first, _, third, *_ = (colour.lower() for colour in STANCE_COLOURS.values())
    assert bars(drawing) == [Bar(0, 0, 0.75, first), Bar(0, 0.75, 1, third)]
    assert rows(drawing) == ["May (8)"]


def shares_of(*found: tuple, by: str) -> pd.DataFrame:
    return pd.DataFrame(found, columns=[by, "share", "low", "high", "n", "total"])


def test_cue_verbs_are_bars_with_whiskers_in_the_colour_of_their_class():
    classes = list(STANCE_COLOURS)
    counted = shares_of(("say", 0.4, 0.3, 0.6, 40, 100), ("claim", 0.1, 0.05, 0.2, 10, 100), by="verb")
    counted["stance"] = [classes[0], classes[3]]
    drawing = figures.cue_verbs(counted)
    neutral, claimed = (STANCE_COLOURS[classes[i]].lower() for i in (0, 3))
    assert bars(drawing) == [Bar(0, 0, 0.4, neutral), Bar(1, 0, 0.1, claimed)]
    assert segments(drawing) == [[(0.3, 0), (0.6, 0)], [(0.05, 1), (0.2, 1)]]
    assert rows(drawing) == ["say (40)", "claim (10)"]
    assert legend(drawing) == {classes[0]: neutral, classes[3]: claimed}
    assert drawing.get_title(loc="left") == "Cue verbs  (n = 100 quotations with a verb)"
    assert drawing.get_xlabel() == "share of quotations, with 95 % intervals"


@pytest.mark.parametrize(
    ("highest", "end"),
    [(0.4, 0.42), (0.9, 0.525)],  # an interval of two articles does not squeeze the bars
)
def test_the_axis_ends_behind_the_intervals_but_at_most_two_and_a_half_times_the_largest_share(highest, end):
    drawing = figures.share_by_group(shares_of(("Post", 0.2, 0.1, highest, 2, 10), by="outlet"), "Loaded")
    assert rounded(drawing.get_xlim()) == [0, end]
    assert drawing.xaxis.get_major_formatter()(0.125, None) == "12.5 %"


def test_without_intervals_the_axis_ends_behind_the_largest_share_and_tells_of_none():
    nan = float("nan")
    found = shares_of(("Post", 0.6, nan, nan, 6, 10), ("Globe", 0.2, nan, nan, 2, 10), by="outlet")
    drawing = figures.share_by_group(found, "Loaded")
    assert rounded(drawing.get_xlim()) == [0, 0.63]
    assert drawing.get_xlabel() == "share of quotations"


def test_shares_of_nothing_still_have_an_axis():
    drawing = figures.share_by_group(shares_of(("Post", 0.0, 0.0, 0.4, 0, 10), by="outlet"), "Loaded")
    assert rounded(drawing.get_xlim()) == [0, 0.42]


def test_a_share_by_group_counts_all_of_the_group_and_shows_others_grey():
    found = shares_of(("Post", 0.2, 0.1, 0.3, 2, 10), ("3 others", 0.5, 0.4, 0.6, 5, 30), by="outlet")
    drawing = figures.share_by_group(found, "Loaded cues", unit="cues")
    assert bars(drawing) == [Bar(0, 0, 0.2, style.PALETTE[0].lower()), Bar(1, 0, 0.5, style.OTHERS.lower())]
    assert segments(drawing) == [[(0.1, 0), (0.3, 0)], [(0.4, 1), (0.6, 1)]]
    assert rows(drawing) == ["Post (10)", "3 others (30)"]
    assert drawing.get_title(loc="left") == "Loaded cues  (n = 40 cues)"


def test_speakers_without_groups_are_bars():
    found = shares_of(
        ("Ana Cruz", 0.3, 0.2, 0.4, 30, 100), ("Bo Pell", 0.1, 0.05, 0.2, 10, 100), by="speaker"
    )
    drawing = figures.speaker_share(found)
    assert [(b.start, b.end) for b in bars(drawing)] == [(0, 0.3), (0, 0.1)]
    assert segments(drawing) == [[(0.2, 0), (0.4, 0)], [(0.05, 1), (0.2, 1)]]
    assert rows(drawing) == ["Ana Cruz (30)", "Bo Pell (10)"]
    assert drawing.get_title(loc="left") == "Who is quoted most  (n = 100 quotations)"


def speakers_by_outlet(*outlets: str) -> pd.DataFrame:
    found = [
        (outlet, name, share + 0.01 * i, share - 0.1, share + 0.2, 1, 100 * (i + 1))
        for i, outlet in enumerate(outlets)
        for name, share in (("Ana Cruz", 0.3), ("Bo Pell", 0.15))
    ]
    return pd.DataFrame(found, columns=["outlet", "speaker", "share", "low", "high", "n", "total"])


def test_speakers_by_group_are_a_marker_for_each_group_side_by_side():
    drawing = figures.speaker_share(speakers_by_outlet("Post", "Globe"), by="outlet")
    assert [rounded(line.get_xdata()) for line in drawing.lines] == [[0.3, 0.15], [0.31, 0.16]]
    assert [rounded(line.get_ydata()) for line in drawing.lines] == [[-0.22, 0.78], [0.22, 1.22]]
    assert [line.get_marker() for line in drawing.lines] == list(style.MARKERS[:2])
    assert segments(drawing) == [
        [(0.2, -0.22), (0.5, -0.22)], [(0.05, 0.78), (0.35, 0.78)],
        [(0.2, 0.22), (0.5, 0.22)], [(0.05, 1.22), (0.35, 1.22)],
    ]  # fmt: skip
    assert rows(drawing) == ["Ana Cruz", "Bo Pell"]
    assert legend(drawing) == {
        "Post (100)": style.PALETTE[0].lower(),
        "Globe (200)": style.PALETTE[1].lower(),
    }
    assert drawing.get_legend().get_title().get_text() == "outlet (quotations)"
    assert drawing.get_title(loc="left") == "Who is quoted most, by outlet  (n = 300 quotations)"
    assert rounded(drawing.get_xlim()) == [0, round(0.31 * 1.5 * 1.05, 6)]
    assert not points(drawing)


def test_one_group_is_no_comparison():
    drawing = figures.speaker_share(speakers_by_outlet("Post"), by="outlet")
    assert drawing.get_title(loc="left") == "Who is quoted most  (n = 100 quotations)"
    assert len(bars(drawing)) == 2


def test_more_groups_than_markers_use_the_markers_again_and_a_higher_figure():
    outlets = [f"Outlet {n}" for n in range(8)]
    many = figures.speaker_share(speakers_by_outlet(*outlets), by="outlet")
    assert [line.get_marker() for line in many.lines] == [*style.MARKERS, style.MARKERS[0]]
    few = figures.speaker_share(speakers_by_outlet(*outlets[:3]), by="outlet")
    assert many.figure.get_figheight() > few.figure.get_figheight()


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        (figures.quotation_kinds, "No quotation was found"),
        (figures.cue_verbs, "No quotation has a verb"),
        (lambda frame: figures.share_by_group(frame, "x"), "No quotation was found"),
        (figures.speaker_share, "No speaker could be named"),
    ],
)
def test_nothing_is_said_in_a_sentence(figure, reason):
    assert (style.sentence_of(figure(pd.DataFrame())) or "").startswith(reason)


def test_a_share_without_an_interval_is_hollow_and_articles_stand_beside_quotations():
    shares = pd.DataFrame(
        [("Ana", 3, 10, 4, 0.3, 0.1, 0.6), ("Bo", 1, 10, 4, 0.1, np.nan, np.nan)],
        columns=["speaker", "n", "total", "articles", "share", "low", "high"],
    )
    drawing = figures.speaker_share(shares)
    sure, unsure = drawing.patches[:2]
    assert sure.get_facecolor() != (1.0, 1.0, 1.0, 1.0)
    assert unsure.get_facecolor() == (1.0, 1.0, 1.0, 1.0)
    assert unsure.get_edgecolor() == sure.get_facecolor()
    assert drawing.get_title(loc="left") == "Who is quoted most  (n = 10 quotations in 4 articles)"
