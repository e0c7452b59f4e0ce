"""Titles before a name: forms of address, ranks and offices, whole and shortened."""

from __future__ import annotations

import re

from analysis.speakers.lexicon.common_words import words

# Before a name, never part of it. Roles among them (General, Senator) also describe their bearer.
HONORIFICS = words("mr mrs ms miss mx dr sir dame lord lady hon mssrs messrs madam madame mme monsieur")
FEMALE_TITLES = words(
    """mrs ms miss dame lady madam madame mme queen princess duchess countess baroness congresswoman
    councilwoman assemblywoman chairwoman spokeswoman sister empress businesswoman policewoman alderwoman
    committeewoman saleswoman noblewoman stateswoman forewoman anchorwoman"""
)
MALE_TITLES = words(
    """mr sir king prince duke count baron congressman councilman assemblyman chairman spokesman father pope
    brother emperor businessman policeman alderman committeeman lord cardinal rabbi imam ayatollah sheikh"""
)
TITLES = (
    HONORIFICS
    | FEMALE_TITLES
    | MALE_TITLES
    | words(
        """president vice premier prime minister secretary undersecretary senator sen senators sens
        representative rep reps representatives congressman congresswoman delegate governor gov mayor judge
        justice magistrate general gen colonel col captain capt lieutenant lt sergeant sgt major maj admiral
        adm brigadier commander cmdr corporal cpl private sheriff detective det inspector constable trooper
        officer agent superintendent supt commissioner director chair chief executive ceo cfo professor prof
        reverend rev bishop archbishop pastor ambassador envoy chancellor attorney atty lawyer prosecutor
        treasurer comptroller spokesperson leader whip speaker coach manager editor columnist analyst reporter
        correspondent host republican democrat democratic candidate nominee pres president-elect ex-president
        former ex acting deputy assistant associate senior junior outgoing incoming interim late councilor
        councillor councilmember co-chair co-founder founder activist comedian actor actress singer author
        researcher scientist economist historian pollster strategist adviser advisor aide consultant counsel
        owner publisher blogger star rapper rep.-elect sen.-elect emir sultan crown grand counselor counsellor
        mathematician biologist producer psychiatrist psychologist philosopher saint st pfc staff master
        dem repub supervisor undersheriff ag vp presidents ministers trustee warden clerk solicitor provost dean
        archdeacon
        msgr monsignor fr insp const amb hon'ble cllr chairperson assemblymember councilperson alderperson
        selectman
        mpp mla mep msp mna
        selectwoman ombudsman regent patrolman firefighter paramedic goalie goaltender defenceman novelist
        poet
        playwright filmmaker photographer meteorologist epidemiologist virologist accountant voter protester
        protestor demonstrator undersecretary-general secretary-general sergeant-at-arms retiree potus flotus"""
    )
)


def is_title(word: str) -> bool:
    """Whether a folded word is a title or role, "-elect" and "ex-" included."""
    return word in TITLES or re.sub(r"^(?:ex|then|vice|co)-|-elect$", "", word) in TITLES


BEFORE_A_TITLE = words("associate assistant deputy vice acting interim former senior")
# What a minister or secretary is "of", and whose name follows it: Secretary of Education | Ana Cruz.
PORTFOLIOS = words(
    """state defense defence education labor labour commerce energy treasury health human services homeland security
    housing urban development transportation transport agriculture interior veterans affairs justice finance
    foreign
    environment trade industry information culture sports tourism science innovation immigration citizenship
    fisheries forests economy police public works communications planning water"""
)
# Titles and suffixes that are written short, with a full stop.
ABBREVIATED = words(
    """mr mrs ms dr sen sens rep reps gov gen lt col capt sgt prof rev hon st jr sr adm maj cmdr det supt atty pres
    cpl pfc messrs insp const amb msgr fr cllr"""
)
