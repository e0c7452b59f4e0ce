"""Vocabulary: Zipf–Mandelbrot's law, growth after Heaps, sequences of words, lemmas."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.segmentation.function_words import FUNCTION_WORDS
from analysis.statistics.terms import DocumentTermMatrix, Tokens


def zipf_mandelbrot(counts: pd.Series) -> pd.DataFrame:
    """Terms by rank with the law frequency = C / (rank + b)^a fitted.

    Columns: `rank` from 1, `count`, `fitted`; `.attrs` holds the parameters `a` (near 1 for prose), `b`, and
    `r_squared` on the logarithms. Fitted by least squares on the logarithms at ranks spread evenly over the
    logarithm of rank, so that the thousands of words used once do not outweigh all others. Fewer than ten
    terms have no fit (NaN). Mandelbrot (1953); Piantadosi (2014), Psychonomic Bulletin & Review 21.
    """
    ordered = np.sort(np.asarray(counts, dtype=float))[::-1]
    rank = np.arange(1, len(ordered) + 1, dtype=float)
    ranked = pd.DataFrame({"rank": rank.astype(np.int64), "count": ordered.astype(np.int64)})
    a = b = constant = r_squared = np.nan
    if len(ordered) >= 10:
        a, b, constant, r_squared = _fit_zipf(rank, ordered)
    ranked["fitted"] = np.exp(constant - a * np.log(rank + b)) if len(ordered) >= 10 else np.nan
    ranked.attrs = {"a": float(a), "b": float(b), "r_squared": float(r_squared)}
    return ranked


def _fit_zipf(rank: np.ndarray, count: np.ndarray) -> tuple[float, float, float, float]:
    """a, b, the logarithm of C, and R²; for each b the line has a closed form, so only b is searched."""
    from scipy.optimize import minimize_scalar

    at = np.unique(np.geomspace(1, len(rank), 200).astype(int)) - 1
    x, y = rank[at], np.log(count[at])

    def line(b: float) -> tuple[float, float, float]:
        slope, intercept = np.polyfit(np.log(x + b), y, 1)
        return slope, intercept, float(((y - intercept - slope * np.log(x + b)) ** 2).sum())

    b = float(minimize_scalar(lambda b: line(b)[2], bounds=(0, 100), method="bounded").x)
    slope, intercept, residual = line(b)
    spread = ((y - y.mean()) ** 2).sum()
    return -slope, b, intercept, 1 - residual / spread if spread else np.nan


def growth(matrix: DocumentTermMatrix, *, points: int = 100) -> pd.DataFrame:
    """How the vocabulary grows over the articles in their order, with Heaps' law types = K·tokens^β.

    Columns: `articles` read, `tokens`, `types`, `fitted`. `.attrs` holds `k`, `beta` (higher = new words keep
    coming; 0.4 to 0.7 in prose) and `beta_standard_error` of the line through the logarithms, which is too
    small, as each point contains the last. Fewer than three articles have no fit (NaN). Heaps (1978).
    """
    from scipy.stats import linregress

    tokens, types = np.cumsum(matrix.words), _types_so_far(matrix)
    last = len(tokens) - 1
    at = np.unique(np.geomspace(1, last + 1, points).astype(int)) - 1 if last >= 0 else np.zeros(0, int)
    at = at[tokens[at] > 0]
    grown = pd.DataFrame({"articles": at + 1, "tokens": tokens[at], "types": types[at]})
    k = beta = error = np.nan
    if len(grown) >= 3 and grown["tokens"].nunique() > 1:
        line = linregress(np.log(grown["tokens"]), np.log(grown["types"]))
        k, beta, error = np.exp(line.intercept), line.slope, line.stderr
    grown["fitted"] = k * grown["tokens"] ** beta
    grown.attrs = {"k": float(k), "beta": float(beta), "beta_standard_error": float(error)}
    return grown


def _types_so_far(matrix: DocumentTermMatrix) -> np.ndarray:
    """After each article, how many different terms have been seen."""
    first = np.full(len(matrix.terms), len(matrix.articles), dtype=np.int64)
    entries = matrix.counts.tocoo()
    np.minimum.at(first, entries.col, entries.row)
    return np.cumsum(np.bincount(first, minlength=len(matrix.articles) + 1)[: len(matrix.articles)])


def ngrams(running: Tokens, n: int, *, minimum_count: int = 2, function_words: bool = False) -> pd.DataFrame:
    """Sequences of `n` words that occur at least `minimum_count` times, the most frequent first.

    Columns: `ngram`, `count`, `articles`. Punctuation between the words is skipped; none crosses articles.
    Without `function_words`, those that begin or end with one are left out. Raises ValueError for n < 1.
    """
    if n < 1:
        raise ValueError("n must be 1 or more")
    count = len(running.codes) - n + 1
    at = np.arange(max(count, 0))
    at = at[running.numbers[at] == running.numbers[at + n - 1]]
    keys = running.codes[at].astype(np.int64)
    for offset in range(1, n):
        # A sequence can be frequent only if its beginning is: dropping the rest keeps the numbers small.
        keys, at = _frequent(keys, at, minimum_count)
        keys = keys * len(running.vocabulary) + running.codes[at + offset]
    keys, at = _frequent(keys, at, minimum_count)
    if not function_words:
        little = np.isin(running.vocabulary, list(FUNCTION_WORDS))
        kept = ~little[running.codes[at]] & ~little[running.codes[at + n - 1]]
        keys, at = keys[kept], at[kept]
    return _listed_ngrams(running, keys, at, n)


def _frequent(keys: np.ndarray, at: np.ndarray, minimum_count: int) -> tuple[np.ndarray, np.ndarray]:
    """The places whose key occurs often enough, the keys numbered anew from 0."""
    numbers = pd.factorize(keys)[0]
    kept = np.bincount(numbers)[numbers] >= minimum_count if len(numbers) else np.zeros(0, dtype=bool)
    return numbers[kept].astype(np.int64), at[kept]


def _listed_ngrams(running: Tokens, keys: np.ndarray, at: np.ndarray, n: int) -> pd.DataFrame:
    unique, first, counts = np.unique(keys, return_index=True, return_counts=True)
    articles = max(len(running.article_ids), 1)
    pairs = np.unique(keys * articles + running.numbers[at]) // articles
    listed = pd.DataFrame(
        {
            "ngram": [" ".join(running.vocabulary[running.codes[i : i + n]]) for i in at[first]],
            "count": counts,
            "articles": np.searchsorted(pairs, unique, side="right") - np.searchsorted(pairs, unique),
        }
    )
    return listed.sort_values(["count", "ngram"], ascending=[False, True]).reset_index(drop=True)


def lemma(term: str) -> str:
    """The dictionary form of an English term, after simplemma's word list (MIT licence), without context.

    "mines" gives "mine" whether it is the noun or the verb; a name or an unknown word stays as it is.
    """
    import simplemma

    return simplemma.lemmatize(term, lang="en").lower()


def lemmas(counts: Mapping[str, int] | pd.Series | DocumentTermMatrix) -> pd.DataFrame:
    """The frequency list of lemmas, the most used first.

    Columns: `lemma`, `count`, `articles` that use any of its forms (of a matrix only), `forms` (how many different
    terms), `terms` (the five most used, joined).
    """
    totals = counts.totals() if isinstance(counts, DocumentTermMatrix) else pd.Series(dict(counts))
    listed = totals[totals > 0].rename_axis("term").reset_index(name="count")
    listed["lemma"] = [lemma(str(term)) for term in listed["term"]]
    listed = listed.sort_values(["count", "term"], ascending=[False, True])
    grouped = listed.groupby("lemma", sort=True)
    merged = grouped.agg(
        count=("count", "sum"), forms=("term", "size"), terms=("term", _first_five)
    ).reset_index()
    if isinstance(counts, DocumentTermMatrix):
        merged.insert(2, "articles", _articles_of(counts, listed.set_index("term")["lemma"], merged["lemma"]))
    return merged.sort_values(["count", "lemma"], ascending=[False, True]).reset_index(drop=True)


def _articles_of(matrix: DocumentTermMatrix, lemma_of: pd.Series, lemmas: pd.Series) -> np.ndarray:
    """How many articles use a term of each of `lemmas`, in their order."""
    from scipy.sparse import csr_matrix

    place = pd.Series(np.arange(len(lemmas)), index=lemmas)
    known = np.flatnonzero(matrix.terms.isin(lemma_of.index))
    column = place.loc[lemma_of.loc[matrix.terms[known]]].to_numpy()
    shape = (len(matrix.terms), len(lemmas))
    joined = matrix.counts @ csr_matrix((np.ones(len(known)), (known, column)), shape=shape)
    return joined.getnnz(axis=0).astype(np.int64)


def _first_five(terms: pd.Series) -> str:
    return ", ".join(terms.iloc[:5])
