"""Logging a deal: by who may, asked back where it may be a deal that stands already, told with where the rep stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from salesbot.domain.access import may_see_deal, may_touch_deal
from salesbot.domain.changing import ALIKE_WITHIN, LOGGED_TWICE_WITHIN, UNDO_WINDOW, amounts_alike
from salesbot.domain.deals import DealDraft, DealState, Outcome
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.viewers import Viewer
from salesbot.services.calendars import workspace_day
from salesbot.services.deals import drafts
from salesbot.services.deals.changing import put_into
from salesbot.services.deals.entering import became_reps, enter, require_may_log
from salesbot.services.deals.results import Asked, DealAsked, DealLogged, OpenDeal
from salesbot.services.deals.stating import new_state
from salesbot.services.deals.taking_part import Met, People
from salesbot.services.deals.telling import all_facts, facts_of_new, own_standing
from salesbot.services.orders.opening import open_order
from salesbot.services.people import viewer_of
from salesbot.services.recognition import asks_about_amounts, hearing, plan_shout_out
from salesbot.storage.book import Book

DRAFT_KIND = "deal"
_MOST_ASKED = 5


def log_deal(
    book: Book, sender: Person, draft: DealDraft, *, now: datetime, met: Met | None = None,
    another: bool = False,
) -> DealLogged | DealAsked:  # fmt: skip
    """Log the deal that the sender described, or ask whether it is one that stands already.

    Asked is where the same rep logged the same account and amount within two minutes, the account has an open deal,
    or one of about that amount (5 % less or more) from the last 14 days; `another` says that it was asked. Raises
    MayNotLog, MayNotLogFor, and what `settled` raises.
    """
    people = People(book, sender, met or {}, now)
    rep = people.rep(draft)
    viewer = viewer_of(book, sender, now)
    require_may_log(viewer, rep)
    if not another:
        _soon_asked(book, rep, draft, now)
    book.people.locked(rep.id)
    if not another:
        asked = _asked(book, viewer, sender, rep, draft, now)
        if asked is not None:
            return asked
    state = new_state(book, people, draft, practice=not book.workspace.live)
    state = enter(book, sender, replace(state, deal_id=book.deals.new_number()))
    newcomers = became_reps(book, people, rep)
    if draft.note:
        book.deals.remark(state.deal_id, state.entry_id, draft.note, person_id=sender.id, now=now)
    due = plan_shout_out(book, state, now) if state.outcome is Outcome.WON else None
    open_order(book, state, now)
    book.announcements.soon_about_deal(state.deal_id)
    return DealLogged(
        deal=facts_of_new(book, state, draft.note), was=None, standing=own_standing(book, sender, state, now),
        undo_until=now + UNDO_WINDOW, hearing=hearing(book, state, due, now), newcomers=newcomers,
        for_other=rep.id != sender.id,
        may_change=may_touch_deal(viewer, state.rep_id, state.earners),
        asks_amounts=asks_about_amounts(book, sender, state, now),
    )  # fmt: skip


def log_another(
    book: Book, sender: Person, draft_id: int, *, now: datetime, met: Met | None = None
) -> DealLogged:
    """The waiting draft is a deal of its own. Raises ButtonExpired, and what `log_deal` raises."""
    logged = log_deal(book, sender, _taken(book, sender, draft_id, now), now=now, met=met, another=True)
    assert isinstance(logged, DealLogged)
    return logged


def log_into(
    book: Book, sender: Person, draft_id: int, deal_id: int, *, now: datetime, met: Met | None = None
) -> DealLogged:
    """The waiting draft tells something new of a deal that stands: it is moved, won or lost, with the new amount.

    Raises ButtonExpired, NotYourDeal, DealUnknown.
    """
    return put_into(book, sender, deal_id, _taken(book, sender, draft_id, now), now=now, met=met)


def _taken(book: Book, sender: Person, draft_id: int, now: datetime) -> DealDraft:
    waiting = book.records.take_draft(draft_id, sender.id, now)
    if waiting is None or waiting.kind != DRAFT_KIND:
        raise ButtonExpired()
    return drafts.read(waiting.content)


def _soon_asked(book: Book, rep: Person, draft: DealDraft, now: datetime) -> None:
    """What `_asked` asks of a known account, and the new deal's number, go with the lock."""
    account = book.accounts.named(draft.account)
    if account is not None and draft.amount is not None:
        book.deals.soon_logged(
            rep.id, account.id, draft.amount, logged_since=now - LOGGED_TWICE_WITHIN,
            since=workspace_day(book, now) - ALIKE_WITHIN,
        )  # fmt: skip


def _asked(
    book: Book, viewer: Viewer, sender: Person, rep: Person, draft: DealDraft, now: datetime
) -> DealAsked | None:
    """The question that has to be answered first, with the draft kept; None if there is none."""
    account = book.accounts.named(draft.account)
    if account is None or draft.amount is None:
        return None
    again = book.deals.logged_alike(rep.id, account.id, draft.amount, now - LOGGED_TWICE_WITHIN)
    found = [again] if again is not None else _likeliest_first(book, account.id, draft.amount)
    why = Asked.TWICE if again is not None else Asked.OPEN
    if not found:
        since = workspace_day(book, now) - ALIKE_WITHIN
        found, why = book.deals.alike_of_account(account.id, draft.amount, since), Asked.ALIKE
    if not found:
        return None
    found = found[:_MOST_ASKED]
    draft_id = book.records.keep_draft(sender.id, DRAFT_KIND, drafts.written(draft), now)
    deals = _as_viewer_may_know(book, viewer, found)
    return DealAsked(draft_id, account.name, draft.amount, deals, why)


def _likeliest_first(book: Book, account_id: int, amount: Money) -> list[DealState]:
    """The account's open deals: of just this amount first, then of about it, then the newest."""
    least, most = amounts_alike(amount)
    return sorted(
        book.deals.open_of_account(account_id),
        key=lambda state: (
            state.amount != amount,
            not (state.amount.currency == amount.currency and least <= state.amount.minor <= most),
        ),
    )


def _as_viewer_may_know(book: Book, viewer: Viewer, states: list[DealState]) -> tuple[OpenDeal, ...]:
    """That an account has an open deal, and whose, everybody who sells may know; more only who may see it."""
    return tuple(
        OpenDeal(
            state.deal_id,
            facts.rep,
            may_touch_deal(viewer, state.rep_id, state.earners),
            facts
            if may_see_deal(viewer, {share.person_id for share in state.shares} | {state.rep_id})
            else None,
        )
        for state, facts in zip(states, all_facts(book, states), strict=True)
    )
