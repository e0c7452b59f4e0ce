"""Articles, what could not be read or is not clean, and their sentences."""

from __future__ import annotations

from analysis.tables.columns import (
    ARTICLE_ID,
    COUNT,
    END,
    OFFSET,
    START,
    TEXT,
    TIME,
    TIMES,
    Column,
    Table,
)

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

ARTICLES: dict[str, Table] = {
    "articles": Table(
        "an article",
        ("article_id",),
        {
            "article_id": ARTICLE_ID,
            "outlet": Column(TEXT, "who published it"),
            "published": Column(TIME, "when it was published, UTC, or missing", unit=TIMES),
            "title": Column(TEXT, "headline"),
            "author": Column(TEXT, "byline"),
            "url": Column(TEXT, "where it was found"),
            "text": Column(
                TEXT, "the text as read, or as it was cleaned when asked for; every offset points into it"
            ),
            "n_characters": Column(COUNT, "length of text in characters (code points)", unit=OFFSET),
            "sha256": Column(TEXT, "SHA-256 of text in UTF-8"),
            "sha256_original": Column(TEXT, "SHA-256 of the text as it was read, in UTF-8"),
            "cleaned": Column(
                TEXT, "what cleaning did to the text, kinds of `warnings` joined by ', '; missing = nothing"
            ),
            "language": Column(
                TEXT, "the language of most of its paragraphs, ISO 639-1; missing = it could not be told"
            ),
            "body_start": Column(
                COUNT, "offset behind leading metadata and dateline; 0 when there is none", unit=OFFSET
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
            "article_id": ARTICLE_ID,
            "sentence": Column(COUNT, "number in the article, from 0"),
            "paragraph": Column(COUNT, "number of its paragraph, from 0"),
            "start": START,
            "end": END,
        },
    ),
}
