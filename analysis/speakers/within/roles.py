"""What an article says that its people are, and whether a description of somebody fits that or contradicts it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within import descriptions
from analysis.speakers.within.descriptions import Phrase
from analysis.speakers.within.entities import Entity
from analysis.speakers.within.occurrences import Occurrence

_READ = 15  # names of a person whose surroundings are read
_REACH, _LONGEST = 110, 9  # characters and words before a name
_TOKEN = re.compile(r"[\w.&'’‑/-]+,?")
_OWNER_INSIDE = re.compile(r"[a-z]{2,20} (?:his|her|their)\b")
_OWNED = re.compile(r"[\w.-]{1,40}['’]s? ")
# "Ana Cruz (D-Ohio)", "Ana Cruz, R-Ala.,", "Ana Cruz (R)"
_PARTY = re.compile(r",? ?[(,] ?([RDI])(?:[-–]([A-Z][\w. ]{1,20}?))?[),.]")
_AGE_BEHIND = re.compile(r",? \(?(\d{1,3})(?:[),.;]| years old| of\b| from\b|$)")
_FROM = re.compile(r",? (?:of|from) ((?:[A-Z][\w.]+ ?){1,3})")
_LEAD = re.compile(
    r"(?:,? \(\d{1,3}\)|, \d{1,3})?+(?:, | [–—-] | \(|,? who (?:is|was|became|serves as) | (?:is|was) )"
    r"(?:also |now |currently |once |then )?"
)
# "a spokeswoman for the city, | Ana Cruz"
_APPOSED = re.compile(
    r"\b((?:the|an?|one|his|her|their) (?:[\w.’'-]{1,30} ){1,4}?(?:for|of|at|from|with) [^,.;:“”\"]{2,60}), $",
    re.IGNORECASE,
)
_WAS = re.compile(r",? (?:who )?(?:was|served as|had been|used to be) (?:once |then )?")
_BECAME = re.compile(r",? (?:who )?(?:became|was (?:appointed|named|made)|is now) (?:as )?")
_WHO = re.compile(r"\w who\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")  # the 2012 nominee
_CLOSED = re.compile(r"\Z|\n|[,.;:()—–”\"]| (?:of|from|who|and|at|in|said|says|told|added)\b")
_APPOSITION = re.compile(r"(?!who\b)[^,.;:)(—–“”\"\n]{3,120}(?:\.[^\s,.;:)(—–“”\"\n]{1,3})*")
_HEADED = re.compile(r"\A(?:(?:the|an?|one of|his|her|their|its|\w+['’]s?)\b)", re.IGNORECASE)

_GROUPS = """spokesman spokeswoman spokesperson spox / senator sen / congressman congresswoman representative rep /
councilman councilwoman councilor councillor councilmember alderman alderwoman / assemblyman assemblywoman /
governor gov / president pres / ceo / prime-minister premier pm / lawyer attorney atty solicitor barrister counsel /
judge justice magistrate / general gen / colonel col / captain capt /
lieutenant lt / sergeant sgt / major maj / admiral adm / detective det / chairman chairwoman chair chairperson /
professor prof / doctor dr physician / scientist researcher / author writer novelist / journalist reporter /
reverend rev pastor / pope pontiff / adviser advisor / strategist consultant / candidate nominee contender hopeful /
actor actress / businessman businesswoman / policeman policewoman officer / mother mom mum / father dad /
neighbor neighbour / singer vocalist / billionaire tycoon mogul magnate / secretary minister /
boy girl teenager teen / footballer player / instructor teacher / resident native / organizer organiser"""
_ALIKE: dict[str, frozenset[str]] = {
    word: frozenset(group.split())
    for group in _GROUPS.replace("\n", " ").split(" / ")
    for word in group.split()
}
_MEMBERS = {
    "lawmaker legislator": """senator sen representative rep congressman congresswoman councilman councilwoman
        assemblyman assemblywoman mp delegate speaker majority-leader minority-leader""",
    "congressman congresswoman": "majority-leader minority-leader",
    "senator": "majority-leader minority-leader",
    "politician": """senator sen representative rep congressman congresswoman governor gov mayor mp minister candidate
        nominee president premier prime-minister""",
    "leader": """president premier prime-minister chancellor chairman chairwoman speaker majority-leader
        minority-leader pope king chief""",
    "official": """spokesman spokeswoman spokesperson minister secretary director commissioner administrator
        superintendent""",
    "executive": "ceo founder chairman owner",
    "academic scholar": "professor prof researcher historian economist sociologist philosopher",
    "researcher scientist expert": """professor biologist physicist economist psychologist epidemiologist historian
        sociologist chemist climatologist analyst""",
    "officer": "sergeant sgt lieutenant lt detective det captain capt trooper constable",
    "diplomat": "ambassador envoy consul",
    "cleric": "bishop archbishop cardinal priest imam rabbi",
    "star player athlete": """striker goalkeeper midfielder quarterback forward goalie goaltender defenceman
        defenseman winger pitcher singer actor actress rapper""",
    "artist musician performer entertainer": "singer rapper actor actress comedian guitarist painter",
    "businessman businesswoman entrepreneur": "ceo founder owner developer investor billionaire mogul magnate",
    "doctor physician": "surgeon neurosurgeon psychiatrist pediatrician oncologist epidemiologist cardiologist",
    "journalist": "correspondent editor columnist anchor host",
    "author writer": "historian columnist poet playwright journalist",
    "prosecutor": "district-attorney",
    "veteran": "soldier marine colonel captain general",
    "teenager": "student",
    "lawyer": "counsel special-counsel general-counsel",
}
_BROADER: dict[str, frozenset[str]] = {
    word: frozenset(narrow.split()) for words, narrow in _MEMBERS.items() for word in words.split()
}
KIN = lexicon.words(
    """mother mom mum father dad wife husband son daughter brother sister widow widower girlfriend boyfriend
    grandmother grandfather grandson granddaughter aunt uncle niece nephew cousin fiance fiancee partner spouse"""
)
# Roles in somebody's or something's service: another master, another person.
_SERVING = KIN | lexicon.words(
    """spokesman spokeswoman spokesperson lawyer attorney solicitor barrister counsel adviser advisor aide
        assistant strategist secretary minister ambassador envoy chief director ceo chairman chairwoman chair manager
        coach editor reporter correspondent principal dean commissioner superintendent friend neighbor neighbour
        colleague boss employee publicist agent owner founder captain doctor opponent rival official executive
        leader"""
)
OFFICES = lexicon.words(
    """governor gov senator sen president mayor representative rep congressman congresswoman judge justice secretary
    minister prime-minister chancellor premier ambassador sheriff attorney-general speaker"""
)
# Who comes on stage with such a word has mostly been named; a spokesman or an aide often never is.
_PUBLIC = lexicon.words(
    """governor senator congressman congresswoman candidate nominee businessman businesswoman billionaire mogul tycoon
    politician republican democrat king queen prince princess lawmaker contender hopeful legislator"""
)
# With more than the noun ("the soft-spoken winger"), such a word too describes somebody named anew.
_EPITHETS = _PUBLIC | lexicon.words(
    """mayor actor actress singer star author veteran native entrepreneur founder proprietor winger forward
    defenceman defenseman goaltender goalie striker midfielder quarterback player musician rapper filmmaker artist
    comedian architect designer chef farmer playwright poet novelist activist scientist physician economist historian
    resident mother father teenager student graduate athlete coach maverick labourer laborer"""
)
# Such words describe too many for a role to tell who is meant; the first line's are mostly not named at all.
_NOBODY = lexicon.words(
    """source aide staffer insider
    person member figure individual human being man woman guy gentleman lady"""
)


# What somebody is who does such a thing: "Ana Cruz teaches law".
_DOERS: dict[str, tuple[str, ...]] = {
    "teaches": ("teacher", "professor"), "taught": ("teacher", "professor"), "coaches": ("coach",),
    "sings": ("singer",), "farms": ("farmer",), "founded": ("founder",), "edits": ("editor",),
    "chairs": ("chairman",), "manages": ("manager",), "owns": ("owner",), "directs": ("director",),
    "paints": ("painter", "artist"), "preaches": ("pastor", "preacher"), "drives": ("driver",),
}  # fmt: skip
_DOES = re.compile(rf",? (?:who )?(?:now |also |still )?({'|'.join(_DOERS)})\b")


class Told(NamedTuple):
    """What an article says of one person: role phrases, ages, parties, places and organisations."""

    phrases: tuple[Phrase, ...]
    ages: frozenset[str]
    parties: frozenset[str]
    places: frozenset[str]
    fields: frozenset[str]
    moved: frozenset[str]  # the posts that they took up since: who became ambassador


class Fit(NamedTuple):
    """How a description fits a person: "same role", …, and what speaks for and against it."""

    level: str
    shared: int  # words that both have
    missing: int  # telling words of the description that are not said of the person
    more: int  # telling words of the person's role that the description lacks
    against: str  # why it cannot be this person, or nothing
    role: str  # the words that it rests on


# --- what is told ---------------------------------------------------------------------------------------------


def told(text: str, entity: Entity) -> Told:
    """What stands before and behind a person's names."""
    phrases: dict[str, Phrase] = {}
    ages, parties, places, fields, moved = (set[str]() for _ in range(5))
    for occurrence in entity.occurrences[:_READ]:
        for written in filter(None, (_before(text, occurrence), _behind(text, occurrence.end))):
            phrase = descriptions.read(written)
            phrases.setdefault(written, phrase)
            ages |= {phrase.age} - {""}
        if (was := _WAS.match(text, occurrence.end)) and (held := _held(text, was.end())) is not None:
            phrases.setdefault(f"was {held.text}", replace(held, former=True))
        if (became := _BECAME.match(text, occurrence.end)) and (
            took := _held(text, became.end())
        ) is not None:
            moved.add(took.head)
        if does := _DOES.match(text, occurrence.end):
            for noun in _DOERS[does.group(1)]:
                phrases.setdefault(noun, replace(descriptions.read(f"a {noun}"), text=does.group(1)))
        if match := _AGE_BEHIND.match(text, occurrence.end):
            ages.add(match.group(1))
        if match := _FROM.match(text, occurrence.end):
            places |= {
                descriptions.place(w) for w in map(fold, match.group(1).split()) if descriptions.is_place(w)
            }
        if match := _PARTY.match(text, occurrence.end):
            parties.add(descriptions.party(match.group(1)))
            places |= {descriptions.place(fold(w)) for w in (match.group(2) or "").split()}
    for phrase in phrases.values():
        parties |= phrase.parties if phrase.is_person and not phrase.former else frozenset()
        places |= phrase.places
        fields |= phrase.fields
    return Told(
        tuple(phrases.values()),
        frozenset(ages),
        frozenset(parties),
        frozenset(places),
        frozenset(fields),
        frozenset(moved),
    )


