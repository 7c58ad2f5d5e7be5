"""What is said of deals: receipts, questions, cards; the same from the command, the form and the buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from salesbot.domain.deals import Outcome
from salesbot.domain.misreadings import (
    Choice,
    Misreading,
    PersonMissing,
    PersonTwice,
    Question,
    SharesMiscounted,
    SharesNotWhole,
    SharesUnreadable,
)
from salesbot.messages import Message
from salesbot.services.deals import DealAsked, DealFacts, DealLogged, credit_moved
from salesbot.services.deals.drafts import written
from salesbot.services.people import admins
from salesbot.services.planning import plan_direct
from salesbot.services.playbook import play_offered
from salesbot.slack.asking import Ask
from salesbot.slack.telling import message_to, tell
from salesbot.storage.book import Book

_MENTIONED = re.compile(r"@([UW][A-Z0-9]{2,})\b")
_OF_SHARES = (PersonMissing, PersonTwice, SharesMiscounted, SharesNotWhole, SharesUnreadable)
"""What is put right where it is said who shares in a deal."""
LINE_KIND = "line"
"""A kept draft of what was typed: the texts that would answer a question, and what was understood."""


def told(ask: Ask, book: Book, outcome: DealLogged | DealAsked) -> Message:
    """The receipt of what was logged or changed, or the question that comes first."""
    if isinstance(outcome, DealAsked):
        return ask.message("deals/asked", asked=outcome)
    if outcome.was is not None and not outcome.unchanged:
        tell_of_credit(ask, book, outcome.was, outcome.deal)
    for newcomer in outcome.newcomers:
        _ask_where_they_belong(ask, book, newcomer.id, newcomer.name)
    play = None if outcome.unchanged else play_offered(book, outcome.deal.deal_id, now=ask.now)
    return ask.message("deals/logged", logged=outcome, deal=outcome.deal, play=play)


def card(ask: Ask, deal: DealFacts, may_change: bool, stages: list[Any]) -> Message:
    """One deal with what may be done with it."""
    part = {deal.rep.id, *(each.person.id for each in deal.shares), *(each.id for each in deal.assists)}
    has_part = ask.person is not None and ask.person.id in part
    return ask.message(
        "deals/card", deal=deal, may_change=may_change, stages=stages,
        may_dispute=has_part and deal.outcome is Outcome.WON,
    )  # fmt: skip


def asked_back(
    ask: Ask, book: Book, mistake: Misreading, deal_id: int | None = None, *, word: str = ""
) -> Message:
    """What could not be read or can be meant in several ways; what was understood waits for half an hour.

    `deal_id`: the deal of which it was said, if it is not a new one. `word`: what plain words were understood as, to be
    confirmed once the question is answered.
    """
    draft = mistake.facts.get("draft")
    texts = [choice.text for choice in mistake.choices] if isinstance(mistake, Question) else []
    kept: dict[str, Any] = {
        "texts": texts,
        "draft": written(draft) if draft is not None else None,
        "deal": deal_id,
        "word": word,
    }
    draft_id: int | str = ""
    if texts or draft is not None:
        draft_id = book.records.keep_draft(ask.sender(book).id, LINE_KIND, kept, ask.now)
    facts = {**by_name(book, mistake.facts), "draft_id": draft_id}
    if deal_id is not None:
        facts["form"] = "deals.split" if isinstance(mistake, _OF_SHARES) else "deals.edit"
        facts["deal_id"] = deal_id
    return ask.message(mistake.template, **facts)


def by_name(book: Book, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What is quoted of a line with people by name: Slack hands over who is mentioned as a bare id."""

    def named(found: re.Match[str]) -> str:
        person = book.people.by_slack_id(found[1])
        return f"@{person.name}" if person is not None else found[0]

    def told(value: Any) -> Any:
        if isinstance(value, Choice):
            return replace(value, line=told(value.line))
        if isinstance(value, list | tuple):
            return type(value)(told(each) for each in value)
        return _MENTIONED.sub(named, value) if isinstance(value, str) else value

    return {name: told(value) for name, value in facts.items()}


def tell_of_credit(
    ask: Ask, book: Book, was: DealFacts | None, deal: DealFacts, hears_it: int | None = None
) -> None:
    """Whose won credit somebody else changed is told: what it was and what it is; not who `hears_it` otherwise."""
    if was is not None and was.outcome is not Outcome.WON:
        return
    sender = ask.sender(book)
    people = {part.person.id: part.person for each in (was, deal) if each for part in each.shares}
    for person_id, credit in credit_moved(book, was, deal, now=ask.now).items():
        if person_id not in (sender.id, hears_it):
            tell(
                ask, book, people[person_id], f"credit:{deal.deal_id}:{deal.number}", "deals/credit_changed",
                deal=deal, by=sender.name, credit=credit,
            )  # fmt: skip


def _ask_where_they_belong(ask: Ask, book: Book, person_id: int, name: str) -> None:
    """Each admin is asked once for ever, in their own language."""
    for admin in admins(book):
        question = message_to(ask, book, admin, "deals/newcomer", name=name, person_id=person_id)
        plan_direct(book, admin.id, f"newcomer:{person_id}", question.payload(), ask.now)
