"""Accounts that a morning names: those of the reader that went silent or are to be renewed, and nobody's of their teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import may_see_deal
from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.relationships import renewal_told_since
from salesbot.domain.viewers import Viewer
from salesbot.services.accounts import Noticed, noticed_among
from salesbot.services.attainment.converting import rates_of
from salesbot.services.deals.reading import people_of
from salesbot.services.digests import Digest
from salesbot.services.digests.since import digest_before
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

MOST_ACCOUNTS = 3
"""So many accounts stand in a morning; `/sales todo` has them all."""


@dataclass(frozen=True, slots=True)
class AccountToday:
    """An account that a morning names, with what it bought last as far as the reader may see it."""

    noticed: Noticed
    amount: Money | None
    bought_on: date | None
    nobodys: bool
    """Whether nobody owns it, so that who leads its last seller hears of it."""


@dataclass(frozen=True, slots=True)
class AccountsToday:
    """The accounts that a morning names: renewals by their day, then who bought for most last."""

    accounts: tuple[AccountToday, ...]
    more: int
    """How many besides."""


def accounts_today(
    book: Book, person: Person, digest: Digest | None, as_of: AsOf, now: datetime
) -> AccountsToday | None:
    """What is new of accounts since the message before; None where nothing is.

    An account is named when it goes silent, a week and four weeks later; a renewal 60, 30 and 7 days before its day and
    on it. One for which a follow-up waits is in good hands.
    """
    owned = book.relationships.owned_by([person.id])
    nobodys = _nobodys(book, digest)
    noticed = noticed_among(book, [*owned, *nobodys], as_of.day)
    if not noticed:
        return None
    _, before = digest_before(book, person, as_of)
    new = [
        each
        for each in noticed
        if _is_new(each, before.day, as_of.day) and not book.follow_ups.open_of_account(each.account.id)
    ]
    viewer, led = viewer_of(book, person, now), frozenset(_led(digest))
    found = []
    for each in new:
        last = _last_won(book, each.account.id, as_of.day)
        if each.account.id not in nobodys or (last is not None and last.rep_id in led):
            found.append(_told(viewer, each, last, nobodys=each.account.id in nobodys))
    found.sort(key=lambda one: _weight(book, one, now))
    return AccountsToday(tuple(found[:MOST_ACCOUNTS]), max(0, len(found) - MOST_ACCOUNTS)) if found else None


def _is_new(noticed: Noticed, before: date, today: date) -> bool:
    renews = noticed.renews_on is not None and renewal_told_since(noticed.renews_on, before, today)
    return renews or (noticed.silence is not None and noticed.silence.told_since(before, today))


def _led(digest: Digest | None) -> Sequence[int]:
    """The people in the reader's digest."""
    lines = (line for part in digest.teams for line in part.lines) if digest is not None else ()
    return [line.person_id for line in lines if line.person_id is not None]


def _nobodys(book: Book, digest: Digest | None) -> frozenset[int]:
    led = _led(digest)
    if not led:
        return frozenset()
    gone = [each.id for each in book.people.all() if not each.active]
    return frozenset(book.relationships.owned_by_nobody(led, gone))


def _last_won(book: Book, account_id: int, day: date) -> DealState | None:
    won = (
        state
        for state in book.deals.of_account(account_id)
        if state.outcome is Outcome.WON and state.refund_of is None
        and state.closed_on is not None and state.closed_on <= day
    )  # fmt: skip
    return next(won, None)


def _told(viewer: Viewer, noticed: Noticed, last: DealState | None, *, nobodys: bool) -> AccountToday:
    if last is None or not may_see_deal(viewer, people_of(last)):
        return AccountToday(noticed, None, None, nobodys)
    return AccountToday(noticed, last.amount, last.closed_on, nobodys)


def _weight(book: Book, one: AccountToday, now: datetime) -> tuple[date, int, str]:
    currency, whole = book.workspace.counts_in, None
    if one.amount is not None and one.bought_on is not None:
        whole = rates_of(book, now).convert(one.amount, currency, one.bought_on)
    return one.noticed.renews_on or date.max, -(whole.minor if whole else 0), one.noticed.account.name
