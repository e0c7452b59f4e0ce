"""Terms: which tokens count as one, their counts by article, and the two forms all measures start from.

A `Tokens` is the running text as numbers, four bytes a token, for measures that need the order of words. A
`DocumentTermMatrix` is how often each article uses each term, for those that need counts only. Texts are
read once, batch by batch, and not held.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import tables
from analysis.segmentation import Document, segment
from analysis.segmentation.function_words import FUNCTION_WORDS

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_AMERICA = ("US", "U.S", "US's", "US’s")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?")  # f.b.i., u.k
_DEGREES = {"phd": "ph.d", "mphil": "m.phil", "bsc": "b.sc", "msc": "m.sc"}

# What its neighbours change: "US" among capitals, and a degree that the segmentation cuts at its full stop, as
# that does not stand between single letters ("Ph.D.").
_DEPENDING = re.compile(r"\b(?:US\b(?!\.\w)|[A-Z][a-z]{1,3}\.[A-Z]\b)")
_CAPITALS_BEFORE = re.compile(r"\b([A-Z]{2,20})\s{1,4}$")
_CAPITALS_BEHIND = re.compile(r"\s{1,4}([A-Z]{1,20})\b")
_TAKES_US = frozenset(
    "ask call contact email follow give help join keep let make save send show support teach tell told write".split()  # noqa: SIM905
)
_AUXILIARIES = frozenset(
    "am are can could did do does had has have is may might must shall should was were will would".split()  # noqa: SIM905
)

# After these, 's is a verb ("it's") and not a possessive ("Biden's").
_CONTRACTED = frozenset(
    "he how it let she that there here this what when where who why one everyone someone everything".split()  # noqa: SIM905
)


def term(token: str) -> str:
    """The term that `token` is counted under, or "" for punctuation.

    Lower case, straight apostrophes, without a possessive 's: "Biden’s" and "biden" are one term, "it's"
    stays. "US" and "U.S." are one term, apart from the pronoun. So are other initials ("F.B.I." and "FBI" are
    "fbi"), unless they would then be a common word ("a.m."), and degrees ("PhD" is "ph.d"). Nothing is stemmed.
    A token without a letter or digit is punctuation.
    """
    if token in _AMERICA:
        return "u.s."
    plain = token.lower().replace("’", "'").replace("‘", "'").strip("'")
    if not any(map(str.isalnum, plain)):
        return ""
    if plain.endswith("'s") and plain[:-2] not in _CONTRACTED:
        plain = plain[:-2]
    return _without_full_stops(plain) if "." in plain else _DEGREES.get(plain, plain)


def _without_full_stops(plain: str) -> str:
    """Initials as they are spelled without full stops; "u.s." keeps its own, being "us" otherwise."""
    if not _INITIALS.fullmatch(plain):
        return plain
    joined = plain.replace(".", "")
    return f"{plain.rstrip('.')}." if joined in FUNCTION_WORDS or joined in ("us", "pm") else joined


def terms(document: Document) -> list[str]:
    """The terms of a document in order, punctuation left out."""
    return [found for _, token in spelled(document) if (found := term(token))]


def spelled(document: Document) -> Iterator[tuple[int, str]]:
    """Where each token starts, and the token as `term` is to read it: as it stands, but for what neighbours tell.

    "Ph", ".", "D" are one token "Ph.D"; "US" among words in capitals is "us" where only the pronoun can stand.
    """
    text = document.text
    depending = {match.start(): match for match in _DEPENDING.finditer(text)}
    passed = 0
    for start, end in document.tokens:
        if start < passed:
            continue
        match = depending.get(start)
        if match and match.span() == (start, end):
            yield start, "us" if _is_pronoun(text, start, end) else "US"
        elif match and match.end() > end:
            passed = match.end()
            yield start, match.group()
        else:
            yield start, text[start:end]


def _is_pronoun(text: str, start: int, end: int) -> bool:
    """Whether "US" is shouted "us": "GIVE US A HAND", "ALL OF US."; not "THE US ARMY", "HE SAYS US IS READY"."""
    before = _CAPITALS_BEFORE.search(text, max(0, start - 30), start)
    if not before or before.group(1) == "THE":
        return False
    behind = _CAPITALS_BEHIND.match(text, end)
    if before.group(1).lower() in _TAKES_US or not behind:
        return bool(behind) or not text[end : end + 3].lstrip()[:1].isalnum()
    follows = behind.group(1).lower()
    return len(follows) > 1 and follows in FUNCTION_WORDS and follows not in _AUXILIARIES


def term_counts(articles: pd.DataFrame, documents: Sequence[Document] | None = None) -> pd.DataFrame:
    """The table `term_counts` of `articles`, terms of an article in the order of their first use.

    Leading metadata and datelines, up to the column body_start where there is one, are not counted.
    """
    parts = documents if documents is not None else [segment(text) for text in articles["text"]]
    ids: list[str] = []
    names: list[str] = []
    counts: list[int] = []
    known: dict[str, str] = {}
    for article_id, document, start in zip(articles["article_id"], parts, _body(articles), strict=True):
        merged = _counted(document, known, start)
        ids.extend([article_id] * len(merged))
        names.extend(merged)
        counts.extend(merged.values())
    columns = {"article_id": pd.Series(ids, dtype=tables.TEXT), "term": pd.Series(names, dtype=tables.TEXT)}
    return tables.build("term_counts", pd.DataFrame(columns | {"count": pd.Series(counts, dtype="int64")}))


def _body(articles: pd.DataFrame) -> list[int]:
    """Where the text of each article begins behind its metadata."""
    return articles["body_start"].tolist() if "body_start" in articles else [0] * len(articles)


def _counted(document: Document, known: dict[str, str], body: int) -> dict[str, int]:
    """How often each term is in the document; `known` remembers the term of each token seen before."""
    merged: dict[str, int] = {}
    for token, count in Counter([token for start, token in spelled(document) if start >= body]).items():
        if (name := known.get(token)) is None:
            name = known[token] = term(token)
        if name:
            merged[name] = merged.get(name, 0) + count
    return merged


@dataclass(frozen=True)
class Tokens:
    """The running words of many articles: `vocabulary[codes[starts[i]:starts[i + 1]]]` is article i."""

    codes: np.ndarray  # int32, one for each word
    starts: np.ndarray  # int64, one for each article and one behind the last
    article_ids: list[str]
    vocabulary: np.ndarray  # of str
    quoted: np.ndarray  # bool, whether the word is between quotation marks

    def article(self, number: int) -> np.ndarray:
        """The codes of one article."""
        return self.codes[self.starts[number] : self.starts[number + 1]]

    def select(self, articles: Sequence[str]) -> Tokens:
        """The words of `articles` (ids) in their order; ids that are not here have none."""
        place = {article_id: number for number, article_id in enumerate(self.article_ids)}
        at = [place[article_id] for article_id in articles if article_id in place]
        spans = [np.arange(self.starts[i], self.starts[i + 1]) for i in at]
        words = np.concatenate(spans or [np.zeros(0, dtype=np.int64)])
        starts = np.cumsum([0, *map(len, spans)], dtype=np.int64)
        ids = [self.article_ids[i] for i in at]
        return Tokens(self.codes[words], starts, ids, self.vocabulary, self.quoted[words])

    @cached_property
    def numbers(self) -> np.ndarray:
        """The number of its article for each word."""
        return np.repeat(np.arange(len(self.article_ids), dtype=np.int32), np.diff(self.starts))

    @cached_property
    def code(self) -> dict[str, int]:
        """The code of each term."""
        return {name: code for code, name in enumerate(self.vocabulary)}


class _Codes(dict[str, int]):
    """Token to code, found once for each new token; -1 for punctuation."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def __missing__(self, token: str) -> int:
        name = term(token)
        self[token] = code = self.of.setdefault(name, len(self.of)) if name else -1
        return code


