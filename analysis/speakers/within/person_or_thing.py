"""Whether a name stands for a person or a thing, where neither a first name nor a title tells."""

from __future__ import annotations

import re

from analysis.speakers import lexicon
from analysis.speakers.names import Name, fold
from analysis.speakers.within.boundaries import ARTICLE, NAMES_TOO
from analysis.speakers.within.occurrences import Occurrence
from analysis.speakers.within.register import Entity

_AGED = re.compile(r", \d\d,|, \(\d\d\)| \(\d\d\)|,? who\b")  # Kshama Berg|, 54,
_NEXT = re.compile(r" ([a-z]\w*)")
# No April, June or May, whom people are called.
_MONTHS = lexicon.words("january february march july september october november december")
_NOUNS = lexicon.words("years days camps teams supporters allies aides campaigns")


def settle(text: str, entity: Entity, families: set[str]) -> None:
    """Decide what a name stands for that neither a first name nor a title tells; `families` are the surnames."""
    if entity.kind != "organisation" and (_is_place(text, entity) or _is_called_the(text, entity)):
        _make_organisation(entity)
    if entity.kind != "unknown" or not entity.occurrences:
        return
    family = re.sub(r"(?:(?<=[sxz])e)?s$", "", entity.name.last) in families and not entity.name.given
    if family and entity.name.last not in families:
        _make_organisation(entity)  # the Clintons
    elif all(lexicon.is_word(fold(w)) for w in entity.name.text.split()) and entity.name.given:
        _make_organisation(entity)  # Reproductive Health
    elif entity.roles or any(_AGED.match(text, o.end) for o in entity.occurrences):
        entity.kind = "person"
    elif _is_thing(text, entity):
        _make_organisation(entity)


def _make_organisation(entity: Entity) -> None:
    words = [fold(word) for word in entity.name.text.split()]
    entity.kind, entity.name = "organisation", Name((), (), " ".join(words), "", entity.name.text)


def _is_thing(text: str, entity: Entity) -> bool:
    """Whether a name has an article ("the Fed"), or a word of it is a common one ("Reproductive Health")."""
    if 2 * sum(_is_definite(text, o) for o in entity.occurrences) >= len(entity.occurrences):
        return True
    words = [fold(word) for word in entity.name.text.split()]
    if len(words) == 2 and words[-1] in lexicon.COMMON_SURNAMES and not lexicon.is_word(words[0]):
        return False  # Azealia Banks
    plural = len(words) == 1 and re.search(r"[A-Z]s$", entity.name.text) is not None  # CEOs
    plural |= len(words) > 1 and lexicon.is_several(words[-1])
    common = any(lexicon.is_word(w) or w in lexicon.PLACES for w in words if w not in lexicon.PARTICLES)
    return plural or common


def _is_called_the(text: str, entity: Entity) -> bool:
    """Whether two words that look like somebody's name stand behind "the": the Virginia Mercury, the Rose Garden."""
    full = [o for o in entity.occurrences if o.name.given]
    plain = entity.name.given and not entity.roles and not any(o.titled for o in entity.occurrences)
    return bool(plain and full) and 2 * sum(_is_definite(text, o) for o in full) > len(full)


def _is_place(text: str, entity: Entity) -> bool:
    """Whether a noun behind two words that hold no first name says that they are a place: "the Anak Berg volcano"."""
    name = entity.name
    if not name.given or entity.roles or entity.gender != "unknown" or lexicon.is_first_name(name.first):
        return False
    return any(_PLACE_BEHIND.match(text, o.end) for o in entity.occurrences)


_PLACE_BEHIND = re.compile(
    r" (?:volcano|island|islands|river|creek|lake|dam|bridge|mountain|valley|desert|peninsula|strait|reef|glacier"
    r"|canyon|neighborhood|neighbourhood|suburb|province|village|refinery|pipeline|reservoir|stadium|prison|airport"
    r"|refugee camp|ferry|tanker|vessel|rocket|spacecraft|hotel|restaurant|resort)s?\b"
)


def _is_definite(text: str, occurrence: Occurrence) -> bool:
    """Whether a name stands behind "the", and not before a noun: "the Fed", not "the Cruz administration"."""
    if ARTICLE.search(text, max(0, occurrence.start - 4), occurrence.start) is None:
        return False
    behind = _NEXT.match(text, occurrence.end)
    word = behind[1] if behind else ""
    return not word or word in lexicon.COMMON_WORDS or (word.endswith(("ed", "s")) and word not in _NOUNS)


def is_common_word(text: str, entity: Entity) -> bool:
    """Whether a name is but a common word that has a capital without an article: "Photos", "NOTE:", "REMOVE"."""
    word = entity.name.text
    if entity.kind == "person" or " " in word or not entity.occurrences or lexicon.is_people(fold(word)):
        return False
    label = word.isupper() and all(text[o.end : o.end + 1] == ":" for o in entity.occurrences)
    names = lexicon.ORGANISATION_WORDS if entity.kind == "organisation" else NAMES_TOO  # Black voters
    plain = lexicon.is_word(fold(word)) and fold(word) not in names and not word.isupper()
    shouted = word.isupper() and len(word) > 4 and lexicon.is_word(fold(word)) and fold(word) not in NAMES_TOO
    if shouted or fold(word) in _MONTHS:
        return True
    return label or (plain and not any(_is_definite(text, o) for o in entity.occurrences))
