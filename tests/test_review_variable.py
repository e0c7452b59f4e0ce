"""A variable of one's own: its values stand in the codebook, a classifier predicts it, and its shares hold."""

import functools
import json
import shlex
import shutil
import tempfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis import review, statistics, store, summaries, tables, themes
from analysis.cli import main, parser
from analysis.review import codebook, designs, estimator, sheet, sheet_reading
from analysis.review.cross_fitting import Codes, rows
from analysis.store import integrity, place, reviews
from tests.reviewed import AT, decide, run

SIZE, OUTLETS = 48, ("Gull", "Kelp")
BOOK = "- conflict: two sides stand against each other\n- economy: what it costs\n"


def is_conflict(number: int) -> bool:
    return number % 3 == 0


def text_of(number: int) -> str:
    """One of two subjects in most articles of each value, the other one in every eighth."""
    fight = is_conflict(number) != (number % 8 == 7)
    words = "The quarrel of the rival crews grew" if fight else "The price of the harbour tickets rose"
    return f"{words} on the pier.\n\nIt was day {number}.\n\nNobody said why."


@functools.cache
def made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="variable-"))
    about = [
        {"id": f"a{n:02d}", "outlet": OUTLETS[n % 2], "date": f"2024-0{1 + n % 2}-03", "text": text_of(n)}
        for n in range(SIZE)
    ]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(r) + "\n" for r in about), encoding="utf-8")
    run(folder)
    return folder


@pytest.fixture
def annotated(tmp_path):
    shutil.copytree(made(), tmp_path, dirs_exist_ok=True)
    return store.read(tmp_path / "store")


@pytest.fixture
def sample(annotated):
    drawn = review.draw(annotated, 30, name="first", seed=3, variables=["frame"], double=0)
    listed = drawn.codebook() + "\n" + BOOK
    place.write(drawn.place, listed.encode(), reviews.FOLDER, "first", reviews.CODEBOOK)
    return drawn


def code(sample: review.Sample, units: list[str], coder: str = "Ada") -> None:
    """Each unit as it is."""
    steps = [(u, "variable", (), {"name": "frame", "value": value_of(u)}) for u in units]
    decide(sample, coder, *steps)


def value_of(unit: str) -> str:
    return "conflict" if is_conflict(int(unit[1:])) else "economy"


# --- values ---------------------------------------------------------------------------------------------------------


def test_the_codebook_lists_the_values_of_a_variable_a_line_each():
    book = (
        "# Codebook\n- none: of no variable\n## Frame\n- conflict: two sides: a and b\n* **cost of it**: money\n"
        "  - not a value, but an example\n- `no frame` – neither\n- conflict\n-5 is none\n## genre\n- report\n"
    )
    assert codebook.values(book, "frame") == ["conflict", "cost of it", "no frame"]
    assert codebook.values(book, "genre") == ["report"]
    assert codebook.values(book, "issue") == []


def test_the_codebook_of_a_new_sample_lists_none_and_any_value_is_taken(annotated):
    drawn = review.draw(annotated, 3, name="free", variables=["frame"])
    assert codebook.values(drawn.codebook(), "frame") == []
    decide(drawn, "Ada", (drawn.drawn["unit"][0], "variable", (), {"name": "frame", "value": "anything"}))
    assert list(review.codes(drawn)["value"]) == ["anything"]


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("frame", "war", "conflict, economy"),
        ("frame", " ", "conflict, economy"),
        ("genre", "report", "has frame"),
    ],
)
def test_a_value_or_variable_that_there_is_not_is_refused_and_what_is_allowed_told(sample, name, value, why):
    with pytest.raises(ValueError, match=why):
        decide(sample, "Ada", (sample.drawn["unit"][0], "variable", (), {"name": name, "value": value}))
    assert review.read(sample) == []


def test_a_sheet_offers_the_values_takes_them_in_any_case_and_refuses_others(sample, tmp_path):
    path = tmp_path / "ada.xlsx"
    sheet.write(sample, path, coder="Ada")
    book = openpyxl.load_workbook(path)
    units = book["units"]
    assert [v.formula1 for v in units.data_validations.dataValidation] == ['"conflict,economy"']
    column = {cell.value: cell.column for cell in units[1]}["frame"]
    for row, written in ((2, " Conflict "), (3, "war"), (4, "economy")):
        units.cell(row, column).value = written
    book.save(path)
    new, problems = sheet_reading.read(sample, path, coder="Ada", at=AT)
    assert new == 2
    assert [(p.row, "conflict, economy" in p.reason) for p in problems] == [(3, True)]
    assert sorted(review.codes(sample)["value"]) == ["conflict", "economy"]


