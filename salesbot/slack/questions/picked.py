"""The deals that a question asks for themselves: of whom, of which period, and how it was understood."""

from __future__ import annotations

from dataclasses import replace

from salesbot.domain.deals import Outcome
from salesbot.domain.periods import Period, PeriodKind, custom, period_of
from salesbot.domain.questions import Between, Rank
from salesbot.services.calendars import workspace_day
from salesbot.services.picking import Wish, deals_picked, in_currency
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.parsing.questions import Question, Topic, amounts_said
from salesbot.slack.questions.figures import subject_of
from salesbot.slack.reading import parsing_context
from salesbot.storage.book import Book

_YEARS_BACK = 5
"""So far back the latest deal is looked for."""


def with_amounts(ask: Ask, book: Book) -> tuple[Between, str] | None:
    """The amounts of which deals are asked for, and the text without them; None where it names none."""
    said = amounts_said(ask.text, parsing_context(book, ask))
    within = None if said is None else in_currency(book, said[0], ask.now)
    return None if said is None or within is None else (within, said[1])


def picked_of(ask: Ask, book: Book, question: Question) -> Answer:
    """The deals asked for; whose they are where nobody is named as of a figure. Raises NotAllowed."""
    assert question.topic is Topic.PICKED
    assert question.pick is not None
    pick, period = question.pick, question.period or _usual(ask, book, question)
    subject = subject_of(ask, book, question, period)
    if subject is None:
        return ask.message("attainment/nobody")
    if question.about is not None:
        question.left_out.append(question.about.name)
    account = question.account.number if question.account is not None else None
    if pick.rank is Rank.LATEST and pick.outcome is None:
        pick = replace(pick, outcome=Outcome.WON)
    wish = Wish(pick, subject, account, due_within=question.period is not None)
    picked = deals_picked(book, ask.person, wish, now=ask.now)
    named = question.period is not None or pick.rank is not Rank.LATEST
    return ask.message("questions/picked", picked=picked, dated=named, left_out=tuple(question.left_out))


def _usual(ask: Ask, book: Book, question: Question) -> Period:
    """The year at hand; the latest deal is looked for further back."""
    day, years = workspace_day(book, ask.now), book.workspace.years
    if question.pick is not None and question.pick.rank is Rank.LATEST:
        return custom(day.replace(year=day.year - _YEARS_BACK, day=1), day)
    return period_of(PeriodKind.YEAR, day, years)


__all__ = ["picked_of", "with_amounts"]
