"""Which day words and figures name: the presets of the grammar, then dateparser, strictly guarded.

dateparser alone gives next week for a weekday named today, a day for "may" and "next month", and guesses 03/04/2027.
It is asked only for words of other languages, and only a whole day counts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from salesbot.domain.periods import PeriodKind, Years, following, period_of, previous
from salesbot.slack.parsing import day_words
from salesbot.slack.parsing.words import bare

Looks = Literal["ahead", "back", "either"]
"""Which way one looks for a day without a year or a week; today is in both."""

_MOST_CHARACTERS = 40
_FAR_YEARS = 30

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})(?:\.(?: ?(\d{4}|\d{2}))?)?", re.ASCII)
_EITHER_WAY = re.compile(r"(\d{1,2})([-/])(\d{1,2})(?:\2(\d{4}|\d{2}))?", re.ASCII)
_SPAN = re.compile(r"([+-]?) ?(\d{1,4}) ?([a-z]+)", re.ASCII)
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?", re.ASCII)
_ON_DAY_OF_MONTH = re.compile(r"(?:tarehe|dne) (\d{1,2})\.?", re.ASCII)
_OTHER_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,3}|(?:[^\W\d_]+ ){0,2}\d{1,3} [^\W\d_]+(?: [^\W\d_]+)?")


class NoSuchDay(ValueError):
    """It has the form of a day, and the calendar has none: 30 February."""


class DayTooFar(ValueError):
    """The day lies further away than any deal."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """From where a day is looked for."""

    today: date
    looks: Looks
    language: str
    years: Years = 1


def days_said(text: str, calendar: Calendar, thorough: bool = True) -> tuple[date, ...]:
    """The day a text names; two where day and month could be either way round, none where it names no day.

    `thorough` asks dateparser too, which takes milliseconds. Raises NoSuchDay and DayTooFar.
    """
    words = bare(text)
    if not words or len(words) > _MOST_CHARACTERS:
        return ()
    for form in _FORMS:
        found = form(words, calendar)
        if found:
            return tuple(_near_enough(day, calendar.today) for day in found)
    return _in_other_words(text, calendar) if thorough else ()


def months_later(day: date, count: int) -> date:
    """The same day so many months later, or that month's last where it has no such day."""
    place = day.year * 12 + day.month - 1 + count
    year, month = divmod(place, 12)
    if not 1 <= year <= 9999:
        raise DayTooFar(str(count))
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _near_enough(day: date, today: date) -> date:
    if abs(day.year - today.year) > _FAR_YEARS:
        raise DayTooFar(day.isoformat())
    return day


def _named(words: str, calendar: Calendar) -> tuple[date, ...]:
    distance = day_words.NAMED.get(words)
    return () if distance is None else (calendar.today + timedelta(distance),)


def _weekday(words: str, calendar: Calendar) -> tuple[date, ...]:
    names = day_words.weekdays(calendar.language)
    said = [word.rstrip(".,") for word in words.split()]
    if len(said) == 1 and said[0] in names:
        return (_weekday_from(calendar.today, names[said[0]], -1 if calendar.looks == "back" else 1, 0),)
    if len(said) != 2:
        return ()
    for which, name in (said, said[::-1]):
        way = _way(which)
        if way is not None and name in names:
            step = way or (-1 if calendar.looks == "back" else 1)
            return (_weekday_from(calendar.today, names[name], step, abs(way)),)
    return ()


def _way(word: str) -> int | None:
    for words, way in ((day_words.NEXT, 1), (day_words.THIS, 0), (day_words.LAST, -1)):
        if word in words:
            return way
    return None


def _weekday_from(today: date, weekday: int, step: int, least: int) -> date:
    """The first such weekday on the way, at least so many days from today."""
    start = today + timedelta(step * least)
    return start + timedelta(step * ((step * (weekday - start.weekday())) % 7))


def _numeric(words: str, calendar: Calendar) -> tuple[date, ...]:
    if found := _YEAR_FIRST.fullmatch(words):
        return (_date(int(found[1]), int(found[3]), int(found[4])),)
    if found := _DOTTED.fullmatch(words):
        return (_dated(int(found[1]), int(found[2]), found[3], calendar),)
    if found := _EITHER_WAY.fullmatch(words):
        return _either_way(int(found[1]), int(found[3]), found[4], calendar)
    return ()


def _either_way(first: int, second: int, year: str | None, calendar: Calendar) -> tuple[date, ...]:
    """31/12 and 12/31 are sure, 03/04 is not."""
    orders = {(first, second), (second, first)}
    fair = sorted(((day, month) for day, month in orders if month <= 12), key=lambda order: order[0] != first)
    if not fair:
        raise NoSuchDay(f"{first}/{second}")
    return tuple(_dated(day, month, year, calendar) for day, month in fair)


def _dated(day: int, month: int, year: str | None, calendar: Calendar) -> date:
    """The date; without a year the next or the last there is."""
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    step = -1 if calendar.looks == "back" else 1
    for distance in range(9):
        try:
            found = date(calendar.today.year + step * distance, month, day)
        except ValueError:
            continue
        if (found - calendar.today).days * step >= 0:
            return found
    raise NoSuchDay(f"{day}.{month}.")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise NoSuchDay(str(fault)) from None


