"""Amounts as reps type them: `12500`, `12.5k EUR`, `TSh 3m`, `12 500,00 €`, `elfu 12`.

What is not surely one amount is a mistake or a question, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from salesbot.domain.misreadings import (
    AmountAmbiguous,
    AmountMissing,
    AmountNotPositive,
    AmountTooFine,
    AmountTooLong,
    AmountUnreadable,
    CurrencyUnclear,
    Misreading,
)
from salesbot.domain.money import Money, exponent
from salesbot.slack.parsing.amount_shapes import (
    UNITS_FIRST,
    AmountShape,
    joins_unit,
    part_behind,
    shape_at,
)
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.currencies import SPELLED, currencies_of, sharing
from salesbot.slack.parsing.figures import (
    MOST_DIGITS,
    FigureTooLong,
    FigureUnreadable,
    number_style,
    numbers_of,
)
from salesbot.slack.parsing.pieces import Piece, pieces_of
from salesbot.slack.parsing.troubles import Swap, Trouble, mistake_of
from salesbot.slack.parsing.words import MOST_CHARACTERS, clean, folded

_IN_UNITS = {0: "{}", 3: "{}k", 5: "laki {}", 6: "{}m", 9: "{} mrd."}


@dataclass(frozen=True, slots=True)
class AmountRead:
    """An amount found in a line: its money, or what is wrong with it."""

    shape: AmountShape
    money: Money | None = None
    trouble: Trouble | None = None


def read_amount(text: str, context: ParsingContext) -> Money:
    """The money a text stands for, as typed in a form: one amount and nothing else.

    Raises the mistakes and questions of `domain/misreadings.py` that begin with Amount, and CurrencyUnclear.
    """
    source = clean(text[:MOST_CHARACTERS])
    pieces = pieces_of(source)
    read = amount_at(pieces, 0, context) if pieces else None
    trouble = (
        read.trouble if read else Trouble(AmountMissing if not pieces else AmountUnreadable, 0, len(source))
    )
    if read and read.shape.count < len(pieces):
        trouble = Trouble(AmountUnreadable, 0, len(source))
    if read and read.money and not trouble:
        return read.money
    assert trouble
    raise mistake_of(source, trouble, sample_figure(context), context.command)


def amount_at(pieces: Sequence[Piece], at: int, context: ParsingContext) -> AmountRead | None:
    """The amount that begins with the piece `at`, or what is wrong with it; None where none begins there."""
    shape = shape_at(pieces, at, context.currency)
    if shape is None:
        return None
    try:
        return _with_more(_reckoned(shape, context), pieces, at + shape.count, context)
    except FigureUnreadable:
        return _troubled(shape, AmountUnreadable)
    except FigureTooLong:
        return _troubled(shape, AmountTooLong, most=MOST_DIGITS)


def sample_figure(context: ParsingContext) -> str:
    """A short amount that reads in the rep's number style, for examples."""
    return f"12{number_style(context.number_locale).decimal}5k"


def exact_text(money: Money) -> str:
    """The amount as a text that reads as exactly this in every number style: `1234.50 EUR`."""
    amount = money.decimal
    if amount == amount.to_integral_value():
        return f"{amount:.0f} {money.currency}"
    if exponent(money.currency) == 3 and amount < 1000:
        # Three decimals behind one to three digits could be thousands; two, or the same figure in k, could not.
        return (
            f"{amount:.2f} {money.currency}"
            if not amount * 100 % 1
            else f"{amount / 1000:f}k {money.currency}"
        )
    return f"{amount:f} {money.currency}"


def _reckoned(shape: AmountShape, context: ParsingContext) -> AmountRead:
    if shape.broken or len(shape.units) > 1:
        return _troubled(shape, AmountUnreadable)
    if shape.tails:
        return _with_tails(shape, context)
    currencies = _currencies(shape.signs, context.currency)
    numbers = _numbers(shape.figure, sum(shape.units), context)
    if not currencies:
        return _troubled(shape, AmountUnreadable)
    if shape.minus or not numbers[0]:
        return _troubled(shape, AmountNotPositive)
    if numbers[0] >= 10**MOST_DIGITS:
        return _troubled(shape, AmountTooLong, most=MOST_DIGITS)
    if len(currencies) > 1:
        return _unclear_currency(shape, currencies)
    return _in_currency(shape, numbers, currencies[0])


def _with_more(read: AmountRead, pieces: Sequence[Piece], at: int, context: ParsingContext) -> AmountRead:
    """Half a unit or a smaller one said behind it belongs to it: refused, with all of it in figures (`laki 3 na nusu`)."""
    if read.money is None:
        return read
    shape, whole, end = read.shape, read.money.decimal, at
    power = sum(shape.units)
    while smaller := _smaller(pieces, end, power, context):
        figure, unit, count = smaller
        whole, end = whole.scaleb(0 if power else unit) + figure, end + count
        power = unit
    if end == at:
        return read
    sign, count = _sign_behind(pieces, end, context)
    shape.count, shape.end = shape.count + end + count - at, pieces[end + count - 1].end
    said = f"{whole.normalize():f} {sign}" if sign else exact_text(_nearest(whole, read.money.currency))
    return _troubled(shape, AmountUnreadable, (Swap(said),))


