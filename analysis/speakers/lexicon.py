"""Words that tell what a name or a noun phrase stands for: titles, roles, organisations, places.

The lists are our own, but for common words, counted in news, and first names. These are from nomquamgender (MIT;
Van Buskirk, Clauset & Larremore 2023, "An open-source cultural consensus approach to name-based gender
classification") and the US census of 1990 (public domain): a gender is told that nine in ten of a name's bearers
share, or four in five where the census agrees. `training/speakers.py` makes both files.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import Literal

from analysis.segmentation.function_words import FUNCTION_WORDS

Gender = Literal["female", "male", "unknown"]


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


@lru_cache(maxsize=1)
def _first_names() -> dict[str, Gender]:
    text = (resources.files(__package__) / "first_names.txt").read_text("ascii")
    female, male, either = (line.split(" ") for line in text.splitlines())
    genders: dict[str, Gender] = dict.fromkeys(either, "unknown")
    return genders | dict.fromkeys(female, "female") | dict.fromkeys(male, "male")


def is_first_name(word: str) -> bool:
    """Whether people are commonly called `word` (folded: lower case, no diacritics)."""
    return word in _first_names()


def gender_of(first: str) -> Gender:
    """The gender that nearly all bearers of the first name share, else "unknown"."""
    return _first_names().get(first) or _first_names().get(first.split("-")[0], "unknown")


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


ORGANISATION_WORDS = words(
    """administration agency airfield alliance army assembly association authority bank base board brigade
    brotherhood station
    bureau cabinet campaign center centre chamber church city club co coalition college commission committee
    community company conference congress co-op corp corporation corps council country county court daily
    department dept district division federation force forces foundation fund government group guard herald
    hospital house inc industries institute institution intelligence international journal judiciary league
    limited llc lobby ltd magazine media ministry mission monitor movement museum nation nations navy network
    news newspaper office operations organisation organization pac panel parliament partners party patrol
    plc police post press project radio railway registry republic review school senate service services
    society state states studio studios study survey syndicate team telegraph television times tribunal
    tribune trust tv union unit university weekly whitehouse workers kremlin pentagon vatican hamas hezbollah
    taliban reuters interpol unicef congressional airlines airways motors bros brothers poll union's caucus
    initiative observatory observer gazette chronicle examiner sentinel globe chapter lab laboratory labs
    laboratories program programme academy legislature secretariat archives library report voters.org
    cup championship championships tournament festival paralympics olympics olympic paralympic games award
    awards
    treaty convention accord agreement river lake street avenue airport building highway islands bay beach
    valley
    bridge tower war series prize online
    facebook twitter google microsoft apple amazon uber tesla netflix youtube instagram tiktok wikipedia
    wikileaks
    politico buzzfeed breitbart gallup boeing exxon walmart afp axios vox slate salon cnn msnbc npr pbs bbc
    c-span
    huffpost newsweek quinnipiac rasmussen pew nielsen isis constitution medicare obamacare brexit islam fbi
    cia
    petroleum pharmaceuticals holdings ventures associates systems technologies entertainment pictures
    guild gop circuit qaeda qaida shabaab jazeera centers centres offices branches watch act enforcement protection
    accenture adidas airbnb airbus alibaba amtrak aramco astrazeneca barclays blackrock bloomberg bmw boeing
    bp
    chevron chrysler cisco citigroup clorox comcast craigslist daimler deloitte deutsche disney dow ebay
    ericsson
    exxonmobil fedex fiat fitch ford gazprom glaxosmithkline goldman halliburton honda hsbc huawei hyundai
    ibm ikea
    instacart intel jpmorgan kpmg lego linkedin lufthansa lyft mastercard mcdonald's mckinsey medtronic merck
    metlife mitsubishi moderna monsanto nasdaq nestle nike nintendo nissan nokia novartis nvidia oracle
    panasonic
    paypal pepsico pfizer pinterest porsche qualcomm reddit renault rosneft ryanair samsung sanofi sears shell
    siemens snapchat softbank sony spacex spotify starbucks tencent toshiba toyota unilever univision vodafone
    volkswagen volvo walgreens wework whatsapp xerox yahoo youtube zoom
    accuweather al-jazeera allsides bellingcat bild cnbc cbs nbc abc espn fox forbes fortune gawker guardian
    intercept
    kcna mcclatchy medium politifact propublica newsmax realclearpolitics snopes telemundo tass upi usa xinhua
    yougov zogby axios
    dartmouth cornell mit ucla nasa nafta opec oxfam unesco unhcr unicef greenpeace mossad hezbollah mi5 mi6
    osha
    treasury medicaid"""
)
# What firms and their like are called, and nobody's surname: Marcus Hotels.
FIRMS = words(
    """lodges hotels motels inns resorts cabins cottages suites apartments estates homes properties enterprises
    solutions foods stores markets brands products logistics farms vineyards breweries brewery restaurants theaters
    theatres cinemas casinos gardens builders realtors investments securities outfitters interiors"""
)
# Words that an organisation named by them is not called for short: the House is not the White House.
NAMES_OF_THEIR_OWN = words("house senate congress street state states nation nations city county party")
# Who works for somebody named behind it: Team Cruz.
CAMPS = words("team project operation campaign")
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
DAYS = words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = words("january february march april may june july august september october november december")
# As they stand alone: "Mar", "May" and "Jun" are names as well.
_SHORT_MONTHS = words("jan feb aug sept oct nov dec")
CALENDAR = DAYS | (MONTHS - {"may"}) | _SHORT_MONTHS | words("mon tue wed thu fri sat sun")
# No part of a name, though written with a capital at the start of a sentence: function words, but for rarer
# contractions and those that open titles of works (Ourselves Alone); and what news opens sentences, captions and
# headlines with.
COMMON_WORDS = (
    frozenset(w for w in FUNCTION_WORDS if "'" not in w) - words("doing down ourselves theirs yourselves")
    | DAYS
    | MONTHS
    | _SHORT_MONTHS
    | words(
        """according across actually additionally ago almost alone along already amid anyone anything asked
        away back based behind besides best better beyond breaking call came caption christmas clearly click
        embed enlarge
        correction critics day days despite don't earlier easter even everyone
        everything exactly except experts far fewer file finally first five follow following four get given
        go good great he's head hence i'd i'll i'm i've image indeed inside instead isn't it's last late
        later least less let let's like listen look made make maybe meanwhile meet mine moreover near nearly
        never nevertheless new next nobody none nothing officials oh ok okay old ones onto others otherwise
        people perhaps photo pictured please plus police polls prior quite read really recently regarding
        report reports researchers sadly say says scientists second see several shall share
        she's similarly six someone something sometimes soon sources still students subscribe thank thanks
        thanksgiving that's there's therefore they're thing three throughout thus today together tomorrow
        toward towards tweet two ultimately unfortunately unless unlike update updated use versus via voters
        watch we'll we're we've well what's whatever whereas whoever yes yesterday you're"""
    )
)
# Common words and months that people are called as well; so read behind a first name or title, or once known.
SURNAMES_AMONG_WORDS = words(
    """may march april august june july january day best good head read call easter christmas see back will prior more
    given look near new old just well oh sun mon sat will"""
)
COMMON_SURNAMES = words(
    """young price banks field fields brown white black green long short small stone wood woods hill hills king rice
    bush cook baker bell ball bird blue bond bowers boyle branch brook brooks brush bull burns butler camp
    carpenter
    case cash chase church cross dear drew farmer fish fisher flowers forest fowler fox frost gates glass
    gold golden
    goodman graves gray grey hand hardy hart hawk heard holder hood hunt hunter keys knight lamb lane law
    little
    love low marks mason miles mills moon moody moss myers nice noble park parker parks parsons pace page
    pope porter
    potter power powers rich rivers rose rush sands savage sharp shepherd silver singer skinner smart snow
    sparks
    spears spring starr steel strong summers swift tanner taylor temple walker wall walls ward waters watts
    weaver
    weeks wells wheeler wild winter winters wise wolf woodward worth garland flake nelson grant"""
)
# Titles that people are called as well: Mr. King, Sir Ian Major.
SURNAMES_AMONG_TITLES = words(
    "king bishop pope prince duke major baron judge justice lord cardinal master singer dean"
)
BEFORE_A_TITLE = words("associate assistant deputy vice acting interim former senior")
FIRST_NAMES_AMONG_TITLES = words("dean earl star christian")  # Dean Holt; but Dean Ana Holt
INITIALS_OF_PEOPLE = words("jfk fdr lbj rfk mlk aoc rbg")
# Words of organisations that people are called as well; so read behind a title, or a first name that is no place.
SURNAMES_OF_ORGANISATIONS = words(
    """nielsen rasmussen whitehouse gallup church union bridges banks house lake street tower pew herald fox ford
    forbes bloomberg disney goldman dow fitch mckinsey chrysler sony merck nissan oracle sears shell watch zogby post
    deloitte daimler halliburton"""
)
# What a minister or secretary is "of", and whose name follows it: Secretary of Education | Ana Cruz.
PORTFOLIOS = words(
    """state defense defence education labor labour commerce energy treasury health human services homeland security
    housing urban development transportation transport agriculture interior veterans affairs justice finance
    foreign
    environment trade industry information culture sports tourism science innovation immigration citizenship
    fisheries forests economy police public works communications planning water"""
)
# The buttons of a page that run together: Facebook Twitter Pinterest | Ana Cruz.
BUTTONS = words("facebook twitter pinterest whatsapp email linkedin reddit tumblr flipboard print copy")
# Common words that names may hold, as long as they do not open the sentence.
SOMETIMES_NAMES = words(
    """will may june jan april august see new city first second old good great best better young real free people
    press report look well next watch"""
)
# As news shortens the states behind a town: Irvine, Calif.
STATES_IN_SHORT = words(
    """ala ariz ark calif colo conn del fla ga ill ind kan ky md mich minn miss mont neb nev okla ore pa tenn vt
    va wis wyo"""
)
AFTER_NEW = words("york zealand jersey hampshire mexico orleans delhi england haven yorker yorkers")
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
SUFFIXES = words("jr sr ii iii iv md phd esq ph.d m.d mp obe mbe dbe cbe qc ra")
# Titles and suffixes that are written short, with a full stop.
ABBREVIATED = words(
    """mr mrs ms dr sen sens rep reps gov gen lt col capt sgt prof rev hon st jr sr adm maj cmdr det supt atty pres
    cpl pfc messrs insp const amb msgr fr cllr"""
)
PARTICLES = words("de del della da dos das du van von der den ter bin ibn bint al el la le di zu af ben abu")


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    return words((resources.files(__package__) / "common_words.txt").read_text("ascii"))


