"""Every table's columns, dtypes, units and meaning; frames without rows; validation; safe CSV.

A table is a tidy `pandas.DataFrame`: keyed rows, no lists in cells, Arrow strings, UTC times. The
specification here is the only one: readers, annotators and notebooks build their frames from it.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow as pa

TEXT = "string[pyarrow]"
COUNT = "int64"
SHARE = "float64"
FLAG = "bool"
TIME = "datetime64[us, UTC]"
BYTES = "binary[pyarrow]"

# What a spreadsheet runs as a formula begins with one of these, maybe behind what readers drop: blanks, controls,
# marks without width, quotation marks. A cell begins behind separators too where a table is read by another rule
# than ours, at each semicolon or line end, say (OWASP, "CSV Injection").
_STARTS = "=+\\-@＝＋－＠"
_DROPPED = (
    ' "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\xa0\u1680\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\ufeff'
)
_SEPARATORS = ",;\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029"
# Apostrophes before a formula belong to it, or nobody could tell which of them are ours.
_FORMULA = f"'*+[{_DROPPED}]*+[{_STARTS}]"
_BEGINNING = re.compile(rf"\A{_FORMULA[:-1]}\t\r\n]")
_INSIDE = re.compile(f"([{_SEPARATORS}])(?={_FORMULA})")
_INSIDE_SAFE = re.compile(f"([{_SEPARATORS}])'(?={_FORMULA})")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its dtype, what it says, the values it may take (empty = any), and their unit."""

    dtype: str
    meaning: str
    allowed: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its key, and its columns in order."""

    row: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]


REJECT_REASONS = (
    "unreadable",  # the file cannot be opened or parsed
    "encoding",  # no encoding fits the bytes
    "empty",  # no text after stripping white space
    "no text column",  # tabular input without a recognised text column
    "bad row",  # one row or line cannot be parsed
    "duplicate id",  # an article with the same id and another text was read before
    "bad date",  # the article is kept, its date is missing
    "ambiguous date",  # day and month could be exchanged; the article is kept, its date is missing
    "bad path",  # the article is kept, its path is not of the form that was given
    "unsupported",  # a kind of file that is not read
    "too large",  # an article longer than the limit
    "took too long",  # an article took more processor time than it may; it is kept, and tried with a higher limit
    "not annotated",  # an annotator failed on this article; the article is kept
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

_ARTICLE_ID = Column(TEXT, "the article, stable across runs and machines")
_OFFSET, _TIMES, _CHANCE = "characters", "UTC", "0 to 1"  # units
_START = Column(COUNT, "first character, offset into the article's text", unit=_OFFSET)
_END = Column(COUNT, "offset behind the last character; text[start:end] is the span", unit=_OFFSET)

TABLES: dict[str, Table] = {
    "articles": Table(
        "an article",
        ("article_id",),
        {
            "article_id": _ARTICLE_ID,
            "outlet": Column(TEXT, "who published it"),
            "published": Column(TIME, "when it was published, UTC, or missing", unit=_TIMES),
            "title": Column(TEXT, "headline"),
            "author": Column(TEXT, "byline"),
            "url": Column(TEXT, "where it was found"),
            "text": Column(
                TEXT, "the text as read, or as it was cleaned when asked for; every offset points into it"
            ),
            "n_characters": Column(COUNT, "length of text in characters (code points)", unit=_OFFSET),
            "sha256": Column(TEXT, "SHA-256 of text in UTF-8"),
            "sha256_original": Column(TEXT, "SHA-256 of the text as it was read, in UTF-8"),
            "cleaned": Column(
                TEXT, "what cleaning did to the text, kinds of `warnings` joined by ', '; missing = nothing"
            ),
            "language": Column(
                TEXT, "the language of most of its paragraphs, ISO 639-1; missing = it could not be told"
            ),
            "body_start": Column(
                COUNT, "offset behind leading metadata and dateline; 0 when there is none", unit=_OFFSET
            ),
            "origin": Column(TEXT, "file, and row where it has rows, that the article was read from"),
        },
    ),
    "rejects": Table(
        "something that could not be read or annotated",
        ("origin", "reason"),
        {
            "origin": Column(TEXT, "file, and row where it has rows"),
            "reason": Column(TEXT, "why, from a fixed vocabulary", REJECT_REASONS),
            "detail": Column(TEXT, "the particulars"),
        },
    ),
    "warnings": Table(
        "something in the texts of a file that the reader of a report should know",
        ("kind", "file", "example"),
        {
            "kind": Column(TEXT, "what it is, such as tags, mojibake or boilerplate (see `corpus.dirt`)"),
            "n": Column(
                COUNT, "how many articles of the file have it, or what the kind counts", unit="articles"
            ),
            "example": Column(TEXT, "words that show it"),
            "file": Column(TEXT, "the file, or the first of the files, that it was met in"),
        },
    ),
    "sentences": Table(
        "a sentence",
        ("article_id", "sentence"),
        {
            "article_id": _ARTICLE_ID,
            "sentence": Column(COUNT, "number in the article, from 0"),
            "paragraph": Column(COUNT, "number of its paragraph, from 0"),
            "start": _START,
            "end": _END,
        },
    ),
    "quotations": Table(
        "one attribution: a source, a cue and a content",
        ("article_id", "quotation"),
        {
            "article_id": _ARTICLE_ID,
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
                unit=_CHANCE,
            ),
            "engine": Column(TEXT, "what found it: an engine and its version, or a person"),
        },
    ),
    "spans": Table(
        "one piece of an attribution",
        ("article_id", "quotation", "role", "start"),
        {
            "article_id": _ARTICLE_ID,
            "quotation": Column(COUNT, "row of the quotations table"),
            "role": Column(TEXT, "what the piece is", ("source", "cue", "content")),
            "start": _START,
            "end": _END,
        },
    ),
    "mentions": Table(
        "the source of one quotation, resolved within its article",
        ("article_id", "quotation"),
        {
            "article_id": _ARTICLE_ID,
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
                SHARE, "estimated chance that the name is right; missing = not estimated", unit=_CHANCE
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
            "article_id": _ARTICLE_ID,
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
                COUNT, "first character of its first quotation, offset into the article's text", unit=_OFFSET
            ),
        },
    ),
    "named": Table(
        "a person, organisation or place that an article names",
        ("article_id", "entity"),
        {
            "article_id": _ARTICLE_ID,
            "entity": Column(COUNT, "number in the article, from 0, in order of the first character"),
            "name": Column(TEXT, "fullest name the article gives"),
            "kind": Column(TEXT, "what it is", ("person", "organisation", "place", "unknown")),
            "gender": Column(TEXT, "of people: grammatical gender seen", ("female", "male", "unknown")),
            "count": Column(COUNT, "how often it is named, pronouns and descriptions not counted"),
            "first": Column(
                COUNT, "first character of the first name, offset into the article's text", unit=_OFFSET
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
            "article_id": _ARTICLE_ID,
            "start": _START,
            "end": _END,
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
            "article_id": _ARTICLE_ID,
            "unit": Column(TEXT, "what was scored", ("article", "sentence", "quotation", "target")),
            "index": Column(
                COUNT, "number of the sentence or quotation; of the mention for targets; 0 for articles"
            ),
            "voice": Column(TEXT, "whose words", ("outlet", "quoted", "mixed")),
            "quotation": Column("Int64", "the quotation whose words these are, or missing"),
            "target": Column(TEXT, "whom the sentiment is towards, or missing"),
            "start": _START,
            "end": _END,
            "negative": Column(SHARE, "probability, or share of the words for a lexicon", unit=_CHANCE),
            "neutral": Column(SHARE, "probability, or share of the words for a lexicon", unit=_CHANCE),
            "positive": Column(SHARE, "probability, or share of the words for a lexicon", unit=_CHANCE),
            "compound": Column(SHARE, "-1 most negative to +1 most positive", unit="-1 to 1"),
            "model": Column(TEXT, "lexicon or model and version"),
            "eligible": Column("Int64", "mentions of the article from which targets were drawn, or missing"),
        },
    ),
    "term_counts": Table(
        "a term in an article",
        ("article_id", "term"),
        {
            "article_id": _ARTICLE_ID,
            "term": Column(TEXT, "a token in lower case"),
            "count": Column(COUNT, "occurrences in the article"),
        },
    ),
    "duplicates": Table(
        "an article that repeats an earlier one, exactly or nearly",
        ("article_id",),
        {
            "article_id": _ARTICLE_ID,
            "duplicate_of": Column(TEXT, "the first article of the cluster, by date and then id"),
            "kind": Column(TEXT, "same text, or estimated Jaccard above the threshold", ("exact", "near")),
            "similarity": Column(
                SHARE, "estimated Jaccard similarity of 5-word shingles, 0 to 1", unit=_CHANCE
            ),
        },
    ),
    "events": Table(
        "an article that tells the same event as another article",
        ("article_id",),
        {
            "event": Column(
                TEXT, "the same for every article of the event: as given, or the id of its first article"
            ),
            "article_id": _ARTICLE_ID,
            "similarity": Column(
                SHARE,
                "mean similarity to the event's other articles, 0 to 1; missing = as given",
                unit=_CHANCE,
            ),
            "evidence": Column(TEXT, "the names and rare words it shares with the event's other articles"),
        },
    ),
    "passages": Table(
        "a passage that two articles share word for word, but for small edits",
        ("article_id", "start", "other_id", "other_start"),
        {
            "article_id": _ARTICLE_ID,
            "start": _START,
            "end": _END,
            "other_id": Column(TEXT, "the other article; the later one where dates tell"),
            "other_start": Column(COUNT, "first character in the other article", unit=_OFFSET),
            "other_end": Column(COUNT, "offset behind the last character in the other article", unit=_OFFSET),
            "tokens": Column(COUNT, "words that are the same in both", unit="words"),
            "origin": Column(TEXT, "the article that was published first, or missing when dates do not tell"),
        },
    ),
    "utterances": Table(
        "one thing said, as one article carries it",
        ("utterance", "article_id", "quotation"),
        {
            "utterance": Column(TEXT, "the same for every article's telling"),
            "article_id": _ARTICLE_ID,
            "quotation": Column(COUNT, "row of the quotations table"),
            "start": Column(
                "Int64",
                "where in that quotation's content the part starts that is this utterance; missing in earlier stores",
            ),
            "end": Column("Int64", "where the part ends; a quotation that says one thing is one part"),
            "similarity": Column(
                SHARE, "calibrated chance that it is the same utterance as the first telling", unit=_CHANCE
            ),
            "evidence": Column(TEXT, "what decided"),
        },
    ),
    "themes": Table(
        "a theme: articles that share words, one of `k` groups of the corpus",
        ("k", "theme"),
        {
            "k": Column(COUNT, "how many themes were asked for; several numbers stand side by side"),
            "theme": Column(COUNT, "number among those, from 0, the largest first"),
            "words": Column(TEXT, "its most unusual words by G² on articles, separated by commas"),
            "articles": Column(COUNT, "articles in it"),
            "total": Column(COUNT, "articles of the corpus"),
            "share": Column(SHARE, "articles of total", unit=_CHANCE),
            "low": Column(
                SHARE,
                "lower end of the interval, which includes fitting again; missing without refits",
                unit=_CHANCE,
            ),
            "high": Column(SHARE, "upper end of that interval", unit=_CHANCE),
            "stability": Column(
                SHARE, "mean Jaccard of its articles and of its match's in bootstrap samples", unit=_CHANCE
            ),
            "typical": Column(TEXT, "ids of the articles nearest to it, separated by blanks"),
        },
    ),
    "article_themes": Table(
        "an article's theme",
        ("article_id", "k"),
        {
            "article_id": _ARTICLE_ID,
            "k": Column(COUNT, "how many themes were asked for"),
            "theme": Column(COUNT, "row of the themes table, with k"),
            "nearness": Column(
                SHARE, "cosine with the theme's direction; higher = more typical", unit=_CHANCE
            ),
        },
    ),
}


def _offsets(role: str) -> dict[str, Column]:
    """Where the pieces of a quotation's source, cue or content stand, as three columns."""
    return {
        f"{role}_start": Column("Int64", f"first character of the {role}, or missing", unit=_OFFSET),
        f"{role}_end": Column("Int64", f"offset behind the last character of the {role}", unit=_OFFSET),
        f"{role}_spans": Column(
            TEXT, f"all pieces of the {role}, as start-end, separated by blanks", unit=_OFFSET
        ),
    }


