"""Cue verbs, adjectives and nouns: whose they are, how they stand, and what follows them; sentences made up."""

import pytest

from analysis.quotation.rules.phrases import tagged
from analysis.quotation.rules.predicates import asks_for_speaker, find
from analysis.segmentation import segment


def cues(text: str) -> list[tuple[str | None, str, str, str]]:
    """Source, cue, what follows it in which frame, and where that begins."""
    words = tagged(segment(text))
    return [
        (
            text[slice(*words.span(*cue.source))] if cue.source else None,
            text[slice(*words.span(cue.first, cue.last))],
            cue.frame,
            text[words.starts[cue.content] :] if cue.content < len(words.starts) else "",
        )
        for cue in find(words, 0, len(words.lower))
    ]


def forms(text: str) -> list[tuple[str, str, bool]]:
    """The verb, how it stands and whether it is passive."""
    words = tagged(segment(text))
    return [(cue.verb, cue.form, cue.passive) for cue in find(words, 0, len(words.lower))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Birk said that it rained.", ("Birk", "said", "clause", "that it rained.")),
        ("Birk said the pier was old.", ("Birk", "said", "object", "the pier was old.")),
        ("Birk said: it rained.", ("Birk", "said", "clause", "it rained.")),
        ("Birk said, that it rained.", ("Birk", "said", "clause", "that it rained.")),
        ("Birk asked if it rained.", ("Birk", "asked", "clause", "if it rained.")),
        ("Birk wondered why.", ("Birk", "wondered", "clause", "why.")),
        ("It is late, Birk says.", ("Birk", "says", "end", ".")),
        ("It is late, Birk says", ("Birk", "says", "end", "")),
        ("Birk agreed to pay.", ("Birk", "agreed", "to", "to pay.")),
        ("Birk denied walking out.", ("Birk", "denied", "ing", "walking out.")),
    ],
)
def test_what_follows_the_verb_is_its_frame(text, expected):
    assert cues(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Birk pointed out that it rained.", ("Birk", "pointed out", "out", "that it rained.")),
        ("Birk pointed to the cracks.", ("Birk", "pointed to", "to", "the cracks.")),
        ("Birk referred to “a gift”.", ("Birk", "referred to", "to", "“a gift”.")),
        ("Birk agreed with the mayor.", ("Birk", "agreed with", "with", "the mayor.")),
        ("Birk called on the mayor to leave.", ("Birk", "called on", "on", "the mayor to leave.")),
        ("Birk was accused of waste.", ("Birk", "was accused of", "of", "waste.")),
    ],
)
def test_a_particle_belongs_to_the_cue(text, expected):
    assert cues(text) == [expected]


def test_a_particle_before_a_day_is_no_particle():
    assert cues("Birk called on Monday.") == []
    assert cues("Birk called on the mayor.") == [("Birk", "called on", "on", "the mayor.")]


def test_to_before_a_verb_is_no_part_of_the_cue():
    assert cues("Birk offered to the town a gift.")[0][1] == "offered to"
    assert cues("Birk offered to mend it.")[0][1:] == ("offered", "to", "to mend it.")


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Birk said on Monday in Lund that it rained.", "said on Monday in Lund", "that it rained."),
        ("Birk said Monday that it rained.", "said Monday", "that it rained."),
        ("Birk said through a spokesman, “I go.”", "said through a spokesman", "“I go.”"),
        ("Birk said quickly that it rained.", "said", "that it rained."),
    ],
)
def test_when_and_where_it_was_said_stands_between_the_cue_and_what_was_said(text, cue, content):
    assert [(found[1], found[3]) for found in cues(text)] == [(cue, content)]


@pytest.mark.parametrize(
    ("text", "frame", "content"),
    [
        ("Birk told the council on Monday that it rained.", "clause", "that it rained."),
        ("Birk told them that it rained.", "clause", "that it rained."),
        ("Birk told the council: it rained.", "clause", "it rained."),
        ("Birk warned Alder to leave.", "clause", "to leave."),
        ("Birk told the council a story.", "object", "a story."),
        ("“It rained,” Birk told the council.", "end", "."),
        ("Birk asked them the way.", "object", "them the way."),
    ],
)
def test_who_is_told_is_no_part_of_what_is_said(text, frame, content):
    assert [(found[2], found[3]) for found in cues(text)] == [(frame, content)]


@pytest.mark.xfail(strict=True, reason="“and” behind the first recipient reads as the end of what follows")
def test_two_recipients_are_no_part_of_what_is_said():
    (found,) = cues("Birk told the mayor and the council that it rained.")
    assert found[2:] == ("clause", "that it rained.")


def test_what_is_cited_stands_between_the_verb_and_its_clause():
    text = "Alder reported, citing two officials, that it rained."
    assert cues(text)[0] == ("Alder", "reported", "clause", "that it rained.")
    assert cues("Alder reported, citing two officials, the rain.")[0][2] == "end"


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Birk did not say that it rained.", "did not say"),
        ("Birk has repeatedly said that it rained.", "has repeatedly said"),
        ("Later Birk also said that it rained.", "also said"),
        ("Birk has been saying that it rained.", "has been saying"),
        ("They’re saying that it rained.", "saying"),
    ],
)
def test_auxiliaries_and_adverbs_belong_to_the_cue(text, cue):
    assert [found[1] for found in cues(text)] == [cue]


