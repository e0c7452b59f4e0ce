"""What notebook 06 says of themes: shares with intervals, groups, a variable, seeds, and why there is nothing."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_themes import corpus

from analysis import figures, summaries, tables
from analysis.cli import main
from analysis.figures import style
from analysis.store import Store
from analysis.summaries.themes import read_seeds
from analysis.themes import fitting


class Counted(Store):
    """A store of term counts and articles alone."""

    def batches(self, name, columns=None, where=None):
        """The term counts."""
        yield corpus()[1]

    def table(self, name, *, columns=None, where=None):
        """The articles with their subject."""
        if columns and "nothing" in columns:
            raise ValueError("articles has no column nothing")
        return corpus()[0][list(columns)]


STORE = Counted("nowhere", ())


def articles(size: int = 320) -> pd.DataFrame:
    found = corpus(320)[0].head(size)
    days = pd.date_range("2020-01-01", periods=320, freq="6h", tz="UTC")[:size]
    outlets = ["The Pier", "The Gull", "The Kelp", None] * 80
    return found.assign(outlet=outlets[:size], published=days, cluster=found["article_id"])


@pytest.fixture(scope="module")
def found() -> summaries.themes:
    return summaries.fitted(STORE, articles(), k=3, numbers=(2, 3), refits=5, top=2)


def test_the_table_has_shares_in_intervals_and_headlines(found):
    table = summaries.theme_table(found)
    assert table["articles"].sum() == 320
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()
    assert "name" not in table
    assert not table["unstable"].any()
    assert all(len(h.split(" · ")) == 3 for h in table["headlines"])
    assert summaries.described_themes(table).startswith("320 articles in 3 themes, the largest with 33 %.")


def test_several_numbers_stand_side_by_side_and_none_is_called_the_best(found):
    several = summaries.numbers_of_themes(found)
    assert several["k"].tolist() == [2, 3]
    assert "best" not in " ".join(several.columns)
    assert several["nearness"].is_monotonic_increasing


def test_shares_by_outlet_are_of_its_articles_and_others_are_together(found):
    by = summaries.themes_by(found, "outlet")
    assert by.groupby("outlet")["share"].sum().round(6).eq(1).all()
    assert by.drop_duplicates("outlet").set_index("outlet")["total"].to_dict() == {
        "The Gull": 80,
        "The Kelp": 80,
        "2 others": 160,
    }
    assert (by["low"] <= by["share"]).all()
    assert by["theme"].tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_a_theme_that_an_outlet_has_once_has_no_interval_up_to_most_of_its_articles(found):
    """Of 80 articles one in three samples, and none in two: no more than half an article is read from none."""
    few = np.tile(np.array([[1 / 80]]), (1, 1))
    samples = np.array([1, 0, 1, 0, 1])[:, None, None] / 80
    _, high = fitting.interval(few, samples, least=0.5 / 80)
    _, wide = fitting.interval(few, samples)
    assert high < 0.05 < wide


def test_unstable_themes_stand_last_in_the_shares_of_outlets(found):
    jaccard = found.refits[found.at].jaccard.copy()
    jaccard[:, 0] = 0.2
    again = replace(found.refits[found.at], jaccard=jaccard)
    changed = replace(found, refits=tuple(again if n == found.at else r for n, r in enumerate(found.refits)))
    by = summaries.themes_by(changed, "outlet")
    assert by["theme"].tolist() == [1, 1, 1, 2, 2, 2, 0, 0, 0]
    assert by["unstable"].tolist() == [False] * 6 + [True] * 3


def test_months_without_five_articles_have_no_interval(found):
    months = summaries.themes_by(found, "month")
    assert months["month"].unique().tolist() == ["2020-01", "2020-02", "2020-03"]
    assert months.loc[months["total"] >= 5, "low"].notna().all()
    few = summaries.fitted(STORE, articles().assign(published=pd.NaT), k=3, numbers=(), refits=0)
    assert not len(summaries.themes_by(few, "month"))
    assert summaries.themes_by(few, "outlet")["why"].eq("too few refits").all()


def test_every_theme_leads_to_its_articles(found):
    listed = summaries.theme_articles(found)
    assert len(listed) == 320
    assert listed.groupby("theme")["nearness"].apply(lambda s: s.is_monotonic_decreasing).all()


def test_a_variable_stands_beside_the_themes(found):
    crossed = summaries.themes_and_variable(found, STORE, variable="subject")
    assert crossed.groupby("value")["share"].max().tolist() == [1, 1, 1]
    assert "3 values of subject, in 320 articles" in summaries.described_variable(crossed, variable="subject")
    assert not len(summaries.themes_and_variable(found, STORE))
    with pytest.raises(ValueError, match="no column nothing"):
        summaries.themes_and_variable(found, STORE, variable="nothing")


def test_seeds_are_read_and_what_is_none_is_refused():
    assert read_seeds("sea: ship, tide; law: judge;") == {"sea": ["ship", "tide"], "law": ["judge"]}
    assert read_seeds("") == {}
    for wrong in ("sea", "sea:", ": ship"):
        with pytest.raises(ValueError, match="a colon and words"):
            read_seeds(wrong)


def test_a_seed_names_its_theme():
    named = summaries.themes(STORE, articles(), k=3, numbers=(), refits=0, seeds="courts: judge, jury")
    assert named["name"].tolist() == ["courts", "", ""]
    assert not named["unstable"].any()
    assert "Without refits" in summaries.described_themes(named)


def test_few_articles_are_a_sentence():
    few = summaries.fitted(STORE, articles(299), k=3)
    table = summaries.theme_table(few)
    assert "fewer than 300" in summaries.described_themes(table)
    assert "fewer than 300" in style.sentence_of(figures.themes(table))
    for frame in (summaries.themes_by(few), summaries.theme_articles(few), summaries.numbers_of_themes(few)):
        assert not len(frame)


def test_figures_have_n_and_unstable_themes_are_grey(found):
    table = summaries.theme_table(found).assign(unstable=[False, False, True])
    drawing = figures.themes(table)
    colours = [patch.get_facecolor() for patch in drawing.patches[:3]]
    assert colours[0] == colours[1] != colours[2]
    assert "320" in drawing.get_title(loc="left") + drawing.get_title()
    months = figures.theme_months(summaries.themes_by(found, "month"), table)
    assert len(months.get_lines()) == 2


def test_the_command_prints_themes_and_a_sentence_for_few(tmp_path, capsys, monkeypatch):
    from analysis import store as stores

    monkeypatch.setattr(stores, "read", lambda path: STORE)
    monkeypatch.setattr(Counted, "__len__", lambda self: 320)
    monkeypatch.setattr(summaries, "selection", lambda store: articles())
    assert main(["themes", "nowhere", "--k", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told) == 3
    assert {"theme", "words", "share", "low", "high", "stability", "unstable", "headlines"} <= told[0].keys()
    monkeypatch.setattr(summaries, "selection", lambda store: articles(10))
    assert main(["themes", "nowhere"]) == 0
    assert "fewer than 300" in capsys.readouterr().out


@pytest.mark.parametrize("k", ["1", "201", "x"])
def test_a_wrong_number_of_themes_is_refused(k, capsys):
    with pytest.raises(SystemExit):
        main(["themes", "nowhere", "--k", k])
    assert "from 2 to 200" in capsys.readouterr().err


def test_the_tables_say_what_their_columns_are():
    assert tables.TABLES["themes"].key == ("k", "theme")
    assert np.all([spec.meaning for spec in tables.TABLES["article_themes"].columns.values()])


def test_where_all_articles_have_the_same_words_it_is_a_sentence_too():
    class Alike(Counted):
        def batches(self, name, columns=None, where=None):
            """One word, in every article."""
            yield corpus()[1].drop_duplicates("article_id").assign(term="pier")

    table = summaries.themes(Alike("nowhere", ()), articles(), k=3)
    assert not len(table)
    assert summaries.described_themes(table).startswith("Every article has the same words")
    assert style.sentence_of(figures.themes(table)).startswith("Every article has the same words")
