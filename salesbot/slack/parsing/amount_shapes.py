"""Where in a line an amount stands, and of what it is made: signs, units and the figure.

A figure may stand in several words (`12 500,00`), its currency before or after it, glued or apart, and its unit too:
`12.5k`, `1,2 mio.`, and in Swahili first: `elfu 12`, `laki 3`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from salesbot.slack.parsing.currencies import SPELLED, could_be_a_name, currencies_of
from salesbot.slack.parsing.figures import SEPARATORS
from salesbot.slack.parsing.number_words import PARTS
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.words import folded

UNITS = {
    **dict.fromkeys(("k", "tis", "tis.", "tsd", "tsd.", "thousand", "tisoč", "tisoc"), 3),
    **dict.fromkeys(
        ("m", "mio", "mio.", "mln", "million", "milijon", "milijona", "milijone", "milijoni", "milijonov"), 6
    ),
    **dict.fromkeys(("mrd", "mrd.", "bn", "billion", "milijarda", "milijardi", "milijarde"), 9),
}
"""Units behind the figure, as powers of ten."""
_UNIT_WORDS = tuple(UNITS)
UNITS_FIRST = {"elfu": 3, "laki": 5, "milioni": 6, "bilioni": 9}
"""Swahili's units, which stand before the figure."""

NO_NUMBERS = frozenset(("nan", "inf", "infinity", "∞", "-", "+", "−", "–", "—", "-nan", "-inf", "+inf", "-∞"))
"""Words that computers call numbers and nobody calls an amount."""

_AND = frozenset(("and", "in", "na"))
_NOTHING_BEHIND = ("/=", "/-")
"""Behind shillings in East Africa: no cents."""
_MINUS = "-−–—"
_FIGURE_SIGNS = f".,'’ʼ´`\u202f{SEPARATORS.replace(' ', '')}"
_GLUED = re.compile(rf"(\D*?)([.,٫]?\d(?:[\d{_FIGURE_SIGNS}]*\d)?)(\D*)")
_LIKE_A_FIGURE = re.compile(r"[^\w#№@&/'’‘\"]*\d")
_GROUP = re.compile(r"(\d{3}(?:[.,]\d+)?)(\D*)")
_HEAD_GROUP = re.compile(r"[1-9]\d{0,2}|[^\D0-9]\d{0,2}")


@dataclass
class AmountShape:
    """The parts of one amount, not yet reckoned. Positions are those of the line."""

    start: int
    end: int
    count: int = 0
    """How many pieces it takes."""
    figure: str = ""
    figure_at: int = 0
    """Which piece the figure begins with."""
    minus: bool = False
    broken: bool = False
    """It begins like a figure and is none."""
    signs: list[str] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    tails: list[tuple[int | None, str | None]] = field(default_factory=list)
    """The ways in which what is glued behind the figure can be read, where there are several (5Ksh)."""
    unit_behind: str = ""
    """A Swahili unit that stands behind its figure."""
    odd: bool = False
    """The currency before it could as well end the account's name."""

    @property
    def bare(self) -> bool:
        """Whether it is a figure and no more, which might as well belong to a name (Studio 54, Web 2.0)."""
        return not (self.signs or self.units or self.tails or self.minus)


def shape_at(pieces: Sequence[Piece], at: int, own: str) -> AmountShape | None:
    """The parts of the amount that begins with the piece `at`; None where none begins there.

    `own` is the workspace's currency.
    """
    shape = AmountShape(pieces[at].start, pieces[at].end)
    place = _read_before(shape, pieces, at, own)
    if (
        place >= len(pieces)
        or not _is_word(pieces[place])
        or not _read_figure(shape, pieces[place].text, own)
    ):
        return None
    shape.figure_at = place
    place += 1
    if not shape.broken:
        place = _read_groups(shape, pieces, place, own)
        place = _read_behind(shape, pieces, place, own)
    shape.count, shape.end = place - at, pieces[place - 1].end
    return shape


def part_behind(pieces: Sequence[Piece], at: int, *, unit_said: bool) -> tuple[int, int, int]:
    """(how many such make a unit, that unit as a power of ten where it follows, how many pieces) of `and a half thousand`.

    All are 0 where no such words stand there. `unit_said`: the amount before it has its unit.
    """
    words = [folded(piece.text.rstrip(",;")) if _is_word(piece) else "" for piece in pieces[at : at + 4]]
    part = 2 if words[1:2] == ["a"] else 1
    if not words or words[0] not in _AND or part >= len(words) or words[part] not in PARTS:
        return 0, 0, 0
    unit = UNITS.get(words[part + 1], 0) if part + 1 < len(words) and not unit_said else 0
    return PARTS[words[part]], unit, part + 1 + bool(unit)


