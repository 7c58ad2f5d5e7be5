"""Why a figure of an earlier day is another now: the same day, as it was known then and as it is known since.

Each deal whose credit was recorded anew in between is a line; what is left over (rates, team changes, deals of people whose
figures the reader may not see) is told as one sum, so that everything adds up to the difference exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain import figures
from salesbot.domain.access import may_see_person, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.deals import EntryKind
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.services.attainment import Measured
from salesbot.services.attainment.converting import rates_of
from salesbot.services.calendars import workspace_day
from salesbot.services.figures.credited import credits_of
from salesbot.services.figures.explaining import Subject, may_see_subject
from salesbot.services.figures.subjects import row_for
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class ChangedDeal:
    """A deal whose credit for the subject is another now."""

    account: str
    difference: Money
    kind: EntryKind | None
    """What happened to the deal last in between; None where only its credit moved."""
    recorded_at: datetime | None
    by: Person | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A revenue figure of one day, as it was known then and as it is known since."""

    subject: Subject
    name: str
    day: date
    """The morning of this day: what closed before it counts."""
    known_then: datetime
    before: Attainment
    after: Attainment
    deals: tuple[ChangedDeal, ...]
    """The largest difference first."""
    rest: Money
    """What is left of the difference: rates, team changes, and deals that the reader may not see."""

    @property
    def won(self) -> Money:
        """By how much more is won."""
        difference = figures.minus(self.after.won, self.before.won)
        assert isinstance(difference, Money)
        return difference

    @property
    def same(self) -> bool:
        """Whether nothing is different."""
        return not self.won.minor and self.before.goal == self.after.goal and not self.deals


def why_it_changed(
    book: Book, person: Person | None, subject: Subject, day: date, known_then: datetime, *, now: datetime
) -> Difference:
    """Why a revenue figure of the morning of a day is another now than it was known then. Raises NotAllowed."""
    viewer = viewer_of(book, person, now)
    require(may_see_subject(book, viewer, subject, workspace_day(book, now)), "figures")
    then = Measured(book, subject.period, AsOf(day, live=False, known_at=known_then))
    since = Measured(book, subject.period, AsOf(day, live=False, known_at=now))
    before, after = (row_for(each, viewer, subject) for each in (then, since))
    if figures.currency_of(before.won) != figures.currency_of(after.won):
        goal = None if before.goal is None else after.goal
        before = then.row(subject.scope, subject.subject_id, subject.metric, goal)
    currency = figures.currency_of(after.won) or since.currency
    seen = {each.id for each in book.people.all() if may_see_person(viewer, each.id)}
    was, is_now = (_by_deal(each, subject, currency, seen) for each in (then, since))
    deals = _changed(book, was, is_now, known_then, now, currency)
    whole = figures.minus(after.won, before.won)
    assert isinstance(whole, Money)
    told = sum((each.difference.minor for each in deals), 0)
    return Difference(
        subject, since.name_of(subject.scope, subject.subject_id), day, known_then, before, after, deals,
        Money(whole.minor - told, currency),
    )  # fmt: skip


def _by_deal(
    measured: Measured, subject: Subject, currency: str, seen: set[int]
) -> dict[tuple[int, int], int]:
    """What each deal brings to the subject, by (deal, account), in minor units."""
    rates = rates_of(measured.book, measured.as_of.known_at)
    sums: dict[tuple[int, int], int] = {}
    for row in credits_of(measured, subject):
        amount = rates.convert(row.amount, currency, row.day, row.per_base)
        if row.person_id in seen and amount is not None and row.deal_id and row.account_id:
            key = row.deal_id, row.account_id
            sums[key] = sums.get(key, 0) + amount.minor
    return sums


def _changed(
    book: Book, was: Mapping[tuple[int, int], int], is_now: Mapping[tuple[int, int], int],
    known_then: datetime, now: datetime, currency: str,
) -> tuple[ChangedDeal, ...]:  # fmt: skip
    found = []
    for key in was.keys() | is_now.keys():
        difference = is_now.get(key, 0) - was.get(key, 0)
        if not difference:
            continue
        entries = [each for each in book.deals.history(key[0]) if known_then < each.recorded_at <= now]
        last = entries[-1] if entries else None
        by = book.people.by_id(last.recorded_by) if last is not None and last.recorded_by else None
        found.append(
            ChangedDeal(
                book.accounts.by_id(key[1]).name, Money(difference, currency), last.kind if last else None,
                last.recorded_at if last else None, by,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-abs(each.difference.minor), each.account)))
