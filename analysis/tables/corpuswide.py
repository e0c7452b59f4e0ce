"""Counts, and what only all articles together show: copies, events, utterances, themes."""

from __future__ import annotations

from analysis.tables.columns import (
    ARTICLE_ID,
    BYTES,
    CHANCE,
    COUNT,
    END,
    OFFSET,
    SHARE,
    START,
    TEXT,
    Column,
    Table,
)

CORPUSWIDE: dict[str, Table] = {
    "term_counts": Table(
        "a term in an article",
        ("article_id", "term"),
        {
            "article_id": ARTICLE_ID,
            "term": Column(TEXT, "a token in lower case"),
            "count": Column(COUNT, "occurrences in the article"),
        },
    ),
    "duplicates": Table(
        "an article that repeats an earlier one, exactly or nearly",
        ("article_id",),
        {
            "article_id": ARTICLE_ID,
            "duplicate_of": Column(TEXT, "the first article of the cluster, by date and then id"),
            "kind": Column(TEXT, "same text, or estimated Jaccard above the threshold", ("exact", "near")),
            "similarity": Column(
                SHARE, "estimated Jaccard similarity of 5-word shingles, 0 to 1", unit=CHANCE
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
            "article_id": ARTICLE_ID,
            "similarity": Column(
                SHARE,
                "mean similarity to the event's other articles, 0 to 1; missing = as given",
                unit=CHANCE,
            ),
            "evidence": Column(TEXT, "the names and rare words it shares with the event's other articles"),
        },
    ),
    "passages": Table(
        "a passage that two articles share word for word, but for small edits",
        ("article_id", "start", "other_id", "other_start"),
        {
            "article_id": ARTICLE_ID,
            "start": START,
            "end": END,
            "other_id": Column(TEXT, "the other article; the later one where dates tell"),
            "other_start": Column(COUNT, "first character in the other article", unit=OFFSET),
            "other_end": Column(COUNT, "offset behind the last character in the other article", unit=OFFSET),
            "tokens": Column(COUNT, "words that are the same in both", unit="words"),
            "origin": Column(TEXT, "the article that was published first, or missing when dates do not tell"),
        },
    ),
    "utterances": Table(
        "one thing said, as one article carries it",
        ("utterance", "article_id", "quotation"),
        {
            "utterance": Column(TEXT, "the same for every article's telling"),
            "article_id": ARTICLE_ID,
            "quotation": Column(COUNT, "row of the quotations table"),
            "start": Column(
                "Int64",
                "where in that quotation's content the part starts that is this utterance; missing in earlier stores",
            ),
            "end": Column("Int64", "where the part ends; a quotation that says one thing is one part"),
            "similarity": Column(
                SHARE, "calibrated chance that it is the same utterance as the first telling", unit=CHANCE
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
            "share": Column(SHARE, "articles of total", unit=CHANCE),
            "low": Column(
                SHARE,
                "lower end of the interval, which includes fitting again; missing without refits",
                unit=CHANCE,
            ),
            "high": Column(SHARE, "upper end of that interval", unit=CHANCE),
            "stability": Column(
                SHARE, "mean Jaccard of its articles and of its match's in bootstrap samples", unit=CHANCE
            ),
            "typical": Column(TEXT, "ids of the articles nearest to it, separated by blanks"),
        },
    ),
    "article_themes": Table(
        "an article's theme",
        ("article_id", "k"),
        {
            "article_id": ARTICLE_ID,
            "k": Column(COUNT, "how many themes were asked for"),
            "theme": Column(COUNT, "row of the themes table, with k"),
            "nearness": Column(
                SHARE, "cosine with the theme's direction; higher = more typical", unit=CHANCE
            ),
        },
    ),
}

# Tables that a store needs for itself.
INTERNAL: dict[str, Table] = {
    "signatures": Table(
        "an article, by what near-duplicates are found",
        ("article_id",),
        {
            "article_id": ARTICLE_ID,
            "signature": Column(BYTES, "MinHash signature of its 5-word shingles (see corpus.signature)"),
        },
    ),
}
