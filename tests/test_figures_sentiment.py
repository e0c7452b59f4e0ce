"""The figures of sentiment draw the means and intervals of their summary."""

import numpy as np
import pandas as pd
from drawn import bars, legend, lines, points, rounded, rows, segments
from matplotlib.colors import to_hex
from matplotlib.dates import date2num

from analysis import figures
from analysis.figures import style
from analysis.figures.sentiment import VOICE_COLOURS, VOICE_NAMES

OWN, QUOTED = (VOICE_COLOURS[voice].lower() for voice in ("outlet", "quoted"))


def by_voice() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "outlet": ["Post", "Globe", "2 others"], "n": [10, 1200, 7],
            "own": [0.1, -0.2, 0.3], "own_low": [0.05, -0.3, np.nan], "own_high": [0.2, -0.15, np.nan],
            "quoted": [-0.4, 0.0, np.nan], "quoted_low": [-0.5, -0.1, np.nan], "quoted_high": [-0.3, 0.25, np.nan],
        }
    )  # fmt: skip


def test_own_words_stand_over_quoted_ones_each_with_its_interval():
    drawing = figures.sentiment_by_voice(by_voice())
    own, _, quoted, _ = points(drawing)
    assert own.at == [(0.1, -0.2), (-0.2, 0.8)]
    assert quoted.at == [(-0.4, 0.2), (0.0, 1.2)]
    assert segments(drawing) == [
        [(0.05, -0.2), (0.2, -0.2)], [(-0.3, 0.8), (-0.15, 0.8)],
        [(-0.5, 0.2), (-0.3, 0.2)], [(-0.1, 1.2), (0.25, 1.2)],
    ]  # fmt: skip
    assert rows(drawing) == ["Post (10)", "Globe (1,200)", "2 others (7)"]
    assert legend(drawing) == {VOICE_NAMES["outlet"]: OWN, VOICE_NAMES["quoted"]: QUOTED}
    assert drawing.get_title(loc="left") == "Whose words are negative?  (n = 1,217 articles)"


def test_a_mean_without_an_interval_is_hollow_in_the_colour_of_its_voice():
    unsure = points(figures.sentiment_by_voice(by_voice()))[1]
    assert unsure.at == [(0.3, 1.8)]
    assert unsure.colours == ["#ffffff"]
    hollow = figures.sentiment_by_voice(by_voice()).collections
    edges = [
        to_hex(c.get_edgecolor()[0]) for c in hollow if len(c.get_offsets()) == 1 and c.get_zorder() == 3
    ]
    assert edges == [OWN, QUOTED]


def test_only_the_first_outlets_and_the_others_are_shown():
    assert rows(figures.sentiment_by_voice(by_voice(), top=1)) == ["Post (10)", "Globe (1,200)"]


def targets() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("Ana Cruz", "outlet", "Post", 3, 0.5, 0.4, 0.7), ("Ana Cruz", "quoted", "Globe", 4, -0.5, -0.6, -0.1),
            ("Bo Pell", "quoted", "Globe", 5, 0.25, 0.0, 0.5),
        ],
        columns=["target", "voice", "outlet", "n", "mean", "low", "high"],
    )  # fmt: skip


def test_each_target_has_a_point_for_each_voice_and_counts_both():
    drawing = figures.sentiment_toward(targets())
    own, _, quoted, _ = points(drawing)
    assert [p for p in own.at if p[0] == p[0]] == [(0.5, -0.2)]
    assert quoted.at == [(-0.5, 0.2), (0.25, 1.2)]
    assert segments(drawing) == [
        [(0.4, -0.2), (0.7, -0.2)], [(-0.6, 0.2), (-0.1, 0.2)], [(0.0, 1.2), (0.5, 1.2)]
    ]  # fmt: skip
    assert rows(drawing) == ["Ana Cruz (7)", "Bo Pell (5)"]
    assert legend(drawing) == {VOICE_NAMES["outlet"]: OWN, VOICE_NAMES["quoted"]: QUOTED}
    assert drawing.get_title(loc="left") == "Towards whom, in whose words  (n = 12 mentions)"


def test_the_same_targets_in_each_outlet():
    drawing = figures.sentiment_by_outlet(targets())
    post, _, globe, _ = points(drawing)
    assert [p for p in post.at if p[0] == p[0]] == [(0.5, -0.2)]
    assert globe.at == [(-0.5, 0.2), (0.25, 1.2)]
    assert legend(drawing) == {"Post": style.PALETTE[0].lower(), "Globe": style.PALETTE[1].lower()}
    assert rows(drawing) == ["Ana Cruz", "Bo Pell"]
    assert drawing.get_title(loc="left") == "The same names in different outlets  (n = 12 mentions)"


def test_one_outlet_is_nothing_to_compare():
    found = targets()
    assert style.sentence_of(figures.sentiment_by_outlet(found[found["outlet"] == "Globe"]))


def test_each_voice_is_a_line_in_its_band_over_time():
    periods = pd.to_datetime(["2024-01-01", "2024-02-01"])
    found = pd.DataFrame(
        {
            "period": [*periods, *periods], "voice": ["outlet"] * 2 + ["quoted"] * 2, "n": [3, 4, 5, 2],
            "mean": [0.1, 0.2, -0.1, -0.2], "low": [0.0, 0.1, -0.3, -0.4], "high": [0.3, 0.4, 0.0, -0.1],
        }
    )  # fmt: skip
    drawing = figures.sentiment_over_time(found)
    days = rounded(date2num(periods))
    assert [rounded(line.get_ydata()) for line in drawing.lines] == [[0.1, 0.2], [-0.1, -0.2], [0, 0]]
    assert rounded(date2num(drawing.lines[0].get_xdata())) == days
    bands = [{(round(x, 6), round(y, 6)) for x, y in b.get_paths()[0].vertices} for b in drawing.collections]
    assert bands == [
        {(days[0], 0.0), (days[1], 0.1), (days[0], 0.3), (days[1], 0.4)},
        {(days[0], -0.3), (days[1], -0.4), (days[0], 0.0), (days[1], -0.1)},
    ]
    assert legend(drawing) == {VOICE_NAMES["outlet"]: OWN, VOICE_NAMES["quoted"]: QUOTED}
    assert drawing.get_title(loc="left") == "Own and quoted voice over time  (n = 9 articles)"  # 5 and 4


def test_a_histogram_of_whole_articles_counts_them():
    scored = pd.DataFrame(
        {"voice": ["mixed", "mixed", "mixed", "outlet"], "compound": [-0.99, -0.98, 0.51, 0.51]}
    )
    drawing = figures.sentiment_of_articles(scored)
    heights = {round(p.get_x(), 2): p.get_height() for p in drawing.patches if p.get_height()}
    assert heights == {-1.0: 2, 0.5: 1}
    assert len(drawing.patches) == 40
    assert drawing.get_title(loc="left") == "One number an article  (n = 3 articles)"


def test_nothing_scored_is_a_sentence():
    nothing = pd.DataFrame({"voice": ["outlet"], "compound": [0.5]})
    assert style.sentence_of(figures.sentiment_of_articles(nothing)) == "No article was scored."
    assert style.sentence_of(figures.sentiment_by_voice(by_voice()[:0])) == "No article was scored."
    assert style.sentence_of(figures.sentiment_toward(targets()[:0]))
    assert (style.sentence_of(figures.sentiment_over_time(nothing[:0])) or "").startswith("Too few dated")
    assert not bars(figures.sentiment_by_voice(by_voice()))
    assert len(lines(figures.sentiment_by_voice(by_voice()))) == 1  # the line at nought
