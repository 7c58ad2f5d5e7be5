"""Asking the ledger: how a deal stands, how it came to that, and which deals are open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from salesbot.domain.changing import amounts_alike
from salesbot.domain.deals import DealState, Entry, EntryKind, Outcome
from salesbot.domain.money import Money
from salesbot.storage import tables
from salesbot.storage.deals.looking import Looking
from salesbot.storage.deals.rows import BOOKED, DEAL, ENTRIES, ENTRY, NEWEST, REMARK, unindexed
from salesbot.storage.questions import given, given_several, question

_BY_ID = NEWEST.where(DEAL.c.id == given("id"))
_HISTORY = ENTRIES.where(ENTRY.c.deal_id == given("id")).order_by(ENTRY.c.number)
_OPEN_OF_ACCOUNT = NEWEST.where(
    DEAL.c.account_id == given("account_id"), unindexed(DEAL.c.outcome) == "open"
).order_by(unindexed(DEAL.c.id).desc())
_OF_ACCOUNT = NEWEST.where(DEAL.c.account_id == given("account_id"), DEAL.c.outcome != "withdrawn").order_by(
    DEAL.c.outcome != "open", ENTRY.c.closed_on.desc(), DEAL.c.id.desc()
)
_LOGGED_ALIKE = (
    NEWEST.where(
        DEAL.c.account_id == given("account_id"), DEAL.c.created_at >= given("since"),
        DEAL.c.outcome != "withdrawn", ENTRY.c.rep_id == given("rep_id"),
        ENTRY.c.amount == given("minor"), ENTRY.c.currency == given("currency"),
    )
    .order_by(unindexed(DEAL.c.id).desc())
    .limit(1)
)  # fmt: skip
_ALIKE = NEWEST.where(
    DEAL.c.account_id == given("account_id"), DEAL.c.outcome != "withdrawn",
    unindexed(DEAL.c.refund_of_id).is_(None), ENTRY.c.currency == given("currency"),
    ENTRY.c.amount >= given("least"), ENTRY.c.amount <= given("most"), ENTRY.c.effective_on >= given("since"),
).order_by(unindexed(DEAL.c.id).desc())  # fmt: skip
_REFUNDS = NEWEST.where(
    DEAL.c.refund_of_id.in_(given_several("deals")), unindexed(DEAL.c.outcome) == "won"
).order_by(unindexed(DEAL.c.id))
_NOTES = question(tables.Remark, REMARK.c.deal_id.in_(given_several("deals"))).order_by(REMARK.c.id)


class Asking(Looking):
    """Reads the ledger of one workspace's deals."""

    def now(self, deal_id: int) -> DealState:
        """How the deal stands; LookupError if there is none of that number."""
        found = self._states(_BY_ID, id=deal_id)
        if not found:
            raise LookupError(f"there is no deal {deal_id}")
        return found[0]

    def locked(self, deal_id: int) -> DealState:
        """How the deal stands, nobody else changing it until this book is closed."""
        self.book.connection.execute(
            select(DEAL.c.id)
            .where(DEAL.c.workspace_id == self.book.workspace_id, DEAL.c.id == deal_id)
            .with_for_update()
        )
        return self.now(deal_id)

    def history(self, deal_id: int) -> list[DealState]:
        """Every entry of the deal, the first first."""
        return self._states(_HISTORY, id=deal_id)

    def entries(self, deal_id: int) -> list[Entry]:
        """Every entry of the deal, the first first, with what it corrects and why."""
        rows = self.book.all(self._entries(ENTRY.c.deal_id == deal_id).order_by(ENTRY.c.number))
        return [
            Entry(state, row.corrects_id, row.change_reason)
            for row, state in zip(rows, self._states_of(rows), strict=True)
        ]

    def open_of_account(self, account_id: int) -> list[DealState]:
        """The account's open deals, the newest first."""
        return self._states(_OPEN_OF_ACCOUNT, account_id=account_id)

    def of_account(self, account_id: int) -> list[DealState]:
        """The account's deals that were not withdrawn: open ones first, then by close day, the newest first."""
        return self._states(_OF_ACCOUNT, account_id=account_id)

    def all_of_account(self, account_id: int) -> list[DealState]:
        """Every deal of the account that was not withdrawn, refunds among them, by number."""
        where = (DEAL.c.account_id == account_id, DEAL.c.outcome != "withdrawn")
        return self._states(self._newest(*where).order_by(DEAL.c.id))

    def refunds_of(self, deal_ids: Iterable[int]) -> list[DealState]:
        """The refunds of these deals that stand, by number."""
        wanted, found = sorted(deal_ids), []
        for start in range(0, len(wanted), 500):
            found += self._states(_REFUNDS, deals=wanted[start : start + 500])
        return found

    def open(self, rep_ids: Iterable[int] | None = None, limit: int | None = None) -> list[DealState]:
        """The open deals (of these reps), those expected soonest first, those without a day last."""
        where = [] if rep_ids is None else [ENTRY.c.rep_id.in_(list(rep_ids))]
        query = self._newest(DEAL.c.outcome == "open", *where).order_by(
            ENTRY.c.expected_on.is_(None), ENTRY.c.expected_on, DEAL.c.id
        )
        return self._states(query.limit(limit) if limit else query)

    def count_open(self, rep_ids: Iterable[int] | None = None) -> int:
        """How many deals are open (of these reps)."""
        where = [] if rep_ids is None else [ENTRY.c.rep_id.in_(list(rep_ids))]
        query = self._newest(DEAL.c.outcome == "open", *where).with_only_columns(func.count())
        return int(self.book.all(query)[0][0])

    def awaiting(self) -> list[DealState]:
        """The deals that wait for approval, the oldest first."""
        return self._states(self._newest(ENTRY.c.awaiting_on.is_not(None)).order_by(DEAL.c.id))

    def count(self) -> int:
        """How many deals there are that were not withdrawn."""
        query = select(func.count()).where(
            DEAL.c.workspace_id == self.book.workspace_id, DEAL.c.outcome != "withdrawn", BOOKED
        )
        return int(self.book.connection.execute(query).scalar_one())

    def any(self) -> bool:
        """Whether a deal was ever logged, whatever became of it."""
        query = select(DEAL.c.id).where(DEAL.c.workspace_id == self.book.workspace_id, BOOKED)
        return self.book.connection.execute(query.limit(1)).first() is not None

    def any_being_booked(self) -> bool:
        """Whether a long import is being booked, or taken back, at this moment."""
        return self.book.first(self.book.select(tables.BeingBooked).limit(1)) is not None

    def closed_between(
        self, outcome: Outcome, start: date, end: date, rep_ids: Iterable[int] | None = None
    ) -> list[DealState]:
        """Deals that stand as won or lost with a close day in the half-open span, by close day."""
        where = [] if rep_ids is None else [ENTRY.c.rep_id.in_(list(rep_ids))]
        query = self._newest(
            DEAL.c.outcome == outcome.value, ENTRY.c.closed_on >= start, ENTRY.c.closed_on < end, *where
        )
        return self._states(query.order_by(ENTRY.c.closed_on, DEAL.c.id))

    def corrections(self) -> dict[int, int]:
        """Which entry each correcting entry corrects."""
        query = select(ENTRY.c.id, ENTRY.c.corrects_id).where(
            ENTRY.c.workspace_id == self.book.workspace_id, ENTRY.c.corrects_id.is_not(None)
        )
        return {row.id: row.corrects_id for row in self.book.all(query)}

    def latest_by(self, person_id: int, since: datetime) -> DealState | None:
        """The newest entry that this person recorded since then and that still stands as its deal's newest.

        What was undone is passed over, so that one step after another can be taken back.
        """
        query = self._newest(
            ENTRY.c.recorded_by == person_id,
            ENTRY.c.recorded_at >= since,
            ENTRY.c.kind != EntryKind.UNDONE.value,
        )
        found = self._states(query.order_by(ENTRY.c.id.desc()).limit(1))
        return found[0] if found else None

    def logged_alike(self, rep_id: int, account_id: int, amount: Money, since: datetime) -> DealState | None:
        """A deal of the same rep, account and amount that was logged since then."""
        found = self._states(_LOGGED_ALIKE, **_logged_alike(rep_id, account_id, amount, since))
        return found[0] if found else None

    def alike_of_account(self, account_id: int, amount: Money, since: date) -> list[DealState]:
        """The account's deals of about this amount that were logged, moved or closed since that day, the newest first."""
        return self._states(_ALIKE, **_alike(account_id, amount, since))

    def soon_logged(
        self, rep_id: int, account_id: int, amount: Money, *, logged_since: datetime, since: date
    ) -> None:
        """`logged_alike`, `open_of_account`, `alike_of_account` and `new_number` will be asked."""
        self.book.soon(_LOGGED_ALIKE, **_logged_alike(rep_id, account_id, amount, logged_since))
        self.book.soon(_OPEN_OF_ACCOUNT, account_id=account_id)
        self.book.soon(_ALIKE, **_alike(account_id, amount, since))
        self.book.soon_numbers(tables.Deal)

    def by_external_ids(self, ids: Iterable[str]) -> dict[str, int]:
        """The numbers of deals by their external ids."""
        return self._by_key(DEAL.c.external_id, ids)

    def by_row_keys(self, keys: Iterable[str]) -> dict[str, int]:
        """The numbers of deals that came from a file without external ids, by the hash of their row."""
        return self._by_key(DEAL.c.row_key, keys)

    def of_import(self, import_id: int) -> dict[int, tuple[int, int]]:
        """The deals that an import made or corrected, with the numbers of its first and last entry of each."""
        query = (
            select(ENTRY.c.deal_id, func.min(ENTRY.c.number), func.max(ENTRY.c.number))
            .where(ENTRY.c.workspace_id == self.book.workspace_id, ENTRY.c.import_id == import_id)
            .group_by(ENTRY.c.deal_id)
        )
        return {deal_id: (first, last) for deal_id, first, last in self.book.connection.execute(query)}

    def practice(self) -> list[DealState]:
        """The practice deals that still stand."""
        return self._states(self._newest(DEAL.c.practice, DEAL.c.outcome != "withdrawn"))

    def all(self) -> list[DealState]:
        """How every deal that was not withdrawn stands, by number."""
        return self._states(self._newest(DEAL.c.outcome != "withdrawn").order_by(DEAL.c.id))

    def by_numbers(self, deal_ids: Iterable[int]) -> list[DealState]:
        """How these deals stand, by number."""
        wanted, found = sorted(deal_ids), []
        for start in range(0, len(wanted), 500):
            found += self._states(
                self._newest(DEAL.c.id.in_(wanted[start : start + 500])).order_by(DEAL.c.id)
            )
        return found

    def notes(self, deal_ids: Iterable[int]) -> dict[int, str]:
        """The newest note of each of these deals that has one."""
        wanted = list(deal_ids)
        if len(wanted) <= 500:
            rows = self.book.all(_NOTES, deals=wanted)
        else:
            rows = self.book.all(self.book.select(tables.Remark).order_by(REMARK.c.id))
        return {row.deal_id: row.text for row in rows}

    def notes_of(self, deal_id: int) -> dict[int, str]:
        """The notes of one deal, by the entry that each came with."""
        rows = self.book.all(
            self.book.select(tables.Remark, REMARK.c.deal_id == deal_id).order_by(REMARK.c.id)
        )
        return {row.entry_id: row.text for row in rows}

    def _by_key(self, column: ColumnElement[Any], keys: Iterable[str]) -> dict[str, int]:
        wanted = list(keys)
        found: dict[str, int] = {}
        for start in range(0, len(wanted), 500):
            query = select(column, DEAL.c.id).where(
                DEAL.c.workspace_id == self.book.workspace_id, BOOKED, column.in_(wanted[start : start + 500])
            )
            found.update((key, number) for key, number in self.book.connection.execute(query))
        return found


def _logged_alike(rep_id: int, account_id: int, amount: Money, since: datetime) -> dict[str, Any]:
    return {
        "account_id": account_id, "since": since, "rep_id": rep_id, "minor": amount.minor,
        "currency": amount.currency,
    }  # fmt: skip


def _alike(account_id: int, amount: Money, since: date) -> dict[str, Any]:
    least, most = amounts_alike(amount)
    return {
        "account_id": account_id, "least": least, "most": most, "currency": amount.currency, "since": since,
    }  # fmt: skip
