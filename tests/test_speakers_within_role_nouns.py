"""Which head nouns are said of one holder of a role."""

import pytest

from analysis.speakers.within import role_nouns


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("spokesman", "spokeswoman", True),
        ("lawyer", "attorney", True),
        ("lawyer", "prosecutor", False),
        ("lawmaker", "senator", False),  # broader
        ("mayor", "mayor", True),
    ],
)
def test_heads_of_one_role(one, other, same):
    assert role_nouns.same_head(one, other) == same
