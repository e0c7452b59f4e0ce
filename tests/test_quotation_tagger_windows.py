"""Windows hold every word piece once, whole paragraphs where they fit, with offsets into the text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from analysis.quotation.tagger import windows
from analysis.segmentation import segment


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Words and marks as pieces, all unknown: enough to test offsets without weights."""
    plain = Tokenizer(models.WordPiece({"[UNK]": 1000}, unk_token="[UNK]"))
    plain.normalizer = normalizers.BertNormalizer(lowercase=True)
    plain.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return plain


def pieces_of(text: str, tokenizer: Tokenizer) -> windows.Pieces:
    return windows.read_pieces(text, segment(text).paragraphs, tokenizer)


def features_of(text: str, tokenizer: Tokenizer) -> list[tuple[str, int, int]]:
    """(piece, shape, position to the marks) of each piece."""
    pieces = pieces_of(text, tokenizer)
    return [
        (text[s:e], int(f - 1) % 5, int(f - 1) // 10)
        for s, e, f in zip(pieces.starts, pieces.ends, pieces.features, strict=True)
    ]


@settings(deadline=None)
@given(st.text(alphabet="aB ”“\"'.é\u0301😀\n\r7שלום", max_size=200), st.integers(6, 40))
def test_every_piece_is_in_exactly_one_window(text: str, size: int) -> None:
    plain = Tokenizer(models.WordPiece({"[UNK]": 1000}, unk_token="[UNK]"))
    plain.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    pieces = pieces_of(text, plain)
    cut = windows.cut(text, pieces, size=size)
    assert [i for low, high in cut for i in range(low, high)] == list(range(len(pieces.ids)))
    for low, high in cut:
        ids, features, index = windows.encode(pieces, low, high)
        assert len(ids) == len(features) == len(index) <= size
        assert index[index >= 0].tolist() == list(range(low, high))
        assert features.max() < windows.N_FEATURES


@settings(deadline=None)
@given(st.text(alphabet="aB ”“\"'.é\u0301😀\n\r7", max_size=120))
def test_offsets_are_those_of_the_text(text: str) -> None:
    plain = Tokenizer(models.WordPiece({"[UNK]": 1000}, unk_token="[UNK]"))
    plain.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    pieces = pieces_of(text, plain)
    assert all(text[s:e].strip() == text[s:e] != "" for s, e in zip(pieces.starts, pieces.ends, strict=True))
    assert (np.diff(pieces.starts) > 0).all()


def test_paragraph_breaks_are_visible(tokenizer: Tokenizer) -> None:
    text = "One two.\n\nThree."
    pieces = pieces_of(text, tokenizer)
    ids, _, index = windows.encode(pieces, 0, len(pieces.ids))
    assert [i for i in index.tolist() if i >= 0] == [0, 1, 2, 3, 4]
    assert ids.tolist().count(windows.PARAGRAPH) == 1
    assert (ids[0], ids[-1]) == (windows.CLASSIFY, windows.SEPARATE)
    assert ids.tolist()[4] == windows.PARAGRAPH


def test_straight_marks_alternate_and_curly_ones_face(tokenizer: Tokenizer) -> None:
    expected = [windows.OUTSIDE, windows.OPENING, windows.INSIDE, windows.CLOSING, windows.OUTSIDE]
    for text in ('He "goes" now', "He “goes” now", "He «goes» now"):
        assert [mark for _, _, mark in features_of(text, tokenizer)] == expected


def test_an_unclosed_mark_ends_with_its_paragraph(tokenizer: Tokenizer) -> None:
    marks = [mark for _, _, mark in features_of("“Go on\n\nShe left", tokenizer)]
    assert marks == [windows.OPENING, windows.INSIDE, windows.INSIDE, windows.OUTSIDE, windows.OUTSIDE]


def test_shape_tells_names_from_words(tokenizer: Tokenizer) -> None:
    shapes = {piece: shape for piece, shape, _ in features_of("Anna of NATO met 27 men.", tokenizer)}
    assert (shapes["Anna"], shapes["of"], shapes["NATO"]) == (
        windows.CAPITALISED,
        windows.LOWER,
        windows.CAPITALS,
    )
    assert (shapes["27"], shapes["."]) == (windows.DIGITS, windows.PUNCTUATION)


def test_a_text_without_words_has_no_windows(tokenizer: Tokenizer) -> None:
    pieces = pieces_of(" \n ", tokenizer)
    assert windows.cut(" \n ", pieces, size=50) == []
