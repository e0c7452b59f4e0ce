"""The language of an article: told by its letters and its commonest words, and by word lists where these do not tell.

Scripts need no model. Prose in Latin letters is full of a few short words, which differ from language to language;
where a text has few of them, the word lists of simplemma say of which language most of its words are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.segmentation.function_words import FUNCTION_WORDS

ENGLISH, ANY = "en", "any"

# A text is judged by pieces of its paragraphs, so that a long one takes no longer than a short one.
_FIRST_LOOK, _SECOND_LOOK = 8, 40  # paragraphs
_PIECE = 220  # characters of each
_SHORT = 40  # words below which a text that tells nothing counts as English
_VOTES = 5  # words that a paragraph needs to have a say
# English prose has more than a third of its words in `FUNCTION_WORDS`, other languages of Europe at most a seventh.
_ENOUGH = 0.25
_SOME = 0.1  # of the words, among the commonest of a language, where it is that one
_MOST = 0.7  # of the paragraphs that a first look hears
_CLEARLY = 1.3  # times the share of the next language
_RATHER = 1.1  # times, where all of the text is looked at
_KNOWN = 0.5  # of the words in the word list of a language

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LETTER = re.compile(r"[^\W\d_]")
_NOT_LATIN = re.compile(
    r"(?![ªºˀ-ˤ])[^\W\d_\u0000-\u02ff\u1d00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\uff00-\uff5a]"
)

_COMMONEST = {
    "af": "die en van het is nie wat om met op hy vir sy ek as dat hulle te was ook deur na kan sal",
    "ca": (
        "de la que el i els les del a en un una per amb no és es al va ser són més han però aquest com seva"
    ),
    "cs": (
        "a se v na je že s z do o to i ve pro jako by po za od jsou byl "
        "ale který jeho které podle uvedl řekl řekla protože není také"
    ),
    "cy": "yn y a i ar yr o ei am wedi oedd mae bod ac fod gan ond nad wrth hefyd",
    "da": (
        "og i at det er en til af den på de for med som har ikke der et han fra var om "
        "men blev efter også hun kan siger blevet sig nogle hvad"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein "
        "eine als auch es an hat dass wir er sie"
    ),
    "eo": "la kaj de en estas al mi ke ne por li pri kiu estis sed kun oni ĝi",
    "es": (
        "de la que el en y a los se del las un por con no una para es al lo como más pero su ha sus dijo fue"
    ),
    "et": "ja on ei et ta see oli kui ka mis aga oma ning ma nii seda pärast selle kuid",
    "eu": "eta da ez du bat izan dira dute zuen baina ere egin zen",
    "fi": "ja on ei että oli se hän mutta ovat kun myös mukaan joka olisi sanoo kuin hänen tai vuoden",
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas "
        "au sur ne se il ce sont avec été elle"
    ),
    "ga": "an na agus ar a i is go sé bhí le tá ag do leis sin ach níl",
    "gl": "de a o que e do da en os un as unha para con non se por no na é máis ao pero foi dixo",
    "hr": "je i u na se da za su od s o kao ne što ali iz koji to bi koje nije bio rekao",
    "hu": "a az és hogy nem is egy van ez de meg mint volt azt csak már után ki még szerint",
    "id": (
        "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya "
        "ke karena ada mereka bisa kata telah"
    ),
    "is": "og að í á sem er var til við um hann það ekki en af með fyrir hún segir",
    "it": (
        "di che e la il un a in per è una non sono del da con le i si al "
        "dei della ha nel anche più ma lo gli ci"
    ),
    "lt": "ir kad į yra tai su iš bet kaip buvo ne jis dėl po sakė apie šio",
    "lv": "un ir ka no uz ar par bet kā arī tas nav bija viņš gada to lai",
    "ms": (
        "yang dan di itu dengan untuk tidak ini daripada dalam akan pada juga beliau kepada kerana boleh kata"
    ),
    "nl": (
        "de van het een en in is dat op te zijn met voor niet aan er om ook "
        "als die bij door maar hij naar wordt werd"
    ),
    "no": (
        "og i det er en til av på de for med som har ikke et han fra var om men "
        "ble etter også hun kan seg å sier blitt noen hva"
    ),
    "pl": (
        "w i na z się nie do to że jest o jak ale po co za od "
        "przez dla jego są był tym który które powiedział"
    ),
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas ao foi das tem à",
    "ro": "de și în a la cu pe nu este din că un o care mai pentru să sa fost au ce dar prin sunt",
    "sk": (
        "a sa v na je že s z do o to aj pre ako by po za od sú bol "
        "ale ktorý jeho ktoré podľa uviedol povedal povedala pretože nie tiež"
    ),
    "sl": "in je v na se da za so z pa ki ne kot s o tudi po bi bil ali to še je dejal",
    "sq": "e të në dhe i me që për një nga se është ka nuk më u si do këtë ishte",
    "sv": (
        "och i att det som en på är av för med den till inte har de ett om "
        "han var men från kan vi efter också jag"
    ),
    "sw": "ya na wa kwa ni katika za la kuwa cha hiyo huo alisema wakati kama",
    "tl": "ang ng sa na mga ay si at ni para kay ito hindi niya ako siya",
    "tr": "ve bir bu da de için ile çok olarak daha en olan gibi ne ama kadar var dedi sonra olduğunu",
    "vi": "và của là có cho không được trong một các với người này những đã khi để ông",
}
_LANGUAGES: dict[str, list[str]] = {}
for _code, _words in _COMMONEST.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_code)

_SCRIPTS = (
    ("ja", "\u3040-\u30ff"),
    ("ko", "\u1100-\u11ff\uac00-\ud7af"),
    ("zh", "\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"),
    ("el", "\u0370-\u03ff\u1f00-\u1fff"),
    ("ru", "\u0400-\u052f"),
    ("hy", "\u0530-\u058f"),
    ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("hi", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"),
    ("pa", "\u0a00-\u0a7f"),
    ("gu", "\u0a80-\u0aff"),
    ("or", "\u0b00-\u0b7f"),
    ("ta", "\u0b80-\u0bff"),
    ("te", "\u0c00-\u0c7f"),
    ("kn", "\u0c80-\u0cff"),
    ("ml", "\u0d00-\u0d7f"),
    ("si", "\u0d80-\u0dff"),
    ("th", "\u0e00-\u0e7f"),
    ("lo", "\u0e80-\u0eff"),
    ("bo", "\u0f00-\u0fff"),
    ("my", "\u1000-\u109f"),
    ("ka", "\u10a0-\u10ff\u2d00-\u2d2f"),
    ("am", "\u1200-\u139f"),
    ("km", "\u1780-\u17ff"),
    ("mn", "\u1800-\u18af"),
)
_OF_SCRIPT = [(code, re.compile(f"[{letters}]")) for code, letters in _SCRIPTS]
# Letters and words that only one of the languages of a script has, the rarest letters first.
_WITHIN = {
    "ru": (
        ("uk", re.compile("[іїєґ]")),
        ("be", re.compile("ў")),
        ("mk", re.compile("[ѓќѕ]")),
        ("sr", re.compile("[ђћљњџј]")),
        ("kk", re.compile("[қғұһәңө]")),
        (
            "bg",
            re.compile(r"\b(?:на|за|от|се|да|че|са|със|като)\b(?=(?s:.){0,400}\b(?:че|се|да|са|със|от)\b)"),
        ),
    ),
    "ar": (
        ("ur", re.compile("[ٹڈڑےں]")),
        ("ps", re.compile("[ټډړښڼۍ]")),
        ("fa", re.compile("[پچژگ]")),
    ),
    "hi": (
        ("mr", re.compile(r"ळ|(?<!\w)(?:आहे|आणि|होते)(?!\w)")),
        ("ne", re.compile(r"(?<!\w)(?:छ|छन्|गरेको)(?!\w)")),
    ),
    "he": (("yi", re.compile("[װױײ]|אַ|אָ")),),
}
_RUSSIAN = re.compile("[ыэё]")


def language(text: str) -> str | None:
    """The language of most paragraphs of `text`, as its ISO 639-1 code; None where nothing tells.

    Up to 40 paragraphs are looked at, the first characters of each. A text of fewer than 40 words that tells
    nothing counts as English. Norwegian is `no`; Bosnian, Croatian and Serbian in Latin letters are `hr`.
    """
    if _is_english(text):
        return ENGLISH
    pieces = list(_pieces(text, _SECOND_LOOK))
    votes = Counter(found for piece in pieces if (found := _of_piece(piece)))
    if votes:
        return votes.most_common(1)[0][0]
    return _of_words([word for piece in pieces for word in _WORD.findall(piece.lower())])


def annotated(articles: pd.DataFrame, language: str | None) -> pd.Series:
    """Which of `articles` are annotated: those in English, or with `language` "any" all.

    Articles of a store that was made before languages were told (no column `language`) are taken for English.
    """
    if language == ANY or "language" not in articles:
        return pd.Series(True, index=articles.index)
    return articles["language"].eq(ENGLISH).fillna(False).astype(bool)


def _is_english(text: str) -> bool:
    """Whether clearly more than half of some paragraphs are English."""
    heard = english = 0
    for piece in _pieces(text, _FIRST_LOOK):
        words = piece.lower().split()
        if len(words) >= _VOTES:
            heard += 1
            english += len([word for word in words if word in FUNCTION_WORDS]) >= _ENOUGH * len(words)
    return english > _MOST * heard


def _pieces(text: str, most: int) -> Iterator[str]:
    """The beginnings of at most `most` paragraphs, evenly spaced; of a text without paragraphs, pieces of it."""
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    if len(lines) > most:
        lines = lines[:: -(-len(lines) // most)]
    for line in lines:
        yield line[:_PIECE]
    if len(lines) <= 2:
        for line in lines:
            step = max(_PIECE, len(line) // most)
            yield from (line[at : at + _PIECE] for at in range(step, len(line), step))


def _of_piece(piece: str) -> str | None:
    """The language of some words, where letters or common words clearly tell."""
    letters = len(_LETTER.findall(piece))
    other = _NOT_LATIN.findall(piece)
    if letters and 2 * len(other) > letters:
        return _by_letters("".join(other), piece)
    words = _WORD.findall(piece.lower())
    if len(words) < _VOTES:
        return None
    (first, most), (_, next_most), *_ = _by_common_words(words)
    return first if most >= max(2, _SOME * len(words)) and most >= _CLEARLY * next_most else None


def _by_common_words(words: Sequence[str]) -> list[tuple[str, float]]:
    """How many of the words are among the commonest of each language, most first; at least two languages."""
    hits: dict[str, float] = {"": 0.0}
    for word in words:
        for code in _LANGUAGES.get(word, ()):
            hits[code] = hits.get(code, 0.0) + 1
    # The list of English is three times as long as the others.
    hits[ENGLISH] = 0.7 * len([word for word in words if word in FUNCTION_WORDS])
    return sorted(hits.items(), key=lambda found: -found[1])


def _by_letters(letters: str, piece: str) -> str | None:
    """The language of letters that are not Latin."""
    counts = {code: len(pattern.findall(letters)) for code, pattern in _OF_SCRIPT}
    most = max(counts, key=lambda code: counts[code])
    if not counts[most]:
        return None
    if most == "zh" and counts["ja"] * 10 >= counts["zh"]:  # Japanese has Chinese letters too
        return "ja"
    if most == "ru" and _RUSSIAN.search(piece.lower()):
        return "be" if "ў" in piece.lower() else "ru"
    return next((code for code, sign in _WITHIN.get(most, ()) if sign.search(piece.lower())), most)


def _of_words(words: Sequence[str]) -> str | None:
    """The language of words few of which are common ones: by the word lists of those that they may be of."""
    short = len(words) < _SHORT
    (first, most), (_, next_most), *_ = _by_common_words(words)
    if most >= max(4, _SOME * len(words)) and most >= _RATHER * next_most:
        return first
    likely = [code for code, n in _by_common_words(words)[:3] if n >= 2 and code in _LISTS]
    if short and set(likely) <= {ENGLISH}:
        return ENGLISH
    shares = _known(" ".join(words[:400]), tuple(dict.fromkeys([ENGLISH, *likely])))
    best = max(shares, key=lambda code: shares[code])  # English, where another has no more
    if shares[best] >= _KNOWN:
        return best
    return ENGLISH if short else None


# The word lists of simplemma that may be asked, by our code; those of another name behind.
_LISTS = {code: code for code in "ca cs cy da de en es et fi fr ga gl hu id is it lt lv ms nl pl".split()}  # noqa: SIM905
_LISTS |= {code: code for code in "pt ro sk sl sq sv sw tl tr".split()} | {"no": "nb", "hr": "hbs"}  # noqa: SIM905


def _known(sample: str, codes: Sequence[str]) -> dict[str, float]:
    """The share of the words of `sample` that the word list of each language has."""
    import simplemma

    theirs = {_LISTS[code]: code for code in codes}
    found = dict(simplemma.langdetect(sample, lang=tuple(theirs)))
    return {code: found.get(name, 0.0) for name, code in theirs.items()}
