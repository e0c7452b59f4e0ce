"""Make the data files of `analysis/speakers`: first names, common words, the weights of the ranking of antecedents.

    python -m training.speakers first-names                 needs the packages nomquamgender and names (both MIT)
    python -m training.speakers common-words --articles ARTICLES.jsonl.gz
    python -m training.speakers ranking --gum GUM.jsonl --read READ.jsonl   needs scipy; --score reports only

Common words are those that news writes small at least as often as with a capital inside a sentence: *banks*, not
*trump*. Only the words are kept, none that is in fewer than four articles.

The ranking (`analysis/speakers/within/ranking.py`) learns whom pronouns and descriptions mean from the
coreference chains of GUM 11 (annotations CC BY 4.0) and from articles read by people: each line of READ.jsonl is an
article with its `id`, `set`, `title`, `text`, its `attributions` (kind, content, cue, source, as spans) and `names`:
by index, the right name of some of the attributions, or null for nobody. Articles are told apart by a hash of
their id: tenths 0 to 5 teach, 6 and 7 choose, 8 and 9 are only measured.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from analysis.evaluation.speakers import attributions_of, is_right
from analysis.models import softmax
from analysis.quotation import Attribution
from analysis.segmentation import segment
from analysis.speakers import within
from analysis.speakers.within import article as articles
from analysis.speakers.within import (
    descriptions,
    he_and_she,
    heads,
    neighbours,
    nominal_sources,
    pronoun_sources,
    ranking,
)
from analysis.speakers.within.article import Article

SPEAKERS = Path(__file__).parents[1] / "analysis" / "speakers"
SOURCES, BEARERS = 8, 50  # a name is kept when that many data sets and people bear it
SHARE, CONFIRMED, CENSUS = (
    0.9,
    0.8,
    0.95,
)  # one gender's share alone; or less, where the US census says so as well
ARTICLES, TAUGHT = (
    4,
    6,
)  # a common word is in that many articles; tenths of the articles that are for teaching
_INSIDE = re.compile(
    r"(?<=[a-z,] )([A-Za-z][a-z]{1,24})(?![\w'’.-])"
)  # inside a sentence: "the banks", "for Banks,"
PRIOR = {
    "named in what is said": -1.5,
    "spoke last, near": 1.2,
    "named inside a quotation only": -0.7,
    "named as possessor": -0.7,
    "source after last speaker": 1.5,
    "gender contradicts first name": -3.0,
    "source after subject": 0.7,
    "source after his or her, of no speaker": -0.8,
    "nobody named, source": -3.0,
    "perhaps no person": -0.8,
    "just introduced": 1.0,
    "another just introduced": -0.5,
}
DESCRIBED = {
    "same role": 3.0,
    "like role": 2.5,
    "broader role": 1.5,
    "party": 2.5,
    "age": 4.0,
    "words not said": -0.7,
    "log sentences between": -0.4,
    "nobody": 1.2,
    "nobody, one unnamed before": 3.0,
}
CARD = {
    "version": "1",
    "learned_from": "GUM 11 (annotations CC BY 4.0) and articles read by people, training/speakers.py;"
    " analysis/models/antecedents.md",
}
PENALTY, PRIOR_PENALTY = 4.0, 10.0
# How much an example counts: one of GUM, more if it is a source or in news; a source of an article read by people.
SHARES = {"gum": 1.0, "gum source": 2.0, "gum news": 2.0, "read": 3.0}


class Example(NamedTuple):
    """One reference: a row of features for each candidate and for nobody, which are right, where it is from."""

    form: str  # "pronoun" or "description"
    rows: np.ndarray
    right: list[int]
    weight: float
    tenth: int
    data: str


def first_names() -> str:
    """Three lines, female, male and either: the names in lower case, sorted."""
    data = json.loads((resources.files("nomquamgender") / "name_data.json").read_text("utf-8"))
    kept: dict[str, list[str]] = {"female": [], "male": [], "either": []}
    census = _census()
    for name, (n_sources, bearers, share, *_) in sorted(data.items()):
        if (
            n_sources < SOURCES
            or bearers < BEARERS
            or not (name.isalpha() and name.isascii() and len(name) > 1)
        ):
            continue
        kept[_gender(share, census.get(name))].append(name)
    return "\n".join(" ".join(names) for names in kept.values()) + "\n"


def _census() -> dict[str, float]:
    """The share of women among those of a first name in the US census of 1990 (public domain)."""
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    for gender in ("female", "male"):
        for line in (resources.files("names") / f"dist.{gender}.first").read_text("ascii").splitlines():
            name, per_cent, *_ = line.split()
            counts[name.lower()][gender] = float(per_cent)
    return {n: c.get("female", 0.0) / total for n, c in counts.items() if (total := sum(c.values()))}


def _gender(share: float, census: float | None) -> str:
    if share >= SHARE or (share >= CONFIRMED and census is not None and census >= CENSUS):
        return "female"
    if share <= 1 - SHARE or (share <= 1 - CONFIRMED and census is not None and census <= 1 - CENSUS):
        return "male"
    return "either"


def common_words(path: Path) -> str:
    """The words, sorted, one a line; six in ten articles are read, so that the others can measure."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            if int(hashlib.sha256(str(article["id"]).encode()).hexdigest(), 16) % 10 < TAUGHT:
                for word in set(_INSIDE.findall(article["text"])):
                    (small if word[0].islower() else capital)[word.lower()] += 1
    kept = (w for w, n in small.items() if n >= ARTICLES and n >= capital[w])
    return "\n".join(sorted(kept)) + "\n"