# Tables as spreadsheets get them: with what other tables tell of each row.
WIDE: dict[str, Table] = {
    "quotations": Table(
        "one attribution, with its article and its speaker",
        ("article_id", "quotation"),
        {
            **{c: TABLES["quotations"].columns[c] for c in ("article_id", "quotation")},
            **{c: TABLES["articles"].columns[c] for c in ("outlet", "published")},
            "date": Column(TEXT, "day of publication, YYYY-MM-DD, or missing", unit=_TIMES),
            **{c: TABLES["articles"].columns[c] for c in ("title", "url")},
            "speaker": Column(TEXT, "full name of who the source is, or missing when nobody can be told"),
            "source_type": Column(TEXT, "what the source is", SOURCE_TYPES),
            "speaker_title": Column(TEXT, "role or description as the article gives it, or missing"),
            "gender": Column(
                TEXT,
                "grammatical gender of the speaker, as all articles show it",
                ("female", "male", "unknown"),
            ),
            **{
                c: TABLES["quotations"].columns[c]
                for c in ("source", "cue", "kind", "act", "content", "confidence")
            },
            **_offsets("content"),
            **_offsets("cue"),
            **_offsets("source"),
            **{c: TABLES["quotations"].columns[c] for c in ("speaker_id", "parent", "mention", "engine")},
        },
    ),
}

