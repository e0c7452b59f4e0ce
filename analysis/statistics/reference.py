"""A reference of one's own for keyness: another corpus, or a list of words with their counts."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from analysis import corpus
from analysis.statistics.terms import DocumentTermMatrix, document_term_matrix, term, term_counts

# A line of a word list: a word (no comma or tabulator in it, quoted or not), a separator, a whole number.
_LISTED = re.compile(r"""["']?(?P<word>[^\t,;"]+?)["']?\s*(?:[\t,;]|\s)\s*(?P<count>\d+)\s*""")
_LIST_SUFFIXES = {".csv", ".tsv", ".txt"}


def reference(path: str | Path) -> pd.Series | DocumentTermMatrix:
    """What to compare a corpus with: counts indexed by term where `path` is a word list, else a matrix of articles.

    A word list is a text file (.csv, .tsv, .txt) with a word and its count on each line, behind at most one line of
    headings; words are read as terms (see `term`), those that are one term are added up. Anything else is a corpus,
    as `corpus.read` takes it. Raises ValueError where neither has a word; OSError where there is no such file.
    """
    found = _word_list(Path(path))
    if found is None:
        articles, _ = corpus.read(str(path))
        described = articles[["article_id", "outlet", "published"]]
        matrix = document_term_matrix(term_counts(articles), described)
        if matrix.words.sum():
            return matrix
    elif len(found):
        return found
    raise ValueError(
        f"{path} has no words to compare with: it is neither a word list nor a corpus with articles"
    )


def _word_list(path: Path) -> pd.Series | None:
    """The counts of a word list; None where the file is none."""
    if path.suffix.lower() not in _LIST_SUFFIXES or not path.is_file():
        return None
    lines = [line.strip() for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines()]
    matches = [_LISTED.fullmatch(line) for line in lines if line]
    if matches and matches[0] is None:
        matches = matches[1:]
    if not matches or None in matches:
        return None
    rows = [(term(match["word"].strip()), int(match["count"])) for match in matches if match]
    counts = pd.DataFrame(rows, columns=["term", "count"])
    return counts[counts["term"] != ""].groupby("term")["count"].sum()
