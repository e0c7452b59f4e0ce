"""Articles as points: TF-IDF of their terms, reduced to some dozens of dimensions.

Everything here depends on the set of articles alone: rows are put in the order of their ids first, the reduction
starts from one vector, and the last digits, which processors and numbers of threads disagree on, are rounded away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.segmentation.function_words import FUNCTION_WORDS
from analysis.statistics import DocumentTermMatrix

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

DIMENSIONS = 50  # of the points that are clustered
FEWEST, MOST = 10, 0.5  # articles that a term is in: at least so many, at most this share of all
_DECIMALS = 6
_STEPS = 4  # of following the axes to another sample


@dataclass(frozen=True)
class Vectors:
    """Articles in the order of their ids, as `weights` of terms (TF-IDF, rows of length 1) and as `points`.

    `points` has a row for each article, of length 1, or of zeros for one without any term that counts; `axes` turns
    weights of terms into points before they are scaled. `matrix` has the counts, its articles in the same order.
    """

    matrix: DocumentTermMatrix
    weights: csr_matrix
    points: np.ndarray
    axes: np.ndarray

    def __len__(self) -> int:
        """The number of articles."""
        return len(self.points)


def vectors(
    matrix: DocumentTermMatrix, *, minimum_count: int = FEWEST, dimensions: int = DIMENSIONS
) -> Vectors:
    """The articles of a matrix as points, in the order of their ids (see `Vectors`).

    Terms in fewer than `minimum_count` articles are left out.
    """
    chosen = telling(ordered(matrix), minimum_count=minimum_count)
    weights = weighted(chosen)
    axes = reduced(weights, dimensions)
    return Vectors(chosen, weights, scaled(weights @ axes.T), axes)


def drawn_anew(vectors: Vectors, counts: np.ndarray) -> np.ndarray:
    """The points of the same articles had each been drawn so many times: rarity of terms and axes are the sample's.

    The axes are found by subspace iteration from those of `vectors` (Halko, Martinsson & Tropp 2011, SIAM Review
    53(2)), which a bootstrap sample's lie near: a third of the time.
    """
    weights = weighted(vectors.matrix, counts)
    axes = vectors.axes.T
    for _ in range(_STEPS):
        axes = np.linalg.qr(weights.T @ (counts[:, None] * (weights @ axes)))[0]
    return scaled(weights @ axes)


def ordered(matrix: DocumentTermMatrix) -> DocumentTermMatrix:
    """The matrix with its articles in the order of their ids and its terms in that of the alphabet."""
    rows = np.argsort(matrix.articles["article_id"].to_numpy(str), kind="stable")
    columns = np.argsort(np.asarray(matrix.terms, dtype=str), kind="stable")
    by_id = matrix.select(rows)
    counts = by_id.counts[:, columns]
    counts.sort_indices()
    return replace(by_id, counts=counts, terms=matrix.terms[columns])


def telling(matrix: DocumentTermMatrix, *, minimum_count: int = FEWEST) -> DocumentTermMatrix:
    """The matrix with those terms that can tell articles apart.

    No function words, single characters, and what begins with no letter; no term in fewer than `minimum_count`
    articles, or in more than half of them.
    """
    articles = np.bincount(matrix.counts.indices, minlength=len(matrix.terms))
    often = (articles >= max(minimum_count, 1)) & (articles <= MOST * len(matrix.words))
    word = [len(t) > 1 and t[0].isalpha() and t not in FUNCTION_WORDS for t in matrix.terms]
    columns = np.flatnonzero(often & np.array(word, dtype=bool))
    return replace(matrix, counts=matrix.counts[:, columns], terms=matrix.terms[columns])


def weighted(matrix: DocumentTermMatrix, counts: np.ndarray | None = None) -> csr_matrix:
    """TF-IDF of each article (row) and term: (1 + log count) · log(articles / articles with the term), length 1.

    `counts` are how often each article counts. Salton & Buckley (1988), Information Processing & Management 24(5).
    """
    from scipy.sparse import csr_matrix

    used, rows = matrix.counts, np.ones(matrix.counts.shape[0]) if counts is None else counts
    row = np.repeat(np.arange(used.shape[0]), np.diff(used.indptr))
    articles = np.bincount(used.indices, weights=rows[row], minlength=used.shape[1])
    rarity = np.log(max(rows.sum(), 1) / np.maximum(articles, 1))
    data = (1 + np.log(used.data)) * rarity[used.indices]
    length = np.sqrt(np.bincount(row, weights=data**2, minlength=used.shape[0]))
    data /= np.where(length > 0, length, 1)[row]
    return csr_matrix((data, used.indices, used.indptr), used.shape)


def reduced(weights: csr_matrix, dimensions: int = DIMENSIONS) -> np.ndarray:
    """The axes of the largest variation among the rows of `weights`, largest first: latent semantic analysis.

    At most `dimensions`, and fewer than there are rows or columns; none where there are fewer than two of either.
    Deerwester et al. (1990), Journal of the American Society for Information Science 41(6).
    """
    from scipy.sparse.linalg import svds

    size = min(dimensions, min(weights.shape) - 1)
    if size < 1:
        return np.zeros((0, weights.shape[1]))
    start = np.random.default_rng(0).standard_normal(min(weights.shape))
    _, _, axes = svds(weights, k=size, v0=start, return_singular_vectors="vh")
    largest = np.abs(axes).argmax(
        axis=1
    )  # an axis and its opposite are the same; have its largest part positive
    return (axes * np.sign(axes[np.arange(size), largest])[:, None])[::-1]


def scaled(points: np.ndarray) -> np.ndarray:
    """Rows of length 1; those of zeros stay."""
    length = np.sqrt((points**2).sum(axis=1, keepdims=True))
    return np.round(points / np.where(length > 1e-9, length, 1), _DECIMALS)
