"""What a source does with a content: says it, believes it, knows it, or intends it.

The four acts are the types of attribution of the Penn Discourse Treebank (Prasad et al. 2007, "The Penn Discourse
TreeBank 2.0 Annotation Manual", §5.2): verbs of communication, propositional attitude, factive and control verbs.
Unlike there, a promise, an order or a threat is communication here, for words were spoken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from analysis import tables
from analysis.quotation import Attribution, joined
from analysis.quotation.cues import FORMS, inflected
from analysis.segmentation import Document

ACTS = tables.TABLES["quotations"].columns["act"].allowed
COMMUNICATION, BELIEF, KNOWLEDGE, INTENTION = ACTS

_VERBS = {
    BELIEF: """
        believe think feel suspect assume presume suppose imagine doubt fear hope worry expect anticipate
        guess reckon figure consider deem regard view perceive judge wonder speculate estimate foresee
        envision envisage trust dread love hate like admire resent dislike disagree conclude surmise ponder
        interpret fret seem appear
        """,
    KNOWLEDGE: """
        know learn realise realize discover find remember recollect forget notice understand recognise
        recognize hear see witness sense ascertain determine detect regret
        """,
    INTENTION: """
        want plan intend decide agree refuse decline try seek attempt aim wish desire prefer choose opt
        resolve strive aspire contemplate mull weigh prepare endeavor endeavour yearn consent hesitate support
        oppose favor favour resist struggle
        """,
}
_FORMS = {
    KNOWLEDGE: "heard saw seen knew found",
    INTENTION: "sought tried chose chosen strove backed backs backing considering",
    BELIEF: "thought felt",
}
# Nouns and adjectives: "has a plan to", "is convinced that", "was unaware of".
_OTHERS = {
    BELIEF: """
        belief beliefs view views opinion opinions fears hopes doubts concern concerns worries suspicion
        suspicions conviction expectation expectations impression feeling faith confidence assumption
        confident convinced certain sure optimistic pessimistic skeptical sceptical worried concerned afraid
        fearful hopeful doubtful suspicious glad proud thankful grateful disappointed surprised frustrated
        wary unsure adamant mindset
        """,
    KNOWLEDGE: """
        knowledge awareness realization realisation discovery memory memories aware unaware mindful conscious
        """,
    INTENTION: """
        plans intention intentions intent decision decisions desire effort efforts bid goal ambition ambitions
        willingness reluctance refusal eager keen willing unwilling reluctant determined ready prepared
        unprepared poised loath inclined tempted opposed interested
        """,
}


def _lexicon() -> dict[str, str]:
    """The act of each form of each word that is not one of communication."""
    verbs = {form: act for act, words in _VERBS.items() for verb in words.split() for form in inflected(verb)}
    others = {
        word: act for listed in (_FORMS, _OTHERS) for act, words in listed.items() for word in words.split()
    }
    return verbs | others


_ACT = _lexicon()
# "raised concerns", "aired her doubts": the words were spoken, too.
_SAYING = (set(FORMS) | {f for verb in ("raise", "air", "echo") for f in inflected(verb)}) - _ACT.keys()

# Verbs that are of another act before "to": "hopes to win", "is set to go".
_WANTING = "hope like love hate look mean set determine"
_BEFORE_TO = dict.fromkeys([*(f for v in _WANTING.split() for f in inflected(v)), "meant"], INTENTION)
# And those that are of another one before anything else: "agreed that", "wished it were over".
_OTHERWISE = dict.fromkeys([*inflected("agree"), *inflected("wish")], BELIEF)
_CONSIDERED = frozenset(inflected("consider"))  # "considered resigning", "will consider whether to go"
_SEEN = frozenset(inflected("see"))  # "see it as a threat", "is seen as"
_REFUSED = frozenset([*inflected("decline"), *inflected("refuse")])

# Who speaks only by words: "the report found", "a poll showed", "court documents".
_DOCUMENTS = re.compile(
    r"\b(?:reports?|stud(?:y|ies)|polls?|surveys?|documents?|complaints?|lawsuits?|suits?|affidavits?|indictments?"
    r"|letters?|e-?mails?|memos?|memorandums?|statements?|filings?|records?|data|figures|statistics|rulings?|orders?"
    r"|articles?|books?|transcripts?|releases?|papers?|anal[yi]s[ei]s|reviews?|posts?|tweets?|messages?|texts?"
    r"|editorials?|bills?|petitions?|warrants?|opinions?|manifestos?|advertisements?|headlines?|websites?)$",
    re.IGNORECASE,
)
_HEAD_ENDS = re.compile(
    r"[,(]|\s(?:of|by|from|in|on|for|to|at|with|about|released|published|obtained|that|which|who|conducted|filed)\b"
)
_KNOWN = re.compile(r"\b(?:let|made|make|makes|making)\b.{0,20}\bknown\b", re.IGNORECASE)  # "made it known"
_WORD = re.compile(r"[^\W\d_]+")
_AHEAD = 8  # words of the content in which "as" is looked for


def act_of(document: Document, attribution: Attribution) -> str:
    """Which of `ACTS` an attribution is, by its cue, what follows the cue, and its source.

    What stands between quotation marks that do not hold the cue too was said, and so was what a document,
    "according to" or no cue attributes; else the first word of the cue that is of an act decides. Where none is, what
    is done "to" reach something is intention, anything else communication.
    """
    text = document.text
    cue = joined(text, attribution.cue) or ""
    if attribution.kind == "direct" and not _inside(document, attribution):
        return COMMUNICATION
    if ("known" in cue.lower() and _KNOWN.search(cue)) or _is_document(joined(text, attribution.source)):
        return COMMUNICATION
    words = _WORD.findall(cue.lower())
    if "according" in words:
        return COMMUNICATION
    behind = _opening(text, attribution)
    for number, word in enumerate(words):
        if word in _ACT or word in _SAYING or word in _BEFORE_TO:
            return _act_of_word(word, [*words[number + 1 :], *behind])
    # "sued to stop the rule": a verb that is of no act, with what it is done for
    return INTENTION if words and behind[:1] == ["to"] else COMMUNICATION


def _inside(document: Document, attribution: Attribution) -> bool:
    """Whether the cue stands between quotation marks itself: "They think it is over," he said."""
    if not attribution.cue:
        return False
    start, end = attribution.cue[0]
    at = bisect_right(document.outermost, start, key=lambda q: q.start) - 1
    return at >= 0 and end < document.outermost[at].end


def _act_of_word(word: str, behind: Sequence[str]) -> str:
    """The act of a word of a cue before the words `behind`."""
    following = behind[0] if behind else ""
    if following == "to" and word in _BEFORE_TO:
        return _BEFORE_TO[word]
    if word in _REFUSED and _SAYING & set(behind[:2]):
        return COMMUNICATION  # "declined to comment": that they would not was said
    if following != "to" and word in _OTHERWISE:
        return _OTHERWISE[word]
    if word in _SEEN and "as" in behind:
        return BELIEF
    if word in _CONSIDERED and (following == "whether" or following.endswith("ing")):
        return INTENTION
    return _ACT.get(word, COMMUNICATION)


def _opening(text: str, attribution: Attribution) -> list[str]:
    """The first words of a content that stands behind its cue."""
    if not attribution.cue or not attribution.content or attribution.content[0][0] < attribution.cue[-1][1]:
        return []
    start, end = attribution.content[0]
    return _WORD.findall(text[start : min(end, start + 60)].lower())[:_AHEAD]


@lru_cache(maxsize=4096)
def _is_document(source: str | None) -> bool:
    """Whether a source is something written: its head noun, before "of", "by" or a comma, is a kind of document."""
    return _DOCUMENTS.search(_HEAD_ENDS.split(source or "", maxsplit=1)[0].rstrip()) is not None
