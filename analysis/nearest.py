"""What somebody may have meant who wrote a name that there is not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

_ALIKE = 0.6  # difflib's ratio, from 0 to 1, from which on a name is offered
_ALIKE_PART = 0.75  # of one of its words


def nearest(word: str, known: Iterable[str]) -> str:
    """The name among `known` that resembles `word` most, letter case aside; "" where none resembles it.

    A name of which `word` is a part, between hyphens, blanks or underscores, is taken before others; one of which it
    resembles a word, after them.
    """
    names = {name.casefold(): name for name in known if name}
    wanted = word.casefold().strip()
    if wanted in names:
        return names[wanted]
    parts = {part: name for name in names for part in name.split() if len(part) > 2}
    holding = [
        name for name in names if wanted and wanted in name.replace("-", " ").replace("_", " ").split()
    ]
    if found := holding or difflib.get_close_matches(wanted, names, n=1, cutoff=_ALIKE):
        return names[found[0]]
    alike = difflib.get_close_matches(wanted, parts, n=1, cutoff=_ALIKE_PART)
    return names[parts[alike[0]]] if alike else ""


def meant(word: str, known: Iterable[str]) -> str:
    """`; did you mean X?`, to put behind a refusal; "" where nothing resembles `word`."""
    name = nearest(word, known)
    return f"; did you mean {name}?" if name else ""


def offered(name: str, there: Sequence[str]) -> str:
    """`; the nearest: X, Y, Z`, to put behind a refusal of a name; the first of `there` where none is near."""
    folded = {other.casefold(): other for other in there}
    near = difflib.get_close_matches(name.casefold()[:200], list(folded), n=3, cutoff=0.5)
    near = near or [other for other in folded if name.casefold() in other][:3]
    if near:
        return f"; the nearest: {', '.join(folded[other] for other in near)}"
    return f"; there are: {', '.join(there[:5])}{', …' * (len(there) > 5)}" if there else "; there are none"
