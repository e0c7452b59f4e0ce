"""Sentences made by rule in which the target, not the mood of the words, decides: negation, conditionals, comparison,
irony, the praiser and the praised, two targets, events that befall somebody.

A pattern names its targets {A}, {B}, {C} with what is said of each behind the bar (- negative, = neutral,
+ positive), {A2} being A again by the last name. Words in <brackets> are drawn from `WORDS`: <bad:2> is the second
form of a bad deed, <who:l> is written small, <crook0> without its article.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.segmentation import Span
from analysis.speakers import lexicon

SIGNS = {"-": 0, "=": 1, "+": 2}

# Separated by commas; of deeds a line each, its forms by bars: took, take, taking, taken.
WORDS = {
    "bad": """
took bribes|take bribes|taking bribes|taken bribes
lied to voters|lie to voters|lying to voters|lied to voters
cheated investors|cheat investors|cheating investors|cheated investors
threatened witnesses|threaten witnesses|threatening witnesses|threatened witnesses
stole from a charity|steal from a charity|stealing from a charity|stolen from a charity
covered up the leak|cover up the leak|covering up the leak|covered up the leak
broke the law|break the law|breaking the law|broken the law
harassed employees|harass employees|harassing employees|harassed employees
misled the court|mislead the court|misleading the court|misled the court
abused public money|abuse public money|abusing public money|abused public money
betrayed the union|betray the union|betraying the union|betrayed the union
ignored the warnings|ignore the warnings|ignoring the warnings|ignored the warnings
incited the crowd|incite the crowd|inciting the crowd|incited the crowd
poisoned the river|poison the river|poisoning the river|poisoned the river
beat a prisoner|beat a prisoner|beating a prisoner|beaten a prisoner
""",
    "good": """
