"""Two accounts that are one: deals, people and follow-ups go to the one that stays, and can be given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from salesbot.domain.access import may_merge_accounts, require
from salesbot.domain.accounts import Account
from salesbot.domain.deals import DealState, EntryKind
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


class CannotMerge(SalesbotError):
    """An account cannot be merged into itself, or not be parted again: fact `account`."""

    template = "mistakes/cannot_merge"


@dataclass(frozen=True, slots=True)
class AccountsMerged:
    """One account leads to another now, or stands by itself again."""

    was: Account
    into: Account
    deals: int
    """How many deals went with it."""


def merging(book: Book, by: Person | None, account_id: int, into_id: int, *, now: datetime) -> AccountsMerged:
    """What merging an account into another would move; nothing is moved.

    Raises NotAllowed, CannotMerge, ButtonExpired.
    """
    require(may_merge_accounts(viewer_of(book, by, now)), "merge")
    was, into = _account(book, account_id), _account(book, into_id)
    if was.id == into.id or was.merged_into_id is not None or into.merged_into_id is not None:
        raise CannotMerge(account=was.name)
    return AccountsMerged(was, into, len(book.deals.all_of_account(account_id)))


def _account(book: Book, account_id: int) -> Account:
    try:
        return book.accounts.by_id(account_id)
    except LookupError:
        raise ButtonExpired() from None


def merge_accounts(book: Book, by: Person, account_id: int, into_id: int, *, now: datetime) -> AccountsMerged:
    """Merge an account into another: its deals get an entry each, its name leads to the other from now on.

    For managers and admins. The ledger keeps where every deal was. Raises NotAllowed, CannotMerge.
    """
    planned = merging(book, by, account_id, into_id, now=now)
    deals = book.deals.all_of_account(account_id)
    _enter(book, by, deals, into_id, now)
    moved = book.accounts.move_to(account_id, into_id)
    book.accounts.change(account_id, merged_into_id=into_id)
    book.records.audit(
        "merged", "account", account_id, by=by.id, now=now, before={"account": account_id},
        after={"account": into_id, "deals": [deal.deal_id for deal in deals], **moved},
    )  # fmt: skip
    return replace(planned, was=book.accounts.by_id(account_id))


def part_accounts(book: Book, by: Person, account_id: int, *, now: datetime) -> AccountsMerged:
    """Undo a merging: what went with the account comes back, as far as it is still where it went.

    For managers and admins. Raises NotAllowed, CannotMerge.
    """
    require(may_merge_accounts(viewer_of(book, by, now)), "merge")
    was, record = _account(book, account_id), book.records.newest_of("merged", "account", account_id)
    if was.merged_into_id is None or record is None or record.after is None:
        raise CannotMerge(account=was.name)
    kept = dict(record.after)
    into_id, numbers = int(kept.pop("account")), [int(number) for number in kept.pop("deals")]
    deals = [deal for deal in book.deals.by_numbers(numbers) if deal.account_id == into_id]
    _enter(book, by, deals, account_id, now)
    book.accounts.move_back(kept, into_id, account_id)
    book.accounts.change(account_id, merged_into_id=None)
    book.records.audit("parted", "account", account_id, by=by.id, now=now, before={"account": into_id})
    return AccountsMerged(book.accounts.by_id(account_id), book.accounts.by_id(into_id), len(deals))


def _enter(book: Book, by: Person, deals: Sequence[DealState], account_id: int, now: datetime) -> None:
    """An entry for each deal that says whose it is; people's credit stays as it is, to the cent."""
    states = [
        replace(
            deal, number=deal.number + 1, kind=EntryKind.MERGED, account_id=account_id, recorded_at=now,
            recorded_by=by.id,
        )
        for deal in deals
    ]  # fmt: skip
    if states:
        book.deals.enter_all(states, corrects_closed=True)
