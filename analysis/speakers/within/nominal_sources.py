"""Whom a description means as a source: "the spokesman", "the 52-year-old", "her statement", "the ministry"."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within import descriptions, fits, he_and_she, ranking, role_nouns, roles
from analysis.speakers.within.article import Article, antecedent, names_in
from analysis.speakers.within.descriptions import Phrase
from analysis.speakers.within.fits import Fit
from analysis.speakers.within.register import Entity

CERTAIN = 0.6  # a description's best candidate must be at least that probable, and likelier than nobody
_PARAGRAPHS = 3  # back to which somebody may be meant whose role is not told
_LOOK_BACK = 200  # those named last, among whom somebody is looked for
_LEAD = 2500  # characters of the headline and lead, where somebody may be described before being named
_PAGE = 10000  # characters back to which another official matters
_ROLES = ("same role", "like role", "broader role", "party", "age")


class Meant(NamedTuple):
    """Whom a description means: the entity's number or None, why, and the chance that it is right."""

    number: int | None
    why: str
    chance: float


def meant(article: Article, phrase: Phrase, start: int, end: int) -> Meant:
    """Whom or which organisation a description at `[start, end)` means."""
    if phrase.is_person:
        return person(article, phrase, start)
    found = issuer(article, phrase, start, end) if phrase.head in descriptions.DOCUMENTS else None
    if found is None or (found.number is None and phrase.head not in descriptions.WORDS_OF_SOMEBODY):
        return organisation(article, phrase, start)
    return found


def person(article: Article, phrase: Phrase, position: int) -> Meant:
    """The person named before whom a description of one person means, or nobody."""
    nobody = float("nan")
    if not phrase.definite:
        return Meant(None, f"“{phrase.text}”: nobody is named", nobody)
    fits = fits_of(article, phrase, position)
    options = options_of(article, phrase, fits, position)
    if not options:
        against = [(e, f) for e, f in fits if f.role and f.against and e.number in article.state.last]
        return Meant(None, f"“{phrase.text}”: {_denied(against)}", nobody)
    rows = rows_of(article, phrase, position, options)
    chances = ranking.chances(rows, ranking.weights(ranking.DESCRIPTION))
    best = max(range(len(options)), key=lambda i: chances[i])
    number, fit = options[best]
    if chances[best] < CERTAIN or chances[best] < chances[-1]:
        return Meant(None, f"“{phrase.text}”: {_unsure(article, options, chances)}", nobody)
    return Meant(number, _reason(fit), chances[best])


def fits_of(article: Article, phrase: Phrase, position: int) -> list[tuple[Entity, Fit]]:
    """How a description fits each person of the article; who is named later only, if it says more than a noun."""
    owner = _owner(article, phrase, position)
    recent = [article.people[n] for n in islice(reversed(article.state.last), _LOOK_BACK)]
    if phrase.head in role_nouns.KIN:
        later = [e for e in article.people if e.name.last in owner and e.name.given]
        recent += [e for e in later if e.number not in article.state.last][:_LOOK_BACK]
    elif position < _LEAD and (phrase.modifiers or phrase.fields or phrase.places):
        recent += [e for e in article.people if e.number not in article.state.last][:_LOOK_BACK]
    return [(e, fit_of(article, phrase, e, owner)) for e in recent if _is_somebody(article, e)]


def _is_somebody(article: Article, entity: Entity) -> bool:
    """Whether an entity is a person or may be one, for its two names or for what it does."""
    acts = bool(entity.name.given) or entity.number in article.state.acted
    return entity.kind == "person" or (entity.kind == "unknown" and acts)


def options_of(
    article: Article, phrase: Phrase, fits: list[tuple[Entity, Fit]], position: int
) -> list[tuple[int, Fit]]:
    """Those whom it may mean: named before, close before where no role speaks for it, and no one unnamed since."""
    since = max(_introduced(article, phrase, position), default=-1)
    return [
        (e.number, f)
        for e, f in fits
        if f.level != "none"
        and _may_be(article, e, f, position, kin=phrase.head in role_nouns.KIN)
        and (e.number not in article.state.last or article.state.last[e.number].start > since)
        and not _another_since(article, phrase, e.number, position)
        and (phrase.head != "official" or _is_the_official(article, e.number, position))
    ]


def _is_the_official(article: Article, number: int, position: int) -> bool:
    """Whether "the official" is who spoke last, close before, in an article that tells of no other one."""
    state = article.state
    if state.speaker != number or _OTHER_OFFICIALS.search(
        article.document.text, max(0, position - _PAGE), position
    ):
        return False
    return he_and_she.place(state, position)[1] - he_and_she.place(state, state.spoke_at)[1] <= _PARAGRAPHS


_OTHER_OFFICIALS = re.compile(r"(?<!\b[Tt]he )\bofficial\b")