def tokens(batches: pd.DataFrame | Iterable[pd.DataFrame], *, quoted: bool = False) -> Tokens:
    """The running words of `articles`, or of batches of articles (columns article_id, text), read once.

    With `quoted`, each word is also marked as between quotation marks or not, which takes longer. Leading
    metadata, up to the column body_start where there is one, is left out.
    """
    codes, pieces, marks, ids = _Codes(), [], [], []
    for batch in [batches] if isinstance(batches, pd.DataFrame) else batches:
        for article_id, text, body in zip(batch["article_id"], batch["text"], _body(batch), strict=True):
            document = segment(text)
            read = list(spelled(document))
            found = np.array([codes[token] if at >= body else -1 for at, token in read], dtype=np.int32)
            begins = np.array([at for at, _ in read], dtype=np.int64)
            inside = _inside(document, begins) if quoted else np.zeros(len(found), dtype=bool)
            pieces.append(found[found >= 0])
            marks.append(inside[found >= 0])
            ids.append(str(article_id))
    empty = [np.zeros(0, dtype=np.int32)]
    return Tokens(
        codes=np.concatenate(pieces or empty),
        starts=np.cumsum([0, *(len(piece) for piece in pieces)], dtype=np.int64),
        article_ids=ids,
        vocabulary=np.array(list(codes.of), dtype=object),
        quoted=np.concatenate(marks or [np.zeros(0, dtype=bool)]),
    )


