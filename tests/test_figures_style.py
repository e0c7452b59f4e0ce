"""What every figure is made of: bars, bands, panels, titles, names of points, axes."""

import numpy as np
import pandas as pd
import pytest
from drawn import Bar, bars, named, rounded, rows, segments
from matplotlib.figure import Figure

from analysis.figures import style

BLUE = style.PALETTE[0].lower()


def test_bars_stand_from_the_top_with_their_whiskers_and_counts():
    drawing = style.axes()
    style.bars(drawing, ["a", "b"], [3.0, 1.0], low=[2.5, 1.2], high=[4.0, 2.0], n=[1000, 2])
    assert bars(drawing) == [Bar(0, 0, 3, BLUE), Bar(1, 0, 1, BLUE)]
    # A bound on the wrong side of its value is drawn at the value.
    assert segments(drawing) == [[(2.5, 0), (4.0, 0)], [(1.0, 1), (2.0, 1)]]
    assert rows(drawing) == ["a (1,000)", "b (2)"]


def test_bars_without_intervals_have_no_whiskers_and_without_counts_bare_labels():
    drawing = style.axes()
    style.bars(drawing, ["a", "b"], pd.Series([3, 1]), low=[1, 1], colour=["#ff0000", "#00ff00"])
    assert [bar.colour for bar in bars(drawing)] == ["#ff0000", "#00ff00"]
    assert segments(drawing) == []
    assert rows(drawing) == ["a", "b"]


def test_a_band_lies_between_its_bounds_round_its_line():
    drawing = style.axes()
    style.band(drawing, [1, 2], [5, 6], [4, 5], [7, 9], label="words " * 9, colour="#ff0000")
    corners = {(float(x), float(y)) for x, y in drawing.collections[0].get_paths()[0].vertices}
    assert corners == {(1, 4), (2, 5), (1, 7), (2, 9)}
    (line,) = drawing.lines
    assert (rounded(line.get_xdata()), rounded(line.get_ydata())) == ([1, 2], [5, 6])
    assert line.get_color() == "#ff0000"
    assert line.get_label() == "words words words words words w…"
    style.band(drawing, [1], [1], [1], [1])
    assert str(drawing.lines[1].get_label()).startswith("_")  # no word in a legend


@pytest.mark.parametrize(
    ("n", "columns", "grid"), [(1, 3, (1, 1)), (3, 3, (1, 3)), (4, 3, (2, 3)), (4, 2, (2, 2)), (7, 3, (3, 3))]
)
def test_panels_fill_a_grid_row_by_row(n, columns, grid):
    drawn = style.panels(n, columns=columns, height=1.5)
    assert len(drawn) == n
    figure = drawn[0].figure
    spec = drawn[0].get_subplotspec().get_gridspec()
    assert (spec.nrows, spec.ncols) == grid
    assert figure.get_figheight() == pytest.approx(1.5 * grid[0] + 0.4)
    assert [axes.get_visible() for axes in figure.axes] == [True] * n + [False] * (grid[0] * grid[1] - n)


def test_panels_share_their_axes_unless_told_not_to():
    one, two = style.panels(2)
    one.set_xlim(0, 7)
    assert rounded(two.get_xlim()) == [0, 7]
    one, two = style.panels(2, share=False)
    one.set_xlim(0, 7)
    assert rounded(two.get_xlim()) == [0, 1]


def test_under_every_column_of_panels_stand_numbers():
    drawn = style.panels(4, columns=3)
    below = [axes.xaxis.get_tick_params()["labelbottom"] for axes in drawn]
    assert below == [False, True, True, True]  # nothing stands under the second and third


def test_a_title_tells_how_many_of_what():
    drawing = style.axes()
    style.title(drawing, "Costs $5", n=1234, unit="words")
    assert drawing.get_title(loc="left") == r"Costs \$5  (n = 1,234 words)"
    style.title(drawing, "Costs", n=0)
    assert drawing.get_title(loc="left") == "Costs  (n = 0 articles)"
    style.title(drawing, "Costs")
    assert drawing.get_title(loc="left") == "Costs"
    style.title(drawing.figure, "Whole")
    assert drawing.figure.get_suptitle() == "Whole"


def test_a_picture_of_several_axes_is_no_sentence():
    assert style.sentence_of(style.panels(2)[0].figure) is None
    assert style.sentence_of(Figure()) is None


def test_figures_grow_with_their_rows():
    assert style.row_height(0) == style.row_height(1) == pytest.approx(1.37)
    assert style.row_height(11) - style.row_height(1) == pytest.approx(2.7)


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("abcde", 5, "abcde"),
        ("abcdef", 5, "abcd…"),
        ("abc def", 5, "abc…"),
        (" a\n b ", 5, "a b"),
        (7, 5, "7"),
    ],
)
def test_long_labels_are_cut_with_an_ellipsis(text, length, short):
    assert style.shorten(text, length) == short


def test_labels_past_the_palette_are_grey():
    found = style.colours([f"label {n}" for n in range(9)])
    assert list(found.values()) == [*style.PALETTE, style.OTHERS, style.OTHERS]


