"""What kind of source each attribution of an article has: one of the six of `tables.SOURCE_TYPES`.

After the categories of source audits: who is named, which documents and organisations speak, how many speak
together, who is kept anonymous, and whom the article just does not name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis import tables
from analysis.quotation import Attribution
from analysis.segmentation import Document
from analysis.speakers import lexicon
from analysis.speakers.names import fold, separate
from analysis.speakers.within import descriptions, neighbours, pronoun_sources, withheld
from analysis.speakers.within.article import Article, Mention, names_in
from analysis.speakers.within.occurrences import Occurrence

NAMED, ORGANISATION, DOCUMENT, GROUP, ANONYMOUS, UNNAMED = tables.SOURCE_TYPES
_OF_NAMED = {"person": NAMED, "organisation": ORGANISATION, "group": GROUP, "anonymous": ANONYMOUS}
# What ends the part of a phrase whose last word is its head: "the report | published by the bank".
_BEHIND_HEAD = re.compile(
    r"[,(;:“\"]| (?:of|for|at|in|with|who|that|which|whose|from|by|to|and|or|about|on|when|as|before|after|against"
    r"|under|into"
    r"|including|like|behind|during|between|near|familiar|briefed|involved|aware|informed|close|speaking|published"
    r"|released|issued"
    r"|obtained|filed|conducted|posted|sent|signed|dated|seen|reviewed|submitted|written|commissioned|provided|shared"
    r"|made|taken|led|entitled|titled|called|named|based|interviewed|said|says|out|there|here|available"
    r"|not|still|now|currently|recently|this|last|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
# former and |current employees; Danish and |Swedish senators
_TWO_SORTS = re.compile(
    r"\b(?:former|current|past|present|senior|local|state|federal) and (?=[a-z]+ [a-z])"
    r"|\b[A-Z][\w.-]{1,30} and (?=[A-Z][\w.-]{1,30} [a-z]{3,20}s\b)"
)
_WORD = re.compile(r"[\w.&/'’‑-]+")
_TAIL = re.compile(r"['’]s?$|\.$")
_DOCUMENTS = (
    descriptions.DOCUMENTS
    | lexicon.words(
        """reports studies surveys polls analyses documents memoirs articles columns essays lawsuits suit suits
        complaints filings papers letters e-mail emails e-mails memos memorandum memorandums videos texts transcripts
        recordings posts messages speeches releases release records record data dataset datasets database databases
        figures statistics stats numbers results findings census ruling rulings opinion order orders indictment
        indictments affidavit affidavits warrant warrants motion motions brief briefs petition petitions bill bills
        law laws act legislation statute ordinance resolution amendment regulation regulations rule rules policy
        policies constitution treaty agreement contract proposal plan budget agenda minutes notice advisory bulletin
        newsletter editorial editorials headline headlines blog website websites webpage book books review reviews
        audit audits assessment forecast index invoice receipt note notes manual guidelines guideline guidance
        manifesto advertisement ad ads flyer brochure sign banner poster caption script obituary dossier file files
        spreadsheet research estimate estimates projections tape footage podcast broadcast documentary testimonies
        announcement declaration communique communiqué tally count evidence literature chart charts map graph draft
        drafts charges investigation summary appendix application certificate passage verse"""
    )
) - lexicon.words("interview")
_PAPERS = lexicon.words("post review record bulletin")  # what newspapers are called, too
_SOURCES = lexicon.words("sources insiders")
_SINGLE = lexicon.words("one another someone somebody anyone anybody each person")
_MANY = lexicon.words(
    """many some others other most several few all both those these they half majority minority dozens hundreds
    thousands none nobody couple pair trio duo rest men women people folks youths two three four five six seven eight
    nine ten everyone everybody clergy gentry electorate ones dozen"""
)
_COLLECTIVES = lexicon.words(
    "staff faculty crowd public community audience jury family leadership press media"
)
_ORGANISATIONS = lexicon.words(
    """police utility nonprofit charity startup start-up district retailer chain brand conglomerate contractor
    insurer lender supplier developer think-tank tank cooperative consortium syndicate conference league military army
    navy force body committee subsidiary operator platform studio theater theatre museum library diocese archdiocese
    synod embassy consulate tribunal registry treasury legislature city town county state village province
    municipality borough"""
)
_FOR_OTHERS = lexicon.words("spokesperson spokesman spokeswoman representative rep")
# "a growing number of voters", "a group of nurses", "40 percent of them", "two in three"
_NUMBER_OF = re.compile(
    r"(?:(?:an?|the|his|her|their|its)\s)?(?:[\w,.-]{1,20}\s){0,3}"
    r"(?:numbers?|handful|groups?|majority|percent|share|dozens?|hundreds|thousands|couple|pair|series|crowd|array"
    r"|host|lot|team|half|third|quarter|most|many|some|several|all|both|two|three|four|five|six)\s"
    r"(?:of|in)\s(?:the\s|his\s|her\s|their\s|its\s|our\s)?(?:[\w-]{1,20}\s){0,3}[\w-]{1,30}(?:s|people|men|women|them|us)\b",
    re.IGNORECASE,
)
_OFFICE_HOLDERS = lexicon.words(
    "officials leaders representatives reps spokespeople spokespersons executives administrators managers staff"
)
_ARTICLE = re.compile(
    r"(?:an?|one|the|this|that|another|his|her|their|its|our|my|your)\b|[\w.-]{1,40}['’]s\b", re.I
)


def of(article: Article, mentions: Sequence[Mention]) -> list[str]:
    """The type of each attribution's source, given who it was taken for; "unnamed" where no source is given.

    Who is once kept anonymous stays so: "an official who asked not to be named", then "the official" or "he".
    """
    hidden = _hidden_heads(article, mentions)
    found: list[str] = []
    last: dict[str | None, str] = {}  # by description
    for index, mention in enumerate(mentions):
        before = last.get(mention.description) or (found[-1] if found else UNNAMED)
        found.append(_type(article, index, mention, hidden, before))
        if mention.description:
            last[mention.description] = found[-1]
    return found


def _type(article: Article, index: int, mention: Mention, hidden: frozenset[str], before: str) -> str:
    """The type of one source; `before` is that of the attribution before it, whom "he" may go on from."""
    written = _written(article.document, article.attributions[index])
    if not written:
        return _OF_NAMED[mention.kind] if mention.name else before if mention.description else UNNAMED
    head, shown = head_of(written)
    if _is_document(written, head, shown, mention):
        return _of_words(article, written, head, mention)
    if mention.name is not None:
        together = mention.kind == "group" and len(separate(mention.name)) > 1
        return NAMED if together else _OF_NAMED[mention.kind]
    if " " not in written and (word := _CONTRACTED.sub("", head)) in pronoun_sources.PRONOUNS:
        return described(mention.description) if mention.description else _of_pronoun(word, before)
    if withheld.is_hidden(article, index, written, head) or head in hidden:
        return ANONYMOUS
    if head in _FOR_OTHERS and before == ORGANISATION and written.lower().startswith("the "):
        return ORGANISATION
    start, end = article.attributions[index].source[0]
    if neighbours.joins_several(article, start, end):
        words = _WORD.findall(_COMMA.split(written, maxsplit=1)[0])
        last = fold(words[-1]) if words else ""  # the Growers and Packers Association
        if descriptions.read(last).plural and last not in lexicon.ORGANISATION_WORDS:
            return GROUP  # Republican and Democratic senators
        return ORGANISATION if mention.kind == "organisation" or last in lexicon.ORGANISATION_WORDS else GROUP
    found = described(written)
    if head in _FOR_OTHERS and _for_person(article, start, end):
        return UNNAMED
    return ORGANISATION if found == GROUP and _speak_for_named(article, written, head) else found


def _for_person(article: Article, start: int, end: int) -> bool:
    """Whether who speaks for others does so for one person: "a spokesman for Ana Cruz"."""
    text = article.document.text
    return any(
        article.people[number].kind == "person" and text.endswith(" for ", start, occurrence.outer)
        for occurrence, number in names_in(article, start, end)
    )


def _speak_for_named(article: Article, written: str, head: str) -> bool:
    """Whether "district leaders" speak for an organisation that the article names: the Oslo School District."""
    of = _STAFF.match(written)
    if of is None or head not in _OFFICE_HOLDERS:
        return False
    noun = fold(of[1])
    if noun not in lexicon.ORGANISATION_NOUNS | _ORGANISATIONS:
        return False
    return any(e.kind == "organisation" and noun in e.name.last.split()[1:] for e in article.people)


_STAFF = re.compile(
    r"(?:the )?(?:(?:senior|top) )?([a-z]{3,20}) [a-z]{3,20}\b(?! (?:of|from|in|at)\b)", re.IGNORECASE
)


def _of_words(article: Article, written: str, head: str, mention: Mention) -> str:
    """The type of something written or said: a document, but for what is only the way in which somebody speaks.

    A named person speaks in "Ana Cruz's tweet" or "her remarks"; and an organisation on its website.
    """
    if head in _SPOKEN and mention.name is not None and mention.kind == "person":
        return NAMED
    owned = _OWNED.match(written)
    if head not in _CHANNELS or owned is None:
        return DOCUMENT
    if mention.name is not None:
        return _OF_NAMED[mention.kind]
    whose = owned[1].lower()
    if whose in ("its", "their", "our"):
        return ORGANISATION
    of = described(owned[1]) if whose not in ("his", "her", "my", "your") else DOCUMENT
    return of if of == ORGANISATION else DOCUMENT


# the |program’s website, |its page
_OWNED = re.compile(
    r"((?:its|their|our|his|her|my|your)|(?:the |an? )?(?:[\w.&-]{1,30} ){0,3}[\w.&-]{1,30}(?=['’]))"
)
_SPOKEN = lexicon.words(
    "tweet tweets post posts message messages remark remarks comment comments speech speeches testimony words"
)
_CHANNELS = lexicon.words("website websites webpage page site account blog newsletter feed hotline")
_COMMA = re.compile(r"(?<=\w)[,;:(]")
_CONTRACTED = re.compile(r"['’](?:s|re|ve|d|m|ll)$")


def _written(document: Document, attribution: Attribution) -> str:
    if not attribution.source:
        return ""
    start, end = attribution.source[0]
    return " ".join(document.text[start:end].strip(" ,\n").split())


def is_pronoun(article: Article, index: int) -> bool:
    """Whether the source of an attribution is a pronoun."""
    return _written(article.document, article.attributions[index]).lower() in pronoun_sources.PRONOUNS


def is_whose(text: str, start: int, end: int, name: Occurrence) -> bool:
    """Whether a name in the source at `[start, end)` can be the source's: of a document, only whoever issued it.

    "A statement from the Harbour Ministry", "Ana Cruz's letter", "a Harbour Watch study"; no letter *to* somebody.
    """
    written = text[start:end]
    head, shown = head_of(written)
    if head not in _DOCUMENTS or not shown[:1].islower() or name.outer <= start:
        return True
    noun = start + _BEHIND_HEAD.split(written, maxsplit=1)[0].rfind(shown)
    if name.end <= noun:
        return name.kind == "organisation" or bool(_POSSESSIVE.match(text, name.end, end))
    return _ISSUED_BY.fullmatch(text, noun + len(shown), name.outer) is not None


_POSSESSIVE = re.compile(r"['’]s?\s")
_ISSUED_BY = re.compile(
    r"[^,;()“”\"]{0,60}? (?:by|from) (?:the |an? )?(?:[\w.-]{1,30} ){0,3}|(?: of)? (?:the |an? )?",
    re.IGNORECASE,
)


def head_of(written: str) -> tuple[str, str]:
    """The head noun of a source as written, folded and as it stands: "a new report by the bank" is a report."""
    core = _BEHIND_HEAD.split(_TWO_SORTS.sub("", written), maxsplit=1)[0]
    words = _WORD.findall(core) or _WORD.findall(written)
    shown = _TAIL.sub("", words[-1]) if words else ""
    return fold(shown), shown


def _is_document(written: str, head: str, shown: str, mention: Mention) -> bool:
    """Whether the source is something written; a name that ends in such a word is one only behind "the"."""
    if head not in _DOCUMENTS:
        return False
    if shown[:1].islower():
        return True
    if head in _PAPERS and mention.kind == "organisation" and (mention.name or "").endswith(shown):
        return False  # the Lund Post
    behind_article = re.match(r"(?:the|an?|this|that)\s", written, re.IGNORECASE) is not None
    return (
        written.startswith(shown)
        if mention.name is None and not behind_article
        else (behind_article and (mention.name is None or mention.kind != "person"))
    )


def described(written: str) -> str:
    """The type of a source that is described and not named, by its words alone: "residents" are a group.

    Who speaks without a name for an organisation that has one is that organisation: "a Harbour Watch spokesman",
    "Harbour Watch officials". Those of a country or a party are still many: "Danish officials".
    """
    head, shown = head_of(written)
    phrase = descriptions.read(_TWO_SORTS.sub("", written))
    first = fold(written.split(None, 1)[0]) if written.split() else ""
    if _NUMBER_OF.match(written):
        return GROUP
    if head in _SOURCES or (head in withheld.OFFICIALS and not phrase.plural):
        return ANONYMOUS
    if head in _MANY or head in _COLLECTIVES or first in ("some", "many", "several", "most", "few", "both"):
        return GROUP
    if head in _SINGLE or re.match(r"(?:one|another|someone|somebody)\b", written, re.IGNORECASE):
        return UNNAMED
    if (head in _FOR_OTHERS or head in _OFFICE_HOLDERS) and _names_organisation(written):
        return ORGANISATION
    if head in _ORGANISATIONS:
        return ORGANISATION
    if phrase.is_person or (lexicon.is_title(head) and not phrase.plural):
        return UNNAMED
    one = (
        ""
        if head == "authorities"
        else re.sub(r"ies$", "y", head)
        if head.endswith("ies")
        else head.removesuffix("s")
    )
    if (
        one in lexicon.ORGANISATION_NOUNS
        or head in lexicon.ORGANISATION_NOUNS
        or head in lexicon.ORGANISATION_WORDS
        or phrase.kind == "organisation"
    ):
        return ORGANISATION
    if phrase.plural or lexicon.is_group(head):
        return GROUP
    if shown[:1].isupper() and not _ARTICLE.match(written):
        return ORGANISATION if " & " in written or (shown.isupper() and len(shown) > 1) else UNNAMED
    return UNNAMED if _ARTICLE.match(written) else GROUP


def _names_organisation(written: str) -> bool:
    """Whether a description holds a capitalised word behind its first that is no place, people or party."""
    opens = _ARTICLE.match(written) is None
    for match in _CAPITALISED.finditer(written):
        word = fold(re.sub(r"['’]s?$", "", match.group()))
        common = match.start() == 0 and (not opens or lexicon.is_word(word) or lexicon.is_title(word))
        placed = descriptions.is_place(word) or lexicon.is_people(word + "s") or lexicon.is_title(word)
        if not common and not placed and word not in lexicon.COMMON_WORDS:
            return True
    return False


_CAPITALISED = re.compile(r"(?<![\w’'-])[A-Z][\w.&/’']{1,40}(?![\w-])")


def _of_pronoun(word: str, before: str) -> str:
    """A pronoun that nobody could resolve: of whoever spoke before, if it can mean that."""
    if word in (
        "they",
        "them",
        "their",
        "we",
        "us",
        "our",
        "ours",
        "these",
        "those",
        "themselves",
        "ourselves",
    ):
        return before if before in (ORGANISATION, ANONYMOUS) else GROUP
    if word in ("it", "its", "itself"):
        return before if before in (ORGANISATION, DOCUMENT) else ORGANISATION
    return ANONYMOUS if before == ANONYMOUS else UNNAMED


def _hidden_heads(article: Article, mentions: Sequence[Mention]) -> frozenset[str]:
    """The head nouns of those single sources without a name whose name the article says it withholds."""
    found = set()
    for index, mention in enumerate(mentions):
        written = _written(article.document, article.attributions[index])
        if mention.name is None and written:
            head, _ = head_of(written)
            many = descriptions.read(written).plural and head != "people"  # but "these people" are those
            if (
                not many
                and head not in pronoun_sources.PRONOUNS
                and withheld.is_hidden(article, index, written, head)
            ):
                found.add(head)
    return frozenset(found)
