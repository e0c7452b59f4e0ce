"""Whether an article withholds the name of a source: "an official, who asked not to be named"."""

from __future__ import annotations

import re

from analysis.speakers import lexicon
from analysis.speakers.within import he_and_she
from analysis.speakers.within.article import Article

OFFICIALS = lexicon.words("official source aide insider staffer")
# That a name is withheld: said by the words of the source itself, or by its sentence.
_HIDDEN = re.compile(r"\b(?:anonymous(?:ly)?|unnamed|unidentified|undisclosed|unspecified)\b", re.IGNORECASE)
_WITHHELD = re.compile(
    r"\b(?:anonymity|spoke anonymously"
    r"|not (?:to be |be |want(?:ing)? to be |wish to be )?(?:named|identified)\b"
    r"|declin\w{1,4} to be (?:named|identified|quoted)"
    r"|refus\w{1,4} to be (?:named|identified)|with(?:held|hold|holding) (?:\w{1,12} ){1,3}names?"
    r"|(?:not|n['’]t|without being) (?:\w{1,12} )?authori[sz]ed to"
    r"|on (?:the )?condition (?:that|of) (?:their|his|her|its|they|he|she|not)"
    r"|(?:names?|identity|identities) (?:was |were |be |is |are |being )?(?:not |to be )?"
    r"(?:withheld|used|published|disclosed|revealed|protected)"
    r"|(?:would|did|could) not (?:want to )?give (?:his|her|their|a|any) (?:\w{1,12} )?names?"
    r"|identified only (?:by|as)|only (?:by|as) (?:\w{1,12} ){1,3}(?:first|initials?)\b)",
    re.IGNORECASE,
)
_KNOWS = re.compile(
    r"\b(?:familiar with|briefed (?:on|about)|close to|with (?:direct |first-?hand )?knowledge of|with access to"
    r"|who (?:was|were|had been|has been|have been) briefed)\b"
)
_INVOLVED = re.compile(
    r"\A[\w’' -]{0,40}\b(?:person|people|persons)\s(?:involved|informed|aware|who knows?)\b", re.I
)
_NEAR = 260  # characters behind a source in which its sentence may say why it has no name


def is_hidden(article: Article, index: int, written: str, head: str) -> bool:
    """Whether the words of a source, or its sentence behind it, say that it is not to be named."""
    if any(pattern.search(written) for pattern in (_HIDDEN, _WITHHELD, _KNOWS, _INVOLVED)):
        return True
    attribution = article.attributions[index]
    end = attribution.source[0][1]
    text = article.document.text
    _, paragraph, _ = he_and_she.place(article.state, end - 1)
    stop = min(end + _NEAR, article.document.paragraphs[paragraph][1])
    behind = _SENTENCE_END.split(text[end:stop], maxsplit=1)[0]
    told = _WITHHELD.search(behind)
    if told is None:
        return head in OFFICIALS and _KNOWS.match(behind.lstrip()) is not None
    at = end + told.start()  # what is said of somebody else's name is no word on the source's
    return not any(start <= at < stop for start, stop in attribution.content)


_SENTENCE_END = re.compile(r"[.!?][”\"’']{0,2}\s+(?=[A-Z“\"])")
