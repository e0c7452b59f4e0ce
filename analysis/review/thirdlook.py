"""What the third look at a sample looks at: where coders differ, and what they have that the machine has not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.review.agreement import disagreements
from analysis.review.codings import CodedUnit, Coding, Frozen, coded, replaced
from analysis.review.samples import Sample


def differing(sample: Sample) -> dict[str, dict[str, str]]:
    """By unit and attribution, where coders differ, in words. ValueError when no unit was done by two coders."""
    found: dict[str, dict[str, str]] = {}
    rows = disagreements(sample, pseudonyms=True)
    known: dict[str, list[Coding]] = {}
    for unit_ in coded(sample):
        known.setdefault(unit_.unit, []).extend(unit_.codings)
    for unit, variable, coder, code, other, code_, start in rows[
        ["unit", "variable", "coder", "code", "other", "other_code", "start"]
    ].itertuples(index=False):
        name = next((c.coding for c in known[unit] if c.content[0][0] == start), "")
        told = f"{variable}: {code} ({coder}), {code_} ({other})"
        before = found.setdefault(unit, {}).get(name, "")
        found[unit][name] = f"{before}; {told}" if before else told
    return found


def of_coders(known: Frozen) -> dict[str, list[Coding]]:
    """By unit, every attribution that a coder has, but those of a third look."""
    found: dict[str, list[Coding]] = {}
    for unit in coded(known.sample, known=known):
        if not unit.adjudicated:
            found.setdefault(unit.unit, []).extend(unit.codings)
    return found


def proposed(unit: CodedUnit, theirs: Mapping[str, Sequence[Coding]]) -> CodedUnit:
    """A unit with what coders have in it and it has not, undecided, in the order of the text."""
    if unit.unit not in theirs:
        return unit
    have = {c.coding: c for c in unit.codings}
    for one in theirs.get(unit.unit, ()):
        have.setdefault(one.coding, replace(one, decided_at=None))
    return replaced(unit, sorted(have.values(), key=lambda c: c.content))