def test_a_logarithmic_axis_writes_its_numbers_out():
    drawing = style.axes()
    style.log_axis(drawing, "y")
    assert (drawing.get_xscale(), drawing.get_yscale()) == ("linear", "log")
    formatter = drawing.yaxis.get_major_formatter()
    assert [formatter(value, 0) for value in (0.1, 1, 1000)] == ["0.1", "1", "1,000"]
    style.log_axis(drawing, "x")
    assert drawing.get_xscale() == "log"


def test_points_are_named_where_there_is_room_and_the_first_come_first():
    drawing = style.axes()
    x, y = [0.5, 0.5, 0.1], [0.5, 0.5, 0.1]
    drawing.scatter(x, y)
    drawing.set(xlim=(0, 1), ylim=(0, 1))
    assert (
        style.label_points(
            drawing, x, y, ["here", "there", "corner"], colour=["#ff0000", "#00ff00", "#0000ff"]
        )
        == 3
    )
    tints = {t.get_text(): t.get_color() for t in drawing.texts}
    assert tints == {"here": "#ff0000", "there": "#00ff00", "corner": "#0000ff"}
    sides = {t.get_text(): t.get_horizontalalignment() for t in drawing.texts}
    assert (sides["here"], sides["there"]) == ("left", "right")  # the first side is on the right
    assert list(named(drawing).values()) == [(0.5, 0.5), (0.5, 0.5), (0.1, 0.1)]


def test_a_name_that_would_leave_the_picture_is_put_on_the_other_side_or_left_out():
    drawing = style.axes()
    drawing.set(xlim=(0, 1), ylim=(0, 1))
    assert style.label_points(drawing, np.array([0.99]), np.array([0.5]), ["a long name"]) == 1
    assert drawing.texts[0].get_horizontalalignment() == "right"
    assert style.label_points(drawing, [2.0], [0.5], ["outside"]) == 0
    assert len(drawing.texts) == 1


@pytest.mark.parametrize(
    ("dates", "filled"),
    [
        (["2024-01-01", "2024-02-01", "2024-05-01"], ["2024-03", "2024-04"]),  # months
        (["2024-01-01", "2024-04-01", "2025-01-01"], ["2024-07", "2024-10"]),  # quarters
        (["2020-01-01", "2021-01-01", "2024-01-01"], ["2022-01", "2023-01"]),  # years
        (["2024-02-01", "2024-03-01"], []),
        ([], []),
    ],
)
def test_a_line_breaks_at_periods_of_which_nothing_is_known(dates, filled):
    rows = pd.DataFrame({"at": pd.to_datetime(dates), "share": [float(n) for n in range(len(dates))]})
    found = style.without_bridges(rows.iloc[::-1], "at")
    empty = found[found["share"].isna()]
    assert [f"{day:%Y-%m}" for day in empty["at"]] == filled
    assert found["share"].dropna().tolist() == rows["share"].tolist()
    assert found["at"].is_monotonic_increasing


def test_axes_are_laid_out_where_drawing_puts_them():
    places = []
    for lay_out in (style.lay_out, Figure.draw_without_rendering):
        drawing = style.axes()
        drawing.plot([0, 1000], [0, 1])
        drawing.set_ylabel("a name\non two lines")
        before = drawing.get_position().bounds
        lay_out(drawing.get_figure(root=True))
        places.append(drawing.get_position().bounds)
    assert places[0] == places[1] != before


@pytest.mark.parametrize(
    ("values", "labels"), [([1, 2], ["0", "1", "2"]), ([800, 2400], ["0", "1,000", "2,000"])]
)
def test_an_axis_of_counts_has_whole_numbers_only(values, labels):
    drawing = style.axes()
    style.bars(drawing, ["a", "b"], values)
    style.count_axis(drawing, "x")
    written = [drawing.xaxis.get_major_formatter()(value) for value in drawing.get_xticks()]
    assert set(labels) <= set(written)
    assert not any("." in label for label in written)


def test_an_axis_of_few_days_shows_days_and_neither_hours_nor_years():
    one, many = style.axes(), style.axes()
    one.scatter([20000.0], [1])
    many.scatter([20000.0, 20100.0], [1, 2])
    for drawing in (one, many):
        drawing.xaxis_date()
        style.date_axis(drawing)
    assert one.get_xlim() == (19997.0, 20003.0)
    assert many.get_xlim()[0] < 20000.0 < 20100.0 < many.get_xlim()[1]


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (3, 7, ["3", "4", "5", "6", "7"]),
        (400, 900, ["400", "500", "600", "700", "800", "900"]),
        (3, 60, ["5", "10", "20", "50"]),
        (1, 1000, ["1", "10", "100", "1,000"]),
    ],
)
def test_a_logarithmic_axis_has_numbers_however_short_it_is(low, high, shown):
    drawing = style.axes()
    style.log_axis(drawing, "x")
    drawing.set_xlim(low * 0.99, high * 1.01)
    drawing.get_figure().draw_without_rendering()
    ticks = [*drawing.xaxis.get_majorticklabels(), *drawing.xaxis.get_minorticklabels()]
    inside = [t for t in ticks if t.get_text() and low <= t.get_position()[0] <= high]
    assert [t.get_text() for t in sorted(inside, key=lambda t: t.get_position()[0])] == shown


def test_of_one_the_title_speaks_in_the_singular():
    drawing = style.axes()
    style.title(drawing, "Told", n=1, unit="quotations with a verb", articles=1)
    assert drawing.get_title(loc="left") == "Told  (n = 1 quotation with a verb in 1 article)"
