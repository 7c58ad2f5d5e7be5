"""What lines and forms about accounts have in common: a line that is asked back waits, each answer is a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from salesbot.domain.accounts import Account
from salesbot.domain.misreadings import Misreading, Question
from salesbot.domain.people import Person, SlackPerson
from salesbot.domain.refusals import ButtonExpired
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.slack.asking import Answer, Ask, FieldsRefused
from salesbot.slack.deals.answers import by_name
from salesbot.slack.deals.form import NEW
from salesbot.slack.reading import mentioned, met, number_in, numbers_in
from salesbot.storage.book import Book

Met = Mapping[str, SlackPerson]


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A line about an account, asked back where it can be read in several ways.

    `noun` begins its buttons (`NOUN.answer`) and names what waits; `understood` does what a line says, inside a change.
    """

    noun: str
    understood: Callable[[Ask, Book, str, Met], Answer]

    def typed(self, ask: Ask, text: str) -> Answer:
        """Do what was typed, or ask back."""
        known = met(ask, mentioned(text))
        return ask.change(lambda book: self.read(ask, book, text, known))

    def chosen(self, ask: Ask) -> Answer:
        """A button with one of the possible meanings of what was typed."""
        known = met(ask, mentioned(_waiting_text(ask)))
        return ask.change(lambda book: self.read(ask, book, self._answered(ask, book), known))

    def read(self, ask: Ask, book: Book, text: str, known: Met) -> Answer:
        """Do what a line says, inside a change; or answer with what could not be read of it."""
        try:
            return self.understood(ask, book, text, known)
        except Misreading as mistake:
            return self.asked_back(ask, book, mistake)

    def asked_back(self, ask: Ask, book: Book, mistake: Misreading, *, word: str = "") -> Message:
        """What could not be read; where it can be meant in several ways, each is a button.

        `word`: what plain words were understood as, to be confirmed once the question is answered.
        """
        texts = [choice.text for choice in mistake.choices] if isinstance(mistake, Question) else []
        draft_id: int | str = ""
        if texts:
            draft_id = book.records.keep_draft(
                ask.sender(book).id, self.noun, {"texts": texts, "word": word}, ask.now
            )
        action = f"{'natural' if word else self.noun}.answer"
        facts = {**by_name(book, mistake.facts), "draft_id": draft_id, "answer_action": action}
        return ask.message(mistake.template, **facts)

    def _answered(self, ask: Ask, book: Book) -> str:
        """The line that the pressed button means, taken once. Raises ButtonExpired."""
        draft_id, index = numbers_in(ask.value)
        waiting = book.records.take_draft(draft_id, ask.sender(book).id, ask.now)
        if waiting is None or waiting.kind != self.noun or index >= len(waiting.content["texts"]):
            raise ButtonExpired()
        return str(waiting.content["texts"][index])


def person_in(book: Book, slack_id: str | None, known: Met) -> tuple[Person | None, SlackPerson | None]:
    """Whom a line names: somebody of the books, or somebody whom only Slack knows yet."""
    person = book.people.by_slack_id(slack_id) if slack_id else None
    return person, known.get(slack_id) if slack_id and person is None else None


def _waiting_text(ask: Ask) -> str:
    """The line that the button means, to look at before the book is opened to change; empty where nothing waits."""
    draft_id, index = numbers_in(ask.value)
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
    chosen = ask.field("account")
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
        day = date.fromisoformat(ask.field("day") or today.isoformat())
    except ValueError:
        day = today
    if day < today if ahead else day > today:
        raise FieldsRefused({"day": ask.words("follow_ups/fields/day", ahead=ahead)})
    return day