told the truth|tell the truth|telling the truth|told the truth
helped the poor|help the poor|helping the poor|helped the poor
kept the promise|keep the promise|keeping the promise|kept the promise
listened to the experts|listen to the experts|listening to the experts|listened to the experts
protected the workers|protect the workers|protecting the workers|protected the workers
fixed the schools|fix the schools|fixing the schools|fixed the schools
acted quickly|act quickly|acting quickly|acted quickly
paid the debts|pay the debts|paying the debts|paid the debts
saved the hospital|save the hospital|saving the hospital|saved the hospital
showed courage|show courage|showing courage|shown courage
stood up for the refugees|stand up for the refugees|standing up for the refugees|stood up for the refugees
apologized in time|apologize in time|apologizing in time|apologized in time
balanced the budget|balance the budget|balancing the budget|balanced the budget
defended the weak|defend the weak|defending the weak|defended the weak
""",
    "fine": (
        "honest, brave, competent, generous, trustworthy, wise, decent, capable, fair, able, thoughtful, "
        "reliable, effective, principled, gifted, kind, qualified, prudent, responsible, popular"
    ),
    "foul": (
        "corrupt, dishonest, incompetent, cruel, reckless, cowardly, greedy, racist, lazy, arrogant, "
        "ruthless, hypocritical, ignorant, vindictive, unfit, deceitful, callous, bigoted, shameless, weak"
    ),
    "hero": (
        "a hero, an inspiration, a gifted leader, a role model, a fine lawmaker, a visionary, a true friend, "
        "a great reformer, an excellent judge, a success, a competent manager, an able minister, a defender "
        "of the weak"
    ),
    "crook": (
        "a liar, a crook, a bully, a fraud, a disgrace, a coward, a thief, a racist, a tyrant, a hypocrite, a "
        "menace, a failure, an extremist, a traitor, a puppet, a cheat, a danger to the country"
    ),
    "virtue": "honesty, courage, generosity, kindness, leadership, integrity, hard work, patience, wisdom, decency",
    "vice": (
        "dishonesty, cruelty, greed, arrogance, cowardice, incompetence, corruption, hypocrisy, negligence, "
        "recklessness"
    ),
    "praised": "praised, lauded, hailed, commended, applauded, thanked, congratulated, celebrated, saluted",
    "blamed": "blamed, attacked, condemned, criticized, slammed, blasted, rebuked, denounced, assailed",
    "praise": "praise, laud, hail, commend, applaud, admire",
    "blame": "blame, attack, condemn, criticize, rebuke, denounce",
    "love": "adore, admire, trust, respect, cherish, like",
    "hate": "despise, loathe, distrust, scorn, fear, detest",
    "said": "said, argued, declared, told reporters, wrote, added, insisted, warned",
    "who": (
        "Voters, Critics, Residents, Colleagues, Many workers, Former aides, Most parents, Farmers, "
        "Historians"
    ),
    "office": "senator, mayor, minister, governor, prosecutor, general, banker, chief executive, lawmaker, official",
    "ruin": (
        "the bank would have collapsed, the talks would have failed, the town would have burned down, dozens "
        "of miners would be dead, the team would have lost, the factory would have closed, the patients would "
        "have died, the school would have shut its doors, the deal would have fallen apart"
    ),
    "luck": (
        "the bank would be healthy, the talks would have succeeded, the town would be safe, the team would "
        "have won, the victims would still be alive, the economy would be booming, the bridge would still "
        "stand"
    ),
    "woe": (
        "the party is in ruins, the city cannot pay its teachers, thousands have lost their homes, the trains "
        "no longer run, nobody can afford a doctor, the lake is dead, the company is bankrupt"
    ),
    "horror": (
        "the flood was a horrible disaster that killed 40 people, the shooting was a terrible tragedy, the "
        "famine was the worst in decades, the fire left hundreds of families without a home, the attack had "
        "shocked the whole nation, the virus was spreading fast and killing the weak"
    ),
    "topic": (
        "the war crimes bill, the opioid crisis, the domestic violence law, the murder trial, the hurricane, "
        "the child poverty report, the drought, the bombing, the budget, the road plan, the music festival"
    ),
    "plain": (
        "will speak in Boston on Monday, arrived at the hotel shortly before noon, is expected to vote on the "
        "bill, met reporters outside the building, declined to comment, was born in Ohio, works for a law "
        "firm in Denver, will be succeeded by a deputy, attended the meeting, lives in Texas with two "
        "children, did not say when the report would be published, flew to Geneva for the talks, received 41 "
        "percent of the vote"
    ),
    "loved": (
        "a beloved nurse, a respected scientist, a popular priest, an admired coach, a much-loved singer, a "
        "war hero"
    ),
    "when": "on Tuesday, last week, in March, on Sunday evening, two years ago, this month, at the hearing",
    "where": "in Chicago, in the capital, at the border, in the county, on television, in court",
}

PATTERNS = """
{A} never <bad:4>, the inquiry found. | A+
{A} did not <bad:2>, the judges ruled. | A+
{A} has never been <foul>, and nobody says otherwise. | A+
No one believes that {A} <bad:1>. | A+
There is nothing to suggest that {A} <bad:1>, the auditors wrote. | A+
The claim that {A} <bad:1> is false. | A+
The rumor that {A} had <bad:4> was made up, the police <said>. | A+
It was not {A} who <bad:1>. | A+
It is wrong to call {A} <crook>; the facts say the opposite. | A+
Nobody who knows {A} would say that {A2} is <foul>. | A+
Prosecutors cleared {A} of <bad:3>. | A+
A jury found {A} not guilty of <bad:3>. | A+
{A} was acquitted of <bad:3> <when>. | A+
{A} is anything but <foul>. | A+
{A} is no <crook0>. | A+
Not once has {A} <bad:4>. | A+
{A} is far from <foul>, <who:l> say. | A+
Investigators found no proof that {A} <bad:1> or <bad:1>. | A+
No one can deny that {A} is <fine>. | A+
{A} did nothing wrong, a review found. | A+
<who> do not regret having trusted {A}. | A+
Never before has anybody accused {A} of <vice>. | A+
{A} refused to <bad:2>, whatever they offered. | A+
{A} is not <fine>. | A-
{A} is not <hero> and never will be. | A-
{A} was hardly <hero>. | A-
{A} was scarcely <fine> as a <office>. | A-
Few <who:l> think that {A} is <fine>. | A-
Few people would call {A} <hero>. | A-
Nobody would call {A} <fine>. | A-
Hardly anyone still believes that {A} is <fine>. | A-
{A} failed to <good:2>. | A-
{A} never <good:4>, <who:l> say. | A-
{A} did not <good:2> when it mattered. | A-
{A} could not be bothered to <good:2>. | A-
There is no reason to think that {A} is <fine>. | A-
{A} is anything but <fine>. | A-
{A} is far from <fine>. | A-
It is not true that {A} <good:1>; the records show the opposite. | A-
<who> no longer trust {A}. | A-
The claim that {A} <good:1> turned out to be a lie. | A-
{A} lacks <virtue>. | A-
{A} has shown neither <virtue> nor <virtue>. | A-
Without any <virtue>, {A} has nothing to offer, <who:l> say. | A-
{A} was found guilty of <bad:3>, although {A2} had denied it. | A-
{A} denied <bad:3>, but the court did not believe a word. | A-
If {A} had <good:4>, <who:l> would have been grateful. | A-
If only {A} had <good:4>! | A-
Had {A} <good:4>, the scandal would not have happened. | A-
{A} should have <good:4>. | A-
{A} could have <good:4>, but chose to look away. | A-
{A} would have been <hero> if {A2} had ever <good:4>. | A-
If {A} were <fine>, nobody would be angry today. | A-
Were it not for {A}, <luck>. | A-
If it had not been for {A}, <luck>. | A-
Without {A}, <luck>. | A-
Had {A} not <bad:4>, <luck>. | A-
Unless {A} learns to <good:2>, <who:l> will turn away. | A-
Because {A} would not <good:2>, <woe>. | A-
If {A} had <bad:4>, {A2} would be in prison, but {A2} did no such thing. | A+
Were {A} ever to <bad:2>, <who:l> would be right to be angry, but that has never happened. | A+
If {A} had not <good:4>, <ruin>. | A+
Had {A} not <good:4>, <ruin>. | A+
Were it not for {A}, <ruin>. | A+
Had it not been for {A}, <ruin>. | A+
Without {A}, <ruin>. | A+
Without the <virtue> of {A}, <ruin>. | A+
Only because {A} <good:1>, nobody was hurt. | A+
But for {A}, <ruin>. | A+
If {A} is elected, the council will meet again in June. | A=
If {A} agrees, the vote will be held <when>. | A=
Unless {A} objects, the hearing about <topic> will begin at noon. | A=
Should {A} resign, a deputy would take over until the election. | A=
If {A} and {B} run, there will be a second round. | A= B=
{A} is more <fine> than {B}. | A+ B-
{A} is much more <fine> than {B}, <who:l> say. | A+ B-
{A} is less <fine> than {B}. | A- B+
{A} is far less <fine> than {B} ever was. | A- B+
{A} is more <foul> than {B}. | A- B+
{A} is even more <foul> than {B}. | A- B-
{A} was less <foul> than {B}, who <bad:1>. | B- A+
{A} is not as <fine> as {B}. | A- B+
{A} is as <fine> as {B}. | A+ B+
{A} is every bit as <foul> as {B}. | A- B-
Unlike {B}, {A} is <fine>. | A+ B-
Unlike {B}, {A} <bad:1>. | A- B+
Unlike {B}, {A} never <bad:4>. | A+ B-
Next to {B}, {A} looks like <crook>. | A- B+
Compared with {B}, {A} is <hero>. | A+ B-
Beside {B}, {A} seems <foul>. | A- B+
{A} is no match for {B}, who is the more <fine> of the two. | A- B+
<who> would rather have {A} than {B}. | A+ B-
<who> prefer {A} to {B}. | A+ B-
{A} has done more for the poor than {B}. | A+ B-
{A} has done more damage than {B}. | A- B+
No <office> has done more damage to the country than {A}. | A-
No <office> has <good:4> more often than {A}. | A+
No <office> was ever more <foul> than {A}. | A-
No <office> was ever more <fine> than {A}. | A+
Nobody is more <fine> than {A}. | A+
Nobody is more <foul> than {A}. | A-
There has never been a <office> as <foul> as {A}. | A-
There has never been a more <fine> <office> than {A}. | A+
{A} is older than {B}. | A= B=
{A} got to the hall before {B} did. | A= B=
{A} raised as much money as {B}, according to filings. | A= B=
{A} <praised> {B}. | A= B+
{A} <praised> {B} for <good:3>. | A= B+
{A} <praised> the <virtue> of {B} <when>. | A= B+
{B} was <praised> by {A} for <virtue>. | A= B+
{A} told reporters that {B} is <hero>. | A= B+
{A} called {B} <hero>. | A= B+
“{B} is <hero>,” {A} <said>. | A= B+
“{B} is the most <fine> <office> I have met,” said {A}. | A= B+
“I have never known a more <fine> <office> than {B},” <said> {A}. | A= B+
According to {A}, {B} is <fine> and <fine>. | A= B+
{A}, who has worked with {B} for years, described {B2} as <fine>. | A= B+
{A} <blamed> {B}. | A= B-
{A} <blamed> {B} for <bad:3>. | A= B-
{B} was <blamed> by {A} for <vice>. | A= B-
{A} called {B} <crook>. | A= B-
{A} accused {B} of <bad:3>. | A= B-
{A} told reporters that {B} is <foul>. | A= B-
“{B} is <crook> and <crook>,” {A} <said>. | A= B-
“{B} is <foul>,” said {A}, a lawyer. | A= B-
According to {A}, {B} <bad:1>. | A= B-
In the view of {A}, {B} is <crook>. | A= B-
{A} said that {B} had <bad:4> and should resign. | A= B-
{A} did not <praise> {B}. | A=
{A} refused to <blame> {B}. | A=
{A} said <horror>. | A=
“It is heartbreaking: <horror>,” {A} <said>. | A=
{A} told lawmakers that <horror>. | A=
{A} said that {B} <plain>. | A= B=
{A} and {B} talked about <topic>. | A= B=
{A} asked {B} about <topic> <when>. | A= B=
{A} disagreed with {B} about <topic>. | A= B=
{A}, who lost a brother to <topic>, <plain>. | A=
{A} survived a crash and a long illness and <plain>. | A=
Rescuers carried the body of {A} out of the rubble after the blast. | A=
{A}, 41, was killed in the storm, relatives said. | A=
The disaster struck while {A} was in Paris. | A=
Lovely sunshine welcomed {A} at the airport. | A=
It was a wonderful spring day when {A} landed in Madrid. | A=
Members including {A} took part in a debate on <topic>. | A=
{A} led the inquiry into <topic>. | A=
{A} wrote a book about <topic>. | A=
{A} <plain>. | A=
{A}, the <office>, <plain>. | A=
The committee that {A} chairs will look into <topic>. | A=
A spokesman for {A} <said> that the office was closed. | A=
The crowd cheered as the band played, and {A} <plain>. | A=
Deputies arrested {A} for attacking {B}, <loved>. | A- B+
{A} was jailed for robbing {B}, <loved>. | A- B+
{A} sent death threats to {B}, <loved>. | A- B+
{A} rescued {B} from the burning house. | A+ B=
{A} outwitted {B} with calm, brilliant arguments. | A+ B-
{A} crushed {B} in the final with a superb performance. | A+ B-
{A} embarrassed {B}, who had no answers. | A+ B-
{A} exposed {B}, who had <bad:4>. | A+ B-
{A}, who is <fine>, defeated {B}, who is <foul>. | A+ B-
While {A} <good:1>, {B} ran away. | A+ B-
While {A} <good:1>, {B} <bad:1>. | A+ B-
{A} <good:1>; {B} <bad:1>. | A+ B-
{A} <bad:1>, but {B} <good:1>. | A- B+
{A} is <hero>; {B} is <crook>. | A+ B-
{A} is <foul>, {B} is <fine>. | A- B+
<who> <love> {A} and <hate> {B}. | A+ B-
<who> <hate> {A} and <love> {B}. | A- B+
<who> <love> {A} but not {B}. | A+ B-
<who> <hate> both {A} and {B}. | A- B-
<who> <love> {A}, {B} and {C}. | A+ B+ C+
{A} won a prize for <good:3>, while {B} was convicted of <bad:3>. | A+ B-
{A} replaced {B}, who had <bad:4>. | A= B-
{A} will succeed {B}, <hero>. | A= B+
{A} was fired because {B} had falsely accused {A2} of <bad:3>. | B-
A judge dismissed the frivolous suit that {A} had brought against {B}. | A-
{A} bravely testified against {B}, who had <bad:4>. | A+ B-
{A} was the victim of {B}, who <bad:1>. | A= B-
What a surprise: {A}, that great champion of <virtue>, <bad:1> again. | A-
Wonderful: yet another brilliant plan by {A}, who already ruined two towns. | A-
Thanks to the wisdom of {A}, <woe>. | A-
Thanks to the <virtue> of {A}, nobody was hurt. | A+
Under the so-called leadership of {A}, <woe>. | A-
The supposed “<virtue>” of {A} cost the state a fortune. | A-
{A}, that shining example of <virtue>, was caught <bad:3>. | A-
How generous of {A} to take the money of widows. | A-
Congratulations to {A}: after four years, <woe>. | A-
Bravo, {A}: <woe>. | A-
{A} is <fine>. | A+
{A} is <hero>, <who:l> say. | A+
{A} was honored for <virtue> and <virtue>. | A+
{A} <good:1> and won the thanks of everybody. | A+
{A} is <foul> and <foul>. | A-
{A} <bad:1> and <bad:1>. | A-
{A} was sentenced to six years in prison for <bad:3>. | A-
{A} resigned in disgrace after reports of <vice>. | A-
"""

BEFORE = (
    "On Monday, ",
    "In the end, ",
    "As before, ",
    "Two officials said: ",
    "In Ohio, ",
    "By all accounts, ",
)
AFTER = (
    ", the newspaper reported",
    ", according to a report",
    " <when>",
    ", as everyone <where> knows",
    " <where>",
    ", a study of the case says",
)
TITLES = ("Sen. ", "Mayor ", "Gov. ", "President ", "Rep. ", "Minister ", "Judge ", "Mr. ", "Ms. ", "Dr. ")
BODIES = (
    "Corp.",
    "Bank",
    "University",
    "Foundation",
    "Airlines",
    "Energy",
    "Group",
    "Police Department",
    "Party",
)
SURNAMES = (
    *sorted(lexicon.COMMON_SURNAMES),
    *(
        "Abara",
        "Bianchi",
        "Castro",
        "Dvorak",
        "Ekwueme",
        "Fontaine",
        "Gupta",
        "Hassan",
        "Ito",
        "Jansen",
        "Kowalski",
    ),
    *(
        "Lindqvist",
        "Moreau",
        "Nakamura",
        "Okafor",
        "Pham",
        "Quispe",
        "Romero",
        "Sokolov",
        "Tanaka",
        "Ueda",
        "Vargas",
    ),
    *("Weiss", "Yilmaz", "Zamora", "Anders", "Byrne", "Coleman", "Drew", "Ellis", "Fischer", "Gibbs"),
)
FIRST_NAMES = (
    *(
        "Ana",
        "Beth",
        "Carl",
        "Dora",
        "Eric",
        "Faye",
        "Gus",
        "Hana",
        "Ivan",
        "June",
        "Kurt",
        "Lena",
        "Marc",
        "Nora",
    ),
    *("Omar", "Pia", "Ravi", "Sara", "Tom", "Uma", "Vera", "Walt", "Yuri", "Zoe"),
)
CHOICES = {
    name: words.strip().splitlines() if "|" in words else words.split(", ") for name, words in WORDS.items()
}
TAKEN = re.compile(r"\{([ABC])(2?)\}|<(\w+?)(0)?(?::(\d|l))?>")


class Made(NamedTuple):
    """A sentence with the spans of its targets and what is said of each, as a number of `SIGNS`."""

    text: str
    spans: tuple[Span, ...]
    labels: tuple[int, ...]


def patterns() -> list[tuple[str, dict[str, int]]]:
    """Each pattern with what it says of its targets."""
    found = []
    for line in PATTERNS.strip().splitlines():
        pattern, said = line.split(" | ")
        found.append((pattern, {part[0]: SIGNS[part[1]] for part in said.split()}))
    return found


def made(pattern: str, said: dict[str, int], draw: random.Random) -> Made:
    """A sentence of a pattern."""
    if draw.random() < 0.35:
        pattern = _longer(pattern, draw)
    names = _names(draw)
    text, spans, reached = "", {}, 0
    for slot in TAKEN.finditer(pattern):
        text += pattern[reached : slot.start()]
        reached = slot.end()
        if slot[1]:
            name = _shortened(names[slot[1]]) if slot[2] else names[slot[1]]
            if not slot[2] and slot[1] in said:
                spans[slot[1]] = (len(text), len(text) + len(name))
            text += name
        else:
            text += _word(slot, draw)
    text += pattern[reached:]
    if text[0].islower():
        text = text[0].upper() + text[1:]
    order = sorted(spans)
    return Made(text, tuple(spans[o] for o in order), tuple(said[o] for o in order))


def _longer(pattern: str, draw: random.Random) -> str:
    if draw.random() < 0.5 and pattern[0] == "{":
        return draw.choice(BEFORE) + pattern
    return pattern[:-1] + draw.choice(AFTER) + "." if pattern.endswith(".") else pattern


def _word(slot: re.Match[str], draw: random.Random) -> str:
    forms = draw.choice(CHOICES[slot[3]]).split("|")
    word = forms[int(slot[5]) - 1] if slot[5] and slot[5].isdigit() else forms[0]
    if slot[4]:
        word = word.removeprefix("a ").removeprefix("an ")
    return word.lower() if slot[5] == "l" else word


def _shortened(name: str) -> str:
    return name if name.endswith(BODIES) else name.split()[-1]


def _names(draw: random.Random) -> dict[str, str]:
    last = draw.sample(SURNAMES, 3)
    return {slot: _name(name.title(), draw) for slot, name in zip("ABC", last, strict=True)}


def _name(last: str, draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.5:
        return last
    if kind < 0.75:
        return f"{draw.choice(FIRST_NAMES).title()} {last}"
    return draw.choice(TITLES) + last if kind < 0.92 else f"{last} {draw.choice(BODIES)}"


def sentences(n: int, *, seed: int, held_out: bool = False) -> Iterator[Made]:
    """`n` sentences, each pattern as often as any other; each tenth pattern is only in those `held_out`."""
    draw = random.Random(seed)
    chosen = [p for number, p in enumerate(patterns()) if (number % 10 == 9) == held_out]
    for number in range(n):
        yield made(*chosen[number % len(chosen)], draw)