# Tables that a store needs for itself.
INTERNAL: dict[str, Table] = {
    "signatures": Table(
        "an article, by what near-duplicates are found",
        ("article_id",),
        {
            "article_id": _ARTICLE_ID,
            "signature": Column(BYTES, "MinHash signature of its 5-word shingles (see corpus.signature)"),
        },
    ),
}


_UNIT = Column(TEXT, "what was drawn: the id of an article, or of a passage as `<article>#<number>`")
_CODER = Column(TEXT, "who coded")
_CODING = Column(
    TEXT, "which attribution: the spans of its content as they were found, `start-end start-end`"
)
_VALUE_LOW = Column(SHARE, "low end of the 95 % interval, or missing")
_VALUE_HIGH = Column(SHARE, "high end of the 95 % interval, or missing")

# Tables of a coded sample, which lie beside a store's own or are made of what people coded.
REVIEW: dict[str, Table] = {
    "units": Table(
        "a unit of the frame that a sample was drawn from",
        ("unit",),
        {
            "unit": _UNIT,
            "article_id": _ARTICLE_ID,
            "start": _START,
            "end": _END,
            "sha256": Column(TEXT, "SHA-256 of the article's text in UTF-8"),
            "outlet": Column(TEXT, 'who published it; "unknown" where that is missing'),
            "published": Column(TIME, "when it was published, UTC, or missing"),
            "stratum": Column(TEXT, "units that were drawn together"),
            "pi": Column(SHARE, "chance that the unit was drawn; missing when the design knows none"),
            "sampled": Column(FLAG, "whether it was drawn"),
            "order": Column("Int64", "place in the order of coding, from 0, of those that were drawn"),
            "double": Column(FLAG, "whether every coder gets it"),
        },
    ),
    "codings": Table(
        "one attribution, as one coder left it",
        ("sample", "unit", "coder", "coding"),
        {
            "sample": Column(TEXT, "name of the sample"),
            "unit": _UNIT,
            "coder": _CODER,
            "adjudicated": Column(FLAG, "whether it is the third look at what coders left"),
            "article_id": _ARTICLE_ID,
            "coding": _CODING,
            "machine": Column("Int64", "quotation of the frozen rows, or missing = the machine missed it"),
            "verdict": Column(TEXT, "what was decided", ("right", "wrong", "changed", "missed")),
            "changed": Column(
                TEXT, "what of the machine's row is another: source, kind, …; missing = nothing"
            ),
            "kind": Column(TEXT, "as of quotations.kind"),
            "act": Column(TEXT, "as of quotations.act"),
            "nested": Column(
                FLAG, "whether it is inside the content of another one that is none of the wrong"
            ),
            "content": Column(TEXT, "what was said"),
            "cue": Column(TEXT, "the words that attribute it, or missing"),
            "source": Column(TEXT, "who is said to have said it, as written, or missing"),
            "speaker": Column(TEXT, "full name, or missing when nobody can be told"),
            "source_type": Column(TEXT, "as of mentions.kind, or missing"),
            "gender": Column(TEXT, "as of mentions.gender, or missing"),
            "sentiment": Column(SHARE, "-1 negative, 0 neutral, 1 positive, or missing"),
            "target": Column(TEXT, "whom the sentiment is towards, or missing"),
            "unsure": Column(FLAG, "whether the coder doubts"),
            "note": Column(TEXT, "what the coder noted, or missing"),
            "decided_at": Column(TEXT, "when the last decision on it was made, or missing = taken as right"),
            "pi": Column(SHARE, "chance that the unit was drawn; missing when the design knows none"),
            "stratum": Column(TEXT, "units that were drawn together"),
        },
    ),
    "coded_spans": Table(
        "one piece of a coded attribution",
        ("sample", "unit", "coder", "coding", "role", "start"),
        {
            "sample": Column(TEXT, "name of the sample"),
            "unit": _UNIT,
            "coder": _CODER,
            "article_id": _ARTICLE_ID,
            "coding": _CODING,
            "role": Column(TEXT, "what the piece is", ("source", "cue", "content")),
            "start": _START,
            "end": _END,
        },
    ),
    "coded_units": Table(
        "a unit, as one coder left it",
        ("sample", "unit", "coder"),
        {
            "sample": Column(TEXT, "name of the sample"),
            "unit": _UNIT,
            "coder": _CODER,
            "adjudicated": Column(FLAG, "whether it is the third look at what coders left"),
            "article_id": _ARTICLE_ID,
            "done": Column(FLAG, "whether the coder said that all in it is coded"),
            "skipped": Column(TEXT, "why the coder left it out, or missing"),
            "seconds": Column(SHARE, "time on it"),
            "sentiment": Column(SHARE, "of the whole: -1 negative, 0 neutral, 1 positive, or missing"),
            "note": Column(TEXT, "what the coder noted, or missing"),
        },
    ),
    "codes": Table(
        "the value of a variable of one's own in a unit, as one coder gave it",
        ("sample", "variable", "unit", "coder"),
        {
            "sample": Column(TEXT, "name of the sample"),
            "variable": Column(TEXT, "name of the variable, as the sample was drawn with it"),
            "unit": _UNIT,
            "coder": _CODER,
            "adjudicated": Column(FLAG, "whether it is the third look at what coders left"),
            "article_id": _ARTICLE_ID,
            "value": Column(TEXT, "one of those that the codebook lists"),
            "weight": Column(
                SHARE,
                "what it counts: coders of a unit in equal parts, or the third look alone",
                unit=_CHANCE,
            ),
            "pi": Column(SHARE, "chance that the unit was drawn; missing when the design knows none"),
            "stratum": Column(TEXT, "units that were drawn together"),
        },
    ),
    "predictions": Table(
        "the chance that an article has a value of a variable, by a classifier that was taught the codes of a sample",
        ("sample", "variable", "article_id", "value", "out_of_fold"),
        {
            "sample": Column(TEXT, "name of the sample"),
            "variable": Column(TEXT, "name of the variable"),
            "article_id": _ARTICLE_ID,
            "value": Column(TEXT, "one of those that were coded"),
            "probability": Column(SHARE, "its chance; those of an article add up to 1", unit=_CHANCE),
            "out_of_fold": Column(
                FLAG,
                "whether it is of a coded article by the model that was not taught it; else the mean of all models",
            ),
            "fold": Column("Int64", "which part of the coded articles it was in; missing unless out of fold"),
        },
    ),
    "agreement": Table(
        "one variable that two coders or more coded",
        ("variable",),
        {
            "variable": Column(TEXT, "what was coded"),
            "units": Column(COUNT, "what two coders or more coded: attributions, or units"),
            "articles": Column(COUNT, "articles that these are in"),
            "coders": Column(COUNT, "how many coders"),
            "percent": Column(SHARE, "share of pairs of codes that are equal"),
            "alpha": Column(SHARE, "Krippendorff's alpha: 1 agreement, 0 chance"),
            "low": _VALUE_LOW,
            "high": _VALUE_HIGH,
            "ac1": Column(SHARE, "Gwet's AC1: 1 agreement, 0 chance"),
            "measure": Column(TEXT, "how far two codes are apart", ("nominal", "ordinal", "interval", "F1")),
        },
    ),
    "quality": Table(
        "one measure of the machine against what people coded",
        ("what", "measure"),
        {
            "what": Column(TEXT, "what the machine found"),
            "measure": Column(TEXT, "higher is better", ("precision", "recall", "F1")),
            "value": Column(SHARE, "estimated for all units of the frame"),
            "low": _VALUE_LOW,
            "high": _VALUE_HIGH,
            "why": Column(TEXT, "why there is no value or no interval"),
            "units": Column(COUNT, "coded units"),
            "articles": Column(COUNT, "articles that these are in"),
            "items": Column(SHARE, "attributions that the measure is a share of, of those coded"),
        },
    ),
    "estimates": Table(
        "one share or mean of the frame, or of a group of it",
        ("what", "group"),
        {
            "what": Column(TEXT, "which share or mean"),
            "group": Column(TEXT, 'outlet, month or speaker; "all"'),
            "machine": Column(SHARE, "by the machine's rows alone, over all units"),
            "corrected": Column(SHARE, "machine and hand together"),
            "low": _VALUE_LOW,
            "high": _VALUE_HIGH,
            "hand": Column(SHARE, "by the coded units alone"),
            "hand_low": _VALUE_LOW,
            "hand_high": _VALUE_HIGH,
            "lambda": Column(SHARE, "how much the machine's rows count, 0 to 1"),
            "gain": Column(SHARE, "width of the corrected interval over that of the hand's"),
            "n_coded": Column(COUNT, "coded units"),
            "articles": Column(COUNT, "coded articles"),
            "N": Column(COUNT, "units of the frame"),
            "note": Column(TEXT, "why there is no corrected value, or that there are few articles"),
            "design": Column(TEXT, "how the sample was drawn"),
            "sample": Column(TEXT, "name of the sample"),
        },
    ),
}


