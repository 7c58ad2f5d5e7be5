"""Deciding on a deal above its team's limit in Slack: *Approve*, and *Send Back* with a reason."""

from __future__ import annotations

from salesbot.services.deals import approval_shown, approve_deal, send_back_deal
from salesbot.slack.asking import Answer, Ask, Opened, Word
from salesbot.slack.delivery import card_of, redrawn
from salesbot.slack.edge import Edge
from salesbot.slack.reading import numbers_in
from salesbot.slack.todo import in_its_place, place_in
from salesbot.storage.book import Book

WORDS: tuple[Word, ...] = ()


def on_approve(ask: Ask) -> Answer:
    """*Approve*: the deal is won and counts."""
    value, in_list = place_in(ask.value)
    deal_id, number = numbers_in(value)

    def approved(book: Book) -> Answer:
        done = approve_deal(book, ask.sender(book), deal_id, number, now=ask.now)
        return in_its_place(ask, book, ask.message("approvals/answer", approval=done), in_list)

    return ask.change(approved)


def on_send_back(ask: Ask) -> Answer:
    """*Send Back* opens a small form that asks why."""
    deal_id, number = numbers_in(ask.value)
    with ask.reading() as book:
        deal = approval_shown(book, ask.person, deal_id, now=ask.now).deal
        about = {"deal": deal_id, "number": number, "card": card_of(ask, "approval")}
        view = ask.form("approvals/send_back_form", about=about, deal=deal)
    return Opened(view, "approvals.send_back", ask.value)


def on_send_back_form(ask: Ask) -> Answer:
    """The form that says why a deal is not approved."""
    deal_id, number = int(ask.metadata["deal"]), int(ask.metadata["number"])
    reason = ask.needed("reason", "approvals/reason_missing")

    def sent_back(book: Book) -> Answer:
        done = send_back_deal(book, ask.sender(book), deal_id, number, reason, now=ask.now)
        return ask.message("approvals/answer", approval=done)

    return redrawn(ask, ask.change(sent_back))


def register(edge: Edge) -> None:
    """Answer the buttons and the form."""
    edge.action("approvals.approve")(on_approve)
    edge.action("approvals.send_back")(on_send_back)
    edge.form("approvals.send_back")(on_send_back_form)
