"""Word classes and the noun phrases they make; the sentences are made up."""

import pytest

from analysis.quotation.rules import phrases
from analysis.quotation.rules.phrases import Words, tagged
from analysis.segmentation import segment


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Mr. Roe said", "XXXv"),  # the dot belongs to the title
        ("Mr. Roe. Birk came.", "XXX.XF."),  # and here ends a sentence
        ("He works for the Campaign to Ban Mines.", "pFfdXfXX."),
        ("It may rain in May.", "panfX."),
        ("“May it rain,” he said", "[apn,]pv"),
        ("a '' word '' ends", "d[n]F"),
        ("He was expected to go", "pbqIn"),
        ("He expected to go", "pvIn"),
        ("the man’s said", "dnn"),  # a verb form behind a possessive, determiner or preposition is a noun
        ("a said", "dn"),
        ("in said", "fn"),
        ("many say", "de"),  # but “many” may be who says it
        ("the walking man", "dnn"),
        ("He is walking", "pbG"),
        ("He is a king", "pbdn"),
        ("He walked", "pD"),
        ("the walked mile", "dnn"),
        ("He, only, quickly left", "p,y,yF"),
        ("a fly sat", "dnF"),
        ("He said @x", "pvX"),
    ],
)
def test_each_word_has_a_class(text, classes):
    assert tagged(segment(text)).classes == classes


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("The press secretary said", "dnnv"),
        ("The party leaders claim numbers", "dnnen"),  # a plural is who claims
        ("The old claims numbers", "dnvn"),
    ],
)
def test_a_verb_form_between_nouns_is_a_noun(text, classes):
    assert tagged(segment(text)).classes == classes


def phrase(words: Words, found: tuple[int, int] | None) -> str | None:
    return words.text[slice(*words.span(*found))] if found else None


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("He said", "He"),
        ("There said", None),
        ("Said", None),
        ("– said", None),
        ("Monday said", None),
        ("The mayor of Lund said", "The mayor of Lund"),
        ("Roe and the mayor of Lund said", "Roe and the mayor of Lund"),
        ("and the mayor said", "the mayor"),
        ("Roe left and Birk said", "Birk"),
        ("Dmitry Roe, the spokesman, said", "Dmitry Roe, the spokesman"),
        ("Roe, a man who knows, said", "Roe, a man who knows"),
        ("Roe, however, said", "Roe"),
        ("He, however, said", "He"),
        ("Roe, that fool, said", None),
        ("Roe – the spokesman – said", "Roe – the spokesman –"),
        ("Roe (the spokesman) said", "Roe (the spokesman)"),
        ("(the spokesman) said", None),
        ("Roe, who said", "who"),
        ("The men who last year said", "who"),
        ("The man who was elected in May said", "The man who was elected in May"),
        ("In the end, the mayor said", "the mayor"),
        ("In Iowa on Monday the senator said", "the senator"),
        ("Roe on Wednesday said", "Roe"),
        ("Comments after Roe said", "Roe"),
        ("date 2024 Roe said", "Roe"),
    ],
)
def test_the_subject_is_the_noun_phrase_before_the_verb(text, subject):
    words = tagged(segment(text))
    assert phrase(words, phrases.subject(words, words.lower.index("said"), 0)) == subject


def test_a_subject_does_not_reach_below_its_floor():
    words = tagged(segment("The old mayor of Lund said"))
    assert phrase(words, phrases.subject(words, 5, 3)) is None  # “of Lund” alone is nobody
    assert phrase(words, phrases.subject(words, 5, 4)) == "Lund"
    assert phrases.subject(words, 5, 5) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("said the mayor of Lund (Roe) on Monday, who left", "the mayor of Lund (Roe) on Monday"),
        ("said he and Roe", "he"),
        ("said them all", "them"),
        ("said of Roe", None),
        ("said", None),
    ],
)
def test_the_noun_phrase_behind_a_verb(text, expected):
    words = tagged(segment(text))
    assert phrase(words, phrases.phrase_after(words, 1, len(words.lower))) == expected


def test_a_noun_phrase_ends_where_it_must():
    words = tagged(segment("said the mayor of Lund"))
    assert phrase(words, phrases.phrase_after(words, 1, 3)) == "the mayor"
    assert phrases.phrase_after(words, 3, 3) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("activists supporting Roe", "activists"),
        ("a letter to activists supporting Roe", "activists"),
        ("members of the party supporting Roe", "members of the party"),
        ("supporting Roe", None),
    ],
)
def test_a_participle_belongs_to_the_noun_phrase_right_before_it(text, expected):
    words = tagged(segment(text))
    at = words.lower.index("supporting")
    assert phrase(words, phrases.participle_subject(words, at, 0)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roe left the room, saying no", "Roe"),
        ("In Lund, Roe left the room, saying no", "Roe"),
        ("While Birk slept, Roe left, saying no", "Roe"),
        ("When Birk left saying no", "Birk"),
        ("In Lund, saying no", None),
        ("Roe, saying no", None),
    ],
)
def test_the_subject_of_the_main_clause(text, expected):
    words = tagged(segment(text))
    assert phrase(words, phrases.clause_subject(words, words.lower.index("saying"), 0)) == expected
