"""What customers said, the newest first, wherever it was written down; and the decided deals that it belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, select

from salesbot.domain.deals import DealState
from salesbot.domain.orders import StepKind
from salesbot.domain.works import SayingKind
from salesbot.storage import tables
from salesbot.storage.deals.rows import ENTRY, REMARK
from salesbot.storage.deals.tallying import Span, Tallying
from salesbot.storage.orders import WORDS
from salesbot.storage.stays import Stays

NEWEST = 2_000
"""So many of a kind are looked at: what is older is not offered as the newest words of anything."""
_STATEMENT: Any = tables.Statement.__table__
_STEP: Any = tables.OrderStep.__table__
_BACK: Any = _STEP.alias("back")
_LATER: Any = _STEP.alias("later")
_ORDER: Any = tables.SalesOrder.__table__
_WORD: Any = tables.AccountWord.__table__
_AT_ONCE = 500


class SaidRow(NamedTuple):
    """What a customer said: of a deal or of an account."""

    kind: SayingKind
    text: str
    recorded_at: datetime
    deal_id: int | None = None
    account_id: int | None = None
    score: int | None = None


class Sayings(Tallying):
    """Asks for one workspace's customers' words."""

    def said(self) -> list[SaidRow]:
        """The newest words of customers that stand, the newest first; what was blanked or taken back is none."""
        found = [*self._rated(), *self._noted(), *self._known_of_accounts()]
        return sorted(found, key=lambda row: row.recorded_at, reverse=True)

    def decided_among(
        self, span: Span, before: date, stays: Stays, *, deals: Collection[int], accounts: Collection[int]
    ) -> list[DealState]:
        """How each of these deals, and of these accounts' deals, stood that was decided since and before a day."""
        found = dict[int, DealState]()
        for column, numbers in ((ENTRY.c.deal_id, sorted(deals)), (ENTRY.c.account_id, sorted(accounts))):
            for start in range(0, len(numbers), _AT_ONCE):
                some = column.in_(numbers[start : start + _AT_ONCE])
                where = (*self.decided_entries(span, stays), ENTRY.c.closed_on < before, some)
                found.update((state.deal_id, state) for state in self._states(self._entries(*where)))
        return list(found.values())

    def _rated(self) -> Iterator[SaidRow]:
        """What was said beside an order's newest score."""
        c = _STEP.c
        of_step = (_STATEMENT.c.workspace_id == c.workspace_id) & (_STATEMENT.c.subject_id == c.id)
        of_order = (_ORDER.c.workspace_id == c.workspace_id) & (_ORDER.c.id == c.order_id)
        query = (
            select(_ORDER.c.deal_id, c.score, _STATEMENT.c.text, _STATEMENT.c.recorded_at)
            .select_from(_STATEMENT.join(_STEP, of_step).join(_ORDER, of_order))
            .where(_STATEMENT.c.workspace_id == self.book.workspace_id)
            .where(_STATEMENT.c.subject == WORDS, _STATEMENT.c.text != "", c.kind == StepKind.RATED.value)
            .where(~_taken_back(_STEP), ~_rated_again())
            .order_by(_STATEMENT.c.id.desc())
            .limit(NEWEST)
        )  # fmt: skip
        for row in self.book.all(query):
            yield SaidRow(SayingKind.RATED, row.text, row.recorded_at, deal_id=row.deal_id, score=row.score)

    def _noted(self) -> Iterator[SaidRow]:
        """The notes with which deals were won."""
        won = (ENTRY.c.workspace_id == REMARK.c.workspace_id) & (ENTRY.c.id == REMARK.c.entry_id)
        query = (
            select(REMARK.c.deal_id, REMARK.c.text, REMARK.c.recorded_at)
            .select_from(REMARK.join(ENTRY, won))
            .where(REMARK.c.workspace_id == self.book.workspace_id, REMARK.c.text != "", ENTRY.c.outcome == "won")
            .order_by(REMARK.c.id.desc())
            .limit(NEWEST)
        )  # fmt: skip
        for row in self.book.all(query):
            yield SaidRow(SayingKind.NOTE, row.text, row.recorded_at, deal_id=row.deal_id)

    def _known_of_accounts(self) -> Iterator[SaidRow]:
        """Needs and pain points."""
        kinds = (SayingKind.NEED.value, SayingKind.PAIN.value)
        where = (_WORD.c.kind.in_(kinds), ~_WORD.c.gone, _WORD.c.text != "")
        query = self.book.select(tables.AccountWord, *where).order_by(_WORD.c.id.desc()).limit(NEWEST)
        for row in self.book.all(query):
            yield SaidRow(SayingKind(row.kind), row.text, row.recorded_at, account_id=row.account_id)


def _taken_back(step: Any) -> Any:
    return (
        exists()
        .where(_BACK.c.workspace_id == step.c.workspace_id, _BACK.c.order_id == step.c.order_id)
        .where(_BACK.c.takes_back_id == step.c.id)
        .correlate_except(_BACK)
    )


def _rated_again() -> Any:
    """Whether the customer gave another score afterwards that stands."""
    return (
        exists()
        .where(_LATER.c.workspace_id == _STEP.c.workspace_id, _LATER.c.order_id == _STEP.c.order_id)
        .where(_LATER.c.kind == StepKind.RATED.value, _LATER.c.id > _STEP.c.id, ~_taken_back(_LATER))
        .correlate_except(_LATER)
    )
