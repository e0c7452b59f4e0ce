"""Which notebooks of the report before can stand."""

import json
from dataclasses import replace

import pytest

from analysis import annotate, execution
from analysis.execution import Run, parameters
from analysis.site import again, summary

PLAIN = {"engine": "rules", "sentiment": "lexicon", "workers": 1}
NAME = "02-sentiment"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("again")
    path = folder / "articles.csv"
    path.write_text('text,outlet\n"“We won,” said Ada Byron.",Post\n', encoding="utf-8")
    return annotate.run(path, store=folder / "store", **PLAIN)


@pytest.fixture
def report(tmp_path):
    folder = tmp_path / "report"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "data" / NAME).mkdir(parents=True)
    (folder / "notebooks" / f"{NAME}.ipynb").write_text('{"cells": [1]}', encoding="utf-8")
    (folder / "data" / NAME / "voices.csv").write_text("n\n1\n", encoding="utf-8")
    return folder


def state(store, path=None, **given):
    found = again.states({NAME: path or execution.find()[NAME]}, {NAME: given}, store)
    return found.get(NAME)


def test_the_same_has_the_same_state(store):
    assert state(store, top=20) == state(store, top=20) != ""


def test_another_parameter_is_another_state(store):
    assert state(store, top=20) != state(store, top=21)


def test_a_file_that_a_parameter_names_counts_by_what_it_holds(store, tmp_path):
    words = tmp_path / "words.csv"
    words.write_text("war\n", encoding="utf-8")
    before = state(store, dictionary=str(words))
    words.write_text("peace\n", encoding="utf-8")
    assert before
    assert state(store, dictionary=str(words)) not in (before, None)


@pytest.mark.parametrize("named", ["nowhere.csv", ".", "https://example.org/words.csv"])
def test_of_a_folder_or_a_place_on_the_web_nobody_can_tell(named, store):
    assert state(store, reference_corpus=named) is None


def test_of_somebody_elses_notebook_nobody_can_tell(store, tmp_path):
    own = tmp_path / f"{NAME}.ipynb"
    own.write_bytes(execution.find()[NAME].read_bytes())
    assert state(store, own) is None


def test_every_parameter_that_names_a_file_is_known():
    named = {
        p.name for path in execution.find().values() for p in parameters.read(path) if "path" in p.meaning
    }
    assert named == {"corpus", *again.READ}


def test_what_people_coded_since_is_another_state(store):
    before = state(store)
    coded = store / "reviews" / "one" / "coder.jsonl"
    coded.parent.mkdir(parents=True)
    coded.write_text("{}\n", encoding="utf-8")
    assert state(store) != before
    coded.unlink()
    assert state(store) == before


def test_what_came_into_the_store_since_is_another_state(tmp_path):
    path = tmp_path / "articles.csv"
    path.write_text('text\n"It rained."\n', encoding="utf-8")
    before = state(annotate.run(path, store=tmp_path / "store", **PLAIN))
    path.write_text('text\n"It rained."\n"It snowed."\n', encoding="utf-8")
    after = state(annotate.run(path, store=tmp_path / "store", **PLAIN))
    assert before
    assert after not in (before, None)


def test_of_a_store_whose_last_run_did_not_end_nobody_can_tell(tmp_path):
    path = tmp_path / "articles.csv"
    path.write_text('text\n"It rained."\n', encoding="utf-8")
    made = annotate.run(path, store=tmp_path / "store", **PLAIN)
    (tmp_path / "store" / "complete.json").unlink()
    assert state(made) is None


def test_another_corpus_of_the_same_store_is_another_state(store):
    assert state(store) != state(replace(store, corpus="other"))


def test_what_was_made_of_the_same_and_is_as_it_was_written_stands(report):
    before = again.made_of(report, {NAME: "abc"}, {NAME: Run(NAME, 1.0)})
    assert again.standing(report, {NAME: "abc"}, before) == [NAME]
    assert again.standing(report, {NAME: "abd"}, before) == []
    assert again.standing(report, {NAME: "abc"}, {}) == []


@pytest.mark.parametrize(
    "file", [f"notebooks/{NAME}.ipynb", f"data/{NAME}/voices.csv", f"data/{NAME}/more.csv"]
)
def test_what_somebody_changed_since_does_not_stand(file, report):
    before = again.made_of(report, {NAME: "abc"}, {NAME: Run(NAME, 1.0)})
    (report / file).write_text("changed", encoding="utf-8")
    assert again.standing(report, {NAME: "abc"}, before) == []


def test_what_failed_is_run_again(report):
    assert again.made_of(report, {NAME: "abc"}, {NAME: Run(NAME, 1.0, "it failed")}) == {}


def test_what_stands_is_taken_over_with_its_downloads(report, tmp_path):
    assert again.take(report, tmp_path / "site", NAME) == {"cells": [1]}
    assert again.made_of(tmp_path / "site", {NAME: "abc"}, {NAME: Run(NAME, 0.0)}) == again.made_of(
        report, {NAME: "abc"}, {NAME: Run(NAME, 0.0)}
    )


@pytest.mark.parametrize("content", [None, "", "[]", '{"made_of": [1]}', '{"notebooks": {}}'])
def test_a_report_that_tells_nothing_has_nothing_that_stands(content, report):
    if content is not None:
        (report / summary.FILE).write_text(content, encoding="utf-8")
    assert again.record(report) == {}


def test_a_report_tells_what_was_made_of_what(report):
    (report / summary.FILE).write_text(json.dumps({"made_of": {NAME: ["a", "b"]}}), encoding="utf-8")
    assert again.record(report) == {NAME: ["a", "b"]}
