"""Common words, and those of the calendar, that begin with a capital and are no part of a name."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from analysis.segmentation.function_words import FUNCTION_WORDS


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


DAYS = words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = words("january february march april may june july august september october november december")
# As they stand alone: "Mar", "May" and "Jun" are names as well.
_SHORT_MONTHS = words("jan feb aug sept oct nov dec")
CALENDAR = DAYS | (MONTHS - {"may"}) | _SHORT_MONTHS | words("mon tue wed thu fri sat sun")
# No part of a name, though written with a capital at the start of a sentence: function words, but for rarer
# contractions and those that open titles of works (Ourselves Alone); and what news opens sentences, captions and
# headlines with.
COMMON_WORDS = (
    frozenset(w for w in FUNCTION_WORDS if "'" not in w) - words("doing down ourselves theirs yourselves")
    | DAYS
    | MONTHS
    | _SHORT_MONTHS
    | words(
        """according across actually additionally ago almost alone along already amid anyone anything asked
        away back based behind besides best better beyond breaking call came caption christmas clearly click
        embed enlarge
        correction critics day days despite don't earlier easter even everyone
        everything exactly except experts far fewer file finally first five follow following four get given
        go good great he's head hence i'd i'll i'm i've image indeed inside instead isn't it's last late
        later least less let let's like listen look made make maybe meanwhile meet mine moreover near nearly
        never nevertheless new next nobody none nothing officials oh ok okay old ones onto others otherwise
        people perhaps photo pictured please plus police polls prior quite read really recently regarding
        report reports researchers sadly say says scientists second see several shall share
        she's similarly six someone something sometimes soon sources still students subscribe thank thanks
        thanksgiving that's there's therefore they're thing three throughout thus today together tomorrow
        toward towards tweet two ultimately unfortunately unless unlike update updated use versus via voters
        watch we'll we're we've well what's whatever whereas whoever yes yesterday you're"""
    )
)
# The buttons of a page that run together: Facebook Twitter Pinterest | Ana Cruz.
BUTTONS = words("facebook twitter pinterest whatsapp email linkedin reddit tumblr flipboard print copy")
# Common words that names may hold, as long as they do not open the sentence.
SOMETIMES_NAMES = words(
    """will may june jan april august see new city first second old good great best better young real free people
    press report look well next watch"""
)


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    return words((resources.files("analysis.speakers") / "common_words.txt").read_text("ascii"))


def is_word(word: str) -> bool:
    """Whether news writes a folded word small at least as often as with a capital: "banks", not "trump"."""
    return word in _common_words()
