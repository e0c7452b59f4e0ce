"""What coders go by: a draft that lies in the sample's folder and is theirs to adapt before they begin."""

from __future__ import annotations

import re
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
    return "".join(_SECTION.format(name=name) for name in names)


_SECTION = """
## {name}
One value for each unit. Write each value on a line of its own that begins with a dash, a colon behind it, and when it
holds: `- conflict: two sides stand against each other`. From then on only these values are taken; until then any is.
"""
_VALUE = re.compile(r"[-*+] {1,4}(\S[^\n]{0,499})")
_MARKS = "*_`\"“”' "


def values(codebook: str, name: str) -> list[str]:
    """The values of a variable that a codebook lists under the heading `name`, in its order; none = any is taken.

    Each is a line that begins with a dash, up to a colon or a dash between blanks.
    """
    found: list[str] = []
    inside = False
    for line in codebook.splitlines():
        if line.startswith("#"):
            inside = line.lstrip("#").strip(_MARKS).casefold() == name.casefold()
        elif inside and (item := _VALUE.match(line)):
            value = re.split(r":(?:\s|\*|$)| [–—-] ", item[1], maxsplit=1)[0].strip(_MARKS)
            if value and value not in found:
                found.append(value)
    return found


def check(codebook: str, variables: Sequence[str], name: str, value: str) -> None:
    """ValueError for a variable that a sample does not have, and a value that its codebook does not list."""
    if name not in variables:
        raise ValueError(
            f"variable {name!r}: this sample has {', '.join(variables) or 'none; draw one with --variable'}"
        )
    listed = values(codebook, name)
    if not value.strip() or (listed and value not in listed):
        raise ValueError(f"{name} {value!r}: expected one of {', '.join(listed) or 'your values'}")
