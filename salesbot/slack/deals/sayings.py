"""What may be said of a deal behind its account: one table, and what each of its words does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from salesbot.domain.deals import DealDraft, Outcome
from salesbot.domain.misreadings import AmountTwice, Misreading
from salesbot.services.deals import DealFacts, put_into, rate_deal, stages_of_deal
from salesbot.services.deals.mistakes import ChangeReasonNeeded, RateUnusable
from salesbot.services.deals.taking_part import Met
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.deals import details, handing, history, refunding, sharing
from salesbot.slack.deals.answers import asked_back, told
from salesbot.slack.deals.changing import on_reopen, on_withdraw, open_edit
from salesbot.slack.parsing import ParsingContext, deal_word, exact_text, plain, quoted, read_deal
from salesbot.slack.reading import mentioned, met, number_in, parsing_context, stage_names
from salesbot.storage.book import Book

_RATE = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Saying:
    """What may follow an account: how it is done, and of which deals it can be said."""

    handle: Callable[[Ask, DealFacts, str], Answer]
    fits: Callable[[DealFacts], bool] = lambda deal: deal.outcome is Outcome.OPEN


def meant_of(deals: list[DealFacts]) -> list[DealFacts]:
    """The open deals of an account, or all where none is open."""
    whole = [deal for deal in deals if deal.refund_of is None] or deals
    return [deal for deal in whole if deal.outcome is Outcome.OPEN] or whole


def said_of(ask: Ask, deal: DealFacts, said: str) -> Answer:
    """Do what is said of one deal."""
    saying, behind = saying_of(said)
    return saying.handle(ask, deal, behind.strip()) if saying is not None else put_line(ask, deal, said)


def saying_of(said: str) -> tuple[Saying | None, str]:
    """The word that is said of a deal, if it is one of these, what follows it."""
    word, _, behind = said.partition(" ")
    named = deal_word(word)
    if named == "hand" and behind.casefold().startswith("over"):
        return _HAND_OVER, behind[len("over") :]
    return _SAYINGS.get(named), behind


def fitting(deals: list[DealFacts], saying: Saying | None) -> list[DealFacts]:
    """The deals of an account of which that can be said."""
    fitting = [deal for deal in deals if saying.fits(deal)] if saying is not None else []
    return fitting or meant_of(deals)


def put_line(ask: Ask, deal: DealFacts, text: str) -> Answer:
    """Say of a deal what a line of the log says of a new one."""
    known = met(ask, mentioned(text))
    return ask.change(lambda book: _put(ask, book, deal, text, known))


def _put(ask: Ask, book: Book, deal: DealFacts, text: str, known: Met) -> Answer:
    try:
        draft = read_said(deal, text, context_of(ask, book, deal))
    except Misreading as mistake:
        return asked_back(ask, book, _said_so(ask, deal, mistake), deal.deal_id)
    sender = ask.sender(book)
    try:
        done = put_into(book, sender, deal.deal_id, draft, now=ask.now, met=known, number=deal.number)
    except ChangeReasonNeeded:
        return sharing.ask_why(ask, book, deal.deal_id, deal.number, draft)
    return told(ask, book, done)


def _said_so(ask: Ask, deal: DealFacts, mistake: Misreading) -> Misreading:
    """The mistake with an example that is said of this deal again, and logs no new one."""
    account, example = plain(quoted(deal.account)), str(mistake.facts["example"])
    if not example.startswith(f"{account} "):
        return type(mistake)(**{**mistake.facts, "example": ""})
    behind = example.removeprefix(account).strip().removeprefix(exact_text(deal.amount)).strip()
    named = deal.account if deal.account.isalpha() else account
    # Where nothing is left to be said, the line would only show the deal.
    facts = {"example": f"deal {named} {behind}" if behind else "", "command": ask.sales_command}
    return type(mistake)(**{**mistake.facts, **facts})


def context_of(ask: Ask, book: Book, deal: DealFacts) -> ParsingContext:
    """What is said of a deal is read with the stages of its pipeline."""
    stages = stages_of_deal(book, deal.deal_id, ask.now)
    return replace(
        parsing_context(book, ask, ask.log_command),
        stages=stage_names(ask, stages),
    )


def read_said(deal: DealFacts, text: str, context: ParsingContext) -> DealDraft:
    """What was said, read as a line would be: with the deal's own amount unless another one is said anywhere."""
    account = quoted(deal.account)
    # In a deal of somebody else that person stands in the sender's place.
    context = replace(context, sender=deal.rep.slack_id or context.sender)
    try:
        return read_deal(f"{account} {exact_text(deal.amount)} {text}", context)
    except AmountTwice as said:
        amount = str(said.facts["typed"])
        return read_deal(f"{account} {amount} {text.replace(amount, '', 1)}", context)


def _split(ask: Ask, deal: DealFacts, rest: str) -> Answer:
    """`split 60/40 @kim`; alone, the form opens."""
    if not rest:
        return sharing.on_split(replace(ask, value=str(deal.deal_id)))
    return put_line(ask, deal, f"split {rest}")


def _rate(ask: Ask, deal: DealFacts, rest: str) -> Answer:
    """`rate 0.92` corrects the rate at which a won deal counts."""
    typed = plain(rest).strip().replace(",", ".")
    if not _RATE.fullmatch(typed):
        raise RateUnusable(typed=rest or "–", currency=deal.amount.currency, base=ask.workspace.currency)

    def rated(book: Book) -> Answer:
        done = rate_deal(
            book, ask.sender(book), deal.deal_id, Decimal(typed), now=ask.now, number=deal.number
        )
        return told(ask, book, done)

    return ask.change(rated)


def _is_won(deal: DealFacts) -> bool:
    return deal.outcome is Outcome.WON and deal.refund_of is None


def _on_button(listener: Callable[[Ask], Answer], *, numbered: bool = False) -> Saying:
    """A word that does what a button of the deal's card does."""

    def handle(ask: Ask, deal: DealFacts, _: str) -> Answer:
        value = f"{deal.deal_id}:{deal.number}" if numbered else str(deal.deal_id)
        return listener(replace(ask, value=value))

    return Saying(handle)


_HAND_OVER = Saying(handing.on_hand_over_word)
_SAYINGS: Mapping[str, Saying] = {
    "edit": _on_button(lambda ask: open_edit(ask, number_in(ask.value))),
    "withdraw": _on_button(on_withdraw),
    "reopen": replace(
        _on_button(on_reopen, numbered=True), fits=lambda deal: _is_won(deal) or deal.outcome is Outcome.LOST
    ),
    "move": Saying(put_line),
    "details": _on_button(details.on_details),
    "history": _on_button(history.on_history),
    "handover": _HAND_OVER,
    "split": Saying(_split, lambda deal: deal.outcome in (Outcome.OPEN, Outcome.WON) and not deal.refund_of),
    "refund": Saying(refunding.on_refund_word, _is_won),
    "rate": Saying(_rate, _is_won),
    "cancel": replace(_on_button(refunding.on_refund), fits=_is_won),
}
"""The words that a line of `/log-deal` does not know; all other words are read as such a line."""
