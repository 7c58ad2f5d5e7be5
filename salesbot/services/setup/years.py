"""Moving the year of the books: from when on, what is cut short, and which goals no longer fit, told before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.book_years import DAY, BookYears
from salesbot.domain.goals import Goal, goals_in_force
from salesbot.domain.periods import Period, as_called, quarter_of, year_of
from salesbot.services.calendars import workspace_day
from salesbot.services.scopes import name_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class UnfitGoal:
    """A goal for a quarter or year that will be none any more; it stays, for the days that it was set for."""

    goal: Goal
    name: str
    """The person's, team's or territory's; empty for the company."""


@dataclass(frozen=True, slots=True)
class YearMove:
    """What moving the year of the books means."""

    month: int
    from_on: date
    """The first day of the first year by it; what comes before stays as it is."""
    first_year: Period
    short_year: Period | None
    """The year before it, where the move cuts it short."""
    short_quarter: Period | None
    unfit: tuple[UnfitGoal, ...]
    """The goals in force that no longer fit, the earliest first."""


def years_moved(book: Book, month: int, now: datetime) -> BookYears:
    """The years of the books with years that begin in that month: of empty books from ever, else from its next first day."""
    if not book.goals.versions() and not book.deals.any():
        return BookYears(month)
    return book.workspace.years.moved(month, workspace_day(book, now), now)


def year_move(book: Book, month: int, now: datetime) -> YearMove | None:
    """What it would mean that years begin in that month; None where nothing would be cut: it does, or books are empty."""
    was, years = book.workspace.years, years_moved(book, month, now)
    day = workspace_day(book, now)
    since = years.coming(day) or (day if years.stretches[-1][0] == day else None)
    if was.month == month or since is None:
        return None
    before = since - DAY
    return YearMove(
        month, since, year_of(since, years),
        _short(year_of(before, was), year_of(before, years)),
        _short(quarter_of(before, was), quarter_of(before, years)), _unfit(book, years, day),
    )  # fmt: skip


def _short(was: Period, becomes: Period) -> Period | None:
    return becomes if was != becomes else None


def _unfit(book: Book, years: BookYears, day: date) -> tuple[UnfitGoal, ...]:
    goals = [
        goal
        for goal in goals_in_force(book.goals.versions(), day)
        if not goal.period.over(day) and as_called(goal.period, years) != goal.period
    ]
    found = [UnfitGoal(goal, name_of(book, goal.scope, goal.subject_id)) for goal in goals]
    return tuple(sorted(found, key=lambda one: (one.goal.period.starts_on, one.goal.period.days, one.name)))
