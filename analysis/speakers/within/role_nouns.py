"""Head nouns of roles: which are said of one holder, which are broader, and which tell who is meant."""

from __future__ import annotations

from functools import lru_cache

from analysis.speakers import lexicon

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
ALIKE: dict[str, frozenset[str]] = {
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
BROADER: dict[str, frozenset[str]] = {
    word: frozenset(narrow.split()) for words, narrow in _MEMBERS.items() for word in words.split()
}
KIN = lexicon.words(
    """mother mom mum father dad wife husband son daughter brother sister widow widower girlfriend boyfriend
    grandmother grandfather grandson granddaughter aunt uncle niece nephew cousin fiance fiancee partner spouse"""
)
# Roles in somebody's or something's service: another master, another person.
SERVING = KIN | lexicon.words(
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
PUBLIC = lexicon.words(
    """governor senator congressman congresswoman candidate nominee businessman businesswoman billionaire mogul tycoon
    politician republican democrat king queen prince princess lawmaker contender hopeful legislator"""
)
# With more than the noun ("the soft-spoken winger"), such a word too describes somebody named anew.
EPITHETS = PUBLIC | lexicon.words(
    """mayor actor actress singer star author veteran native entrepreneur founder proprietor winger forward
    defenceman defenseman goaltender goalie striker midfielder quarterback player musician rapper filmmaker artist
    comedian architect designer chef farmer playwright poet novelist activist scientist physician economist historian
    resident mother father teenager student graduate athlete coach maverick labourer laborer"""
)
# Such words describe too many for a role to tell who is meant; the first line's are mostly not named at all.
NOBODY = lexicon.words(
    """source aide staffer insider
    person member figure individual human being man woman guy gentleman lady"""
)


@lru_cache(maxsize=4096)
def level_of(head: str, other: str) -> str:
    """How far one head noun may be said of a holder of another's role: "same role", …, or nothing."""
    if head == other:
        return "same role"
    if other in ALIKE.get(head, ()):
        return "like role"
    return "broader role" if other in BROADER.get(head, ()) else ""


def same_head(one: str, other: str) -> bool:
    """Whether two head nouns may be said of one holder of a role."""
    return level_of(one, other) in ("same role", "like role")


def may_be_called(held: str, head: str) -> bool:
    """Whether a holder of one role may be called by another head noun: a senator "the lawmaker"."""
    return same_head(held, head) or bool(level_of(head, held))