def is_word(word: str) -> bool:
    """Whether news writes a folded word small at least as often as with a capital: "banks", not "trump"."""
    return word in _common_words()


_SURNAMES_IN_S = (
    COMMON_SURNAMES
    | SURNAMES_OF_ORGANISATIONS
    | words(
        "cousins sessions masters sellers childs combs chambers towns hands jewels arms meadows daniels rains"
    )
)


@lru_cache(maxsize=4096)
def is_several(word: str) -> bool:
    """Whether a folded word is the plural of a common one, and rarely a surname: "lodges", not "banks"."""
    if len(word) < 5 or not word.endswith("s") or word in _SURNAMES_IN_S:
        return False
    return word in FIRMS or (is_word(word[:-1]) and is_word(word) and not word.endswith(("ss", "us", "is")))


def is_plural(word: str) -> bool:
    """Whether a folded word is a common one and its singular is, too: "skeptics"; not what names hold, "times"."""
    return word.endswith("s") and is_word(word) and is_word(word[:-1]) and word not in ORGANISATION_WORDS


# Before a people or party as part of its name: House Democrats.
_KINDS_OF_PEOPLE = words(
    "african asian native black white young house senate congressional latino jewish muslim arab"
)
PARTIES = words(
    """democrats republicans dems liberals conservatives libertarians socialists communists tories greens
    independents brexiters dreamers millennials feds christians catholics protestants muslims jews sunnis
    shiites
    hindus sikhs buddhists mormons evangelicals blacks whites hispanics latinos latinas africans asians arabs
    kurds
    nazis"""
)
_PEOPLE_OF = re.compile(r"(?:n|an|ian|nian|er|r|ite|i|s)s")


