"""The simulations know the truth that they test against."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix

from analysis import statistics
from benchmarks import coverage, validity

ORDER = np.random.default_rng


def population(articles=60, terms=40):
    random = ORDER(1)
    counts = csr_matrix(random.poisson(2, size=(articles, terms)).astype(np.int32))
    described = pd.DataFrame({"article_id": [f"a{n}" for n in range(articles)]})
    described["published"] = pd.Timestamp("2020-01-01", tz="UTC") + pd.to_timedelta(
        np.arange(articles) // 2, unit="D"
    )
    words = np.asarray(counts.sum(axis=1)).ravel()
    names = pd.Index([f"letters{n}" for n in range(terms)], dtype=object)
    matrix = statistics.DocumentTermMatrix(counts, described, names, words)
    said = random.poisson(9, size=articles) + 1
    counted = pd.DataFrame({"all": said, "direct": random.binomial(said, 0.4), "words": words})
    counted = counted.assign(**{name: random.normal(size=articles) for name in coverage.MEANS})
    heard = pd.DataFrame(random.binomial(1, 0.7, size=(articles, 2)).astype(float))
    near = pd.DataFrame(
        random.poisson(3, size=(articles, 3)).astype(float), columns=["node", "every a", "near a"]
    )
    return validity.Population(matrix, counted, heard, near)


def test_intervals_of_samples_of_made_up_articles_cover_the_truth_as_often_as_they_say():
    rows = list(validity.coverage(population(), 400, ORDER(2)))
    assert {row["cell"] for row in rows} >= {
        "share: direct", "difference of shares: direct", "mean: tone_gap", "median: words",
        "lift: speakers 1 and 2", "logDice: word 1 near a common one",
    }  # fmt: skip
    shown = [row for row in rows if row["shown"] > 0.9 and row["n"] in ("10", "30", "100", "30, 30")]
    assert len(shown) > 10
    assert all(0.9 < row["value"] < 0.99 for row in shown)  # four standard errors of 400 draws


def test_an_interval_that_is_never_shown_claims_nothing():
    people = population()
    people = replace(people, counted=people.counted.assign(direct=0))
    rows = [row for row in validity.coverage(people, 20, ORDER(2)) if row["cell"] == "share: direct"]
    assert [(row["shown"], row["holds"]) for row in rows] == [(0, True)] * 5


def test_articles_dealt_at_random_have_no_keywords():
    rows = {row["cell"]: row for row in validity.keyness(population(), 120, ORDER(3), sides=(20, 40))}
    assert rows["words sure without any difference"]["value"] <= 1
    assert rows["words sure without any difference"]["draws"] == 3


def test_a_doubled_word_is_used_twice_where_it_was_used_once():
    matrix = population().matrix
    found = validity._doubled(matrix, np.array([3, 5]))
    before, after = matrix.counts.toarray(), found.counts.toarray()
    assert (after[:, [3, 5]] == 2 * before[:, [3, 5]]).all()
    assert (np.delete(after, [3, 5], axis=1) == np.delete(before, [3, 5], axis=1)).all()
    assert (found.words == after.sum(axis=1)).all()


def test_real_days_stay_together():
    matrix = population().matrix
    found = validity._real_days(matrix, ORDER(4))
    assert len(found.words) == 60
    rows = {tuple(row): day for row, day in zip(matrix.counts.toarray(), np.arange(60) // 2, strict=True)}
    days = pd.DataFrame({
        "was": [rows[tuple(row)] for row in found.counts.toarray()],
        "is": found.articles["published"].to_numpy(),
    })  # fmt: skip
    assert days.groupby("was")["is"].nunique().eq(1).all()
    assert days.groupby("is")["was"].nunique().eq(1).all()
    order = days.drop_duplicates("is").sort_values("is")["was"].tolist()
    assert order != sorted(order)


def test_an_event_is_five_articles_of_one_day():
    found = validity._events(population().matrix, ORDER(5))
    assert found.articles["published"].value_counts().tolist() == [5] * 30


def test_a_rate_rises_by_half_in_the_later_half():
    matrix = population(articles=400).matrix
    found = validity._risen(matrix, ORDER(6))
    rates = found.counts.toarray() / found.words[:, None]
    assert rates[75:].sum() / rates[:75].sum() == pytest.approx(1.5, abs=0.1)
    assert found.articles["published"].is_unique


def test_a_page_of_outlets_dealt_at_random_seldom_claims_anything_and_of_outlets_that_differ_it_does():
    (row,) = validity.sentences(population(), 60, ORDER(7))
    assert row["draws"] == 6
    assert row["value"] <= 1 / 6
    assert validity._claims(np.array([0.9, 0.8, 0.85]), ORDER(8))


def test_from_articles_to_a_table(tmp_path):
    said = [
        "“We {} the bridge,” said Ada Roe.",
        "Ben Poe said that the {} bridge would open.",
        "The bridge is {}.",
    ]
    verbs = ["closed", "painted", "measured", "crossed", "left", "saw", "mended", "sold"]
    lines = [
        {"id": f"a{n}", "outlet": "AB"[n % 2], "published": f"2020-01-{n % 28 + 1:02}",
         "text": " ".join(line.format(verbs[(n * k) % 8]) for k, line in enumerate(said, 1)) + f" Number {n}."}
        for n in range(36)
    ]  # fmt: skip
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    out = tmp_path / "validity.json"
    validity.main(["--articles", str(corpus), "--draws", "20", "--json", str(out), "--only", "coverage"])
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["draws"] == 20
    assert {row["section"] for row in found["rows"]} == {"coverage"}
    assert "share: direct" in {row["cell"] for row in found["rows"]}
    table = out.with_suffix(".md").read_text(encoding="utf-8")
    assert table.count("\n| coverage |") == len(found["rows"])
    same = tmp_path / "same.json"
    validity.main(["--articles", str(corpus), "--draws", "20", "--json", str(same), "--only", "coverage"])
    assert same.read_text(encoding="utf-8") == out.read_text(encoding="utf-8")
