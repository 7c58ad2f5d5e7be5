"""What lines and forms about accounts have in common: a line that is asked back waits, each answer is a button."""

from __future__ import annotations

from datetime import date

from salesbot.domain.accounts import Account
from salesbot.domain.misreadings import Misreading, Question
from salesbot.domain.refusals import ButtonExpired
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.slack.asking import Ask, FieldsRefused
from salesbot.slack.deals.answers import by_name
from salesbot.slack.deals.form import NEW
from salesbot.slack.reading import number_in
from salesbot.storage.book import Book


def asked_back(ask: Ask, book: Book, mistake: Misreading, kind: str) -> Message:
    """What could not be read; `kind` is the noun whose button `NOUN.answer` takes the answer."""
    texts = [choice.text for choice in mistake.choices] if isinstance(mistake, Question) else []
    draft_id: int | str = ""
    if texts:
        draft_id = book.records.keep_draft(ask.sender(book).id, kind, {"texts": texts}, ask.now)
    facts = by_name(book, mistake.facts)
    return ask.message(mistake.template, **{**facts, "draft_id": draft_id, "answer_action": f"{kind}.answer"})


def answered(ask: Ask, book: Book, kind: str) -> str:
    """The line that the pressed button means, taken once. Raises ButtonExpired."""
    first, _, second = ask.value.partition(":")
    draft_id, index = number_in(first), number_in(second)
    waiting = book.records.take_draft(draft_id, ask.sender(book).id, ask.now)
    if waiting is None or waiting.kind != kind or index >= len(waiting.content["texts"]):
        raise ButtonExpired()
    return str(waiting.content["texts"][index])


def waiting_text(ask: Ask) -> str:
    """The same line, to look at before the book is opened to change; empty where nothing waits."""
    first, _, second = ask.value.partition(":")
    draft_id, index = number_in(first), number_in(second)
    if ask.person is None:
        return ""
    with ask.reading() as book:
        waiting = book.records.waiting_draft(draft_id, ask.person.id, ask.now)
    texts = waiting.content.get("texts", []) if waiting is not None else []
    return str(texts[index]) if index < len(texts) else ""


# -- forms about an account -----------------------------------------------------------------------------------


def prefilled(ask: Ask, book: Book) -> Account | None:
    """The account whose number the pressed button carries; None for a button without."""
    if not ask.value:
        return None
    try:
        return book.accounts.by_id(number_in(ask.value))
    except LookupError:
        raise ButtonExpired() from None


def account_in(ask: Ask, book: Book) -> str:
    """The name of the account that was chosen in a form, a new one's as typed. Raises FieldsRefused."""
    chosen = str(ask.values.get("account") or "")
    if chosen.startswith(NEW) and chosen[len(NEW) :].strip():
        return chosen[len(NEW) :].strip()
    if not chosen:
        raise FieldsRefused({"account": ask.words("follow_ups/fields/account")})
    try:
        return book.accounts.by_id(number_in(chosen)).name
    except (LookupError, ButtonExpired):
        raise FieldsRefused({"account": ask.words("follow_ups/fields/account")}) from None


def day_in_form(ask: Ask, book: Book, *, ahead: bool) -> date:
    """The day that was chosen in a form, today at the earliest (`ahead`) or at the latest. Raises FieldsRefused."""
    today = workspace_day(book, ask.now)
    try:
        day = date.fromisoformat(str(ask.values.get("day") or today.isoformat()))
    except ValueError:
        day = today
    if day < today if ahead else day > today:
        raise FieldsRefused({"day": ask.words("follow_ups/fields/day", ahead=ahead)})
    return day
