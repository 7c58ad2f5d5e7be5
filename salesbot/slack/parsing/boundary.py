"""Where the account ends and the amount begins.

The account is all before the amount, and the first word always belongs to it. The longest known account wins; where a
figure could belong to a new account or to the amount, it is asked back with the account quoted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from salesbot.domain.misreadings import (
    AccountMissing,
    AccountUnclear,
    AccountUnreadable,
    AmountMissing,
    AmountUnreadable,
)
from salesbot.slack.parsing.amount_shapes import NO_NUMBERS, UNITS
from salesbot.slack.parsing.amounts import AmountRead, amount_at, sample_figure
from salesbot.slack.parsing.keys import key_of
from salesbot.slack.parsing.number_words import number_at
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.stages import outcome_of, stage_words_at
from salesbot.slack.parsing.troubles import Swap
from salesbot.slack.parsing.understanding import Place, Understanding
from salesbot.slack.parsing.words import plain, quoted

_MOST_WORDS = 12
_MOST_READINGS = 5
_SCALES = frozenset(("mil", *(unit for unit in UNITS if len(unit.strip(".")) > 1)))
"""Words of which a figure behind them may be a part, though they do not stand there by any rule."""
_LONGEST_NAME = 200

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
        _refuse_beginning(line)
        return
    reading = _choose(line, head, fits)
    if reading is None:
        return
    _take_account(line, head[: reading.count])
    line.at = reading.count + reading.amount.shape.count
    line.amount = reading.amount.money
    if trouble := reading.amount.trouble:
        sample = (Swap(sample_figure(line.context)),)
        line.troubles.append(replace(trouble, swaps=trouble.swaps or sample))


def account_text(source: str, pieces: Sequence[Piece]) -> str:
    """The account's name that pieces make together, without quotes around it and without a comma behind it."""
    if len(pieces) == 1:
        text = pieces[0].text
    else:
        parts = [_inside(pieces[0])]
        for before, piece in pairwise(pieces):
            parts.append(("" if before.end == piece.start else " ") + _inside(piece))
        text = "".join(parts)
    bare = text if pieces[-1].kind is Kind.QUOTED else text.rstrip(",:")
    return " ".join(bare.split())


def _inside(piece: Piece) -> str:
    """A piece as a part of a name: quotes in the middle of it belong to it, as in Toys "R" Us."""
    return plain(piece.raw) if piece.kind is Kind.QUOTED else piece.text


def _loosen_unknown_keys(line: Understanding) -> None:
    """Before the amount, `Re: Acme` and `foo:bar` are words: only the grammar's keys end the account."""
    for place, piece in enumerate(line.pieces[:_MOST_WORDS]):
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
    known = _longest_known(line, head)
    for reading in readings:
        if reading.count == known:
            return reading
    behind = [reading for reading in readings if reading.count > known]
    if known and not behind:
        _known_without_amount(line, head, known, readings)
        return None
    if not readings:
        _no_amount(line, head)
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


def _longest_known(line: Understanding, head: list[Piece]) -> int:
    """How many pieces the longest known account takes; 0 where none is known."""
    texts = {
        count: account_text(line.source, head[:count]) for count in range(1, min(len(head), _MOST_WORDS) + 1)
    }
    known = _known(line, texts.values())
    return max((count for count, text in texts.items() if text in known), default=0)


def _known(line: Understanding, texts: Iterable[str]) -> dict[str, str]:
    """The known ones of the texts; a phone's apostrophe is as good as a keyboard's."""
    spellings = {text: (text, text.replace("’", "'"), text.replace("'", "’")) for text in texts}
    candidates = dict.fromkeys(each for group in spellings.values() for each in group)
    known = line.context.accounts.known(list(candidates))
    return {
        text: known[each] for text, group in spellings.items() for each in reversed(group) if each in known
    }


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


def _take_account(line: Understanding, pieces: list[Piece]) -> None:
    text = account_text(line.source, pieces)
    start, end = pieces[0].start, pieces[-1].end
    line.account_place = Place(start, end, text)
    if not text or len(text) > _LONGEST_NAME:
        line.fail(AccountUnreadable, start, end, ["Acme"], reason="long" if text else "empty")
        return
    known = _known(line, [text])
    if text not in known and _is_no_company(line, pieces):
        line.fail(AccountUnreadable, start, end, ["Acme"], reason="word")
        return
    line.account, line.account_known = known.get(text, text), text in known


