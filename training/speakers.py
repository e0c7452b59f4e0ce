"""Make the data files of `analysis/speakers`: first names by gender, common words, the weights of the pronoun model.

    python -m training.speakers first-names                 needs the packages nomquamgender and names (both MIT)
    python -m training.speakers common-words --articles ARTICLES.jsonl.gz
    python -m training.speakers pronouns --gold GUM.jsonl   needs scipy; --half trains on half of the documents
Common words are those that news writes small at least as often as with a capital inside a sentence: *banks*, not
*trump*. Only the words are kept, none that is in fewer than four articles.

The pronoun model ranks the people named before a "he" or "she" (`analysis/speakers/within/he_and_she.py`). It learns
from every third-person pronoun of GUM 11 (annotations CC BY 4.0). Few of them are sources,
and few of the texts news, so that the weights are drawn towards a prior for what GUM shows too seldom.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from analysis.evaluation.speakers import attributions_of
from analysis.models import softmax
from analysis.segmentation import segment
from analysis.speakers import within
from analysis.speakers.within import article as articles
from analysis.speakers.within import he_and_she, pronoun_sources

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
    "source after his or her": -0.8,
    "nobody named, source": -3.0,
}
PENALTY, PRIOR_PENALTY, SOURCE_WEIGHT = 5.0, 20.0, 2.0


class Example(NamedTuple):
    """One pronoun: a row of features for each candidate and for nobody, which are right, whether it is a source."""

    rows: np.ndarray
    right: list[int]
    source: bool


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


def half(document_id: str) -> int:
    """0 for the documents to train on, 1 for those to report on."""
    return int(hashlib.sha256(document_id.encode()).hexdigest(), 16) % 2


def examples(gold: dict[str, Any]) -> list[Example]:
    """The pronouns of a document, read as the resolver reads it but with the right antecedents."""
    attributions, _ = attributions_of(gold)
    article = articles.begin(segment(gold["text"]), attributions, gold.get("title"), None)
    chains = {tuple(span): number for number, spans in enumerate(gold["coref_clusters"]) for span in spans}
    bearers = _bearers(gold, article)
    found = []
    for position, kind, index in articles.events(article):
        match = he_and_she.PRONOUN.match(gold["text"], position)
        if kind == "name":
            articles.read_name(article, index)
        elif kind == "a source" and not (match and attributions[index].source[:1] == (match.span(),)):
            within.answer(article, index)
        elif match is not None:
            wanted = bearers.get(chains.get(match.span(), -1), set())
            example = _example(
                article, position, match.group(), wanted, index if kind == "a source" else None
            )
            if example is not None:
                found.append(example)
    return found


def _example(
    article: articles.Article, position: int, word: str, wanted: set[int], index: int | None
) -> Example | None:
    gender = he_and_she.gender_of(word)
    options = he_and_she.candidates(article.state, gender)
    right = [i for i, number in enumerate(options) if number in wanted]
    if not options:
        return None
    said = pronoun_sources.named_in_content(article, index) if index is not None else frozenset()
    rows = he_and_she.features(article.state, position, gender, options, said, index is not None)
    if right:
        articles.read_pronoun(article, position, word, options[right[0]])
    if right and index is not None:
        article.state.hear(options[right[0]], position)
    return Example(np.array(rows), right or [len(options)], index is not None)


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


def train(found: list[Example]) -> np.ndarray:
    """The weights that make the right candidates likeliest, drawn towards `PRIOR`."""
    from scipy.optimize import minimize

    prior = np.array([PRIOR.get(name, 0.0) for name in he_and_she.FEATURES])
    penalty = np.array([PRIOR_PENALTY if name in PRIOR else PENALTY for name in he_and_she.FEATURES])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        away = weights - prior
        total, gradient = 0.5 * float(penalty * away @ away), penalty * away
        for rows, right, source in found:
            scores = rows @ weights
            chances = softmax(scores)
            target = np.zeros(len(chances))
            target[right] = chances[right] / chances[right].sum()
            weight = SOURCE_WEIGHT if source else 1.0
            total -= weight * float(np.log(chances[right].sum()))
            gradient = gradient + weight * (rows.T @ (chances - target))
        return total, gradient

    return minimize(loss, prior, jac=True, method="L-BFGS-B").x


def accuracy(found: list[Example], weights: np.ndarray) -> str:
    """How many of the pronouns, and of those that are sources, get the right antecedent."""
    hits = [(int((e.rows @ weights).argmax()) in e.right, e.source) for e in found]
    sources_hit = [hit for hit, source in hits if source]
    return f"{sum(h for h, _ in hits)}/{len(hits)}, sources {sum(sources_hit)}/{len(sources_hit)}"


def train_pronouns(path: Path, *, only_half: bool) -> None:
    """Train, report both halves, write the weights."""
    documents = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    parts: tuple[list[Example], list[Example]] = ([], [])
    for gold in documents:
        parts[half(gold["id"])].extend(examples(gold))
    weights = train(parts[0])
    print(
        f"trained on one half: {accuracy(parts[0], weights)}; the other half: {accuracy(parts[1], weights)}"
    )
    if not only_half:
        weights = train(parts[0] + parts[1])
        print(f"trained on all: {accuracy(parts[0] + parts[1], weights)}")
    write(weights, "half of GUM 11" if only_half else "GUM 11")


def write(weights: np.ndarray, data: str) -> None:
    """Write the weights with where they are from."""
    card = {"learned_from": f"{data} (annotations CC BY 4.0), training/speakers.py"}
    named = {name: round(float(w), 3) for name, w in zip(he_and_she.FEATURES, weights, strict=True)}
    (SPEAKERS / "within" / "he_and_she.json").write_text(
        json.dumps(card | {"weights": named}, indent=1) + "\n", "utf-8"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["first-names", "common-words", "pronouns"])
    parser.add_argument("--gold", type=Path, help="GUM's train.jsonl")
    parser.add_argument(
        "--articles", type=Path, help="news articles, one JSON object with id and text a line"
    )
    parser.add_argument("--half", action="store_true", help="train on half of the documents only")
    options = parser.parse_args()
    if options.what == "first-names":
        (SPEAKERS / "first_names.txt").write_text(first_names(), "ascii")
    elif options.what == "common-words":
        (SPEAKERS / "common_words.txt").write_text(common_words(options.articles), "ascii")
    else:
        train_pronouns(options.gold, only_half=options.half)


if __name__ == "__main__":
    main()
