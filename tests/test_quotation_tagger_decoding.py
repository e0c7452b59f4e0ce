"""From emissions and link vectors to attributions, on numbers small enough to follow by hand."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from analysis.quotation import tagger
from analysis.quotation.tagger.decoding import (
    BUCKETS,
    LINK_SIZE,
    REACH,
    TAGS,
    TRANSITIONS,
    Group,
    Reading,
    Settings,
    best_tags,
    bucket,
    groups,
    pointers,
    tag_spans,
    tags_by_window,
)

ALLOWED = np.where(np.array(TRANSITIONS), 0.0, -1e4).astype(np.float32)


def emissions_for(names: list[str], strength: float = 5.0) -> np.ndarray:
    scores = np.zeros((len(names), len(TAGS)), np.float32)
    scores[np.arange(len(names)), [TAGS.index(n) for n in names]] = strength
    return scores


def test_tags_follow_the_emissions_when_they_are_consistent() -> None:
    names = ["B-source", "E-source", "S-cue", "B-content", "I-content", "E-content", "O"]
    assert [TAGS[t] for t in best_tags([emissions_for(names)], ALLOWED)[0]] == names


def test_sequences_of_unlike_length_do_not_disturb_each_other() -> None:
    names = [["S-cue"], ["B-content", "I-content", "E-content"], []]
    found = best_tags([emissions_for(n) for n in names], ALLOWED)
    assert [[TAGS[t] for t in tags] for tags in found] == names


def test_a_content_is_not_broken_by_one_weak_token() -> None:
    emissions = emissions_for(["B-content", "I-content", "O", "I-content", "E-content"])
    emissions[2, TAGS.index("I-content")] = 4.9
    assert tag_spans(best_tags([emissions], ALLOWED)[0])["content"] == [(0, 5)]


def test_the_best_tags_are_those_of_the_best_of_all_sequences() -> None:
    rng = np.random.default_rng(3)
    learned = ALLOWED + rng.normal(size=ALLOWED.shape).astype(np.float32)
    emissions = rng.normal(size=(4, len(TAGS))).astype(np.float32)

    def total(tags: tuple[int, ...]) -> float:
        if TAGS[tags[0]][0] in "IE" or TAGS[tags[-1]][0] in "BI":
            return -np.inf
        steps = sum(learned[a, b] for a, b in itertools.pairwise(tags))
        return float(emissions[range(len(tags)), tags].sum() + steps)

    best = max(itertools.product(range(len(TAGS)), repeat=len(emissions)), key=total)
    assert best_tags([emissions], learned)[0].tolist() == list(best)


def test_a_span_that_begins_at_the_last_token_is_closed_there() -> None:
    assert [TAGS[t] for t in best_tags([emissions_for(["O", "B-cue"])], ALLOWED)[0]][1] in {"O", "S-cue"}


def test_spans_of_a_role_may_touch() -> None:
    tags = np.array([TAGS.index(t) for t in ("B-content", "E-content", "B-content", "E-content", "S-source")])
    assert tag_spans(tags) == {"source": [(4, 5)], "cue": [], "content": [(0, 2), (2, 4)]}


@pytest.mark.parametrize("distance", [0, 1, 2, 7, 50, 400, 9000])
def test_buckets_are_symmetric_ordered_and_in_range(distance: int) -> None:
    middle = BUCKETS // 2
    there, back = int(bucket(np.array(distance))), int(bucket(np.array(-distance)))
    assert there - middle == middle - back
    assert 0 <= back <= middle <= there < BUCKETS


def reading_of(
    names: list[str],
    links: dict[tuple[int, int, int], float],
    paragraph: list[int] | None = None,
    sentence: list[int] | None = None,
) -> Reading:
    """A reading whose pointer scores are zero but for `links`: (relation, from, to) -> score; to -1 is nowhere."""
    n = len(names)
    queries, keys = (np.zeros((n, 2, LINK_SIZE), np.float32) for _ in range(2))
    none = np.zeros((1, 2, LINK_SIZE), np.float32)
    for axis, ((relation, start, target), score) in enumerate(links.items()):
        queries[start, relation, axis] = score * LINK_SIZE**0.5
        (none[0] if target < 0 else keys[target])[relation, axis] = 1.0
    zeros = np.zeros(n, np.int64)
    return Reading(
        emissions_for(names),
        queries,
        keys,
        none,
        zeros,
        np.arange(1, n + 1),
        zeros if paragraph is None else np.array(paragraph),
        zeros if sentence is None else np.array(sentence),
    )


FLAT = np.zeros((2, BUCKETS), np.float32)


def test_contents_are_gathered_under_the_cue_they_point_to() -> None:
    names = ["S-content", "O", "S-source", "S-cue", "O", "S-content"]
    links = {(0, 0, 3): 9.0, (0, 5, 3): 9.0, (1, 3, 2): 9.0, (1, 0, 2): 9.0, (1, 5, 2): 9.0}
    reading = reading_of(names, links)
    found = groups(reading, best_tags([reading.emissions], ALLOWED)[0], FLAT, Settings())
    assert [(g.cue, g.contents, g.source) for g in found] == [((3, 4), [(0, 1), (5, 6)], (2, 3))]


def test_nothing_points_from_one_window_to_another() -> None:
    names = ["S-content", "S-source", "S-cue", "S-content", "O", "O"]
    links = {(0, 0, 2): 9.0, (1, 0, 1): 9.0, (1, 2, 1): 9.0, (0, 3, 2): 9.0, (1, 3, 1): 9.0}
    together = reading_of(names, links)
    apart = replace(together, window=np.repeat([0, 1], 3), none=np.repeat(together.none, 2, axis=0))
    tags = best_tags([together.emissions], ALLOWED)[0]
    found = [
        [(g.cue, g.contents, g.source) for g in groups(r, tags, FLAT, Settings())] for r in (together, apart)
    ]
    assert found[0] == [((2, 3), [(0, 1), (3, 4)], (1, 2))]
    assert found[1] == [((2, 3), [(0, 1)], (1, 2)), (None, [(3, 4)], None)]


def test_a_source_in_the_sentence_of_the_cue_comes_before_one_elsewhere() -> None:
    names = ["S-source", "S-source", "S-cue", "S-content"]
    links = {(0, 3, 2): 9.0, (1, 2, 0): 6.0, (1, 3, 0): 6.0, (1, 2, 1): 5.0, (1, 3, 1): 5.0}
    reading = reading_of(names, links, sentence=[0, 1, 1, 1])
    tags = best_tags([reading.emissions], ALLOWED)[0]
    chosen = [groups(reading, tags, FLAT, Settings(elsewhere=e))[0].source for e in (0.0, 5.0)]
    assert chosen == [(0, 1), (1, 2)]


def test_a_source_that_nothing_points_to_is_not_taken() -> None:
    names = ["S-source", "O", "S-cue", "S-content"]
    links = {(0, 3, 2): 9.0, (1, 2, -1): 9.0, (1, 3, -1): 9.0}
    reading = reading_of(names, links)
    found = groups(reading, best_tags([reading.emissions], ALLOWED)[0], FLAT, Settings())
    assert [(g.cue, g.source) for g in found] == [((2, 3), None)]


def test_a_content_that_points_nowhere_stands_alone() -> None:
    names = ["S-source", "S-cue", "O", "S-content"]
    reading = reading_of(names, {(0, 3, -1): 9.0, (1, 3, 0): 9.0})
    found = groups(reading, best_tags([reading.emissions], ALLOWED)[0], FLAT, Settings())
    assert [(g.cue, g.contents, g.source) for g in found] == [(None, [(3, 4)], (0, 1))]


def test_nothing_points_further_than_the_reach() -> None:
    reading = reading_of(["O"] * (REACH + 2), {})
    near, far = REACH, REACH + 1
    chances = pointers(reading, FLAT, 0, [(0, 1)], [near, far])
    assert chances[0].tolist() == pytest.approx([0.5, 0.5, 0.0])


def test_a_further_content_in_another_paragraph_needs_a_surer_link() -> None:
    names = ["S-content", "S-cue", "O", "S-content"]
    links = {(0, 0, 1): 9.0, (0, 3, 1): 1.0, (0, 3, -1): 1.0}
    settings = Settings(joining=0.3, joining_afar=0.9)
    together = reading_of(names, links)
    apart = reading_of(names, links, paragraph=[0, 0, 0, 1])
    for reading, expected in ((together, [[(0, 1), (3, 4)]]), (apart, [[(0, 1)], [(3, 4)]])):
        tags = best_tags([reading.emissions], ALLOWED)[0]
        assert [g.contents for g in groups(reading, tags, FLAT, settings)] == expected


def test_a_content_without_a_cue_leans_to_the_speaker_of_its_paragraph() -> None:
    names = ["S-source", "S-source", "S-cue", "S-content", "O", "S-content"]
    links = {(0, 3, 2): 9.0, (1, 2, 1): 9.0, (1, 3, 1): 9.0, (0, 1, 2): 9.0, (0, 5, -1): 9.0, (1, 5, 0): 0.1}
    reading = reading_of(names, links)
    tags = best_tags([reading.emissions], ALLOWED)[0]
    sources = {
        bonus: groups(reading, tags, FLAT, Settings(same_paragraph=bonus))[-1].source for bonus in (0.0, 0.5)
    }
    assert sources == {0.0: (0, 1), 0.5: (1, 2)}


def test_what_the_confidence_is_computed_from() -> None:
    sure = np.array([0.5, 1.0, 0.25, 0.75, 1.0, 0.5])
    group = Group((3, 4), [(0, 2), (4, 6)], source=(2, 3), evidence={"cue": 0.9, "source": 0.8})
    found = tagger.group_features(group, sure)
    assert found == {
        "content": 0.75, "edge": 0.5, "cue": 0.75, "source": 0.25, "has_cue": 1, "has_source": 1,
        "cue_link": 0.9, "source_link": 0.8, "pieces": 2, "short": 1,
    }  # fmt: skip
    bare = tagger.group_features(Group(None, [(i, i + 1) for i in range(5)]), sure)
    assert [bare[k] for k in ("cue", "source", "has_cue", "has_source", "cue_link", "source_link")] == [0] * 6
    assert (bare["pieces"], bare["short"]) == (3, 0)


def test_tags_do_not_cross_from_one_window_to_another() -> None:
    names = ["B-content", "I-content", "I-content", "E-content"]
    whole, apart = (
        tags_by_window([emissions_for(names)], [np.array(window)], ALLOWED)[0]
        for window in ([0, 0, 0, 0], [0, 0, 1, 1])
    )
    assert [TAGS[t] for t in whole] == names
    assert tag_spans(apart[:2])["content"] == [(0, 2)]
    assert tag_spans(apart[2:])["content"] == [(0, 2)]
    assert (
        tags_by_window([np.zeros((0, len(TAGS)), np.float32)], [np.zeros(0, int)], ALLOWED)[0].tolist() == []
    )
