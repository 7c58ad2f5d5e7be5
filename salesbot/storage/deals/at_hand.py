"""Open deals as a list of thousands needs them: a row each, without products, reasons and shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select

from salesbot.domain.deals import Outcome, Share
from salesbot.storage.deals.rows import DEAL, ENTRY, UP_TO_NEWEST, DealRows, newest_of_deal


class OpenRow(NamedTuple):
    """How an open deal stands, in short; the amount in minor units of its currency."""

    deal_id: int
    entry_id: int
    account_id: int
    rep_id: int
    stage_id: int | None
    minor: int
    currency: str
    opened_on: date | None
    expected_on: date | None
    effective_on: date


class AtHand(DealRows):
    """Reads what is open at present."""

    def open_rows(self, rep_ids: Iterable[int]) -> list[OpenRow]:
        """The open deals of these reps, by number."""
        c = ENTRY.c
        query = (
            select(
                c.deal_id, c.id, c.account_id, c.rep_id, c.stage_id, c.amount, c.currency, c.opened_on,
                c.expected_on, c.effective_on,
            )
            .select_from(DEAL)
            .join(ENTRY, newest_of_deal())
            .where(
                DEAL.c.workspace_id == self.book.workspace_id, DEAL.c.outcome == "open",
                c.rep_id.in_(sorted(rep_ids)),
            )
            .order_by(DEAL.c.id)
        )  # fmt: skip
        return [OpenRow._make(row) for row in self.book.all(query)]

    def sharers_of(self, entry_ids: Sequence[int]) -> dict[int, tuple[Share, ...]]:
        """Those who share the credit of each of these entries, without the assists."""
        shares = self._shares(list(entry_ids))
        return {entry: tuple(each for each in some if not each.assist) for entry, some in shares.items()}

    def moves_at_hand(
        self, won_since: date, rep_ids: Iterable[int] | None = None
    ) -> list[tuple[int, date, int | None, Outcome, date | None]]:
        """(deal, day, stage, outcome, expected day) of every entry of open deals and those won since, in order.

        With `rep_ids` of the open deals only theirs; what was won is everybody's. Refunds are left out.
        """
        last = ENTRY.alias("last")
        own = and_(ENTRY.c.workspace_id == DEAL.c.workspace_id, ENTRY.c.deal_id == DEAL.c.id)
        theirs: list[Any] = [] if rep_ids is None else [last.c.rep_id.in_(sorted(rep_ids))]
        query = (
            select(
                ENTRY.c.deal_id, ENTRY.c.effective_on, ENTRY.c.stage_id, ENTRY.c.outcome, ENTRY.c.expected_on
            )
            .select_from(DEAL)
            .join(last, newest_of_deal(last))
            .join(ENTRY, own)
            .where(
                DEAL.c.workspace_id == self.book.workspace_id,
                UP_TO_NEWEST,
                or_(
                    and_(DEAL.c.outcome == "open", *theirs),
                    and_(DEAL.c.outcome == "won", last.c.closed_on >= won_since, last.c.amount > 0),
                ),
            )
            .order_by(ENTRY.c.deal_id, ENTRY.c.number)
        )
        outcomes = {each.value: each for each in Outcome}
        return [
            (row.deal_id, row.effective_on, row.stage_id, outcomes[row.outcome], row.expected_on)
            for row in self.book.all(query)
        ]
