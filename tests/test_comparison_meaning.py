import numpy as np
import pytest

from analysis import models
from analysis.comparison import alignment, meaning
from analysis.comparison.meaning import FIRST, SECOND, Said
from analysis.comparison.statements import statement

CLOSED = Said("Ada Quill", "said", "the Harlow Bridge will stay closed until its cracked piers are mended")
EDITED = Said("Ada Quill", "said", "the Harlow Bridge would not reopen before the piers had been repaired")
SHUT = Said("the mayor", "announced", "the crossing would not reopen before repairs to the damaged supports")
MOTHS = Said("Lena Marsh", "said", "the moths on the heather had come back this spring")


def read(said, reader=FIRST):
    """The word pieces that are read of one side, written out."""
    tokenizer = models.tokenizer(reader.pieces)
    (row,) = meaning.pieces([said], reader, tokenizer)
    return [tokenizer.id_to_token(piece) for piece in row]


def test_speaker_cue_and_content_are_read_with_colons_between_them():
    assert read(Said("Ann", "said", "no")) == ["▁Ann", ":", "▁said", ":", "▁no"]
    assert read(Said("Ann", "said", "no"), SECOND) == ["ann", ":", "said", ":", "no"]


@pytest.mark.parametrize("reader", [FIRST, SECOND])
def test_a_long_side_is_cut(reader):
    row = read(Said("a " * 50, "b " * 50, "c " * 500), reader)
    assert len(row) == meaning.LENGTH
    assert row.index(":") == 12


def test_what_pieces_of_english_news_cannot_write_is_unknown():
    assert read(Said("Ann", "", "café")) == ["▁Ann", ":", ":", "▁ca", "f", "é"]
    assert "[UNK]" in read(Said("Ann", "", "新聞"))


def test_sides_are_ended_and_shorter_rows_are_padded():
    rows = [([7], [8, 9]), ([7, 7, 7, 7], [8])]
    inputs = meaning.padded(rows, FIRST)
    assert list(inputs) == ["ids", "mask"]
    assert inputs["ids"].tolist() == [[1, 7, 2, 8, 9, 2, 0, 0], [1, 7, 7, 7, 7, 2, 8, 2]]
    assert inputs["mask"].tolist() == [[1, 1, 1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1]]
    assert meaning.padded(rows, SECOND)["second"].tolist() == [
        [0, 0, 0, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 1],
    ]


@pytest.mark.parametrize("reader", [FIRST, SECOND])
def test_to_either_network_a_paraphrase_is_nearer_than_another_matter(reader):
    same, other = meaning.answers([(CLOSED, SHUT), (CLOSED, MOTHS)], reader)
    assert same > other + 1


def test_neither_order_nor_company_changes_what_is_made_of_a_pair():
    pairs = [(CLOSED, SHUT), (CLOSED, MOTHS), (CLOSED, EDITED), (EDITED, MOTHS)]
    found = meaning.logits(pairs)
    alone = [meaning.logits([pair])[0] for pair in pairs]
    np.testing.assert_allclose(alone, found, atol=0.1)  # 8-bit, one scale a batch
    np.testing.assert_allclose(meaning.logits(pairs[::-1])[::-1], found, atol=0.1)
    assert meaning.logits([]).shape == (0,)


class ByFirstSide:
    """In place of a network: the log-odds are the number of word pieces of the first side, minus five."""

    def run(self, names, inputs):
        first = [row.tolist().index(2) - 1 for row in inputs["ids"]]
        return [np.array(first) - 5.0]


def test_a_pair_in_doubt_is_read_the_other_way_round_too(monkeypatch):
    monkeypatch.setattr(meaning, "_session", lambda _: ByFirstSide())
    four, five, nine = Said("a", "", "b"), Said("a", "", "b b"), Said("a", "", "b b b b b b")
    pairs = [(four, nine), (five, four), (nine, four)]
    # one side is 4, 5 or 9 pieces long: -1 and 4 make 1.5, 0 and -1 make -0.5, 4 is not in doubt
    assert meaning.answers(pairs, FIRST).tolist() == [1.5, -0.5, 4.0]


def test_the_mean_of_both_counts_where_the_first_does_not_find_a_pair_unlikely(monkeypatch):
    asked = []

    def answers(pairs, reader):
        asked.append((reader, len(pairs)))
        return np.array([-5.0, -3.0, 2.0]) if reader is FIRST else np.array([-1.0, 6.0])

    monkeypatch.setattr(meaning, "answers", answers)
    pairs = [(CLOSED, MOTHS), (CLOSED, SHUT), (CLOSED, EDITED)]
    assert meaning.logits(pairs).tolist() == [-5.0, -2.0, 4.0]
    assert asked == [(FIRST, 3), (SECOND, 2)]


