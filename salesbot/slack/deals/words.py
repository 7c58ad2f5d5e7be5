"""The words of `/sales` that speak of deals: `deals` and `deal`; what may follow an account stands in one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from salesbot.domain.deals import DealDraft, Outcome
from salesbot.domain.misreadings import AmountTwice, Misreading
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.deals import (
    DealFacts,
    deal_shown,
    deals_of_account,
    put_into,
    rate_deal,
    stages_of_deal,
)
from salesbot.services.deals.mistakes import ChangeReasonNeeded, DealUnknown, RateUnusable
from salesbot.services.deals.taking_part import Met
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.deals import details, handing, history, refunding, sharing
from salesbot.slack.deals.answers import asked_back, card, told
from salesbot.slack.deals.changing import on_reopen, on_withdraw, open_edit
from salesbot.slack.deals.listing import on_deals
from salesbot.slack.parsing import (
    ParsingContext,
    clean,
    deal_word,
    exact_text,
    near_names,
    plain,
    quoted,
    read_deal,
)
from salesbot.slack.reading import mentioned, met, number_in, parsing_context, stage_names
from salesbot.storage.book import Book

WORD_KIND = "deal_word"
"""A kept draft of what was said of a deal whose account nobody knows: the texts that may have been meant."""
SAID_KIND = "deal_said"
"""A kept draft of what was said of an account that has several deals of which it can be said."""
_MOST_WORDS = 12
_RATE = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
_QUOTED = re.compile('"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|»([^«]+)«')


@dataclass(frozen=True, slots=True)
class Saying:
    """What may follow an account: how it is done, and of which deals it can be said."""

    handle: Callable[[Ask, DealFacts, str], Answer]
    fits: Callable[[DealFacts], bool] = lambda deal: deal.outcome is Outcome.OPEN


def on_deal(ask: Ask, rest: str) -> Answer:
    """`/sales deal Acme` shows a deal; with `won`, `lost price`, `move proposal` … behind, it changes it."""
    if not rest.strip():
        return on_deals(ask, rest)
    with ask.reading() as book:
        found = _account_and_rest(book, clean(rest))
        if found is not None:
            account, said = found
            deals = deals_of_account(book, ask.person, account, now=ask.now)
            if not said:
                return _shown(ask, book, deals)
    if found is None:
        return _near(ask, clean(rest))
    return _changed(ask, deals, said)


def preview(ask: Ask, book: Book, text: str) -> tuple[DealFacts | None, DealDraft | None]:
    """What a line about an account's deal would do: the deal, and what is said of it; None where that is asked later.

    Raises DealUnknown, and the mistakes of a line.
    """
    found = _account_and_rest(book, clean(text))
    if found is None:
        return None, None
    account, said = found
    saying, behind = _saying_of(said)
    deals = deals_of_account(book, ask.person, account, now=ask.now)
    meant = _fitting(deals, saying)
    if len(meant) > 1 or (saying is not None and saying.handle is not _put_line):
        return (meant[0] if len(meant) == 1 else None), None
    return meant[0], _draft(
        meant[0], said if saying is None else behind.strip(), _context(ask, book, meant[0])
    )


def on_meant(ask: Ask) -> Answer:
    """A button with one of the accounts that may have been meant."""
    first, _, second = ask.value.partition(":")
    draft_id, place = number_in(first), number_in(second)
    if ask.person is None:
        raise ButtonExpired()
    with ask.reading() as book:
        waiting = book.records.waiting_draft(draft_id, ask.person.id, ask.now)
    if waiting is None or waiting.kind != WORD_KIND or place >= len(waiting.content["texts"]):
        raise ButtonExpired()
    return on_deal(replace(ask, spends=draft_id), waiting.content["texts"][place])


def on_said(ask: Ask) -> Answer:
    """A button with one of the account's deals: what was typed is said of it."""
    first, _, second = ask.value.partition(":")
    draft_id, deal_id = number_in(first), number_in(second)
    if ask.person is None:
        raise ButtonExpired()
    with ask.reading() as book:
        waiting = book.records.waiting_draft(draft_id, ask.person.id, ask.now)
        if waiting is None or waiting.kind != SAID_KIND:
            raise ButtonExpired()
        deal, _ = deal_shown(book, ask.person, deal_id, now=ask.now)
    return _said(replace(ask, spends=draft_id), deal, str(waiting.content["said"]))


def _account_and_rest(book: Book, text: str) -> tuple[str, str] | None:
    """The longest account that the text begins with, and what follows; None where it begins with none."""
    if found := _QUOTED.match(text):
        return plain(found[found.lastindex or 0]).strip(), text[found.end() :].strip()
    words = text.split()
    counts = range(min(len(words), _MOST_WORDS), 0, -1)
    starts = {plain(" ".join(words[:count])): count for count in counts}
    known = book.accounts.known_among(starts)
    for start, count in starts.items():
        if start in known:
            return known[start].name, " ".join(words[count:])
    return None


