"""What does not belong in a text is told, and mended when asked; a clean text stays as it is."""

import html

import pytest

from analysis import corpus
from analysis.corpus import dirt
from analysis.corpus.cleaning import cleaned, plain

CLEAN = (
    "NORTHPORT — The harbour bridge will close on Monday, the city said.\n\n“We can’t wait any longer,” said "
    "Anna Lund, head of the road office. “The steel is worn out.”\n\nPeter Okoro, a bus driver, said the detour "
    "would cost him an hour a day."
)


def misread(text: str, errors: str = "ignore") -> str:
    return text.encode().decode("cp1252", errors)


def tagged(text: str) -> str:
    return "".join(f"<p class='b'>{part}</p>" for part in text.split("\n\n"))


DIRTY = {
    "tags": (tagged(CLEAN), ["tags"]),
    "entities": (
        CLEAN.replace("“", "&ldquo;").replace("”", "&#8221;").replace("’", "&#x2019;"),
        ["entities"],
    ),
    "both": (tagged(html.escape(CLEAN.replace("’", "'"))), ["tags", "entities"]),
    "escaped tags": (html.escape(tagged(CLEAN)), ["tags"]),
    "mojibake": (misread(CLEAN), ["mojibake"]),
    "mojibake with marks for what was lost": (misread(CLEAN, "replace"), ["mojibake"]),
    "mojibake of Latin-1": (CLEAN.encode().decode("latin-1"), ["mojibake"]),
    "soft hyphens": (
        CLEAN.replace("harbour", "har\xadbour").replace("longer", "lon\u200bger"),
        ["soft hyphens"],
    ),
    "hyphenation": (CLEAN.replace("longer", "lon-\nger").replace("detour", "de-\ntour"), ["hyphenation"]),
    "boilerplate": (
        CLEAN.replace("\n\n", "\n\nAdvertisement\n\nphotos, hide caption\n\nIda Roe/AP hide caption\n\n"),
        ["boilerplate"],
    ),
}


def told(text: str) -> list[str]:
    return [kind for kind, _ in dirt.found(text)]


@pytest.mark.parametrize("form", DIRTY)
def test_each_form_is_told_and_mended(form):
    text, done = DIRTY[form]
    mended, what = cleaned(text)
    meant = CLEAN.replace("’", "'") if form == "both" else CLEAN
    assert " ".join(mended.split()) == " ".join(meant.split())
    assert what == done
    assert set(told(text)) & {*done, "entities"}
    assert told(mended) == []


def test_a_clean_text_is_neither_told_of_nor_changed():
    for text in (
        CLEAN,
        "AT&T; R&D: 3 < 4 > 2, said Zoë Çelik of São Paulo — “É bom”, naïve façade.",
        "Sign up for the draft, he was told, and he did.",
        "A well-known man\nand a half-\n\nfinished line.",
    ):
        assert told(text) == []
        assert cleaned(text) == (text, [])


def test_the_paragraphs_of_markup_stay_paragraphs_and_scripts_go():
    text = (
        "<div><script>var a = '<b>';</script><p>One.</p>\n<p>Two <b>bold</b>.<br/>Three.</p><!-- x --></div>"
    )
    assert cleaned(text)[0] == "One.\n\nTwo bold.\nThree."


def test_a_hyphen_that_a_word_has_stays_at_the_end_of_a_line():
    assert cleaned("A well-known man.\nThe well-\nknown man.")[0].endswith("The well-known man.")
    assert cleaned("The time-\nhonoured cus-\ntom.")[0] == "The time-honoured custom."


def test_lines_that_ran_full_are_one_where_words_were_cut():
    text = "The council rejected night flights on Wed-\nnesday after a debate of nine hours and a\nhalf.\nNo."
    assert cleaned(text)[0] == (
        "The council rejected night flights on Wednesday after a debate of nine hours and a half.\nNo."
    )


@pytest.mark.parametrize(
    "tail",
    [
        "Subscribe to continue reading.",
        "Already a subscriber? Log in.",
        "This article is for subscribers only: this story is only available to subscribers.",
        "You have reached your limit of free articles.",
    ],
)
def test_a_paywall_is_told_and_stays(tail):
    text = f"{CLEAN}\n\n{tail}"
    assert told(text) == ["paywall"]
    assert cleaned(text) == (text, [])


def test_a_title_is_mended_without_markup():
    assert plain("<b>Bridge &amp; road</b>") == "Bridge & road"


def test_the_id_comes_from_what_was_read_and_offsets_from_what_was_cleaned(tmp_path):
    (tmp_path / "a.txt").write_text(tagged(CLEAN), encoding="utf-8")
    as_read, _ = corpus.read(tmp_path)
    mended, _ = corpus.read(tmp_path, clean=True)
    assert as_read["text"][0] == tagged(CLEAN)
    assert as_read["cleaned"].isna().all()
    assert as_read["sha256_original"].equals(as_read["sha256"])
    assert mended["text"][0] == CLEAN
    assert mended["cleaned"].tolist() == ["tags"]
    assert mended["n_characters"].tolist() == [len(CLEAN)]
    assert mended["article_id"].equals(as_read["article_id"])
    assert mended["sha256_original"].equals(as_read["sha256"])
    assert mended["sha256"][0] != as_read["sha256"][0]


def test_an_article_of_which_cleaning_leaves_nothing_is_a_reject(tmp_path):
    (tmp_path / "a.txt").write_text("<p> </p>", encoding="utf-8")
    articles, rejects = corpus.read(tmp_path, clean=True)
    assert articles.empty
    assert rejects["reason"].tolist() == ["empty"]
