"""Speakers: from a source as written ("he", "the official") to who that is, in an article and over a corpus."""

from analysis.speakers.article import Mention
from analysis.speakers.sources import resolve
from analysis.speakers.tables import link, mentions, why

__all__ = ["Mention", "link", "mentions", "resolve", "why"]
