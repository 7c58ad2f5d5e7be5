"""Changing a deal in Slack: by its card's buttons, in the edit form, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import Outcome
from salesbot.services.deals import (
    DealUndone,
    announce_deal,
    deal_shown,
    deal_to_change,
    edit_deal,
    lose_deal,
    move_deal,
    needs_reason,
    reopen_deal,
    settle_dispute,
    stages_of_deal,
    undo,
    undo_latest,
    win_deal,
    withdraw_deal,
)
from salesbot.services.deals.mistakes import CloseDayAhead, LostReasonNeeded
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened
from salesbot.slack.deals.answers import card, tell_of_credit, told
from salesbot.slack.deals.form import edit_form, keeps_people, more_reasons, read_log_form, refused_in_fields
from salesbot.slack.delivery import redrawn
from salesbot.slack.reading import met, number_in, numbers_in, one_or_two_in
from salesbot.storage.book import Book


def on_show(ask: Ask) -> Answer:
    """One deal, chosen from a list."""
    return show_deal(ask, number_in(ask.value))


def show_deal(ask: Ask, deal_id: int) -> Answer:
    """One deal with what may be done with it."""
    with ask.reading() as book:
        deal, may_change = deal_shown(book, ask.person, deal_id, now=ask.now)
        return card(ask, deal, may_change, stages_of_deal(book, deal_id, ask.now))


def on_win(ask: Ask) -> Answer:
    """*Won*: today."""
    deal_id, number = one_or_two_in(ask.value)
    return ask.change(
        lambda book: told(ask, book, win_deal(book, ask.sender(book), deal_id, now=ask.now, number=number))
    )


def on_move(ask: Ask) -> Answer:
    """Another stage, chosen in the card's menu."""
    first, _, rest = ask.value.partition(":")
    deal_id, (stage_id, number) = number_in(first), one_or_two_in(rest)

    def moved(book: Book) -> Answer:
        return told(
            ask, book, move_deal(book, ask.sender(book), deal_id, stage_id, now=ask.now, number=number)
        )

    return ask.change(moved)


def on_reopen(ask: Ask) -> Answer:
    """*Reopen*: a won or lost deal is open again."""
    deal_id, number = one_or_two_in(ask.value)
    return ask.change(
        lambda book: told(ask, book, reopen_deal(book, ask.sender(book), deal_id, now=ask.now, number=number))
    )


def on_lose(ask: Ask) -> Answer:
    """*Lost* opens a small form that asks why."""
    deal_id, number = one_or_two_in(ask.value)
    with ask.reading() as book:
        deal = deal_to_change(book, ask.person, deal_id, now=ask.now)
        view = ask.form(
            "deals/lost_form", about={"deal": deal_id, "number": number or deal.number}, deal=deal,
            reasons=book.accounts.reasons(),
        )  # fmt: skip
    return Opened(view, "deals.lose", ask.value)


def on_lost_form(ask: Ask) -> Answer:
    """The form that says why a deal was lost."""
    deal_id, reason, day = int(ask.metadata["deal"]), ask.values.get("reason"), ask.values.get("day")
    if not reason:
        raise FieldsRefused({"reason": ask.words("deals/fields/reason")})
    closed_on = date.fromisoformat(day) if day else None
    competitor = " ".join(ask.field("competitor").split()) or None

    def lost(book: Book) -> Answer:
        done = lose_deal(
            book, ask.sender(book), deal_id, int(reason), now=ask.now, closed_on=closed_on,
            number=ask.metadata.get("number"), note=ask.values.get("note"), competitor=competitor,
            more_reasons=more_reasons(ask, reason),
        )  # fmt: skip
        return told(ask, book, done)

    try:
        return ask.change(lost)
    except (CloseDayAhead, LostReasonNeeded) as mistake:
        field = "day" if isinstance(mistake, CloseDayAhead) else "reason"
        words = ask.words(mistake.template, in_form=True, **mistake.facts)
        raise FieldsRefused({field: words}) from None


def on_edit(ask: Ask) -> Answer:
    """*Edit* opens the form with the deal as it stands."""
    return open_edit(ask, number_in(ask.value))


@dataclass(frozen=True, slots=True)
class Answers:
    """The dispute that a change answers, and by which address the card that asked is redrawn."""

    dispute_id: int
    card: str