def rows_of(article: Article, phrase: Phrase, position: int, options: list[tuple[int, Fit]]) -> ranking.Rows:
    """The rows of `ranking.DESCRIPTION` for those whom a description may mean, and for nobody."""
    last = max(
        (article.state.last[n].start for n, f in options if f.level in _ROLES and n in article.state.last),
        default=-1,
    )
    return ranking.description(
        article.state,
        position,
        options,
        served=bool(phrase.owner),
        article=fold(phrase.text.split()[0]) in descriptions.DETERMINERS,
        unnamed=_unnamed(article, phrase, last, position),
    )


def fit_of(article: Article, phrase: Phrase, entity: Entity, owner: frozenset[str]) -> Fit:
    """How a description fits a person, by what the article says of him or her."""
    if entity.number not in article.told:
        article.told[entity.number] = roles.told(article.document.text, entity)
    return fits.fit(phrase, entity, article.told[entity.number], owner)


def _may_be(article: Article, entity: Entity, fit: Fit, position: int, *, kin: bool) -> bool:
    """Whether somebody has been named before, close before where no role speaks for it."""
    state = article.state
    if entity.number not in state.last:
        return fit.level in ("same role", "like role") and (kin or fit.shared > 0)
    if fit.level in _ROLES:
        return True
    somebody = entity.kind == "person" or (entity.number in state.acted and bool(entity.name.given))
    far = he_and_she.place(state, position)[1] - state.last[entity.number].paragraph
    return somebody and far <= _PARAGRAPHS


def _owner(article: Article, phrase: Phrase, position: int) -> frozenset[str]:
    """The folded names of whom the "his" or "her" of a description means."""
    if phrase.owner not in ("his", "her"):
        return frozenset()
    number, _ = antecedent(article, position, phrase.owner, frozenset(), source=False)
    return frozenset() if number is None else frozenset(article.people[number].name.last.split())


def _introduced(article: Article, phrase: Phrase, position: int) -> list[int]:
    """Where people without a name spoke who are called as a description calls one; not somebody else's lawyer."""
    owner = (_owner(article, phrase, position) or frozenset({phrase.owner})) - {""}
    return [
        at
        for head, (at, other) in article.introduced.items()
        if role_nouns.may_be_called(head, phrase.head)
        and (not owner or not other.owner or other.owner in owner | {phrase.owner} or other.owner in _OWNERS)
    ]


_OWNERS = lexicon.words("his her their its our my your")


def brought_in(article: Article, phrase: Phrase) -> Phrase:
    """The words in which somebody without a name was brought in: of "the official", "A senior Harbour official".

    The description itself, where it tells of nobody that has been brought in, or tells more.
    """
    _, earlier = article.introduced.get(phrase.head, (0, phrase))
    told = (phrase.modifiers - {"the", "that", "this"}) | phrase.fields | phrase.places
    same = told <= earlier.modifiers | earlier.fields | earlier.places and not phrase.owner
    shown = re.match(r"(?:the|that|this)\b", phrase.text, re.IGNORECASE) is not None
    return earlier if shown and same and phrase.former == earlier.former else phrase


def _unnamed(article: Article, phrase: Phrase, since: int, position: int) -> bool:
    """Whether somebody without a name was brought in under the noun since a position."""
    if any(at > since for at in _introduced(article, phrase, position)):
        return True
    return _another(article, phrase, max(since, position - 1500, 0), position)


def _another_since(article: Article, phrase: Phrase, number: int, position: int) -> bool:
    """Whether, close before and since somebody was named, the text tells of another: "one judge ruled"."""
    last = article.state.last.get(number)
    return last is not None and _another(article, phrase, max(last.start, position - _CLOSE, 0), position)


def _another(article: Article, phrase: Phrase, start: int, position: int) -> bool:
    """Whether somebody without a name is told of under a noun between two positions: "a judge", "another judge"."""
    between = article.document.text[start:position]
    if phrase.head not in between:
        return False
    one = re.compile(
        rf"\b(?i:an?|another|one) (?:[\w’'-]{{1,20}} ){{0,3}}{re.escape(phrase.head)}\b(?!,? (?:[A-Z]|who is\b))"
    )
    return any(_APPOSED.search(between[: m.start()][-12:]) is None for m in one.finditer(between))


_CLOSE = 600  # characters
_APPOSED = re.compile(r"(?:,|\b(?:is|was|as|become|became|be|elected|being|or|like|for)) $")


def _reason(fit: Fit) -> str:
    if fit.level == "party":
        return "of that party" + (f", “{fit.role}”" if fit.role else "")
    if fit.level == "age":
        return f"is {fit.role}"
    if fit.level in _ROLES:
        return f"described as “{fit.role}”"
    return "the one spoken of, whose role is not told"


def _denied(against: list[tuple[Entity, Fit]]) -> str:
    """Why nobody can be meant: what speaks against the last person whose role is like it."""
    if not against:
        return "nobody with that role is named"
    entity, fit = against[-1]
    return f"not {entity.name.text} (“{fit.role}”): {fit.against}"


def _unsure(article: Article, options: list[tuple[int, Fit]], chances: list[float]) -> str:
    first, *rest = sorted(range(len(options)), key=lambda i: -chances[i])[:2]
    names = [article.people[options[i][0]].name.text for i in (first, *rest)]
    if rest and chances[rest[0]] > 0.2:
        return " or ".join(names)
    return f"perhaps {names[0]} ({chances[first]:.0%}), not sure enough"


