"""Looking back: how deals stood as of a moment, how they came to that, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.money import Money
from salesbot.storage.deals.keeping import Keeping
from salesbot.storage.deals.rows import (
    DEAL,
    ENTRY,
    ENTRY_BOOKED,
    UP_TO_NEWEST,
    booked,
    newest_of_deal,
)
from salesbot.storage.deals.stays import WON_STAYS, Stays
from salesbot.storage.questions import EVER, given

_DECIDED = (
    select(
        ENTRY.c.rep_id,
        ENTRY.c.outcome,
        ENTRY.c.amount,
        ENTRY.c.currency,
        ENTRY.c.opened_on,
        ENTRY.c.closed_on,
    )
    .where(
        DEAL.c.workspace_id == given("workspace_id"),
        newest_of_deal(),
        DEAL.c.outcome.in_(["won", "lost"]),
        ENTRY.c.closed_on >= given("since"),
        ENTRY.c.closed_on < given("before"),
    )
    .order_by(ENTRY.c.closed_on, DEAL.c.id)
)

MOST_NAMED = 5000
"""So many deals can be named in one question; of more, all are read."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a deal that stands as won or lost."""

    outcome: Outcome
    amount: Money
    opened_on: date | None
    closed_on: date


@dataclass(frozen=True)
class DecidedDeals:
    """The deals that stand as won or lost with a close day in a span."""

    by_rep: Mapping[int, tuple[Decided, ...]]

    def of(self, rep_id: int) -> tuple[Decided, ...]:
        """Those of one rep, by close day."""
        return self.by_rep.get(rep_id, ())

    def __len__(self) -> int:
        return sum(map(len, self.by_rep.values()))


class Looking(Keeping):
    """Reads how one workspace's deals came to stand as they do."""

    def states_at(
        self, known_at: datetime, before: date | None = None, ended_since: date | None = None,
        deal_ids: Collection[int] | None = None,
    ) -> list[DealState]:  # fmt: skip
        """How every deal (of at most some hundred) stood as recorded by then, counting only entries dated before a day.

        A deal's state is the last recorded of those entries: one that is dated back says how it was from that day on.
        With `ended_since` only those that stood open, or were closed or withdrawn on that day or after it.
        """
        dated = [ENTRY.c.effective_on < before] if before else []
        narrow = [] if deal_ids is None else [ENTRY.c.deal_id.in_(list(deal_ids))]
        place = func.row_number().over(
            partition_by=(ENTRY.c.workspace_id, ENTRY.c.deal_id),
            order_by=ENTRY.c.number.desc(),
        )
        ranked = (
            select(ENTRY.c.id, place.label("place"))
            .where(
                ENTRY.c.workspace_id == self.book.workspace_id, ENTRY.c.recorded_at <= known_at, *dated, *narrow,
                booked(self.book.workspace_id),
            )
            .subquery()
        )  # fmt: skip
        ended_on = func.coalesce(ENTRY.c.closed_on, ENTRY.c.effective_on)
        wanted = [or_(ENTRY.c.outcome == "open", ended_on >= ended_since)] if ended_since else []
        query = self._entries(*wanted).join(ranked, and_(ranked.c.id == ENTRY.c.id, ranked.c.place == 1))
        return self._states(query.order_by(ENTRY.c.deal_id))

    def recorded_between(self, after: datetime, until: datetime) -> list[DealState]:
        """Every entry recorded after the one instant and up to the other, in the order of recording."""
        return self._states(
            self._entries(ENTRY.c.recorded_at > after, ENTRY.c.recorded_at <= until).order_by(ENTRY.c.id)
        )

    def won_stays(self, known_at: datetime, before: date) -> Stays:
        """(stage, days, deals): how many won deals stayed so many days in a stage, from entries dated before a day."""
        when = {"known_at": known_at, "before": before}
        return self.kept(
            "won stays",
            known_at,
            lambda: tuple((row.stage, int(row.days), row.deals) for row in self.book.all(WON_STAYS, **when)),
            before,
        )

    def moves(
        self, known_at: datetime, before: date, deal_ids: Collection[int] | None = None
    ) -> list[tuple[int, date, int | None, Outcome]]:
        """(deal, day, stage, outcome) of every entry dated before a day (of these deals), in the order of entries.

        Refunds are left out: they go through no stage.
        """
        c = ENTRY.c
        narrow = deal_ids is not None and len(deal_ids) <= MOST_NAMED
        query = (
            select(c.deal_id, c.effective_on, c.stage_id, c.outcome)
            .where(
                c.workspace_id == self.book.workspace_id, c.recorded_at <= known_at, c.effective_on < before,
                c.amount > 0, ENTRY_BOOKED,
                *([c.deal_id.in_(list(deal_ids or ()))] if narrow else []),
            )
            .order_by(c.deal_id, c.number)
        )  # fmt: skip
        return [
            (row.deal_id, row.effective_on, row.stage_id, Outcome(row.outcome))
            for row in self.book.all(query)
            if deal_ids is None or row.deal_id in deal_ids
        ]

    def decided_by_stage(
        self, since: date, before: date, known_at: datetime, rep_ids: Iterable[int] | None = None
    ) -> dict[int, tuple[int, int]]:
        """(won, decided) of the deals closed in the half-open span (of these reps), by each stage they stood in.

        Counted are deals of which an entry in the stage was recorded; a deal that was there several times, once.
        """
        closed = ENTRY.alias("closed")
        reps = [] if rep_ids is None else [closed.c.rep_id.in_(list(rep_ids))]
        own = and_(ENTRY.c.workspace_id == DEAL.c.workspace_id, ENTRY.c.deal_id == DEAL.c.id)
        deals = func.count(DEAL.c.id.distinct())
        query = (
            select(ENTRY.c.stage_id, DEAL.c.outcome, deals.label("deals"))
            .select_from(DEAL)
            .join(closed, newest_of_deal(closed))
            .join(ENTRY, own)
            .where(
                DEAL.c.workspace_id == self.book.workspace_id, DEAL.c.outcome.in_(["won", "lost"]),
                closed.c.closed_on >= since, closed.c.closed_on < before, closed.c.amount > 0,
                closed.c.recorded_at <= known_at, ENTRY.c.outcome == "open", ENTRY.c.stage_id.is_not(None),
                UP_TO_NEWEST, *reps,
            )
            .group_by(ENTRY.c.stage_id, DEAL.c.outcome)
        )  # fmt: skip
        found: dict[int, tuple[int, int]] = {}
        for row in self.book.all(query):
            won, decided = found.get(row.stage_id, (0, 0))
            found[row.stage_id] = won + (row.deals if row.outcome == "won" else 0), decided + row.deals
        return found

    def decided(self, since: date, before: date) -> DecidedDeals:
        """The deals that stand as won or lost with a close day in the half-open span."""
        return self.kept(("decided", since, before), EVER, lambda: self._decided(since, before))

    def _decided(self, since: date, before: date) -> DecidedDeals:
        of_rep: dict[int, list[Decided]] = defaultdict(list)
        for row in self.book.all(_DECIDED, since=since, before=before):
            amount = Money(row.amount, row.currency)
            of_rep[row.rep_id].append(Decided(Outcome(row.outcome), amount, row.opened_on, row.closed_on))
        return DecidedDeals({rep_id: tuple(theirs) for rep_id, theirs in of_rep.items()})
