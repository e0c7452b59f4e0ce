import re
from pathlib import Path

import nupunkt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.segmentation import CAPITALISED, forget, segment, sentences

SEEDS = Path(__file__).parent.parent / "seeds"
WORDS = """
“ ” " ' ‘ ’ « » „ `` '' — ( ) said He Mr.\u0020Roe it’s workers’ U.S. 5.2 e\u0301 😀 שלום مرحبا \u202e
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\r\n", "\n\n", " ", ". ", ", ", "? ", ": "])
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)


def _quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in segment(text).quoted]


# --- paragraphs and sentences ---------------------------------------------------------------------------------


def test_what_the_sentence_splitter_keeps_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    splitter, cleared = nupunkt.load("default"), []
    monkeypatch.setattr(type(splitter), "clear_decision_cache", lambda self: cleared.append(self))
    forget()
    assert cleared == [splitter]


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda p: p.stem)
def test_sentences_are_the_same_after_forgetting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before = segment(text).sentences
    forget()
    assert len(before) > 5
    assert segment(text).sentences == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One.\n \t\nTwo.", ["One.", "Two."]),
        ("The lines of this text are\nwrapped at some width, as\nin old mail.\n\nNext.", 2),
        ("  \n\n ", []),
        ("", []),
    ],
)
def test_paragraphs_end_at_blank_lines_and_at_lines_that_are_not_wrapped(text, expected):
    found = [text[s:e] for s, e in segment(text).paragraphs]
    assert found == expected if isinstance(expected, list) else len(found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gov. Jane Roe met Sgt. Lee. He left.", ["Gov. Jane Roe met Sgt. Lee.", "He left."]),
        ("“Why?” he asked. “No.” She left.", ["“Why?” he asked.", "“No.”", "She left."]),
        ("He left at 5 p.m. on Monday. All slept.", ["He left at 5 p.m. on Monday.", "All slept."]),
        ("Roe said so. No. 5 was there.", ["Roe said so.", "No. 5 was there."]),
        ("It ended\n\nthere. Really", ["It ended", "there.", "Really"]),
    ],
)
def test_sentences(text, expected):
    assert [text[s.start : s.end] for s in segment(text).sentences] == expected


def test_the_seeds_have_their_paragraphs_and_no_lost_character():
    first, second = (path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt")))
    assert (len(segment(first).paragraphs), len(segment(second).paragraphs)) == (12, 14)
    for text in (first, second):
        covered = "".join(text[s.start : s.end] for s in segment(text).sentences)
        assert covered.split() == text.split() or covered.replace(" ", "") == "".join(text.split())


# --- tokens ---------------------------------------------------------------------------------------------------


def test_tokens_keep_what_belongs_together():
    text = "Mr. Roe isn’t in the U.S. at 5.30 p.m. – $1,200 rock-n-roll at https://x.org/a. @me e\u0301t"
    found = [text[s:e] for s, e in segment(text).tokens]
    assert found == [
        *("Mr", ".", "Roe", "isn’t", "in", "the", "U.S.", "at", "5.30", "p.m.", "–", "$", "1,200"),
        *("rock-n-roll", "at", "https://x.org/a", ".", "@me", "e\u0301t"),
    ]


# --- quotation marks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “go” and left.", ["“go”"]),
        ('He said "go" and "stay".', ['"go"', '"stay"']),
        ("He said ``go'' now.", ["``go''"]),
        ("Er sagte „geh“ und »bleib«, il dit «oui».", ["„geh“", "»bleib«", "«oui»"]),
        ("‘Go,’ he said. It’s the workers’ day.", ["‘Go,’"]),
        ("'I can't,' she said of the workers' day.", ["'I can't,'"]),
        ("Rock ’n’ roll of the ’90s, and ’tis fine.", []),
        ("“She said ‘go’ to me.”", ["“She said ‘go’ to me.”", "‘go’"]),
        ('The 6" pipe and a "big" one.', ['"big"']),
        ("A ”turned“ mark and “both“ here.", ["”turned“", "“both“"]),
        ("No marks.", []),
    ],
)
def test_marks_of_every_kind_make_passages(text, expected):
    assert _quoted(text) == expected


def test_a_nested_passage_is_deeper():
    assert [q.depth for q in segment("“She said ‘go’ to me.”").quoted] == [0, 1]


def test_a_passage_continues_over_paragraphs_with_re_opened_marks():
    text = "“One.\n\n“Two.\n\n“Three,” he said. “Four.”"
    found = segment(text).quoted
    assert [text[q.start : q.end] for q in found] == ["“One.", "“Two.", "“Three,”", "“Four.”"]
    assert [q.closed for q in found] == [False, False, True, True]
    assert [q.continues for q in found] == [False, True, True, False]


def test_a_passage_runs_on_over_paragraphs_to_its_closing_mark():
    text = "“One.\n\nTwo.\n\nThree,” he said."
    assert _quoted(text) == ["“One.\n\nTwo.\n\nThree,”"]


def test_an_unclosed_mark_ends_with_its_paragraph_and_spoils_no_other():
    text = "He “lost a mark.\n\nThen “all” was well."
    found = segment(text).quoted
    assert [(text[q.start : q.end], q.closed) for q in found] == [("“lost a mark.", False), ("“all”", True)]


def test_a_forgotten_closing_mark_is_made_up_for_by_the_next_opening_one():
    assert "“Then more,”" in _quoted("“Lost mark, said Lee. “Then more,” he said.")


# --- whatever the text ----------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_span_lies_in_the_text_in_order_and_nothing_is_lost(text):
    document = segment(text)
    for spans in (document.paragraphs, document.sentences, document.tokens):
        ends = [0, *(s[1] for s in spans)]
        assert all(before <= s[0] < s[1] <= len(text) for before, s in zip(ends, spans, strict=False))
    inside = "".join(text[s:e] for s, e in document.tokens)
    assert [c for c in text if c.isalnum()] == [c for c in inside if c.isalnum()]
    for sentence in document.sentences:
        start, end = document.paragraphs[sentence.paragraph]
        assert start <= sentence.start < sentence.end <= end


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_passages_nest_and_start_and_end_with_marks(text):
    outer = []
    for q in segment(text).quoted:
        assert 0 <= q.start < q.end <= len(text)
        outer = [o for o in outer if o.end > q.start]
        assert all(q.end <= o.end for o in outer)
        assert q.depth == len(outer)
        outer.append(q)
        assert not text[q.start].isalnum()
        assert not (q.closed and text[q.end - 1].isalnum())


def test_the_table_of_sentences_numbers_them_in_each_article():
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["One. Two.\n\nThree.", "Four."]})
    table = tables.validate("sentences", sentences(articles))
    assert table[["article_id", "sentence", "paragraph"]].values.tolist() == [
        ["a", 0, 0], ["a", 1, 0], ["a", 2, 1], ["b", 0, 0]
    ]  # fmt: skip
    assert len(sentences(articles.head(0))) == 0


# --- capitals -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["O’Neil", "O'Neil", "Jean-Luc", "U.S.", "Roe", "X"])
def test_a_capitalised_word_is_one_with_all_that_stands_inside_names(word: str) -> None:
    assert re.fullmatch(CAPITALISED, word)


@pytest.mark.parametrize("word", ["roe", "de", "Ana Roe", "“Roe”", "3M", ""])
def test_other_words_are_not_capitalised(word: str) -> None:
    assert not re.fullmatch(CAPITALISED, word)


def test_a_passage_tells_its_marks_its_depth_and_whether_it_was_closed_or_goes_on():
    text = "“A ‘b’ c” and ‘d’.\n\n“E f.\n\n“G h.”"
    found = {text[q.start : q.end]: (q.depth, q.single, q.closed, q.continues) for q in segment(text).quoted}
    assert found == {
        "“A ‘b’ c”": (0, False, True, False),
        "‘b’": (1, True, True, False),
        "‘d’": (0, True, True, False),
        "“E f.": (0, False, False, False),
        "“G h.”": (0, False, True, True),
    }


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        (
            "‘It rained.\n\n‘We don’t mind.\n\n‘It’s over,’ he said.",
            [("‘It rained.", False, False), ("‘We don’t mind.", False, True), ("‘It’s over,’", True, True)],
        ),
        (
            "'The parents' group left.\n\n'We stayed,' he said.",
            [("'The parents' group left.", False, False), ("'We stayed,'", True, True)],
        ),
        ("'Open.\n\nIt rained.\n\n'We stayed,' he said.", [("'We stayed,'", True, False)]),
        ("'Open.\n\n‘We stayed,’ he said.", [("‘We stayed,’", True, False)]),
        ("'Open.\n\n'Nor closed.", []),
    ],
)
def test_single_marks_are_opened_again_at_paragraphs_up_to_one_that_is_closed(text, passages):
    found = segment(text).quoted
    assert [(text[q.start : q.end], q.closed, q.continues) for q in found] == passages
