"""Dictionaries of one's own: categories of words and phrases, as LIWC, quanteda and spreadsheets keep them.

What is read is a list of patterns, each with its category; a category may lie inside others. Of a pattern, case and
the kind of apostrophe mean nothing, `*` stands for any characters of a word, a blank for any white space between two.

LIWC: Pennebaker, Boyd, Jordan & Blackburn (2015), The Development and Psychometric Properties of LIWC2015.
quanteda: Benoit et al. (2018), Journal of Open Source Software 3(30), `dictionary(file = …)`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

LARGEST = 20_000_000  # bytes of a file
MOST = 200_000  # patterns of a file
DEEPEST = 12  # categories inside each other
INSIDE = "/"  # between a category and those that it lies in, outermost first


class Entry(NamedTuple):
    """A pattern, its words separated by single blanks, in its category, outermost first."""

    category: tuple[str, ...]
    pattern: str


class Dictionary(NamedTuple):
    """What a file holds: its name without suffix, its entries, and the lines that no count can use."""

    name: str
    entries: tuple[Entry, ...]
    left_out: tuple[str, ...] = ()


def dictionaries(files: str | Sequence[str | Path]) -> list[Dictionary]:
    """The dictionaries in `files`: paths, or a text of paths separated by commas; of an empty text none.

    Formats by suffix: `.dic` as LIWC's, `.yml` and `.yaml` as quanteda's, `.csv` and `.tsv` with the columns
    `category` and `pattern`, where "economy/jobs" lies inside "economy". Raises ValueError, with the file and what is
    wrong with it, for one that cannot be read as such, and for two of one name; OSError where there is no such file.
    """
    found = [_read(Path(path).expanduser()) for path in (paths(files) if isinstance(files, str) else files)]
    names = [dictionary.name for dictionary in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two dictionaries are called {twice[0]}; rename one of the files")
    return found


def paths(text: str) -> list[str]:
    """The paths in a text, separated by commas; a comma inside the path of a file that is there separates nothing."""
    parts = text.split(",")
    found = []
    while parts:
        sizes = range(len(parts), 1, -1)
        size = next((n for n in sizes if Path(",".join(parts[:n]).strip()).expanduser().is_file()), 1)
        found.append(",".join(parts[:size]).strip())
        del parts[:size]
    return [path for path in found if path]


def _read(path: Path) -> Dictionary:
    if not path.is_file():
        raise FileNotFoundError(f"dictionary {path}: no such file")
    if path.suffix.lower() not in _READERS:
        known = ", ".join(_READERS)
        raise ValueError(f"dictionary {path}: its name ends in none of {known}")
    if path.stat().st_size > LARGEST:
        raise ValueError(f"dictionary {path}: larger than {LARGEST // 1_000_000} MB")
    try:
        entries, left_out = _READERS[path.suffix.lower()](_text(path.read_bytes()))
        cleaned = list(dict.fromkeys(_cleaned(entry) for entry in entries))
        if not cleaned:
            raise ValueError("it holds no pattern")
        if len(cleaned) > MOST:
            raise ValueError(f"it holds more than {MOST:,} patterns")
    except ValueError as error:
        raise ValueError(f"dictionary {path}: {error}") from error
    return Dictionary(path.stem, tuple(cleaned), tuple(left_out))


def _text(content: bytes) -> str:
    """Old dictionaries are in Western Europe's encoding of Windows."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace")


_APOSTROPHES = re.compile("[’‘ʼ＇]")


def _cleaned(entry: Entry) -> Entry:
    """`entry` as it is compared; ValueError where it has no category or says nothing."""
    category = tuple(" ".join(name.split()) for name in entry.category)
    pattern = " ".join(_APOSTROPHES.sub("'", entry.pattern).lower().split())
    if not category or not all(category):
        raise ValueError(f"the pattern {entry.pattern[:60]!r} has no category")
    if len(category) > DEEPEST:
        raise ValueError(f"more than {DEEPEST} categories lie inside each other")
    if not pattern.replace("*", "").strip():
        raise ValueError(
            f"a pattern of {INSIDE.join(category)} is {entry.pattern[:60]!r}, which says nothing"
        )
    return Entry(category, pattern)


Found = tuple[Iterable[Entry], Sequence[str]]


# --- LIWC -----------------------------------------------------------------------------------------------------

_CONDITION = re.compile(
    r"\([^()]{0,200}\)\d{0,9}|<of>\S{0,200}"
)  # (02 134)125/464: one code or another, by what is near


def _liwc(text: str) -> Found:
    """Between two lines of % categories with their numbers, tabs before them saying what lies inside what; then words
    with the numbers of theirs.

    What LIWC decides by the words near by, in parentheses or behind <of>, is left out.
    """
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    marks = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2 or marks[0] != 0:
        raise ValueError("it does not begin with its categories between two lines of a single %")
    named = _categories(lines[1 : marks[1]])
    entries: list[Entry] = []
    left_out: list[str] = []
    for line in lines[marks[1] + 1 :]:
        if _CONDITION.search(line):
            left_out.append(line.strip()[:100])
            continue
        word, numbers = _word_and_numbers(line.strip())
        if not numbers:
            raise ValueError(f"the word {word[:60]!r} has no category's number behind it")
        if unknown := [number for number in numbers if number not in named]:
            raise ValueError(
                f"the word {word[:60]!r} is in category {unknown[0]}, which is not among those named"
            )
        entries += [Entry(named[number], word) for number in numbers]
    return entries, left_out


