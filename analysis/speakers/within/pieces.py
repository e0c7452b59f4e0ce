"""Runs of capitalised words, without the common words at their ends and cut where another name begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within.capitals import DATE_AFTER, Chunk, Reading, Token, tokens_of
from analysis.speakers.within.titles import TITLES_AND_ROLES

_OF_CAPITAL = re.compile(r" (?:of|for) (?:the )?[A-Z]")  # Ministry| of Trade
# Secretary of |Education Ana Cruz
_OFFICE = re.compile(
    r"\b(?:[Ss]ecretary|[Mm]inister|[Dd]irector|[Cc]ommissioner|[Cc]hief|[Hh]ead) (?:of|for) (?:the )?$"
)
_CONTRACTED = re.compile(r"'(?:ve|re|ll|d|m)$|n't$")  # they've
_DATE_BEFORE = re.compile(
    r"(?i)\b(?:in|since|until|last|this|next|early|late|mid|during|through|every|of) $"
)  # in |May
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")  # Cruz|Overnight
_SHOUT = re.compile(r"(?!I{1,3}\b|IV\b)[A-Z]{3,}")  # USA, not III
_LONGEST = 12  # words of a name
_PLURALS = lexicon.ORGANISATION_NOUNS | lexicon.GROUP_WORDS


def pieces_of(text: str, chunk: Chunk, reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """A run of capitalised words without the common words at its ends, cut where another name begins.

    Each piece with whether it stands in a headline or link, where any word has a capital.
    """
    offset, written, opening, headline = chunk
    glued = text[offset + len(written) : offset + len(written) + 1].isupper()
    for stretch, linked in _unglued(written, reading.called, glued=glued):
        may_be_kept = [t for t in stretch if t[2] in lexicon.SURNAMES_AMONG_WORDS]
        kept = {t[0] for t in may_be_kept if _is_surname(text, offset, t, reading)}
        first = opening and stretch[0][0] == 0
        for run in _runs(written, _stripped(text, offset, stretch, kept, reading, opening=first), kept):
            words = [word for _, _, word in run]
            office = run[0][0] == 0 and _OFFICE.search(text, max(0, offset - 24), offset)
            cut = _behind_office(words) if office else _cut(words)
            if cut and not office:
                yield offset + run[0][0], offset + run[cut - 1][1], headline or linked
            yield offset + run[cut][0], offset + run[-1][1], headline or linked


def _stripped(
    text: str, offset: int, tokens: list[Token], kept: set[int], reading: Reading, *, opening: bool
) -> list[Token]:
    """The tokens without common words before and behind them; those whose starts are in `kept` stay."""
    first, last = 0, len(tokens)
    while first < last and tokens[first][0] not in kept:
        words = [t[2] for t in tokens[first : first + 2]]
        if words[0] == "will" and len(words) == 2 and text.startswith(",", offset + tokens[-1][1]):
            break  # Will Young, a mechanic
        of = first == last - 1 and _OF_CAPITAL.match(text, offset + tokens[first][1]) is not None
        if not _is_common(words, opening and not first, reading, last - first, of=of):
            break
        first += 1
    while last > first and tokens[last - 1][0] not in kept:
        word = tokens[last - 1][2]
        watch = word == "watch" and last - first > 1 and not opening  # Human Rights Watch
        watch |= word == "sun" and last - first > 1 and tokens[last - 2][2] in lexicon.PLACES  # Oslo Sun
        if watch or (word not in lexicon.CALENDAR and word not in lexicon.COMMON_WORDS):
            break
        last -= 1
    return tokens[first:last]


def _is_surname(text: str, offset: int, token: Token, reading: Reading) -> bool:
    """Whether a month or common word is the surname of somebody whom the text names."""
    start, end, word = token
    if word not in reading.called:
        return False
    dated = _DATE_BEFORE.search(text, max(0, offset + start - 12), offset + start)
    return dated is None and DATE_AFTER.match(text, offset + end) is None


def _unglued(chunk: str, called: set[str], *, glued: bool) -> list[tuple[list[Token], bool]]:
    """The tokens, apart where a link runs into a name: Ana Cruz | Ana Maria Cruz | without Overnight Health.

    Each stretch with whether it is such a link's; `glued` is whether one follows without a space.
    """
    tokens = tokens_of(chunk)
    if not glued and _JOINT.search(chunk, 3) is None:
        return [(list(tokens), False)] if tokens else []
    stretches: list[tuple[list[Token], bool]] = []
    held: list[Token] = []
    linked = False
    for start, end, word in tokens:
        for joint in _joints(chunk, start, end, glued=glued):
            head = fold(chunk[start:joint])
            again = next((i for i in range(len(held) - 1, -1, -1) if held[i][2] == head), None)
            if linked or (again is None and head not in called) or head in lexicon.COMMON_WORDS:
                continue
            first = len(held) if again is None else again + 1
            name = [*held[first:], (start, joint, head)]
            stretches += (
                [(held[:first], False), (name, True)] if again is not None else [(held + name, False)]
            )
            held, linked = [], True  # what follows is the title of another story
        if not linked:
            held.append((start, end, word))
    return [(stretch, weak) for stretch, weak in [*stretches, (held, False)] if stretch]


def _joints(chunk: str, start: int, end: int, *, glued: bool) -> list[int]:
    found = (
        []
        if chunk[start + 1 : end].islower()
        else [m.start() for m in _JOINT.finditer(chunk, start + 3, end)]
    )
    return [*found, end] if glued and end == len(chunk) else found


def _runs(chunk: str, tokens: list[Token], kept: set[int]) -> list[list[Token]]:
    """The tokens between function words ("Talks With | Ana Cruz") and behind shouted ones ("LIVE | Ana Cruz")."""
    if len(tokens) == 1:
        return [] if tokens[0][2] in _BETWEEN and tokens[0][0] not in kept else [tokens]
    runs: list[list[Token]] = [[]]
    shouted = False
    for position, (start, end, word) in enumerate(tokens):
        if (word in _BETWEEN and start not in kept) or _is_button(tokens, position):
            runs.append([])
            continue
        repeated = len(word) > 2 and word in [before for _, _, before in runs[-1]]
        if repeated or len(runs[-1]) == _LONGEST:
            runs.append([])  # a caption glued to its repetition, or a page in capitals
        upper = chunk[start:end].isupper()
        if shouted and not upper and word not in lexicon.ORGANISATION_WORDS:
            runs.append([])
        if upper and not shouted and _is_whole(runs[-1]) and _SHOUT.fullmatch(chunk, start, end):
            runs.append([])  # Ana Cruz | USA TODAY
        shouted = upper and end - start > 3 and "." not in chunk[start:end]
        runs[-1].append((start, end, word))
    return [run for run in runs if run]


def _is_whole(run: list[Token]) -> bool:
    """Whether a run is already somebody's first name and surname."""
    return len(run) > 1 and lexicon.is_first_name(run[0][2]) and run[0][2] not in lexicon.PLACES


