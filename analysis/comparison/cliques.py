"""Groups from scored pairs: apart from each other (average linkage), or overlapping (near-cliques)."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence


def groups(
    size: int,
    pairs: Sequence[tuple[int, int, float]],
    *,
    threshold: float,
) -> list[int]:
    """A group number for each of `size` items, from 0 in order of the groups' first items.

    `pairs` are (item, item, score); a pair that is not given scores 0. The two groups with the highest mean
    score between their items are joined while that mean is at least `threshold` (average linkage, UPGMA:
    Sokal & Michener 1958). Time and memory grow as p log p with the number of pairs.
    """
    links = _links(size, pairs)
    members = [1] * size
    parent = list(range(size))
    heap = [
        (-score, a, b)
        for a, near in enumerate(links)
        for b, score in near.items()
        if a < b and score >= threshold
    ]
    heapq.heapify(heap)
    while heap:
        score, a, b = heapq.heappop(heap)
        if parent[a] != a or parent[b] != b or -score != _mean(links, members, a, b):
            continue
        if len(links[a]) < len(links[b]):
            a, b = b, a
        parent[b] = a
        _absorb(links, members, a, b)
        for near in links[a]:
            mean = _mean(links, members, a, near)
            if mean >= threshold:
                heapq.heappush(heap, (-mean, min(a, near), max(a, near)))
    return _numbered(parent)


def _links(size: int, pairs: Sequence[tuple[int, int, float]]) -> list[dict[int, float]]:
    links: list[dict[int, float]] = [{} for _ in range(size)]
    for a, b, score in pairs:
        links[a][b] = links[b][a] = score
    return links


def _mean(links: list[dict[int, float]], members: list[int], a: int, b: int) -> float:
    return links[a][b] / (members[a] * members[b])


def _absorb(links: list[dict[int, float]], members: list[int], a: int, b: int) -> None:
    members[a] += members[b]
    for near, score in links[b].items():
        del links[near][b]
        if near != a:
            links[a][near] = links[near][a] = links[a].get(near, 0.0) + score
    links[b] = {}


def _numbered(parent: list[int]) -> list[int]:
    numbers: dict[int, int] = {}
    out = []
    for item in range(len(parent)):
        root = item
        while parent[root] != root:
            root = parent[root]
        out.append(numbers.setdefault(root, len(numbers)))
    return out


def cliques(
    pairs: Sequence[tuple[int, int, float]], *, threshold: float, owner: Sequence[int], share: float = 0.8
) -> list[list[int]]:
    """Groups of items that hold together pair by pair; an item may be in several, items without a pair in none.

    `pairs` are (item, item, score) of items of different owners; a score of minus infinity keeps two items out
    of every common group. From the highest score down to `threshold`, a pair that no group holds yet starts
    one, which takes in, best first, each item that is paired so with at least `share` of the members of other
    owners, unless a group holds it with all of them already. Thus something long can go with several short
    pieces of it that have nothing in common.
    """
    near: dict[int, dict[int, float]] = {}
    apart: set[tuple[int, int]] = set()
    for a, b, score in pairs:
        if score >= threshold:
            near.setdefault(a, {})[b] = near.setdefault(b, {})[a] = score
        elif score == -math.inf:
            apart |= {(a, b), (b, a)}
    covered: set[tuple[int, int]] = set()
    found = []
    for _, a, b in sorted((-score, a, b) for a, b, score in pairs if score >= threshold):
        if (a, b) not in covered:
            group = sorted(_grown([a, b], near, apart, covered, owner, share))
            covered |= {(x, y) for x in group for y in group if x < y}
            found.append(group)
    return sorted(found)


def _grown(
    group: list[int],
    near: dict[int, dict[int, float]],
    apart: set[tuple[int, int]],
    covered: set[tuple[int, int]],
    owner: Sequence[int],
    share: float,
) -> list[int]:
    a, b = group
    weight = {c: near[a].get(c, 0.0) + near[b].get(c, 0.0) for c in {*near[a], *near[b]} - {a, b}}
    for c in sorted(weight, key=lambda c: (-weight[c], c)):
        others = [m for m in group if owner[m] != owner[c]]
        paired = sum(m in near[c] for m in others)
        fresh = any((min(c, m), max(c, m)) not in covered for m in others)
        if fresh and paired >= share * len(others) and not any((c, m) in apart for m in others):
            group.append(c)
    return group
