"""Handing deals over in Slack: one by its card or a word, all of a person's by a word of who leads them."""

from __future__ import annotations

from dataclasses import replace

from salesbot.domain.changing import ChangeReason
from salesbot.domain.people import Person
from salesbot.domain.refusals import ButtonExpired, PersonNotFound
from salesbot.services.deals import (
    AllHandedOver,
    DealFacts,
    DealLogged,
    deal_to_change,
    hand_over,
    hand_over_all,
    open_deals_to_hand_over,
)
from salesbot.services.deals.mistakes import HandedToSame
from salesbot.slack.asking import Answer, Ask, Opened
from salesbot.slack.deals.answers import told
from salesbot.slack.deals.form import refused_in_fields
from salesbot.slack.reading import mentioned, met, number_in, waiting_draft
from salesbot.slack.telling import tell
from salesbot.storage.book import Book

ALL_KIND = "hand_over_all"


def is_asked(text: str) -> bool:
    """Whether a line begins with `hand over`."""
    return text.casefold().split()[:2] == ["hand", "over"]


def on_hand_over(ask: Ask) -> Answer:
    """*Hand Over* opens a small form: to whom, and why."""
    with ask.reading() as book:
        deal = deal_to_change(book, ask.person, number_in(ask.value), now=ask.now)
        about = {"deal": deal.deal_id, "number": deal.number}
        view = ask.form("deals/hand_over_form", about=about, deal=deal, change_reasons=list(ChangeReason))
    return Opened(view, "deals.hand_over", ask.value)


def on_hand_over_form(ask: Ask) -> Answer:
    """The form is sent off."""
    to, why = ask.needed("person", "deals/fields/person"), ask.values.get("change_reason")
    reason = ChangeReason(why) if why else None
    with refused_in_fields(ask, {HandedToSame: "person"}):
        return _handed(ask, int(ask.metadata["deal"]), int(ask.metadata["number"]), to, reason)


def on_hand_over_word(ask: Ask, deal: DealFacts, rest: str) -> Answer:
    """`/sales deal Acme hand over @kim`; without a name, the form opens."""
    people = mentioned(rest)
    if not people:
        return on_hand_over(replace(ask, value=str(deal.deal_id)))
    return _handed(ask, deal.deal_id, deal.number, people[0], None)


def on_hand_over_all_word(ask: Ask, rest: str) -> Answer:
    """`/sales deals hand over @kim to @bo` asks first, with how many deals that are."""
    people = mentioned(rest)
    if len(people) != 2:
        return ask.message("deals/hand_over_how")
    known = met(ask, people)

    def asked(book: Book) -> Answer:
        sender, was = ask.sender(book), book.people.by_slack_id(people[0])
        to = book.people.by_slack_id(people[1])
        if was is None:
            raise PersonNotFound(slack_id=people[0])
        count = open_deals_to_hand_over(book, sender, was.id, now=ask.now)
        draft_id = book.records.keep_draft(sender.id, ALL_KIND, {"from": was.id, "to": people[1]}, ask.now)
        name = to.name if to is not None else known[people[1]].name
        return ask.message("deals/hand_over_all", was=was, to=name, count=count, draft_id=draft_id)

    return ask.change(asked)


def on_hand_over_all(ask: Ask) -> Answer:
    """*Hand Over*: all of them, now."""
    draft_id = number_in(ask.value)
    with ask.reading() as book:
        waiting = waiting_draft(ask, book, draft_id, ALL_KIND)
    known = met(ask, [waiting.content["to"]])

    def handed(book: Book) -> Answer:
        sender = ask.sender(book)
        taken = book.records.take_draft(draft_id, sender.id, ask.now)
        if taken is None:
            raise ButtonExpired()
        done = hand_over_all(book, sender, taken.content["from"], taken.content["to"], now=ask.now, met=known)
        _tell_of_all(ask, book, sender, done, draft_id)
        return ask.message("deals/handed_over_all", done=done)

    return ask.change(handed)


def on_leave(ask: Ask) -> Answer:
    """*Cancel*: what was asked about is left as it is."""
    return ask.message("deals/left")


def _handed(ask: Ask, deal_id: int, number: int, to: str, reason: ChangeReason | None) -> Answer:
    known = met(ask, [to])

    def handed(book: Book) -> Answer:
        sender = ask.sender(book)
        done = hand_over(book, sender, deal_id, to, now=ask.now, number=number, reason=reason, met=known)
        _tell(ask, book, sender, done)
        return told(ask, book, done)

    return ask.change(handed)


def _tell(ask: Ask, book: Book, sender: Person, done: DealLogged) -> None:
    """Who has the deal now, and who had it, are told unless they did it themselves."""
    assert done.was is not None
    for person in {done.deal.rep.id: done.deal.rep, done.was.rep.id: done.was.rep}.values():
        if person.id != sender.id:
            tell(
                ask, book, person, f"handed:{done.deal.deal_id}:{done.deal.number}", "deals/handed_over_told",
                deal=done.deal, was=done.was.rep, by=sender.name, mine=person.id == done.deal.rep.id,
            )  # fmt: skip


def _tell_of_all(ask: Ask, book: Book, sender: Person, done: AllHandedOver, draft_id: int) -> None:
    for person in (done.rep, done.was) if done.count else ():
        if person.id != sender.id and person.active:
            tell(
                ask, book, person, f"handed_all:{draft_id}", "deals/handed_all_told", was=done.was, rep=done.rep,
                count=done.count, by=sender.name, mine=person.id == done.rep.id,
            )  # fmt: skip
