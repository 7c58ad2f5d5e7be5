"""Deals by when they were opened, and those that were due and left open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, and_, case, exists, func, literal, or_, select, union_all

from salesbot.domain.money import WHOLE
from salesbot.storage.deals.rows import DEAL, ENTRY, SHARE, newest_of_deal
from salesbot.storage.deals.tallying import Moment, Span, Tallying
from salesbot.storage.stays import Stays, is_of


class DueMonth(NamedTuple):
    """A month that is over, and the morning on which it is looked at."""

    morning: date
    ends_on: date


class Opening(Tallying):
    """Counts one workspace's deals by their opening and their expected day."""

    def opened(self, span: Span, stays: Stays, day: date) -> list[tuple[bool, bool, int]]:
        """(lately, by a campaign, deals) of the deals opened since in which the subject has a part."""
        c = ENTRY.c
        on = func.coalesce(c.closed_on, day)
        shared = exists().where(
            SHARE.c.workspace_id == c.workspace_id, SHARE.c.entry_id == c.id, SHARE.c.assist.is_(False),
            SHARE.c.millionths > 0, *is_of(stays, SHARE.c.person_id, on),
        )  # fmt: skip
        ended = func.coalesce(c.closed_on, c.effective_on)
        # Added up in one row: sorting every deal into four groups takes as long again.
        lately, led = c.opened_on >= span.lately, c.campaign_id.is_not(None)
        kinds = [(True, True), (True, False), (False, True), (False, False)]
        counts: list[Any] = [
            func.count(case((and_(lately if new else ~lately, led if by else ~led), 1))) for new, by in kinds
        ]
        query: Select[Any] = select(*counts).where(
            *self.standing(span.moment), c.opened_on >= span.since,
            or_(c.outcome == "open", ended >= span.since), *([] if stays is None else [shared]),
        )  # fmt: skip
        (row,) = self.book.all(query)
        return [(new, by, deals) for (new, by), deals in zip(kinds, row, strict=True) if deals]

    def slipped(
        self, began: Moment, ended: Moment, starts_on: date, ends_on: date, stays: Stays
    ) -> list[tuple[int, int, str, int]]:
        """(deal, amount, currency, part) of deals that were due in a span when it began, and stood open beyond it."""
        due, now = ENTRY.alias("due"), ENTRY
        over = ends_on <= ended.before
        beyond = [] if over else [or_(now.c.expected_on.is_(None), now.c.expected_on >= ends_on)]
        same = and_(now.c.workspace_id == due.c.workspace_id, now.c.deal_id == due.c.deal_id)
        where = [
            *self.standing(began, due), due.c.outcome == "open", due.c.expected_on >= starts_on,
            due.c.expected_on < ends_on, *self.standing(ended), now.c.outcome == "open", *beyond,
        ]  # fmt: skip
        told = (now.c.deal_id, now.c.amount, now.c.currency)
        query: Select[Any]
        if stays is None:
            query = select(*told, literal(WHOLE).label("part")).select_from(due.join(now, same)).where(*where)
        else:
            shared = and_(
                SHARE.c.workspace_id == now.c.workspace_id,
                SHARE.c.entry_id == now.c.id,
                SHARE.c.assist.is_(False),
            )
            query = (
                select(*told, func.sum(SHARE.c.millionths).label("part"))
                .select_from(due.join(now, same).join(SHARE, shared))
                .where(*where, *is_of(stays, SHARE.c.person_id, literal(ended.before)))
                .group_by(*told)
                .having(func.sum(SHARE.c.millionths) > 0)
            )
        return [
            (row.deal_id, row.amount, row.currency, int(row.part))
            for row in self.book.all(query.order_by(now.c.deal_id))
        ]

    def due_in(
        self, months: Sequence[DueMonth], known_at: datetime, rep_ids: Iterable[int] | None = None
    ) -> list[tuple[int, int, int, int]]:
        """(place of the month, stage, due, won): open deals (of these reps) that were due in a month, on one morning of it.

        Won are those that stand as won with a close day before the month was over.
        """
        if not months:
            return []
        due, closed = ENTRY.alias("due"), ENTRY.alias("closed")
        asked = union_all(
            *(
                select(
                    literal(place).label("place"), literal(each.morning, Date).label("morning"),
                    literal(each.ends_on, Date).label("ends_on"),
                )
                for place, each in enumerate(months)
            )
        ).subquery()  # fmt: skip
        reps = [] if rep_ids is None else [due.c.rep_id.in_(list(rep_ids))]
        won = case((and_(DEAL.c.outcome == "won", closed.c.closed_on < asked.c.ends_on), 1))
        query = (
            select(asked.c.place, due.c.stage_id, func.count().label("due"), func.count(won).label("won"))
            .select_from(asked.join(due, due.c.expected_on.between(asked.c.morning, asked.c.ends_on)))
            .join(DEAL, and_(DEAL.c.workspace_id == due.c.workspace_id, DEAL.c.id == due.c.deal_id))
            .join(closed, newest_of_deal(closed))
            .where(
                *self.standing_on(asked.c.morning, known_at, due), due.c.outcome == "open",
                due.c.expected_on < asked.c.ends_on, due.c.stage_id.is_not(None), due.c.amount > 0, *reps,
            )
            .group_by(asked.c.place, due.c.stage_id)
        )  # fmt: skip
        return [(row.place, row.stage_id, row.due, row.won) for row in self.book.all(query)]
