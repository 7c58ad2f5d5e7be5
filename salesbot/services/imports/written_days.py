"""Days and amounts as other systems write them; what can be read in two ways is left to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})([T ].*)?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})( .*)?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})([, ].*)?", re.ASCII)
_SIGN = r"(?:[A-Z]{3}|[^\w\s.,-]{1,3})?"
_AMOUNT = re.compile(rf"{_SIGN}\s*(-?\d[\d.,\s]*?)\s*{_SIGN}", re.UNICODE)
DAY_FIRST, MONTH_FIRST = "day", "month"


def order_of(values: Iterable[str]) -> str | None:
    """Which figure of `3/4/2026` is the day in a file: told by one that can be no month; None where none is.

    A file without such days has no order, which is as good as any: `day`.
    """
    found, met = None, False
    for value in values:
        slashed = _SLASHED.fullmatch(value)
        if slashed is None:
            continue
        met = True
        if int(slashed[1]) > 12:
            return DAY_FIRST
        if int(slashed[2]) > 12:
            found = MONTH_FIRST
    return found if met else DAY_FIRST


def plain_day(value: str, order: str) -> str:
    """A day as `2026-03-31`, its time of day left away; what is no day stays as it is."""
    if found := _ISO.fullmatch(value):
        return found[1]
    if found := _DOTTED.fullmatch(value):
        return _iso(found[3], found[2], found[1], value)
    if found := _SLASHED.fullmatch(value):
        day, month = (found[1], found[2]) if order == DAY_FIRST else (found[2], found[1])
        return _iso(found[3], month, day, value)
    return value


def plain_amount(value: str) -> str:
    """An amount as a plain decimal where its signs leave no doubt; else as it is."""
    amount = _AMOUNT.fullmatch(value)
    if amount is None:
        return value
    figures = re.sub(r"\s", "", amount[1])
    if "," in figures and "." in figures:
        mark = max(",", ".", key=figures.rfind)
        other = "." if mark == "," else ","
        return figures.replace(other, "").replace(mark, ".") if figures.count(mark) == 1 else value
    if figures.count(",") > 1 or figures.count(".") > 1:
        return figures.replace(",", "").replace(".", "")
    if "," in figures and len(figures.rpartition(",")[2]) in (1, 2):
        return figures.replace(",", ".")
    return figures if figures and "," not in figures else value


def _iso(year: str, month: str, day: str, value: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return value
