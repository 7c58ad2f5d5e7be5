"""Disputes in Slack: *Credit Is Wrong* on a deal, and the answer: *Correct It*, or *Decline* with a reason."""

from __future__ import annotations

from salesbot.services.deals import DealDisputed, deal_shown, decline_dispute, dispute_shown, flag_credit
from salesbot.slack.asking import Answer, Ask, Opened, Word
from salesbot.slack.deals.changing import Answers, open_edit
from salesbot.slack.delivery import card_of, redrawn
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.storage.book import Book

WORDS: tuple[Word, ...] = ()


def on_flag(ask: Ask) -> Answer:
    """*Credit Is Wrong* opens a form that asks what is wrong."""
    with ask.reading() as book:
        deal, _ = deal_shown(book, ask.person, number_in(ask.value), now=ask.now)
        view = ask.form("disputes/flag_form", about={"deal": deal.deal_id}, deal=deal)
    return Opened(view, "disputes.flag", ask.value)


def on_flag_form(ask: Ask) -> Answer:
    """The form that says what is wrong."""
    words = _words(ask)
    deal_id = int(ask.metadata["deal"])

    def flagged(book: Book) -> Answer:
        done = flag_credit(book, ask.sender(book), deal_id, words, now=ask.now)
        return ask.message("disputes/flagged", disputed=done)

    return ask.change(flagged)


def on_correct(ask: Ask) -> Answer:
    """*Correct It* opens the deal's form; sent off, it corrects the deal and accepts the dispute."""
    with ask.reading() as book:
        shown = dispute_shown(book, ask.person, number_in(ask.value), now=ask.now)
        if shown.dispute.accepted is not None:
            return _decided(ask, shown)
    return open_edit(ask, shown.deal.deal_id, Answers(shown.dispute.id, card_of(ask, "dispute")))


def on_decline(ask: Ask) -> Answer:
    """*Decline* opens a form that asks why."""
    with ask.reading() as book:
        shown = dispute_shown(book, ask.person, number_in(ask.value), now=ask.now)
        if shown.dispute.accepted is not None:
            return _decided(ask, shown)
        about = {"dispute": shown.dispute.id, "card": card_of(ask, "dispute")}
        view = ask.form("disputes/decline_form", about=about, disputed=shown)
    return Opened(view, "disputes.decline", ask.value)


def on_decline_form(ask: Ask) -> Answer:
    """The form that says why the credit stays."""
    words = _words(ask)
    dispute_id = int(ask.metadata["dispute"])

    def declined(book: Book) -> Answer:
        done = decline_dispute(book, ask.sender(book), dispute_id, words, now=ask.now)
        return _decided(ask, done)

    return redrawn(ask, ask.change(declined))


def _decided(ask: Ask, disputed: DealDisputed) -> Answer:
    """What was decided; pressed later or twice, it takes the place of the card that still asks."""
    return ask.message("disputes/answer", disputed=disputed)


def _words(ask: Ask) -> str:
    return ask.needed("reason", "approvals/reason_missing")


def register(edge: Edge) -> None:
    """Answer the buttons and forms."""
    edge.action("disputes.flag")(on_flag)
    edge.action("disputes.correct")(on_correct)
    edge.action("disputes.decline")(on_decline)
    edge.form("disputes.flag")(on_flag_form)
    edge.form("disputes.decline")(on_decline_form)
