"""The titles and roles in front of a name, within its capitals and before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from analysis.speakers import lexicon, names
from analysis.speakers.names import fold

# Secretary of Education |Ana Cruz
_OFFICE_OF = re.compile(
    r"(?:[A-Z][\w.-]{1,20} ){0,3}(?:[Ss]ecretary|[Mm]inister|[Dd]irector|[Cc]ommissioner|[Cc]hief|[Hh]ead) of "
    r"(?:the )?(?:[A-Z][\w-]{1,20},? (?:and )?){1,4}$"
)
_CHIEF_OF = re.compile(r"(?:[A-Z][\w.-]{1,20} ){0,3}[Cc]hief of $")  # Chief of |Staff Ana Cruz
_PORTFOLIO = re.compile(
    r"[A-Z][\w-]{2,20}(?:, [A-Z][\w-]{2,20}){0,2},? (?:and|&) $"
)  # Health and |Human Services
_BEFORE = re.compile(r"([\w'’‑-]{1,40})(,?) $")
_PREMODIFIERS = re.compile(r"(?:[\w.'’‑-]{1,81}+ ){0,5}$")
_DETERMINED = re.compile(r"\b(?:the|an?|his|her|their|its|\w+['’]s?) (?:[\w.‑-]+ ){0,4}$")
_LONGEST_WORD = 40
TITLES_AND_ROLES = lexicon.PERSON_NOUNS | lexicon.TITLES


def with_office(text: str, outer: int, role: str) -> tuple[int, str]:
    """A title with what stands before it: Health and | Human Services Secretary, Secretary of Education |."""
    pattern = (
        _CHIEF_OF
        if role == "Staff"
        else _PORTFOLIO
        if role and fold(role.split()[0]) in lexicon.PORTFOLIOS
        else None
        if role
        else _OFFICE_OF
    )
    before = pattern.search(text, max(0, outer - 80), outer) if pattern else None
    if before is None:
        return outer, role
    words = list(re.finditer(r"\S+", text[before.start() : outer] + role))
    first = next((w.start() for w in words if fold(w.group()) not in lexicon.COMMON_WORDS), 0)
    return before.start() + first, (text[before.start() : outer] + role)[first:].rstrip()


@lru_cache(maxsize=1 << 14)
def title_end(words: tuple[str, ...]) -> int:
    """How many words at the beginning are titles and what belongs to them: Home Secretary | Ana Cruz."""
    titles = [i for i, word in enumerate(words) if lexicon.is_title(word) or _is_occupation(words, i)]
    while titles and (_is_surname_too(words, titles) or _is_first_name_too(words, titles)):
        titles.pop()
    if not titles:
        return 0
    behind = words[titles[-1] + 1 :]
    if len(behind) < 4 and behind and behind[-1] in lexicon.SURNAMES_OF_ORGANISATIONS:
        behind = behind[:-1]
    return 0 if any(w in lexicon.ORGANISATION_WORDS for w in behind) else titles[-1] + 1


def _is_occupation(words: Sequence[str], position: int) -> bool:
    """Whether a noun for people stands right before a first name: Actress | Ana Cruz, Democrats | Ana Cruz."""
    behind = words[position + 1 : position + 2]
    word = words[position]
    noun = (word in lexicon.PERSON_NOUNS or lexicon.is_people(word)) and lexicon.gender_of(word) == "unknown"
    noun = noun or (
        len(word) > 4 and word.endswith("s") and word[:-1] in TITLES_AND_ROLES
    )  # Judges | Ana Cruz
    return noun and any(map(lexicon.is_first_name, behind))


def _is_surname_too(words: Sequence[str], titles: Sequence[int]) -> bool:
    """Whether the last title is the surname: Lucy Pope, Sir Ian Major, Mr. King; not Nevada Senator."""
    last, before = titles[-1], titles[-2] if len(titles) > 1 else -1
    if last != len(words) - 1 - (words[-1] in names.GENERATIONS) or not last:  # Ben King Jr.
        return False
    if last == before + 1:
        addressed = words[before] in _BEFORE_SURNAMES and words[last] not in _ADDRESSED
        return addressed or (
            words[before] in lexicon.HONORIFICS and words[last] in lexicon.SURNAMES_AMONG_TITLES
        )
    first = words[before + 1]
    if _TWO_INITIALS.fullmatch(first) and not lexicon.is_title(first):
        return last == before + 2 and words[last] in lexicon.SURNAMES_AMONG_TITLES  # TJ King
    placed = any(w in lexicon.PLACES or w in lexicon.DEMONYMS for w in words[before + 1 : last])
    return lexicon.is_first_name(first) and not placed


_BEFORE_SURNAMES = lexicon.words("mr mrs ms miss")
# Mr. President; but Mr. Senior
_ADDRESSED = lexicon.words(
    """president vice speaker chairman chairwoman chair secretary mayor justice ambassador minister prime premier
    attorney director commissioner general senator representative chancellor governor leader"""
)
_TWO_INITIALS = re.compile(r"[bcdfghjklmnpqrstvwxz]{2}")


def _is_first_name_too(words: Sequence[str], titles: Sequence[int]) -> bool:
    """Whether the last title is a first name: Rep. Dean Holt; not Associate Dean Holt."""
    last = titles[-1]
    lesser = len(titles) > 1 and words[titles[-2]] in lexicon.BEFORE_A_TITLE
    initials = all(len(word) < 3 for word in words[last + 1 : -1])  # Registrar Dean C. Holt
    return (
        words[last] in lexicon.FIRST_NAMES_AMONG_TITLES and last < len(words) - 1 and initials and not lesser
    )


def role_before(text: str, start: int) -> tuple[int, str]:
    """The lower-case role right before a name: where it starts, and its words or nothing."""
    if text[max(0, start - 1) : start] != " ":
        return start, ""
    before = text[max(0, start - 80) : start].rsplit("\n", 1)[-1]
    last = _BEFORE.search(before, max(0, len(before) - _LONGEST_WORD))
    if last is None or not last.group(1)[0].islower() or fold(last.group(1)) not in TITLES_AND_ROLES:
        return start, ""
    # "…, the spokesman, Ana Cruz," is an apposition; "… a spokesman, Ana Cruz …" may be a list.
    if last.group(2) and not _DETERMINED.search(before[: last.start(1)]):
        return start, ""
    match = _PREMODIFIERS.search(before[: last.end(1)] + " ")
    kept: list[str] = []
    for word in reversed((match.group() if match else "").split()):
        if fold(word) in lexicon.STOPS_A_ROLE or word.endswith((",", ".", ";", ":")):
            break
        kept.append(word)
    role = " ".join(reversed(kept)) or last.group(1)
    return start - (len(before) - last.end(1)) - len(role), role
