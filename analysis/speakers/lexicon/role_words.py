"""Nouns for people by what they do, in groups of one role, with those that tell nobody."""

from __future__ import annotations

from analysis.speakers.lexicon.common_words import COMMON_WORDS, words
from analysis.speakers.lexicon.titles import FEMALE_TITLES, MALE_TITLES

ROLE_GROUPS: dict[str, frozenset[str]] = {
    "spokesperson": words("spokesman spokeswoman spokesperson spox press-secretary"),
    "president": words("president pres president-elect potus ex-president"),
    "head of government": words("premier prime-minister pm chancellor taoiseach"),
    "minister": words("minister secretary undersecretary treasurer chancellor attorney-general"),
    "senator": words("senator sen senators sens"),
    "representative": words(
        """representative rep congressman congresswoman assemblyman assemblywoman delegate mp
        deputy councilman councilwoman councilor councillor alderman alderwoman councilmember"""
    ),
    "governor": words("governor gov gubernatorial"),
    "mayor": words("mayor"),
    "judge": words("judge justice magistrate"),
    "officer": words(
        """officer sheriff detective det inspector constable trooper sergeant sgt lieutenant lt captain capt
        cop policeman policewoman superintendent supt commander cmdr corporal cpl agent marshal deputy"""
    ),
    "soldier": words(
        "general gen colonel col major maj admiral adm brigadier private veteran soldier marine"
    ),
    "director": words("director commissioner administrator superintendent comptroller registrar"),
    "chair": words("chairman chairwoman chair chairperson co-chair co-chairman"),
    "executive": words("executive ceo cfo coo chief boss entrepreneur owner publisher"),
    "business": words(
        "businessman businesswoman billionaire mogul magnate tycoon developer investor financier millionaire"
    ),
    "leader": words("leader whip head chief"),
    "scholar": words(
        """professor prof researcher scientist academic scholar historian economist expert psychologist
        psychiatrist biologist sociologist physicist author lecturer dean analyst philosopher anthropologist
        epidemiologist neurosurgeon linguist mathematician"""
    ),
    "lawyer": words("lawyer attorney atty counsel prosecutor solicitor barrister advocate"),
    "doctor": words("doctor dr physician surgeon neurosurgeon nurse pediatrician"),
    "coach": words("coach manager trainer"),
    "player": words("player striker goalkeeper midfielder quarterback captain forward athlete star"),
    "clergy": words(
        "pope bishop archbishop cardinal priest pastor reverend rev rabbi imam father sister pontiff minister"
    ),
    "royal": words("king queen prince princess duke duchess emperor monarch"),
    "journalist": words(
        "journalist reporter columnist editor correspondent host anchor commentator moderator broadcaster writer"
    ),
    "writer": words("writer author novelist poet journalist columnist playwright"),
    "artist": words("actor actress singer musician rapper comedian director artist filmmaker performer star"),
    "aide": words("aide adviser advisor strategist consultant staffer assistant pollster operative"),
    "diplomat": words("diplomat ambassador envoy consul"),
    "activist": words("activist organizer campaigner advocate founder co-founder"),
    "speaker": words("speaker"),
    "candidate": words("candidate nominee contender hopeful frontrunner front-runner runner-up"),
    "party": words("republican democrat conservative liberal independent socialist libertarian"),
    "teacher": words("teacher principal educator student"),
    "relative": words("father mother wife husband son daughter brother sister widow girlfriend boyfriend"),
}
# "the official" may be any of these, "the lawmaker" a senator, and so on.
HYPERNYMS: dict[str, frozenset[str]] = {
    "official": words(
        "spokesperson minister director officer chair diplomat aide governor mayor executive lawyer"
    ),
    "lawmaker": frozenset({"senator", "representative"}),
    "legislator": frozenset({"senator", "representative"}),
    "parliamentarian": frozenset({"senator", "representative"}),
    "politician": frozenset(
        [
            "president",
            "senator",
            "representative",
            "governor",
            "mayor",
            "minister",
            "candidate",
            "party",
            "leader",
        ]
    ),
    "leader": frozenset({"president", "head of government", "leader", "chair", "clergy"}),
    "president": frozenset({"president"}),
    "secretary": frozenset({"minister", "spokesperson"}),
    "cleric": frozenset({"clergy"}),
    "academic": frozenset({"scholar"}),
    "diplomat": frozenset({"diplomat", "minister"}),
}
ROLES: dict[str, frozenset[str]] = {
    word: frozenset(group for group, members in ROLE_GROUPS.items() if word in members)
    for word in frozenset().union(*ROLE_GROUPS.values())
}
FEMALE_NOUNS = FEMALE_TITLES | words(
    "woman girl mother wife daughter sister widow actress girlfriend grandmother aunt niece heroine lady mom"
)
MALE_NOUNS = MALE_TITLES | words(
    "man boy father husband son brother widower actor boyfriend grandfather uncle nephew gentleman guy dad"
)
PERSON_NOUNS = (
    FEMALE_NOUNS
    | MALE_NOUNS
    | frozenset(ROLES)
    | frozenset(HYPERNYMS)
    | words(
        """person resident proprietor maverick labourer laborer retiree victim witness survivor suspect defendant
    plaintiff driver farmer worker employee friend
    neighbor neighbour parent child teenager native newcomer incumbent mogul star veteran legend rival
    supporter critic opponent politician figure member colleague partner participant contestant graduate
    accountant architect baker banker barber bartender biographer bishop botanist broker builder butcher
    carpenter
    cartoonist chef chemist choreographer clerk climber composer contractor cook courier criminologist curator
    dancer dentist designer dispatcher dramatist electrician engineer farmhand filmmaker firefighter fisherman
    forecaster gardener geographer geologist grocer guard guide hairdresser homemaker homeowner hunter
    illustrator
    immunologist inspector instructor intern interpreter inventor janitor jeweller jeweler juror landlord
    landowner
    librarian lifeguard lobbyist logger machinist mechanic medic merchant meteorologist midwife miner
    musicologist
    neurologist neuroscientist nutritionist oceanographer oncologist optician painter paramedic patient
    pharmacist photographer photojournalist pilot plumber printer programmer promoter
    psychotherapist publicist radiologist rancher ranger realtor receptionist referee refugee renter
    restaurateur
    retiree sailor sculptor sergeant-at-arms shepherd shopkeeper skipper surveyor tailor tenant theologian
    therapist toxicologist translator tutor undersheriff undertaker vendor veterinarian virologist volunteer
    waiter waitress warden weaver webmaster welder winemaker zoologist protester protestor demonstrator voter
    motorist commuter passenger cyclist skier swimmer runner goalie pitcher catcher quarterback linebacker
    midfielder defender rower boxer wrestler golfer jockey batsman bowler umpire"""
    )
)
STOPS_A_ROLE = COMMON_WORDS | words(
    """said says say added told according met saw asked quoted called interviewed joined urged thanked hired fired
    sued beat praised blamed accused invited contacted phoned visited warned backed heard tells calls asks meets
    quotes"""
)
# Who somebody is said to be that is no post: "a good man", and what tells little of one: "a resident".
NO_ROLES = words(
    """man woman person people figure star friend guy critic opponent supporter rival gentleman lady girl boy
    colleague ally legend individual"""
)
VAGUE_ROLES = NO_ROLES | words("member resident native parent partner veteran participant")

ANONYMOUS_WORDS = words(
    """unnamed anonymous unidentified undisclosed anonymity unspecified insider insiders someone somebody source
    sources person people official officials aide aides staffer staffers whistleblower familiar"""
)
