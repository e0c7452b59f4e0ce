"""The parts of a noun phrase that says who somebody is: "the former Ohio governor", "her lawyer", "officials"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.speakers import lexicon
from analysis.speakers.names import fold

_CUT = re.compile(
    r",| (?:of|for|at|in|with|who|that|which|from|by|to|and|familiar|briefed|close|speaking|whose|about|on|when"
    r"|before|including|like|behind|during|issued|released|sent|published|posted|signed|written|e-?mailed)\b"
)
# What belongs to the head behind it: "the mayor | of Oslo", "a lawyer | for the family".
_COMPLEMENT = re.compile(r" (?:of|for|at|from|in|with|to) ")
_CLAUSE = re.compile(
    r"[,;:()“”\"]| (?:who|that|which|whose|when|familiar|briefed|close|speaking|said|says|was|is|has|had|during|since"
    r"|and|on|about)\b"
)
_CAMP = re.compile(
    r"\A(?:[Tt]he )?(?!(?:The|His|Her|Their|Its|Our|This|That)\b)((?:[A-Z][\w.-]++ ){0,2}[A-Z][\w.-]++)(?:['’]s?)? "
    r"(campaign|administration|team|camp|government|organization|foundation)"
)
# the | lanky, | bespectacled | professor
_ADJECTIVES = re.compile(
    r"\A((?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?) (?:[\w-]{1,20} )?)([a-z][\w-]{1,20}), "
    r"((?:[a-z][\w-]{1,20} ){1,2})([a-z][\w-]{1,20})\Z"
)
_AGE = re.compile(r"(\d{1,3})-years?-old")
_WORDS = re.compile(r"[\w.&'’‑-]+")
_POSSESSIVE = re.compile(r"['’]s?\Z")

DETERMINERS = lexicon.words(
    "the a an this that these those his her their its our my your another one some any no every each"
)
_INDEFINITE = lexicon.words(
    "a an another other one some any several many two three four five six no every each second third fellow"
)
_OWNERS = lexicon.words("his her their its our my your")
_FORMER = lexicon.words("former ex onetime one-time then-former erstwhile ousted deposed retired ex")
# Who holds a rank below or beside an office does not hold the office.
_RANKS = lexicon.words("vice deputy assistant associate under co elect designate sub shadow prime")
_PARTIES = {
    "republican": "republican", "gop": "republican", "democrat": "democrat", "democratic": "democrat",
    "independent": "independent", "libertarian": "libertarian", "labour": "labour", "tory": "conservative",
    "conservative": "conservative", "liberal": "liberal", "green": "green",
}  # fmt: skip
# Offices of several words, the last of which alone is another one.
_COMPOUNDS = re.compile(
    r"\b(?:(?:attorney|solicitor|surgeon|inspector|governor|secretary|director|consul|auditor|adjutant) general"
    r"|prime minister|chief (?:executive officer|executive|justice|of staff)|press secretary|district attorney"
    r"|(?:general|special) counsel|executive director|(?:executive|managing) editor|running mate"
    r"|(?:majority|minority) (?:leader|whip)|vice (?:president|chair|chairman|chairwoman|premier|mayor|principal)"
    r"|sergeant at arms|member of parliament)\b",
    re.IGNORECASE,
)
_STANDS_FOR = {
    "prime-minister": "prime-minister", "chief-executive-officer": "ceo", "chief-executive": "ceo",
    "press-secretary": "spokesperson", "vice-president": "vice-president", "member-of-parliament": "mp",
}  # fmt: skip
# Words that tell one holder of a role from another; other small words before a role say what somebody is like.
FIELDS = (
    lexicon.ORGANISATION_NOUNS
    | lexicon.ORGANISATION_WORDS
    | lexicon.words(
        """defense defence finance foreign interior health education justice trade treasury labor agriculture energy
        housing transport transportation home police fire military federal national local security opposition
        football basketball baseball hockey soccer sports communications culture budget economic environment
        immigration medical defending prosecution village town family victim suspect parliamentary presidential
        gubernatorial congressional senatorial border climate science technology planning water"""
    )
)
WORDS_OF_SOMEBODY = lexicon.words(
    """video text transcript recording interview release statement statements tweet tweets comment comments remark
    remarks post message letter email speech memo testimony"""
)
# What may be called after an organisation besides: "the Harbour Poll".
DOCUMENTS = WORDS_OF_SOMEBODY | lexicon.words(
    """report study survey poll analysis document book memoir op-ed column article essay lawsuit complaint filing
    testimony paper"""
)
_VAGUE = lexicon.words("official officials source sources aide aides insider insiders staffer staffers")
_HIDDEN = lexicon.words("unnamed anonymous unidentified undisclosed unspecified")
_PLURALS = lexicon.words("senators sens reps representatives mssrs messrs spokespeople")
_SINGULAR = (lexicon.PERSON_NOUNS | lexicon.ORGANISATION_NOUNS | lexicon.ORGANISATION_WORDS) - _PLURALS


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that says who somebody is: its head noun, and all that can speak against a holder of it."""

    text: str
    head: str
    modifiers: frozenset[str]  # the words before the head that say something
    definite: bool
    plural: bool
    is_person: bool
    kind: str
    gender: str
    age: str
    owner: str  # "his", "her", "their", or whose it is, folded
    former: bool
    ranks: frozenset[str]  # what makes it another office: vice, deputy, elect
    parties: frozenset[str]
    places: frozenset[str]
    fields: frozenset[str]  # organisations, departments, kinds of work