def _held(text: str, start: int) -> Phrase | None:
    """The post of one person that the words from a position on name: "was | sergeant-at-arms for nine years"."""
    found = _APPOSITION.match(text, start)
    phrase = descriptions.read(found.group()) if found else None
    if phrase is None or found is None or not phrase.is_person:
        return None
    return phrase if found.group()[0].islower() or _OWNED.match(found.group()) else None


def _before(text: str, occurrence: Occurrence) -> str:
    """The role right before a name, or nothing: "Secretary of State | Ana Cruz", "her lawyer, | Dan Pike"."""
    window = text[max(0, occurrence.start - _REACH) : occurrence.start]
    window = window[window.rfind("\n") + 1 :]
    apposed = window.endswith(", ")
    if not window.endswith(" ") or (apposed and not _CLOSED.match(text, occurrence.end)):
        return ""  # "according to the mayor, Cruz left"
    if apposed and (match := _APPOSED.search(window)) and descriptions.read(match.group(1)).is_person:
        return match.group(1)
    kept = _role_words(window[:-1].split(" "))
    if not kept:
        return ""
    phrase = " ".join(kept).rstrip(",")
    if apposed:
        determined = fold(kept[0]) in descriptions.DETERMINERS or _OWNED.match(phrase)
        return phrase if determined else ""
    return phrase if _is_role(kept[-1]) or _is_role(phrase.split(" of ")[0].split()[-1]) else ""