def tenth(article_id: str) -> int:
    """Which tenth of the articles one belongs to, 0 to 9."""
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 10


# --- coreference chains -----------------------------------------------------------------------------------------


def of_chains(gold: dict[str, Any]) -> list[Example]:
    """The pronouns and descriptions of a document of GUM, read as the resolver reads, with the right antecedents."""
    attributions, _ = attributions_of(gold)
    article = articles.begin(segment(gold["text"]), attributions, gold.get("title"), None)
    chains = {tuple(span): number for number, spans in enumerate(gold["coref_clusters"]) for span in spans}
    bearers = _bearers(gold, article)
    described = {
        s: (e, bearers.get(c, set())) for (s, e), c in chains.items() if _is_description(article, s, e)
    }
    events = articles.in_reading_order(article) + [(s, "described", e) for s, (e, _) in described.items()]
    found = []
    for position, kind, index in sorted(events):
        match = he_and_she.PRONOUN.match(gold["text"], position)
        if kind == "name":
            articles.read_name(article, index)
        elif kind == "described":
            found.append(_description(article, position, index, described[position][1]))
        elif kind == "a source" and not (match and attributions[index].source[:1] == (match.span(),)):
            within.answer(article, index)
        elif match is not None:
            wanted = bearers.get(chains.get(match.span(), -1), set())
            found.append(
                _pronoun(article, position, match.group(), wanted, index if kind == "a source" else None)
            )
    news = gold["genre"] == "news"
    return [
        e._replace(
            weight=SHARES["gum news" if news else "gum"] * e.weight, tenth=tenth(gold["id"]), data="GUM"
        )
        for e in found
        if e is not None
    ]


def _is_description(article: Article, start: int, end: int) -> bool:
    """Whether a mention describes one certain person, in no apposition to a name and in no "is the …"."""
    text = article.document.text
    phrase = descriptions.read(text[start:end])
    if not (phrase.is_person and phrase.definite) or end - start > 80:
        return False
    beside = list(articles.names_in(article, max(0, start - 60), end + 40))
    touches = any(o.start < end + 3 and o.end > start - 3 for o, _ in beside)
    before = text[max(0, start - 8) : start].split()
    return not touches and not (before and before[-1] in ("is", "was", "are", "as", "be", "a", "an", "the"))


def _description(article: Article, start: int, end: int, wanted: set[int]) -> Example | None:
    phrase = descriptions.read(article.document.text[start:end])
    fits = nominal_sources.fits_of(article, phrase, start)
    options = nominal_sources.options_of(article, phrase, fits, start)
    if not options:
        return None
    right = [i for i, (number, _) in enumerate(options) if number in wanted]
    rows = nominal_sources.rows_of(article, phrase, start, options)
    return Example("description", np.array(rows), right or [len(options)], 1.0, 0, "")