def _inside(document: Document, begins: np.ndarray) -> np.ndarray:
    """For each token, by where it begins, whether it lies between quotation marks."""
    inside = np.zeros(len(begins), dtype=bool)
    for q in document.quoted:
        first, last = np.searchsorted(begins, (q.start, q.end))
        inside[first:last] = True
    return inside


@dataclass(frozen=True)
class DocumentTermMatrix:
    """How often each article (row) uses each term (column).

    `articles` describes the rows in order (at least article_id), `words` is the length of each article in
    words; it stays that when columns are left out.
    """

    counts: csr_matrix
    articles: pd.DataFrame
    terms: pd.Index
    words: np.ndarray

    def select(self, rows: Any) -> DocumentTermMatrix:
        """The matrix of some articles, chosen by a mask or by positions; unused terms stay as columns."""
        at = np.flatnonzero(rows) if np.asarray(rows).dtype == bool else np.asarray(rows)
        return replace(
            self,
            counts=self.counts[at],
            articles=self.articles.iloc[at].reset_index(drop=True),
            words=self.words[at],
        )

    def merged(self, unit: np.ndarray) -> DocumentTermMatrix:
        """The matrix of units (see `inference.clusters`): rows of one summed, and described by the first."""
        from scipy.sparse import csr_matrix

        size = int(unit.max()) + 1 if len(unit) else 0
        if size == len(unit):
            return self
        rows = csr_matrix(
            (np.ones(len(unit), dtype=np.int32), (unit, np.arange(len(unit)))), (size, len(unit))
        )
        first = np.unique(unit, return_index=True)[1]
        described = self.articles.iloc[first].reset_index(drop=True)
        return replace(self, counts=rows @ self.counts, articles=described, words=rows @ self.words)

    def totals(self) -> pd.Series:
        """How often each term is used in all, terms that nobody uses left out."""
        sums = np.asarray(self.counts.sum(axis=0)).ravel()
        return pd.Series(sums, index=self.terms, name="count")[sums > 0]


def stacked(first: DocumentTermMatrix, second: DocumentTermMatrix) -> DocumentTermMatrix:
    """The articles of both, those of `first` before; a column for each term of either."""
    from scipy.sparse import csr_matrix, vstack

    terms = first.terms.union(second.terms, sort=False)
    rows = []
    for part in (first, second):
        entries = part.counts.tocoo()
        columns = terms.get_indexer(part.terms)[entries.col]
        shape = (len(part.words), len(terms))
        rows.append(csr_matrix((entries.data, (entries.row, columns)), shape=shape, dtype=np.int32))
    articles = pd.concat([first.articles, second.articles], ignore_index=True)
    return DocumentTermMatrix(
        csr_matrix(vstack(rows)), articles, terms, np.concatenate([first.words, second.words])
    )