def test_coders_of_a_unit_count_in_equal_parts_and_the_third_look_alone(sample):
    one, two = sample.drawn["unit"][:2]
    for coder, value in (("Ada", "conflict"), ("Bob", "economy")):
        told = {"name": "frame", "value": value}
        decide(sample, coder, (one, "variable", (), told), (two, "variable", (), told))
    third = review.event(
        sample,
        two,
        "variable",
        coder="Cy",
        at=AT,
        after={"name": "frame", "value": "economy"},
        role="adjudicator",
    )
    review.append(sample, [third], coder="Cy")
    found = tables.validate("codes", review.codes(sample)).set_index(["unit", "coder"])["weight"]
    assert found[one].to_dict() == {"Ada": 0.5, "Bob": 0.5}
    assert found[two].to_dict() == {"Ada": 0.0, "Bob": 0.0, "Cy": 1.0}


# --- predictions ----------------------------------------------------------------------------------------------------


def test_all_articles_are_predicted_and_coded_ones_out_of_fold_too(annotated, sample):
    code(sample, list(sample.drawn["unit"]))
    told = review.classify(annotated, sample, "frame")
    assert (told.coded, told.articles, sum(told.values.values())) == (30, SIZE, 30)
    assert told.right > told.commonest
    found = tables.validate("predictions", review.predictions(sample))
    out = found[found["out_of_fold"]]
    assert set(out["article_id"]) == set(sample.drawn["article_id"])
    assert found.groupby(["article_id", "out_of_fold"])["probability"].sum().to_numpy() == pytest.approx(1)
    assert out["fold"].nunique() == 5
    assert found.loc[~found["out_of_fold"], "fold"].isna().all()
    assert integrity.verify(annotated.place) == []


def test_the_estimate_is_the_cross_fitted_one_of_the_rows_that_are_kept(annotated, sample):
    code(sample, list(sample.drawn["unit"]))
    review.classify(annotated, sample, "frame")
    found = review.predictions(sample)
    found = found[found["value"] == "conflict"].set_index("article_id")
    every, out = (found.loc[found["out_of_fold"] == of, "probability"] for of in (False, True))
    row = review.estimate(sample, "share frame=conflict").iloc[0]
    y = pd.Series({u: float(value_of(u) == "conflict") for u in out.index})
    assert 0 < row["lambda"] <= 1
    assert row["machine"] == pytest.approx(every.mean())
    assert row["hand"] == pytest.approx(y.mean())
    assert row["corrected"] == pytest.approx(row["lambda"] * every.mean() + (y - row["lambda"] * out).mean())
    assert row["gain"] < 1
    assert row["low"] < 1 / 3 < row["high"]


def test_an_estimate_is_of_todays_codes_whatever_was_predicted_before(annotated, sample):
    first, last = list(sample.drawn["unit"][:20]), list(sample.drawn["unit"][20:])
    code(sample, first)
    review.classify(annotated, sample, "frame")
    code(sample, last)
    made_now = review.estimate(sample, "frame")
    review.classify(annotated, sample, "frame")
    pd.testing.assert_frame_equal(review.estimate(sample, "frame"), made_now)
    path = sample.place.path(reviews.FOLDER, "first", "predictions-frame.parquet")
    Path(path).write_bytes(b"torn")
    assert review.predictions(sample).empty
    pd.testing.assert_frame_equal(review.estimate(sample, "frame"), made_now)


def test_shares_of_a_group_add_up_to_one_and_the_groups_are_those_asked_for(annotated, sample):
    code(sample, list(sample.drawn["unit"]))
    found = tables.validate("estimates", review.estimate(sample, "frame", "outlet"))
    assert set(found["group"]) == set(OUTLETS)
    assert found.groupby("group")[["machine", "corrected", "hand"]].sum().to_numpy() == pytest.approx(1)
    assert set(review.estimate(sample, "frame", "month")["group"]) == {"2024-01", "2024-02"}
    with pytest.raises(ValueError, match="outlet, month"):
        review.estimate(sample, "frame", "speaker")
    with pytest.raises(ValueError, match="conflict, economy"):
        review.estimate(sample, "share frame=war")


