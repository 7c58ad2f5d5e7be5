"""Working calendars from the public holidays of a country, and what those holidays are called.

Holidays come from the `holidays` package. Its first use costs about a second, so a calendar is made once for
each country and kept; `warm` does it ahead of time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Any

from salesbot.domain.calendars import WorkingCalendar

_YEARS = tuple(range(2000, 2061))
"""The years whose holidays a calendar knows; outside of them only the week counts."""
_LANGUAGES = {"en": "en_US"}


def working_calendar(
    country: str | None, week: str = "1111100", days_off: Iterable[date] = ()
) -> WorkingCalendar:
    """The days on which a team works: its week, less public holidays, less the company's own days off.

    `country` is an ISO 3166 code; None: no holidays. A country without known holidays is a ValueError.
    """
    return _calendar(week, country.upper() if country else None, tuple(sorted(set(days_off))))


def holiday_name(country: str | None, day: date, locale: str = "en") -> str | None:
    """What a public holiday is called in the reader's language, as far as it is known; None: it is none.

    Falls back to English, then to the country's own language.
    """
    if country is None:
        return None
    language = _language(country.upper(), locale)
    name: str | None = _holidays(country.upper(), (day.year,), language).get(day)
    return name


def holidays_of(country: str | None, start: date, end: date) -> tuple[date, ...]:
    """The country's public holidays from `start` to the day before `end`."""
    if country is None:
        return ()
    known = _days(country.upper(), tuple(range(start.year, end.year + 1)))
    return tuple(day for day in known if start <= day < end)


def countries() -> tuple[str, ...]:
    """The ISO codes of the countries whose holidays are known."""
    from holidays.registry import EntityLoader

    # Not by the library's own list, which loads the holidays of every one of them.
    return tuple(sorted(set(EntityLoader.get_country_codes())))


def load() -> None:
    """Load what every country's calendar is made with, whichever is chosen."""
    import holidays.countries  # noqa: F401 - it is kept by being imported


def warm(country: str | None) -> None:
    """Make the country's calendar ahead of time, so that nobody waits for it."""
    working_calendar(country)


@lru_cache(maxsize=1000)
def _calendar(week: str, country: str | None, own: tuple[date, ...]) -> WorkingCalendar:
    holidays = _days(country, _YEARS) if country else ()
    return WorkingCalendar(week, tuple(sorted({*holidays, *own})))


@cache
def _days(country: str, years: tuple[int, ...]) -> tuple[date, ...]:
    return tuple(sorted(_holidays(country, years, None)))


@cache
def _holidays(country: str, years: tuple[int, ...], language: str | None) -> Any:
    import holidays

    try:
        return holidays.country_holidays(country, years=years, language=language)
    except NotImplementedError as error:
        raise ValueError(f"no holidays are known of {country}") from error


@cache
def _language(country: str, locale: str) -> str | None:
    import holidays

    known = holidays.list_localized_countries().get(country, [])
    wanted = (_LANGUAGES.get(locale, locale), "en_US", "en_GB")
    return next((language for language in wanted if language in known), None)
