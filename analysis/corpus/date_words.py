"""Words of dates in German, French, Spanish, Italian, Portuguese and Dutch, written as English has them."""

from __future__ import annotations

import re
import unicodedata

_MONTHS = {
    "January": "januar jan janner janvier janv enero ene gennaio gen janeiro januari",
    "February": "februar feb feber fevrier fevr fev febrero febbraio febb fevereiro februari febr",
    "March": "marz maerz mrz mars marzo mar marco maart mrt",
    "April": "april apr avril avr abril abr aprile",
    "May": "mai mayo may maggio mag maio mei",
    "June": "juni jun juin junio giugno giu junho",
    "July": "juli jul juillet juil julio luglio lug julho",
    "August": "august aug aout agosto ago augustus",
    "September": "september sept sep septembre septiembre setiembre settembre sett setembro set",
    "October": "oktober okt octobre oct octubre ottobre ott outubro out",
    "November": "november nov novembre noviembre novembro",
    "December": "dezember dez decembre dec diciembre dic dicembre dezembro december",
}
_WEEKDAYS = (
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "lunes martes miercoles jueves viernes sabado domingo mie jue vie sab dom "
    "lunedi martedi mercoledi giovedi venerdi domenica gio "
    "segundafeira tercafeira quartafeira quintafeira sextafeira segunda terca quarta quinta sexta feira "
    "seg ter qua qui sex maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
)
_LINKING = (
    "den der dem am um uhr vom le la les du de des a el del los las al il lo alle ore di dia em as het van om"
)
_ENGLISH = {word: name for name, words in _MONTHS.items() for word in words.split()}
_DROPPED = {*_WEEKDAYS.split(), *_LINKING.split()}
_BOTH = {"mar"}  # March, and martes, mardi, martedì
_WORD = re.compile(r"[^\W\d_]+(?:-feira)?\.?")
_ORDINAL = re.compile(r"(?<=\d)(?:er|re|ª|º|°|e|o|a)\b|(?<=\d)[ºª°]")
_HOUR = re.compile(r"\b(\d{1,2}) ?(?:h|Uhr|uur) ?(\d\d)?\b(?!:)")
_DOTTED_HOUR = re.compile(r"\b(\d{1,2})\.(\d\d) (?=Uhr\b|uur\b)")


def english(text: str) -> str:
    """`text` with its months in English, its weekdays and linking words left out, and its hours written 10:15.

    What is none of these words stays, so that a reader of dates still refuses it.
    """
    text = _HOUR.sub(lambda m: f"{m[1]}:{m[2] or '00'}", _DOTTED_HOUR.sub(r"\1:\2 ", text))
    text = _ORDINAL.sub("", text)
    words = [_plain(word) for word in _WORD.findall(text)]
    twice = sum(word in _ENGLISH for word in words) > 1

    def translated(match: re.Match[str]) -> str:
        word = _plain(match[0])
        if word in _ENGLISH and not (twice and word in _BOTH):
            return _ENGLISH[word]
        return "" if word in _DROPPED else match[0]

    return " ".join(_WORD.sub(translated, text).split()).strip(" ,")


def _plain(word: str) -> str:
    """A word without accents, case, hyphen and full stop."""
    apart = unicodedata.normalize("NFKD", word.rstrip(".").replace("-", "").casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
