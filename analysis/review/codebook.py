"""What coders go by: a draft that lies in the sample's folder and is theirs to adapt before they begin."""

from __future__ import annotations

from collections.abc import Sequence

CODEBOOK = """# Codebook

This is a draft. Adapt it before the first decision; every decision remembers the version that it was made by.

## What is coded
Read the unit from its first word to its last. Everything in it that **somebody is said to say, think, know or
want** is an attribution. Those the machine missed are added; what it found and is none is wrong. A unit is *done*
when all of it has been read: what was not decided on is then taken as right.

## An attribution
- **content**: what is said, without the cue and the source, without the quotation marks round it. May have several
pieces.
- **cue**: the words that attribute it: *said*, *according to*, *her warning that*. May be missing.
- **source**: the words that say who said it, as written: *she*, *officials*, *Ada Lovelace*, with title and role.
May be missing.
- **kind**: direct (nine tenths of its words between quotation marks), mixed, indirect (none).
- **act**: communication (said or written), belief (thinks, fears, hopes), knowledge (learned, realised), intention
(plans, wants).
- **speaker**: the full name of who it is; *none* when nobody can be told; *anonymous* when somebody wants or gets
no name.
- **gender**: female, male or unknown: what the article shows, not what you know.
- **sentiment**: how the content treats what it speaks of: negative (-1), neutral (0), positive (1).

A content inside another content is an attribution of its own. Titles, slogans and words that the outlet itself sets
in quotation marks are none. A boundary that differs by an article or a mark is right.

## In doubt
Mark *unsure*, and note why in a few words. Do not look at what others decided.
"""


def of_variables(names: Sequence[str]) -> str:
    """The sections of variables of one's own, to be filled."""
    return "".join(f"\n## {name}\nWhich values there are, and when each holds: …\n" for name in names)
