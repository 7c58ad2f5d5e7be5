"""Where the account ends and the amount begins.

The account is all before the amount, and the first word always belongs to it. The longest known account wins; where a
figure could belong to a new account or to the amount, it is asked back with the account quoted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from salesbot.domain.misreadings import (
    AccountUnclear,
)
from salesbot.slack.parsing.account_names import MOST_WORDS, account_text, known_among, take_account
from salesbot.slack.parsing.amount_shapes import UNITS
from salesbot.slack.parsing.amounts import AmountRead, amount_at, sample_figure
from salesbot.slack.parsing.keys import key_of
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.troubles import Swap
from salesbot.slack.parsing.unbounded import refuse_beginning, refuse_without_amount
from salesbot.slack.parsing.understanding import Understanding
from salesbot.slack.parsing.words import plain, quoted

_MOST_READINGS = 5
_SCALES = frozenset(("mil", *(unit for unit in UNITS if len(unit.strip(".")) > 1)))
"""Words of which a figure behind them may be a part, though they do not stand there by any rule."""

Fits = Callable[[str], bool]
"""Whether a line can be read without a mistake (questions may be left)."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """An account of so many pieces, with the amount behind it."""

    count: int
    amount: AmountRead


def read_account_and_amount(line: Understanding, fits: Fits) -> None:
    """Read both, and leave the line at the first piece behind them."""
    _loosen_unknown_keys(line)
    head = _head(line.pieces)
    if not head:
        refuse_beginning(line)
        return
    reading = _choose(line, head, fits)
    if reading is None:
        return
    take_account(line, head[: reading.count])
    line.at = reading.count + reading.amount.shape.count
    line.amount = reading.amount.money
    if trouble := reading.amount.trouble:
        sample = (Swap(sample_figure(line.context)),)
        line.troubles.append(replace(trouble, swaps=trouble.swaps or sample))


def _loosen_unknown_keys(line: Understanding) -> None:
    """Before the amount, `Re: Acme` and `foo:bar` are words: only the grammar's keys end the account."""
    for place, piece in enumerate(line.pieces[:MOST_WORDS]):
        if piece.kind is Kind.KEY:
            if not _belongs_to_account(line, piece, first=place == 0):
                return
            word = Piece(Kind.WORD, plain(piece.raw), piece.raw, piece.start, piece.end)
            line.pieces[place : place + 1] = [word, piece.value] if piece.value else [word]
        elif place and amount_at(line.pieces, place, line.context):
            return


def _belongs_to_account(line: Understanding, key: Piece, first: bool) -> bool:
    if key_of(key.text, line.context.tongue):
        return False
    return first or not _is_amount(line, key.value)


def _is_amount(line: Understanding, value: Piece | None) -> bool:
    return value is not None and amount_at([value], 0, line.context) is not None


def _head(pieces: Sequence[Piece]) -> list[Piece]:
    head: list[Piece] = []
    for piece in pieces:
        if piece.kind not in (Kind.WORD, Kind.QUOTED):
            break
        head.append(piece)
    return head


def _choose(line: Understanding, head: list[Piece], fits: Fits) -> _Reading | None:
    if head[0].kind is Kind.QUOTED and len(head) > 1 and (amount := amount_at(head, 1, line.context)):
        return _Reading(1, amount)
    readings = _readings(line, head)
    known = _longestknown_among(line, head)
    for reading in readings:
        if reading.count == known:
            return reading
    behind = [reading for reading in readings if reading.count > known]
    if known and not behind:
        _known_without_amount(line, head, known, readings)
        return None
    if not readings:
        refuse_without_amount(line, head)
        return None
    return _of_a_new_account(line, head, readings, fits)


def _readings(line: Understanding, head: list[Piece]) -> list[_Reading]:
    found = []
    for at in range(1, len(head)):
        amount = amount_at(head, at, line.context)
        if amount is not None:
            found.append(_Reading(at, amount))
            if len(found) >= _MOST_READINGS:
                break
    return found


def _longestknown_among(line: Understanding, head: list[Piece]) -> int:
    """How many pieces the longest known account takes; 0 where none is known."""
    texts = {
        count: account_text(line.source, head[:count]) for count in range(1, min(len(head), MOST_WORDS) + 1)
    }
    known = known_among(line, texts.values())
    return max((count for count, text in texts.items() if text in known), default=0)


def _of_a_new_account(
    line: Understanding, head: list[Piece], readings: list[_Reading], fits: Fits
) -> _Reading | None:
    first = readings[0]
    shape = first.amount.shape
    if first.count > 1 and shape.bare and head[first.count - 1].text.casefold() in _SCALES:
        # `Everto mil 2` is rather two million of Everto than 2 of Everto mil.
        _ask(line, head, [first])
        return None
    inside = [r for r in readings[1:] if shape.figure_at < r.count < first.count + shape.count]
    within = [r for r in inside if r.amount.trouble is None or r.amount.trouble.is_question]
    name = account_text(line.source, head[: first.count])
    only_figures = any(sign.isdigit() for sign in name) and not any(sign.isalpha() for sign in name)
    if within or shape.odd or (only_figures and head[0].kind is Kind.WORD):
        _ask(line, head, [first, *within] if within or not shape.odd else readings[:2])
        return None
    if len(readings) == 1 or fits(_with_quotes(line, head, first)):
        return first
    others = [reading for reading in readings[1:] if fits(_with_quotes(line, head, reading))]
    if others and (shape.bare or shape.broken):
        _ask(line, head, others)
        return None
    return first


def _ask(line: Understanding, head: list[Piece], readings: list[_Reading]) -> None:
    """Ask where the account ends, with a line for each possibility, and read on behind the last."""
    names = [account_text(line.source, head[: reading.count]) for reading in readings]
    swaps = [
        Swap(quoted(name), {"account": name}, head[0].start, head[reading.count - 1].end)
        for name, reading in zip(names, readings, strict=True)
    ]
    last = readings[-1]
    end = max(reading.amount.shape.end for reading in readings)
    line.fail(AccountUnclear, head[0].start, end, swaps, readings=names)
    line.at = last.count + last.amount.shape.count


def _with_quotes(line: Understanding, head: list[Piece], reading: _Reading) -> str:
    name = quoted(account_text(line.source, head[: reading.count]))
    return f"{line.source[: head[0].start]}{name}{line.source[head[reading.count - 1].end :]}"


def _known_without_amount(
    line: Understanding, head: list[Piece], known: int, readings: list[_Reading]
) -> None:
    """The figure belongs to the account (Studio 54) and no amount follows; a shorter known one would leave one."""
    shorter = {reading.count: account_text(line.source, head[: reading.count]) for reading in readings}
    names = known_among(line, shorter.values())
    fair = [reading for reading in readings if shorter[reading.count] in names]
    if fair:
        _ask(line, head, fair)
    else:
        refuse_without_amount(line, head, known)
