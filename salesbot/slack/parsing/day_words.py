"""The words for days in English, Slovenian and Swahili, folded (no accents); other languages' come from CLDR."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from salesbot.slack.parsing.words import each_of, folded, vocabulary

FULL = frozenset(("en", "sl", "sw"))
"""The languages whose words for days all stand here; for others dateparser is asked as well."""

NAMED = {
    word: int(meaning)
    for word, meaning in vocabulary(
        """
        today=0, tomorrow=1, yesterday=-1
        the day after tomorrow=2, day after tomorrow=2
        the day before yesterday=-2, day before yesterday=-2
        danes=0, jutri=1, vceraj=-1, pojutrisnjem=2, predvcerajsnjim=-2
        leo=0, kesho=1, jana=-1, kesho kutwa=2, keshokutwa=2, juzi=-2
        """
    ).items()
}
"""Days by their distance from today."""

BEFORE_DAY = each_of("on by until till ob do v dne hadi mnamo tarehe siku")
"""What may stand before a day."""
ON_DAY = each_of("on v dne mnamo tarehe siku")
"""What may stand before the day on which something was, and names none by itself."""
_WEEKDAYS = (
    "mon monday ponedeljek pon jumatatu",
    "tue tues tuesday torek tor jumanne",
    "wed weds wednesday sreda sredo sre jumatano",
    "thu thur thurs thursday cetrtek cet alhamisi",
    "fri friday petek pet ijumaa",
    "sat saturday sobota soboto sob jumamosi",
    "sun sunday nedelja nedeljo ned jumapili",
)
_MONTHS = (
    "jan january januar januarja januari",
    "feb february februar februarja februari",
    "mar march marec marca machi mac",
    "apr april aprila aprili",
    "may maj maja mei",
    "jun june junij junija juni",
    "jul july julij julija julai",
    "aug august avg avgust avgusta agosti ago",
    "sep sept september septembra septemba",
    "oct october okt oktober oktobra oktoba",
    "nov november novembra novemba",
    "dec december decembra desemba des",
)
_UNITS = {
    "d": "d day days dan dni dneva dnevi dnevoma dnem siku",
    "w": "w week weeks wk wks teden tedna tedni tedne tednov tednom tednoma wiki",
    "m": "month months mesec meseca mesece meseci mesecev mesecem mesecema mwezi miezi",
    "y": "year years leto leti leta let letom letoma mwaka miaka",
}
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "en": 1,
    "dva": 2,
    "tri": 3,
    "moja": 1,
    "mbili": 2,
    "tatu": 3,
}

UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
"""A unit of time by any of its words."""

NEXT = each_of("next naslednji naslednja naslednjo naslednjega prihodnji prihodnjo ijayo ujao lijalo")
THIS = each_of("this on ta tega tale v hii huu")
LAST = each_of("last prejsnji prejsnja prejsnjo pretekli preteklo zadnji iliyopita uliopita lililopita")

IN_FRONT = ("in", "cez", "baada ya", "+")
"""What stands before a distance to come: in 2 weeks, čez 2 tedna, baada ya wiki 2."""
AGO_BEHIND = ("ago", "iliyopita", "zilizopita")
AGO_FRONT = ("pred", "-")

ENDS = vocabulary(
    """
    eom=m, end of month=m, end of the month=m, month end=m
    konec meseca=m, mwisho wa mwezi=m
    eoq=q, end of quarter=q, end of the quarter=q, quarter end=q
    konec cetrtletja=q, konec kvartala=q, mwisho wa robo mwaka=q, mwisho wa robo=q
    eoy=y, end of year=y, end of the year=y, year end=y
    konec leta=y, mwisho wa mwaka=y
    """
)
"""The ends of a month, a quarter and a year."""


def count_of(text: str) -> int | None:
    """How many, in digits or in a small word; None for anything else. Never more than 9,999."""
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    return _COUNTS.get(text)


@cache
def weekdays(language: str) -> dict[str, int]:
    """The words for the days of the week, Monday being 0, English ones among them."""
    return _named_by(language, _WEEKDAYS, "days", first=0)


@cache
def months(language: str) -> dict[str, int]:
    """The words for the months, January being 1, English ones among them."""
    return _named_by(language, _MONTHS, "months", first=1)


def _named_by(language: str, own: tuple[str, ...], kind: str, first: int) -> dict[str, int]:
    names = _from_cldr(language, kind)
    names.update({word: place for place, words in enumerate(own, first) for word in words.split()})
    return names


def _from_cldr(language: str, kind: str) -> dict[str, int]:
    try:
        forms = getattr(Locale.parse(language.replace("-", "_")), kind)
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        folded(str(name)).rstrip("."): place
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for place, name in forms[context][width].items()
    }
