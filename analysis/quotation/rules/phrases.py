"""Word classes without a parser, and the phrases they make: who stands before a verb, what follows it.

Each token of a document gets one letter. Noun phrases and verb groups are then regular expressions over those
letters, which is crude next to a parser and some fifty times faster.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from analysis.quotation import cues
from analysis.segmentation import Document, Span

# p subject pronoun, o object pronoun, u who, d determiner, X capitalised, n other word, f preposition, I to,
# a auxiliary, b form of be, y adverb, t time word, c and/or, k other conjunction, h that, w question word,
# v finite cue verb, e its plain form, g its -ing, q its participle, F another finite verb, D another -ed word,
# G another -ing word, [ ] quotation marks, and the punctuation marks , . : ; - ( ) themselves.
_WORDS = {
    "p": "i you he she it we they there",
    "o": "him them us me himself herself itself themselves myself ourselves",
    "u": "who who's who’s who've who’ve who'd who’d who'll who’ll",
    "d": """
        a an the his her its their my our your this these those some any no each every another both all many
        most several few much more one two three four five six seven eight nine ten whose such last next
        """,
    "f": """
        of in on at for from with by about against into over under between among through during before after
        since until without within toward towards upon across behind beyond near per via amid despite around
        outside inside along above below throughout regarding concerning including up out off down like than
        as
        """,
    "I": "to",
    "a": """
        has have had having do does did will would can could may might must should shall 'll ’ll 'd ’d won't
        can't don't doesn't didn't hasn't haven't hadn't wouldn't couldn't shouldn't cannot won’t can’t
        don’t doesn’t didn’t hasn’t haven’t hadn’t wouldn’t couldn’t shouldn’t ought
        """,
    "b": "is are was were be been being am isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t",
    "y": """
        also not never just even still later recently once then already again too now often soon ever always
        earlier long first actually yet thus perhaps maybe rather quite very instead further meanwhile
        however indeed simply only almost twice
        """,
    "t": """
        monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow january
        february march april june july august september october november december mon tue wed thu fri week
        month year morning afternoon evening night weekend weekday summer winter spring fall
        """,
    "c": "and or",
    "k": "but while when because if although though so unless whereas nor once where whether until",
    "h": "that",
    "w": "what how why which whom when where whatever",
    "F": """
        went came made took got gave left became kept began ran won lost sent put stood met led held brought
        built bought sat fell broke chose drove grew heard paid rose spent wore cut hit let hurt shot let's
        goes comes makes takes gets gives leaves becomes keeps begins runs wins loses sends puts stands
        meets leads holds brings needs remains includes works happens helps turns moves lives starts ends
        stops seems means
        """,
}
_ENDINGS = ("s", "re", "m", "ve", "ll", "d")
_CLASS = {word: letter for letter, listed in _WORDS.items() for word in listed.split()}
_CLASS |= {f"{p}{mark}{ending}": "p" for p in _WORDS["p"].split() for mark in "'’" for ending in _ENDINGS}
_CLASS |= {",": ",", ";": ";", ":": ":", "(": "(", ")": ")"}
_CLASS |= dict.fromkeys(("–", "—", "--", "-", "―"), "-")
_CLASS |= dict.fromkeys((".", "?", "!", "...", "…", "...."), ".")
_KIND = {"past": "v", "third": "v", "base": "e", "ing": "g", "participle": "q"}
POSSESSIVE = ("'s", "’s", "s'", "s’")
# Determiners that stand for a noun too: "many say", "one in five believe".
_COUNTS = """
some any all both many most several few one two three four five six seven eight nine ten none others another each this
"""
_PRONOUN_TOO = frozenset(_COUNTS.split())
# What begins a sentence and is nobody's name, as Kelly, Beverly and Connally are.
_ADVERB = re.compile(
    r"[a-z]{2,20}(?:ed|ous|ive|ate|ful|ing|less|sonal|tual|ent|ant|ib|ab)ly|newly|boldly|deeply|fully|nearly|clearly"
    r"|bizarrely|alas|omg|wow"
)


# What a quotation mark begins with.
_MAY_QUOTE = frozenset("“”„‟\"«»‹›「」`'‘’‚‛")

Tokens = tuple[int, int]


class Words(NamedTuple):
    """A document's tokens: their spans, starts, words in lower case, and a letter each for the word class."""

    document: Document
    text: str
    spans: tuple[Span, ...]
    starts: list[int]
    lower: list[str]
    classes: str

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that start in `[start, end)`, as a half-open range."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def span(self, first: int, last: int) -> Span:
        """The characters from token `first` up to, but without, token `last`."""
        return self.spans[first][0], self.spans[last - 1][1]


