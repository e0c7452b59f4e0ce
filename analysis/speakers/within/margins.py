"""What stands in an article's text without being told in it: photo credits, links, buttons, bylines, headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.segmentation import Document, Span

_AGENCY = (
    r"(?:Getty(?: Images)?|AP|Associated Press|Reuters|REUTERS|AFP|EPA|UPI|Bloomberg|Shutterstock|Alamy|Corbis|"
    r"Flickr|Twitter|Facebook|Instagram|YouTube|iStock|Pool)"
).replace(" ", r"\ ")
_NAME = r"[A-Z][\w.'’-]{1,24}(?:\ [A-Z][\w.'’-]{0,24}){0,3}"
# (AP Photo/Ana Cruz)  (Photo by Ana Cruz/Getty Images)  (Courtesy of Ana Cruz)
_CREDIT = re.compile(
    r"\([^()\n]{0,60}\b(?:Photos?|Images?|Getty|Courtesy|Screengrab|Screenshot)\b[^()\n]{0,90}\)"
)
# (RELATED: Ana Cruz Wins Again)  [READ MORE: …]  ( Also on POLITICO: … )
_LINK = re.compile(
    r"[(\[]\s?(?:RELATED|Related|READ|Read|ALSO|Also|MORE|More|SEE|See|WATCH|Watch|PHOTOS?|VIDEOS?)\b"
    r"[^()\[\]\n:]{0,30}:[^()\[\]\n]{0,200}[)\]]"
)
# AP Photos  Getty Images  Getty
_AGENCIES = re.compile(r"\b(?:AP|AFP|EPA|Reuters) (?:Photos?|Images?)\b(?: [A-Z]\.)?|\bGetty(?: Images?)?\b")
# between two stories; what it can begin with stands first, which is looked for fast
_BUTTON = re.compile(
    r"[ACHJMRS](?<!\w.)(?:(?<=J)UST WATCHED|(?<=M)UST WATCH|(?<=R)eplay(?: More Videos)?|(?<=H)ide Captions?|"
    r"(?<=S)how Captions?|(?<=M)edia to play|(?<=S)tory [Hh]ighlights|"
    r"(?<=S)tory [Cc]ontinue[ds](?: [Bb]elow)?(?: [Aa]dvertisement)?|(?<=C)ontinue [Rr]eading|(?<=R)ead [Mm]ore|"
    r"(?<=R)EAD MORE|(?<=A)dvertisements?|(?<=A)DVERTISEMENT|(?<=S)ign [Uu]p|(?<=C)lick [Hh]ere|(?<=S)hare [Tt]his|"
    r"(?<=M)ore [Oo]n [Tt]his)\b"
)
# Ana Cruz|/Getty Images  Ana Cruz |/ Daily Star )
_AGENT = re.compile(
    rf"/\ ?(?:{_AGENCY}\b(?:[ /](?:Images?|Photos?|News|Pool|File|{_AGENCY})\b)*|{_NAME}(?=\ ?\)))"
)
_PHOTOGRAPHER = re.compile(rf"(?<![\w/]){_NAME}\ ?$")
# A line of its own: By Ana Cruz | RELATED: … | Photo: …
_LINE = re.compile(
    rf"""^[ \t*•»>|-]*(?:(?:BY|By)\ {_NAME}(?:,?\ (?:and\ )?{_NAME}){{0,3}}[ \t]*$
    | (?:RELATED|Related|READ\ (?:ALSO|MORE)|Read\ (?:also|more)|See\ also|SEE\ ALSO|WATCH|Watch|MORE|More|
    PHOTOS?|Photos?|VIDEOS?|Videos?|Image|Credit|Caption|Follow)(?:\ [a-z]+){{0,2}}\ ?[:|»]
    [^\n]{{0,200}}$)""",
    re.VERBOSE | re.MULTILINE,
)
# Ted Cruz Rafael (Ted) Edward CruzDemocrats …: a link's title run into its text.
_FORMAL = re.compile(
    r"[A-Z][\w-]{1,24} \((?:[A-Z][\w-]{1,24})\) (?:[A-Z][\w.-]{0,24} ){0,3}(?:Mc|Mac)?[A-Z][\w-]{0,24}[a-z](?=[A-Z])"
)
# … CruzDemocrats vote on bill MORE (R-Texas): the title of another story, up to its end.
_STORY = re.compile(r"(?<=[a-z])(?=[A-Z])[^\n]{3,250}? MORE\b")
_LONGEST_NAME = 90
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE_END = re.compile(r"[a-z]{3}[.?!] [A-Z]")
_CREDITED = re.compile(
    r"[-–—•*\s]{0,9}+(?:[A-Z][\w.'’-]{1,30}+ ){1,4}[A-Z][\w'’-]{1,30}+, "
)  # Ana Cruz, Mayor of Lund


def furniture(text: str) -> list[Span]:
    """Where nothing is told, in order and apart: photo credits, bylines, links and buttons."""
    spans: list[Span] = []
    for start, end in sorted(_pieces(text)):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _pieces(text: str) -> Iterator[Span]:
    for agent in _AGENT.finditer(text):
        if by := _PHOTOGRAPHER.search(text, max(0, agent.start() - _LONGEST_NAME), agent.start()):
            yield by.start(), agent.end()
    patterns = [_LINK, _LINE, _BUTTON]
    if any(word in text for word in ("Photo", "Image", "Getty", "Courtesy", "Screen")):
        patterns += [_CREDIT, _AGENCIES]
    if " MORE" in text:
        patterns += [_FORMAL, _STORY]
    for pattern in patterns:
        yield from (match.span() for match in pattern.finditer(text))


def told(document: Document) -> Iterator[tuple[int, int, bool]]:
    """The stretches of text between furniture, in order, each with whether it is a headline."""
    text, around = document.text, furniture(document.text)
    index = 0
    for start, end in document.paragraphs:
        headline = is_headline(text[start:end])
        while index < len(around) and around[index][1] <= start:
            index += 1
        place, at = start, index
        while at < len(around) and around[at][0] < end:
            if place < around[at][0]:
                yield place, around[at][0], headline
            place = max(place, around[at][1])
            at += 1
        if place < end:
            yield place, end, headline


def is_headline(paragraph: str) -> bool:
    """Whether most words of a short line without an end have capitals, so that capitals say nothing there."""
    if len(paragraph) > 160 or paragraph[-1] in ".!?:,;\"”’')" or _CREDITED.match(paragraph):
        return False
    words = [] if _SENTENCE_END.search(paragraph) else _WORDS.findall(paragraph)
    return len(words) > 4 and sum(w[0].isupper() for w in words) > 0.65 * len(words)