def open_edit(ask: Ask, deal_id: int, answers: Answers | None = None) -> Answer:
    """The form that changes a deal, and by the change answers a dispute where it was opened from one."""
    with ask.reading() as book:
        deal = deal_to_change(book, ask.person, deal_id, now=ask.now)
        assert ask.person is not None
        why = needs_reason(ask.person, book.deals.now(deal_id), ask.now)
        about = {"dispute": answers.dispute_id, "card": answers.card} if answers is not None else {}
        view = edit_form(ask, book, deal, needs_reason=why, about=about)
    return Opened(view, "deals.edit", str(deal_id))


def on_edit_form(ask: Ask) -> Answer:
    """The edit form is sent off; it carries the number of the entry that it showed."""
    deal_id, number = int(ask.metadata["deal"]), int(ask.metadata["number"])
    with ask.reading() as book:
        shown, _ = deal_shown(book, ask.person, deal_id, now=ask.now)
        draft = read_log_form(ask, book, shown)
    known = met(ask, [who for who in (draft.rep, *(w for w, _ in draft.sharers), *draft.assists) if who])

    def edited(book: Book) -> Answer:
        done = edit_deal(
            book, ask.sender(book), deal_id, number, draft, now=ask.now, reason=_reason(ask), met=known,
            keep_shares=keeps_people(shown),
        )  # fmt: skip
        if dispute := ask.metadata.get("dispute"):
            settled = settle_dispute(book, ask.sender(book), int(dispute), done, now=ask.now)
            tell_of_credit(ask, book, done.was, done.deal, hears_it=settled.dispute.by.id)
            return ask.message("disputes/answer", disputed=settled)
        return told(ask, book, done)

    with refused_in_fields(ask):
        return redrawn(ask, ask.change(edited))


def on_withdraw(ask: Ask) -> Answer:
    """*Withdraw* opens a small form that asks why."""
    with ask.reading() as book:
        deal = deal_to_change(book, ask.person, number_in(ask.value), now=ask.now)
        view = ask.form(
            "deals/withdraw_form", about={"deal": deal.deal_id, "number": deal.number}, deal=deal,
            change_reasons=list(ChangeReason),
        )  # fmt: skip
    return Opened(view, "deals.withdraw", ask.value)


def on_withdraw_form(ask: Ask) -> Answer:
    """The form that says why a deal is withdrawn."""
    deal_id, number = int(ask.metadata["deal"]), int(ask.metadata["number"])

    def withdrawn(book: Book) -> Answer:
        gone = withdraw_deal(book, ask.sender(book), deal_id, number, now=ask.now, reason=_reason(ask))
        tell_of_credit(ask, book, gone.was, gone.deal)
        return ask.message("deals/withdrawn", gone=gone, deal=gone.deal)

    with refused_in_fields(ask):
        return ask.change(withdrawn)


def on_undo(ask: Ask) -> Answer:
    """*Undo* takes back the entry that the button belongs to."""
    deal_id, number = numbers_in(ask.value)

    def undone(book: Book) -> Answer:
        return _undone(ask, book, undo(book, ask.sender(book), deal_id, now=ask.now, number=number))

    return ask.change(undone)


def on_undo_word(ask: Ask, rest: str) -> Answer:
    """`/sales undo` takes back the sender's last entry."""

    def undone(book: Book) -> Answer:
        return _undone(ask, book, undo_latest(book, ask.sender(book), now=ask.now))

    return ask.change(undone)


def _undone(ask: Ask, book: Book, done: DealUndone) -> Answer:
    """The receipt; who had been told of a change of their credit hears that it is as before."""
    if done.was.number > 1 and done.deal.outcome is Outcome.WON:
        tell_of_credit(ask, book, done.was, done.deal)
    return ask.message("deals/undone", undone=done, deal=done.deal)


def on_announce(ask: Ask) -> Answer:
    """*Announce Now*: the team's channel need not wait for the undo window; the receipt says so and stays."""
    deal_id = number_in(ask.value)

    def announced(book: Book) -> Answer:
        done = announce_deal(book, ask.sender(book), deal_id, now=ask.now)
        return ask.message("deals/logged", logged=done, deal=done.deal, play=None)

    return ask.change(announced)


def _reason(ask: Ask) -> ChangeReason | None:
    chosen = ask.values.get("change_reason")
    return ChangeReason(chosen) if chosen else None