def _is_no_company(line: Understanding, pieces: list[Piece]) -> bool:
    """Whether one bare word stands for the account that is `won`, `lost` or somebody's handle; in quotes it may be."""
    if len(pieces) != 1 or pieces[0].kind is not Kind.WORD:
        return False
    return pieces[0].text.startswith("@") or bool(outcome_of(pieces[0], line.context))


def _known_without_amount(
    line: Understanding, head: list[Piece], known: int, readings: list[_Reading]
) -> None:
    """The figure belongs to the account (Studio 54) and no amount follows; a shorter known one would leave one."""
    shorter = {reading.count: account_text(line.source, head[: reading.count]) for reading in readings}
    names = _known(line, shorter.values())
    fair = [reading for reading in readings if shorter[reading.count] in names]
    if fair:
        _ask(line, head, fair)
    else:
        _no_amount(line, head, known)


def _no_amount(line: Understanding, head: list[Piece], known: int = 0) -> None:
    """Say what is missing: the amount, or the account before it."""
    leading = amount_at(head, 0, line.context)
    if leading and leading.money and not known:
        _no_account(line, head, leading)
        return
    sample = sample_figure(line.context)
    for place in range(max(known, 1), len(head)):
        if number := number_at([piece.text for piece in head[place : place + _MOST_WORDS]]):
            _in_figures(line, head, place, *number)
            return
        if head[place].text.casefold() in NO_NUMBERS:
            _take_account(line, head[:place])
            line.at = place + 1
            line.fail(AmountUnreadable, head[place].start, head[place].end, [sample])
            return
    cut = known or _cut_before_stage(line, head)
    _take_account(line, head[:cut])
    line.at = cut
    end = head[cut - 1].end
    typed = account_text(line.source, head[:cut])
    line.fail(AmountMissing, end, end, [f" {sample}"], account=line.account, typed=typed)


def _in_figures(line: Understanding, head: list[Piece], place: int, value: int, count: int) -> None:
    """An amount in words: refused, with the same in figures; a currency behind it belongs to it."""
    last = head[place + count - 1]
    figure = Piece(Kind.WORD, str(value), str(value), last.start, last.end)
    amount = amount_at([figure, *head[place + count :]], 0, line.context)
    _take_account(line, head[:place])
    line.at = place + count + (amount.shape.count - 1 if amount else 0)
    end = head[line.at - 1].end
    line.fail(AmountUnreadable, head[place].start, end, [f"{value}{line.source[last.end : end]}"])


def _cut_before_stage(line: Understanding, head: list[Piece]) -> int:
    """How many pieces the account has where no amount ends it: up to the first word for a stage."""
    for count in range(1, len(head)):
        if stage_words_at(line, head[count : count + 1]):
            return count
    return len(head)


def _no_account(line: Understanding, head: list[Piece], amount: AmountRead) -> None:
    """12k Acme won: the account goes first."""
    count = amount.shape.count
    line.amount, line.at = amount.money, len(head)
    rest = head[count:]
    cut = _cut_before_stage(line, rest) if rest else 0
    figure = line.source[amount.shape.start : amount.shape.end]
    name = line.source[rest[0].start : rest[cut - 1].end] if rest else "Acme"
    line.fail(
        AccountMissing,
        amount.shape.start,
        rest[cut - 1].end if rest else amount.shape.end,
        [f"{name} {figure}"],
    )
    line.at = count + cut


def _refuse_beginning(line: Understanding) -> None:
    """The line begins with a key, a person or everyone."""
    first = line.pieces[0] if line.pieces else None
    sample = f"Acme {sample_figure(line.context)}"
    if first is None:
        line.fail(AccountMissing, 0, 0, [f"{sample} won"])
    elif first.kind is Kind.KEY:
        typed = plain(line.source[first.start : first.last])
        line.fail(AccountMissing, first.start, first.start, [f"{sample} "], typed=typed)
    else:
        reason = "person" if first.kind is Kind.PERSON else "everyone"
        line.fail(AccountUnreadable, first.start, first.end, [sample], reason=reason)
        line.at = 1
