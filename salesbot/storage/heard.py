"""When something was heard of accounts: a contact, or an entry of a deal; and which of them nobody looks after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from salesbot.storage import tables
from salesbot.storage.deals.rows import BOOKED, UP_TO_NEWEST, newest_of_deal
from salesbot.storage.keeping import kept_of
from salesbot.storage.questions import given, given_several

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_DEAL: Any = tables.Deal.__table__
_ENTRY: Any = tables.DealEntry.__table__
_DONE: Any = tables.Activity.__table__
_ACCOUNT: Any = tables.Account.__table__
_ENTERED = (
    select(_DEAL.c.account_id, _ENTRY.c.effective_on.label("day"))
    .join(_ENTRY, (_DEAL.c.workspace_id == _ENTRY.c.workspace_id) & (_DEAL.c.id == _ENTRY.c.deal_id))
    .where(
        _DEAL.c.workspace_id == given("workspace_id"), _DEAL.c.account_id.in_(given_several("accounts")),
        _DEAL.c.outcome != "withdrawn", UP_TO_NEWEST,
    )
    .distinct()
)  # fmt: skip
_IN_CONTACT = (
    select(_DONE.c.account_id, _DONE.c.day)
    .where(
        _DONE.c.workspace_id == given("workspace_id"), _DONE.c.account_id.in_(given_several("accounts")),
        _DONE.c.undone_at.is_(None),
    )
    .distinct()
)  # fmt: skip
_ENTERED_IN = (
    select(_DEAL.c.account_id, _DEAL.c.id, _DEAL.c.latest_entry_id)
    .where(
        _DEAL.c.workspace_id == given("workspace_id"), _DEAL.c.account_id.in_(given_several("accounts")),
        _DEAL.c.outcome != "withdrawn",
    )
    .order_by(_DEAL.c.account_id, _DEAL.c.id)
)  # fmt: skip
_OPEN_AT = (
    select(_DEAL.c.account_id)
    .where(
        _DEAL.c.workspace_id == given("workspace_id"), _DEAL.c.account_id.in_(given_several("accounts")),
        _DEAL.c.outcome == "open", BOOKED,
    )
    .distinct()
)  # fmt: skip
_OF_NOBODY = (
    select(_DEAL.c.account_id)
    .join(_ENTRY, newest_of_deal())
    .join(_ACCOUNT, (_ACCOUNT.c.workspace_id == _DEAL.c.workspace_id) & (_ACCOUNT.c.id == _DEAL.c.account_id))
    .where(
        _DEAL.c.workspace_id == given("workspace_id"), _DEAL.c.outcome == "won",
        _ENTRY.c.rep_id.in_(given_several("sellers")),
        _ACCOUNT.c.owner_id.is_(None) | _ACCOUNT.c.owner_id.in_(given_several("gone")),
    )
    .distinct()
)  # fmt: skip
_HEARD_BETWEEN = (
    _ENTERED.where(_ENTRY.c.effective_on > given("after"), _ENTRY.c.effective_on <= given("until")),
    _IN_CONTACT.where(_DONE.c.day > given("after"), _DONE.c.day <= given("until")),
)


class Heard:
    """Reads when something was heard of one workspace's accounts."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def days_heard(self, account_ids: Collection[int]) -> dict[int, set[date]]:
        """The days on which each of these accounts was in contact or had a deal entered."""
        heard: dict[int, set[date]] = defaultdict(set)
        if account_ids:
            for account_id, days in self._days_entered(list(account_ids)).items():
                heard[account_id].update(days)
            for row in self.book.all(_IN_CONTACT, accounts=list(account_ids)):
                heard[row.account_id].add(row.day)
        return heard

    def _days_entered(self, account_ids: list[int]) -> dict[int, frozenset[date]]:
        """The days of the entries of these accounts' deals: most are those of the morning before.

        Entries are only ever added, so the newest of each deal says whether there are more.
        """
        if not self.book.unchanging:
            return self._entered(account_ids)
        newest: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for row in self.book.all(_ENTERED_IN, accounts=account_ids):
            newest[row.account_id].append((row.id, row.latest_entry_id))
        mine = self.book.workspace_id
        days = kept_of(self.book.connection.engine).newest(
            {(mine, number): tuple(deals) for number, deals in newest.items()},
            lambda keys: {
                (mine, number): days for number, days in self._entered([number for _, number in keys]).items()
            },
        )
        return {number: theirs for (_, number), theirs in days.items()}

    def _entered(self, account_ids: list[int]) -> dict[int, frozenset[date]]:
        days: dict[int, set[date]] = defaultdict(set)
        for row in self.book.all(_ENTERED, accounts=account_ids):
            days[row.account_id].add(row.day)
        return {account_id: frozenset(theirs) for account_id, theirs in days.items()}

    def owned_by_nobody(self, sellers: Collection[int], gone: Collection[int]) -> list[int]:
        """The accounts to which one of the sellers sold and that nobody owns, or somebody who is `gone`."""
        # Nobody has the number 0: so the list is never empty, and the question stands ready.
        asked = {"sellers": list(sellers), "gone": [0, *gone]}
        return [row.account_id for row in self.book.all(_OF_NOBODY, **asked)] if sellers else []

    def heard_between(self, account_ids: Collection[int], after: date, until: date) -> set[int]:
        """Those of the accounts with a contact, or an entry of a deal, that counts for a day after one, up to another."""
        if not account_ids:
            return set()
        asked = {"accounts": list(account_ids), "after": after, "until": until}
        return {row.account_id for each in _HEARD_BETWEEN for row in self.book.all(each, **asked)}

    def with_open_deals(self, account_ids: Collection[int]) -> set[int]:
        """Those of the accounts that have an open deal."""
        if not account_ids:
            return set()
        return {row.account_id for row in self.book.all(_OPEN_AT, accounts=list(account_ids))}
