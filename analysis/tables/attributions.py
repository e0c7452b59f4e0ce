"""Who said what, who that is, and in what tone it is told."""

from __future__ import annotations

from analysis.tables.columns import (
    ARTICLE_ID,
    CHANCE,
    COUNT,
    END,
    FLAG,
    OFFSET,
    SHARE,
    START,
    TEXT,
    Column,
    Table,
)

# What a source is, in the words of source audits.
SOURCE_TYPES = (
    "named person",  # a person whom the article names, or several whom it names together
    "organisation",  # an institution, company, party or place that speaks
    "document",  # something written: a report, poll, lawsuit, statement, post
    "group",  # several people who are no organisation: residents, experts, Democrats
    "anonymous",  # whose name is withheld: a senior official, somebody who asked not to be named
    "unnamed",  # one person without a name: a neighbour, "he" of whom nobody can tell; also where no source is given
)

ATTRIBUTIONS: dict[str, Table] = {
    "quotations": Table(
        "one attribution: a source, a cue and a content",
        ("article_id", "quotation"),
        {
            "article_id": ARTICLE_ID,
            "quotation": Column(COUNT, "number in the article, from 0, in order of the first span"),
            "parent": Column("Int64", "the quotation this one is nested inside, or missing"),
            "kind": Column(
                TEXT, "how much of the content is between quotation marks", ("direct", "mixed", "indirect")
            ),
            "act": Column(
                TEXT,
                "what the source does with the content: says, thinks, knows or wants it; missing = communication",
                ("communication", "belief", "knowledge", "intention"),
            ),
            "content": Column(TEXT, "what was said, its pieces joined by ' … '"),
            "cue": Column(TEXT, "the words that attribute it, or missing"),
            "source": Column(TEXT, "who is said to have said it, as written, or missing"),
            "mention": Column(TEXT, "form of the source", ("name", "nominal", "pronoun", "none")),
            "speaker_id": Column(TEXT, "row of the speakers table, or missing when nobody can be told"),
            "confidence": Column(
                SHARE,
                "estimated chance that content and source are right; missing = not estimated",
                unit=CHANCE,
            ),
            "engine": Column(TEXT, "what found it: an engine and its version, or a person"),
        },
    ),
    "spans": Table(
        "one piece of an attribution",
        ("article_id", "quotation", "role", "start"),
        {
            "article_id": ARTICLE_ID,
            "quotation": Column(COUNT, "row of the quotations table"),
            "role": Column(TEXT, "what the piece is", ("source", "cue", "content")),
            "start": START,
            "end": END,
        },
    ),
    "mentions": Table(
        "the source of one quotation, resolved within its article",
        ("article_id", "quotation"),
        {
            "article_id": ARTICLE_ID,
            "quotation": Column(COUNT, "row of the quotations table"),
            "name": Column(TEXT, "fullest name the article gives for the source, or missing"),
            "kind": Column(TEXT, "what the source is; unnamed too where no source is given", SOURCE_TYPES),
            "gender": Column(TEXT, "grammatical gender seen in the article", ("female", "male", "unknown")),
            "gender_from": Column(
                TEXT,
                "what in the article shows the gender, or missing",
                ("title", "noun", "pronoun", "first name"),
            ),
            "description": Column(TEXT, "role or description in the article, or missing"),
            "evidence": Column(TEXT, "the rule or model and the words that decided"),
            "confidence": Column(
                SHARE, "estimated chance that the name is right; missing = not estimated", unit=CHANCE
            ),
            "speaker_id": Column(TEXT, "row of the speakers table, or missing"),
        },
    ),
    "speakers": Table(
        "a person, organisation or group that speaks",
        ("speaker_id",),
        {
            "speaker_id": Column(TEXT, "stable identifier made from the name"),
            "name": Column(TEXT, "fullest common name"),
            "kind": Column(TEXT, "what it is", ("person", "organisation", "group", "anonymous")),
            "aliases": Column(COUNT, "number of distinct names it goes by"),
            "n": Column(COUNT, "number of quotations, of every act, those inside another too"),
        },
    ),
    "sources": Table(
        "a source of an article: everything that it quotes from one person, organisation, document or group",
        ("article_id", "source"),
        {
            "article_id": ARTICLE_ID,
            "source": Column(COUNT, "number in the article, from 0, in order of the first quotation"),
            "name": Column(TEXT, "fullest name the article gives, or missing; of a document its issuer"),
            "speaker_id": Column(TEXT, "row of the speakers table, or missing when nobody can be told"),
            "source_type": Column(TEXT, "what the source is", SOURCE_TYPES),
            "title": Column(TEXT, "role or description as the article gives it, or missing"),
            "affiliation": Column(TEXT, "organisation or place that the title names, or missing"),
            "gender": Column(
                TEXT,
                "grammatical gender of one person, as all articles show it",
                ("female", "male", "unknown"),
            ),
            "gender_from": Column(
                TEXT,
                "what shows the gender, in this article or in others, or the user's list; missing = unknown",
                ("title", "noun", "pronoun", "first name", "other articles", "list"),
            ),
            "statements": Column(
                COUNT, "its quotations that say something: communication, not inside another"
            ),
            "words": Column(COUNT, "words of these statements", unit="words"),
            "direct": Column(COUNT, "those of the statements that are direct or mixed"),
            "first": Column(
                COUNT, "first character of its first quotation, offset into the article's text", unit=OFFSET
            ),
        },
    ),
    "named": Table(
        "a person, organisation or place that an article names",
        ("article_id", "entity"),
        {
            "article_id": ARTICLE_ID,
            "entity": Column(COUNT, "number in the article, from 0, in order of the first character"),
            "name": Column(TEXT, "fullest name the article gives"),
            "kind": Column(TEXT, "what it is", ("person", "organisation", "place", "unknown")),
            "gender": Column(TEXT, "of people: grammatical gender seen", ("female", "male", "unknown")),
            "count": Column(COUNT, "how often it is named, pronouns and descriptions not counted"),
            "first": Column(
                COUNT, "first character of the first name, offset into the article's text", unit=OFFSET
            ),
            "byline": Column(FLAG, "whether the byline names this person"),
            "quotations": Column(
                COUNT, "quotations whose source it is, of every act, those inside another too"
            ),
            "speaker_id": Column(TEXT, "row of the speakers table, or missing for who is quoted nowhere"),
        },
    ),
    "places": Table(
        "a place, where an article names it",
        ("article_id", "start"),
        {
            "article_id": ARTICLE_ID,
            "start": START,
            "end": END,
            "code": Column(TEXT, "ISO 3166 code of the country, or of the US state or other part: US-GA"),
            "name": Column(TEXT, "its name in the gazetteer; of a town that it lacks as written"),
            "kind": Column(
                TEXT,
                "what it is; of a city the code is its state's or country's",
                ("country", "state", "city"),
            ),
            "evidence": Column(TEXT, "what tells that this place is meant"),
        },
    ),
    "sentiment": Table(
        "a scored unit",
        ("article_id", "unit", "index", "voice", "target", "model"),
        {
            "article_id": ARTICLE_ID,
            "unit": Column(TEXT, "what was scored", ("article", "sentence", "quotation", "target")),
            "index": Column(
                COUNT, "number of the sentence or quotation; of the mention for targets; 0 for articles"
            ),
            "voice": Column(TEXT, "whose words", ("outlet", "quoted", "mixed")),
            "quotation": Column("Int64", "the quotation whose words these are, or missing"),
            "target": Column(TEXT, "whom the sentiment is towards, or missing"),
            "start": START,
            "end": END,
            "negative": Column(SHARE, "probability, or share of the words for a lexicon", unit=CHANCE),
            "neutral": Column(SHARE, "probability, or share of the words for a lexicon", unit=CHANCE),
            "positive": Column(SHARE, "probability, or share of the words for a lexicon", unit=CHANCE),
            "compound": Column(SHARE, "-1 most negative to +1 most positive", unit="-1 to 1"),
            "model": Column(TEXT, "lexicon or model and version"),
            "eligible": Column("Int64", "mentions of the article from which targets were drawn, or missing"),
        },
    ),
}
