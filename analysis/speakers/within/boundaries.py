"""Where a name begins and ends among other capitalised words, by the names that the text tells elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from analysis.speakers import lexicon, names
from analysis.speakers.names import fold
from analysis.speakers.within.occurrences import Occurrence

_WORD = re.compile(r"\S+")
ARTICLE = re.compile(r"\b[Tt]he $")
NAMES_TOO = lexicon.ORGANISATION_WORDS | lexicon.SURNAMES_AMONG_WORDS | lexicon.COMMON_SURNAMES
_PLACED = re.compile(r"\b(?:in|to|from|near|across|throughout|of|at|the) $")  # in |Jordan


def without_neighbours(text: str, found: list[Occurrence]) -> list[Occurrence]:
    """The occurrences without capitalised words that are no part of the name: headlines, captions, slogans.

    A name that holds somebody's surname ends with it (Now Cruz Tours Ohio); one that ends in somebody's full name
    begins with that (Crooked Ana Cruz), and so does an organisation's (White House Cruz). Somebody is a person whose
    full name begins with a common first name, or who has a title.
    """
    people = [o for o in found if o.kind == "person" and o.name.given and lexicon.is_first_name(o.name.first)]
    called = {o.name.last for o in people}
    found = [_called(o, text, called) for o in found]
    titled = {
        o.name.last for o in found if o.titled and o.kind == "person" and not o.name.given and not o.weak
    }
    surnames = {o.name.last for o in people if not lexicon.is_first_name(o.name.last)} | titled
    # Abu Nasr may be the end of Hassan Abu Nasr's name.
    whole_names = (o for o in people if o.name.first not in lexicon.PARTICLES)
    whole = {tuple(fold(w) for w in text[o.start : o.end].split()) for o in whole_names}
    return [_trimmed(text, o, surnames, whole) if " " in text[o.start : o.end] else o for o in found]


def _called(occurrence: Occurrence, text: str, called: set[str]) -> Occurrence:
    """A place or organisation that is somebody's surname here: "Jordan said", where the text tells of Jim Jordan."""
    name = occurrence.name
    if occurrence.kind != "organisation" or name.last not in called or name.text.isupper():
        return occurrence
    before = _PLACED if name.last in lexicon.PLACES else ARTICLE  # in |Jordan, the |Bloomberg service
    if before.search(text, max(0, occurrence.start - 12), occurrence.start):
        return occurrence
    return replace(occurrence, name=names.parse(name.text), kind="unknown")


def _trimmed(
    text: str, occurrence: Occurrence, surnames: set[str], whole: set[tuple[str, ...]]
) -> Occurrence:
    places = [(occurrence.start + m.start(), occurrence.start + m.end()) for m in _written(text, occurrence)]
    words = tuple(fold(text[start:end]) for start, end in places)
    kept = places[_kept(words, surnames, whole, is_person=occurrence.kind != "organisation")]
    start, end = kept[0][0], kept[-1][1]
    if (start, end) == (occurrence.start, occurrence.end):
        return occurrence
    name = replace(names.parse(text[start:end]), titles=occurrence.name.titles)
    return replace(occurrence, start=start, end=end, name=name, kind="person")


def _kept(
    words: tuple[str, ...], surnames: set[str], whole: set[tuple[str, ...]], *, is_person: bool
) -> slice:
    """Which of the words of a name are somebody's name; all of them, where none of them is that of somebody known."""
    named = next((i for i, word in enumerate(words) if word in surnames), len(words))
    behind = next((i for i in range(1, len(words) - 1) if words[i:] in whole), 0)
    ends, last = named == len(words) - 1, len(words) - 1
    if not is_person:
        own = words[last - 1] in lexicon.ORGANISATION_WORDS - lexicon.CAMPS and not {"of", "for"} & set(words)
        cut = behind if behind and words[behind - 1] not in lexicon.CAMPS else last if ends and own else 0
        return slice(cut, None)
    if words[-1].rstrip(".") in names.GENERATIONS:
        return slice(behind, None)  # Trump Jr.
    if named == 0 and any(word.startswith(words[0]) for word in words[1:]):
        return slice(0, 1)  # a caption glued on: Cruz Ana CruzSenate
    if ends and named and words not in whole and not any(map(_may_be_given, words[:-1])):
        return slice(last, None)  # Isolated Cruz
    if 0 < named < last and lexicon.is_first_name(words[0]) and _goes_on(words[named + 1]):
        return slice(0, named + 1)  # Ana Cruz | Calls, Ana Cruz | Courtesy
    if named < last and words[-1] not in surnames and not lexicon.is_first_name(words[0]):
        return slice(named, named + 1)
    return slice(behind, None)


def _goes_on(word: str) -> bool:
    """Whether a word behind a surname is no part of the name: a common one, that is nobody's surname."""
    known = any(lexicon.is_word(w) or lexicon.is_title(w) for w in (word, word.removesuffix("s")))
    return known and word not in NAMES_TOO | names.GENERATIONS


def _may_be_given(word: str) -> bool:
    common = lexicon.is_word(word) or word in lexicon.PLACES or word in lexicon.ORGANISATION_WORDS
    return lexicon.is_first_name(word) or not (common or word.endswith("ing"))


def _written(text: str, occurrence: Occurrence) -> Iterator[re.Match[str]]:
    return _WORD.finditer(text[occurrence.start : occurrence.end])