@pytest.fixture(scope="module")
def statements():
    return [statement(s.content, name=s.who, cue=s.cue) for s in (CLOSED, EDITED, MOTHS)]


def test_where_more_is_worth_reading_than_may_be_read_words_decide(statements):
    read = alignment.align(statements, [0, 1, 2])
    by_words = alignment.align(statements, [0, 1, 2], reads=0)
    assert read.read >= 1
    assert by_words.read == 0
    assert by_words.groups == read.groups
    assert [[part.item for part in group] for group in read.groups] == [[0, 1]]
    assert by_words.scores != read.scores


def test_what_words_decide_is_not_read():
    assert alignment.worth_reading([], np.array([])).tolist() == []
    said = [statement(s.content, name=s.who, cue=s.cue) for s in (CLOSED, CLOSED)]
    assert alignment.align(said, [0, 1]).read == 0


def test_of_the_many_pairs_of_two_articles_that_quote_much_each_is_less_likely_one_utterance():
    fillers = [statement(f"moths number {n}") for n in range(22)]
    both = [statement(s.content, cue=s.cue) for s in (CLOSED, EDITED)]
    few, many = (
        next(
            p
            for p in alignment.pairs(both + more, [0, 1] + [0] * 11 + [1] * (len(more) - 11))
            if p[:2] == (0, 1)
        )
        for more in (fillers[:11], fillers)
    )
    last = alignment.FEATURES.index("possible pairs")
    assert few.features[last] == pytest.approx(np.log(100)), "12 and 1 make fewer than a hundred"
    assert many.features[last] == pytest.approx(np.log(144)), "12 of each"
    as_many = few._replace(features=(*few.features[:last], many.features[last]))
    assert alignment.chance([as_many]) < alignment.chance([few])


def test_only_a_close_look_reads_what_shares_few_words():
    pair = alignment.pairs([statement(s.content, cue=s.cue) for s in (CLOSED, EDITED)], [0, 1])[0]
    assert alignment.worth_reading([pair], np.zeros(1), closely=True).all()
    assert not alignment.worth_reading([pair], np.zeros(1), closely=False).any()


def test_a_close_look_compares_all_that_one_speaker_says(monkeypatch):
    said = [
        statement("he would step down", name="Ossian Pell"),
        statement("his resignation", name="Ossian Pell"),
        statement("bridges last", name="Ada Quill"),
    ]

    def compared(articles, **options):
        return [(p.first, p.second) for p in alignment.pairs(said, articles, **options)]

    assert compared([0, 1, 2]) == [(0, 1), (0, 2), (1, 2)], "of few, all"
    monkeypatch.setattr(alignment, "FEW", 2)
    assert compared([0, 1, 2]) == [(0, 1)]
    assert compared([0, 1, 2], closely=False) == []
    assert compared([0, 0, 0]) == []


def test_a_close_look_compares_what_stands_in_paragraphs_that_are_alike(monkeypatch):
    monkeypatch.setattr(alignment, "FEW", 0)
    flood = ["The flooded bridge at Harlow: he would go", "Of Harlow and its flooded bridge: to resign"]
    said = [
        statement("he would go", context=flood[0]),
        statement("to resign", context=flood[1]),
        statement("moths fly", context="On the heather they say that moths fly"),
    ]
    assert [(p.first, p.second) for p in alignment.pairs(said, [0, 1, 2])] == [(0, 1)]
    assert alignment.pairs(said, [0, 1, 2], closely=False) == []
    strangers = [
        statement(content, context=context, name=name, kind="person")
        for content, context, name in zip(
            ["he would go", "to resign"], flood, ["Ann Li", "Bo Ro"], strict=True
        )
    ]
    assert alignment.pairs(strangers, [0, 1]) == []


def test_pairs_that_must_stay_apart_are_not_read():
    content = [s.content for s in (CLOSED, EDITED)]
    same, apart = (
        [statement(c, name=name, kind="person") for c, name in zip(content, people, strict=True)]
        for people in (("Ada Quill", "Ada Quill"), ("Ada Quill", "Bo Pell"))
    )
    assert alignment.align(same, [0, 1]).read == 1
    assert alignment.align(apart, [0, 1]).read == 0
