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
_OTHER = {",": ".", ".": ","}
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


def mark_of(value: str) -> str | None:
    """The sign before the decimals in a file, comma or dot, as far as one of its amounts tells it: `1.234,5`, `0.5`."""
    figures = _figures(value)
    if figures is None or _two_ways(figures):
        return None
    signs = {sign for sign in ",." if sign in figures}
    if len(signs) == 2:
        return max(signs, key=figures.rfind)
    sign = next(iter(signs), "")
    if not sign:
        return None
    return sign if figures.count(sign) == 1 else _OTHER[sign]


def plain_amount(value: str, mark: str | None = None) -> str:
    """An amount as a plain decimal where its signs, or the file's `mark`, leave no doubt; else as it is."""
    figures = _figures(value)
    if figures is None:
        return value
    if _two_ways(figures):
        if mark is None:
            return value
        return figures.replace(_OTHER[mark], "").replace(mark, ".")
    if "," in figures and "." in figures:
        last = max(",", ".", key=figures.rfind)
        return figures.replace(_OTHER[last], "").replace(last, ".") if figures.count(last) == 1 else value
    if figures.count(",") > 1 or figures.count(".") > 1:
        return figures.replace(",", "").replace(".", "")
    if "," in figures and len(figures.rpartition(",")[2]) in (1, 2):
        return figures.replace(",", ".")
    return figures if figures and "," not in figures else value


def readings_of(value: str) -> tuple[str, ...]:
    """What an amount can be that a file writes in a way that says two: `1.234` is 1234 or 1.234; none for any other."""
    figures = _figures(value)
    if figures is None or not _two_ways(figures):
        return ()
    return re.sub(r"[.,]", "", figures), figures.replace(",", ".")


def _figures(value: str) -> str | None:
    """The figures and signs of an amount, without its currency; None where it is none."""
    amount = _AMOUNT.fullmatch(value)
    return re.sub(r"\s", "", amount[1]) if amount is not None else None


def _two_ways(figures: str) -> bool:
    """Whether the one sign can part thousands, or be the sign before three decimals."""
    return re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", figures, re.ASCII) is not None


def _iso(year: str, month: str, day: str, value: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return value