def specification(name: str) -> Table:
    """What is said of the table `name`; KeyError when there is none."""
    return (TABLES | INTERNAL | REVIEW)[name]


def digest() -> str:
    """Of the names and dtypes of all columns of all tables; another one says that a column is new or gone."""
    told = [
        (t, c, spec.dtype) for t, table in (TABLES | INTERNAL).items() for c, spec in table.columns.items()
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def empty(name: str) -> pd.DataFrame:
    """The table `name` without rows, with its columns and dtypes; the `meta` that Dask needs."""
    return pd.DataFrame({c: pd.Series(dtype=spec.dtype) for c, spec in specification(name).columns.items()})


def build(name: str, rows: Iterable[Sequence[Any]] | pd.DataFrame) -> pd.DataFrame:
    """The table `name` from tuples in the order of its columns, or from a frame that has its columns.

    Dtypes are those of the specification whatever the rows hold, so that parts of one table always have
    one schema. Columns of a frame that the specification does not name follow behind, unchanged.
    """
    columns = specification(name).columns
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), columns=list(columns))
    if not len(frame) and not isinstance(rows, pd.DataFrame):
        return empty(name)
    extra = [c for c in frame.columns if c not in columns]
    typed = frame[[*columns, *extra]].astype({c: spec.dtype for c, spec in columns.items()})
    return typed.reset_index(drop=True)