def _near(ask: Ask, text: str) -> Answer:
    """Nobody knows the account: those nearly like it are offered, with what was said of it kept."""
    words = text.split()
    with ask.reading() as book:
        names = book.accounts.names()
        found: dict[str, str] = {}
        for count in range(min(len(words), _MOST_WORDS), 0, -1):
            for name in near_names(plain(" ".join(words[:count])), names):
                found.setdefault(name, " ".join(words[count:]))
        offered = {name: said for name, said in list(found.items())[:3] if _has_deals(book, ask, name)}
    if not offered:
        raise DealUnknown(typed=plain(text))

    def asked(book: Book) -> Answer:
        texts = [f"{quoted(name)} {said}".strip() for name, said in offered.items()]
        draft_id = book.records.keep_draft(ask.sender(book).id, WORD_KIND, {"texts": texts}, ask.now)
        return ask.message("deals/near", typed=plain(text), near=list(offered), draft_id=draft_id)

    return ask.change(asked)


def _has_deals(book: Book, ask: Ask, account: str) -> bool:
    try:
        return bool(deals_of_account(book, ask.person, account, now=ask.now))
    except DealUnknown:
        return False


def _meant(deals: list[DealFacts]) -> list[DealFacts]:
    """The open deals of an account, or all where none is open."""
    whole = [deal for deal in deals if deal.refund_of is None] or deals
    return [deal for deal in whole if deal.outcome is Outcome.OPEN] or whole


def _shown(ask: Ask, book: Book, deals: list[DealFacts]) -> Answer:
    """The one deal that is meant, or a list to choose from."""
    meant = _meant(deals)
    if len(meant) > 1:
        return ask.message("deals/several", deals=deals, account=deals[0].account, said="", draft_id="")
    _, may_change = deal_shown(book, ask.person, meant[0].deal_id, now=ask.now)
    return card(ask, meant[0], may_change, stages_of_deal(book, meant[0].deal_id, ask.now))


def _changed(ask: Ask, deals: list[DealFacts], said: str) -> Answer:
    """What is said of a deal behind its account's name."""
    saying, _ = _saying_of(said)
    meant = _fitting(deals, saying)
    if len(meant) > 1:
        return ask.change(lambda book: _which(ask, book, meant, said))
    return _said(ask, meant[0], said)


def _which(ask: Ask, book: Book, deals: list[DealFacts], said: str) -> Answer:
    """Which of them is meant; what was said waits for the answer."""
    draft_id = book.records.keep_draft(ask.sender(book).id, SAID_KIND, {"said": said}, ask.now)
    return ask.message(
        "deals/several", deals=deals, account=deals[0].account, said=plain(said), draft_id=draft_id
    )


def _said(ask: Ask, deal: DealFacts, said: str) -> Answer:
    """Do what is said of one deal."""
    saying, behind = _saying_of(said)
    return saying.handle(ask, deal, behind.strip()) if saying is not None else _put_line(ask, deal, said)


def _saying_of(said: str) -> tuple[Saying | None, str]:
    """The word that is said of a deal, if it is one of these, what follows it."""
    word, _, behind = said.partition(" ")
    named = deal_word(word)
    if named == "hand" and behind.casefold().startswith("over"):
        return _HAND_OVER, behind[len("over") :]
    return _SAYINGS.get(named), behind


def _fitting(deals: list[DealFacts], saying: Saying | None) -> list[DealFacts]:
    """The deals of an account of which that can be said."""
    fitting = [deal for deal in deals if saying.fits(deal)] if saying is not None else []
    return fitting or _meant(deals)


def _put_line(ask: Ask, deal: DealFacts, text: str) -> Answer:
    known = met(ask, mentioned(text))
    return ask.change(lambda book: _put(ask, book, deal, text, known))


def _put(ask: Ask, book: Book, deal: DealFacts, text: str, known: Met) -> Answer:
    try:
        draft = _draft(deal, text, _context(ask, book, deal))
    except Misreading as mistake:
        return asked_back(ask, book, mistake, deal.deal_id)
    sender = ask.sender(book)
    try:
        done = put_into(book, sender, deal.deal_id, draft, now=ask.now, met=known, number=deal.number)
    except ChangeReasonNeeded:
        return sharing.ask_why(ask, book, deal.deal_id, deal.number, draft)
    return told(ask, book, done)


def _context(ask: Ask, book: Book, deal: DealFacts) -> ParsingContext:
    """What is said of a deal is read with the stages of its pipeline."""
    stages = stages_of_deal(book, deal.deal_id, ask.now)
    return replace(
        parsing_context(book, ask, ask.log_command),
        stages=stage_names(ask, stages),
    )


def _draft(deal: DealFacts, text: str, context: ParsingContext) -> DealDraft:
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
    return _put_line(ask, deal, f"split {rest}")


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
    "move": Saying(_put_line),
    "details": _on_button(details.on_details),
    "history": _on_button(history.on_history),
    "handover": _HAND_OVER,
    "split": Saying(_split, lambda deal: deal.outcome in (Outcome.OPEN, Outcome.WON) and not deal.refund_of),
    "refund": Saying(refunding.on_refund_word, _is_won),
    "rate": Saying(_rate, _is_won),
    "cancel": replace(_on_button(refunding.on_refund), fits=_is_won),
}
"""The words that a line of `/log-deal` does not know; all other words are read as such a line."""
