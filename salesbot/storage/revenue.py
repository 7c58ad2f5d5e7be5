"""Revenue of a span of days by person, added up by the database in one pass over as few rows as can be.

A span is whole months, which are read as they were added up, and at each end a part of a month. A part is either added
from the ledger, or taken from it off the whole month, whichever has fewer days with credit: of the month that runs, what
is still to come holds nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, union_all

from salesbot.domain.periods import DAY, month_of
from salesbot.storage import tables
from salesbot.storage.questions import given, given_several

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_MONTH: Any = tables.CreditMonth.__table__
_CREDIT: Any = tables.Credit.__table__
_LATE, _FOREIGN = 2, 1


@dataclass(frozen=True, slots=True)
class Revenue:
    """What each person won in one currency, in minor units, and whether there is anything in another one."""

    sums: list[tuple[int, int]]
    """(person, minor units), one for each who has credit."""
    foreign: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """From where a span is read: the half-open whole months, and spans of the ledger added to them and taken off."""

    months: tuple[date, date]
    added: tuple[tuple[date, date], ...] = ()
    taken_off: tuple[tuple[date, date], ...] = ()


def revenue_of(
    book: Book, start: date, end: date, known_at: datetime, currency: str, people: Collection[int] | None = None
) -> Revenue | None:  # fmt: skip
    """Revenue of the half-open span by person; None where the months were not known so at that instant."""
    quick = reading_of(start, end, known_at.date())
    found = _read(book, quick, known_at, currency, people)
    if found is None and (sure := reading_of(start, end)) != quick:
        found = _read(book, sure, known_at, currency, people)
    return found


@lru_cache(maxsize=1024)
def reading_of(start: date, end: date, known_on: date | None = None) -> Reading:
    """Whole months and parts of the ledger that make up a span; without `known_on` parts are only ever added.

    `known_on`: the day of the instant at which it is asked: later days hold next to nothing.
    """
    if start >= end:
        return Reading((start, start))
    begins, ends = month_of(start), month_of(end)
    takes_begin = (
        start > begins.starts_on
        and known_on is not None
        and start - begins.starts_on < begins.ends_on - start
    )
    to_come = (
        min(ends.ends_on, max(end, known_on + DAY)) - end if known_on is not None else ends.ends_on - end
    )
    takes_end = end > ends.starts_on and known_on is not None and to_come < end - ends.starts_on
    if begins.starts_on == ends.starts_on and not (takes_end and (takes_begin or start == begins.starts_on)):
        return Reading((start, start), added=((start, end),))
    whole = start == begins.starts_on or takes_begin
    return Reading(
        (begins.starts_on if whole else begins.ends_on, ends.ends_on if takes_end else ends.starts_on),
        added=_spans((start, begins.ends_on, not whole), (ends.starts_on, end, not takes_end)),
        taken_off=_spans((begins.starts_on, start, takes_begin), (end, ends.ends_on, takes_end)),
    )


def _spans(*spans: tuple[date, date, bool]) -> tuple[tuple[date, date], ...]:
    return tuple((since, until) for since, until, wanted in spans if wanted and since < until)


def _read(
    book: Book, reading: Reading, known_at: datetime, currency: str, people: Collection[int] | None
) -> Revenue | None:
    asked = _question(len(reading.added), len(reading.taken_off), people is not None)
    first, last = (day.isoformat()[:7] for day in reading.months)
    days = {
        f"{name}_{place}_{edge}": day
        for name, spans in (("added", reading.added), ("taken_off", reading.taken_off))
        for place, span in enumerate(spans)
        for edge, day in zip(("since", "until"), span, strict=True)
    }
    rows = book.all(
        asked, first=first, last=last, known_at=known_at, currency=currency, **days,
        **({} if people is None else {"people": list(people)}),
    )  # fmt: skip
    people_of, amounts, oddities = zip(*rows, strict=True) if rows else ((), (), ())
    odd = max(oddities, default=0)
    if odd == _LATE:
        return None
    return Revenue(list(zip(people_of, map(int, amounts), strict=True)), odd == _FOREIGN)


@cache
def _question(added: int, taken_off: int, people: bool) -> Select[Any]:
    """The question for so many spans that are added and taken off."""
    parts = union_all(
        _of_months(people),
        *(_of_days(f"added_{place}", 1, people) for place in range(added)),
        *(_of_days(f"taken_off_{place}", -1, people) for place in range(taken_off)),
    ).subquery()
    columns = parts.c.person_id, func.sum(parts.c.amount), func.max(parts.c.odd)
    return select(*columns).group_by(parts.c.person_id)


def _of_months(people: bool) -> Select[Any]:
    c = _MONTH.c
    odd = case(
        (c.changed_at > given("known_at"), _LATE), (c.currency != given("currency"), _FOREIGN), else_=0
    )
    return select(c.person_id, _held(c, c.amount), odd.label("odd")).where(
        c.workspace_id == given("workspace_id"), c.month >= given("first"), c.month < given("last"),
        c.kind == "revenue", *_of_people(c, people),
    )  # fmt: skip


def _of_days(span: str, sign: int, people: bool) -> Select[Any]:
    c = _CREDIT.c
    odd = case((c.currency != given("currency"), _FOREIGN), else_=0)
    return select(c.person_id, _held(c, c.amount if sign > 0 else -c.amount), odd.label("odd")).where(
        and_(
            c.workspace_id == given("workspace_id"), c.day >= given(f"{span}_since"), c.day < given(f"{span}_until"),
            c.kind == "revenue", c.recorded_at <= given("known_at"), *_of_people(c, people),
        )
    )  # fmt: skip


def _held(c: Any, amount: Any) -> Any:
    """The amount where it is in the currency, else nothing."""
    return case((c.currency == given("currency"), amount), else_=0).label("amount")


def _of_people(c: Any, people: bool) -> Iterable[ColumnElement[bool]]:
    return (c.person_id.in_(given_several("people")),) if people else ()
