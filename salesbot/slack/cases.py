"""Cases in Slack: *Open Case* under a trouble, their card in the department's channel, and the word `cases`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from salesbot.domain.diagnosis import Trouble
from salesbot.domain.orders import Department
from salesbot.domain.people import Person, Role
from salesbot.domain.refusals import ButtonExpired
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.cases import (
    CaseSeen,
    answer_case,
    case_shown,
    case_standing,
    cases_listed,
    change_case,
    close_case,
    evidence_now,
    open_case,
    take_case,
    tell_case,
)
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Listener, Opened, Word
from salesbot.slack.attainment import read_subject
from salesbot.slack.edge import Edge
from salesbot.slack.patience import announced
from salesbot.slack.reading import number_in
from salesbot.slack.setup.channels import untold_in
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class DepartmentChannel:
    """Where a department hears of cases."""

    id: str | None
    untold: str | None
    """Why nothing arrives there; None: it does."""


_LEAD = frozenset({Role.MANAGER, Role.EXECUTIVE, Role.COLLEAGUE})


def on_cases(ask: Ask, rest: str = "") -> Answer:
    """`/sales cases`: what stands with other departments."""
    with ask.reading() as book:
        return ask.message("cases/listed", seen=cases_listed(book, ask.person, now=ask.now))


def on_open(ask: Ask) -> Answer:
    """*Open Case*: the department's channel hears of it; of one that is open already, how it stands."""
    about, _, named = ask.value.rpartition("|")
    if named not in set(Trouble):
        raise ButtonExpired()

    with ask.reading() as view:
        subject = read_subject(about, view.workspace.years)
        handed = evidence_now(view, ask.person, subject, Trouble(named), now=ask.now)
        channel = department_channel(ask, view, handed.department)

    def opened(book: Book) -> Answer:
        sender = ask.sender(book)
        if (stands := case_standing(book, sender, handed, now=ask.now)) is not None:
            return Beside(ask.message("cases/listed", seen=(stands,)))
        return Beside(said_opened(ask, open_case(book, sender, handed, now=ask.now), channel))

    return ask.change(opened)


def on_tell(ask: Ask) -> Answer:
    """*Tell the Department*, once the bot is in its channel: what was to stand there is due again."""
    number = number_in(ask.value)
    with ask.reading() as view:
        seen = case_shown(view, ask.person, number, now=ask.now, here=None)
        channel = department_channel(ask, view, seen.case.department)

    def told(book: Book) -> Answer:
        return said_opened(ask, tell_case(book, ask.sender(book), number, now=ask.now), channel)

    return ask.change(told)


def department_channel(ask: Ask, book: Book, department: Department) -> DepartmentChannel:
    """The channel of a department, as Slack is asked for it."""
    channel = book.orders.channels().get(department)
    return DepartmentChannel(channel, untold_in(ask, channel))


def said_opened(ask: Ask, seen: CaseSeen, channel: DepartmentChannel) -> Message:
    """The receipt of a case that was opened, or told again."""
    return ask.message("cases/opened", seen=seen, channel=channel)


def on_show(ask: Ask) -> Answer:
    """*Show Case* in a morning message: how it stands now."""
    with ask.reading() as book:
        seen = case_shown(book, ask.person, number_in(ask.value), now=ask.now, here=ask.channel)
        return Beside(ask.message("cases/listed", seen=(seen,)))


def on_answer(ask: Ask) -> Answer:
    """*Answer* opens the form."""
    with ask.reading() as book:
        seen = case_shown(book, ask.person, number_in(ask.value), now=ask.now, here=ask.channel)
        about = {"case": seen.case.id, "here": ask.channel or ""}
        return Opened(ask.form("cases/answer_form", about=about, seen=seen), "cases.answer", ask.value)


def on_answer_form(ask: Ask) -> Answer:
    """The form is sent off."""
    words = ask.needed("words", "approvals/reason_missing")
    here = str(ask.metadata.get("here") or "") or None

    def answered(book: Book) -> Answer:
        number = int(ask.metadata["case"])
        return ask.message(
            "cases/card", seen=answer_case(book, ask.sender(book), number, words, now=ask.now, here=here)
        )

    return ask.change(answered)


def on_change(ask: Ask) -> Answer:
    """*Change* opens the form of owner and day."""
    with ask.reading() as book:
        seen = case_shown(book, ask.person, number_in(ask.value), now=ask.now, here=ask.channel)
        owner = book.people.by_id(seen.case.owner_id) if seen.case.owner_id is not None else None
        about = {"case": seen.case.id, "here": ask.channel or ""}
        return Opened(
            ask.form("cases/change_form", about=about, seen=seen, owner=owner), "cases.change", ask.value
        )


def on_change_form(ask: Ask) -> Answer:
    """Another owner, another day."""
    number, here = int(ask.metadata["case"]), str(ask.metadata.get("here") or "") or None
    chosen, due_on = ask.field("owner"), date.fromisoformat(str(ask.values["due_on"]))

    def changed(book: Book) -> Answer:
        if due_on < workspace_day(book, ask.now):
            raise FieldsRefused({"due_on": ask.words("talks/due_refused")})
        owner = book.people.by_slack_id(chosen) if chosen else None
        if chosen and (owner is None or not owner.active):
            raise FieldsRefused({"owner": ask.words("cases/owner_unknown")})
        seen = change_case(book, ask.sender(book), number, owner, due_on, now=ask.now, here=here)
        return ask.message("cases/card", seen=seen)

    return ask.change(changed)


def _changes(do: Callable[[Book, Person, int, Ask], CaseSeen]) -> Listener:
    """A button that changes a case; its card takes the place of the message with the button."""

    def on_button(ask: Ask) -> Answer:
        return ask.change(
            lambda book: ask.message("cases/card", seen=do(book, ask.sender(book), number_in(ask.value), ask))
        )

    return on_button


def _take(book: Book, sender: Person, number: int, ask: Ask) -> CaseSeen:
    return take_case(book, sender, number, now=ask.now, here=ask.channel)


def _close(book: Book, sender: Person, number: int, ask: Ask) -> CaseSeen:
    return close_case(book, sender, number, now=ask.now)


WORDS = (Word("cases", on_cases, roles=_LEAD, group="managers"),)


def register(edge: Edge) -> None:
    """Answer the buttons and the form of cases."""
    edge.action("cases.open")(announced(on_open))
    edge.action("cases.show")(on_show)
    edge.action("cases.tell")(on_tell)
    edge.action("cases.answer")(on_answer)
    edge.action("cases.take")(_changes(_take))
    edge.action("cases.close")(_changes(_close))
    edge.form("cases.answer")(on_answer_form)
    edge.action("cases.change")(on_change)
    edge.form("cases.change")(on_change_form)