def _role_words(words: list[str]) -> list[str]:
    """The last of some words, as far back as they may belong to a role that ends there."""
    first = len(words)
    while first and len(words) - first < _LONGEST:
        shown = words[first - 1]
        word, inside = fold(shown.rstrip(",")), first < len(words)
        stops = shown.endswith(",") and inside
        stops = stops or (shown.endswith(".") and word not in lexicon.ABBREVIATED and "." not in word)
        stops = stops or (inside and words[first][0].isupper() and _does(shown))  # follows | Mayor Ana Cruz
        linked = word == "of" and inside and first > 1 and _is_role(words[first - 2])
        if stops or not _TOKEN.fullmatch(shown) or not (shown.isupper() or linked or _belongs(word)):
            break
        first -= 1
        if word in descriptions.DETERMINERS:
            break
    return words[first:]


def _does(shown: str) -> bool:
    """Whether a word looks like a verb of the present: "follows", not the "sports" of a sports Director."""
    return (
        shown.islower() and shown.endswith("s") and not shown.endswith(("ss", "’s", "'s", "sports", "news"))
    )


def _belongs(word: str) -> bool:
    """Whether a word before a name may be a part of the role there."""
    if word in descriptions.DETERMINERS or word in descriptions.FIELDS:
        return True
    return word not in lexicon.STOPS_A_ROLE and word not in lexicon.HONORIFICS - {"dr"}


