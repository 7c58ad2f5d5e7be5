"""Accounts that have gone silent, or are to be renewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from salesbot.domain.accounts import Account
from salesbot.domain.relationships import (
    SILENT_DAYS,
    Silence,
    renews_soon,
    silence_of,
)
from salesbot.storage.book import Book

_AT_ONCE = 500
"""So many accounts are asked about in one question."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """An account that has gone silent or is about to renew."""

    account: Account
    silence: Silence | None
    renews_on: date | None
    """Only where it is to be pointed out."""


def silent_accounts(book: Book, account_ids: Sequence[int], day: date) -> dict[int, Silence]:
    """Those of the accounts that have gone silent; one with an open deal has not."""
    found: dict[int, Silence] = {}
    for start in range(0, len(account_ids), _AT_ONCE):
        found |= _silent_of(book, account_ids[start : start + _AT_ONCE], day)
    return found


def noticed_of(book: Book, person_ids: Sequence[int], day: date) -> tuple[Noticed, ...]:
    """The accounts these people own that are about to renew or have gone silent: renewals by day, the longest silent first.

    For the person and who leads them; whom the viewer may see is for the caller to ask.
    """
    return noticed_among(book, book.relationships.owned_by(person_ids), day)


def noticed_among(book: Book, account_ids: Sequence[int], day: date) -> tuple[Noticed, ...]:
    """Those of the accounts that are about to renew or have gone silent, in the same order."""
    accounts, silent = book.accounts.by_ids(account_ids), silent_accounts(book, account_ids, day)
    found = [
        Noticed(
            account, silent.get(number), account.renews_on if renews_soon(account.renews_on, day) else None
        )
        for number, account in accounts.items()
        if account.merged_into_id is None
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


def _silent_of(book: Book, account_ids: Sequence[int], day: date) -> dict[int, Silence]:
    asked, lately = book.relationships, day - timedelta(SILENT_DAYS)
    # Most accounts were heard of lately: their whole history is not asked for.
    busy = asked.with_open_deals(account_ids) | asked.heard_between(account_ids, lately, day)
    heard = asked.days_heard([number for number in account_ids if number not in busy])
    found = {number: silence_of(days, day) for number, days in heard.items()}
    return {number: silence for number, silence in found.items() if silence is not None}
