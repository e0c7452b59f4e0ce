"""A reference of one's own for keyness: another corpus, or a list of words with their counts."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from analysis import corpus
from analysis.statistics.terms import DocumentTermMatrix, document_term_matrix, term, term_counts

_LIST_SUFFIXES = {".csv", ".tsv", ".txt"}
_WORD, _COUNT = ("term", "word", "type", "token", "lemma"), ("count", "frequency", "freq", "occurrences")
_TEXT = {"text", "content", "body"}  # of a corpus


def reference(path: str | Path) -> pd.Series | DocumentTermMatrix:
    """What to compare a corpus with: counts indexed by term where `path` is a word list, else a matrix of articles.

    A word list is a text file (.csv, .tsv, .txt) with a word and its count on each line, behind at most one line of
    headings, or with columns called so, as `frequency.csv` of a report has them; words are read as terms (see
    `term`), those that are one term are added up. Anything else is a corpus, as `corpus.read` takes it; articles of
    the same text are one `cluster`. Raises ValueError where neither has a word; OSError where there is no such file.
    """
    found = _word_list(Path(path))
    if found is None:
        articles, _ = corpus.read(str(path))
        described = articles[["article_id", "outlet", "published"]].assign(
            cluster=[f"reference {n}" for n in pd.factorize(articles["text"])[0]]
        )
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
    lines = [
        line for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines() if line.strip()
    ]
    rows = _of_columns(lines) or [_counted(line) for line in lines]
    rows = rows[1:] if rows and rows[0] is None else rows
    if not rows or None in rows:
        return None
    counts = pd.DataFrame(rows, columns=["term", "count"])
    return counts[counts["term"] != ""].groupby("term")["count"].sum()


def _of_columns(lines: list[str]) -> list[tuple[str, int] | None]:
    """The terms and counts of a table whose headings say which column is which, such as our own `frequency.csv`."""
    mark = next((mark for mark in "\t,;" if lines and mark in lines[0]), "")
    headings = [name.strip(" \"'").lower() for name in lines[0].split(mark)] if mark else []
    word, count = (next((h for h in headings if h in names), None) for names in (_WORD, _COUNT))
    if word is None or count is None or set(headings) & _TEXT:
        return []
    rows = csv.DictReader(lines[1:], fieldnames=headings, delimiter=mark)
    return [_row(str(row[word] or "").strip(), str(row[count] or "").strip()) for row in rows]


def _row(word: str, count: str) -> tuple[str, int] | None:
    return (term(word), int(count)) if word and count.isdecimal() else None


def _counted(line: str) -> tuple[str, int] | None:
    """The term and count of a line such as "mines,3" or "mines 3"; None where it is something else."""
    mark = next((mark for mark in "\t,;" if mark in line), None)
    word, _, count = line.rpartition(mark) if mark else line.strip().rpartition(" ")
    word, count = word.strip(" \"'"), count.strip(" \"'")
    if not word or not count.isdecimal() or (mark and mark in word):
        return None
    return term(word), int(count)
