"""Refunds and cancellations in Slack: by the card's button, in a form, or typed behind the account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from salesbot.domain.deals import Outcome
from salesbot.domain.misreadings import Misreading
from salesbot.domain.workspaces import RefundPolicy
from salesbot.services.deals import DealFacts, RefundDraft, deal_to_change, refund_deal, won_to_refund
from salesbot.services.deals import mistakes as wrong
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened
from salesbot.slack.deals.answers import tell_of_credit
from salesbot.slack.deals.form import refused_in_fields
from salesbot.slack.parsing import ParsingContext, clean, escaped, exact_text, quoted, read_amount, read_deal
from salesbot.slack.reading import number_in, parsing_context
from salesbot.storage.book import Book

_ALL = frozenset({"all", "everything", "vse", "yote"})
_MOST_OF_FIGURE = 3
_FIELD_OF = {
    wrong.RefundTooLarge: "amount", wrong.RefundNotPositive: "amount", wrong.RefundOtherCurrency: "amount",
    wrong.RefundBeforeWin: "day", wrong.CloseDayAhead: "day",
}  # fmt: skip


def on_refund_alone(ask: Ask) -> Answer:
    """`/sales refund` opens the same form, which asks for the deal first."""
    with ask.reading() as book:
        return Opened(_form(ask, book, None), "deals.refund", "")


def suggest_won(ask: Ask) -> Sequence[tuple[str, str]]:
    """Won deals of the accounts that hold what is typed; before that the asker's own newest."""
    typed = " ".join(clean(ask.value).split())[:140]
    if ask.person is None:
        return ()
    with ask.reading() as book:
        found = won_to_refund(book, ask.person, typed, now=ask.now)
    return [(ask.words("deals/fields/won_deal", deal=deal), str(deal.deal_id)) for deal in found]


def on_refund(ask: Ask) -> Answer:
    """*Refund* opens a small form with what is left of the deal; where none is named, it is asked for."""
    if not ask.value:
        return on_refund_alone(ask)
    with ask.reading() as book:
        deal = deal_to_change(book, ask.person, number_in(ask.value), now=ask.now)
        if deal.outcome is not Outcome.WON or deal.refund_of is not None:
            raise wrong.OnlyWonRefunded(account=deal.account)
        return Opened(_form(ask, book, deal), "deals.refund", ask.value)


def _form(ask: Ask, book: Book, deal: DealFacts | None) -> dict[str, Any]:
    """The form of a refund; without a deal it asks for one."""
    return ask.form(
        "deals/refund_form", about={"deal": deal.deal_id, "number": deal.number} if deal else {}, deal=deal,
        amount=exact_text(deal.left) if deal else "", reasons=book.accounts.reasons(),
        restates=book.workspace.refunds is RefundPolicy.RESTATE,
    )  # fmt: skip


def on_refund_form(ask: Ask) -> Answer:
    """The form is sent off."""
    chosen = str(ask.metadata.get("deal") or ask.values.get("refund_deal") or "")
    if not chosen.isdigit():
        raise FieldsRefused({"refund_deal": ask.words("deals/fields/deal")})
    deal_id, typed = int(chosen), ask.field("amount")
    with ask.reading() as book:
        deal = deal_to_change(book, ask.person, deal_id, now=ask.now)
        number = int(ask.metadata.get("number") or deal.number)
        context = replace(parsing_context(book, ask), currency=deal.amount.currency)
        try:
            amount = read_amount(escaped(typed), context) if typed or "deal" in ask.metadata else None
        except Misreading as mistake:
            words = ask.words(mistake.template, **{**mistake.facts, "command": ""})
            raise FieldsRefused({"amount": words}) from None
    day, reason = ask.values.get("day"), ask.values.get("reason")
    draft = RefundDraft(
        amount=amount, on=date.fromisoformat(day) if day else None,
        reason_id=int(reason) if reason else None, note=ask.values.get("note") or None,
    )  # fmt: skip
    with refused_in_fields(ask, _FIELD_OF):
        return _refunded(ask, deal_id, number, draft)


def on_refund_word(ask: Ask, deal: DealFacts, rest: str) -> Answer:
    """`/sales deal Acme refund 2k delivery`, or `refund all`; alone, the form opens."""
    if not rest:
        return on_refund(replace(ask, value=str(deal.deal_id)))
    with ask.reading() as book:
        context = replace(parsing_context(book, ask), currency=deal.amount.currency)
        draft = _read(deal, rest, context)
    return _refunded(ask, deal.deal_id, deal.number, draft)


def _read(deal: DealFacts, text: str, context: ParsingContext) -> RefundDraft:
    """A refund reads as a line of a deal: an amount, then a reason, a day and a note in any order."""
    words = text.split(" ")
    whole = words[0].casefold() in _ALL
    if whole:
        words[0] = exact_text(deal.amount)
    # The figure may be of several words (2 000 EUR); behind it the line says how the deal ended.
    for count in range(1, min(len(words), _MOST_OF_FIGURE) + 1):
        for outcome in ("lost", "won"):
            line = " ".join([quoted(deal.account), *words[:count], outcome, *words[count:]])
            try:
                said = read_deal(line, context)
            except Misreading:
                continue
            amount = None if whole else said.amount
            return RefundDraft(amount=amount, on=said.closed_on, reason_id=said.reason_id, note=said.note)
    raise wrong.RefundUnreadable(account=deal.account, typed=text, deal_id=deal.deal_id)


def _refunded(ask: Ask, deal_id: int, number: int, draft: RefundDraft) -> Answer:
    def refunded(book: Book) -> Answer:
        sender = ask.sender(book)
        done = refund_deal(book, sender, deal_id, draft, now=ask.now, number=number)
        tell_of_credit(ask, book, None, done.refund)
        return ask.message("deals/refunded", done=done, deal=done.deal)

    return ask.change(refunded)