def _is_button(tokens: Sequence[Token], position: int) -> bool:
    if tokens[position][2] not in lexicon.BUTTONS:
        return False
    near = [t[2] for t in tokens[max(0, position - 1) : position + 2]]
    return sum(word in lexicon.BUTTONS for word in near) > 1


_BETWEEN = lexicon.COMMON_WORDS - lexicon.SOMETIMES_NAMES


def _is_common(words: list[str], opening: bool, reading: Reading, length: int, *, of: bool) -> bool:
    """Whether a capitalised word is no part of a name: a function word, or a sentence's first common word.

    `of` is whether "of" or "for" and another name follow: Ministry of Trade.
    """
    word, after = words[0], words[-1]
    if word == "new" and after in lexicon.AFTER_NEW:
        return False
    if word in lexicon.COMMON_WORDS:
        return word in _BETWEEN or opening or length == 1  # but Society for | Old Harbours
    if _CONTRACTED.search(word) or (opening and _is_compound(word)):
        return True
    if opening and word == "said" and length > 2 and lexicon.is_first_name(after):
        return True  # Said | Ana Cruz
    if not opening or word in lexicon.PLACES or lexicon.is_first_name(word):
        return False
    if length == 1:
        if (of and word in lexicon.ORGANISATION_WORDS) or lexicon.is_people(word):
            return False
        common = lexicon.is_word(word) and word not in reading.inside and word not in reading.called
        return word.endswith("ing") or word in _PLURALS or word in reading.lower or common
    if word in lexicon.TITLES or word in lexicon.CAMPS:
        return False
    common = word in reading.lower or word.endswith("ing") or lexicon.is_word(word)
    addressed = after in lexicon.HONORIFICS or lexicon.is_first_name(after) or after in reading.called
    addressed |= word.endswith("ing") and lexicon.is_title(after)
    return word in reading.lower or (common and addressed)


def _is_compound(word: str) -> bool:
    """Whether a word is joined by hyphens and ends in a common one: two-thirds, Oslo-based; not Jean-Marie."""
    first, hyphen, last = word.rpartition("-")
    return bool(hyphen) and lexicon.is_word(last) and not lexicon.is_first_name(first)


def _behind_office(words: list[str]) -> int:
    """Where the person's name begins behind "Secretary of": Education | Ana Cruz; 0 when it does not."""
    for position in range(1, len(words) - 1):
        if not all(w in lexicon.PORTFOLIOS or w in lexicon.ORGANISATION_WORDS for w in words[:position]):
            return 0
        if words[position] not in lexicon.PORTFOLIOS and (
            lexicon.is_first_name(words[position]) or len(words) - position == 2
        ):
            return position
    return 0


def _cut(words: list[str]) -> int:
    """Where a place or organisation ends and a person's name begins (United States | Ana Cruz); 0 for nowhere."""
    for position in range(1, len(words) - 1):
        behind = words[position:]
        surname = behind[-1] in lexicon.SURNAMES_OF_ORGANISATIONS and len(behind) == 2
        if any(
            w in lexicon.ORGANISATION_WORDS or w in TITLES_AND_ROLES or w in lexicon.PLACES
            for w in (behind[:-1] if surname else behind)
        ):
            continue
        before = words[position - 1]
        placed = before in lexicon.PLACES or before in lexicon.DEMONYMS
        placed = placed or " ".join(words[:position]) in lexicon.LONG_PLACES
        named = lexicon.is_first_name(words[position]) and before in lexicon.ORGANISATION_WORDS
        if placed or named:
            return position
    return 0
