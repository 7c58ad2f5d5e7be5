"""What is asked of activities, and of the workspace's own list of their kinds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from salesbot.domain.activities import Activity, ActivityKind, is_called
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ROWS: Any = tables.Activity.__table__
_KIND: Any = tables.ActivityKind.__table__


class Activities:
    """The activities of one workspace; those that were taken back count only as known before."""

    def __init__(self, book: Book) -> None:
        self.book = book

    # -- the list of kinds --------------------------------------------------------------------------------

    def kinds(self, *, retired: bool = False) -> list[ActivityKind]:
        """The kinds in order; with `retired` also those no longer in use."""
        rows = self.book.all(self.book.select(tables.ActivityKind).order_by(_KIND.c.position, _KIND.c.id))
        return [
            ActivityKind(row.id, row.code, row.name, row.position, row.retired)
            for row in rows
            if retired or not row.retired
        ]

    def add_kind(self, *, code: str, name: str, position: int) -> int:
        """A new kind; answers with its number."""
        return self.book.add(tables.ActivityKind, code=code, name=name, position=position)

    def change_kind(self, kind_id: int, **values: Any) -> None:
        """Settle something anew for a kind."""
        self.book.change(tables.ActivityKind, _KIND.c.id == kind_id, **values)

    # -- what was done ------------------------------------------------------------------------------------

    def by_id(self, activity_id: int) -> Activity:
        """The activity of that number; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.Activity, _ROWS.c.id == activity_id))
        if row is None:
            raise LookupError(f"there is no activity {activity_id}")
        return _activity(row)

    def add(self, **values: Any) -> Activity:
        """A new activity."""
        return self.by_id(self.book.add(tables.Activity, **values))

    def take_back(self, activity_id: int, now: datetime) -> bool:
        """It counts no more from this instant on; False if it did not anyway."""
        return bool(
            self.book.change(
                tables.Activity, _ROWS.c.id == activity_id, _ROWS.c.undone_at.is_(None), undone_at=now
            )
        )

    def of_account(self, account_id: int, limit: int) -> list[Activity]:
        """The account's activities, the newest first."""
        query = self.book.select(tables.Activity, _ROWS.c.account_id == account_id, _STANDS)
        rows = self.book.all(query.order_by(_ROWS.c.day.desc(), _ROWS.c.id.desc()).limit(limit))
        return [_activity(row) for row in rows]

    def of_person(self, person_id: int) -> list[Activity]:
        """Everything that a person recorded, in that order, what was taken back included."""
        query = self.book.select(tables.Activity, _ROWS.c.person_id == person_id).order_by(_ROWS.c.id)
        return [_activity(row) for row in self.book.all(query)]

    def of_follow_up(self, follow_up_id: int) -> Activity | None:
        """The activity by which a follow-up was done, if it stands."""
        row = self.book.one(self.book.select(tables.Activity, _ROWS.c.follow_up_id == follow_up_id, _STANDS))
        return None if row is None else _activity(row)

    def practice(self) -> list[int]:
        """The numbers of what was recorded in practice and stands."""
        query = self.book.select(tables.Activity, _ROWS.c.practice, _STANDS)
        return [row.id for row in self.book.all(query)]

    def settles(self, activity_id: int, follow_up_id: int) -> None:
        """The activity is the one by which that follow-up was done."""
        self.book.change(tables.Activity, _ROWS.c.id == activity_id, follow_up_id=follow_up_id)

    def last_days(self, account_ids: Collection[int] | None = None) -> dict[int, date]:
        """The day of each account's last activity (of these accounts); those without any are left out."""
        where = [] if account_ids is None else [_ROWS.c.account_id.in_(list(account_ids))]
        query = (
            select(_ROWS.c.account_id, func.max(_ROWS.c.day))
            .where(_ROWS.c.workspace_id == self.book.workspace_id, _STANDS, *where)
            .group_by(_ROWS.c.account_id)
        )
        return {row[0]: row[1] for row in self.book.connection.execute(query)}

    def counted(
        self, start: date, end: date, known_at: datetime, kind: str | None = None
    ) -> list[tuple[int, int, date, int]]:
        """(person, account, day, how many) in the half-open span, as known at an instant; of one kind by its code."""
        stood = or_(_ROWS.c.undone_at.is_(None), _ROWS.c.undone_at > known_at)
        where: list[ColumnElement[bool]] = [_ROWS.c.day >= start, _ROWS.c.day < end, stood]
        if kind is not None:
            wanted = [each.id for each in self.kinds(retired=True) if is_called(each, kind)]
            where.append(_ROWS.c.kind_id.in_(wanted))
        query = (
            select(_ROWS.c.person_id, _ROWS.c.account_id, _ROWS.c.day, func.count())
            .where(
                _ROWS.c.workspace_id == self.book.workspace_id, _ROWS.c.recorded_at <= known_at, *where
            )
            .group_by(_ROWS.c.person_id, _ROWS.c.account_id, _ROWS.c.day)
        )  # fmt: skip
        return [
            (person, account, day, count)
            for person, account, day, count in self.book.connection.execute(query)
        ]


_STANDS: ColumnElement[bool] = _ROWS.c.undone_at.is_(None)


def _activity(row: Row[Any]) -> Activity:
    return Activity(
        id=row.id, person_id=row.person_id, account_id=row.account_id, kind_id=row.kind_id, day=row.day,
        note=row.note, follow_up_id=row.follow_up_id, practice=row.practice, recorded_at=row.recorded_at,
        recorded_by=row.recorded_by, undone_at=row.undone_at,
    )  # fmt: skip