@lru_cache(maxsize=4096)
def read(text: str) -> Phrase:
    """The parts of a description as written."""
    whole = _COMPOUNDS.sub(lambda match: match.group().replace(" ", "-"), text.strip(" ,"))
    whole = _ADJECTIVES.sub(_joined, whole, count=1)
    core = _CUT.split(whole, maxsplit=1)[0]
    written = _WORDS.findall(core)
    words = [_plain(word) for word in written]
    age = _AGE.search(core)
    head, ranks, former = _stem(words[-1] if words else "")
    plural = (
        head in _PLURALS
        or head in lexicon.GROUP_WORDS
        or (head.endswith("s") and not age and head not in _SINGULAR)
    )
    person = bool(age) or head in lexicon.PERSON_NOUNS or head in lexicon.TITLES
    before = list(zip(written[:-1], words[:-1], strict=True))
    owner = _owner(written)
    told = [pair for pair in before if pair[1] != owner] + _complement(whole, len(core))
    known = frozenset(w for _, w in told)
    return Phrase(
        text=text,
        head=head,
        modifiers=frozenset(w for w in words[:-1] if w in FIELDS or w not in lexicon.COMMON_WORDS),
        definite=_is_definite(written, words),
        plural=plural,
        is_person=person and not plural,
        kind=_kind(words, head, plural, person, text),
        gender=_gender(head),
        age=age.group(1) if age else "",
        owner=owner,
        former=former or any(w in _FORMER or w.startswith("ex-") for _, w in before),
        ranks=ranks | (known & _RANKS),
        parties=frozenset(_parties(written, [*words[:-1], head][: len(words)])),
        places=frozenset(map(place, filter(is_place, known))),
        fields=frozenset(_fields(told)),
    )


def _joined(match: re.Match[str]) -> str:
    """Two adjectives without the comma between them: "the lanky, bespectacled professor"."""
    first, last = fold(match[2]), fold(match[4])
    heads = last in lexicon.PERSON_NOUNS and first not in lexicon.PERSON_NOUNS | lexicon.TITLES
    return f"{match[1]}{match[2]} {match[3]}{match[4]}" if heads else match.group()


def _parties(written: Sequence[str], words: Sequence[str]) -> Iterator[str]:
    """The parties named before the head or by it; a conservative lawyer is in no party, a Conservative one is."""
    for shown, word in zip(written, words, strict=True):
        if word in _PARTIES and (
            shown[0].isupper() or word not in ("conservative", "liberal", "independent", "green")
        ):
            yield _PARTIES[word]


def _plain(word: str) -> str:
    return _POSSESSIVE.sub("", fold(word))


def _stem(word: str) -> tuple[str, frozenset[str], bool]:
    """A head noun without what makes it another one: "vice-president", "governor-elect", "ex-wife"."""
    former = word.startswith("ex-")
    base = word.removeprefix("ex-")
    ranks = set()
    for rank in ("vice", "co", "deputy", "under", "sub"):
        if base.startswith(f"{rank}-"):
            base = base.removeprefix(f"{rank}-")
            ranks.add(rank)
    for rank in ("elect", "designate"):
        if base.endswith(f"-{rank}"):
            base = base.removesuffix(f"-{rank}")
            ranks.add(rank)
    return _STANDS_FOR.get(base, base), frozenset(ranks), former


def _gender(head: str) -> str:
    return "female" if head in lexicon.FEMALE_NOUNS else "male" if head in lexicon.MALE_NOUNS else "unknown"


def _owner(written: Sequence[str]) -> str:
    """Whose the person is: "her", or the possessor's last word; nothing when that is not told."""
    for word in reversed(written[:-1]):
        if _POSSESSIVE.search(word) and not is_place(_plain(word)):
            return _plain(word)
    return next((w.lower() for w in written[:1] if w.lower() in _OWNERS and len(written) > 1), "")


def _is_definite(written: Sequence[str], words: Sequence[str]) -> bool:
    """Whether one certain person can be meant: no "a", no "another", no noun without an article in running text."""
    if not words or words[0] in _INDEFINITE or words[0].isdigit():
        return False
    if any(w in ("other", "second", "third", "fellow", "neither", "nor", "or", "both") for w in words[:-1]):
        return False
    if words[0] in DETERMINERS or _POSSESSIVE.search(written[0]):
        return True
    return len(words) > 1 and not written[0][0].islower()  # a headline: Former harbour director says no


