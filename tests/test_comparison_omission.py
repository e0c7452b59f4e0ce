"""What an article of an event leaves out: facts, words of a wording, chains of sources."""

import pandas as pd

from analysis import comparison, tables


def facts(*texts: str, **columns: list) -> list[tuple[str, str, str, int]]:
    """Article, kind, fact and in how many articles it is, for articles a, b … of one event."""
    ids = [chr(ord("a") + n) for n in range(len(texts))]
    articles = pd.DataFrame({"article_id": ids, "text": texts, **columns})
    found = comparison.facts(articles, tables.build("events", [("a", i, 1.0, "") for i in ids]))
    return [
        (r["article_id"], r["kind"], r["fact"], r["articles"]) for r in found.to_dict("records")
    ]  # fmt: skip


def test_a_fact_is_counted_in_articles_and_told_in_its_fullest_form():
    found = facts("Then Quill met Ada Quill and 40 men.", "He saw Quill and 40 men. He saw 40 more.")
    assert found == [
        ("a", "name", "Ada Quill", 2), ("a", "number", "40", 2),
        ("b", "name", "Ada Quill", 2), ("b", "number", "40", 2),
    ]  # fmt: skip


def test_a_fact_is_where_it_is_first_mentioned():
    text = "We saw 40 men and 40 women."
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    (row,) = comparison.facts(articles, tables.build("events", [("a", "a", 1.0, "")])).to_dict("records")
    assert (row["event"], row["start"], row["end"]) == ("a", 7, 9)


def test_small_numbers_days_and_months_are_no_facts():
    assert facts("Then twelve men, 12 women and 13 dogs came on Monday in May.") == [("a", "number", "13", 1)]


def test_what_stands_before_the_body_is_no_fact():
    text = "DORROW — We saw Quill."
    assert facts(text, body_start=[9]) == [("a", "name", "Quill", 1)]
    assert facts(text, body_start=[6]) == [("a", "name", "Quill", 1)]  # the name ends where the body starts
    assert [fact for _, _, fact, _ in facts("Then Quill came.", body_start=[5])] == ["Quill"]


def test_generations_are_no_last_names():
    assert [
        f[3] for f in facts("Then Ada Quill Jr. came.", "Then Quill came.", "Then Ada Roe Jr. came.")
    ] == [2, 2, 1]


def test_each_event_has_its_own_count():
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["We saw 40 men.", "We saw 40 women."]})
    events = tables.build("events", [("a", "a", 1.0, ""), ("b", "b", 1.0, "")])
    assert comparison.facts(articles, events)["articles"].tolist() == [1, 1]


def chains(*rows: tuple) -> list[list]:
    frame = pd.DataFrame(rows, columns=["article_id", "quotation", "parent", "source", "content"])
    found = comparison.chains(frame.astype({"parent": "Int64"}))
    return found[["article_id", "quotation", "sources", "depth", "content"]].values.tolist()


def test_a_chain_of_three_is_told_once_from_its_innermost_link():
    rows = [("a", 0, None, "Post", "x"), ("a", 1, 0, "Ana", "y"), ("a", 2, 1, "Bo", "z")]
    assert chains(*rows) == [["a", 2, "Post ← Ana ← Bo", 3, "z"]]


def test_a_link_without_a_source_or_that_repeats_one_is_left_out():
    assert chains(("a", 0, None, "Post", "x"), ("a", 1, 0, None, "y"), ("a", 2, 1, "Bo", "z")) == [
        ["a", 2, "Post ← Bo", 2, "z"]
    ]
    assert chains(("a", 0, None, "Post", "x"), ("a", 1, 0, "Ana", "y"), ("a", 2, 1, "Ana", "z")) == [
        ["a", 2, "Post ← Ana", 2, "z"]
    ]


def test_what_ends_without_a_source_or_holds_itself_or_is_elsewhere_is_no_chain():
    assert chains(("a", 0, None, "Post", "x"), ("a", 1, 0, None, "y")) == []
    assert chains(("a", 0, None, "Post", "x"), ("b", 1, 0, "Ana", "y")) == []
    circle = chains(("a", 0, 1, "Post", "x"), ("a", 1, 0, "Ana", "y"), ("a", 2, 0, "Bo", "z"))
    assert circle == [["a", 2, "Ana ← Post ← Bo", 3, "z"]]


def test_names_are_names():
    assert facts("Then Breaking Point came on Monday, and Democrats met Americans at Fox News.") == [
        ("a", "name", "Fox News", 1)
    ]


def test_a_name_that_another_article_writes_small_is_in_both():
    found = facts("We like Brexit.", "Nobody likes brexit or the Brexiteers of Zorn.")
    assert ("a", "name", "Brexit", 2) in found


def test_numbers_count_something():
    text = "In 2016 it was 12:30 on May 17 as COVID-19 came to 40 men of page 4.50 and 1,900 women."
    assert [fact for _, kind, fact, _ in facts(text) if kind == "number"] == ["40", "1,900"]