def _is_role(word: str) -> bool:
    plain = fold(word)
    return plain in lexicon.PERSON_NOUNS or lexicon.is_title(plain) or plain in _ALIKE


def _behind(text: str, end: int) -> str:
    """What an apposition or "is a …" behind a name says, or nothing: "Ana Cruz, | a lawyer for the town"."""
    lead = _LEAD.match(text, end)
    found = _APPOSITION.match(text, lead.end()) if lead else None
    if lead is None or found is None:
        return ""
    copula = lead.group().rstrip().endswith((" is", " was"))
    headed = _HEADED.match(found.group()) is not None
    if copula and not headed:
        return ""
    if not headed and _OWNER_INSIDE.match(found.group()):
        return ""  # Ana Cruz, 31, | said her husband
    told = (headed and not copula) or descriptions.read(found.group()).is_person
    return found.group() if told else ""


# --- whether it fits ------------------------------------------------------------------------------------------


def fit(phrase: Phrase, entity: Entity, known: Told, owner: frozenset[str] = frozenset()) -> Fit:
    """How a description fits a person; `owner` are the folded names of whom its "his" or "her" means."""
    if (phrase.head in _NOBODY and not phrase.age) or (phrase.head in KIN and not phrase.owner):
        return Fit("none", 0, 0, 0, "may be anybody", "")
    if _WHO.search(phrase.text) and phrase.head not in OFFICES | _PUBLIC and not phrase.age:
        return Fit("none", 0, 0, 0, "says itself who is meant", "")
    if any(not any(year in r.text for r in known.phrases) for year in _years(phrase.text)):
        return Fit("none", 0, 0, 0, "of another year", "")
    if against := _contradicted(phrase, entity, known):
        return Fit("none", 0, 0, 0, against, "")
    best: Fit | None = None
    against = denied = ""
    for role in known.phrases:
        level = _level(phrase.head, role.head)
        if not level:
            continue
        if reason := _differs(phrase, role, owner, known):
            against, denied = against or reason, denied or role.text
            continue
        shared = len(
            (phrase.fields & role.fields)
            | (phrase.places & role.places)
            | (phrase.modifiers & role.modifiers)
        )
        missing = len(phrase.fields - role.fields) + len(phrase.places - role.places - known.places)
        more = len(role.places - phrase.places) + len(role.fields - phrase.fields)
        if role.head == "president" and role.fields and not phrase.fields:
            level = "broader role"  # of a club, while "the president" is mostly the country's
        found = Fit(level, shared, missing, more, "", role.text)
        if (
            best is None
            or _LEVELS[level] + shared - missing > _LEVELS[best.level] + best.shared - best.missing
        ):
            best = found
    if best is not None:
        return best
    return (
        Fit("none", 0, 0, 0, against, denied)
        if against and phrase.age not in known.ages
        else _otherwise(phrase, known)
    )