def _smaller(
    pieces: Sequence[Piece], at: int, power: int, context: ParsingContext
) -> tuple[Decimal, int, int] | None:
    """What is said behind an amount in units of that power: how much, the power of its own unit, and how many pieces."""
    parts, unit, count = part_behind(pieces, at, unit_said=power > 0)
    if parts:
        return Decimal(10) ** (unit or power) / parts, unit or power, count
    shape = shape_at(pieces, at + 1, context.currency) if power and joins_unit(pieces, at) else None
    if shape is None or shape.broken or shape.tails or shape.signs or not 0 < sum(shape.units) < power:
        return None
    return _numbers(shape.figure, sum(shape.units), context)[0], sum(shape.units), 1 + shape.count


def _sign_behind(pieces: Sequence[Piece], at: int, context: ParsingContext) -> tuple[str, int]:
    """The currency that stands there as a word of its own, and how many pieces it takes."""
    text = pieces[at].text.rstrip(",;") if at < len(pieces) else ""
    text = SPELLED.get(folded(text), text)
    return (text, 1) if currencies_of(text, context.currency) else ("", 0)


def _numbers(figure: str, power: int, context: ParsingContext) -> tuple[Decimal, ...]:
    numbers = numbers_of(figure, number_style(context.number_locale), in_units=power > 0)
    return tuple(number.scaleb(power).normalize() if power else number for number in numbers)


def _currencies(signs: Sequence[str], own: str) -> tuple[str, ...]:
    """The currencies the signs agree on; none where they contradict each other."""
    if not signs:
        return (own,)
    exact = [currencies_of(sign, own) for sign in signs]
    if len(signs) == 1:
        return exact[0]
    return tuple(
        code
        for code in dict.fromkeys(code for codes in exact for code in codes)
        if all(code in sharing(sign, own) for sign in signs) and any(codes == (code,) for codes in exact)
    )


def _in_currency(shape: AmountShape, numbers: tuple[Decimal, ...], currency: str) -> AmountRead:
    if shape.unit_behind:
        return _unit_behind(shape, numbers, currency)
    if len(numbers) > 1:
        return _ambiguous(shape, (_nearest(number, currency) for number in numbers))
    number, decimals = numbers[0], exponent(currency)
    if -int(number.as_tuple().exponent) > decimals:
        readings = [_rounded(number, currency, way) for way in (ROUND_FLOOR, ROUND_CEILING)]
        return _asked(shape, AmountTooFine, readings, currency=currency, decimals=decimals)
    return AmountRead(shape, money=Money.of(number, currency))


def _with_tails(shape: AmountShape, context: ParsingContext) -> AmountRead:
    """5Ksh: five shillings of Kenya, or five thousand shillings."""
    readings = []
    for unit, sign in shape.tails:
        for number in _numbers(shape.figure, sum(shape.units) + (unit or 0), context):
            codes = _currencies(shape.signs + ([sign] if sign else []), context.currency)
            readings += [_nearest(number, code) for code in codes]
    if shape.minus or not all(reading.minor for reading in readings):
        return _troubled(shape, AmountNotPositive)
    return _ambiguous(shape, readings) if readings else _troubled(shape, AmountUnreadable)


def _unit_behind(shape: AmountShape, numbers: tuple[Decimal, ...], currency: str) -> AmountRead:
    """12 elfu: in Swahili the unit goes first, so this is asked back."""
    power = UNITS_FIRST[shape.unit_behind]
    readings = [_nearest(number.scaleb(power), currency) for number in numbers]
    return _ambiguous(shape, [*readings, *(_nearest(number, currency) for number in numbers)])


def _ambiguous(shape: AmountShape, readings: Iterable[Money]) -> AmountRead:
    return _asked(shape, AmountAmbiguous, readings)


def _asked(
    shape: AmountShape, kind: type[Misreading], readings: Iterable[Money], **facts: object
) -> AmountRead:
    """A question with the positive readings that are small enough, each once."""
    most = 10**MOST_DIGITS
    fair = [money for money in dict.fromkeys(readings) if money.minor > 0 and money.decimal < most]
    if not fair:
        return _troubled(shape, AmountTooLong, most=MOST_DIGITS)
    swaps = tuple(Swap(exact_text(money), {"amount": money}) for money in fair)
    return _troubled(shape, kind, swaps, readings=fair, **facts)


def _unclear_currency(shape: AmountShape, currencies: tuple[str, ...]) -> AmountRead:
    figure = _IN_UNITS[sum(shape.units)].format(shape.figure)
    swaps = tuple(Swap(f"{figure} {code}", {"currency": code}) for code in currencies)
    return _troubled(shape, CurrencyUnclear, swaps, sign=shape.signs[0], currencies=list(currencies))


def _troubled(
    shape: AmountShape, kind: type[Misreading], swaps: tuple[Swap, ...] = (), **facts: object
) -> AmountRead:
    return AmountRead(shape, trouble=Trouble(kind, shape.start, shape.end, facts, swaps))


def _nearest(number: Decimal, currency: str) -> Money:
    return _rounded(number, currency, ROUND_HALF_EVEN)


def _rounded(number: Decimal, currency: str, way: str) -> Money:
    return Money.of(number.quantize(Decimal(1).scaleb(-exponent(currency)), rounding=way), currency)
