"""The amounts of which a question asks: `over 10k`, `under 500`, `between 5k and 10k`, in three languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from salesbot.domain.misreadings import QuoteOpen
from salesbot.domain.money import Money
from salesbot.domain.questions import Between
from salesbot.slack.parsing.amounts import amount_at
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.pieces import Piece, pieces_of
from salesbot.slack.parsing.questions.picking import tells_of_one
from salesbot.slack.parsing.words import clean, each_of, folded

_OVER = (
    "over", "above", "more than", "larger than", "bigger than", "nad", "vec kot", "vecji od", "vecje od", "vecjih od",
    "zaidi ya", "juu ya",
)  # fmt: skip
_UNDER = (
    "under", "below", "less than", "smaller than", "pod", "manj kot", "manjsi od", "manjse od", "manjsih od",
    "chini ya",
)  # fmt: skip
_AT_LEAST = ("at least", "from", "vsaj", "od", "angalau", "kuanzia")
_AT_MOST = ("at most", "up to", "najvec", "do", "hadi")
_BETWEEN = ("between", "from", "med", "od", "kati ya", "kutoka")
_AND = each_of("and to in do na hadi - –")
_NOT_MONEY = each_of(
    "day days week weeks month months year years percent % dan dni dneva teden tednov tedne mesec mesecev mesece let leti"
    " odstotkov siku wiki mwezi miezi mwaka miaka asilimia"
)
"""Behind a number it is none of money."""
_MARKS = re.compile(r"[?!;,]+(?=\s|$)")
_YEAR = re.compile(r"(19|20)\d\d")
_MOST = 500


def amounts_said(text: str, context: ParsingContext) -> tuple[Between, str] | None:
    """The amounts of which a text asks, and the text without them; None where it names none that can be read."""
    if len(text) > _MOST:
        return None
    try:
        pieces = pieces_of(_MARKS.sub("", clean(text)))
    except QuoteOpen:
        return None
    if tells_of_one([_word(piece) for piece in pieces[:2]]):
        return None
    for at in range(len(pieces)):
        found = _between(pieces, at, context) or _one_end(pieces, at, context)
        if found is not None:
            within, count = found
            others = [*pieces[:at], *pieces[at + count :]]
            return within, " ".join(piece.raw for piece in others)
    return None


def _between(pieces: Sequence[Piece], at: int, context: ParsingContext) -> tuple[Between, int] | None:
    begun = _phrase(pieces, at, _BETWEEN)
    low = _amount(pieces, at + begun, context) if begun else None
    if low is None:
        return None
    ends = at + begun + low[1]
    if ends >= len(pieces) or _word(pieces[ends]) not in _AND:
        return None
    high = _amount(pieces, ends + 1, context)
    if high is None:
        return None
    first, last = low[0], high[0]
    if first.currency == last.currency and last < first:
        first, last = last, first
    return Between(first, last, with_ends=True), begun + low[1] + 1 + high[1]


def _one_end(pieces: Sequence[Piece], at: int, context: ParsingContext) -> tuple[Between, int] | None:
    for phrases, made in _ENDS.items():
        begun = _phrase(pieces, at, phrases)
        low, with_ends = made
        found = _amount(pieces, at + begun, context, or_year=with_ends) if begun else None
        if found is not None:
            amount = found[0]
            within = (
                Between(low=amount, with_ends=with_ends) if low else Between(high=amount, with_ends=with_ends)
            )
            return within, begun + found[1]
    return None


_ENDS: Mapping[tuple[str, ...], tuple[bool, bool]] = {
    _OVER: (True, False),
    _UNDER: (False, False),
    _AT_LEAST: (True, True),
    _AT_MOST: (False, True),
}
"""Which end each is, and whether the end itself counts."""


def _phrase(pieces: Sequence[Piece], at: int, phrases: Sequence[str]) -> int:
    """How many pieces from there on are one of the phrases; 0: none is."""
    for count in (2, 1):
        if at + count < len(pieces) and " ".join(map(_word, pieces[at : at + count])) in phrases:
            return count
    return 0


def _amount(
    pieces: Sequence[Piece], at: int, context: ParsingContext, *, or_year: bool = True
) -> tuple[Money, int] | None:
    """The amount that begins there and how many pieces it takes; a number of days or a share is none, nor a year."""
    read = amount_at(pieces, at, context) if at < len(pieces) else None
    if read is None or read.money is None or read.money.minor < 0:
        return None
    sure, count = bool(read.shape.units or read.shape.signs), read.shape.count
    behind = _word(pieces[at + count]) if at + count < len(pieces) else ""
    year = or_year and _YEAR.fullmatch(_word(pieces[at])) is not None
    if not sure and (year or behind in _NOT_MONEY):
        return None
    return read.money, count


def _word(piece: Piece) -> str:
    return folded(piece.text).strip(",;:!?")


__all__ = ["amounts_said"]
