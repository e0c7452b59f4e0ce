"""What is only said in one article: whether words say anything, and the search for them in all other articles.

That something is nowhere else cannot be shown, only that it was looked for: each saying comes with the sentence of
every other article that is nearest to it, and how near that is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from analysis import tables
from analysis.comparison import forms
from analysis.comparison.parts import pieces
from analysis.quotation.rules.phrases import tagged
from analysis.segmentation import Document, segment

LEAST = 3  # words that carry more than grammar, which a saying needs
FOUND = 0.5  # likeness from which on another article may say the same, so that nothing is only here
_LONGEST = 2_000  # characters of a content that are looked at

# In the letters of `phrases`: a finite verb, which is no noun behind "the" or "his" ("his claims"); "to" with a verb;
# "she" with any word that may be one; a past form behind a name, or behind a noun with an object ("the House passed
# the bill", not "bars closed on Sundays"); a third person ("undermines") between nouns.
_PREDICATE = re.compile(
    r"(?<![dn])[vF]|(?<=n)[vF](?=[dpohkwXfI\[])|[ab]|I[yne]|py?[neDq]|[nX\]]y?[Dq](?=[doX])|[nX]e(?=[dpoXhI])"
)
_NON_FINITE = frozenset(["be", "been", "being", "having"])
_HEADLESS = frozenset("abvFD")  # reported words that begin so lack what they speak of: "was carried out by …"
_RELATIVE = re.compile(r"(?<=[nXD,])[uh]|(?<=[nXf,])w")  # what stands behind is said of a noun, or asked
_NAMING = frozenset(["called", "named", "titled", "entitled", "dubbed"])  # something called “full expensing”
_THIRD = re.compile(r"(?<=[nX])n(?=[dpoXh])")
_CONTRACTED = re.compile(r"\w['’](?:s|re|m|ve|ll|d)\Z")
_WHOLE = re.compile(r"\A[“\"'‘(\[]{0,2}[A-Z].{8,}[.!?]['’”\"]{0,2}\Z", re.DOTALL)


def is_saying(content: str, *, direct: bool = False) -> bool:
    """Whether `content` says something of something: it has a predicate, as "the bill" and "on Friday" have none.

    Found by word classes, without a parser: a finite verb outside of a relative clause, "to" with a verb, or, if it
    is `direct`, a whole sentence from its capital to its full stop ("Not in my town.").
    """
    text = " ".join(content[:_LONGEST].split())
    if len(set(forms.content_stems(text))) < LEAST:
        return False
    if direct and _WHOLE.match(text):
        return True
    words = tagged(segment(text))
    told = zip(words.classes, words.lower, " " + words.classes, strict=False)
    classes = "".join(
        "n" if w in _NON_FINITE or (w in _NAMING and before in "nG") else letter for letter, w, before in told
    )
    if not direct and classes[:1] in _HEADLESS:
        return False
    if classes[:1] == "h" or len(_PREDICATE.findall(classes)) > 1:  # one may be of a relative clause, not two
        return True
    relative = _RELATIVE.search(classes)
    classes = classes[: relative.start()] if relative else classes
    if _PREDICATE.search(classes):
        return True
    if any(letter == "p" and _CONTRACTED.search(w) for letter, w in zip(classes, words.lower, strict=False)):
        return True
    return any(words.lower[m.start()].endswith("s") for m in _THIRD.finditer(classes))


class Nearest(NamedTuple):
    """The sentence of an article that is nearest to what is said elsewhere, as offsets, and how near: 0 to 1."""

    start: int
    end: int
    likeness: float


class Searched(NamedTuple):
    """The sentences of an event's articles, ready to be searched."""

    sentences: list[tuple[str, int, int]]  # article, start, end
    holders: dict[str, list[int]]  # by stem, the sentences that hold it
    weight: dict[str, float]