# --- documents and organisations --------------------------------------------------------------------------------

_NOUN_BEHIND = re.compile(r" ([a-z]{3,})(?!\w|ed\b)")
_POSSESSOR = re.compile(r"['’]s?\s")
# Between the noun and the name: "a statement | from the | Interior Ministry"; no letter "obtained by" somebody.
_ISSUED_BY = re.compile(
    r"(?: (?:issued|released|sent|signed|written|e-?mailed|posted|provided|read|given)"
    r"(?: to (?:[\w.’'-]{1,30} ){1,5}?)?)? ?(?:from|by) (?:the |an? )?(?:[\w.]+ ){0,2}"
)
_STATED = re.compile(
    r"\b(?:in|issued|released|put out) (?:an?|the|its) (?:[\w-]+ ){0,2}(?:statement|release)\b"
)
_BACK = 1500  # characters in which a statement has been told of before


def issuer(article: Article, phrase: Phrase, start: int, end: int) -> Meant:
    """Whose statement it is, if the text tells: "Ana's letter", "his remarks", "a statement from the ministry".

    "The statement" is a document of its own; it gets the name of the organisation that the article says issued it,
    and never that of a person who spoke last.
    """
    text = article.document.text
    if match := re.match(r"(?:his|her)\b", phrase.text, re.IGNORECASE):
        number, found = antecedent(article, start, match.group(), frozenset(), source=True)
        return Meant(number, "whose it is", 0.9 * float(found)) if number is not None else _no_issuer(phrase)
    for occurrence, number in names_in(article, start, end):
        noun = text.rfind(phrase.head, start, max(start, occurrence.outer))
        issued = noun >= 0 and _ISSUED_BY.fullmatch(text, noun + len(phrase.head), occurrence.outer)
        behind = _NOUN_BEHIND.match(text, occurrence.end, end)  # from the U.S.| command
        whole = behind is None or behind[1] in lexicon.COMMON_WORDS
        whole = whole and not _POSSESSOR.match(text, occurrence.end, end)
        # "Cruz's letter"; no letter posted to Cruz's page
        if (issued and whole) if noun >= 0 else _POSSESSOR.match(text, occurrence.end, end):
            return Meant(number, "whose it is", 0.85)
    stated = phrase.head in ("statement", "release") and phrase.text.lower().startswith("the ")
    number = _told_before(article, start) if stated else None
    if number is not None and article.people[number].kind == "organisation":
        return Meant(number, "which issued it", 0.8)
    return _no_issuer(phrase)


def _no_issuer(phrase: Phrase) -> Meant:
    return Meant(None, f"“{phrase.text}”: a document whose issuer is not named", float("nan"))


def _told_before(article: Article, start: int) -> int | None:
    """Who spoke in the sentence that told of a statement before: "the ministry said in a statement"."""
    low = max(0, start - _BACK)
    earlier = [m.start() for m in _STATED.finditer(article.document.text, low, start)]
    if not earlier or not article.document.sentences:
        return None
    sentence = article.document.sentences[he_and_she.place(article.state, earlier[-1])[0]]
    said = [
        number
        for index, (number, _) in islice(reversed(article.answers.items()), _LOOK_BACK)
        if (source := article.attributions[index].source) and sentence.start <= source[0][0] < sentence.end
    ]
    return said[0] if said else None


def organisation(article: Article, phrase: Phrase, position: int) -> Meant:
    """The organisation whose name ends in the noun: "the ministry" is the Harbour Ministry named before."""
    nobody = float("nan")
    if phrase.plural or not phrase.definite:
        return Meant(None, f"“{phrase.text}”: nobody is named", nobody)
    vague = phrase.head in _PLACES and not phrase.modifiers
    told = (phrase.modifiers | phrase.fields) - {"the", phrase.head}
    number = next(
        (n for n in islice(reversed(article.state.last), _LOOK_BACK) if _bears(article, n, phrase, told)),
        None,
    )
    if number is None or phrase.owner or vague:
        return Meant(None, f"“{phrase.text}”: not named", nobody)
    if _unnamed(article, phrase, article.state.last[number].start, position):
        return Meant(None, f"“{phrase.text}”: another one is told of since", nobody)
    return Meant(number, "its name holds the word", 0.7)


def _bears(article: Article, number: int, phrase: Phrase, told: frozenset[str]) -> bool:
    """Whether an organisation's name has the head noun and holds the words beside it."""
    entity = article.people[number]
    words = entity.name.last.split()
    return (
        entity.kind == "organisation" and _heads(phrase.head, words) and told <= {*words} | entity.modifiers
    )


_PLACES = lexicon.words(
    "city state county town village country nation island district house government administration"
)


def _heads(noun: str, words: list[str]) -> bool:
    """Whether a noun is the head of an organisation's name: its last word, or the one before "of" or "for"."""
    cut = next((i for i, word in enumerate(words) if word in ("of", "for", "on", "to") and i), len(words))
    return len(words) > 1 and words[cut - 1] == noun