def _word_and_numbers(line: str) -> tuple[str, list[str]]:
    """The word, which may be several, and the numbers behind its tab, or behind its blanks where there is no tab."""
    word, tab, codes = line.partition("\t")
    if tab:
        return word, codes.split()
    words, numbers = line.split(), list[str]()
    while words and words[-1].isdecimal():
        numbers.insert(0, words.pop())
    return " ".join(words), numbers


def _categories(lines: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The categories by their number, each with those that it lies in."""
    found: dict[str, tuple[str, ...]] = {}
    above: list[tuple[int, str]] = []
    for line in lines:
        number, _, name = line.strip().partition("\t")
        if not name:
            number, _, name = line.strip().partition(" ")
        if not number.isdecimal() or not name.strip():
            raise ValueError(f"the category {line.strip()[:60]!r} is not a number and a name")
        if number in found:
            raise ValueError(f"two categories have the number {number}")
        depth = len(line) - len(line.lstrip())
        above = [(level, outer) for level, outer in above if level < depth] + [(depth, name.strip())]
        found[number] = tuple(outer for _, outer in above)
    return found


# --- quanteda -------------------------------------------------------------------------------------------------


def _yaml(text: str) -> Found:
    """Categories as keys, patterns or further categories below them; every value is text, "no" and "1" too."""
    import yaml

    try:
        tree = yaml.compose(text, Loader=yaml.BaseLoader)
        _once(tree)
        return list(_below(yaml.load(text, Loader=yaml.BaseLoader), ())), ()
    except yaml.YAMLError as error:
        raise ValueError(f"it is no YAML: {' '.join(str(error).split())[:300]}") from error
    except RecursionError as error:
        raise ValueError(f"more than {DEEPEST} categories lie inside each other") from error


def _once(tree: Any) -> None:
    """ValueError where a category stands twice at one place: YAML would keep the patterns of the last alone."""
    waiting, looked = [tree], set[int]()  # what repeats itself by an anchor is looked at once
    while waiting:
        node = waiting.pop()
        if id(node) in looked or not isinstance(getattr(node, "value", None), list):
            continue
        looked.add(id(node))
        pairs = [pair for pair in node.value if isinstance(pair, tuple)]  # of a mapping; else a sequence
        name, times = next(iter(Counter(str(name.value) for name, _ in pairs).most_common(1)), ("", 0))
        if times > 1:
            raise ValueError(f"the category {name[:60]!r} stands there twice; put its patterns together")
        waiting += [below for _, below in pairs] or node.value


def _below(read: Any, category: tuple[str, ...]) -> Iterator[Entry]:
    """The patterns of what was read for a category."""
    waiting, seen = [(read, category)], 0
    while waiting:
        read, category = waiting.pop()
        seen += 1
        if seen > 2 * MOST or len(category) > DEEPEST:
            raise ValueError(f"it holds more than {MOST:,} patterns, or categories deeper than {DEEPEST}")
        if isinstance(read, dict):
            waiting += [(value, (*category, str(key))) for key, value in reversed(read.items())]
        elif isinstance(read, list) and category:
            waiting += [(value, category) for value in reversed(read)]
        elif isinstance(read, str) and category:
            if read.strip():  # a category may be empty
                yield Entry(category, read)
        else:
            raise ValueError("its top is no category with patterns below it")


# --- tables ---------------------------------------------------------------------------------------------------


def _table(text: str) -> Found:
    """A row for each pattern, columns `category` and `pattern`; others are left alone."""
    heading = text.partition("\n")[0]
    mark = max("\t;,", key=heading.count)
    try:
        rows = [
            row for row in csv.reader(text.splitlines(), delimiter=mark) if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise ValueError(f"it is no table: {error}") from error
    columns = [name.strip().lower() for name in rows[0]] if rows else []
    for wanted in ("category", "pattern"):
        if columns.count(wanted) != 1:
            raise ValueError(
                f"it has no column {wanted}: its first line must name the columns category and pattern"
            )
    category, pattern = columns.index("category"), columns.index("pattern")
    entries = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) <= max(category, pattern) or not row[category].strip() or not row[pattern].strip():
            raise ValueError(f"row {number} has no category or no pattern")
        entries.append(Entry(tuple(row[category].split(INSIDE)), row[pattern]))
    return entries, ()


_READERS: Mapping[str, Callable[[str], Found]] = {
    ".dic": _liwc,
    ".yml": _yaml,
    ".yaml": _yaml,
    ".csv": _table,
    ".tsv": _table,
}