def _pronoun(
    article: Article, position: int, word: str, wanted: set[int], index: int | None
) -> Example | None:
    gender = he_and_she.gender_of(word)
    options = he_and_she.candidates(article.state, gender)
    right = [i for i, number in enumerate(options) if number in wanted]
    if not options:
        return None
    said = pronoun_sources.named_in_content(article, index) if index is not None else frozenset()
    rows = ranking.pronoun(article.state, position, gender, options, said, index is not None)
    if right:
        articles.read_pronoun(article, position, word, options[right[0]])
    if right and index is not None:
        article.state.hear(options[right[0]], position)
    weight = SHARES["gum source"] if index is not None else 1.0
    return Example("pronoun", np.array(rows), right or [len(options)], weight, 0, "")


def _bearers(gold: dict[str, Any], article: articles.Article) -> dict[int, set[int]]:
    """The entities whose names are heads of the mentions of each chain."""
    ends, starts = defaultdict(list), defaultdict(list)
    for index, number in article.owner.items():
        occurrence = article.occurrences[index]
        ends[occurrence.end].append((occurrence, number))
        starts[occurrence.outer].append((occurrence, number))
    found: dict[int, set[int]] = defaultdict(set)
    for chain, spans in enumerate(gold["coref_clusters"]):
        for start, end in spans:
            last = [*ends[end], *(ends[end - 2] if gold["text"][end - 2 : end] in ("'s", "’s") else ())]
            for occurrence, number in last:
                whole = occurrence.end - occurrence.start >= 0.4 * (end - start)
                if occurrence.start >= start and (whole or occurrence.titled):
                    found[chain].add(number)
            for occurrence, number in starts[start]:
                if occurrence.end <= end and gold["text"][occurrence.end : occurrence.end + 1] == ",":
                    found[chain].add(number)
    return found


# --- articles read by people --------------------------------------------------------------------------------------


def of_readings(gold: dict[str, Any]) -> list[Example]:
    """The sources of an article whose right names are known, read as the resolver reads."""
    spans = ("content", "cue", "source")
    attributions = [
        Attribution(a["kind"], *(tuple(tuple(s) for s in a[k]) for k in spans), None, float("nan"), "read")
        for a in gold["attributions"]
    ]
    article = articles.begin(segment(gold["text"]), attributions, gold.get("title"), None)
    names = {int(index): name for index, name in gold["names"].items()}
    found = []
    for position, kind, index in articles.in_reading_order(article):
        if kind == "name":
            articles.read_name(article, index)
        elif kind == "pronoun":
            articles.follow(article, position)
        elif index in names and attributions[index].source:
            found.append(_source(article, index, names[index]))
        else:
            within.answer(article, index)
    return [
        e._replace(weight=SHARES["read"], tenth=tenth(gold["id"]), data=gold["set"])
        for e in found
        if e is not None
    ]


def _is_described(article: Article, phrase: descriptions.Phrase, index: int) -> bool:
    """Whether a source is a description of one certain person, without a name in it or behind it."""
    start, end = article.attributions[index].source[0]
    named = heads.name_in(article, start, end) or neighbours.named_behind(article, phrase, index, start, end)
    return phrase.is_person and phrase.definite and named is None


def _source(article: Article, index: int, name: str | None) -> Example | None:
    """The example that a source makes; nothing when it is a name or no candidate is left."""
    start, end = article.attributions[index].source[0]
    text = article.document.text
    wanted = {e.number for e in article.people if name and is_right(e.name.text, [name])}
    example = None
    match = he_and_she.PRONOUN.fullmatch(text, start, end)
    phrase = descriptions.read(text[start:end])
    if match is not None:
        example = _pronoun(article, start, match.group(), wanted, index)
    elif _is_described(article, phrase, index):
        example = _description(article, start, end, wanted)
    number, _ = within.answer(article, index)
    if wanted and number not in wanted:
        number = min(wanted)
        article.answers[index] = articles.somebody(article, number, "read", 1.0)
        article.state.hear(number, start)
    return example