# What somebody is like, and no kind of work: laid-back, self-taught, affable, soft-spoken; not Oslo-based.
_LIKENESS = re.compile(
    r"(?!(?:co|ex|non|vice|two|three|four|five|first|second|third|right|left|then|one|full|part)-)"
    r"(?![a-z]{2,12}-(?:based|born|elect|old|general|time|year|term|star|grade|generation|in|level|side)\Z)"
    r"[a-z]{2,12}-[a-z]{3,12}|[a-z]{3,12}(?:able|ible|ious|led|ful|ish)|lanky|jovial|burly|wiry|shy|outspoken"
)
# "The top Democrat on the panel", "the freshman Republican": who sits in a parliament, and no president.
_LEGISLATORS = lexicon.words("democrat republican lawmaker legislator")
_STANDING = lexicon.words(
    "top ranking senior junior leading lead freshman first-term second-ranking highest-ranking"
)


def _sits(known: Told) -> bool:
    """Whether somebody is told to be in a parliament."""
    return any(role.head in _BROADER["lawmaker"] and not role.former for role in known.phrases)


_LEVELS = {"same role": 3, "like role": 3, "broader role": 2}


def _otherwise(phrase: Phrase, known: Told) -> Fit:
    """The fit where no role that is told is the description's: by age, party, or because nothing is told."""
    roles = [r for r in known.phrases if r.is_person]
    role = roles[0].text if roles else ""
    if phrase.age and phrase.age in known.ages:
        return Fit("age", 1, 0, 0, "", phrase.age)
    if _apart(phrase.places, known.places):
        return Fit("none", 0, 0, 0, "of another place", "")
    if (
        phrase.head in ("republican", "democrat")
        and phrase.parties & known.parties
        and phrase.places <= known.places
    ):
        return Fit("party", len(phrase.places), 0, 0, "", role)
    if phrase.head in ("republican", "democrat") and not known.parties and not _sits(known):
        return Fit("none", 0, 0, 0, "of no party that is told", "")
    towns = phrase.fields if phrase.head in ("resident", "native") else frozenset[str]()
    missing = len(phrase.fields - towns) + len(phrase.places - known.places)
    if phrase.owner or phrase.former or phrase.ranks:
        return Fit("none", 0, missing, 0, "nothing of the kind is said", "")
    if not phrase.text.lower().startswith("the "):
        return Fit("none", 0, missing, 0, "nothing of the kind is said", "")
    if phrase.head in _LEGISLATORS and phrase.modifiers & _STANDING and not _sits(known):
        return Fit("none", 0, missing, 0, "not said to sit there", "")
    anew = phrase.age or (phrase.modifiers - {phrase.owner} and not phrase.fields)
    anew = anew or any(map(_LIKENESS.fullmatch, phrase.modifiers))
    if phrase.head not in (_EPITHETS if anew else _PUBLIC) and not phrase.age:
        return Fit("none", 0, missing, 0, "nothing of the kind is said", "")
    if phrase.head in OFFICES and any(r.head in OFFICES for r in roles):
        return Fit("none", 0, missing, 0, "another office is told", "")
    return Fit("other role" if roles else "no role", 0, missing, 0, "", role)


@lru_cache(maxsize=4096)
def _level(head: str, other: str) -> str:
    if head == other:
        return "same role"
    if other in _ALIKE.get(head, ()):
        return "like role"
    return "broader role" if other in _BROADER.get(head, ()) else ""


def same_head(one: str, other: str) -> bool:
    """Whether two head nouns may be said of one holder of a role."""
    return _level(one, other) in ("same role", "like role")


def may_be_called(held: str, head: str) -> bool:
    """Whether a holder of one role may be called by another head noun: a senator "the lawmaker"."""
    return same_head(held, head) or bool(_level(head, held))


