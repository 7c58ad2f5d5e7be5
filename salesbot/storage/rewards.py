"""What is asked of points, badges and rewards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, func, select
from sqlalchemy.dialects import postgresql, sqlite

from salesbot.domain.money import Money
from salesbot.domain.rewards import (
    BINDS_BUDGET,
    Badge,
    RequestStatus,
    Reward,
    RewardKind,
    RewardRequest,
)
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_POINTS: Any = tables.PointEntry.__table__
_BADGE: Any = tables.BadgeGrant.__table__
_REWARD: Any = tables.Reward.__table__
_BUDGET: Any = tables.RewardBudget.__table__
_REQUEST: Any = tables.RewardRequest.__table__
_INSERTS = {dialect.dialect.name: dialect.insert for dialect in (postgresql, sqlite)}


class Rewards:
    """Points, badges, rewards and requests of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    # -- points -------------------------------------------------------------------------------------------

    def enter_points(self, person_id: int, key: str, points: int, *, day: date, now: datetime) -> bool:
        """Points earned or spent for an event; False if the event is in the ledger already."""
        values = {"person_id": person_id, "key": key, "points": points, "on_day": day, "recorded_at": now}
        return self._once(tables.PointEntry, _POINTS, values)

    def balance(self, person_id: int) -> int:
        """The points that somebody has left."""
        return self._sum(_POINTS.c.person_id == person_id)

    def earned(self, person_id: int) -> int:
        """All points that somebody ever earned; what came back from a request is not earned."""
        return self._sum(
            _POINTS.c.person_id == person_id, _POINTS.c.points > 0, ~_POINTS.c.key.startswith("back:")
        )

    def _sum(self, *where: Any) -> int:
        query = select(func.coalesce(func.sum(_POINTS.c.points), 0))
        mine = query.where(_POINTS.c.workspace_id == self.book.workspace_id, *where)
        return int(self.book.connection.execute(mine).scalar_one())

    # -- badges -------------------------------------------------------------------------------------------

    def grant(
        self, person_id: int, key: str, code: str, *, day: date, now: datetime, name: str = "", by: int | None = None
    ) -> bool:  # fmt: skip
        """Give a badge; False if the person has it."""
        values = {
            "person_id": person_id, "key": key, "code": code, "name": name, "on_day": day, "granted_by": by,
            "recorded_at": now,
        }  # fmt: skip
        return self._once(tables.BadgeGrant, _BADGE, values)

    def badges(self, person_id: int) -> list[Badge]:
        """A person's badges, the newest first."""
        query = self.book.select(tables.BadgeGrant, _BADGE.c.person_id == person_id)
        rows = self.book.all(query.order_by(_BADGE.c.on_day.desc(), _BADGE.c.id.desc()))
        return [Badge(row.person_id, row.code, row.name, row.on_day, row.granted_by) for row in rows]

    def _once(self, model: Any, rows: Any, values: dict[str, Any]) -> bool:
        (number,) = self.book.numbers(model, 1)
        insert = _INSERTS[self.book.connection.dialect.name](rows)
        complete = {"workspace_id": self.book.workspace_id, "id": number, **values}
        statement = insert.on_conflict_do_nothing(index_elements=["workspace_id", "key"]).returning(rows.c.id)
        return self.book.connection.execute(statement, complete).first() is not None

    # -- rewards ------------------------------------------------------------------------------------------

    def add(self, **values: Any) -> Reward:
        """A new reward."""
        return self.by_id(self.book.add(tables.Reward, **values))

    def by_id(self, reward_id: int) -> Reward:
        """The reward of that number; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.Reward, _REWARD.c.id == reward_id))
        if row is None:
            raise LookupError(f"there is no reward {reward_id}")
        return _reward(row)

    def all(self) -> list[Reward]:
        """What can be asked for, by points and name."""
        query = self.book.select(tables.Reward, _REWARD.c.active.is_(True))
        return [_reward(row) for row in self.book.all(query.order_by(_REWARD.c.points, _REWARD.c.name))]

    def retire(self, reward_id: int) -> bool:
        """Offer it no more; False where it was not."""
        offered = (_REWARD.c.id == reward_id, _REWARD.c.active.is_(True))
        return self.book.change(tables.Reward, *offered, active=False) == 1

    def budget(self, year: int, *, locked: bool = False) -> Money | None:
        """What rewards may cost in a year; `locked`: nobody else approves one until this book is closed."""
        query = self.book.select(tables.RewardBudget, _BUDGET.c.year == year)
        row = self.book.one(query.with_for_update() if locked else query)
        return None if row is None else Money(row.amount, row.currency)

    def set_budget(self, year: int, amount: Money) -> None:
        """Settle what rewards may cost in a year."""
        values = {"amount": amount.minor, "currency": amount.currency}
        if not self.book.change(tables.RewardBudget, _BUDGET.c.year == year, **values):
            self.book.add_rows(tables.RewardBudget, [{"year": year, **values}])

    def spent(self, year: int, currency: str) -> Money:
        """What the rewards cost that were approved in a year."""
        query = select(func.coalesce(func.sum(_REQUEST.c.cost), 0)).where(
            _REQUEST.c.workspace_id == self.book.workspace_id,
            _REQUEST.c.status.in_([status.value for status in BINDS_BUDGET]),
            _REQUEST.c.decided_on >= date(year, 1, 1), _REQUEST.c.decided_on <= date(year, 12, 31),
        )  # fmt: skip
        return Money(int(self.book.connection.execute(query).scalar_one()), currency)

    # -- requests -----------------------------------------------------------------------------------------

    def ask(self, reward: Reward, person_id: int, now: datetime) -> RewardRequest:
        """Somebody asks for a reward."""
        return self.request(
            self.book.add(
                tables.RewardRequest, reward_id=reward.id, person_id=person_id, points=reward.points,
                cost=reward.cost.minor, currency=reward.cost.currency, requested_at=now,
            )
        )  # fmt: skip

    def request(self, request_id: int, *, locked: bool = False) -> RewardRequest:
        """The request of that number; LookupError if there is none."""
        query = self.book.select(tables.RewardRequest, _REQUEST.c.id == request_id)
        row = self.book.one(query.with_for_update() if locked else query)
        if row is None:
            raise LookupError(f"there is no request {request_id}")
        return _request(row)

    def settle(
        self, request_id: int, status: RequestStatus, *, by: int, day: date | None = None
    ) -> RewardRequest:
        """A request goes on; `day`: on which it was decided."""
        decided = {"decided_by": by, "decided_on": day} if day is not None else {}
        self.book.change(tables.RewardRequest, _REQUEST.c.id == request_id, status=status.value, **decided)
        return self.request(request_id)

    def requests(
        self, *, of: Iterable[int] | None = None, statuses: Iterable[RequestStatus] = tuple(RequestStatus)
    ) -> list[RewardRequest]:
        """Requests in these states (of these people), the newest first."""
        where = [_REQUEST.c.status.in_([status.value for status in statuses])]
        if of is not None:
            where.append(_REQUEST.c.person_id.in_(list(of)))
        query = self.book.select(tables.RewardRequest, *where).order_by(_REQUEST.c.id.desc())
        return [_request(row) for row in self.book.all(query)]


def _reward(row: Row[Any]) -> Reward:
    return Reward(
        row.id, RewardKind(row.kind), row.name, row.points, Money(row.cost, row.currency), row.active
    )


def _request(row: Row[Any]) -> RewardRequest:
    return RewardRequest(
        row.id, row.reward_id, row.person_id, RequestStatus(row.status), row.points,
        Money(row.cost, row.currency), row.requested_at, row.decided_by, row.decided_on,
    )  # fmt: skip