# --- learning -----------------------------------------------------------------------------------------------------


def train(found: list[Example], names: tuple[str, ...], prior_weights: dict[str, float]) -> np.ndarray:
    """The weights that make the right candidates likeliest, drawn towards a prior."""
    from scipy.optimize import minimize

    prior = np.array([prior_weights.get(name, 0.0) for name in names])
    penalty = np.array([PRIOR_PENALTY if name in prior_weights else PENALTY for name in names])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        away = weights - prior
        total, gradient = 0.5 * float(penalty * away @ away), penalty * away
        for example in found:
            chances = softmax(example.rows @ weights)
            right = example.right
            target = np.zeros(len(chances))
            target[right] = chances[right] / chances[right].sum()
            total -= example.weight * float(np.log(chances[right].sum()))
            gradient = gradient + example.weight * (example.rows.T @ (chances - target))
        return total, gradient

    return minimize(loss, prior, jac=True, method="L-BFGS-B").x


def report(found: list[Example], weights: np.ndarray, certain: float) -> str:
    """Of some examples: right and wrong names, none given wrongly and rightly; and by how much chances are off."""
    named_right = named_wrong = missed = rightly_none = 0
    pairs = []
    for example in found:
        chances = softmax(example.rows @ weights)
        best = int(chances[:-1].argmax())
        if chances[best] >= certain and chances[best] > chances[-1]:
            pairs.append((float(chances[best]), best in example.right))
            named_right, named_wrong = named_right + pairs[-1][1], named_wrong + (not pairs[-1][1])
        elif len(example.rows) - 1 in example.right:
            rightly_none += 1
        else:
            missed += 1
    off = abs(sum(c for c, _ in pairs) - sum(r for _, r in pairs)) / max(len(pairs), 1)
    return (
        f"n {len(found)}: named right {named_right}, wrong {named_wrong}, missed {missed}, "
        f"rightly nobody {rightly_none}; mean chance off by {off:.3f}"
    )


FORMS = {
    "pronoun": (ranking.PRONOUN, PRIOR, articles.CERTAIN),
    "description": (ranking.DESCRIPTION, DESCRIBED, nominal_sources.CERTAIN),
}


def train_ranking(gum: Path, read: Path, *, write_down: bool) -> None:
    """Train on tenths 0 to 5, report each part, and write the weights."""
    found = [e for gold in _lines(gum) for e in of_chains(gold)] + [
        e for gold in _lines(read) for e in of_readings(gold)
    ]
    learned = {}
    for form, (names, prior, certain) in FORMS.items():
        mine = [e for e in found if e.form == form]
        weights = train([e for e in mine if e.tenth < 6], names, prior)
        for data in sorted({e.data for e in mine}):
            for low, high in ((0, 5), (6, 7), (8, 9)):
                part = [e for e in mine if e.data == data and low <= e.tenth <= high]
                print(f"{form:12} {data:9} {low}-{high} {report(part, weights, certain)}")
        learned[form] = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}
    if write_down:
        path = SPEAKERS / "within" / "ranking.json"
        path.write_text(json.dumps(CARD | {"weights": learned}, indent=1) + "\n", "utf-8")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["first-names", "common-words", "ranking"])
    parser.add_argument("--gum", type=Path, help="GUM's train.jsonl")
    parser.add_argument("--read", type=Path, help="articles with the right names of some sources")
    parser.add_argument("--score", action="store_true", help="report, and write nothing")
    parser.add_argument(
        "--articles", type=Path, help="news articles, one JSON object with id and text a line"
    )
    options = parser.parse_args()
    if options.what == "first-names":
        (SPEAKERS / "first_names.txt").write_text(first_names(), "ascii")
    elif options.what == "common-words":
        (SPEAKERS / "common_words.txt").write_text(common_words(options.articles), "ascii")
    else:
        train_ranking(options.gum, options.read, write_down=not options.score)


if __name__ == "__main__":
    main()
