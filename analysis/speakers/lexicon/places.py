"""Places, who comes from them, and what they stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.speakers.lexicon.common_words import words

PLACES = words(
    """afghanistan africa alabama alaska albania algeria america angola argentina arizona arkansas armenia
    asia athens atlanta australia austria azerbaijan baghdad bahrain baltimore bangladesh beijing beirut
    belarus belgium berlin bolivia bosnia boston brazil britain brussels bulgaria burma cairo california
    cambodia cameroon canada canberra carolina chicago chile china cleveland colombia colorado connecticut
    copenhagen crimea croatia cuba cyprus dakota dallas damascus delaware delhi denmark denver detroit
    dublin ecuador egypt england estonia ethiopia europe finland florida france gaza geneva georgia germany
    ghana greece guatemala haiti harvard havana hawaii holland honduras hungary iceland idaho illinois india
    indiana indonesia iowa iran iraq ireland islamabad israel istanbul italy jakarta japan jerusalem
    johannesburg jordan kabul kansas karachi kazakhstan kentucky kenya kiev korea kosovo kuwait kyiv
    kyrgyzstan
    lagos laos latvia lebanon liberia libya lisbon lithuania london louisiana luxembourg macedonia madrid
    maine malaysia maldives mali malta manchester manhattan maryland massachusetts mecca melbourne mexico
    miami michigan minneapolis minnesota mississippi missouri moldova mongolia montana montenegro montreal
    morocco moscow mozambique mumbai myanmar namibia nashville nato nebraska nepal netherlands nevada
    nicaragua niger nigeria norway ohio oklahoma oman ontario oregon oslo ottawa oxford pakistan palestine
    panama paraguay paris pennsylvania peru philadelphia philippines phoenix poland portland portugal prague
    princeton pyongyang qatar quebec riyadh romania rome russia rwanda sacramento scotland seattle senegal
    seoul serbia shanghai siberia singapore slovakia slovenia somalia spain stockholm sudan sweden switzerland
    sydney syria taipei taiwan tanzania tehran tennessee texas thailand tibet tokyo toronto tunisia turkey
    uganda ukraine uruguay utah uzbekistan vancouver venezuela vermont vienna vietnam virginia wales warsaw
    aleppo ankara benghazi broward bristol budapest charleston charlottesville chennai cincinnati
    columbine edinburgh edmonton falluja fallujah glasgow guantanamo halifax hamburg helmand homs
    honolulu houston karbala kandahar khartoum leeds liverpool maricopa milwaukee mosul munich naples
    newtown orlando parkland pittsburgh raqqa roanoke saskatchewan alberta manitoba srinagar tallahassee
    tampa tucson tulsa tijuana tripoli wilmington winnipeg wuhan yorktown
    washington wisconsin wyoming yale yemen zambia zimbabwe zurich brooklyn queens hollywood donetsk luhansk
    eu u.s us usa uk u.k un u.n uae u.s.a"""
)
_PLACE_STEMS = PLACES | {place.rstrip("aeiouy") for place in PLACES} - {""}
DEMONYMS = words(
    """afghan african albanian algerian american argentine argentinian armenian asian australian austrian
    azerbaijani bangladeshi belarusian belgian bolivian bosnian brazilian british bulgarian cambodian canadian
    catholic chilean chinese christian colombian croatian cuban czech danish dutch ecuadorian egyptian english
    estonian ethiopian european filipino finnish french georgian german ghanaian greek haitian hindu hispanic
    hungarian icelandic indian indonesian iranian iraqi irish israeli italian jamaican japanese jewish
    jordanian kenyan korean kurdish kuwaiti latino latvian lebanese libyan lithuanian malaysian mexican
    moroccan mormon muslim nepalese nigerian norwegian orthodox pakistani palestinian panamanian peruvian
    polish portuguese romanian russian rwandan saudi scottish senegalese serbian slovak slovenian somali
    spanish sudanese swedish swiss syrian taiwanese texan thai tunisian turkish ukrainian venezuelan
    vietnamese
    welsh western yemeni zimbabwean rican lankan
    sunni shiite islamic soviet democratic conservative labour tory liberal"""
)
# As news shortens the states behind a town: Irvine, Calif.
STATES_IN_SHORT = words(
    """ala ariz ark calif colo conn del fla ga ill ind kan ky md mich minn miss mont neb nev okla ore pa tenn vt
    va wis wyo"""
)
AFTER_NEW = words("york zealand jersey hampshire mexico orleans delhi england haven yorker yorkers")
LONG_PLACES = frozenset(
    place.strip()
    for line in """
    united states, united kingdom, united nations, new york, new zealand, new jersey, new mexico,
    hong kong, new hampshire, saudi arabia, south korea, north korea, south africa, los angeles,
    san francisco, north carolina, south carolina, north dakota, south dakota, rhode island, new england,
    el salvador, tel aviv, fort lauderdale, south bend, west bank, northern ireland, abu dhabi, las vegas,
    san antonio, san diego, san jose, british columbia, nova scotia, buenos aires, sierra leone,
    ivory coast, st. louis, chapel hill, capitol hill, west virginia, puerto rico, sri lanka, costa rica,
    european union, white house, middle east, new delhi, wall street
    """.splitlines()
    for place in line.split(",")
    if place.strip()
)
_PEOPLE_OF = re.compile(r"(?:n|an|ian|nian|er|r|ite|i|s)s")


@lru_cache(maxsize=4096)
def is_native(word: str) -> bool:
    """Whether a folded word says by its ending where one person is from: Iowan, Londoner."""
    return is_of_place(f"{word}s")


def is_of_place(word: str) -> bool:
    """Whether a folded word is a place with an ending of those who live there: iowans, londoners."""
    return any(
        word.startswith(stem) and _PEOPLE_OF.fullmatch(word, len(stem))
        for cut in range(4, len(word) - 1)
        if (stem := word[:cut]) in _PLACE_STEMS
    )


# Places and buildings that stand for who rules there; they stay organisations, with this as their description.
METONYMS = {
    "kremlin": "the Russian presidency", "white house": "the US presidency", "pentagon": "the US Defense Department",
    "downing street": "the British prime minister's office", "vatican": "the Holy See",
    "capitol hill": "the US Congress", "foggy bottom": "the US State Department",
    "whitehall": "the British government", "brussels": "the European Union, or Belgium",
    "elysee": "the French presidency",
}  # fmt: skip
