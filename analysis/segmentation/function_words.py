"""Function words: words that hold a sentence together and say little of its subject.

One list for all; who leaves out other words than `FUNCTION_WORDS` derives them from it and says why.
"""

from __future__ import annotations

# Left out, none of these changes what a sentence is about, nor turns what it says round.
GRAMMAR = frozenset(
    """
    a about again all also am an and any are as at be been being but by can could did do does down for
    from had has have he he'd he's her here him his how i i'd i'll i'm i've if in into is it it's its
    just may me might must my of off on or our out over she she's should so some such than that that's
    the their them then there these they they'd they'll they're they've this those to too up us very was
    we we'd we'll we're we've were what when where which while who whom whose will with would you your
    """.split()  # noqa: SIM905
)
NEGATIONS = frozenset(
    """
    aren't can't cannot couldn't didn't doesn't don't hadn't hasn't haven't isn't neither no nor not
    shouldn't wasn't weren't without won't wouldn't
    """.split()  # noqa: SIM905
)
# Order, number, degree and person: they hold a sentence together too, but tell two statements apart.
_TELLING = frozenset(
    """
    above after against although always among another around because before below between both doing
    during each either else ever every few further having he'll here's hers herself himself how's however
    it'd it'll itself let's many more most much myself now often once one only other ours ourselves own
    per rather same she'd she'll since theirs themselves there's though through under until upon what's
    when's where's whether who's why why's within yet you'd you'll you're you've yours yourself yourselves
    """.split()  # noqa: SIM905
)
# Negations and modal verbs are among them.
FUNCTION_WORDS = GRAMMAR | NEGATIONS | _TELLING
