"""Make `analysis/models/synonyms.txt.gz` from the files of WordNet 3.1: python -m training.synonyms DICT.

DICT is the folder with index.noun, index.verb, index.adj and index.adv.
"""

from __future__ import annotations

import argparse
import gzip
from collections import defaultdict
from pathlib import Path

from analysis.comparison import forms
from analysis.models import MODELS
from analysis.quotation.stance import LOADED, stance_of

SENSES, KNOWN = 3, 3  # the first senses of a word that count; news articles that a stem has to be in
KINDS = ("noun", "verb", "adj", "adv")


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dict", type=Path)
    folder = parser.parse_args().dict
    lines = sets([(kind, (folder / f"index.{kind}").read_text(encoding="utf-8")) for kind in KINDS])
    packed = gzip.compress("\n".join(map(" ".join, lines)).encode() + b"\n", 9, mtime=0)
    (MODELS / "synonyms.txt.gz").write_bytes(packed)


def sets(indices: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The stems that share a sense, sorted: of each word its most frequent senses, which WordNet has first.

    Cue verbs that take sides are synonyms of those that take the same: who *alleges* does not just *say*.
    """
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for kind, index in indices:
        for line in index.splitlines():
            if line.startswith(" "):  # the licence
                continue
            lemma, _, senses, pointers, *rest = line.split()
            if not lemma.isalpha() or len(lemma) < 3 or lemma in forms.GRAMMAR:
                continue
            stem = forms.stem(lemma)
            if forms.frequency(stem) < KNOWN:
                continue
            offsets = rest[int(pointers) + 2 :]
            assert len(offsets) == int(senses)
            side = stance_of(lemma) if stance_of(lemma) in LOADED else ""
            for offset in offsets[:SENSES]:
                found[kind, offset, side].add(stem)
    return sorted({tuple(sorted(stems)) for stems in found.values() if len(stems) > 1})


if __name__ == "__main__":
    main()
