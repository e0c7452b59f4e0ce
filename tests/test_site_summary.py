"""report.json: the report in numbers."""

import json

import pytest

from analysis import annotate
from analysis.execution import Run
from analysis.site import summary
from analysis.site.said import Choice, Said

TEXT = "“We won,” said Ada Byron. “We lost,” said Otto Falk. “We won again,” Byron said."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("summary")
    (folder / "articles.csv").write_text(
        f'text,outlet,published\n"{TEXT}",Post,2024-01-02\n"It rained.",Mail,2024-03-04\n"",Mail,\n',
        encoding="utf-8",
    )
    return folder


def test_counts_changes_rejects_timings_and_headline_numbers(folder):
    given = {"store": folder / "s", "engine": "rules", "sentiment": "lexicon", "workers": 1}
    store = annotate.run(folder / "articles.csv", **given)
    runs = {"one": Run("one", 1.234), "two": Run("two", 2.0, "it failed")}
    clock = summary.Clock()
    clock.lap("annotation")
    summary.write(folder / "r.json", store, runs, clock, said=Said.of(store, Choice()))
    told = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    counts = {name: told[name] for name in ("articles", "new", "changed", "gone", "rejects", "reasons")}
    assert counts == {"articles": 2, "new": 2, "changed": 0, "gone": 0, "rejects": 1, "reasons": {"empty": 1}}
    head = told["headline"]
    assert (head["outlets"], head["first"], head["last"]) == (2, "2024-01-02", "2024-03-04")
    assert (head["quotations"], head["quotations_not_counted"], head["kinds"]) == (3, 0, {"direct": 3})
    assert head["most_quoted"] == [
        {"name": "Ada Byron", "quotations": 2},
        {"name": "Otto Falk", "quotations": 1},
    ]
    assert told["notebooks"] == {"one": "done", "two": "it failed"}
    assert told["timings"]["of_notebooks"] == {"one": 1.23, "two": 2.0}
    assert told["timings"]["all"] >= told["timings"]["annotation"] >= 0
    again = annotate.run(folder / "articles.csv", **given)
    assert again.changes == {"new": 0, "changed": 0, "gone": 0}
    (folder / "articles.csv").write_text(
        f'text,outlet,published\n"{TEXT}",Posts,2024-01-02\n', encoding="utf-8"
    )
    assert annotate.run(folder / "articles.csv", **given).changes == {"new": 0, "changed": 1, "gone": 1}
