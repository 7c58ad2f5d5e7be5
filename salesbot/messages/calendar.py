"""Filters for days, hours and lengths of time, as the reader says them; clock times in the reader's zone."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from jinja2 import pass_context
from jinja2.runtime import Context

from salesbot.domain.periods import Period, PeriodKind
from salesbot.messages.speech import speech

OF_THE_MONTH = {
    "sl": (
        "januarja", "februarja", "marca", "aprila", "maja", "junija", "julija", "avgusta", "septembra", "oktobra",
        "novembra", "decembra",
    )
}  # fmt: skip
"""Months as they stand behind the day's number, where a language declines them and its calendar does not."""


@pass_context
def day(context: Context, value: date, weekday: bool = False, year: bool = False) -> str:
    """Name a day: 12 June; with `weekday` Fri 12 June, with `year` 12 June 2026. Instants by zone."""
    return _named(_local_day(value), weekday, year, speech().calendar)


@lru_cache(maxsize=4096)
def _named(value: date, weekday: bool, year: bool, locale: Locale) -> str:
    named = format_date(value, "long", locale) if year else format_skeleton("MMMMd", value, locale=locale)
    if declined := OF_THE_MONTH.get(locale.language):
        named = named.replace(locale.months["format"]["wide"][value.month], declined[value.month - 1])
    if not weekday:
        return named
    name = format_date(value, "EEE", locale=locale)
    return f"{name} {named}" if locale.language == "en" else f"{name}, {named}"


@pass_context
def weekday(context: Context, value: date, short: bool = False) -> str:
    """Name the day of the week: Monday, or Mon."""
    return _patterned(_local_day(value), "EEE" if short else "EEEE", speech().calendar)


@pass_context
def clock(context: Context, value: datetime | time) -> str:
    """Tell an hour: 08:00. An instant (aware) is told in the reader's zone; a time of day as it is."""
    told = _local(value) if isinstance(value, datetime) else value
    return _hour(told.hour, told.minute, speech().calendar)


@lru_cache(maxsize=4096)
def _hour(hour: int, minute: int, locale: Locale) -> str:
    pattern = "HH:mm" if locale.language in ("sw", "sl") else "short"
    return format_time(time(hour, minute), pattern, locale=locale)


@pass_context
def moment(context: Context, value: datetime, weekday: bool = False) -> str:
    """Tell an instant with its day: 12 June, 08:00."""
    return f"{day(context, _local(value).date(), weekday=weekday)}, {clock(context, value)}"


@pass_context
def month(context: Context, value: date, year: bool = False) -> str:
    """Name the month of a day: June; with `year` June 2026."""
    return _patterned(_local_day(value), "LLLL y" if year else "LLLL", speech().calendar)


@lru_cache(maxsize=4096)
def _patterned(value: date, pattern: str, locale: Locale) -> str:
    return format_date(value, pattern, locale=locale)


@pass_context
def quarter(context: Context, value: date, year: bool = False) -> str:
    """Name the calendar quarter of a day: Q2; with `year` Q2 2026."""
    return format_date(_local_day(value), "QQQ y" if year else "QQQ", locale=speech().calendar)


@pass_context
def period(context: Context, value: Period, year: bool = False) -> str:
    """Name a period: June, Q2, 2026, 8-14 June for a week or a run of days; with `year` June 2026.

    A year of the books over two calendar years is named by both, so that nobody has to know which is meant: FY 2026/27.
    """
    if value.kind is PeriodKind.YEAR:
        return _book_year(value)
    if value.kind is PeriodKind.MONTH:
        return month(context, value.starts_on, year=year)
    if value.kind is PeriodKind.QUARTER:
        # The books' own quarter and year, wherever in the calendar they begin.
        named, number = value.key.split("-Q")
        first = date(int(named), 3 * int(number) - 2, 1)
        if not year or _book_year(value) == named:
            return quarter(context, first, year=year)
        return f"{quarter(context, first)} {_book_year(value)}"
    return days(context, value.starts_on, value.last_day, year=year)


def _book_year(value: Period) -> str:
    first, last = value.book_year or (value.starts_on.year, value.starts_on.year)
    if first == last:
        return f"{first:04}"
    both = f"{first:04}/{last % 100:02}"
    return f"FY {both}" if speech().calendar.language == "en" else both


@pass_context
def days(context: Context, first: date, last: date, year: bool = False) -> str:
    """Name a run of days, both ends in: 8–12 June, 29 June – 3 July; one day by itself."""
    to = day(context, last, year=year)
    if first == last:
        return to
    number, _, month_and_year = to.partition(" ")
    if (first.year, first.month) == (last.year, last.month) and number.rstrip(".").isdigit():
        # Where the day is written before the month, the month is said once.
        return f"{number.replace(str(last.day), str(first.day))}–{number} {month_and_year}"
    return f"{day(context, first, year=year and first.year != last.year)} – {to}"


@pass_context
def duration(context: Context, value: timedelta) -> str:
    """Say a length of time in days, under a day in hours, under an hour in minutes: 19 days."""
    unit: Literal["day", "hour", "minute"]
    unit = "day" if value >= timedelta(days=1) else "hour" if value >= timedelta(hours=1) else "minute"
    return format_timedelta(value, granularity=unit, threshold=1e9, locale=speech().calendar)


def epoch(value: datetime) -> int:
    """Give an instant in seconds, for `at=` of a date tag; a naive instant is refused."""
    if value.tzinfo is None:
        raise TypeError(f"{value!r} has no zone")
    return int(value.timestamp())


def _local(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise TypeError(f"{value!r} has no zone")
    return value.astimezone(speech().zone)


def _local_day(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value