def _month_name(words: str, calendar: Calendar) -> tuple[date, ...]:
    said = [word for word in words.replace(",", " ").split() if word not in ("of", "the", "tarehe")]
    year = said.pop() if len(said) == 3 and re.fullmatch(r"\d{4}", said[-1]) else None
    if len(said) != 2:
        return ()
    names = day_words.months(calendar.language)
    for number, name in (said, said[::-1]):
        day, month = _DAY_OF_MONTH.fullmatch(number), names.get(name.rstrip("."))
        if day and month:
            return (_dated(int(day[1]), month, year, calendar),)
    return ()


def _day_of_month(words: str, calendar: Calendar) -> tuple[date, ...]:
    """`tarehe 3`, `dne 3.`: of this month, or of the one before or after it, by which way one looks."""
    found = _ON_DAY_OF_MONTH.fullmatch(words)
    if not found:
        return ()
    step = -1 if calendar.looks == "back" else 1
    for distance in range(3):
        month = months_later(calendar.today.replace(day=1), step * distance)
        try:
            day = month.replace(day=int(found[1]))
        except ValueError:
            continue
        if (day - calendar.today).days * step >= 0:
            return (day,)
    raise NoSuchDay(words)


def _distance(words: str, calendar: Calendar) -> tuple[date, ...]:
    for step, said in _stepped(words, calendar):
        span = _span(said)
        if span:
            return (_moved(calendar.today, step * span[0], span[1]),)
    return ()


def _stepped(words: str, calendar: Calendar) -> Iterator[tuple[int, str]]:
    """The ways to take a direction off the words: +1 to come, -1 gone, else the way one looks."""
    for front in day_words.IN_FRONT:
        if words.startswith(front):
            yield 1, words.removeprefix(front).strip()
    for front in day_words.AGO_FRONT:
        if words.startswith(front):
            yield -1, words.removeprefix(front).strip()
    if words.endswith(" from now"):
        yield 1, words.removesuffix("from now").strip()
    for behind in day_words.AGO_BEHIND:
        if words.endswith(f" {behind}"):
            yield -1, words.removesuffix(behind).strip()
    if len(words.split()) == 2 or words[0].isdigit():
        yield -1 if calendar.looks == "back" else 1, words


def _span(words: str) -> tuple[int, str] | None:
    """So many days, weeks, months or years: 2 weeks, 2w, two weeks, wiki 2, teden."""
    if (found := _SPAN.fullmatch(words)) and not found[1]:
        words = f"{found[2]} {found[3]}"
    said = words.split()
    for order in (said, said[::-1]) if len(said) == 2 else ():
        count = day_words.count_of(order[0])
        if count is not None and order[1] in day_words.UNIT_OF:
            return count, day_words.UNIT_OF[order[1]]
    if len(said) == 1 and said[0] in day_words.UNIT_OF and len(said[0]) > 1:
        return 1, day_words.UNIT_OF[said[0]]
    return None


def _moved(day: date, count: int, unit: str) -> date:
    if unit in "dw":
        return day + timedelta(count * (7 if unit == "w" else 1))
    return months_later(day, count * (12 if unit == "y" else 1))


def _end(words: str, calendar: Calendar) -> tuple[date, ...]:
    ways = [_way(word) for word in words.split()]
    which = [way for way in ways if way is not None]
    period = " ".join(word for word, way in zip(words.split(), ways, strict=True) if way is None)
    unit = day_words.ENDS.get(period)
    if unit is None or len(which) > 1:
        return ()
    kind = {"m": PeriodKind.MONTH, "q": PeriodKind.QUARTER, "y": PeriodKind.YEAR}[unit]
    meant = period_of(kind, calendar.today, calendar.years)
    for _ in range(abs(which[0]) if which else 0):
        meant = (following if which[0] > 0 else previous)(meant, calendar.years)
    return (meant.last_day,)


_FORMS: tuple[Callable[[str, Calendar], tuple[date, ...]], ...] = (
    _named,
    _weekday,
    _numeric,
    _month_name,
    _day_of_month,
    _distance,
    _end,
)


def _in_other_words(text: str, calendar: Calendar) -> tuple[date, ...]:
    """What dateparser makes of words, if it is a whole day. English, Slovenian and Swahili have presets for all."""
    if calendar.language[:2] in day_words.FULL:
        return ()
    # Of words as short as "a" dateparser makes days.
    if len(text.strip()) < 4 or not _OTHER_WORDS.fullmatch(text.strip()):
        return ()
    # Loading it takes a quarter of a second, and few lines need it.
    from dateparser.conf import SettingValidationError
    from dateparser.date import DateDataParser

    base = datetime.combine(calendar.today, time())
    settings = {
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": "past" if calendar.looks == "back" else "future",
        "DATE_ORDER": "DMY",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    try:
        languages = list(dict.fromkeys((calendar.language.replace("-", "_").split("_")[0], "en")))
        found = DateDataParser(languages=languages, settings=settings).get_date_data(text)
    except (SettingValidationError, ValueError, OverflowError):
        return ()
    if found.date_obj is None or found.period != "day" or found.date_obj.time() != time():
        return ()
    return (_near_enough(found.date_obj.date(), calendar.today),)
