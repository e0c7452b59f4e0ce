"""What a source does with a content, by the cue, what follows it, and who or what the source is."""

import pytest

from analysis.quotation import Attribution, kind_of, tables
from analysis.quotation.acts import ACTS, act_of
from analysis.segmentation import Document, segment


def attributed(
    source: str, cue: str, content: str, *, in_front: bool = False
) -> tuple[Document, Attribution]:
    """A sentence, and its attribution; with `in_front` the content stands before source and cue."""
    text = f"{content}, {source} {cue}." if in_front else f"{source} {cue} {content}."
    pieces = {}
    for name, words in (("source", source), ("cue", cue), ("content", content)):
        at = text.index(words)
        pieces[name] = ((at, at + len(words)),) if words else ()
    document = segment(text)
    kind = kind_of(document, pieces["content"])
    return document, Attribution(kind, pieces["content"], pieces["cue"], pieces["source"], None, 0.5, "test")


def act(source: str, cue: str, content: str, *, in_front: bool = False) -> str:
    return act_of(*attributed(source, cue, content, in_front=in_front))


@pytest.mark.parametrize(
    ("expected", "source", "cue", "content"),
    [
        ("communication", "The mayor", "said", "that the bridge is closed"),
        ("communication", "She", "has repeatedly warned", "that the bridge may fall"),
        ("communication", "The council", "promised", "to mend the bridge"),
        ("communication", "Residents", "called for", "a new bridge"),
        ("communication", "The union", "urged", "the council to pay"),
        ("communication", "He", "accused", "the council of sleeping"),
        ("communication", "They", "threatened", "to leave"),
        ("communication", "He", "said he believed", "that the bridge is safe"),
        ("communication", "Neighbours", "raised concerns", "about the noise"),
        ("belief", "The mayor", "believes", "that the bridge is safe"),
        ("belief", "Residents", "fear", "that the bridge will fall"),
        ("belief", "She", "hopes", "that the bridge will hold"),
        ("belief", "She", "is convinced", "that the bridge will hold"),
        ("belief", "The council", "agrees", "that the bridge is old"),
        ("belief", "Few", "considered", "the bridge a danger"),
        ("belief", "Engineers", "are worried", "that rust has set in"),
        ("knowledge", "The mayor", "knew", "that the bridge was cracked"),
        ("knowledge", "Engineers", "found out", "that the bolts were loose"),
        ("knowledge", "She", "remembers", "the old bridge"),
        ("knowledge", "Neighbours", "heard", "the bolts snap"),
        ("knowledge", "He", "was unaware", "that the bridge was closed"),
        ("intention", "The council", "wants", "to sell the bridge"),
        ("intention", "She", "hopes", "to mend the bridge"),
        ("intention", "The council", "agreed", "to sell the bridge"),
        ("intention", "He", "has no plans", "to leave"),
        ("intention", "She", "is considering", "a sale of the bridge"),
        ("intention", "She", "has considered", "selling the bridge"),
        ("intention", "The council", "will consider", "whether to sell"),
        ("intention", "They", "refused", "to leave the bridge"),
        ("intention", "The party", "opposes", "the new toll"),
        ("intention", "Two towns", "sued", "to stop the toll"),
        ("communication", "Two towns", "sued", "the company over the toll"),
        ("intention", "The firm", "would like", "to buy it"),
        ("intention", "The firm", "is set", "to buy it"),
    ],
)  # fmt: skip
def test_the_cue_and_what_follows_it_tell_the_act(expected, source, cue, content):
    assert act(source, cue, content) == expected


def test_what_stands_between_quotation_marks_was_said():
    assert act("she", "believes", "“The bridge will hold”", in_front=True) == "communication"
    assert act("she", "believes", "The bridge will hold", in_front=True) == "belief"


@pytest.mark.parametrize(
    "source", ["The report", "A study of old bridges", "Court documents", "A poll by the paper"]
)
def test_a_document_thinks_and_knows_nothing_but_says_it(source):
    assert act(source, "found", "that tolls are hated") == "communication"
    assert act("A reporter", "found", "that tolls are hated") == "knowledge"
    assert act("The author of the report", "believes", "that tolls are hated") == "belief"


def test_according_to_somebody_something_was_said():
    assert act("people who know the plans", "according to", "It was sold") == "communication"
    assert act("the plan's authors", "according to the thinking of", "It was sold") == "communication"


def test_who_declines_to_comment_says_so_and_who_declines_to_act_intends_it():
    assert act("The firm", "declined to comment", "on the sale") == "communication"
    assert act("The firm", "declined", "to say who bought it") == "communication"
    assert act("The firm", "declined", "to sell") == "intention"


def test_what_somebody_makes_known_was_said():
    assert act("She", "made it known", "that she would leave") == "communication"


def test_words_before_the_cue_tell_nothing():
    assert act("they", "hope", "to win is human", in_front=True) == "belief"


def test_without_a_cue_and_with_one_that_nobody_knows_something_was_said():
    document, found = attributed("Ada Byron", "texted", "that it was late")
    assert act_of(document, found) == "communication"
    assert (
        act_of(document, Attribution("indirect", found.content, (), (), None, 0.5, "test")) == "communication"
    )


def test_acts_come_with_the_tables():
    document, found = attributed("The council", "wants", "to sell the bridge")
    assert found.act == "communication"
    assert ACTS == ("communication", "belief", "knowledge", "intention")
    import pandas as pd

    rows, _ = tables(pd.DataFrame({"article_id": ["a"]}), [document], engine="rules")
    assert rows["act"].tolist() == ["intention"]


def test_words_inside_the_marks_that_hold_the_cue_too_are_of_its_act():
    document = segment("“They think that it is over,” he said. He thinks “it is over”.")
    inner, outer = document.text.index("think"), document.text.index("thinks")

    def spans(words, start):
        at = document.text.index(words, start)
        return ((at, at + len(words)),)

    nested = Attribution("direct", spans("it is over", 0), ((inner, inner + 5),), (), 0, 0.5, "test")
    quoted = Attribution("direct", spans("“it is over”", outer), ((outer, outer + 6),), (), None, 0.5, "test")
    assert act_of(document, nested) == "belief"
    assert act_of(document, quoted) == "communication"


def test_to_see_something_as_something_is_a_belief():
    assert act("critics", "see", "the move as a threat") == "belief"
    assert act("critics", "saw", "that it was late") == "knowledge"
