"""Days as reps say them: `fri`, `next tue`, `in 2 weeks`, `eom`, `31.3.2026`, `konec meseca`, `kesho kutwa`.

A day without a year or a week follows the way one looks: ahead (today included), back (today included), or ahead
again where both would do. 03/04/2027 is asked back, 30 February refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from salesbot.domain.misreadings import (
    DayAhead,
    DayAmbiguous,
    DayGone,
    DaysReversed,
    DayUnreadable,
    Misreading,
)
from salesbot.slack.parsing.calendar_days import Calendar, DayTooFar, Looks, NoSuchDay, days_said
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.troubles import Swap, Trouble, mistake_of
from salesbot.slack.parsing.words import MOST_CHARACTERS, clean

_MOST_WORDS = 5
_END_OF_SENTENCE = re.compile(r"(?:[,;]|(?<=[^\W\d_])\.)+$")
_BETWEEN = re.compile(r" (?:to|until|till|do|hadi|mpaka|-|–|—) | ?(?:\.\.|…|–|—) ?|(?<=\d)/(?=\d{4}-)")
_SAME_MONTH = re.compile(r"(\d{1,2})\.? ?(?:[-–]|to|until|till|do|hadi|mpaka) ?(\d{1,2}(?:\.|\b) ?[^\d\s].*)")


def read_day(text: str, context: ParsingContext, looks: Looks) -> date:
    """The day a text names, looked for ahead, back or either way from the rep's day.

    Raises DayUnreadable, DayAmbiguous (a question), DayAhead and DayGone.
    """
    source = clean(text[:MOST_CHARACTERS])
    found = day_in(source, 0, len(source), source, context, looks)
    if isinstance(found, Trouble):
        raise mistake_of(source, found, _sample(looks), context.command)
    return found


def read_days_range(text: str, context: ParsingContext) -> tuple[date, date]:
    """The first and the last day of a stretch that lies ahead: `3 aug to 14 aug`, `3-14 aug`, `fri`.

    Raises as `read_day` does, and DaysReversed where the end lies before the beginning.
    """
    source = clean(text[:MOST_CHARACTERS])
    said = re.sub(r"^(?:from|od|kuanzia) ", "", source, flags=re.IGNORECASE)
    first, last = _both_ends(said)
    end = read_day(last, context, "ahead")
    if first == last:
        return end, end
    start = read_day(first, context, "either")
    if start > end and not re.search(r"\d{4}", said):
        start, end = _put_in_order(first, last, start, end, context)
    if start > end:
        raise DaysReversed(
            typed=said, start=start, end=end, example=f"{last} - {first}", command=context.command, draft=None
        )
    return start, end


def day_in(
    source: str, start: int, end: int, text: str, context: ParsingContext, looks: Looks
) -> date | Trouble:
    """The day that a place of the line names, or what is wrong with it."""
    found = _said(text, context, looks)
    if isinstance(found, str):
        return Trouble(DayUnreadable, start, end, {"reason": found}, (Swap(_sample(looks)),))
    if len(found) > 1:
        fair = [day for day in found if isinstance(_checked(day, start, end, context, looks), date)]
        swaps = tuple(Swap(day.isoformat(), {"day": day}) for day in fair or found)
        return Trouble(DayAmbiguous, start, end, {"readings": list(fair or found)}, swaps)
    return _checked(found[0], start, end, context, looks)


def day_words_at(pieces: Sequence[Piece], at: int, context: ParsingContext, thorough: bool) -> int:
    """How many words, from the piece `at` on, name a day together; 0 where none does."""
    words = []
    for piece in pieces[at : at + _MOST_WORDS]:
        if piece.kind is not Kind.WORD:
            break
        words.append(piece.text)
    for count in range(len(words), 0, -1):
        if _is_day(" ".join(words[:count]), context, thorough and count == 1):
            return count
    return 0


def _is_day(text: str, context: ParsingContext, thorough: bool) -> bool:
    found = _said(text, context, "either", thorough)
    return bool(found) and found != "unknown"


def _said(text: str, context: ParsingContext, looks: Looks, thorough: bool = True) -> tuple[date, ...] | str:
    """The days a text can name, or the reason why it names none."""
    calendar = Calendar(context.today, looks, context.language, context.years)
    try:
        return days_said(_END_OF_SENTENCE.sub("", text), calendar, thorough) or "unknown"
    except NoSuchDay:
        return "no_such_day"
    except (DayTooFar, OverflowError):
        return "far"


def _checked(day: date, start: int, end: int, context: ParsingContext, looks: Looks) -> date | Trouble:
    kinds: dict[Looks, tuple[bool, type[Misreading]]] = {
        "ahead": (day < context.today, DayGone),
        "back": (day > context.today, DayAhead),
    }
    wrong, kind = kinds.get(looks, (False, DayGone))
    facts: dict[str, Any] = {"day": day}
    return Trouble(kind, start, end, facts, (Swap(_sample(looks)),)) if wrong else day


def _sample(looks: Looks) -> str:
    return "yesterday" if looks == "back" else "fri"


def _both_ends(said: str) -> tuple[str, str]:
    if same := _SAME_MONTH.fullmatch(said):
        day, rest = same[1], same[2]
        return re.sub(r"^\d{1,2}", day, rest), rest
    parts = _BETWEEN.split(said)
    return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else (said, said)


def _put_in_order(
    first: str, last: str, start: date, end: date, context: ParsingContext
) -> tuple[date, date]:
    """The 3rd of August, said on the 5th, has begun; Monday to Friday, said on a Wednesday, is to come."""
    if any(sign.isdigit() for sign in first):
        return next(iter(_from(first, end, "back", context)), start), end
    return start, next(iter(_from(last, start, "ahead", context)), end)


def _from(text: str, day: date, looks: Looks, context: ParsingContext) -> tuple[date, ...]:
    return days_said(text, Calendar(day, looks, context.language, context.years))
