"""What notebook 02 asks of dictionaries of one's own: how often, in whose words, and which words make the score.

Rates are matches per 1,000 words, ratios of totals over articles, whose copies are one (see `inference.ratios`). The
quoted voice is that of the quotations that count; words of the others are in neither voice, and in "all".
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.quotation.standing import STANDINGS, within_counted
from analysis.segmentation import segment
from analysis.sentiment import voice
from analysis.statistics import around as words_around
from analysis.statistics import inference, matching
from analysis.statistics.dictionaries import Dictionary
from analysis.statistics.trends import periods
from analysis.summaries.naming import named_in
from analysis.summaries.others import top_labels, top_n_and_others
from analysis.summaries.statistics import texts
from analysis.summaries.wording import listed, plural

if TYPE_CHECKING:
    from analysis.store import Store

PER = 1000  # words
LINES = 500  # places of a category that the concordance keeps, drawn at random
WIDTH = 60  # characters to each side
VOICES = ("all", "outlet", "quoted")
SCORES = ["matches", "words", "articles", "rate", "low", "high", "why"]


@dataclass(frozen=True)
class Hits:
    """What dictionaries found in some articles.

    `words` has `article_id`, `voice` (missing where the words are of a quotation that does not count), `speaker` and
    `words`; `counts` the same with `category` (a number) and `matches`; `categories` the dictionary and path of each;
    `forms` how often each word or phrase was a match of a category, and in how many articles; `lines` the
    concordance; `articles` those that were read.
    """

    articles: pd.DataFrame
    categories: list[tuple[str, str]]
    words: pd.DataFrame
    counts: pd.DataFrame
    forms: pd.DataFrame
    lines: pd.DataFrame
    left_out: int = 0


Whose = tuple[str | None, str | None]  # voice, speaker


@dataclass(slots=True)
class _Tally:
    words: list[tuple[Any, ...]] = field(default_factory=list)
    counts: list[tuple[Any, ...]] = field(default_factory=list)
    forms: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    articles: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    lines: dict[int, list[tuple[Any, ...]]] = field(default_factory=dict)
    seen: Counter[int] = field(default_factory=Counter)


def dictionary_hits(
    store: Store, articles: pd.DataFrame, dictionaries: Sequence[Dictionary], quotations: pd.DataFrame
) -> Hits:
    """Where the patterns of `dictionaries` stand in `articles` (see `selection`), and in whose words.

    `quotations` say which count (see `standings`). Without dictionaries nothing is read. A match is in the voice in
    which it begins; the speaker of the innermost quotation that is asked for said it.
    """
    made, tally, draw = matching.index(dictionaries), _Tally(), random.Random(0)
    if dictionaries:
        speakers, merged = _speakers(store, quotations), _merged(quotations)
        for part in texts(store, articles):
            where = {"article_id": part["article_id"].tolist()}
            columns = ["article_id", "quotation", "role", "start", "end"]
            spans = store.table("spans", columns=columns, where=where)
            pieces = voice.pieces(spans[~_keys(spans).isin(merged)])
            for article in part.to_dict("records"):
                _count(article, made, pieces.get(article["article_id"], []), speakers, tally, draw)
    known = articles.drop(columns=[c for c in ("title", "sentences") if c in articles])
    left_out = sum(len(dictionary.left_out) for dictionary in dictionaries)
    return Hits(known, made.categories, *_frames(tally, made), left_out)


def _speakers(store: Store, quotations: pd.DataFrame) -> dict[tuple[str, int], str | None]:
    """Who says each quotation whose words are in a voice, by article and number."""
    keys = ["article_id", "quotation"]
    heard = quotations.loc[within_counted(quotations), keys]
    known = store.table("quotations", columns=[*keys, "speaker_id"])
    found = named_in(store, heard.merge(known, on=keys, how="left"))
    speaker = found["speaker"].astype(object).where(found["speaker"].notna(), None)
    return dict(zip(zip(found["article_id"], found["quotation"], strict=True), speaker, strict=True))


def _merged(quotations: pd.DataFrame) -> pd.MultiIndex:
    """The quotations that do not count and are inside one that does: their words are that one's."""
    return _keys(quotations[within_counted(quotations) & ~quotations["standing"].isin(STANDINGS[:2])])


def _keys(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[["article_id", "quotation"]].astype(object))


