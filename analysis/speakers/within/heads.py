"""The name that a source holds: its head, not a possessor ("Ana's coach") nor an object ("an aide to Ana")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.quotation import Attribution
from analysis.speakers import lexicon
from analysis.speakers.names import fold
from analysis.speakers.within import descriptions
from analysis.speakers.within.article import Article, Mention, names_in
from analysis.speakers.within.occurrences import Occurrence

_NOT_A_ROLE = frozenset(
    ["of", "to", "for", "with", "at", "in", "from", "by", "on", "who", "whose", "that", "about"]
)
_SMALL = lexicon.COMMON_WORDS - lexicon.GROUP_WORDS - lexicon.PERSON_NOUNS
_PREPOSITION = re.compile(
    r"\b(?:of|for|to|from|at|in|with|by|near|about|on|against|under|behind|including|than|like|as|representing"
    r"|defending|advising|suing|opposing|supporting|backing|covering|studying|investigating|prosecuting)"
    r" (?:(?:the|a|an|his|her|their|its|former|President|Mr\.|Mrs\.|Ms\.|Sen\.|Gov\.|Rep\.|\w+['’]s) ){0,2}$"
)
_WHOLE = frozenset(["", "the", "all", "many", "most"])  # before a people or party that speaks as one
_CLAUSE = re.compile(r"\b(?:including|such as|led by|who|that|which|whose|familiar|close)\b")
_DOING = re.compile(
    r"\w \w{2,20}(?:ing|ed) (?:an?|the|his|her|their|its) (?:[\w-]{1,20} ){0,2}$"
)  # aide running a |PAC
_ROLE = re.compile(r"(?: [a-z][\w’'-]{1,30}){1,4} [A-Z]")  # Boston| accountant Ana Cruz
_OWNER = re.compile(r"['’](?:s\b|\s)")
_OWNER_ONLY = re.compile(r"['’]s?$")
_LISTED = re.compile(r" ?(?:--|[–—,:(])| (?:from|of|in) ")  # three senators| — Ana Cruz, Ben Doe and Bo Dahl
_SETS = lexicon.words("group team pair trio quartet number handful coalition dozen couple crowd host series")
_FOLLOWING = re.compile(r"[\w\s.-]*")
# Ana Cruz| (D-Ohio), a lawyer, and Mayor |Ben Doe
_JOINED = re.compile(
    r"(?: \([^()]{0,60}\))?"
    r"(?:, (?:\d\d|[DRI]-[\w.]{1,12}|(?:the|an?|his|her|who|of|from) [^,]{1,90}))?,? ?"
    r"(?P<link>,|and\b|&)(?: and\b)? ?(?P<role>(?:[\w.’'‑-]{1,30} ){0,5})"
)
_AND = re.compile(r"\band\b|&")
_AND_AFTER = re.compile(r"(?: \([^()]{0,60}\))?,? (?:and|&|along with|as well as) ")  # Ana Cruz| and |others
# his wife| and |Ana Cruz
_AND_BEFORE = re.compile(r"([\w’'-]{1,30}),? (?:and|&|or) (?:[\w’'.-]{1,30} ){0,4}$")


def name_in(article: Article, start: int, end: int) -> tuple[Occurrence, int] | None:
    """The occurrence that heads the source at `[start, end)` and its entity; None for descriptions and lists."""
    best = _best(article, start, end)
    return None if best is None or _is_one_of_many(article, start, end, best[0]) else best


def of_that_gender(article: Article, attribution: Attribution, occurrence: Occurrence, number: int) -> int:
    """Who of two of one surname says what opens with "she": Cruz says | she will stay; else `number`."""
    if occurrence.name.given or not attribution.content or attribution.kind == "direct":
        return number
    opening = _SELF.match(article.document.text, attribution.content[0][0])
    entity = article.people[number]
    if opening is None or entity.kind == "organisation":
        return number
    gender = "female" if opening[1].lower() == "she" else "male"
    if entity.gender == gender:
        return number
    alike = [
        n
        for n in article.state.last
        if article.people[n].gender == gender and article.people[n].name.last == entity.name.last
    ]
    return alike[0] if len(alike) == 1 else number


_SELF = re.compile(r"(?:that )?(she|he)\b", re.IGNORECASE)


def _is_one_of_many(article: Article, start: int, end: int, occurrence: Occurrence) -> bool:
    """Whether "and" joins the name to somebody or something else: "Ana Cruz and her staff", "Oslo and Lund"."""
    text = article.document.text
    if _AND_AFTER.match(text, occurrence.end, end):
        return True
    listed = _LISTED.search(text, start, occurrence.outer)
    if listed is not None:
        phrase = descriptions.read(text[start : listed.start()])
        if phrase.plural or phrase.head in _SETS:
            return True
    before = _AND_BEFORE.search(text, start, occurrence.outer)
    if before is None:
        return False
    named = any(
        o.end <= before.end(1) + 1 and o.end >= before.end(1) for o, _ in names_in(article, start, end)
    )
    named = named and not (
        occurrence.titled and lexicon.is_title(fold(before[1]))
    )  # Watch President and CEO |
    return named or not occurrence.titled  # but oil and gas worker Ana Cruz


def together(article: Article, start: int, end: int) -> list[int]:
    """The people whom the source at `[start, end)` joins: "Ana Cruz and Ben Doe"; none when it does not."""
    text = article.document.text
    if not _AND.search(text, start, end):
        return []
    best = _best(article, start, end)
    if best is None or re.search(r"\b(?:including|such as|led by|among)\b", text[start : best[0].outer]):
        return []
    people: list[tuple[Occurrence, int]] = []
    whole = 0  # how many are joined by "and" in the end
    for occurrence, number in names_in(article, start, end):
        if occurrence is best[0] or (people and _is_person(article, occurrence, number)):
            if people and not _joins(text, people[-1][0].end, occurrence.start):
                break
            if _OWNER.match(text, occurrence.end, end):
                break
            people.append((occurrence, number))
            link = text[people[-2][0].end : occurrence.start] if len(people) > 1 else "and"
            whole = len(people) if _AND.search(link) else whole
    numbers = list(dict.fromkeys(number for _, number in people[:whole]))
    return numbers if len(numbers) > 1 else []


def pair(called: Sequence[str], evidence: str, confidence: float) -> Mention:
    """Who speaks as one: a group that bears the names of all of them."""
    *others, last = called
    name = f"{', '.join(others)} and {last}"
    return Mention(name, "group", "unknown", None, f"{evidence}, together", confidence)


def _is_person(article: Article, occurrence: Occurrence, number: int) -> bool:
    entity = article.people[number]
    placed = any(fold(word) in lexicon.PLACES for word in occurrence.name.text.split())
    return entity.kind == "person" or (
        entity.kind == "unknown" and bool(occurrence.name.given) and not placed
    )


def _joins(text: str, start: int, end: int) -> bool:
    """Whether only "and" or a comma, and a role, stand between two names."""
    match = _JOINED.fullmatch(text, start, end)
    role = match["role"].split() if match else []
    small = [word for word in role if word[0].islower()]
    told = not small or fold(small[-1]) in lexicon.PERSON_NOUNS or small[0] in ("his", "her", "their")
    return match is not None and told and not _NOT_A_ROLE & set(small) and (match["link"] != "," or not small)


def _best(article: Article, start: int, end: int) -> tuple[Occurrence, int] | None:
    text = article.document.text
    best: tuple[int, Occurrence, int] | None = None
    for occurrence, number in names_in(article, start, end):
        if occurrence.end <= end + 2:
            rank = _rank(text, start, end, occurrence, article.people[number].kind)
            if rank and (best is None or rank > best[0]):
                best = (rank, occurrence, number)
    return None if best is None else best[1:]


def _rank(text: str, start: int, end: int, occurrence: Occurrence, kind: str) -> int:
    """How surely an occurrence is the head of the source: 0 not at all, more the surer."""
    before = text[start : min(occurrence.outer, occurrence.start)] if occurrence.outer > start else ""
    after = text[occurrence.end : end]
    if _OWNER.match(after) and len(after) > 3:
        return 0
    if _OWNER_ONLY.match(after):
        return 1
    following = _FOLLOWING.match(after)
    nouns = [fold(w) for w in following.group().split()[:4]] if following else []
    cut = next((i for i, w in enumerate(nouns) if w in _SMALL or w == "who"), len(nouns))
    if cut:
        noun = nouns[cut - 1]
        plural = noun in lexicon.PERSON_NOUNS or noun in lexicon.GROUP_WORDS or noun.endswith("s")
        if plural or kind != "organisation":
            return 0
    if _CLAUSE.search(before) or (kind == "organisation" and _DOING.search(before)):
        return 0
    if kind == "organisation" and _ROLE.match(after):
        return 0
    if _PREPOSITION.search(before) and (not occurrence.titled or _tells_a_person(before)):
        return 0  # "a lawyer for Mr. Cruz"
    if kind == "organisation" and (of := _AT.search(before)) and _is_one(before[: of.start()]):
        return 0  # a reporter from the newspaper
    if before.endswith("("):
        return 0  # the initials of what stands before
    if (
        lexicon.is_group(occurrence.name.last)
        and kind == "organisation"
        and before.strip().lower() not in _WHOLE
    ):
        return 0  # "some Democrats"
    opens = occurrence.titled or not (before.strip(" ,\"“'’") or after.startswith((" of ", " for ")))
    return 1 + {"person": 2, "unknown": 1}.get(kind, 0) + (2 if opens else 0)


def _is_one(words: str) -> bool:
    """Whether a noun phrase is of one person or of several: "a reporter"."""
    phrase = descriptions.read(words)
    return phrase.is_person or (phrase.plural and phrase.kind == "group")


_AT = re.compile(r" (?:at|for|from|in|of|with) (?:the|an?|its|his|her|their) ")


def _tells_a_person(words: str) -> bool:
    return any(fold(word) in lexicon.PERSON_NOUNS for word in words.split())
