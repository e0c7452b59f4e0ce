"""The cue lexicon of the rules: verbs and nouns that report speech, writing, belief or intention.

The verbs are those of the lists of Quirk et al. (1985, §16.31-33: factual and suasive verbs), Levin (1993, classes
29 "characterize", 33 "judgment", 37 "communication", 62 "wish") and Thomas & Hawes (1994, reporting verbs). Which
of their complements are read as a reported content was chosen on the training part of PolNeAR.
"""

from __future__ import annotations

import re

# What follows the verb: "clause" (that, whether, a pronoun, a mark or colon), "object" (a noun phrase, which may
# open a clause without "that"), "end" (nothing: the content is in front), "to", "ing", or a particle or
# preposition that belongs to the cue.
_VERBS = {
    "clause object end": """
        say add write note report suggest argue announce explain claim acknowledge declare insist admit warn
        recall reveal indicate predict confirm reiterate stress emphasize emphasise assert contend state
        tweet allege concede conclude disclose repeat read affirm reaffirm proclaim profess aver recount
        clarify caution counter retort agree quote tell ask answer describe mention advise inform remind
        assure
        """,
    "clause": "find rule maintain",
    "clause end": """
        reply respond continue observe remark quip joke testify complain brag boast muse marvel interject
        exclaim shout yell scream cry whisper mutter murmur gush grumble gripe chant wonder ponder opine
        theorize speculate comment elaborate snap scoff sigh laugh recite intone deadpan rejoin surmise
        reflect reminisce confess
        """,
    "clause object": """
        believe think feel know show hope fear doubt understand recognize recognise realize realise learn
        discover consider demonstrate imply hint signal demand propose recommend expect assume suspect guess
        imagine anticipate foresee envision see regret lament bemoan worry vow pledge promise decide
        determine estimate calculate project forecast order request deny dispute question forget remember
        figure reckon presume infer intimate stipulate certify swear attest posit postulate gather sense
        prefer wish decree convince persuade convey communicate underscore underline highlight charge
        """,
    "object": """
        accuse criticize criticise defend praise blast condemn denounce mock endorse urge cite dismiss
        reject oppose support call attack blame express discuss tout voice portray depict characterize
        characterise label brand term dub deem rate hail laud applaud commend salute thank credit slam
        assail lambast lambaste chide berate scold rebuke reprimand castigate excoriate ridicule deride
        decry deplore denigrate disparage insult rip bash trash knock hammer fault rebut refute contradict
        challenge disavow repudiate renounce invoke reference detail outline summarize summarise paraphrase
        trumpet champion promote favor favour welcome dislike admire mourn implore beg exhort beseech
        encourage press offer release issue publish unveil retweet taunt downplay minimize peddle equate
        liken want like love hate
        """,
    "to": """
        decline refuse vow pledge promise threaten offer agree seek hope plan want expect seem appear aim
        intend decide wish prefer like love refer allude claim profess swear volunteer opt desire yearn
        aspire consent pretend resolve admit confess acquiesce ask demand propose fear point
        """,
    "ing": "say propose oppose support consider deny suggest recommend favor recall report mention describe regret",
    "bare": "seem appear plead",
    "out": "point lash call spell lay rule set speak blast cry",
    "off": "shrug sound",
    "for": "call push advocate vote argue apologize vouch hope plead lobby praise blame ask",
    "on": "call focus comment touch agree insist dwell report tweet elaborate expound weigh seize",
    "in": "believe confide",
    "about": """
        talk speak complain brag boast worry joke ask warn write comment think care tweet muse rave
        speculate fret gripe wonder gush inquire argue
        """,
    "of": "speak warn accuse complain boast think dream approve disapprove despair talk conceive assure",
    "at": "hint balk scoff bristle sneer marvel laugh",
    "against": "rail warn argue protest caution inveigh vote advise lash speak",
    "with": "agree disagree side concur differ sympathize",
    "as": "describe see view regard portray characterize depict cast refer",
}

