"""How loaded a cue is: whether the reporting verb is neutral, takes a side, or judges.

Classes after Caldas-Coulthard (1994), "On reporting reporting", in Coulthard (ed.), Advances in Written Text
Analysis, 295-308 (neutral structuring verbs; metapropositional expressives and directives; prosodic verbs), and
Thompson & Ye (1991), "Evaluation in the reporting verbs used in academic papers", Applied Linguistics 12(4) with
Hooper (1975), "On assertive predicates" (verbs that present the content as true, or keep a distance from it). The
words are ours to sort by their descriptions; verbs that no class names are "other".
"""

from __future__ import annotations

import re

from analysis.quotation.cues import FORMS

CLASSES = (
    "neutral",
    "presents as true",
    "keeps a distance",
    "judges",
    "commands",
    "voices",
    "thinks",
    "other",
)
LOADED = frozenset(["presents as true", "keeps a distance", "judges", "commands", "voices"])

_VERBS = {
    "neutral": """
        say tell ask reply answer write add report state speak talk according continue respond comment
        mention describe explain announce inform tweet post quote read discuss remark observe note cite
        """,
    "presents as true": """
        acknowledge admit concede confess confirm disclose reveal recognize recognise realize realise show
        demonstrate find learn discover recall remember remind point emphasize emphasise stress underscore
        underline highlight know prove regret recount
        """,
    "keeps a distance": """
        claim allege assert maintain contend insist profess suggest argue imply hint boast deny reiterate
        purport speculate swear repeat declare proclaim aver posit
        """,
    "judges": """
        accuse charge attack blame blast condemn criticize criticise denounce deride decry deplore mock
        ridicule slam assail lambast lambaste rebuke scold chide berate bash trash rip fault insult taunt
        castigate excoriate dismiss reject praise applaud laud hail salute commend defend endorse complain
        lament bemoan brag tout dispute rebut refute challenge counter retort call label brand dub deem
        characterize characterise portray support oppose thank welcome
        """,
    "commands": """
        urge demand order call_for call_on press push request implore exhort beseech beg encourage advise
        recommend warn caution propose advocate plead
        """,
    "voices": """
        shout yell scream cry whisper mutter murmur laugh joke quip sigh exclaim chant gush grumble gripe
        scoff snap intone deadpan marvel
        """,
    "thinks": """
        believe think feel hope fear want wish expect doubt worry consider see view regard suspect assume
        guess imagine anticipate foresee prefer like love hate plan intend seek decide promise vow pledge
        agree refuse decline seem appear predict estimate project forecast conclude understand wonder
        """,
}
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CLASS = {verb: name for name, verbs in _VERBS.items() for verb in verbs.split()}


def verb_of(cue: str | None) -> str | None:
    """The verb of a cue in its plain form ("has repeatedly called for" → "call for"), or None without one."""
    words = _WORD.findall((cue or "").lower())
    if "according" in words:
        return "according to"
    first = next((i for i, word in enumerate(words) if word in FORMS), None)
    if first is None:
        return None
    verb, rest = FORMS[words[first]][0], words[first + 1 :]
    return f"{verb} {rest[0]}" if rest and f"{verb}_{rest[0]}" in _CLASS else verb


def stance_of(verb: str | None) -> str:
    """The class of a verb that `verb_of` gave; "other" for None and for verbs that no class names."""
    name = (verb or "").replace(" ", "_")
    return _CLASS.get(name) or _CLASS.get(name.split("_")[0], "other")