def test_an_adverb_that_opens_the_clause_is_none_of_the_cue():
    assert cues("Birk left, still saying that it rained.") == [(None, "saying", "clause", "that it rained.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Birk said that it rained.", ("say", "finite", False)),
        ("They’re saying that it rained.", ("say", "finite", False)),
        ("Birk was saying that it rained.", ("say", "finite", False)),
        ("Activists saying that it rained left.", ("say", "participle", False)),
        ("To say that it rained is wrong.", ("say", "infinitive", False)),
        ("The plan was said to be dead.", ("say", "finite", True)),
        ("The plan has said that it rained.", ("say", "finite", False)),
        ("His claim that it rained was wrong.", ("claim", "noun", False)),
        ("Alder is confident that it rained.", ("be", "finite", False)),
    ],
)
def test_how_a_cue_stands(text, expected):
    assert forms(text) == [expected]


def test_an_infinitive_is_a_cue_only_before_a_clause():
    assert cues("Birk came to criticise the plan.") == []
    assert [found[1] for found in cues("Birk came to say that it rained.")] == ["say"]


def test_a_participle_belongs_to_the_noun_right_before_it():
    assert cues("The activists saying that it rained left.")[0][0] == "The activists"
    assert cues("Birk, saying that it rained, left.")[0][0] is None


def test_a_verb_of_judgement_takes_it_and_others_take_a_clause():
    assert cues("Birk termed it “bad”.") == [("Birk", "termed", "object", "it “bad”.")]
    assert cues("Birk said it was bad.") == [("Birk", "said", "clause", "it was bad.")]
    assert cues("Birk found it bad.")[0][2] == "clause"
    assert cues("Birk termed she bad.") == []  # only “it” and “you” may be objects


@pytest.mark.parametrize(
    "text",
    [
        "The report claims of the council were many.",
        "The state of the road was bad.",
        "The plans state the price of each ferry.",
        "Officials claim the bridge is safe.",  # a noun, unless a clause with “that” follows
        "Alder ran the report.",
    ],
)
def test_nouns_that_look_like_verbs_are_no_cues(text):
    assert cues(text) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("They claim the bridge is safe.", "They"),
        ("Officials claim that the bridge is safe.", "Officials"),
        ("The law states that dogs must wait.", "The law"),
        ("The town fears that it rained.", "The town"),
        ("The council fears higher tolls.", "The council"),  # no other verb in the sentence
    ],
)
def test_such_a_verb_is_a_cue_behind_a_pronoun_before_a_clause_or_alone(text, source):
    assert [found[0] for found in cues(text)] == [source]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Alder is confident that it rained.", ("Alder", "is confident", "clause", "that it rained.")),
        ("Birk was sure where to go.", ("Birk", "was sure", "clause", "where to go.")),
        ("Birk is critical of the plan.", ("Birk", "is critical of", "of", "the plan.")),
        ("Birk is eager to pay.", ("Birk", "is eager", "to", "to pay.")),
        ("Birk is frustrated with the ferry.", ("Birk", "is frustrated with", "with", "the ferry.")),
        ("The council remains opposed to it.", (None, "opposed", "to", "to it.")),
    ],
)
def test_a_state_of_mind_is_a_cue(text, expected):
    assert cues(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Birk is hopeful for a vote.",  # no frame of this adjective
        "Birk is sure.",
        "Birk is sure",
        "Birk, proud that he had won, left.",  # nothing tells who is proud
        "Birk is critical that it rained.",  # critical of, not that
        "Birk is eager about it.",
    ],
)
def test_an_adjective_alone_is_no_cue(text):
    assert cues(text) == []


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("His claim that it rained", "His"),
        ("their firm denial that it rained", "their"),
        ("The mayor’s denial that it rained", "The mayor’s"),
        ("The old mayor's firm denial that it rained", "The old mayor's"),
        ("The denial that it rained", None),
        ("A firm denial that it rained", None),
    ],
)
def test_whose_claim_it_is_is_the_source(text, owner):
    assert [found[0] for found in cues(text)] == [owner]
    assert cues(text)[0][3] == "that it rained"


@pytest.mark.parametrize("text", ["Denial that it rained", "The denial was weak.", "The denial, that day,"])
def test_a_bare_noun_or_one_without_a_clause_is_no_cue(text):
    assert cues(text) == []


def test_according_to_is_a_cue_with_what_follows_it():
    assert cues("According to the mayor, it rained.") == [
        ("the mayor", "According to", "end", ", it rained.")
    ]
    assert cues("According to them it rained.")[0][0] == "them"
    assert cues("According to, it rained.") == []
    assert cues("He paid according") == []
    assert cues("It was shared according the rules.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is late,” scoffed Roe.", (None, "scoffed", "object", "Roe.")),
        ("“Is it late?” grinned Roe.", (None, "grinned", "object", "Roe.")),
        ("“It is late!” Roe went on.", ("Roe", "went on", "end", ".")),
        ("“It is late,” Roe grinned.", ("Roe", "grinned", "end", ".")),
    ],
)
def test_any_verb_is_a_cue_behind_a_passage_that_asks_for_its_speaker(text, expected):
    assert cues(text) == [expected]


@pytest.mark.parametrize("text", ["“It is late.” Roe grinned.", "It is late, Roe grinned.", "Roe grinned."])
def test_other_verbs_are_no_cues_elsewhere(text):
    assert cues(text) == []


def test_a_comma_or_question_inside_the_closing_mark_asks_for_the_speaker():
    asking = {
        text: tagged(segment(text))
        for text in ("“Late,” he", "“Late?” he", "“Late!” he", "“Late.” he", "Late, he")
    }
    assert [asks_for_speaker(words, words.classes.find("]")) for words in asking.values()] == [
        True, True, True, False, False
    ]  # fmt: skip