def test_what_a_classifier_counts_is_never_told_alone(annotated, sample):
    code(sample, list(sample.drawn["unit"])[:14])
    found = review.estimate(sample, "frame", "outlet")
    few = found["articles"] < 10
    assert few.any()
    assert found.loc[few, ["machine", "corrected"]].isna().all(axis=None)
    assert found.loc[few, "note"].str.startswith("fewer than 10").all()
    assert found.loc[~found["corrected"].isna(), ["low", "high", "hand"]].notna().all(axis=None)


def test_one_value_teaches_nothing_and_is_estimated_by_hand_alone(annotated, sample):
    conflicts = [u for u in sample.drawn["unit"] if value_of(u) == "conflict"]
    assert len(conflicts) >= 10
    code(sample, conflicts)
    with pytest.raises(ValueError, match="one value only"):
        review.classify(annotated, sample, "frame")
    row = review.estimate(sample, "share frame=conflict").iloc[0]
    assert (row["corrected"], row["hand"], row["lambda"]) == (1, 1, 0)
    assert np.isnan(row["machine"])
    assert "by hand alone" in row["note"]


def test_codes_that_the_codebook_lists_no_more_are_told(annotated, sample):
    code(sample, list(sample.drawn["unit"]))
    book = sample.codebook().replace("- economy", "- money")
    place.write(sample.place, book.encode(), reviews.FOLDER, "first", reviews.CODEBOOK)
    with pytest.raises(ValueError, match="economy, which the codebook does not list"):
        review.classify(annotated, sample, "frame")


def test_examples_teach_and_are_kept_out_of_every_estimate(annotated):
    found = review.draw(annotated, 20, name="examples", design="find", variables=["frame"])
    code(found, list(found.drawn["unit"]))
    assert review.classify(annotated, found, "frame").coded == 20
    with pytest.raises(ValueError, match="drawn to find examples"):
        review.estimate(found, "frame")
    told = summaries.variable_shares(annotated, variable="frame", sample="examples")
    assert told.empty
    assert "find examples" in summaries.described_shares(told, variable="frame", sample="examples")


# --- intervals ------------------------------------------------------------------------------------------------------


def drawn_codes(value: np.ndarray, n: int, seed: int, design: str = "random") -> Codes:
    """A sample of a corpus in which all is known."""
    names = np.char.mod("%04d", np.arange(len(value)))
    frame = pd.DataFrame({"unit": names, "article_id": names, "outlet": "A"})
    frame = designs.drawn(frame, n, design, np.linspace(0, 1, len(value)), seed=seed)
    done = frame["sampled"].to_numpy(bool)
    hand = np.column_stack([value, 1 - value]) * done[:, None]
    none = np.full(hand.shape, np.nan)
    return Codes(frame, ("1", "0"), done, hand.astype(float), none, none)


def coverage(*, draws: int = 40, n: int = 40) -> tuple[float, float]:
    """How often the interval holds the share: as it is made, and with models that saw what they are judged by."""
    order = np.random.default_rng(5)
    value = (order.random(600) < 0.2).astype(int)
    points = order.normal(size=(600, 30)) + value[:, None] * 0.25
    points /= np.sqrt((points**2).sum(axis=1, keepdims=True))
    held: list[tuple[bool, bool]] = []
    for seed in range(draws):
        codes = drawn_codes(value, n, seed)
        at = np.flatnonzero(codes.done)
        told = themes.classified(points, at, pd.Series(value[at].astype(str)), penalty=0.01)
        assert told.values == ["0", "1"]
        every, out = told.every[:, ::-1], np.zeros((600, 2))
        out[at] = told.coded[:, ::-1]
        ends = []
        for one in (out, every):
            _, _, cells = rows(Codes(codes.frame, codes.values, codes.done, codes.hand, every, one))[0]
            ends.append(cells[2] <= value.mean() <= cells[3])
        held.append((ends[0], ends[1]))
    return tuple(np.mean(held, axis=0))


def test_intervals_hold_because_models_are_not_taught_what_they_are_judged_by():
    as_made, in_sample = coverage()
    assert as_made >= 0.9
    assert in_sample <= 0.65