def document_term_matrix(
    counts: pd.DataFrame | Iterable[pd.DataFrame], articles: pd.DataFrame | None = None
) -> DocumentTermMatrix:
    """The matrix of the table `term_counts`, whole or in batches; only of `articles` when those are given.

    `articles` needs the column article_id and no text; an article without words is a row of zeros.
    """
    from scipy.sparse import coo_matrix

    row_of = None if articles is None else {key: row for row, key in enumerate(articles["article_id"])}
    column_of: dict[str, int] = {}
    seen: dict[str, int] = {}
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for batch in [counts] if isinstance(counts, pd.DataFrame) else counts:
        rows = _numbered(batch["article_id"], seen if row_of is None else row_of, grow=row_of is None)
        kept = rows >= 0
        columns = _numbered(batch["term"][kept], column_of, grow=True)
        parts.append((rows[kept], columns, batch["count"].to_numpy(dtype=np.int32)[kept]))
    described = articles.reset_index(drop=True) if articles is not None else _only_ids(seen)
    row, column, value = (np.concatenate(x) for x in zip(*parts, strict=True)) if parts else ([], [], [])
    shape = (len(described), len(column_of))
    matrix = coo_matrix((value, (row, column)), shape=shape, dtype=np.int32).tocsr()
    words = np.asarray(matrix.sum(axis=1), dtype=np.int64).ravel()
    return DocumentTermMatrix(matrix, described, pd.Index(list(column_of), dtype=object), words)


def _only_ids(seen: Mapping[str, int]) -> pd.DataFrame:
    return pd.DataFrame({"article_id": pd.Series(list(seen), dtype=tables.TEXT)})


def _numbered(values: pd.Series, numbers: dict[str, int], *, grow: bool) -> np.ndarray:
    """The number of each value; new ones get the next number when `grow`, else -1."""
    codes, unique = pd.factorize(values)
    if grow:
        translated = [numbers.setdefault(value, len(numbers)) for value in unique]
    else:
        translated = [numbers.get(value, -1) for value in unique]
    return np.array(translated, dtype=np.int32)[codes] if len(codes) else np.zeros(0, dtype=np.int32)


def pattern_terms(pattern: str, vocabulary: Iterable[str]) -> list[str]:
    """The terms that `pattern` stands for: itself, or with `*` for any characters all that match."""
    wanted = term(pattern.replace("*", "\0")).replace("\0", "*") or pattern.lower()
    if "*" not in wanted:
        return [name for name in (wanted,) if name in set(vocabulary)]
    expression = re.compile(".*".join(map(re.escape, wanted.split("*"))))
    return [name for name in vocabulary if expression.fullmatch(name)]


def phrase_positions(running: Tokens, phrase: str) -> np.ndarray:
    """Where `phrase` begins in `running.codes`; each of its words may hold `*`; none crosses two articles."""
    words = phrase.split()
    if not words or len(words) > len(running.codes):
        return np.zeros(0, dtype=np.int64)
    last = len(running.codes) - len(words) + 1
    hit = running.numbers[:last] == running.numbers[len(words) - 1 :]
    for offset, word in enumerate(words):
        codes = [running.code[name] for name in pattern_terms(word, running.vocabulary)]
        hit &= np.isin(running.codes[offset : last + offset], codes)
    return np.flatnonzero(hit)


def matrix_of(
    matrix: DocumentTermMatrix, patterns: Sequence[str], running: Tokens | None = None
) -> DocumentTermMatrix:
    """The matrix whose columns are `patterns`: words, words with `*`, and phrases, which need `running`.

    `words` stays the articles' length, so that rates are per word of text. A pattern nobody uses is a column
    of zeros. Raises ValueError for a phrase without `running`.
    """
    from scipy.sparse import csr_matrix, hstack

    columns = []
    for pattern in patterns:
        if len(pattern.split()) > 1:
            columns.append(_phrase_column(matrix, pattern, running))
            continue
        at = matrix.terms.get_indexer(pd.Index(pattern_terms(pattern, matrix.terms), dtype=object))
        columns.append(csr_matrix(matrix.counts[:, at].sum(axis=1)))
    empty = csr_matrix((len(matrix.articles), 0), dtype=np.int32)
    counts = csr_matrix(hstack([empty, *columns]), dtype=np.int32)
    return replace(matrix, counts=counts, terms=pd.Index(list(patterns), dtype=object))


def _phrase_column(matrix: DocumentTermMatrix, phrase: str, running: Tokens | None) -> csr_matrix:
    from scipy.sparse import csr_matrix

    if running is None:
        raise ValueError(f"to count the phrase {phrase!r} the running words are needed")
    found = Counter(running.article_ids[running.numbers[at]] for at in phrase_positions(running, phrase))
    column = np.array([found.get(key, 0) for key in matrix.articles["article_id"]], dtype=np.int32)
    return csr_matrix(column.reshape(-1, 1))