def joins_unit(pieces: Sequence[Piece], at: int) -> bool:
    """Whether `na` and a unit of Swahili stand there: `laki 3 na elfu 50`."""
    pair = [folded(piece.text) for piece in pieces[at : at + 2] if _is_word(piece)]
    return len(pair) == 2 and pair[0] == "na" and pair[1] in UNITS_FIRST


def _is_word(piece: Piece) -> bool:
    return piece.kind is Kind.WORD


def _read_before(shape: AmountShape, pieces: Sequence[Piece], at: int, own: str) -> int:
    """Take the currency, the unit or the minus that stands before the figure; say where the figure begins."""
    while at < len(pieces) and _is_word(pieces[at]):
        text = pieces[at].text
        if text in _MINUS and not shape.minus:
            shape.minus = True
        elif folded(text) in UNITS_FIRST and not shape.units:
            shape.units.append(UNITS_FIRST[folded(text)])
        elif currencies_of(text, own) and not shape.signs:
            shape.signs.append(text)
            shape.odd = could_be_a_name(text, own)
        else:
            break
        at += 1
    return at


def _read_figure(shape: AmountShape, text: str, own: str) -> bool:
    """Take the figure and what is glued to it; False if this word is nothing like a figure."""
    found = _GLUED.fullmatch(text)
    before = found[1].strip(_MINUS) if found else ""
    if found and (not before or currencies_of(before, own)):
        shape.minus = shape.minus or before != found[1]
        shape.signs += [before] if before else []
        shape.figure = found[2]
        return _read_tail(shape, found[3].rstrip(",;"), own) or _break(shape)
    return bool(_LIKE_A_FIGURE.match(text)) and _break(shape)


def _break(shape: AmountShape) -> bool:
    shape.broken = True
    return True


def _read_tail(shape: AmountShape, tail: str, own: str) -> bool:
    """Take what is glued behind the figure; False if it is neither unit nor currency."""
    if not tail or tail in _NOTHING_BEHIND:
        return True
    tails = _tails(tail, own)
    if len(tails) > 1:
        shape.tails = tails
    elif tails:
        _add(shape, *tails[0])
    return bool(tails)


def _tails(text: str, own: str) -> list[tuple[int | None, str | None]]:
    """The ways to read a word as unit, currency, or both (kEUR)."""
    found: list[tuple[int | None, str | None]] = [(None, text)] if currencies_of(text, own) else []
    small = text.casefold()
    if not small.startswith(_UNIT_WORDS):
        return found
    for unit, power in UNITS.items():
        rest = text[len(unit) :]
        if small == unit:
            found.append((power, None))
        elif small.startswith(unit) and currencies_of(rest, own):
            found.append((power, rest))
    return found


def _add(shape: AmountShape, unit: int | None, sign: str | None) -> None:
    shape.units += [unit] if unit is not None else []
    shape.signs += [sign] if sign is not None else []


def _read_groups(shape: AmountShape, pieces: Sequence[Piece], at: int, own: str) -> int:
    """Take the further groups of three of a figure written with spaces."""
    open_ended = (
        _HEAD_GROUP.fullmatch(shape.figure) and not shape.tails and pieces[at - 1].text.endswith(shape.figure)
    )
    while open_ended and at < len(pieces) and _is_word(pieces[at]):
        group = _GROUP.fullmatch(pieces[at].text)
        if not group or not _read_tail(shape, group[2].rstrip(",;"), own):
            break
        shape.figure += f" {group[1]}"
        at += 1
        open_ended = not group[2] and group[1].isdigit()
    return at


def _read_behind(shape: AmountShape, pieces: Sequence[Piece], at: int, own: str) -> int:
    """Take the unit and the currency that stand behind the figure."""
    while at < len(pieces) and _is_word(pieces[at]) and not shape.tails:
        text = pieces[at].text.rstrip(",;")
        text = SPELLED.get(folded(text), text)
        tails: list[tuple[int | None, str | None]]
        # A word of its own is a currency first: Ksh is Kenya's shilling, not thousands of shillings.
        tails = [(None, text)] if currencies_of(text, own) else _tails(text, own)
        if folded(text) in UNITS_FIRST and not shape.units and not shape.unit_behind:
            shape.unit_behind = folded(text)
        elif len(tails) == 1 and _fits(shape, *tails[0]):
            _add(shape, *tails[0])
        else:
            break
        at += 1
    return at


def _fits(shape: AmountShape, unit: int | None, sign: str | None) -> bool:
    return not (unit is not None and (shape.units or shape.unit_behind)) and not (
        sign and len(shape.signs) > 1
    )