def tagged(document: Document) -> Words:
    """The tokens of `document` with their word classes."""
    text, spans = document.text, document.tokens
    raw = [text[s:e] for s, e in spans]
    lower = list(map(str.lower, raw))
    starts = [s for s, _ in spans]
    marks = dict.fromkeys((q.start for q in document.quoted), "[")
    for q in document.quoted:
        if q.closed:
            marks[q.end - (2 if text.startswith("''", q.end - 2) else 1)] = "]"
    firsts = {bisect_left(starts, sentence.start) for sentence in document.sentences}
    letters = list(map(_always, raw))
    for i in [number for number, letter in enumerate(letters) if not letter]:
        before, word = letters[i - 1] if i else ".", raw[i]
        if starts[i] in marks and not word[0].isalnum():
            letters[i] = marks[starts[i]]
        elif lower[i] == "far" and i and lower[i - 1] == "so":
            letters[i - 1] = letters[i] = "y"  # Republicans so far have refused
        elif _is_in_name(raw, i, before, firsts):
            letters[i] = "X" if word == "." else "f"  # Mr. Roe; the Campaign to Ban Landmines
        else:
            first = i in firsts or before in ".:["
            letters[i] = _letter(word, lower[i], before, lower[i - 1] if i else "", first)
    letters = _compounds(letters, lower)
    return Words(document, text, spans, starts, lower, "".join(letters))


@lru_cache(maxsize=1 << 15)
def _always(raw: str) -> str:
    """The class of a word that has the same one wherever it stands, or nothing."""
    word = raw.lower()
    known = _CLASS.get(word)
    if word[0] in _MAY_QUOTE or word in (".", "to", "far") or (raw != word and _ADVERB.fullmatch(word)):
        return ""
    if known is not None:
        return known if raw == word or known not in "aF" else ""
    if word in cues.FORMS or (word.endswith(("ed", "ing")) and not raw[0].isupper()):
        return ""
    return _letter(raw, word, "", "", first=False)


def _is_in_name(raw: Sequence[str], i: int, before: str, firsts: Set[int]) -> bool:
    """Whether a full stop or "to" behind a capitalised word stands inside a name."""
    if before != "X" or i + 1 >= len(raw):
        return False
    if raw[i] == ".":
        return i + 1 not in firsts and raw[i + 1][0].isalnum()
    return raw[i].lower() == "to" and raw[i + 1][0].isupper()


def _compounds(letters: list[str], lower: list[str]) -> list[str]:
    """A verb form between nouns is a noun too: "press secretary", "poll numbers"."""
    for i in range(1, len(letters) - 1):
        if letters[i] in "ev" and letters[i - 1] in "XnG" and letters[i + 1] in "nev":
            verb, kind = cues.FORMS[lower[i]]
            plural = lower[i - 1].endswith("s")
            noun = letters[i + 1] != "n" if kind == "third" else kind == "base" and not plural
            if noun and verb in cues.NOUNS_TOO:
                letters[i] = "n"
    return letters


def _letter(raw: str, word: str, before: str, previous: str, first: bool) -> str:
    """The class of one word, from its shape and the class of the word before it."""
    letter = _CLASS.get(word)
    capital = raw[0].isupper() and not (first and raw[1:].islower())
    if letter is not None:
        return "X" if capital and letter in "aF" else letter
    known = cues.FORMS.get(word)
    if known is not None and not capital:
        kind = _KIND[known[1]]
        if previous.endswith(POSSESSIVE) or (before == "f" and kind in "ev"):
            return "n"
        if before == "d" and (previous not in _PRONOUN_TOO or known[0] in cues.NOUNS_TOO):
            return "n"
        return "q" if kind == "v" and known[1] == "past" and before == "b" else kind
    if first and raw[1:].islower() and _ADVERB.fullmatch(word):
        return "y"
    if raw[0].isupper() or (raw[0] == "@" and len(raw) > 1):
        return "X"
    if not word[0].isalnum():
        return "~"
    if word.endswith("ly") and len(word) > 4:
        return "y"
    if before != "d" and not previous.endswith(POSSESSIVE):
        if word.endswith("ed") and len(word) > 4:
            return "D"
        if word.endswith("ing") and len(word) > 5:
            return "G"
    return "n"


# --- noun phrases ---------------------------------------------------------------------------------------------

_NOUN_PHRASE = frozenset("dXnfcto()")


def subject(words: Words, verb: int, floor: int) -> tuple[int, int] | None:
    """The noun phrase right before the verb group that starts at token `verb`, not reaching below `floor`.

    An apposition or relative clause between commas belongs to it ("Dmitry Peskov, the spokesman, said").
    """
    classes = words.classes
    if verb <= floor:
        return None
    letter = classes[verb - 1]
    if letter == "p":
        return (verb - 1, verb) if words.lower[verb - 1] != "there" else None
    if letter == "u":
        return verb - 1, verb
    if letter == ",":
        return _with_apposition(words, verb, floor)
    if letter == "-":
        opening = classes.rfind("-", floor, verb - 1)
        found = _phrase_before(words, opening, floor) if opening > floor else None
        return (found[0], verb) if found else None
    if letter == ")":
        opening = classes.rfind("(", floor, verb)
        found = _phrase_before(words, opening, floor) if opening > floor else None
        return (found[0], verb) if found else None
    if letter not in "dXnt":
        return None
    found = _phrase_before(words, verb, floor)
    if found and set(classes[slice(*found)]) <= set("dt"):  # who last year said
        return subject(words, found[0], floor) or found
    return found


