"""Marketing beside selling, in Slack: `/sales works marketing`, `works buying`, `works markets`, and passing on."""

from __future__ import annotations

from datetime import date

from salesbot.domain.misreadings import Misreading
from salesbot.domain.orders import Department
from salesbot.domain.periods import Period, PeriodUnreadable, month_of, quarter_of, read_period
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.calendars import workspace_day
from salesbot.services.marketing import (
    buying_shown,
    enter_cost,
    field_says,
    marketing_shown,
    markets_shown,
    pass_on,
)
from salesbot.services.works import twelve_months
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened, Word, beside
from salesbot.slack.cases import department_channel, said_opened
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import escaped, plain, read_amount
from salesbot.slack.reading import number_in, parsing_context
from salesbot.slack.subjects import meant, names_period
from salesbot.storage.book import Book

WORDS: tuple[Word, ...] = ()


def on_marketing(ask: Ask, rest: str = "") -> Answer:
    """`/sales works marketing`: campaigns with costs, leads, deals and customers; without a period, of this quarter."""
    with ask.reading() as book:
        period = _named(ask, book, rest) or quarter_of(workspace_day(book, ask.now), book.workspace.years)
        return ask.message(
            "marketing/campaigns", shown=marketing_shown(book, ask.person, period, now=ask.now)
        )


def on_buying(ask: Ask, rest: str = "") -> Answer:
    """`/sales works buying`: how customers buy; behind it a segment or a campaign."""
    with ask.reading() as book:
        shown = buying_shown(book, ask.person, plain(rest).strip(), now=ask.now)
        about = f"company::{month_of(workspace_day(book, ask.now)).key}"
        return ask.message("marketing/buying", shown=shown, typed=plain(rest).strip(), about=about)


def on_markets(ask: Ask, rest: str = "") -> Answer:
    """`/sales works markets`: what wins in which segment, and how it is positioned."""
    with ask.reading() as book:
        period = _named(ask, book, rest) or twelve_months(workspace_day(book, ask.now))
        return ask.message("marketing/markets", shown=markets_shown(book, ask.person, period, now=ask.now))


def on_pass_on(ask: Ask) -> Answer:
    """*Pass On*: the form with what the field says."""
    number, period = _campaign(ask, ask.value)
    with ask.reading() as book:
        says = field_says(book, ask.person, number, period, now=ask.now)
        view = ask.form("marketing/pass_on", about={"about": ask.value}, says=says)
        return Opened(view, "marketing.pass_on", ask.value)


def on_form(ask: Ask) -> Answer:
    """The form is sent off."""
    words = ask.needed("words", "approvals/reason_missing")
    number, period = _campaign(ask, str(ask.metadata.get("about") or ""))
    with ask.reading() as view:
        channel = department_channel(ask, view, Department.MARKETING)

    def passed(book: Book) -> Answer:
        return said_opened(ask, pass_on(book, ask.sender(book), number, period, words, now=ask.now), channel)

    return ask.change(passed)


def on_cost(ask: Ask) -> Answer:
    """*Enter a Cost*: the form."""
    with ask.reading() as book:
        view = ask.form(
            "marketing/cost", campaigns=book.accounts.labels("campaign"),
            day=workspace_day(book, ask.now).isoformat(),
        )  # fmt: skip
        return Opened(view, "marketing.cost")


def on_cost_form(ask: Ask) -> Answer:
    """The form of a cost is sent off: the campaigns of that month's quarter are shown with it."""
    chosen, typed = ask.values.get("campaign"), ask.field("amount")
    day = date.fromisoformat(str(ask.values["day"]))

    def entered(book: Book) -> Answer:
        try:
            amount = read_amount(escaped(typed), parsing_context(book, ask))
        except Misreading as mistake:
            words = ask.words(mistake.template, **{**mistake.facts, "command": ""})
            raise FieldsRefused({"amount": words}) from None
        campaign = number_in(str(chosen)) if chosen else None
        enter_cost(book, ask.sender(book), campaign, day, amount, now=ask.now)
        period = quarter_of(day, book.workspace.years)
        return ask.message(
            "marketing/campaigns", shown=marketing_shown(book, ask.person, period, now=ask.now)
        )

    return ask.change(entered)


def _campaign(ask: Ask, value: str) -> tuple[int, Period]:
    number, _, key = value.partition("|")
    try:
        return number_in(number), read_period(key, ask.workspace.years)
    except PeriodUnreadable:
        raise ButtonExpired() from None


def _named(ask: Ask, book: Book, rest: str) -> Period | None:
    """The period that the words name, if they name one."""
    if not names_period(ask, book, rest):
        return None
    subject = meant(ask, book, f"company {rest}", word="works")
    return subject.period if subject is not None else None


def register(edge: Edge) -> None:
    """Answer the buttons and the form."""
    edge.action("marketing.campaigns")(lambda ask: beside(on_marketing(ask)))
    edge.action("marketing.buying")(lambda ask: beside(on_buying(ask)))
    edge.action("marketing.markets")(lambda ask: beside(on_markets(ask)))
    edge.action("marketing.pass_on")(on_pass_on)
    edge.form("marketing.pass_on")(on_form)
    edge.action("marketing.cost")(on_cost)
    edge.form("marketing.cost")(on_cost_form)
