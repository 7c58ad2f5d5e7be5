"""Refunds and cancellations: a negative deal of its own beside the one that was won, which stays as it was.

The deal and its refunds add up to what is left of it, for everybody who shares in it, to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from salesbot.domain.access import may_touch_deal
from salesbot.domain.changing import UNDO_WINDOW
from salesbot.domain.deals import DealState, EntryKind, Outcome
from salesbot.domain.money import Money, total
from salesbot.domain.people import Person
from salesbot.domain.workspaces import RefundPolicy
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.changing import touched
from salesbot.services.deals.entering import enter
from salesbot.services.deals.mistakes import (
    CloseDayAhead,
    OnlyWonRefunded,
    RefundBeforeWin,
    RefundNotPositive,
    RefundOtherCurrency,
    RefundTooLarge,
)
from salesbot.services.deals.results import DealFacts, Standing
from salesbot.services.deals.telling import all_facts, facts_of, own_standing
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

_NEWEST_DAYS = 90
_MOST_OFFERED = 50


@dataclass(frozen=True, slots=True)
class RefundDraft:
    """What is said of a refund; without an amount, all that is left of the deal."""

    amount: Money | None = None
    """How much goes back, above zero."""
    on: date | None = None
    """The day on which it happens; None: today."""
    reason_id: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DealRefunded:
    """A part of a won deal, or all of it, was taken back."""

    deal: DealFacts
    """The deal that was won, as it stays."""
    refund: DealFacts
    left: Money
    """What is left of the deal after all its refunds."""
    restates: bool
    """Whether it counts on the day on which the deal was won."""
    standing: Standing | None
    undo_until: datetime


def refund_deal(
    book: Book, sender: Person, deal_id: int, draft: RefundDraft, *, now: datetime, number: int | None = None
) -> DealRefunded:
    """Take back a part of a won deal, or what is left of it, as an entry of its own.

    It counts when it happens, or on the day of the win where the workspace restates. Its cost stays spent. Raises
    NotYourDeal, DealUnknown, DealWithdrawn, ChangedMeanwhile, OnlyWonRefunded, RefundNotPositive,
    RefundOtherCurrency, RefundTooLarge, RefundBeforeWin, CloseDayAhead.
    """
    deal = touched(book, sender, deal_id, now, number)
    account = book.accounts.by_id(deal.account_id).name
    if deal.outcome is not Outcome.WON or deal.refund_of is not None:
        raise OnlyWonRefunded(account=account)
    left = left_of(book, deal)
    amount = _amount(draft, left, account)
    day = _day(book, deal, draft, now)
    refund = enter(
        book, sender, replace(
            deal, deal_id=book.deals.new_number(), entry_id=0, number=1, kind=EntryKind.REFUNDED, amount=-amount,
            cost=Money(0, amount.currency) if deal.cost is not None else None, reason_id=draft.reason_id,
            more_reasons=(),
            opened_on=None, expected_on=None, closed_on=day, shares=deal.sharers, effective_on=day,
            recorded_at=now, recorded_by=sender.id, imported=False, external_id=None, refund_of=deal_id,
        )
    )  # fmt: skip
    if draft.note:
        book.deals.remark(refund.deal_id, refund.entry_id, draft.note, person_id=sender.id, now=now)
    return DealRefunded(
        deal=facts_of(book, deal), refund=facts_of(book, refund), left=left - amount,
        restates=_restates(book), standing=own_standing(book, sender, refund, now), undo_until=now + UNDO_WINDOW,
    )  # fmt: skip


def won_to_refund(book: Book, viewer_person: Person, typed: str, *, now: datetime) -> list[DealFacts]:
    """Won deals of which something is left and that this person may change, the newest first: at most 50.

    Those of the accounts whose name holds what is `typed`; without it their own of the last 90 days.
    """
    viewer, today = viewer_of(book, viewer_person, now), workspace_day(book, now)
    if typed:
        states = [
            one
            for account in book.accounts.starting_with(typed, 20)
            for one in book.deals.of_account(account.id)
        ]
    else:
        since, until = today - timedelta(days=_NEWEST_DAYS), today + timedelta(days=1)
        states = book.deals.closed_between(Outcome.WON, since, until, [viewer_person.id])
    won = [one for one in states if one.outcome is Outcome.WON and one.refund_of is None and one.closed_on]
    mine = [one for one in won if may_touch_deal(viewer, one.rep_id, one.earners)]
    newest = sorted(mine, key=lambda one: (one.closed_on or today, one.deal_id), reverse=True)
    return [deal for deal in all_facts(book, newest[:_MOST_OFFERED]) if deal.left.minor > 0]


def left_of(book: Book, deal: DealState) -> Money:
    """What is left of a won deal after its refunds."""
    refunds = book.deals.refunds_of([deal.deal_id])
    return deal.amount + total((refund.amount for refund in refunds), deal.amount.currency)


def _amount(draft: RefundDraft, left: Money, account: str) -> Money:
    amount = draft.amount or left
    if amount.currency != left.currency:
        raise RefundOtherCurrency(account=account, currency=left.currency, typed=amount)
    if left.minor <= 0 or amount.minor > left.minor:
        raise RefundTooLarge(account=account, left=left, typed=amount)
    if amount.minor <= 0:
        raise RefundNotPositive()
    return amount


def _day(book: Book, deal: DealState, draft: RefundDraft, now: datetime) -> date:
    today = workspace_day(book, now)
    assert deal.closed_on is not None
    if _restates(book):
        return deal.closed_on
    day = draft.on or today
    if day > today:
        raise CloseDayAhead(day=day)
    if day < deal.closed_on:
        raise RefundBeforeWin(day=day, closed_on=deal.closed_on)
    return day


def _restates(book: Book) -> bool:
    return book.workspace.refunds is RefundPolicy.RESTATE
