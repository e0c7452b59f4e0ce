"""Speakers: from a source as written ("he", "the official") to who that is, in an article and over a corpus."""

from analysis.speakers.sources import sources
from analysis.speakers.tables import identify, mentions, why
from analysis.speakers.within import resolve
from analysis.speakers.within.article import Mention

__all__ = ["Mention", "identify", "mentions", "resolve", "sources", "why"]
