"""The day of a line about an account: beside the account, at the end, or behind `on` or `by`."""

from __future__ import annotations

from datetime import date, timedelta

from salesbot.domain.follow_ups import DayMissing
from salesbot.domain.misreadings import (
    Misreading,
)
from salesbot.slack.parsing.account_lines.line import Line
from salesbot.slack.parsing.calendar_days import Looks
from salesbot.slack.parsing.day_words import BEFORE_DAY
from salesbot.slack.parsing.days import day_in, day_words_at
from salesbot.slack.parsing.pieces import Kind
from salesbot.slack.parsing.troubles import Swap, Trouble


def take_day(line: Line, looks: Looks) -> date | None:
    """The day that the line names, its place being understood; None without one."""
    found = day_place(line)
    if found is None:
        return None
    connector, first, count = found
    start, end = line.pieces[first].start, line.pieces[first + count - 1].end
    text = line.source[start:end]
    day = day_in(line.source, start, end, text, line.context, looks)
    if isinstance(day, Trouble):
        raise line.wrong(day)
    line.understood.append((line.pieces[connector].start, end))
    return day


def day_place(line: Line) -> tuple[int, int, int] | None:
    """Where the day stands: (first piece of all, first piece of the day, how many); beside the account first."""
    pieces, last = line.pieces, len(line.pieces)
    for at in range(line.at, last):
        beside = at == line.at
        connected = pieces[at].text.casefold() in BEFORE_DAY and pieces[at].kind is Kind.WORD
        count = day_words_at(pieces, at, line.context, thorough=beside)
        if count and (beside or at + count == last):
            return at, at, count
        behind = day_words_at(pieces, at + 1, line.context, thorough=False) if connected else 0
        if behind:
            return at, at + 1, behind
    return None


def day_missing(line: Line, account: str) -> Misreading:
    """What is asked where no day was named."""
    today = line.context.today
    monday = today + timedelta(days=7 - today.weekday())
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    days = sorted({today + timedelta(days=1), friday, monday, today + timedelta(days=14)} - {today})
    end = len(line.source)
    swaps = tuple(Swap(f" {day.isoformat()}", {"day": day}, end, end) for day in days)
    return line.wrong(Trouble(DayMissing, end, end, {"account": account}, swaps))


# -- the kind of activity -------------------------------------------------------------------------------------
