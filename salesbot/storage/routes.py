"""What is asked of the routes of alerts: where they lead, and to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from salesbot.domain.alerts import Alert
from salesbot.domain.routes import Route
from salesbot.storage import tables
from salesbot.storage.questions import given, question, table_of

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ROUTE, _TOLD = table_of(tables.AlertRoute), table_of(tables.AlertRoutePerson)
_STANDING = question(tables.AlertRoute, ~_ROUTE.c.gone).order_by(_ROUTE.c.id)
_ONE = question(tables.AlertRoute, _ROUTE.c.id == given("id"))
_PEOPLE = question(tables.AlertRoutePerson).order_by(_TOLD.c.route_id, _TOLD.c.person_id)


class Routes:
    """The routes of alerts in one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def all(self) -> tuple[Route, ...]:
        """Every route that stands, in the order in which they were made."""
        return self.book.remembered(tables.AlertRoute, "all", self._all)

    def channel_of(self, route_id: int) -> str | None:
        """The channel of a route, also of one that was taken away."""
        row = self.book.first(_ONE, id=route_id)
        return None if row is None else row.channel_id

    def settle(
        self, route_id: int | None, people: Iterable[int], now: datetime, by: int | None, **values: Any
    ) -> int:
        """Make a route (`route_id` None) or settle one anew; answers with its number."""
        if route_id is None:
            route_id = self.book.add(tables.AlertRoute, **values, recorded_at=now, recorded_by=by)
        else:
            self.book.change(
                tables.AlertRoute, _ROUTE.c.id == route_id, **values, recorded_at=now, recorded_by=by
            )
        self.book.remove(tables.AlertRoutePerson, _TOLD.c.route_id == route_id)
        rows = [{"route_id": route_id, "person_id": person_id} for person_id in sorted(set(people))]
        self.book.add_rows(tables.AlertRoutePerson, rows)
        self.book.forget(tables.AlertRoute)
        return route_id

    def take_away(self, route_id: int) -> None:
        """Nothing is told by the route any more."""
        self.book.change(tables.AlertRoute, _ROUTE.c.id == route_id, gone=True)

    def _all(self) -> tuple[Route, ...]:
        rows = self.book.all(_STANDING)
        told: dict[int, set[int]] = defaultdict(set)
        for row in self.book.all(_PEOPLE) if rows else ():
            told[row.route_id].add(row.person_id)
        return tuple(
            Route(
                row.id, frozenset(Alert(each) for each in row.alerts), row.big_from, tuple(row.about),
                row.channel_id, frozenset(told[row.id]), row.recorded_at,
            )
            for row in rows
        )  # fmt: skip