@lru_cache(maxsize=4096)
def is_people(word: str) -> bool:
    """Whether a folded word names a people or a party as a whole: Americans, Coloradans, Democrats."""
    word = word.rsplit("-", 1)[-1]
    if is_first_name(word):  # Francis, no people of France
        return False
    return word in PARTIES or (word.endswith("s") and (word[:-1] in DEMONYMS or _is_of_place(word)))


@lru_cache(maxsize=4096)
def is_native(word: str) -> bool:
    """Whether a folded word says by its ending where one person is from: Iowan, Londoner."""
    return _is_of_place(f"{word}s")


def is_group(name: str) -> bool:
    """Whether a folded name is that of many: "house democrats", "skeptics"."""
    return is_people(name.split(" ")[-1]) or is_plural(name)


def is_kind_of_people(word: str) -> bool:
    """Whether a folded word before a people or party is part of its name: "senate" Republicans, no "angry" ones."""
    return word in _KINDS_OF_PEOPLE or word in PLACES or word in DEMONYMS


def _is_of_place(word: str) -> bool:
    return any(
        word.startswith(stem) and _PEOPLE_OF.fullmatch(word, len(stem))
        for cut in range(4, len(word) - 1)
        if (stem := word[:cut]) in _PLACE_STEMS
    )


