"""Closing a month for pay in Slack: what is open before, *Close*, what was corrected since, *Open Again* with a reason."""

from __future__ import annotations

from salesbot.domain.access import NotAllowed
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, PeriodKind, PeriodUnreadable, read_period
from salesbot.services.closings import close_month, month_seen, month_to_close, reopen_month
from salesbot.slack.asking import Answer, Ask, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.storage.book import Book

WORDS: tuple[Word, ...] = ()


def on_show(ask: Ask) -> Answer:
    """A month, by its key; without one, that which is to be closed next."""
    with ask.reading() as book:
        month = _month(ask.value) if ask.value else month_to_close(book, ask.now)
        return ask.message("closings/month", seen=month_seen(book, _admin(ask), month, now=ask.now))


def on_close(ask: Ask) -> Answer:
    """*Close*: the month's figures stay as they are."""
    month = _month(ask.value)

    def closed(book: Book) -> Answer:
        return ask.message("closings/month", seen=close_month(book, _admin(ask), month, now=ask.now))

    return ask.change(closed)


def on_reopen(ask: Ask) -> Answer:
    """*Open Again* opens a small form that asks why."""
    month = _month(ask.value)
    with ask.reading() as book:
        seen = month_seen(book, _admin(ask), month, now=ask.now)
        view = ask.form("closings/reopen_form", about={"month": month.key}, seen=seen)
    return Opened(view, "closings.reopen", ask.value)


def on_reopen_form(ask: Ask) -> Answer:
    """The form that says why a month is opened again."""
    month, reason = _month(str(ask.metadata["month"])), ask.needed("reason", "closings/reason_missing")

    def reopened(book: Book) -> Answer:
        seen = reopen_month(book, _admin(ask), month, reason, now=ask.now)
        return ask.message("closings/month", seen=seen)

    return ask.change(reopened)


def _admin(ask: Ask) -> Person:
    """Who asks, known to the books; the service asks whether they may."""
    if ask.person is None:
        raise NotAllowed(operation="close_month")
    return ask.person


def _month(value: str) -> Period:
    month = read_period(value)
    if month.kind is not PeriodKind.MONTH:
        raise PeriodUnreadable(typed=value)
    return month


def register(edge: Edge) -> None:
    """Answer the buttons and the form."""
    edge.action("closings.show")(on_show)
    edge.action("closings.close")(on_close)
    edge.action("closings.reopen")(on_reopen)
    edge.form("closings.reopen")(on_reopen_form)
