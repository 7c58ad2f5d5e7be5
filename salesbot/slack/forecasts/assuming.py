"""Named assumptions of a team's period: made in a form, taken back by a button."""

from __future__ import annotations

from datetime import date

from salesbot.domain.access import require
from salesbot.domain.assumptions import AssumptionRefused
from salesbot.domain.goals import Scope
from salesbot.domain.misreadings import Misreading
from salesbot.services.calendars import workspace_day
from salesbot.services.forecasts import may_state
from salesbot.services.forecasts.assuming import assume, withdraw_assumption
from salesbot.services.scopes import name_of
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened
from salesbot.slack.attainment import read_subject
from salesbot.slack.parsing import clean, escaped, plain, read_amount
from salesbot.slack.reading import number_in, parsing_context
from salesbot.slack.subjects import meant
from salesbot.storage.book import Book


def on_form(ask: Ask) -> Answer:
    """*Assume*: the form for something that is expected to move the period beside its deals."""
    with ask.reading() as book:
        subject = read_subject(ask.value, book.workspace.years) if ":" in ask.value else meant(ask, book, "")
        allowed = subject is not None and subject.scope is Scope.TEAM
        require(
            allowed and subject is not None and may_state(book, ask.person, subject, now=ask.now), "assume"
        )
        assert subject is not None
        view = ask.form(
            "forecasts/assume_form", about={"subject": str(subject)}, subject=subject,
            name=name_of(book, subject.scope, subject.subject_id), currency=book.workspace.currency,
            day=max(workspace_day(book, ask.now), subject.period.starts_on),
        )  # fmt: skip
    return Opened(view, "forecasts.assume", ask.value)


def on_form_sent(ask: Ask) -> Answer:
    """The form is sent off."""

    def done(book: Book) -> Answer:
        subject = read_subject(str(ask.metadata["subject"]), book.workspace.years)
        amount_typed = ask.field("amount")
        try:
            amount = read_amount(escaped(amount_typed), parsing_context(book, ask))
        except Misreading as mistake:
            words = ask.words(mistake.template, **{**mistake.facts, "command": ""})
            raise FieldsRefused({"amount": words}) from None
        if ask.values.get("direction") == "less":
            amount = -amount
        try:
            result = assume(
                book, ask.sender(book), subject, what=_typed(ask, "what"), why=_typed(ask, "why"),
                amount=amount, from_on=date.fromisoformat(str(ask.values["from_on"])), now=ask.now,
            )  # fmt: skip
        except AssumptionRefused as refused:
            field = {"day": "from_on", "currency": "amount"}.get(str(refused.facts["why"]), "what")
            raise FieldsRefused({field: ask.words(refused.template, **refused.facts, in_form=True)}) from None
        return ask.message("forecasts/assumed", result=result, about=str(subject))

    return ask.change(done)


def on_withdraw(ask: Ask) -> Answer:
    """*Take Back* beside an assumption."""

    def done(book: Book) -> Answer:
        gone = withdraw_assumption(book, ask.sender(book), number_in(ask.value), now=ask.now)
        return ask.message("forecasts/withdrawn", gone=gone)

    return ask.change(done)


def _typed(ask: Ask, action: str) -> str:
    return " ".join(plain(clean(escaped(ask.field(action)))).split())
