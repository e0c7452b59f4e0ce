import pytest

from analysis.nearest import meant, nearest


@pytest.mark.parametrize(
    ("word", "known", "name"),
    [
        ("engin", ["engine", "sentiment"], "engine"),
        ("ENGINE", ["engine"], "engine"),
        ("sentiment", ["01-corpus-statistics", "02-sentiment"], "02-sentiment"),
        ("Adda", ["Ada Byron", "Otto Falk"], "Ada Byron"),
        ("falk", ["Ada Byron", "Otto Falk"], "Otto Falk"),
        ("xyz", ["engine"], ""),
        ("", ["engine"], ""),
        ("engine", [], ""),
    ],
)
def test_the_name_that_resembles_most_is_offered_or_none(word, known, name):
    assert nearest(word, known) == name
    assert meant(word, known) == (f"; did you mean {name}?" if name else "")
