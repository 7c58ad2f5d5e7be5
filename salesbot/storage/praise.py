"""What is asked of praise: what a team settled, and what was special about which win."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects import postgresql, sqlite

from salesbot.domain.deals import DealState
from salesbot.domain.feats import Before, Feat, Game, TeamPraise
from salesbot.domain.leaderboards import By
from salesbot.storage import tables
from salesbot.storage.deals.rows import newest_of_deal

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_PRAISE: Any = tables.TeamPraise.__table__
_FEAT: Any = tables.Feat.__table__
_DEAL: Any = tables.Deal.__table__
_ENTRY: Any = tables.DealEntry.__table__
_EDGE: Any = tables.Assignment.__table__

_ADDED = {
    dialect.dialect.name: dialect.insert(_FEAT).on_conflict_do_nothing().returning(_FEAT.c.key)
    for dialect in (postgresql, sqlite)
}
_NEWEST = newest_of_deal()
_TEAM_THEN = (
    select(_EDGE.c.team_id)
    .where(
        _EDGE.c.workspace_id == _ENTRY.c.workspace_id,
        _EDGE.c.person_id == _ENTRY.c.rep_id,
        _EDGE.c.valid_from <= _ENTRY.c.closed_on,
    )
    .order_by(_EDGE.c.valid_from.desc(), _EDGE.c.id.desc())
    .limit(1)
    .correlate(_ENTRY)
    .scalar_subquery()
)
"""The team that a deal's rep was in on the close day."""


@dataclass(frozen=True, slots=True)
class FeatDone:
    """Something special that somebody did."""

    key: str
    person_id: int
    kind: Feat
    deal_id: int | None
    on_day: date
    weeks: int | None = None
    """Of a streak: how many."""


class Praise:
    """What teams settled about praise, and the feats of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def of_team(self, team_id: int) -> TeamPraise:
        """What a team settled; what holds at first where it settled nothing."""
        row = self.book.remembered(
            tables.TeamPraise,
            team_id,
            lambda: self.book.one(self.book.select(tables.TeamPraise, _PRAISE.c.team_id == team_id)),
        )
        if row is None:
            return TeamPraise()
        known = {feat.value for feat in Feat}
        return TeamPraise(
            frozenset(Feat(each) for each in row.told if each in known), row.most_a_day, row.least_amount,
            row.streak_weeks, row.top_n, row.kudos_a_day, By(row.top_by),
            frozenset(Game(each) for each in row.games if each in set(Game)),
        )  # fmt: skip

    def settle(self, team_id: int, praise: TeamPraise) -> None:
        """Write down what a team settled."""
        values = {
            "told": sorted(feat.value for feat in praise.told), "most_a_day": praise.most_a_day,
            "least_amount": praise.least_amount, "streak_weeks": praise.streak_weeks, "top_n": praise.top_n,
            "kudos_a_day": praise.kudos_a_day, "top_by": praise.top_by.value,
            "games": sorted(game.value for game in praise.games),
        }  # fmt: skip
        if not self.book.change(tables.TeamPraise, _PRAISE.c.team_id == team_id, **values):
            self.book.add_rows(tables.TeamPraise, [{"team_id": team_id, **values}])

    # -- feats --------------------------------------------------------------------------------------------

    def remember(self, feat: FeatDone, now: datetime) -> bool:
        """Remember a feat; False if this event is remembered already."""
        values = {
            "workspace_id": self.book.workspace_id, "key": feat.key, "person_id": feat.person_id,
            "kind": feat.kind.value, "deal_id": feat.deal_id, "on_day": feat.on_day, "weeks": feat.weeks,
            "recorded_at": now,
        }  # fmt: skip
        statement = _ADDED[self.book.connection.dialect.name]
        return self.book.connection.execute(statement, values).first() is not None

    def of_deal(self, deal_id: int) -> list[FeatDone]:
        """What was special about a deal."""
        return self._feats(_FEAT.c.deal_id == deal_id)

    def between(self, start: date, end: date) -> list[FeatDone]:
        """Every feat of the half-open span of days."""
        return self._feats(_FEAT.c.on_day >= start, _FEAT.c.on_day < end)

    def of_person(self, person_id: int) -> list[FeatDone]:
        """Every feat of a person, by day."""
        return self._feats(_FEAT.c.person_id == person_id)

    def _feats(self, *where: ColumnElement[bool]) -> list[FeatDone]:
        rows = self.book.all(self.book.select(tables.Feat, *where).order_by(_FEAT.c.on_day, _FEAT.c.key))
        return [
            FeatDone(row.key, row.person_id, Feat(row.kind), row.deal_id, row.on_day, row.weeks)
            for row in rows
        ]

    # -- what was won before ------------------------------------------------------------------------------

    def won_before(
        self, state: DealState, *, rep_id: int | None = None, team_id: int | None = None
    ) -> Before:
        """All other wins in the deal's currency: of a rep, of a team (as it was on each close day), or of everybody."""
        where = self._others(state)
        if rep_id is not None:
            where.append(_ENTRY.c.rep_id == rep_id)
        if team_id is not None:
            where.append(_TEAM_THEN.in_([team_id]))
        asked = select(func.count(), func.max(_ENTRY.c.amount), func.min(_ENTRY.c.closed_on))
        row = tuple(self.book.all(asked.select_from(_DEAL).join(_ENTRY, _NEWEST).where(*where))[0])
        return Before(int(row[0]), int(row[1] or 0), row[2])

    def larger_in_team(self, state: DealState, team_id: int) -> bool:
        """Whether the team has won a deal at least as large in that currency."""
        where = [*self._others(state), _ENTRY.c.amount >= state.amount.minor, _TEAM_THEN.in_([team_id])]
        asked = select(_DEAL.c.id).select_from(_DEAL).join(_ENTRY, _NEWEST).where(*where)
        return self.book.one(asked) is not None

    def ways_to_won(self, state: DealState, rep_id: int) -> list[int]:
        """Of the rep's other wins: how many days they took from opening to won, where the opening is known."""
        where = [
            *self._others(state, any_currency=True),
            _ENTRY.c.rep_id == rep_id,
            _ENTRY.c.opened_on.is_not(None),
        ]
        asked = select(_ENTRY.c.opened_on, _ENTRY.c.closed_on)
        rows = self.book.all(asked.select_from(_DEAL).join(_ENTRY, _NEWEST).where(*where))
        return [(row.closed_on - row.opened_on).days for row in rows]

    def _others(self, state: DealState, *, any_currency: bool = False) -> list[ColumnElement[bool]]:
        where = [
            _DEAL.c.workspace_id == self.book.workspace_id, _DEAL.c.outcome == "won",
            _DEAL.c.id != state.deal_id, _ENTRY.c.amount > 0, _ENTRY.c.closed_on.is_not(None),
        ]  # fmt: skip
        return where if any_currency else [*where, _ENTRY.c.currency == state.amount.currency]
