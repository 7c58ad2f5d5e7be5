"""What a workspace can settle, read from what an admin typed: currency, zone, country, week, year, language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from zoneinfo import available_timezones

from iso4217 import Currency

from salesbot.domain.leaderboards import Mode
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.workspaces import RefundPolicy

MOST_STEPS = 10
"""Parts of a goal that a team can tell of: as many as a form of Slack shows."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NOT_MONEY = frozenset(
    ("XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX")
)
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")
_NAME_LIMIT = 80


class SettingUnreadable(SalesbotError):
    """A setting cannot be what was typed: facts `setting`, `typed`, `near` (values that would do), `example`."""

    template = "mistakes/setting_unreadable"


def read_name(typed: str) -> str:
    """A workspace's or team's name, its spaces folded; at most 80 characters."""
    name = " ".join(typed.split())
    if not name or len(name) > _NAME_LIMIT:
        raise SettingUnreadable(setting="name", typed=typed, near=(), example="Acme")
    return name


def read_currency(typed: str) -> str:
    """An ISO 4217 code of money that is in use: EUR."""
    code = typed.strip().upper()
    known = {currency.code for currency in Currency} - _NOT_MONEY
    if code not in known:
        raise SettingUnreadable(setting="currency", typed=typed, near=nearest(code, known), example="EUR")
    return code


def read_time_zone(typed: str) -> str:
    """A zone of the time-zone data, in any case and with spaces for underscores: Europe/Ljubljana."""
    key = "_".join(typed.split()).casefold()
    zones = {zone.casefold(): zone for zone in available_timezones()}
    if key not in zones:
        near = tuple(zones[each] for each in nearest(key, zones) or _in_city(key, zones))
        raise SettingUnreadable(setting="time_zone", typed=typed, near=near, example="Europe/Ljubljana")
    return zones[key]


def read_week(typed: str) -> str:
    """Working days as seven signs from Monday on: `mon-fri`, `Monday to Friday`, `mon,tue,thu` or `1111100`."""
    text = re.sub(r"\s*[-–—]\s*|\s+to\s+", "-", typed.strip().casefold())
    if re.fullmatch(r"[01]{7}", text) and "1" in text:
        return text
    try:
        days = {day for part in re.split(r"[,\s]+", text) for day in _span(part)}
    except ValueError:
        raise SettingUnreadable(setting="week", typed=typed, near=(), example="mon-fri") from None
    return "".join("1" if place in days else "0" for place in range(7))


def written_week(week: str) -> str:
    """The working days as they are typed: `mon-fri`, `sun-thu`, or `mon,wed,thu` where they are no span."""
    days = [place for place, sign in enumerate(week) if sign == "1"]
    for first in days if len(days) > 1 else ():
        span = [(first + step) % 7 for step in range(len(days))]
        if set(span) == set(days):
            return f"{_DAYS[first]}-{_DAYS[span[-1]]}"
    return ",".join(_DAYS[place] for place in days)


def read_year_start(typed: str) -> int:
    """The month in which the year of the books begins, 1 to 12: `01`, `4`."""
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 12):
        raise SettingUnreadable(setting="year_start", typed=typed, near=(), example="04")
    return int(text)


def read_locale(typed: str, languages: Iterable[str] = ()) -> str:
    """A language tag; of those in `languages`, where any are given."""
    tag = typed.strip().replace("_", "-")
    known = tuple(languages)
    if not _LANGUAGE.fullmatch(tag) or (known and tag not in known):
        raise SettingUnreadable(setting="locale", typed=typed, near=known, example="en")
    return tag


def read_country(typed: str, countries: Iterable[str]) -> str | None:
    """An ISO 3166 code of a country whose holidays are known; empty or `none`: no holidays."""
    code = typed.strip().upper()
    if code in ("", "NONE"):
        return None
    known = set(countries)
    if code not in known:
        raise SettingUnreadable(setting="country", typed=typed, near=nearest(code, known), example="SI")
    return code


def read_minute(typed: str) -> int:
    """A time of the day in minutes since midnight: `08:30` is 510."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", typed.strip(), re.ASCII)
    if found is None:
        raise SettingUnreadable(setting="digest_hour", typed=typed, near=(), example="08:00")
    return int(found[1]) * 60 + int(found[2])


def read_goal_steps(typed: str) -> tuple[int, ...] | None:
    """Parts of a goal in percent, with commas between them: `75, 100`, at most ten. Empty: None, the usual ones."""
    parts = [part for part in re.split(r"[,;\s%]+", typed.strip()) if part]
    if not parts:
        return None
    if len(parts) > MOST_STEPS or not all(re.fullmatch(r"[1-9]\d{0,2}", part, re.ASCII) for part in parts):
        raise SettingUnreadable(setting="goal_steps", typed=typed, near=(), example="50, 90, 100, 120")
    return tuple(sorted({int(part) for part in parts}))


def read_refunds(text: str) -> str:
    """When a refund counts: `when_it_happens` or `restate`."""
    key = text.strip().casefold().replace("-", "_").replace(" ", "_")
    if key not in set(RefundPolicy):
        raise SettingUnreadable(setting="refunds", typed=text, near=tuple(RefundPolicy), example="restate")
    return RefundPolicy(key)


def read_leaderboard(text: str) -> str:
    """How the company's leaderboard is shown: `named`, `top`, `neighbours`, `private` or `off`."""
    key = text.strip().casefold()
    if key not in set(Mode):
        raise SettingUnreadable(setting="leaderboard", typed=text, near=tuple(Mode), example="top")
    return Mode(key)


READERS: Mapping[str, Callable[[str], str | int]] = {
    "name": read_name,
    "currency": read_currency,
    "time_zone": read_time_zone,
    "week": read_week,
    "year_start": read_year_start,
    "refunds": read_refunds,
    "leaderboard": read_leaderboard,
}
"""How each setting is read that needs nothing but what was typed."""


def nearest(typed: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The names most like what was typed, in any case, the nearest first; none when nothing is like it."""
    by_key = {name.casefold(): name for name in sorted(known)}
    return tuple(by_key[key] for key in get_close_matches(typed.casefold(), by_key, most, 0.6))


def _in_city(key: str, zones: Mapping[str, str]) -> tuple[str, ...]:
    cities = {zone.rpartition("/")[2]: zone for zone in sorted(zones)}
    return tuple(cities[city] for city in nearest(key.rpartition("/")[2], cities))


def _span(part: str) -> range | tuple[int, ...]:
    first, dash, last = part.partition("-")
    start, end = _day(first), _day(last if dash else first)
    if start <= end:
        return range(start, end + 1)
    return (*range(start, 7), *range(end + 1))


def _day(typed: str) -> int:
    """The place in the week of a day's name, cut after three letters or more; ValueError for anything else."""
    found = [place for place, name in enumerate(_DAY_NAMES) if len(typed) >= 3 and name.startswith(typed)]
    if not found:
        raise ValueError(typed)
    return found[0]
