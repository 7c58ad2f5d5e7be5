"""What is asked of trials of ways to show a leaderboard."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row

from salesbot.domain.leaderboards import Mode
from salesbot.domain.trials import Trial
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ROWS: Any = tables.ModeTrial.__table__


class Trials:
    """The trials of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(
        self, team_id: int, one: Mode, other: Mode, starts_on: date, order: tuple[Mode, ...], seed: int,
        *, by: int, now: datetime,
    ) -> Trial:  # fmt: skip
        """A new trial."""
        return self.by_id(
            self.book.add(
                tables.ModeTrial, team_id=team_id, one=one.value, other=other.value, starts_on=starts_on,
                week_modes=[mode.value for mode in order], seed=seed, recorded_at=now, recorded_by=by,
            )
        )  # fmt: skip

    def by_id(self, trial_id: int) -> Trial:
        """The trial of that number; LookupError if there is none."""
        found = self._found(_ROWS.c.id == trial_id)
        if not found:
            raise LookupError(f"there is no trial {trial_id}")
        return found[0]

    def of_team(self, team_id: int) -> list[Trial]:
        """A team's trials, the newest first."""
        rows = self.book.remembered(
            tables.ModeTrial, team_id, lambda: self._found(_ROWS.c.team_id == team_id)
        )
        return list(rows)

    def stop(self, trial_id: int, day: date, *, by: int) -> bool:
        """Stop it from that day on; False where it was stopped."""
        running = (_ROWS.c.id == trial_id, _ROWS.c.stopped_on.is_(None))
        return self.book.change(tables.ModeTrial, *running, stopped_on=day, decided_by=by) == 1

    def _found(self, *where: ColumnElement[bool]) -> list[Trial]:
        query = self.book.select(tables.ModeTrial, *where)
        return [
            _trial(row) for row in self.book.all(query.order_by(_ROWS.c.starts_on.desc(), _ROWS.c.id.desc()))
        ]


def _trial(row: Row[Any]) -> Trial:
    return Trial(
        id=row.id, team_id=row.team_id, one=Mode(row.one), other=Mode(row.other), starts_on=row.starts_on,
        order=tuple(Mode(each) for each in row.week_modes), seed=row.seed, made_at=row.recorded_at,
        made_by=row.recorded_by, stopped_on=row.stopped_on,
    )  # fmt: skip
