"""Who shares in a deal, said anew: by the card's button in a form, or typed; and why, where that has to be said."""

from __future__ import annotations

from typing import Any

from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import DealDraft
from salesbot.domain.money import WHOLE
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.deals import deal_shown, deal_to_change, needs_reason, put_into
from salesbot.services.deals.drafts import read, written
from salesbot.services.deals.mistakes import ShareUnnamable
from salesbot.slack.asking import Answer, Ask, Opened
from salesbot.slack.deals.answers import told
from salesbot.slack.deals.form import Prefilled, keeps_people, read_shares, refused_in_fields
from salesbot.slack.reading import met, number_in, waiting_draft
from salesbot.storage.book import Book

WHY_KIND = "why"
"""A kept draft of a change that still has to say why."""


def on_split(ask: Ask) -> Answer:
    """*Split Credit* opens a form with who has which part."""
    with ask.reading() as book:
        deal = deal_to_change(book, ask.person, number_in(ask.value), now=ask.now)
        assert ask.person is not None
        if keeps_people(deal):
            raise ShareUnnamable(account=deal.account)
        why = needs_reason(ask.person, book.deals.now(deal.deal_id), ask.now)
        view = ask.form(
            "deals/split_form", about={"deal": deal.deal_id, "number": deal.number}, deal=deal,
            filled=Prefilled.of_deal(deal), needs_reason=why and deal.outcome == "won",
            change_reasons=list(ChangeReason),
        )  # fmt: skip
    return Opened(view, "deals.split", ask.value)


def on_split_form(ask: Ask) -> Answer:
    """The form is sent off."""
    deal_id, number = int(ask.metadata["deal"]), int(ask.metadata["number"])
    with ask.reading() as book:
        shown, _ = deal_shown(book, ask.person, deal_id, now=ask.now)
        sharers, assists = read_shares(ask, book, shown)
    chosen = ask.values.get("change_reason")
    # Nobody beside the rep means: all the rep's.
    draft = DealDraft("", sharers=sharers or ((shown.rep.slack_id, WHOLE),), assists=assists)
    with refused_in_fields(ask):
        return put(ask, deal_id, number, draft, ChangeReason(chosen) if chosen else None)


def on_why(ask: Ask) -> Answer:
    """A button that says why: what was typed is done."""
    first, _, why = ask.value.partition(":")
    draft_id = number_in(first)
    if why not in set(ChangeReason):
        raise ButtonExpired()
    with ask.reading() as book:
        kept = waiting_draft(ask, book, draft_id, WHY_KIND).content
    return put(ask, kept["deal"], kept["number"], read(kept["draft"]), ChangeReason(why), draft_id)


def ask_why(ask: Ask, book: Book, deal_id: int, number: int | None, draft: DealDraft) -> Answer:
    """The question why credit is divided anew, with what was said kept."""
    kept: dict[str, Any] = {"deal": deal_id, "number": number, "draft": written(draft)}
    draft_id = book.records.keep_draft(ask.sender(book).id, WHY_KIND, kept, ask.now)
    deal, _ = deal_shown(book, ask.person, deal_id, now=ask.now)
    return ask.message("deals/why", deal=deal, draft_id=draft_id, change_reasons=list(ChangeReason))


def put(
    ask: Ask, deal_id: int, number: int | None, draft: DealDraft, reason: ChangeReason | None,
    draft_id: int | None = None,
) -> Answer:  # fmt: skip
    """Say it of the deal; a kept draft is used up by it."""
    known = met(ask, [who for who in (*(who for who, _ in draft.sharers), *draft.assists) if who])

    def done(book: Book) -> Answer:
        sender = ask.sender(book)
        if draft_id is not None and book.records.take_draft(draft_id, sender.id, ask.now) is None:
            raise ButtonExpired()
        changed = put_into(book, sender, deal_id, draft, now=ask.now, met=known, number=number, reason=reason)
        return told(ask, book, changed)

    return ask.change(done)
