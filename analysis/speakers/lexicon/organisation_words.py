"""Words that organisations are named by, and nouns that news calls them by."""

from __future__ import annotations

from analysis.speakers.lexicon.common_words import words

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
# Words of organisations that people are called as well; so read behind a title, or a first name that is no place.
SURNAMES_OF_ORGANISATIONS = words(
    """nielsen rasmussen whitehouse gallup church union bridges banks house lake street tower pew herald fox ford
    forbes bloomberg disney goldman dow fitch mckinsey chrysler sony merck nissan oracle sears shell watch zogby post
    deloitte daimler halliburton"""
)
ORGANISATION_NOUNS = words(
    """company firm agency ministry government administration department organisation organization group
    newspaper paper magazine website site church party campaign committee council commission court bank
    university school institute network union team club association office bureau board panel foundation
    charity institution authority service corporation outlet station channel regime coalition militia
    parliament congress senate legislature hospital publisher carrier airline manufacturer maker watchdog
    report study survey poll letter statement lawsuit complaint document memo editorial article book poll
    analysis findings results figures data records website page post tweet filing ruling indictment"""
)