def _count(
    article: Mapping[Any, Any],
    made: matching.Index,
    pieces: Sequence[voice.Piece],
    speakers: dict[tuple[str, int], str | None],
    tally: _Tally,
    draw: random.Random,
) -> None:
    text, key = article["text"], article["article_id"]
    words = matching.words_of(segment(text), body=article["body_start"])
    owner = voice.owners(len(text), pieces)
    said: dict[int, Whose] = {
        number: ("quoted", speakers[key, number]) if (key, number) in speakers else (None, None)
        for number in {int(n) for n in np.unique(owner) if n >= 0}
    }
    owned = owner[[word.start for word in words]].tolist() if words else []
    whose: list[Whose] = [said[n] if n >= 0 else ("outlet", None) for n in owned]
    tally.words += [(key, *who, n) for who, n in Counter(whose).items()]
    counts: Counter[tuple[Whose, int]] = Counter()
    forms: Counter[tuple[int, str, str]] = Counter()
    for match in matching.matches(words, made):
        start, end, who = words[match.first].start, words[match.end - 1].end, whose[match.first]
        counts[who, match.category] += 1
        forms[match.category, _folded(text[start:end]), made.patterns[match.pattern]] += 1
        tally.seen[match.category] += 1
        _keep(tally, match, (key, start, end, text, made.patterns[match.pattern], who, article), draw)
    tally.counts += [(key, *who, category, n) for (who, category), n in counts.items()]
    tally.forms.update(forms)
    tally.articles.update(forms.keys())


