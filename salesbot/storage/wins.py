"""How many deals somebody has won in a span of days, as their credit says: each where it was earned."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, String, and_, func, select, type_coerce, union_all

from salesbot.domain.periods import DAY
from salesbot.storage import tables
from salesbot.storage.questions import given, given_several

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_CREDIT: Any = tables.Credit.__table__
_MOST_DAYS = 100
"""Days that are asked for one by one: a quarter, and no year."""


def _won(on_days: ColumnElement[bool]) -> Select[Any]:
    """How many deals the person has a part in, of the credit earned on these days.

    A correction of a month closed for pay counts money elsewhere; the win stays where it was earned.
    """
    in_place, corrected = (
        select(_CREDIT.c.deal_id, _CREDIT.c.millionths).where(
            _CREDIT.c.workspace_id == given("workspace_id"), _CREDIT.c.person_id == given("person_id"),
            _CREDIT.c.kind == "revenue", *days,
        )
        for days in (
            (_CREDIT.c.earned_on.is_(None), on_days),
            (_CREDIT.c.earned_on >= given("start"), _CREDIT.c.earned_on < given("end")),
        )
    )  # fmt: skip
    rows = union_all(in_place, corrected).subquery()
    parts = select(rows.c.deal_id).group_by(rows.c.deal_id).having(func.sum(rows.c.millionths) > 0)
    return select(func.count()).select_from(parts.subquery())


_IN_SPAN = _won(and_(_CREDIT.c.day >= given("start"), _CREDIT.c.day < given("end")))
_ON_DAYS = _won(type_coerce(_CREDIT.c.day, String).in_(given_several("days")))
"""In a span SQLite goes through everybody's credit; of a day it finds the person's own by the same index."""


def count_won(book: Book, person_id: int, start: date, end: date) -> int:
    """How many won deals of the half-open span the person has a part in."""
    if book.connection.dialect.name == "sqlite" and DAY <= end - start <= _MOST_DAYS * DAY:
        rows = book.all(_ON_DAYS, person_id=person_id, days=_days(start, end), start=start, end=end)
    else:
        rows = book.all(_IN_SPAN, person_id=person_id, start=start, end=end)
    return int(rows[0][0])


def soon_count_won(book: Book, person_id: int, start: date, end: date) -> None:
    """It will be asked how many won deals of the half-open span the person has a part in."""
    book.soon(_IN_SPAN, person_id=person_id, start=start, end=end)


@lru_cache(maxsize=64)
def _days(start: date, end: date) -> tuple[str, ...]:
    """The days of a half-open span as SQLite keeps them."""
    return tuple((start + number * DAY).isoformat() for number in range((end - start).days))
