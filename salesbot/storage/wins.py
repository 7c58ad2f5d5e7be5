"""How many deals somebody has won in a span of days, as their credit says."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, String, func, literal_column, select, type_coerce

from salesbot.domain.periods import DAY
from salesbot.storage import tables
from salesbot.storage.questions import given, given_several

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_CREDIT: Any = tables.Credit.__table__
_MOST_DAYS = 100
"""Days that are asked for one by one: a quarter, and no year."""


def _won(deal: ColumnElement[int], *on_days: ColumnElement[bool]) -> Select[Any]:
    """How many deals the person has a part in, of the credit on these days."""
    parts = (
        select(deal)
        .where(
            _CREDIT.c.workspace_id == given("workspace_id"), _CREDIT.c.person_id == given("person_id"),
            _CREDIT.c.kind == "revenue", *on_days,
        )
        .group_by(deal)
        .having(func.sum(_CREDIT.c.millionths) > 0)
    )  # fmt: skip
    return select(func.count()).select_from(parts.subquery())


_IN_SPAN = _won(_CREDIT.c.deal_id, _CREDIT.c.day >= given("start"), _CREDIT.c.day < given("end"))
_ON_DAYS = _won(
    _CREDIT.c.deal_id + literal_column("0"),
    type_coerce(_CREDIT.c.day, String).in_(given_several("days")),
)
"""In a span SQLite goes through everybody's credit; of a day it finds the person's own by the same index. The sum with
nothing keeps it from going by deal instead, through all that ever was."""


def count_won(book: Book, person_id: int, start: date, end: date) -> int:
    """How many won deals of the half-open span the person has a part in."""
    if book.connection.dialect.name == "sqlite" and DAY <= end - start <= _MOST_DAYS * DAY:
        rows = book.all(_ON_DAYS, person_id=person_id, days=_days(start, end))
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
