"""The word `forecast` and its buttons: how a period will end, and what was said of it before."""

from __future__ import annotations

from salesbot.domain.access import NotAllowed, require
from salesbot.domain.scopes import EVERY
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.explaining import may_see_subject
from salesbot.services.forecasts import estimates_for, forecast_shown
from salesbot.services.people import viewer_of
from salesbot.services.scopes import name_of
from salesbot.slack.asking import Answer, Ask, Beside, Opened
from salesbot.slack.attainment import read_subject
from salesbot.slack.forecasts import assuming, stating
from salesbot.slack.reading import mentioned
from salesbot.slack.subjects import choices, meant, periods_to_choose
from salesbot.storage.book import Book

ACTS = _STATE, _ASSUME = "commit", "assume"


def on_forecast(ask: Ask, rest: str = "") -> Answer:
    """`/sales forecast`: how the month will end; with `commit 55k best 62k` behind, one's own word on it."""
    first, _, behind = rest.strip().partition(" ")
    if first.casefold() == _STATE:
        return stating.state_in_line(ask, behind) if behind.strip() else stating.on_form(ask)
    if first.casefold() == _ASSUME:
        return assuming.on_form(ask)
    with ask.reading() as book:
        subject = meant(ask, book, rest, territories=True)
        if subject is None:
            return ask.message("attainment/nobody")
        own_alone = not rest.strip() and not mentioned(rest)
        return _shown(ask, book, subject, own_alone)


def on_button(ask: Ask) -> Answer:
    """*Forecast*, and the menus for another team or period: what the button names, else one's own."""
    with ask.reading() as book:
        years = book.workspace.years
        subject = read_subject(ask.value, years, EVERY) if ":" in ask.value else meant(ask, book, "")
        if subject is None:
            return Beside(ask.message("attainment/nobody"))
        return Beside(_shown(ask, book, subject, ":" not in ask.value))


def on_said(ask: Ask) -> Answer:
    """*What Was Said*: every version of commit and best case, who said it and when."""
    with ask.reading() as book:
        subject = read_subject(ask.value, book.workspace.years)
        viewer = viewer_of(book, ask.person, ask.now)
        require(may_see_subject(book, viewer, subject, workspace_day(book, ask.now)), "figures")
        view = ask.view(
            "forecasts/said", said=estimates_for(book, subject, known_at=ask.now), subject=subject,
            name=name_of(book, subject.scope, subject.subject_id),
            people={person.id: person.name for person in book.people.all()},
        )  # fmt: skip
    return Opened(view, "forecasts.said", ask.value)


def _shown(ask: Ask, book: Book, subject: Subject, own_alone: bool) -> Message:
    try:
        shown = forecast_shown(book, ask.person, subject, now=ask.now)
    except NotAllowed:
        if own_alone:
            return ask.message("attainment/nobody")
        raise
    others = [(name, str(other)) for name, other in choices(ask, book, subject)]
    return ask.message(
        "forecasts/shown", shown=shown, about=str(subject), others=others,
        periods=[
            (period, str(Subject(subject.scope, subject.subject_id, period)))
            for period in periods_to_choose(ask, book)
            if period != subject.period
        ],
    )  # fmt: skip