def _complement(whole: str, end: int) -> list[tuple[str, str]]:
    """What belongs to the head behind it, word by word, as written and folded."""
    behind = _CLAUSE.split(whole[end:], maxsplit=1)[0]
    if not _COMPLEMENT.match(behind):
        return []
    return [(w, _plain(w)) for w in _WORDS.findall(behind)][:8]


def _fields(told: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The words that tell one holder of a role from another: names of organisations and kinds of work."""
    for written, word in told:
        common = word in lexicon.COMMON_WORDS and word not in FIELDS
        bare = not common and word not in _PARTIES and not is_place(word)
        titled = word in lexicon.TITLES and word not in FIELDS
        if bare and not titled and word not in _RANKS | _FORMER and (word in FIELDS or written[0].isupper()):
            yield word


# --- places ---------------------------------------------------------------------------------------------------

_PARTY_LIKE = lexicon.words("democratic conservative labour liberal tory")
_DEMONYMS = lexicon.DEMONYMS - _PARTY_LIKE
_BEHIND_NEW = lexicon.words("york jersey hampshire zealand orleans")
_SAME_PLACE = {
    "american": "us", "u.s": "us", "usa": "us", "u.s.a": "us", "america": "us", "british": "uk", "britain": "uk",
    "u.k": "uk", "dutch": "netherlands", "french": "france", "welsh": "wales", "spanish": "spain",
    "danish": "denmark", "finnish": "finland", "swedish": "sweden", "polish": "poland", "turkish": "turkey",
    "irish": "ireland", "greek": "greece", "german": "germany", "scottish": "scotland", "texan": "texas",
    "afghan": "afghanistan",
    "filipino": "philippines", "swiss": "switzerland", "norwegian": "norway", "czech": "czechia",
}  # fmt: skip
# States of the US as addresses and parties' letters have them; of a state of two words the second one.
_STATE_LETTERS = """al:alabama ala:alabama ak:alaska az:arizona ariz:arizona ar:arkansas ark:arkansas ca:california
    calif:california co:colorado colo:colorado ct:connecticut conn:connecticut de:delaware del:delaware fl:florida
    fla:florida ga:georgia hi:hawaii id:idaho il:illinois ill:illinois in:indiana ind:indiana ia:iowa ks:kansas
    kan:kansas ky:kentucky la:louisiana me:maine md:maryland ma:massachusetts mass:massachusetts mi:michigan
    mich:michigan mn:minnesota minn:minnesota ms:mississippi miss:mississippi mo:missouri mt:montana mont:montana
    ne:nebraska neb:nebraska nv:nevada nev:nevada nh:hampshire n.h:hampshire nj:jersey n.j:jersey nm:mexico n.m:mexico
    ny:york n.y:york nc:carolina n.c:carolina nd:dakota n.d:dakota oh:ohio ok:oklahoma okla:oklahoma or:oregon
    ore:oregon pa:pennsylvania ri:island r.i:island sc:carolina s.c:carolina sd:dakota s.d:dakota tn:tennessee
    tenn:tennessee tx:texas tex:texas ut:utah vt:vermont va:virginia wa:washington wash:washington wv:virginia
    w.va:virginia wi:wisconsin wis:wisconsin wy:wyoming wyo:wyoming"""
_POSTAL = dict(pair.split(":") for pair in _STATE_LETTERS.split())
STATES = frozenset(_POSTAL.values())


def is_place(word: str) -> bool:
    """Whether a folded word is a place or a nationality."""
    return word in _DEMONYMS or word in lexicon.PLACES or word in _BEHIND_NEW


def place(word: str) -> str:
    """One word for a place and for who is from there: "german" and "germany", "ariz" and "arizona"."""
    known = _SAME_PLACE.get(word) or _POSTAL.get(word)
    if known or word not in _DEMONYMS:
        return known or word
    for ending in ("ian", "ese", "an", "i", "n", "ish"):
        stem = word.removesuffix(ending)
        for country in (stem, stem + "a", stem + "ia", stem + "y", stem + "e"):
            if stem != word and country in lexicon.PLACES:
                return country
    return word


def party(letter: str) -> str:
    """The party that the letter before a state stands for: "(D-Mass.)"."""
    return {"r": "republican", "d": "democrat", "i": "independent"}.get(letter.lower(), "")


# --- other sources --------------------------------------------------------------------------------------------


def camp(text: str) -> str | None:
    """The name of somebody's organisation: "the Cruz campaign" is "Cruz campaign"; None for other phrases."""
    match = _CAMP.fullmatch(text.strip())
    return f"{match.group(1)} {match.group(2)}" if match else None


def _kind(words: Sequence[str], head: str, plural: bool, person: bool, text: str) -> str:
    hidden = _HIDDEN & set(words) or "anonym" in text.lower()
    if hidden or head in _VAGUE or "familiar with" in text or "briefed on" in text:
        return "anonymous"
    if plural:
        return "group"
    if head in lexicon.ORGANISATION_NOUNS or head in lexicon.ORGANISATION_WORDS:
        return "organisation"
    return "anonymous" if person else "group"
