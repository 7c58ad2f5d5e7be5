"""The words of `/sales` that speak of deals: `deals`, `deal`, `undo`, and `log` where no command can be typed."""

from __future__ import annotations

import re
from dataclasses import replace

from salesbot.domain.access import may_touch_deal
from salesbot.domain.deals import DealDraft, Outcome
from salesbot.domain.misreadings import AmountTwice, Misreading
from salesbot.services.deals import DealFacts, deals_of_account, open_deals, put_into
from salesbot.services.deals.entering import Met
from salesbot.services.deals.mistakes import DealUnknown
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.deals.answers import asked_back, card, told
from salesbot.slack.deals.changing import on_reopen, open_edit
from salesbot.slack.parsing import ParsingContext, clean, exact_text, plain, quoted, read_deal
from salesbot.slack.reading import mentioned, met, parsing_context
from salesbot.storage.book import Book

_MOST_WORDS = 12
_QUOTED = re.compile('["“„«](.+?)["”“»]')


def on_deals(ask: Ask, rest: str) -> Answer:
    """`/sales deals`: one's own open deals, by stage."""
    with ask.reading() as book:
        stages = open_deals(book, ask.person)
    return ask.message("deals/open", stages=stages, count=sum(len(stage.deals) for stage in stages))


def on_deal(ask: Ask, rest: str) -> Answer:
    """`/sales deal Acme` shows a deal; with `won`, `lost price`, `move proposal` … behind, it changes it."""
    if not rest.strip():
        return on_deals(ask, rest)
    with ask.reading() as book:
        account, said = _account_and_rest(book, clean(rest))
        deals = deals_of_account(book, ask.person, account, now=ask.now)
        if not said:
            return _shown(ask, book, deals)
    return _changed(ask, deals, account, said)


def _account_and_rest(book: Book, text: str) -> tuple[str, str]:
    """The longest account that the text begins with, and what follows. Raises DealUnknown where it is none."""
    if found := _QUOTED.match(text):
        return plain(found[1]).strip(), text[found.end() :].strip()
    words = text.split()
    counts = range(min(len(words), _MOST_WORDS), 0, -1)
    starts = {plain(" ".join(words[:count])): count for count in counts}
    known = book.accounts.known_among(starts)
    for start, count in starts.items():
        if start in known:
            return known[start].name, " ".join(words[count:])
    raise DealUnknown(typed=plain(text))


def _meant(deals: list[DealFacts]) -> list[DealFacts]:
    """The open deals of an account, or all where none is open."""
    return [deal for deal in deals if deal.outcome is Outcome.OPEN] or deals


def _shown(ask: Ask, book: Book, deals: list[DealFacts]) -> Answer:
    """The one deal that is meant, or a list to choose from."""
    meant = _meant(deals)
    if len(meant) > 1:
        return ask.message("deals/several", deals=deals, account=deals[0].account)
    may_change = may_touch_deal(ask.viewer(book), meant[0].rep.id)
    return card(ask, meant[0], may_change, book.accounts.stages())


def _changed(ask: Ask, deals: list[DealFacts], account: str, said: str) -> Answer:
    """What is said of a deal behind its account's name."""
    meant = _meant(deals)
    if len(meant) > 1:
        return ask.message("deals/several", deals=deals, account=account)
    deal_id = meant[0].deal_id
    word, _, behind = said.partition(" ")
    if word.casefold() == "edit":
        return open_edit(ask, deal_id)
    if word.casefold() == "reopen":
        return on_reopen(replace(ask, value=str(deal_id)))
    text = behind if word.casefold() == "move" else said
    known = met(ask, mentioned(text))
    return ask.change(lambda book: _put(ask, book, meant[0], text, known))


def _put(ask: Ask, book: Book, deal: DealFacts, text: str, known: Met) -> Answer:
    try:
        draft = _draft(deal, text, parsing_context(book, ask, ask.log_command))
    except Misreading as mistake:
        return asked_back(ask, book, mistake, deal.deal_id)
    return told(ask, book, put_into(book, ask.sender(book), deal.deal_id, draft, now=ask.now, met=known))


def _draft(deal: DealFacts, text: str, context: ParsingContext) -> DealDraft:
    """What was said, read as a line would be: with the deal's own amount unless another one is said anywhere."""
    account = quoted(deal.account)
    try:
        return read_deal(f"{account} {exact_text(deal.amount)} {text}", context)
    except AmountTwice as said:
        amount = str(said.facts["typed"])
        return read_deal(f"{account} {amount} {text.replace(amount, '', 1)}", context)
