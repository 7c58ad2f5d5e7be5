"""A figure without its currency: which numbers `12,500` or `1.234.567,5` can stand for.

One separator before exactly three digits groups thousands where the rep's number style groups with it. Where it is
that style's decimal sign, or a unit such as k follows, both readings are given and the rep is asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import UnknownLocaleError
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

MOST_DIGITS = 15

# Spaces and apostrophes group, the Arabic ones say by themselves what they are, the rest depends.
GROUPING_ONLY = "' ٬"
SEPARATORS = ".,٫" + GROUPING_ONLY
_ALIKE = str.maketrans({"\u202f": " ", "\u00a0": " ", "’": "'", "ʼ": "'", "´": "'", "`": "'"})
_SHAPE = re.compile(rf"(?:\d+(?:[{SEPARATORS}]\d+)*|[.,٫]\d+)")
_SPLIT = re.compile(rf"([{SEPARATORS}])")


class FigureUnreadable(ValueError):
    """A figure that is not a number."""


class FigureTooLong(ValueError):
    """A figure with more digits than any deal has."""


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a locale writes numbers."""

    group: str
    decimal: str
    indian: bool
    """Whether thousands are grouped as 12,34,567."""


@cache
def number_style(locale: str) -> NumberStyle:
    """The number style of a Babel locale, or of its language where the locale is not known."""
    tag = locale.replace("-", "_")
    try:
        group, decimal = get_group_symbol(tag), get_decimal_symbol(tag)
        indian = format_decimal(1234567, locale=tag).index(group) == 2
    except (UnknownLocaleError, LookupError, ValueError):
        return number_style(tag.split("_")[0]) if "_" in tag else NumberStyle(",", ".", False)
    return NumberStyle(group.translate(_ALIKE), decimal.translate(_ALIKE), indian)


def numbers_of(figure: str, style: NumberStyle, in_units: bool) -> tuple[Decimal, ...]:
    """The numbers a figure can stand for: one, or two where only the rep knows (grouped first, then decimal).

    `in_units`: k, m or the like follows. Raises FigureUnreadable and FigureTooLong.
    """
    text = _western(figure.translate(_ALIKE))
    if not _SHAPE.fullmatch(text):
        raise FigureUnreadable(figure)
    if sum(sign.isdigit() for sign in text) > MOST_DIGITS:
        raise FigureTooLong(figure)
    parts = _SPLIT.split(text)
    groups, signs = parts[0::2], parts[1::2]
    grouped = _as_grouped(groups, signs, style)
    decimal = _as_decimal(groups, signs, style)
    if grouped is not None and in_units and len(signs) == 1:
        decimal = Decimal(f"{groups[0]}.{groups[1]}")
    if grouped is None or decimal is None:
        return _one(grouped if grouped is not None else decimal, figure)
    sure = signs[0] == style.group and not in_units
    return (grouped,) if sure else (grouped, decimal)


def _one(number: Decimal | None, figure: str) -> tuple[Decimal, ...]:
    if number is None:
        raise FigureUnreadable(figure)
    return (number,)


def _western(text: str) -> str:
    """The same in the digits 0 to 9; digits of two scripts in one figure are unreadable."""
    if text.isascii():
        return text
    zeros = {ord(sign) - unicodedata.decimal(sign) for sign in text if sign.isdecimal()}
    if len(zeros) > 1:
        raise FigureUnreadable(text)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _as_grouped(groups: list[str], signs: list[str], style: NumberStyle) -> Decimal | None:
    """The whole number, if every separator groups thousands."""
    if not signs:
        return _whole(groups[0])
    if len(set(signs)) > 1 or signs[0] == "٫" or not _well_grouped(groups, style):
        return None
    return Decimal("".join(groups))


def _as_decimal(groups: list[str], signs: list[str], style: NumberStyle) -> Decimal | None:
    """The number whose last separator begins the decimals, and whose others, all of another kind, group."""
    if not signs or signs[-1] in GROUPING_ONLY or len(set(signs[:-1])) > 1 or signs[-1] in signs[:-1]:
        return None
    whole = groups[:-1]
    if len(whole) > 1 and not _well_grouped(whole, style):
        return None
    if _whole(whole[0] or "0") is None:
        return None
    return Decimal("".join(whole) + "." + groups[-1])


def _whole(digits: str) -> Decimal | None:
    padded = len(digits) > 1 and digits[0] == "0" and digits.strip("0") != ""
    return None if padded else Decimal(digits)


def _well_grouped(groups: list[str], style: NumberStyle) -> bool:
    first, *middle, last = groups
    sizes = {3} | ({2} if style.indian else set())
    return (
        1 <= len(first) <= 3
        and first[0] != "0"
        and len(last) == 3
        and len({len(group) for group in middle}) <= 1
        and all(len(group) in sizes for group in middle)
    )