def test_the_interval_is_wilsons_with_what_the_classifier_is_worth():
    value = np.array([1, 0, 0, 0] * 25)
    codes = drawn_codes(value, 100, 0)  # all are coded: nothing is left to be unsure of
    chances = np.column_stack([value * 0.8 + 0.1, 0.9 - value * 0.8])
    _, _, cells = rows(Codes(codes.frame, codes.values, codes.done, codes.hand, chances, chances))[0]
    assert cells[1] == pytest.approx(0.25)
    codes = drawn_codes(value, 40, 1)
    y = value[codes.done]
    _, _, hand = rows(codes)[0]
    t2 = estimator.inference.quantile(39, 0.95) ** 2
    effective = 40 / (1 - 40 / 100)
    middle = (y.mean() + t2 / (2 * effective)) / (1 + t2 / effective)
    assert (hand[2] + hand[3]) / 2 == pytest.approx(middle)
    _, _, both = rows(Codes(codes.frame, codes.values, codes.done, codes.hand, chances, chances))[0]
    assert both[7] == pytest.approx(1)  # cov over var is 1.25, and no λ is above 1
    effective *= np.var(y) / np.var(y - chances[codes.done, 0])
    assert (both[2] + both[3]) / 2 == pytest.approx((both[1] + t2 / (2 * effective)) / (1 + t2 / effective))


def test_what_a_classifier_is_worth_in_a_group_is_told_by_all_groups():
    """In one outlet it happens to be right of all ten that are coded; its interval is no narrower for that."""
    value = np.array([1, 0, 0, 0, 0] * 8)
    codes = drawn_codes(value, 20, 0)
    done = np.tile([True, False], 20)
    hand = np.column_stack([value, 1 - value]) * done[:, None].astype(float)
    outlet = np.repeat(["Herald", "Post"], 20).astype(object)
    wrong = np.where((outlet == "Post") & (np.arange(40) % 3 == 0), 1 - value, value)
    chances = np.column_stack([wrong, 1 - wrong]).astype(float)
    frame = codes.frame.assign(pi=0.5, sampled=done)
    found = rows(Codes(frame, codes.values, done, hand, chances, chances), outlet)
    y, m = value[done], wrong[done] * found[0][2][7]
    by_group = [np.r_[part[:10] - part[:10].mean(), part[10:] - part[10:].mean()] for part in (y, y - m)]
    gain = (by_group[0] ** 2).sum() / (by_group[1] ** 2).sum()
    assert gain > 1.1
    t2 = estimator.inference.quantile(9, 0.95) ** 2
    effective = 10 * gain / 0.5
    for group, first, cells in found:
        if first == codes.values[0]:
            middle = (cells[1] + t2 / (2 * effective)) / (1 + t2 / effective)
            assert (cells[2] + cells[3]) / 2 == pytest.approx(middle), group


# --- commands and pages ---------------------------------------------------------------------------------------------


