"""What is asked of contests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row

from salesbot.domain.contests import Contest, Form, Measure, RoundDays, Ties
from salesbot.domain.metrics import read_metric
from salesbot.domain.periods import Period
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ROWS: Any = tables.Contest.__table__
_CHOSEN: Any = tables.ContestEntrant.__table__


class Contests:
    """The contests of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(
        self, rules: Mapping[str, Any], period: Period, people: Iterable[int] = (),
        rounds: Sequence[RoundDays] = (),
    ) -> Contest:  # fmt: skip
        """A new contest with these rules (columns) and these people chosen for it."""
        (number,) = self.book.numbers(tables.Contest, 1)
        self.book.add_rows(
            tables.Contest, [{"series": number, **rules, "id": number, **_days(period, rounds)}]
        )
        self._choose(number, people)
        return self.by_id(number)

    def rewrite(
        self, contest_id: int, rules: Mapping[str, Any], period: Period, people: Iterable[int],
        rounds: Sequence[RoundDays],
    ) -> Contest:  # fmt: skip
        """Other rules (columns), days and people for a contest that has not begun."""
        self.book.change(tables.Contest, _ROWS.c.id == contest_id, **rules, **_days(period, rounds))
        self.book.remove(tables.ContestEntrant, _CHOSEN.c.contest_id == contest_id)
        self._choose(contest_id, people)
        return self.by_id(contest_id)

    def by_id(self, contest_id: int) -> Contest:
        """The contest of that number; LookupError if there is none."""
        found = self._found(_ROWS.c.id == contest_id)
        if not found:
            raise LookupError(f"there is no contest {contest_id}")
        return found[0]

    def of_team(self, team_id: int, since: date) -> list[Contest]:
        """A team's contests that end on that day or later, the earliest first, cancelled ones too."""
        return self._found(_ROWS.c.team_id == team_id, _ROWS.c.ends_on >= since)

    def since(self, day: date) -> list[Contest]:
        """Everybody's contests that end on that day or later, the earliest first, cancelled ones too."""
        return self._found(_ROWS.c.ends_on >= day)

    def has_edition(self, series: int, edition: int) -> bool:
        """Whether a series has an edition of that number."""
        wanted = self.book.select(tables.Contest, _ROWS.c.series == series, _ROWS.c.edition == edition)
        return self.book.one(wanted) is not None

    def cancel(self, contest_id: int, reason: str, *, by: int, now: datetime) -> bool:
        """Cancel it; False where it was."""
        going_on = (_ROWS.c.id == contest_id, _ROWS.c.cancelled_at.is_(None))
        return self.book.change(
            tables.Contest, *going_on, cancelled_at=now, cancel_reason=reason, decided_by=by, repeats=False
        ) == 1  # fmt: skip

    def stop_repeating(self, contest_id: int) -> bool:
        """Let it have no next edition; False where it had none to come."""
        repeating = (_ROWS.c.id == contest_id, _ROWS.c.repeats.is_(True))
        return self.book.change(tables.Contest, *repeating, repeats=False) == 1

    def _choose(self, contest_id: int, people: Iterable[int]) -> None:
        rows = [{"contest_id": contest_id, "person_id": person_id} for person_id in people]
        self.book.add_rows(tables.ContestEntrant, rows)

    def _found(self, *where: ColumnElement[bool]) -> list[Contest]:
        query = self.book.select(tables.Contest, *where).order_by(_ROWS.c.starts_on, _ROWS.c.id)
        rows = self.book.all(query)
        chosen = self._chosen([row.id for row in rows])
        return [_contest(row, chosen.get(row.id, ())) for row in rows]

    def _chosen(self, contests: Sequence[int]) -> dict[int, tuple[int, ...]]:
        if not contests:
            return {}
        query = self.book.select(tables.ContestEntrant, _CHOSEN.c.contest_id.in_(contests))
        found: dict[int, tuple[int, ...]] = {}
        for row in self.book.all(query.order_by(_CHOSEN.c.contest_id, _CHOSEN.c.person_id)):
            found[row.contest_id] = (*found.get(row.contest_id, ()), row.person_id)
        return found


def _days(period: Period, rounds: Sequence[RoundDays]) -> dict[str, Any]:
    written = [
        {"starts_on": each.starts_on.isoformat(), "closes_at": each.closes_at.isoformat()} for each in rounds
    ]
    return {
        "period": period.key, "starts_on": period.starts_on, "ends_on": period.ends_on, "rounds": written
    }  # fmt: skip


def _contest(row: Row[Any], people: tuple[int, ...]) -> Contest:
    return Contest(
        id=row.id, team_id=row.team_id, name=row.name, form=Form(row.form), metric=read_metric(row.metric),
        measure=Measure(row.measure), ties=Ties(row.ties),
        period=Period(row.period, row.starts_on, row.ends_on), prize=row.prize, points=row.points,
        repeats=row.repeats, series=row.series, edition=row.edition, begins_at=row.begins_at,
        closes_at=row.closes_at, sides=tuple(int(each) for each in row.teams) or people,
        rounds=tuple(
            RoundDays(date.fromisoformat(each["starts_on"]), datetime.fromisoformat(each["closes_at"]))
            for each in row.rounds
        ),
        cancelled_at=row.cancelled_at, cancel_reason=row.cancel_reason, made_by=row.recorded_by,
    )  # fmt: skip