def searchable(articles: pd.DataFrame) -> Searched:
    """The sentences of the `articles` of one event; a word that many of them have tells little."""
    sentences: list[tuple[str, int, int]] = []
    holders: dict[str, list[int]] = {}
    rows = zip(articles["article_id"], articles["text"], strict=True)
    for article_id, text in rows:
        for start, end in _sentences(segment(text)):
            for stem in set(forms.content_stems(text[start:end])):
                holders.setdefault(stem, []).append(len(sentences))
            sentences.append((article_id, start, end))
    every = len(sentences) + 1
    weight = {stem: forms.rarity(stem) * math.log(every / len(at)) for stem, at in holders.items()}
    return Searched(sentences, holders, weight)


def _sentences(document: Document) -> list[tuple[int, int]]:
    return [(sentence.start, sentence.end) for sentence in document.sentences]


def nearest(content: str, own: str, within: Searched) -> dict[str, Nearest]:
    """The nearest sentence of each article but `own` to `content`, by article; an article without any has none.

    The likeness is the share of the weight of the content's words, in whatever inflection, that the sentence has; of
    a content of several sentences or clauses, that of the likest of them, for what is told in part is told.
    """
    best: dict[str, Nearest] = {}
    for stems in _tellable(content):
        total = math.fsum(within.weight.get(stem, forms.rarity(stem)) for stem in stems)
        shared: dict[int, float] = {}
        for stem in sorted(stems):
            for at in within.holders.get(stem, ()):
                shared[at] = shared.get(at, 0.0) + within.weight[stem]
        for at, weight in shared.items():
            article_id, start, end = within.sentences[at]
            likeness = min(1.0, weight / total) if total else 0.0
            if article_id != own and (article_id not in best or likeness > best[article_id].likeness):
                best[article_id] = Nearest(start, end, likeness)
    return best


def _tellable(content: str) -> Iterable[frozenset[str]]:
    """The stems of each piece of a content that is long enough to be known again, else of the whole."""
    parts = [frozenset(forms.content_stems(content[start:end])) for start, end in pieces(content)]
    long = [part for part in parts if len(part) >= LEAST + 2]
    return long or [frozenset(forms.content_stems(content))]


def likeness(quotations: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """How near the nearest sentence of any other article of its event is to each of `quotations`; 0 where none is.

    `quotations` need `event`, `article_id`, `content`; `articles`, `event`, `article_id`, `text`.
    """
    found = pd.Series(0.0, index=quotations.index, dtype=tables.SHARE)
    for event, group in quotations.groupby("event", sort=False):
        within = searchable(articles[articles["event"] == event])
        for at, own, content in zip(group.index, group["article_id"], group["content"], strict=True):
            near = nearest(content, own, within)
            found[at] = max((n.likeness for n in near.values()), default=0.0)
    return found


def searched(quotations: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The counter-search: for each of `quotations` the nearest sentence of every other article of its event.

    Columns: `event`, `article_id`, `quotation`; `other_id`, the article searched; `start`, `end` of its nearest
    sentence, `sentence`, and `likeness` (see `nearest`); an article without a word in common has 0 and no sentence.
    """
    texts: Mapping[str, str] = dict(zip(articles["article_id"], articles["text"], strict=True))
    rows: list[tuple[object, ...]] = []
    for event, group in quotations.groupby("event", sort=False):
        members: Sequence[str] = articles.loc[articles["event"] == event, "article_id"].tolist()
        within = searchable(articles[articles["event"] == event])
        for own, number, content in zip(
            group["article_id"], group["quotation"], group["content"], strict=True
        ):
            near = nearest(content, own, within)
            for other in (m for m in members if m != own):
                start, end, like = near.get(other, Nearest(0, 0, 0.0))
                sentence = " ".join(texts[other][start:end].split()) or None
                rows.append((event, own, number, other, start, end, sentence, like))
    columns = ["event", "article_id", "quotation", "other_id", "start", "end", "sentence", "likeness"]
    return pd.DataFrame(rows, columns=columns)