def test_the_commands_lead_from_codes_to_shares(annotated, sample, tmp_path, capsys):
    where = str(tmp_path / "store")
    assert main(["review", "classify", where, "first", "--variable", "frame"]) == 2
    assert "0 coded articles" in capsys.readouterr().err
    code(sample, list(sample.drawn["unit"]))
    assert main(["review", "classify", where, "first", "--variable", "genre"]) == 2
    assert "first has frame" in capsys.readouterr().err
    assert main(["review", "classify", where, "first", "--variable", "frame"]) == 0
    told = capsys.readouterr().out
    assert "30 coded articles" in told
    assert "predictions counted are no shares" in told
    assert main(["review", "estimate", where, "first", "frame", "--by", "outlet", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {(r["group"], r["what"]) for r in found} == {
        (o, f"share frame={v}") for o in OUTLETS for v in ("conflict", "economy")
    }
    for table, size in (("codes", 30), ("predictions", 2 * (SIZE + 30))):
        assert main(["export", where, "--table", table, "--format", "jsonl"]) == 0
        assert len(capsys.readouterr().out.splitlines()) == size


def test_a_page_without_a_sample_says_how_to_have_one(annotated):
    asked = {"variable": "frame", "sample": ""}
    found = summaries.variable_shares(annotated, **asked)
    assert found.empty
    assert "newsbook review draw" in summaries.described_shares(found, **asked)


def test_a_page_shows_shares_by_outlet_month_and_theme(annotated, sample):
    asked = {"variable": "frame", "sample": "first"}
    code(sample, list(sample.drawn["unit"]))
    found = summaries.variable_shares(annotated, **asked)
    assert set(zip(found["by"], found["group"], strict=True)) == {
        ("all", "all"), ("outlet", "Gull"), ("outlet", "Kelp"), ("month", "2024-01"), ("month", "2024-02")
    }  # fmt: skip
    said = summaries.described_shares(found, **asked)
    assert said.startswith("30 articles of 48 in the sample first coded for frame.")
    assert "narrower" in said
    other = summaries.variable_shares(annotated, variable="genre", sample="first")
    assert "has the variables frame" in summaries.described_shares(other, variable="genre", sample="first")
    none = summaries.Fitted(annotated.table("articles"), (), (), 0, (), np.zeros((SIZE, 0)))
    assert "fewer than 300" in summaries.variable_by_theme(none, annotated, **asked).attrs["reason"]


def test_themes_are_groups_like_others_and_articles_off_the_page_are_in_none(annotated, sample):
    code(sample, list(sample.drawn["unit"]))
    articles = annotated.table("articles", columns=["article_id"]).iloc[:40]
    counts = annotated.table("term_counts")
    fit = themes.fit(
        themes.vectors(statistics.document_term_matrix(counts, articles), minimum_count=2), k=2, seed=1
    )
    known = fit.vectors.matrix.articles
    found = summaries.Fitted(known, (fit,), (), 0, (), np.zeros((40, 0)))
    shown = summaries.variable_by_theme(found, annotated, variable="frame", sample="first")
    sizes = shown.drop_duplicates("group").set_index("group")["N"]
    assert sizes["no theme"] == 8 + (fit.theme < 0).sum()
    assert sorted(sizes.drop("no theme")) == sorted(n for n in np.bincount(fit.theme[fit.theme >= 0]) if n)
    assert shown["corrected"].notna().all()


def test_groups_with_fewer_than_ten_coded_articles_are_left_out_and_counted(annotated, sample):
    asked = {"variable": "frame", "sample": "first"}
    month = annotated.table("articles").set_index("article_id")["published"].dt.month
    units = sample.drawn.assign(month=month[sample.drawn["article_id"]].to_numpy())
    code(sample, [*units[units["month"] == 1]["unit"], *units[units["month"] == 2]["unit"][:3]])
    found = summaries.variable_shares(annotated, **asked)
    assert found[found["by"] == "month"]["group"].unique().tolist() == ["2024-01"]
    assert (found["n_coded"] >= 10).all()
    told = "1 outlet and 1 month have fewer than 10 coded articles and are left out."
    assert summaries.described_groups(found) == told
    assert summaries.described_shares(found, **asked).endswith(told)
    found.attrs["left out"] = {"month": 1}
    assert summaries.described_groups(found).startswith("1 month has fewer than 10")
    found.attrs["left out"] = {}
    assert summaries.described_groups(found) == "Every group has 10 coded articles or more."


def test_the_tone_that_people_gave_stands_beside_the_scores_of_an_outlet(annotated, sample):
    steps = [(u, "sentiment", (), {"value": -1 if u < "a24" else 0}) for u in sample.drawn["unit"]]
    decide(sample, "Ada", *steps, *[(u, "done", (), {}) for u in sample.drawn["unit"]])
    articles = summaries.selection(annotated)
    scored = summaries.sentiment_scores(annotated, articles, "article")
    found = summaries.sentiment_by_voice(scored, corrected="first").set_index("outlet")
    assert found["corrected"].between(-1, 0).all()
    assert (found["corrected_low"] < found["corrected_high"]).all()
    assert found["n_coded"].sum() == 30
    pd.testing.assert_frame_equal(
        summaries.sentiment_by_voice(scored).set_index("outlet"), found[found.columns[:-5]]
    )
    other_days = summaries.selection(annotated, since="2024-02-01")
    scored = summaries.sentiment_scores(annotated, other_days, "article")
    assert summaries.sentiment_by_voice(scored, corrected="first")["corrected"].isna().all()


def test_the_command_lines_of_the_tutorial_are_ones_that_the_parser_takes():
    written = (Path(__file__).parent.parent / "docs" / "variable.md").read_text("utf-8").splitlines()
    calls = [line for line in written if line.startswith("newsbook ")]
    steps = {parser().parse_args(shlex.split(call)[1:]).__dict__.get("step") for call in calls}
    assert steps >= {"draw", "sheet", "read", "agreement", "classify", "estimate"}
