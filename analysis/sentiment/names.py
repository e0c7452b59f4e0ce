"""Which words of a sentence belong to names, by how they are written: Justice, Hope and War are no feelings there.

English writes names with capitals, and so the first word of a sentence, all words of a headline, and what is shouted.
"""

from __future__ import annotations

import string
from collections.abc import Sequence

from analysis.segmentation import Span
from analysis.segmentation.function_words import FUNCTION_WORDS
from analysis.speakers import lexicon

_ENDS = frozenset(".!?:;")  # behind them a capital means nothing
_MARKS = string.punctuation + "“”‘’"


def within_names(text: str, spans: Sequence[Span]) -> list[bool]:
    """Whether the token at each of `spans` is part of a name.

    `text` is a normalised sentence (see `lexicon.normalised`), where blanks stand for quotation marks and dashes. A
    word with a capital, and no second one, is a name's inside a sentence. Where one begins, or a quotation may, it is
    so only before another such word, as a first name or title, or before what organisations are called. In a
    headline, which has capitals on all words that say something, no word is.
    """
    words = [text[start:end].strip(_MARKS) for start, end in spans]
    capital = [word[:1].isupper() and word[1:] == word[1:].lower() and len(word) > 1 for word in words]
    if not any(capital) or _is_headline(words):
        return [False] * len(words)
    found = []
    for number, word in enumerate(words):
        named = capital[number]
        if named and _opens(text, spans, number):
            named = number + 1 < len(words) and capital[number + 1] and _leads(word, words[number + 1])
            named = named and text[spans[number][1] - 1] not in _MARKS
        found.append(named)
    return found


def _is_headline(words: Sequence[str]) -> bool:
    """Whether no word without a capital says something."""
    return not any(word[:1].islower() and word.lower() not in FUNCTION_WORDS for word in words)


def _opens(text: str, spans: Sequence[Span], number: int) -> bool:
    """Whether a sentence or quotation may begin at a word: the first, or behind a mark that ends, or two blanks."""
    start = spans[number][0]
    if not number or start - spans[number - 1][1] > 1:
        return True
    return text[spans[number - 1][1] - 1] in _ENDS and not _is_title(text[slice(*spans[number - 1])])


def _is_title(word: str) -> bool:
    """Whether a full stop is that of "Mr." or of an initial."""
    plain = word.strip(_MARKS).lower()
    return word.endswith(".") and (len(plain) == 1 or plain in lexicon.HONORIFICS or plain in lexicon.TITLES)


def _leads(word: str, following: str) -> bool:
    """Whether a capitalised word before another is part of its name: Hope Hicks, Justice Kagan, Trust Building."""
    plain, behind = word.lower(), following.lower()
    first = lexicon.is_first_name(plain) or plain in lexicon.TITLES
    return first or behind in lexicon.ORGANISATION_WORDS
