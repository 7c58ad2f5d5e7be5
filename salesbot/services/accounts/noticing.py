"""Accounts that have gone silent, or are to be renewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from salesbot.domain.accounts import Account
from salesbot.domain.relationships import (
    Silence,
    renews_soon,
    silence_of,
)
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Noticed:
    """An account that has gone silent or is about to renew."""

    account: Account
    silence: Silence | None
    renews_on: date | None
    """Only where it is to be pointed out."""


def silent_accounts(book: Book, account_ids: Sequence[int], day: date) -> dict[int, Silence]:
    """Those of the accounts that have gone silent; one with an open deal has not."""
    if not account_ids:
        return {}
    busy = book.relationships.with_open_deals(account_ids)
    heard = book.relationships.days_heard([number for number in account_ids if number not in busy])
    found = {number: silence_of(days, day) for number, days in heard.items()}
    return {number: silence for number, silence in found.items() if silence is not None}


def noticed_of(book: Book, person_ids: Sequence[int], day: date) -> tuple[Noticed, ...]:
    """The accounts these people own that are about to renew or have gone silent: renewals by day, the longest silent first.

    For the person and who leads them; whom the viewer may see is for the caller to ask.
    """
    owned = book.relationships.owned_by(person_ids)
    accounts, silent = book.accounts.by_ids(owned), silent_accounts(book, owned, day)
    found = [
        Noticed(
            account, silent.get(number), account.renews_on if renews_soon(account.renews_on, day) else None
        )
        for number, account in accounts.items()
    ]
    found = [each for each in found if each.silence is not None or each.renews_on is not None]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                each.renews_on or date.max, -(each.silence.days if each.silence else 0), each.account.name,
            ),
        )
    )  # fmt: skip
