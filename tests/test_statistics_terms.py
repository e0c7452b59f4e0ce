"""One term for what is one word, whatever its full stops and capitals."""

import numpy as np
import pandas as pd
import pytest

from analysis import statistics
from analysis.segmentation import segment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The F.D.A. and FDA", ["the", "fda", "and", "fda"]),
        ("U.N. envoys, UN envoys", ["un", "envoys", "un", "envoys"]),
        ("U.S. or US", ["u.s.", "or", "u.s."]),
        ("at 5 p.m. and 6 a.m.", ["at", "5", "p.m.", "and", "6", "a.m."]),  # "am" is a verb
        ("version 1.2.3 of 3.5", ["version", "1.2.3", "of", "3.5"]),
        ("A Ph.D. or PhD or M.D.", ["a", "ph.d", "or", "ph.d", "or", "md"]),
        ("It ended.The rest. Not so.A break", ["it", "ended", "the", "rest", "not", "so", "a", "break"]),
        ("US-led talks", ["us-led", "talks"]),
    ],
)
def test_initials_and_degrees_are_one_term_with_and_without_full_stops(text, expected):
    assert statistics.terms(segment(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WRITE US TODAY", "us"),
        ("FOLLOW US", "us"),
        ("GIVE US A BREAK", "us"),
        ("TRUMP SAYS US A TARGET", "u.s."),
        ("MOST OF US ALL", "us"),
        ("THE US NAVY", "u.s."),
        ("US NAVY SAILS", "u.s."),
        ("MAYOR SAYS US IS READY", "u.s."),
        ("RALLY AGAINST US PLANS", "u.s."),
        ("He told the US Navy", "u.s."),
        ("NATO US bases", "u.s."),
        ("they told us", "us"),
    ],
)
def test_among_capitals_us_is_the_pronoun_where_only_that_can_stand(text, expected):
    found = [term for term in statistics.terms(segment(text)) if term in ("us", "u.s.")]
    assert found == [expected]


def test_running_words_and_counts_read_the_same_terms():
    articles = pd.DataFrame(
        {"article_id": ["a"], "text": ["Her Ph.D. helped. TELL US NOW: “Dr. B.Sc.” F.B.I."]}
    )
    running = statistics.tokens(articles, quoted=True)
    counted = statistics.term_counts(articles).set_index("term")["count"]
    assert sorted(running.vocabulary[running.codes]) == sorted(counted.index)
    assert list(running.vocabulary[running.codes[running.quoted]]) == ["dr", "b.sc"]


def matrix(counts, **columns):
    articles = pd.DataFrame({"article_id": [f"a{n}" for n in range(len(counts))], **columns})
    from scipy.sparse import csr_matrix

    rows = csr_matrix(np.array(counts, dtype=np.int32))
    words = np.asarray(rows.sum(axis=1)).ravel()
    return statistics.DocumentTermMatrix(rows, articles, pd.Index(["x", "y"], dtype=object), words)


def test_units_are_rows_of_summed_counts_described_by_their_first():
    found = matrix([[1, 2], [3, 4], [5, 6]], outlet=["A", "B", "C"]).merged(np.array([0, 1, 0]))
    assert found.counts.toarray().tolist() == [[6, 8], [3, 4]]
    assert found.words.tolist() == [14, 7]
    assert found.articles["outlet"].tolist() == ["A", "B"]


def test_stacked_matrices_have_a_column_for_each_term_of_either():
    one = matrix([[1, 2]])
    other = statistics.DocumentTermMatrix(
        one.counts, one.articles, pd.Index(["y", "z"], dtype=object), one.words
    )
    found = statistics.stacked(one, other)
    assert list(found.terms) == ["x", "y", "z"]
    assert found.counts.toarray().tolist() == [[1, 2, 0], [0, 1, 2]]
    assert found.words.tolist() == [3, 3]
