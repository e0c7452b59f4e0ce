"""The engine "rules": attributions from a cue lexicon, word classes and quotation marks, without a model.

A cue verb is read with its subject (the source) and its complement (the content), in every order: source, cue,
content; content, source, cue; content, cue, source; and contents split round the cue. Every pattern is a rule that
can be pointed at; nothing is learned at run time.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from analysis.quotation import Attribution, judgement, kind_of, layouts
from analysis.quotation.cues import FRAMES
from analysis.quotation.rules.holding import holders_of
from analysis.quotation.rules.phrases import Tokens, Words, clause_subject, phrase_after, tagged
from analysis.quotation.rules.precision import CONFIDENCE
from analysis.quotation.rules.predicates import ACCORDING, Cue, asks_for_speaker, find
from analysis.quotation.rules.uncued import Found, attributed, is_title, labelled
from analysis.segmentation import Document, Span

VERSION = "rules 1"
_LONGEST_SENTENCE = 1_000  # tokens
_FOLLOWING = 30  # cues of a sentence among which the end of a content is looked for

_MAIN_CLAUSE = re.compile(r",(?=[dXnp][dXnfct,]*?[vaFDbye])")
_LIST_COMMA = re.compile(r",(?![^,]{0,25},?c)|(?<=[Xnop])k|;")  # not the commas of "a, b and c"
_COMMA = re.compile(r",")
_THAT_LESS = "say tell report add note suggest argue think believe show claim"
_OPEN_CLAUSE = frozenset(_THAT_LESS.split())
_SEEMING = frozenset(["seem", "appear"])
_WITNESSES = """
official officials source sources people person aide aides diplomat diplomats expert experts witness witnesses lawyer
lawyers analyst analysts researcher researchers officer officers employee employees executive executives adviser
advisers lawmaker lawmakers prosecutor prosecutors investigator investigators police spokesman spokeswoman
spokesperson statement report reports documents
"""
_WITNESS = frozenset(_WITNESSES.split())
_PASSIVES = """
expect consider call describe see view regard accuse criticize criticise ask know blame condemn denounce name report
say believe think portray estimate praise dub deem quote reject endorse allege rate attack mock
"""
_PASSIVE = frozenset(_PASSIVES.split()) | _SEEMING


def extract(documents: Sequence[Document]) -> list[list[Attribution]]:
    """The attributions of each document, nested ones with their parent, in order of their first span."""
    extracted = []
    for document in documents:
        ruled = found(document)
        rows = judgement.judged(document, ruled, [sureness(a) for a in ruled], engine="rules")
        extracted.append(layouts.settled(document, rows, ruled, engine=VERSION))
    return extracted


def sureness(attribution: Attribution) -> dict[str, float]:
    """What the rules know of one of `found`: the log odds of its pattern."""
    return {"pattern": math.log(attribution.confidence / (1 - attribution.confidence))}


def found(document: Document) -> list[Attribution]:
    """The attributions of a document as in `extract`; the confidence of each is the precision of its pattern."""
    words = tagged(document)
    outside: list[Found] = []
    inside: list[Found] = []
    quoted = [words.within(q.start, q.end) for q in document.outermost]
    for low, high in _stretches(words):
        cues = list(find(words, low, high))
        near = bisect_right(quoted, low, key=lambda q: q[1]), bisect_left(quoted, high, key=lambda q: q[0])
        for first, last in quoted[slice(*near)]:
            within = [c for c in cues if first <= c.at < last]
            if within:
                cues = [c for c in cues if not first <= c.at < last]
                inside += _clauses(words, within, max(low, first), min(high, last))
        outside += _clauses(words, cues, low, high)
    return _finished(words, attributed(words, outside + labelled(words)) + inside)


def _stretches(words: Words) -> Iterator[Tokens]:
    """The tokens of each sentence; a very long one is read in pieces, for reading takes the square of its length."""
    for sentence in words.document.sentences:
        low, high = words.within(sentence.start, sentence.end)
        for start in range(low, high, _LONGEST_SENTENCE):
            yield start, min(start + _LONGEST_SENTENCE, high)


# --- the cues of one sentence ---------------------------------------------------------------------------------


def _clauses(words: Words, cues: Sequence[Cue], low: int, high: int) -> list[Found]:
    """The attributions of the cues, which all lie in `[low, high)` and in the same quoted span or in none."""
    found: list[Found] = []
    floor = low
    shared: Tokens | None = None
    for number, cue in enumerate(cues):
        if cue.start < low or cue.content > high:
            continue
        rest = cues[number + 1 : number + 1 + _FOLLOWING]
        made = _postposed(words, cue, rest, floor, high) or _preposed(words, cue, rest, floor, high, shared)
        if made is None:
            continue
        here = words.starts[cue.first]
        if cue.source is not None and not any(start <= here < end for f in found for start, end in f.content):
            shared = cue.source
        found.append(_chained(words, cue, made, found))
        if _beside(words, cue, low):
            floor = max(floor, cue.start)
    return found


def _beside(words: Words, cue: Cue, low: int) -> bool:
    """Whether the cue stands beside an earlier one of its sentence, not inside its content."""
    start = cue.start
    before = words.classes[start - 1] if start > low else "."
    if cue.form == "participle":
        return before in ",c-"
    if cue.form == "noun":
        return False
    if cue.source is None:
        return before in "ck" and not cue.passive
    return before == ";" or (before in "ck" and start - 2 >= low and words.classes[start - 2] in ",]-")


def _chained(words: Words, cue: Cue, made: Found, found: Sequence[Found]) -> Found:
    """In "Reuters reported, citing officials, that …" the officials say what Reuters reports.

    What is cited must be somebody or their words; "citing the explosions" names evidence.
    """
    if cue.verb != "cite" or cue.form != "participle" or not found or found[-1].parent is not None:
        return made
    cited = phrase_after(words, cue.content, len(words.lower))
    if cited is None or not _WITNESS & set(words.lower[cited[0] : cited[1]]):
        return made
    return Found(made.cue, [words.span(*cited)], found[-1].content, "chained", found[-1])


# --- content in front -----------------------------------------------------------------------------------------


def _postposed(words: Words, cue: Cue, rest: Sequence[Cue], floor: int, high: int) -> Found | None:
    """Content in front of the cue: "…," said X; "…," X said; …, X said; …, according to X."""
    placed = _place(words, cue, floor, high)
    if placed is None:
        return None
    source, start, behind = placed
    before = words.classes[start - 1]
    quoted = _quoted_before(words, start)
    if quoted is None and (start - 1 <= floor or before == "]"):
        return None
    content = [quoted or (words.starts[floor], words.spans[start - 2][1])]
    if quoted and words.starts[floor] < quoted[0]:
        content = [(words.starts[floor], quoted[1])]
    comma = words.classes[behind : behind + 2]
    if not quoted and cue.verb != ACCORDING and comma[:1] == "," and comma[1:] not in ("", "g", "k", "c"):
        end = _content_end(words, cue, behind + 1, rest, high)
        content += [words.span(behind + 1, end)] if end > behind + 1 else []
    return Found(
        [words.span(cue.first, cue.last)], [words.span(*source)], content, _pattern(cue, "postposed")
    )


def _place(words: Words, cue: Cue, floor: int, high: int) -> tuple[Tokens, int, int] | None:
    """Source, first token behind the comma or mark, and first token behind it all, if content may stand in front."""
    frames = FRAMES.get(cue.verb, {"end"} if cue.verb != "be" else set())
    first = cue.source[0] if cue.source and cue.source[1] <= cue.first else cue.first
    asked = bool(_divided(words, first, floor)) and asks_for_speaker(words, first - 1)
    may_end = asked or "end" in frames or (cue.frame == "end" and "clause" in frames)
    if cue.form != "finite" or cue.passive or not may_end:
        return None
    if cue.verb == ACCORDING and cue.source is not None:
        start = cue.first if words.classes[cue.first - 1] in ",]" else cue.first + 1
        return (cue.source, start, cue.source[1]) if cue.first > floor + 1 else None
    if cue.source is None:
        named = cue.frame == "object" or (cue.frame == "end" and asks_for_speaker(words, cue.first - 1))
        source = phrase_after(words, cue.at + 1, high) if named else None
        return (source, cue.first, source[1]) if source and _divided(words, cue.first, floor) else None
    before = _divided(words, cue.source[0], floor)
    if asked or (before and cue.frame == "end") or (before == "]" and cue.frame not in ("clause", "end")):
        usual = cue.frame != "clause" and (before == "]" or cue.frame == "end")
        return (cue.source, cue.source[0], cue.content) if asked or usual else None
    return None


def _divided(words: Words, start: int, floor: int) -> str:
    """The comma or closing mark before token `start`, or "".

    A mark may end the sentence before, in the same paragraph: "Why?" Roe asked.
    """
    before = words.classes[start - 1] if start else ""
    if start > floor:
        return before if before in tuple(",]") else ""
    between = words.text[words.spans[start - 1][1] : words.starts[start]] if start else "\n"
    return before if before == "]" and not re.search(r"[\n\r]", between) else ""


def _quoted_before(words: Words, start: int) -> Span | None:
    """The outermost quoted span that ends right before token `start`, a comma between them or none."""
    offset = words.starts[start - 1]
    outermost = words.document.outermost
    first = bisect_left(outermost, offset, key=lambda q: q.end + 1)
    if first < len(outermost) and outermost[first].start < offset:
        return outermost[first].start, outermost[first].end
    return None


# --- content behind -------------------------------------------------------------------------------------------


def _preposed(
    words: Words, cue: Cue, rest: Sequence[Cue], floor: int, high: int, shared: Tokens | None
) -> Found | None:
    """Content behind the cue: X said that …, saying …, According to X, …"""
    if not cue.verb or (cue.frame == "end" and cue.verb != ACCORDING):
        return None
    if cue.passive or cue.verb in _SEEMING:
        return _passive(words, cue, rest, high)
    opening = cue.source is None and not words.classes[floor : cue.first].strip("fky")
    start = cue.content + (cue.verb == ACCORDING and words.classes[cue.content : cue.content + 1] == ",")
    end = _content_end(words, cue, start, rest, high)
    main = _MAIN_CLAUSE.search(words.classes, start, high) if opening else None
    end = min(end, main.start()) if main else end
    if end <= start:
        return None
    source = cue.source
    if source is None and main and cue.form == "participle":
        source = phrase_after(words, main.start() + 1, high)
    if source is None and cue.form != "noun":
        source = shared or (None if opening else clause_subject(words, cue.first, floor))
    content = _with_quoted(words, words.span(start, end))
    quoted = words.document.quoted
    first, last = (
        bisect(quoted, content[0], key=lambda q: q.start) for bisect in (bisect_left, bisect_right)
    )
    if any(is_title(words.text[q.start : q.end]) for q in quoted[first:last]):
        return None
    sources = [words.span(*source)] if source else []
    pattern = _pattern(cue, "preposed" if cue.source else "shared")
    return Found([words.span(cue.first, cue.last)], sources, [content], pattern)


def _with_quoted(words: Words, content: Span) -> Span:
    """The content, up to the end of a quoted span that starts in it and goes on behind the sentence."""
    outermost = words.document.outermost
    last = bisect_left(outermost, content[1], key=lambda q: q.start) - 1
    begun = last >= 0 and content[0] <= outermost[last].start
    return content[0], max(content[1], outermost[last].end if begun else 0)


def _passive(words: Words, cue: Cue, rest: Sequence[Cue], high: int) -> Found | None:
    """What is said is the subject: X is expected to …, X was described by Y as …, X seems to …"""
    if cue.verb not in _PASSIVE or cue.source is None:
        return None
    end = _content_end(words, cue, cue.content, rest, high)
    agent = next((i for i in range(cue.last - 1, end) if words.lower[i] == "by"), None)
    source = phrase_after(words, agent + 1, high) if agent else None
    more = (cue.content, end)
    if agent and source:
        more = (source[1], end) if agent <= cue.content else (cue.content, agent)
    content = [words.span(*cue.source)] + ([words.span(*more)] if more[1] > more[0] else [])
    sources = [words.span(*source)] if source else []
    return Found([words.span(cue.first, cue.last)], sources, content, "passive")


def _content_end(words: Words, cue: Cue, start: int, rest: Sequence[Cue], high: int) -> int:
    """Where content from token `start` on ends: before an attribution beside it, or with its clause or sentence."""
    classes = words.classes
    end = high
    for other in rest:
        attributing = other.verb == ACCORDING and classes[other.start - 1] == ","
        if other.start > start and (attributing or _beside(words, other, start)):
            end = other.start - 1
            break
        if other.source and other.source[0] < cue.at < other.source[1] <= other.first:
            end = other.source[1]  # X, who said …, added
            break
    if cue.frame != "clause" and cue.verb not in _OPEN_CLAUSE:
        subordinate = cue.start > 0 and classes[cue.start - 1] == "k"
        comma = (_COMMA if subordinate else _LIST_COMMA).search(classes, start, end)
        end = comma.start() if comma else end
    while end > start and classes[end - 1] in ".,;:-ck":
        end -= 1
    return end


# --- the whole article ----------------------------------------------------------------------------------------


def _pattern(cue: Cue, order: str) -> str:
    """Which rule read it, as `CONFIDENCE` tells its precision."""
    if cue.form == "noun" or cue.verb == "be":
        return "noun" if cue.form == "noun" else "adjective"
    if cue.verb in ("say", "tell", ACCORDING):
        return f"{order} {cue.verb}"
    return f"{order} {cue.frame if cue.frame in ('clause', 'object', 'end', 'to') else 'particle'}"


def _finished(words: Words, found: Sequence[Found]) -> list[Attribution]:
    """The attributions in order, each inside the narrowest content that holds its cue; loose ends are left out.

    Cues inside a quoted span that is in no content stay out: nobody is known to have said it.
    """
    holders = holders_of(found)
    kept = [f for f in found if _tidied(f, holders[id(f)])]
    holders = holders_of(kept)  # a content that was cut holds less
    loose = {id(f) for f in kept if holders[id(f)] is None and f.cue and _is_quoted(words.document, f.cue[0])}
    if loose:
        kept = [f for f in kept if id(f) not in loose]
        holders = holders_of(kept)  # what is inside one of them is inside what is round it
    kept.sort(key=lambda f: min(f.content + f.cue + f.source))
    number = {id(f): i for i, f in enumerate(kept)}
    return [_attribution(words.document, f, number.get(id(holders[id(f)]))) for f in kept]


def _is_quoted(document: Document, cue: Span) -> bool:
    at = bisect_right(document.outermost, cue[0], key=lambda q: q.start) - 1
    return at >= 0 and cue[1] < document.outermost[at].end


def _tidied(found: Found, holder: Found | None) -> bool:
    """Keep the content's pieces apart from each other, from cue and source, and inside the holder's; any left?"""
    if found.parent is not None:
        return bool(found.content)
    inside = (
        [s for s in (holder.content if holder else ()) if s[0] <= found.cue[0][0] < s[1]] if found.cue else []
    )
    limit = inside[0][1] if inside else None
    pieces: list[Span] = []
    for start, end in sorted(found.content):
        start = max(start, pieces[-1][1]) if pieces else start
        end = min(end, limit) if limit else end
        for s, e in sorted(found.cue + found.source):
            if s < end and start < e:
                pieces += [(start, s)] if start < s else []
                start = e
        pieces += [(start, end)] if start < end else []
    found.content = pieces
    return bool(pieces)


def _attribution(document: Document, found: Found, parent: int | None) -> Attribution:
    content = tuple(sorted(found.content))
    confidence = CONFIDENCE.get(found.pattern, CONFIDENCE["other"])
    return Attribution(
        kind_of(document, content),
        content,
        tuple(found.cue),
        tuple(found.source),
        parent,
        confidence,
        VERSION,
    )
