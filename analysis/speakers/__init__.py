"""Speakers: from a source as written ("he", "the official") to who that is, in an article and over a corpus."""

from analysis.speakers.sources import sources
from analysis.speakers.tables import identify, mentions, named_ids, resolved, why
from analysis.speakers.within import Read, read, resolve
from analysis.speakers.within.article import Mention

__all__ = [
    "Mention",
    "Read",
    "identify",
    "mentions",
    "named_ids",
    "read",
    "resolve",
    "resolved",
    "sources",
    "why",
]