# Verbs whose plain form and third person are nouns as often: they need a clause, or a subject just in front.
_OFTEN_NOUNS = """
claim report support call attack blame question vote promise hope fear doubt view comment state tweet post
issue release address order request demand challenge answer name highlight project forecast estimate caution
credit charge label brand detail outline reference offer press plan love like hate desire aim wish voice
plead object protest fault rip hammer rate champion favor welcome insult focus point quote term debate laugh
joke cry pledge judge guess figure care
"""

# "is confident that", "were worried about"; a form of be, feel or remain stands in front.
_ADJECTIVES = {
    "clause": """
        confident worried concerned hopeful convinced adamant certain sure afraid optimistic aware doubtful glad proud
        skeptical sceptical thankful grateful disappointed surprised unsure fearful
        """,
    "about": "worried concerned optimistic skeptical sceptical nervous anxious excited enthusiastic pessimistic wary",
    "of": "critical skeptical sceptical supportive dismissive wary proud fearful suspicious afraid",
    "to": "eager reluctant unwilling opposed",
    "with": "frustrated disappointed",
}

# "the claim that …", "her warning that …"
_NOUNS = """
claim claims assertion assertions allegation allegations accusation accusations belief argument suggestion
suggestions fear fears hope hopes concern concerns doubt doubts warning warnings announcement conclusion
promise view complaint complaints prediction denial admission acknowledgment acknowledgement contention
insistence expectation rumor rumors prospect charge charges conviction opinion testimony worry worries
suspicion suspicions
"""

_IRREGULAR = {
    "say": "said said", "tell": "told told", "write": "wrote written", "show": "showed shown",
    "find": "found found", "think": "thought thought", "see": "saw seen", "know": "knew known",
    "seek": "sought sought", "read": "read read", "forget": "forgot forgotten", "feel": "felt felt",
    "understand": "understood understood", "swear": "swore sworn", "speak": "spoke spoken",
    "spell": "spelled spelled", "lay": "laid laid", "set": "set set", "foresee": "foresaw foreseen",
    "cast": "cast cast", "rebut": "rebutted rebutted", "forecast": "forecast forecast", "beg": "begged begged",
    "plan": "planned planned", "rip": "ripped ripped", "refer": "referred referred",
    "infer": "inferred inferred", "concur": "concurred concurred", "quip": "quipped quipped",
    "snap": "snapped snapped", "admit": "admitted admitted", "prefer": "preferred preferred",
    "regret": "regretted regretted", "dub": "dubbed dubbed", "brag": "bragged bragged",
    "shrug": "shrugged shrugged", "opt": "opted opted", "slam": "slammed slammed", "fret": "fretted fretted",
    "dream": "dreamed dreamed", "differ": "differed differed", "aver": "averred averred",
    "offer": "offered offered",
}  # fmt: skip


def inflected(verb: str) -> dict[str, str]:
    """The forms of a verb, each with its kind: "base", "third", "ing", "past" or "participle"."""
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    past, participle = _IRREGULAR.get(verb, "").split() or (None, None)
    doubled = verb + verb[-1] if past == f"{verb}{verb[-1]}ed" or verb == "set" else stem
    if past is None:
        past = participle = (
            f"{verb[:-1]}ied" if re.search(r"[^aeiou]y$", verb) else f"{verb.removesuffix('e')}ed"
        )
    if re.search(r"[^aeiou]y$", verb):
        third = f"{verb[:-1]}ies"
    else:
        third = f"{verb}es" if re.search(r"(?:s|x|z|ch|sh|o)$", verb) else f"{verb}s"
    return {str(participle): "participle", past: "past", f"{doubled}ing": "ing", third: "third", verb: "base"}


FRAMES: dict[str, set[str]] = {}
for _frames, _verbs in _VERBS.items():
    for _verb in _verbs.split():
        FRAMES.setdefault(_verb, set()).update(_frames.split())
NOUNS_TOO = frozenset(_OFTEN_NOUNS.split())
FORMS: dict[str, tuple[str, str]] = {f: (v, kind) for v in FRAMES for f, kind in inflected(v).items()}
ADJECTIVES: dict[str, set[str]] = {}
for _frames, _words in _ADJECTIVES.items():
    for _word in _words.split():
        ADJECTIVES.setdefault(_word, set()).add(_frames)
NOUNS = frozenset(_NOUNS.split())