def values(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    """The cells of each of the columns, None where one is missing; much faster than walking over Arrow columns."""
    return [pa.array(frame[c], from_pandas=True).to_pylist() for c in columns]


def validate(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame`, unchanged, when it is a table `name`; ValueError with the first thing that is wrong otherwise."""
    table = specification(name)
    missing = [c for c in table.columns if c not in frame.columns]
    if missing:
        raise ValueError(f"{name}: columns missing: {', '.join(missing)}")
    for column, spec in table.columns.items():
        if str(frame[column].dtype) != str(pd.Series(dtype=spec.dtype).dtype):
            raise ValueError(f"{name}.{column}: dtype {frame[column].dtype}, expected {spec.dtype}")
        if spec.allowed:
            strange = set(frame[column].dropna().unique()) - set(spec.allowed)
            if strange:
                raise ValueError(f"{name}.{column}: {sorted(strange)} not among {', '.join(spec.allowed)}")
    if frame.duplicated(list(table.key)).any():
        raise ValueError(f"{name}: more than one row for a key of {', '.join(table.key)}")
    return frame


def neutralise(cell: Any) -> Any:
    """A cell that no spreadsheet runs as a formula; `restored` undoes it. What is not text passes unchanged.

    An apostrophe is put before each formula: = + - @ or a full-width form of them where the cell begins or behind a
    comma, a semicolon, a tab or a line end in it, maybe after blanks, quotation marks or apostrophes; and before a
    tab or a line end that the cell begins with.
    """
    if not isinstance(cell, str):
        return cell
    return "'" * bool(_BEGINNING.match(cell)) + _INSIDE.sub(r"\1'", cell)


def restored(cell: Any) -> Any:
    """What `neutralise` was given, from what it returned."""
    if not isinstance(cell, str):
        return cell
    ours = cell[:1] == "'" and _BEGINNING.match(cell[1:])
    return _INSIDE_SAFE.sub(r"\1", cell[1:] if ours else cell)


def write_csv(frame: pd.DataFrame, target: Path | IO[str], *, mark: bool = False) -> None:
    """Write `frame` as CSV whose text cells, headers too, are safe to open in a spreadsheet (see `neutralise`).

    `target` is a stream of text or the path of a file, which is UTF-8, with `mark` behind a byte-order mark. Numbers
    stay as they are; a missing cell is written as an empty one.
    """
    safe = frame.rename(columns=neutralise)
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(neutralise, na_action="ignore")
    opened = (
        target.open("w", encoding="utf-8", newline="") if isinstance(target, Path) else nullcontext(target)
    )
    with opened as out:
        if mark:
            out.write("\ufeff")
        safe.to_csv(_Rows(out), index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")  # type: ignore[call-overload]


class _Rows:
    """Takes rows that end with both characters of a line end, and ends them with a line feed alone.

    Before Python 3.13 the csv module quotes a cell for a carriage return only where rows end with one.
    """

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def write(self, row: str) -> int:
        return self.stream.write(row.removesuffix("\r\n") + "\n")
