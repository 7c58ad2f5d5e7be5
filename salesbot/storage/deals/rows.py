"""From the rows of the ledger to deals, and back: an entry, who shares in it, what was sold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from sys import intern
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select

from salesbot.domain.deals import DealState, EntryKind, Outcome, Share, Technique
from salesbot.domain.money import Money, money_or_none
from salesbot.domain.product_lines import Line
from salesbot.storage import tables
from salesbot.storage.alike import alike
from salesbot.storage.questions import given, given_several, question
from salesbot.storage.recorded_later import exact

if TYPE_CHECKING:
    from salesbot.storage.book import Book

DEAL: Any = tables.Deal.__table__
ENTRY: Any = tables.DealEntry.__table__
SHARE: Any = tables.DealShare.__table__
REASON: Any = tables.DealReason.__table__
LINE: Any = tables.DealLine.__table__
REMARK: Any = tables.Remark.__table__

_COMING: Any = tables.BeingBooked.__table__
NOT_YET = 0
"""What a deal names as its newest entry while a long import books it in slices: no entry at all."""


def unindexed(column: Any) -> Any:
    """The column as no index knows it, where another one is to be used: of an account's deals, not of all that are open.

    Without statistics SQLite takes an index by which it need not sort for better than one that finds ten rows of a million.
    """
    return func.coalesce(column, column)


def newest_of_deal(entry: Any = ENTRY) -> ColumnElement[bool]:
    """Joins a deal and its newest entry, whichever of them is found first.

    The deal's number stands beside its entry's: SQLite, without statistics, else looks through all deals for each entry.
    """
    return and_(
        entry.c.workspace_id == DEAL.c.workspace_id, entry.c.deal_id == DEAL.c.id, entry.c.id == DEAL.c.latest_entry_id
    )  # fmt: skip


def booked(workspace_id: int, entry: Any = ENTRY) -> ColumnElement[bool]:
    """The same for whoever reads many entries of one workspace: what is being booked is looked up once, not for each."""
    first, last = (
        func.coalesce(
            select(column)
            .where(_COMING.c.workspace_id == workspace_id, _COMING.c.table_name == ENTRY.name)
            .scalar_subquery(),
            none,
        )
        for column, none in ((_COMING.c.first_number, 0), (_COMING.c.last_number, -1))
    )
    hidden: ColumnElement[bool] = entry.c.id.between(first, last)
    return ~hidden


BOOKED = DEAL.c.latest_entry_id != NOT_YET
"""The deal is there for everybody. Who joins a deal with its newest entry need not ask."""
ENTRY_COMING = and_(
    _COMING.c.workspace_id == ENTRY.c.workspace_id, _COMING.c.table_name == ENTRY.name,
    ENTRY.c.id.between(_COMING.c.first_number, _COMING.c.last_number),
)  # fmt: skip
"""Joins an entry with the line of a long import that is booking it still."""
ENTRY_BOOKED = ~exists().where(ENTRY_COMING)
"""The entry is there for everybody: for whoever asks for entries without their deals."""
UP_TO_NEWEST = unindexed(ENTRY.c.id) <= DEAL.c.latest_entry_id
"""The same for whoever asks for entries beside their deals: a deal names its newest, later ones have higher numbers."""
ENTRIES: Select[Any] = (
    select(ENTRY, DEAL.c.practice, DEAL.c.imported, DEAL.c.external_id, DEAL.c.refund_of_id)
    .join(DEAL, and_(DEAL.c.workspace_id == ENTRY.c.workspace_id, DEAL.c.id == ENTRY.c.deal_id))
    .where(ENTRY.c.workspace_id == given("workspace_id"), UP_TO_NEWEST)
)
"""Every entry of the ledger, with what its deal is."""
NEWEST = ENTRIES.where(ENTRY.c.id == DEAL.c.latest_entry_id)
"""How each deal stands."""
_SHARES = question(tables.DealShare, SHARE.c.entry_id.in_(given_several("entries"))).order_by(
    SHARE.c.entry_id, SHARE.c.assist, SHARE.c.millionths.desc(), SHARE.c.place, SHARE.c.person_id
)
_LINES = question(tables.DealLine, LINE.c.entry_id.in_(given_several("entries"))).order_by(
    LINE.c.entry_id, LINE.c.product_id
)
_MORE_REASONS = question(tables.DealReason, REASON.c.entry_id.in_(given_several("entries"))).order_by(
    REASON.c.entry_id, REASON.c.place
)
_AT_ONCE = 500


class DealRows:
    """Reads entries of one workspace's ledger as deals."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def _entries(self, *where: ColumnElement[bool]) -> Select[Any]:
        return ENTRIES.where(*where)

    def _newest(self, *where: ColumnElement[bool]) -> Select[Any]:
        return NEWEST.where(*where)

    def _states(self, asked: Select[Any], **values: Any) -> list[DealState]:
        return self._states_of(self.book.all(asked, **values))

    def _states_of(self, rows: Sequence[Row[Any]]) -> list[DealState]:
        ids = [row.id for row in rows]
        shares, lines = self._shares(ids), self._lines({row.id: row.currency for row in rows})
        more = self._more_reasons([row.id for row in rows if row.reason_id is not None])
        return [
            _state(row, tuple(shares[row.id]), tuple(lines[row.id]), tuple(more.get(row.id, ())))
            for row in rows
        ]

    def _shares(self, ids: list[int]) -> dict[int, list[Share]]:
        found: dict[int, list[Share]] = defaultdict(list)
        for row in self._of_entries(_SHARES, ids):
            found[row.entry_id].append(Share(row.person_id, row.millionths, row.assist))
        return found

    def _lines(self, currencies: Mapping[int, str]) -> dict[int, list[Line[int]]]:
        found: dict[int, list[Line[int]]] = defaultdict(list)
        for row in self._of_entries(_LINES, list(currencies)):
            currency = currencies[row.entry_id]
            found[row.entry_id].append(
                Line(
                    row.product_id, row.quantity, money_or_none(row.price, currency), row.discount,
                    money_or_none(row.cost, currency), money_or_none(row.usual, currency),
                )
            )  # fmt: skip
        return found

    def _more_reasons(self, ids: list[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for row in self._of_entries(_MORE_REASONS, ids):
            found[row.entry_id].append(row.reason_id)
        return found

    def _of_entries(self, asked: Select[Any], ids: list[int]) -> Iterable[Row[Any]]:
        for start in range(0, len(ids), _AT_ONCE):
            yield from self.book.all(asked, entries=ids[start : start + _AT_ONCE])


def entry_row(state: DealState) -> dict[str, Any]:
    """The row of an entry, the workspace aside."""
    return {
        "id": state.entry_id,
        "deal_id": state.deal_id,
        "number": state.number,
        "kind": state.kind.value,
        "account_id": state.account_id,
        "rep_id": state.rep_id,
        "outcome": state.outcome.value,
        "stage_id": state.stage_id,
        "reason_id": state.reason_id,
        "amount": state.amount.minor,
        "currency": state.amount.currency,
        "cost": None if state.cost is None else state.cost.minor,
        "opened_on": state.opened_on,
        "expected_on": state.expected_on,
        "closed_on": state.closed_on,
        "per_base": None if state.per_base is None else str(state.per_base),
        "technique": state.technique.value if state.technique else None,
        "source_id": state.source_id,
        "campaign_id": state.campaign_id,
        "competitor_id": state.competitor_id,
        "effective_on": state.effective_on,
        "recorded_at": state.recorded_at,
        "recorded_by": state.recorded_by,
        "awaiting_on": state.awaiting_on,
    }


def line_rows(state: DealState) -> list[dict[str, Any]]:
    """The rows of what is sold as of an entry."""
    return [
        {
            "entry_id": state.entry_id,
            "product_id": line.product,
            "quantity": line.quantity,
            "price": None if line.price is None else line.price.minor,
            "discount": line.discount,
            "cost": None if line.cost is None else line.cost.minor,
            "usual": None if line.usual is None else line.usual.minor,
        }
        for line in state.lines
    ]


def reason_rows(state: DealState) -> list[dict[str, Any]]:
    """The rows of a second and third reason as of an entry."""
    return [
        {"entry_id": state.entry_id, "place": place, "reason_id": reason}
        for place, reason in enumerate(state.more_reasons, 2)
    ]


def _state(
    row: Row[Any], shares: tuple[Share, ...], lines: tuple[Line[int], ...], more: tuple[int, ...]
) -> DealState:
    currency = intern(row.currency)
    return DealState(
        deal_id=row.deal_id, entry_id=row.id, number=row.number, kind=EntryKind(row.kind),
        account_id=row.account_id, rep_id=row.rep_id, outcome=Outcome(row.outcome), stage_id=row.stage_id,
        reason_id=row.reason_id, amount=Money(row.amount, currency), cost=money_or_none(row.cost, currency),
        opened_on=alike(row.opened_on), expected_on=alike(row.expected_on), closed_on=alike(row.closed_on),
        technique=Technique(row.technique) if row.technique else None,
        source_id=row.source_id, campaign_id=row.campaign_id, competitor_id=row.competitor_id,
        shares=alike(shares), lines=lines, effective_on=alike(row.effective_on), recorded_at=row.recorded_at,
        recorded_by=row.recorded_by, practice=row.practice, imported=row.imported,
        external_id=row.external_id, awaiting_on=alike(row.awaiting_on), refund_of=row.refund_of_id,
        per_base=exact(row.per_base), more_reasons=more,
    )  # fmt: skip