def _with_apposition(words: Words, verb: int, floor: int) -> tuple[int, int] | None:
    comma = verb - 1
    for _ in range(3):
        comma = words.classes.rfind(",", max(floor, verb - 40), comma)
        if comma <= floor:
            return None
        if comma + 4 >= verb and words.classes[comma + 1] in "yfkXnc":  # X, however, said
            return _phrase_before(words, comma, floor) or subject(words, comma, floor)
        reduced = words.classes[comma + 1] == "v" and words.classes[comma + 2] in "fy"  # , published in May,
        if words.classes[comma + 1] not in "duXnGDfqw" and not reduced:
            return None
        found = _phrase_before(words, comma, floor) if words.classes[comma - 1] in "Xnp)" else None
        if found:
            return found[0], verb - 1
    return None


def _phrase_before(words: Words, end: int, floor: int) -> tuple[int, int] | None:
    """The longest noun phrase that ends before token `end`, without what introduces it."""
    classes = words.classes
    start = end
    while start > floor and classes[start - 1] in _NOUN_PHRASE:
        start -= 1
    if start > floor and classes[start - 1] in "vaFDbeqyG":
        who = classes.rfind("u", max(floor, start - 8), start) if classes[start - 1] in "aFDb" else -1
        if who < 0 and classes[start : start + 1] == "f":
            who = classes.rfind("u", max(floor, start - 8), start)
        if who > floor and "," not in classes[who:start] and (found := _phrase_before(words, who, floor)):
            return found[0], end
        joint = classes.rfind("c", start, end)
        start = joint + 1 if joint >= 0 else start
    return _trimmed(words, start, end)


def _trimmed(words: Words, start: int, end: int) -> tuple[int, int] | None:
    classes = words.classes
    while start < end and classes[start] in "cky)to":
        start += 1
    clause = max((i for i in range(start, end - 1) if words.lower[i] in _CLAUSE_OPENERS), default=None)
    if clause is not None and classes[clause] == "f" and "t" not in classes[start:clause]:
        start = clause + 1  # comments after Washington said
    if start < end and words.lower[start] == "date":
        start += 2  # a metadata line glued to the text
    last = end - 1
    while last > start and classes[last] == "t":
        last -= 1
    if last < end - 1 and last > start and classes[last] == "f":
        end = last  # Russia on Wednesday
    if start < end and classes[start] == "f":
        heads = [m.start() for m in _LAST_HEAD.finditer(classes[start:end])]
        start = start + heads[-1] if heads else end
    return (start, end) if start < end else None


_LAST_HEAD = re.compile(r"(?<=[nXt])(?:d|X+)|(?<=t)n")  # "in Iowa on Monday [the senator]"
_CLAUSE_OPENERS = frozenset(["after", "before", "since", "until"])
_OPENING = 100  # tokens of a clause among which its subject is looked for
_PHRASE_AFTER = re.compile(r"[dXn][dXnfctD()]*")


def phrase_after(words: Words, start: int, ceiling: int) -> tuple[int, int] | None:
    """The noun phrase that starts at token `start`, appositions and relative clauses included."""
    classes = words.classes
    if start < ceiling and classes[start] in "po":
        return start, start + 1
    found = _PHRASE_AFTER.match(classes, start, ceiling)
    if found is None:
        return None
    return start, found.end()


def participle_subject(words: Words, verb: int, floor: int) -> tuple[int, int] | None:
    """The noun phrase that a participle right behind it belongs to: "activists supporting X"."""
    found = _phrase_before(words, verb, floor)
    if found is None:
        return None
    start = found[0]
    for at in range(*found):
        if words.classes[at] in "fI" and words.lower[at] != "of":
            start = at + 1
    return (start, found[1]) if start < found[1] else None


def clause_subject(words: Words, verb: int, floor: int) -> tuple[int, int] | None:
    """The subject of the sentence's main clause, for a verb at token `verb` that has none of its own."""
    classes = words.classes
    comma = classes.find(",", floor, verb) if classes[floor] in "fkgG" else -1
    for start in (comma + 1, floor) if comma > 0 else (floor,):
        for at in range(start + 1, min(verb, start + _OPENING)):
            if classes[at] in "vFabDe" and (found := subject(words, at, start)):
                return found
    return None