def _folded(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


def _keep(tally: _Tally, match: matching.Match, place: tuple[Any, ...], draw: random.Random) -> None:
    """Keep a place for the concordance, each with the same chance (reservoir: Vitter 1985, ACM TOMS 11(1))."""
    kept = tally.lines.setdefault(match.category, [])
    at = len(kept) if len(kept) < LINES else draw.randrange(tally.seen[match.category])
    if at >= LINES:
        return
    key, start, end, text, pattern, (speaks, speaker), article = place
    around = words_around(text, start, end, WIDTH)
    line = (
        *(" ".join(piece.split()) for piece in around),
        *(pattern, speaks, speaker, article["outlet"], article["published"], key, start, end),
    )
    kept[at : at + 1] = [line]


def _frames(
    tally: _Tally, made: matching.Index
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    who = ["article_id", "voice", "speaker"]
    words = pd.DataFrame(tally.words, columns=[*who, "words"])
    counts = pd.DataFrame(tally.counts, columns=[*who, "category", "matches"])
    rows = [
        (*made.categories[category], form, pattern, n, tally.articles[category, form, pattern], category)
        for (category, form, pattern), n in tally.forms.items()
    ]
    columns = ["dictionary", "category", "match", "pattern", "matches", "articles", "number"]
    forms = pd.DataFrame(rows, columns=columns)
    forms["share"] = forms["matches"] / forms.groupby("number")["matches"].transform("sum")
    forms = forms.sort_values(["number", "matches", "match"], ascending=[True, False, True])
    places = [
        (*made.categories[category], *line)
        for category, lines in sorted(tally.lines.items())
        for line in sorted(lines, key=lambda line: line[-3:])
    ]
    columns = ["dictionary", "category", "left", "keyword", "right", "pattern", "voice", "speaker"]
    lines = pd.DataFrame(places, columns=[*columns, "outlet", "published", "article_id", "start", "end"])
    return words, counts, forms.reset_index(drop=True), lines


# --- rates ----------------------------------------------------------------------------------------------------


class _Grouped(NamedTuple):
    """A way to group: its name, the group of each row of words or counts, the voices told apart, and which groups."""

    by: str
    group_of: Callable[[pd.DataFrame], pd.Series]
    voices: Sequence[str]
    groups: Sequence[Any]


def dictionary_rates(hits: Hits, *, top: int = 20) -> pd.DataFrame:
    """How often each category stands, per 1,000 words, in all, by outlet, speaker and period, in each voice.

    Columns: `dictionary`, `category`; `by` ("voice", "outlet", "speaker" or "period") and its `group`; `voice` (all,
    outlet: the outlets' own, quoted); `matches` in `words` words of `articles` articles; `rate`, matches per 1,000
    words, with its 95 % interval `low`–`high`, and `why` there is none. The `top` outlets with most words, the others
    together, and the `top` speakers; periods as the dates allow (see `statistics.periods`). A match of a category
    inside another counts for that too.
    """
    rows = [
        _rates(hits, grouped.by, group, told, part)
        for grouped in _groupings(hits, top)
        for group in grouped.groups
        for told, part in _parts(hits, grouped, group)
    ]
    columns = ["dictionary", "category", "by", "group", "voice", *SCORES]
    return pd.concat(rows, ignore_index=True)[columns] if rows else pd.DataFrame(columns=columns)


def _groupings(hits: Hits, top: int) -> Iterator[_Grouped]:
    if not hits.categories or not len(hits.words):
        return
    about = hits.articles.assign(outlet=hits.articles["outlet"].astype(object).fillna("no outlet"))
    total = about["article_id"].map(hits.words.groupby("article_id")["words"].sum()).fillna(0)
    about = top_n_and_others(about.assign(total=total), "outlet", weight="total", top=top)
    outlets = about.set_index("article_id")["outlet"]
    yield _Grouped("voice", lambda rows: pd.Series("all articles", rows.index), VOICES, ["all articles"])
    if outlets.nunique() > 1:
        order = top_labels(about, "outlet", weight="total", top=len(about))
        yield _Grouped("outlet", lambda rows: rows["article_id"].map(outlets), VOICES, order)
    spoken = hits.words[hits.words["speaker"].notna()]
    if len(spoken):
        order = top_labels(spoken, "speaker", weight="words", top=top)
        yield _Grouped("speaker", lambda rows: rows["speaker"], ("quoted",), order)
    dated = hits.articles[hits.articles["published"].notna()]
    if len(dated):
        when = pd.Series(periods(dated["published"]).astype(str), index=dated["article_id"])
        if when.nunique() > 1:
            yield _Grouped("period", lambda rows: rows["article_id"].map(when), VOICES, sorted(set(when)))


def _parts(
    hits: Hits, grouped: _Grouped, group: Any
) -> Iterator[tuple[str, tuple[pd.DataFrame, pd.DataFrame]]]:
    """The rows of words and of counts of a group, voice by voice."""
    words, counts = (
        rows[grouped.group_of(rows).eq(group).to_numpy(bool)] for rows in (hits.words, hits.counts)
    )
    for told in grouped.voices:
        heard = [rows if told == "all" else rows[rows["voice"].eq(told)] for rows in (words, counts)]
        if len(heard[0]):
            yield told, (heard[0], heard[1])


def _rates(
    hits: Hits, by: str, group: Any, told: str, part: tuple[pd.DataFrame, pd.DataFrame]
) -> pd.DataFrame:
    words, counts = part
    length = words.groupby("article_id", sort=True)["words"].sum()
    units = hits.articles.set_index("article_id").reindex(length.index).reset_index()
    labels = [units[name] for name in ("article_id", "cluster") if name in units]
    found = np.zeros((len(length), len(hits.categories)))
    np.add.at(
        found,
        (length.index.get_indexer(pd.Index(counts["article_id"])), counts["category"].to_numpy(int)),
        counts["matches"].to_numpy(float),
    )
    unit = inference.clusters(*labels)
    summed, over = inference.totals(found, unit), inference.totals(length.to_numpy(float), unit)
    rated = inference.ratios(summed, over[:, None], scale="log")
    names = pd.DataFrame(hits.categories, columns=["dictionary", "category"])
    return names.assign(
        by=by,
        group=str(group),
        voice=told,
        matches=found.sum(axis=0).astype("int64"),
        words=int(length.sum()),
        articles=len(length),
        rate=rated["value"] * PER,
        low=rated["low"] * PER,
        high=rated["high"] * PER,
        why=rated["why"],
    )


def dictionary_words(hits: Hits, *, top: int = 20) -> pd.DataFrame:
    """The words and phrases that make each category's score, the commonest first, `top` of each category.

    Columns: `dictionary`, `category`, `match` (in small letters), the `pattern` it answers, `matches` in `articles`
    articles, `share` of the matches of the category.
    """
    kept = hits.forms[hits.forms.groupby("number").cumcount() < top]
    return kept.drop(columns="number").reset_index(drop=True)


def dictionary_lines(hits: Hits) -> pd.DataFrame:
    """The concordance of all categories: at most 500 places of each, drawn at random, in the order of the articles.

    Columns: `dictionary`, `category`, `left`, `keyword`, `right`, `pattern`, `voice`, `speaker`, `outlet`,
    `published`, `article_id`, `start`, `end`.
    """
    return hits.lines


def described_dictionaries(hits: Hits, rates: pd.DataFrame) -> str:
    """What was looked for, in how many words, and what was found most, in words."""
    if not hits.categories:
        return (
            "No dictionary was given: the parameter dictionary takes files of LIWC (.dic), of quanteda (.yml) and "
            "tables of category and pattern (.csv), and this page then counts their words in each voice."
        )
    names = dict.fromkeys(name for name, _ in hits.categories)
    told = f"{plural(len(hits.categories), 'category', 'categories')} of {listed(names)}"
    found = rates[(rates["by"] == "voice") & (rates["voice"] == "all")]
    if not found["matches"].sum():
        return f"Of {told}, no pattern stands in these articles."
    first = found.sort_values("rate", ascending=False, kind="stable").iloc[0]
    aside = (
        f" {plural(hits.left_out, 'line')} of the files cannot be counted and were left out."
        if hits.left_out
        else ""
    )
    return (
        f"{told} were looked for in {plural(int(first['words']), 'word')} of "
        f"{plural(int(first['articles']), 'article')}; "
        f"the most frequent is {first['category']}, {first['rate']:.2f} per 1,000 words. A dictionary counts words, "
        f"whatever is meant by them: read the lines below before anything is concluded.{aside}"
    )
