"""Correcting the rate at which a won deal counts, which else stays as it was at the close."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from salesbot.domain.access import may_correct, require
from salesbot.domain.changing import UNDO_WINDOW
from salesbot.domain.deals import EntryKind, Outcome
from salesbot.domain.people import Person
from salesbot.services.deals.changing import require_seen
from salesbot.services.deals.entering import enter, locked
from salesbot.services.deals.mistakes import OnlyForeignRated, RateUnusable
from salesbot.services.deals.results import DealLogged
from salesbot.services.deals.telling import facts_of, own_standing
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

_MOST = Decimal(10) ** 9


def rate_deal(
    book: Book, sender: Person, deal_id: int, per_base: Decimal, *, now: datetime, number: int | None = None
) -> DealLogged:
    """Set the rate of a won deal in another currency: units of the workspace's currency for one of the deal's.

    For who leads the rep, and admins: neither the rep nor who stands in sets the rate of the own credit. Raises
    DealUnknown, NotAllowed, ChangedMeanwhile, OnlyForeignRated, RateUnusable, MonthClosed.
    """
    before = locked(book, deal_id)
    viewer = viewer_of(book, sender, now)
    require(may_correct(viewer, before.rep_id, before.earners), "rate")
    if number is not None:
        require_seen(book, sender, before, number)
    base = book.workspace.currency
    if before.outcome is not Outcome.WON or before.amount.currency == base:
        raise OnlyForeignRated(account=book.accounts.by_id(before.account_id).name, currency=base)
    if not 0 < per_base < _MOST:
        raise RateUnusable(typed=str(per_base), currency=before.amount.currency, base=base)
    after = enter(
        book, sender,
        replace(
            before, number=before.number + 1, kind=EntryKind.RATED, per_base=per_base, recorded_at=now,
            recorded_by=sender.id,
        ),
        corrects=before.entry_id,
    )  # fmt: skip
    return DealLogged(
        deal=facts_of(book, after), was=facts_of(book, before),
        standing=own_standing(book, sender, after, now, before), undo_until=now + UNDO_WINDOW, hearing=None,
        for_other=after.rep_id != sender.id, unchanged=False,
    )  # fmt: skip