@lru_cache(maxsize=4096)
def _years(text: str) -> tuple[str, ...]:
    return tuple(_YEAR.findall(text))


def _contradicted(phrase: Phrase, entity: Entity, known: Told) -> str:
    """What is told of the person that the description denies, whatever the role; nothing when nothing is."""
    told = entity.gender_from == "first name" and any(r.head == phrase.head for r in known.phrases)
    if phrase.gender != "unknown" and entity.gender not in (phrase.gender, "unknown") and not told:
        return f"{entity.name.text} is {entity.gender}"
    if phrase.age and known.ages and phrase.age not in known.ages:
        return f"{entity.name.text} is {min(known.ages)}"
    if phrase.parties and known.parties and not phrase.parties & known.parties:
        return f"{entity.name.text} is {min(known.parties)}"
    return ""


def _differs(phrase: Phrase, role: Phrase, owner: frozenset[str], known: Told) -> str:
    """Why a description and a role of one head noun are not one person's; nothing when they may be."""
    left = phrase.former and bool(known.moved - {role.head})
    if phrase.former != role.former and not left:
        return "former and present are two" if not (role.former and phrase.age) else ""
    lower = (
        role.ranks
        and not phrase.ranks
        and (role.ranks == {"co"} or role.head in _BROADER.get(phrase.head, ()))
    )
    if phrase.ranks != role.ranks and not lower:
        return "of another rank"
    foreign = phrase.places - known.places - descriptions.STATES - {"us"}
    if _apart(phrase.places, role.places) or (foreign and phrase.head in OFFICES):
        return "of another place"
    if (reason := _another_owner(phrase, role, owner)) or (
        reason := _another_field(phrase, role, known.fields)
    ):
        return reason
    return ""


def _another_owner(phrase: Phrase, role: Phrase, owner: frozenset[str]) -> str:
    if not phrase.owner:
        return ""
    said = role.fields | role.modifiers | {role.owner}
    whose = owner or frozenset({phrase.owner})
    if whose & said or phrase.owner == role.owner:
        return ""
    if phrase.owner in ("his", "her", "their", "its", "our", "my"):
        if role.owner in ("his", "her") and phrase.owner in ("his", "her"):
            return f"{role.owner} and {phrase.owner} are two"
        return "of somebody else"
    if phrase.owner in FIELD_NAMES and role.fields and _may_be_called(phrase.owner, role.fields):
        return ""
    return "of somebody else"


# Words of an organisation's name that tell it from no other.
_GENERAL = lexicon.words(
    "committee department ministry office agency commission board council administration national"
)
FIELD_NAMES = lexicon.words(
    "company firm group agency party team club organization organisation newspaper network"
)
_NO_COMPANY = lexicon.words(
    """house ministry department police court senate congress university kremlin pentagon council family hospital
    church union city county state"""
)


def _may_be_called(noun: str, fields: frozenset[str]) -> bool:
    """Whether "the company" may be the organisation whose name the words are from."""
    return not fields & _NO_COMPANY and not fields <= descriptions.FIELDS


def _another_field(phrase: Phrase, role: Phrase, fields: frozenset[str]) -> str:
    wanted, said = phrase.fields - {role.head}, role.fields | role.modifiers | {role.owner}
    if wanted <= said or wanted <= fields:
        return ""
    if wanted & said and not (role.fields - wanted) - _GENERAL:
        return ""
    initials = "".join(word[0] for word in re.findall(r"\b[A-Z]\w+", role.text)).lower()
    if any(len(word) > 1 and word in initials for word in wanted):
        return ""  # the FBI director, of the Federal Bureau of Investigation
    if wanted <= FIELD_NAMES and role.fields and _may_be_called("", role.fields):
        return ""
    if role.fields:
        return "of another organisation"
    named = wanted - descriptions.FIELDS
    return "of an organisation that is not told of anybody" if named or phrase.head in _SERVING else ""


def _apart(places: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sets of places exclude each other; a town, a state and its country do not."""
    if not places or not others or places & others:
        return False
    return any(not (p in descriptions.STATES) ^ (o in descriptions.STATES) for p in places for o in others)