ANONYMOUS_WORDS = words(
    """unnamed anonymous unidentified undisclosed anonymity unspecified insider insiders someone somebody source
    sources person people official officials aide aides staffer staffers whistleblower familiar"""
)
GROUP_WORDS = words(
    """critics supporters opponents residents voters experts analysts researchers scientists officials police
    authorities prosecutors investigators republicans democrats lawmakers economists activists protesters
    witnesses families parents students teachers doctors lawyers leaders advocates aides advisers allies
    americans people men women many some others most few several observers historians scholars conservatives
    liberals progressives members workers girls boys children fans users readers everyone everybody nobody
    anyone rivals rebels troops couple family crowd public audience majority media reporters journalists
    jury respondents pundits organizers organisers we they them us those both two three"""
)
# Places and buildings that stand for who rules there; they stay organisations, with this as their description.
METONYMS = {
    "kremlin": "the Russian presidency", "white house": "the US presidency", "pentagon": "the US Defense Department",
    "downing street": "the British prime minister's office", "vatican": "the Holy See",
    "capitol hill": "the US Congress", "foggy bottom": "the US State Department",
    "whitehall": "the British government", "brussels": "the European Union, or Belgium",
    "elysee": "the French presidency",
}  # fmt: skip
ORGANISATION_NOUNS = words(
    """company firm agency ministry government administration department organisation organization group
    newspaper paper magazine website site church party campaign committee council commission court bank
    university school institute network union team club association office bureau board panel foundation
    charity institution authority service corporation outlet station channel regime coalition militia
    parliament congress senate legislature hospital publisher carrier airline manufacturer maker watchdog
    report study survey poll letter statement lawsuit complaint document memo editorial article book poll
    analysis findings results figures data records website page post tweet filing ruling indictment"""
)
