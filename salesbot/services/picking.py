"""Deals that somebody asks for in words: the largest, the latest, those over an amount; open ones and closed ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from salesbot.domain.access import may_see_deal, require
from salesbot.domain.deals import Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.domain.questions import Between, Pick, Rank
from salesbot.domain.viewers import Viewer
from salesbot.services.asking import asked_live
from salesbot.services.attainment.converting import rates_of
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.reading import people_of
from salesbot.services.figures import Subject
from salesbot.services.figures.listed import ListedDeals, listed_deals
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.reports.decided import decided_of
from salesbot.services.scopes import name_of, reps_of
from salesbot.storage.book import Book

MOST_PICKED = 5
"""So many of the largest, smallest or latest are named."""
MOST_WITHIN = 15
"""So many of those of some amounts."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which deals of a subject are asked for."""

    pick: Pick
    subject: Subject
    """Its period is that of the closed ones."""
    account_id: int | None = None
    due_within: bool = False
    """Whether of the open ones those are asked for that are expected in the period."""


@dataclass(frozen=True, slots=True)
class Picked:
    """The deals that were asked for, as far as the reader may see them."""

    wish: Wish
    name: str
    """The person's or team's; empty for the company."""
    own: bool
    account: str
    """Empty where all of them are meant."""
    closed: ListedDeals | None
    """Won, or lost where that was asked; None: only open ones were."""
    open: ListedDeals | None
    unrated: int
    """How many deals have no rate, so that nobody can tell how large they are."""
    hidden: bool
    """Whether there are deals that the reader may not see: of those nothing is told, not even how many would fit."""


@dataclass(frozen=True, slots=True)
class _One:
    deal_id: int
    amount: Money | None
    """In the workspace's currency; None where there is no rate."""
    day: date


def deals_picked(book: Book, person: Person | None, wish: Wish, *, now: datetime) -> Picked:
    """The deals asked for, live. Raises NotAllowed for who may not see the subject's figures."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_see_subject(book, viewer, wish.subject, day), "figures")
    outcome = wish.pick.outcome
    closed = _closed(book, wish, now) if outcome is not Outcome.OPEN else None
    still = _open(book, wish, now) if outcome in (None, Outcome.OPEN) else None
    every = [*(closed or ()), *(still or ())]
    seen = _seen(book, viewer, every)
    subject = wish.subject
    return Picked(
        wish, name_of(book, subject.scope, subject.subject_id),
        subject.scope is Scope.REP and person is not None and person.id == subject.subject_id,
        book.accounts.by_id(wish.account_id).name if wish.account_id is not None else "",
        _listed(book, viewer, closed, seen, wish.pick), _listed(book, viewer, still, seen, wish.pick),
        sum(one.amount is None and one.deal_id in seen for one in every),
        hidden=len(seen) < len({one.deal_id for one in every}),
    )  # fmt: skip


def in_currency(book: Book, within: Between, now: datetime) -> Between | None:
    """The amounts in the workspace's currency, at today's rate; None where there is no rate."""
    rates, home, day = rates_of(book, now), book.workspace.counts_in, workspace_day(book, now)
    ends = [None if end is None else rates.convert(end, home, day) for end in (within.low, within.high)]
    if any(end is None and was is not None for end, was in zip(ends, (within.low, within.high), strict=True)):
        return None
    return replace(within, low=ends[0], high=ends[1])


def _closed(book: Book, wish: Wish, now: datetime) -> list[_One]:
    asked = asked_live(book, wish.subject.period, now)
    found = decided_of(asked, wish.subject.scope, wish.subject.subject_id, None, None)
    only = _of_account(book, wish)
    return [
        _One(each.deal_id, each.amount, each.closed_on)
        for each in found
        if each.won is (wish.pick.outcome is not Outcome.LOST) and (only is None or each.deal_id in only)
    ]


def _open(book: Book, wish: Wish, now: datetime) -> list[_One]:
    day, rates = workspace_day(book, now), rates_of(book, now)
    rows = book.deals.open_rows(_people(book, wish.subject, day))
    return [
        _One(
            row.deal_id, rates.convert(Money(row.minor, row.currency), book.workspace.counts_in, day),
            row.opened_on or row.effective_on,
        )
        for row in rows
        if _expected(row.expected_on, wish) and wish.account_id in (None, row.account_id)
    ]  # fmt: skip


def _expected(expected_on: date | None, wish: Wish) -> bool:
    period: Period = wish.subject.period
    return not wish.due_within or (expected_on is not None and period.covers(expected_on))


def _people(book: Book, subject: Subject, day: date) -> Iterable[int]:
    if subject.subject_id is None or subject.scope is Scope.COMPANY:
        return reps_of(book)
    return (
        [subject.subject_id]
        if subject.scope is Scope.REP
        else book.people.members_on(subject.subject_id, day)
    )


def _of_account(book: Book, wish: Wish) -> set[int] | None:
    if wish.account_id is None:
        return None
    return {state.deal_id for state in book.deals.all_of_account(wish.account_id)}


_ORDERS: dict[Rank | None, tuple[Callable[[_One], Any], bool]] = {
    Rank.LATEST: (lambda one: (one.day, one.deal_id), True),
    Rank.SMALLEST: (lambda one: (one.amount.minor if one.amount else 0, one.deal_id), False),
    Rank.LARGEST: (lambda one: (one.amount.minor if one.amount else 0, -one.deal_id), True),
    None: (lambda one: (one.amount.minor if one.amount else 0, -one.deal_id), True),
}


def _seen(book: Book, viewer: Viewer, some: Iterable[_One]) -> set[int]:
    states = book.deals.by_numbers([one.deal_id for one in some])
    return {state.deal_id for state in states if may_see_deal(viewer, people_of(state))}


def _listed(
    book: Book, viewer: Viewer, some: Sequence[_One] | None, seen: set[int], pick: Pick
) -> ListedDeals | None:
    """Those of them that are asked for and seen, in their order, and as many as are named."""
    if some is None:
        return None
    fit = [one for one in some if one.deal_id in seen and _fits(one, pick)]
    by, falling = _ORDERS[pick.rank]
    listed = listed_deals(book, viewer, [one.deal_id for one in sorted(fit, key=by, reverse=falling)])
    named = listed.deals[: MOST_PICKED if pick.rank else MOST_WITHIN]
    # Of the latest nobody asks how many there were before.
    return replace(listed, deals=named, count=len(named) if pick.rank is Rank.LATEST else listed.count)


def _fits(one: _One, pick: Pick) -> bool:
    if one.amount is None:
        return pick.rank is Rank.LATEST and pick.within is None
    return pick.within is None or pick.within.holds(one.amount)


__all__ = ["Picked", "Wish", "deals_picked", "in_currency"]
