"""Filters for figures: money, numbers, shares, as the reader writes them. In full, never shortened to 12k.

The minus sign is U+2212, so that a column of changes lines up and nothing reads as a hyphen.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale
from babel.numbers import NumberPattern, parse_pattern
from jinja2 import pass_context
from jinja2.runtime import Context

from salesbot.domain.figures import Count, Figure
from salesbot.domain.money import Money, exponent
from salesbot.messages.numerals import numeral
from salesbot.messages.speech import speech

MINUS = "\u2212"
NO_BREAK = "\u00a0"
Number = int | float | Decimal | Fraction | Count


@pass_context
def money(context: Context, value: Figure, whole: bool = False, signed: bool = False) -> str:
    """Write an amount in full: €12,500 or €12,500.50; `whole` rounds to units, `signed` shows + too.

    A goal may be a count instead (20 demos): that is written as a number.
    """
    amount = value.decimal
    if isinstance(value, Count):
        return number(context, value, signed=signed)
    if whole:
        amount = amount.to_integral_value(rounding=ROUND_HALF_EVEN)
    digits = 0 if amount == amount.to_integral_value() else exponent(value.currency)
    locale = speech().locale
    pattern = _money_pattern(locale, digits)
    text = numeral(pattern, abs(amount), locale, digits, value.currency)
    return _with_sign(text, amount, signed)


@pass_context
def number(context: Context, value: Number, digits: int | None = None, signed: bool = False) -> str:
    """Write a number: 1,204 or 0.6; with exactly `digits` decimals, else as many as it has, at most 3."""
    amount = decimal(value)
    text = numeral(_number_pattern(digits), abs(amount), speech().locale, digits)
    return _with_sign(text, amount, signed)


@pass_context
def percent(context: Context, ratio: Number, digits: int = 1, signed: bool = False) -> str:
    """Write a ratio as a share: 0.508 is 50.8 %."""
    amount = decimal(ratio)
    locale = speech().locale
    text = numeral(_percent_pattern(locale, digits), abs(amount), locale, digits)
    return _with_sign(text, amount, signed)


@pass_context
def ratio(context: Context, value: Number, digits: int = 2) -> str:
    """Write a ratio as it is: 1.66."""
    return number(context, value, digits)


def figure(value: Money | Number) -> str:
    """Give a value as a machine reads it ("12500.00"): for `number=` and `value=` of tags, never to read."""
    return format(value.decimal if isinstance(value, Money) else decimal(value), "f")


def decimal(value: Number) -> Decimal:
    """Give any number as a decimal; exact for whole numbers and decimals, 12 digits for a fraction."""
    if isinstance(value, Count):
        return value.decimal
    if isinstance(value, Fraction):
        return round(Decimal(value.numerator) / Decimal(value.denominator), 12).normalize()
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError(f"{value!r} is not a number")
    return Decimal(str(value))


def _with_sign(text: str, amount: Decimal, signed: bool) -> str:
    sign = MINUS if amount < 0 else "+" if signed else ""
    shows_something = not sign or any(digit in text for digit in "123456789")
    return sign + text if shows_something else text


@lru_cache(maxsize=256)
def _money_pattern(locale: Locale, digits: int) -> NumberPattern:
    pattern: str = locale.currency_formats["standard"].pattern.split(";")[0]
    return parse_pattern(pattern.replace(".00", "." + "0" * digits if digits else ""))


@lru_cache(maxsize=16)
def _number_pattern(digits: int | None) -> NumberPattern:
    return parse_pattern("#,##0.###" if digits is None else _fixed("#,##0", digits))


@lru_cache(maxsize=256)
def _percent_pattern(locale: Locale, digits: int) -> NumberPattern:
    pattern: str = locale.percent_formats[None].pattern
    if locale.language == "en":
        pattern = f"#,##0{NO_BREAK}%"
    return parse_pattern(pattern.replace("#,##0", _fixed("#,##0", digits)))


def _fixed(pattern: str, digits: int) -> str:
    return pattern + "." + "0" * digits if digits else pattern
