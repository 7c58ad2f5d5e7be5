"""Where one stands, in Slack: the words `me` and `team`, and how a figure was computed."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, time
from typing import Any

from salesbot.domain.access import NotAllowed
from salesbot.domain.as_of import morning_of
from salesbot.domain.metrics import REVENUE, MetricUnreadable, read_metric
from salesbot.domain.people import Role
from salesbot.domain.periods import Period, PeriodUnreadable, Years, read_period
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.schedules import due_at
from salesbot.domain.scopes import EVERY, OF_PEOPLE, Scope
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.figures import (
    OwnFigures,
    Subject,
    movements,
    own_figures,
    team_figures,
    why_it_changed,
)
from salesbot.slack.asking import Answer, Ask, Updated, Word, beside
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import clean, plain
from salesbot.slack.reading import day_chosen, mentioned
from salesbot.slack.subjects import period_in
from salesbot.storage.book import Book

_CHANGES = frozenset(["changes", "changed", "spremembe", "mabadiliko"])
_WEEK = frozenset(["week", "teden", "wiki"])
_LEAD = frozenset({Role.MANAGER, Role.EXECUTIVE})


def on_me(ask: Ask, rest: str = "") -> Answer:
    """`/sales me`: where the person stands this month, or in the period behind it (`july`, `last month`, `2026-Q1`).

    Of nobody else, whoever is mentioned behind it. Raises PeriodUnreadable for any other word.
    """
    if (week := _changes_asked(rest)) is not None:
        return _moved(ask, Scope.REP, ask.person.id if ask.person else None, week)
    if any(one != ask.slack_id for one in mentioned(rest)):
        return ask.message("attainment/own_only")
    with ask.reading() as book:
        period, others = period_in(ask, book, clean(rest).split())
        if others:
            raise PeriodUnreadable(typed=plain(" ".join(others)))
        own = _own(ask, book, period)
        if own is None:
            return ask.message("attainment/nobody")
        return ask.message("attainment/me", own=own, about=_about(own), live=book.workspace.live)


def on_team(ask: Ask, rest: str = "") -> Answer:
    """`/sales team`: everybody against goal and pace; behind it a team's name, and a period other than this month."""
    if (week := _changes_asked(rest)) is not None:
        return _moved(ask, Scope.TEAM, None, week)
    with ask.reading() as book:
        period, name = period_in(ask, book, clean(rest).split())
        shown = team_figures(book, ask.person, now=ask.now, name=plain(" ".join(name)), period=period)
        return ask.message("attainment/team", shown=shown)


def on_movements(ask: Ask) -> Answer:
    """*What Changed*, *Since a Week Ago*: beside the message with the button, or in its own place."""
    return beside(_moved(ask, *read_moved(ask.value)))


def read_moved(value: str) -> tuple[Scope, int, bool]:
    """Whose movements a button names, and whether of a week: `team:3:week`. Raises ButtonExpired."""
    scope, _, rest = value.partition(":")
    number, _, since = rest.partition(":")
    if scope not in (Scope.REP, Scope.TEAM) or not number.isdecimal():
        raise ButtonExpired()
    return Scope(scope), int(number), since == "week"


def _changes_asked(rest: str) -> bool | None:
    """Whether `changes` is asked, and of a week (True) or since the last working day (False); None: it is not."""
    words = plain(rest).casefold().split()
    if not words or words[0] not in _CHANGES or len(words) > 2:
        return None
    return len(words) == 2 and words[1] in _WEEK


def _moved(ask: Ask, scope: Scope, number: int | None, week: bool) -> Answer:
    """What moved the month; of a team without a number, of all that the person sees."""
    with ask.reading() as book:
        if number is not None:
            found = [movements(book, ask.person, scope, number, week=week, now=ask.now)]
        elif scope is Scope.REP:
            return ask.message("attainment/nobody")
        else:
            teams = team_figures(book, ask.person, now=ask.now).teams
            found = [
                movements(book, ask.person, scope, part.team.id, week=week, now=ask.now) for part in teams
            ]
        return ask.message("attainment/movements", found=found)


def on_changed(ask: Ask) -> Answer:
    """*What Changed Since Yesterday?*: the last working day's morning, as it was known then and as it is known now."""
    with ask.reading() as book:
        day = calendar_of(book).last_working_before(workspace_day(book, ask.now))
        return Updated(_differing(ask, book, ask.value, day))


def on_changed_since(ask: Ask) -> Answer:
    """Another morning is chosen."""
    with ask.reading() as book:
        chosen = min(day_chosen(ask.value), workspace_day(book, ask.now))
        return Updated(_differing(ask, book, str(ask.metadata.get("subject", "")), chosen))


def _differing(ask: Ask, book: Book, value: str, day: date) -> dict[str, Any]:
    """The morning message of a day was made of what was known by 08:00; so far back it is asked."""
    zone = book.workspace.zone
    known_then = min(due_at(day, time(8), zone) or morning_of(day, zone), ask.now)
    subject = read_subject(value, book.workspace.years, EVERY)
    told = why_it_changed(book, ask.person, subject, day, known_then, now=ask.now)
    return ask.form("attainment/differing", about={"subject": value}, told=told)


def read_subject(value: str, years: Years, scopes: Container[Scope] = OF_PEOPLE) -> Subject:
    """Whose figures a button names: `rep:7:2026-06`, or `rep:7:2026-06:deals`, of these scopes. Raises ButtonExpired."""
    scope, _, rest = value.partition(":")
    number, _, rest = rest.partition(":")
    key, _, metric = rest.partition(":")
    try:
        period = read_period(key, years)
        measured_in = read_metric(metric) if metric else REVENUE
        subject = Subject(Scope(scope), int(number) if number else None, period, measured_in)
    except (ValueError, PeriodUnreadable, MetricUnreadable):
        raise ButtonExpired() from None
    if subject.scope not in scopes:
        raise ButtonExpired()
    return subject


def _own(ask: Ask, book: Book, period: Period) -> OwnFigures | None:
    if ask.person is None:
        return None
    try:
        return own_figures(book, ask.person, ask.person.id, now=ask.now, period=period)
    except NotAllowed:
        return None


def _about(own: OwnFigures) -> str:
    return str(Subject(Scope.REP, own.person.id, own.period))


WORDS = (
    Word("me", on_me),
    Word("team", on_team, roles=_LEAD, group="managers"),
)


def register(edge: Edge) -> None:
    """Answer the buttons that lead here."""
    edge.action("attainment.me")(lambda ask: beside(on_me(ask)))
    edge.action("attainment.team")(lambda ask: beside(on_team(ask)))
    edge.action("attainment.movements")(on_movements)
    edge.action("attainment.changed")(on_changed)
    edge.action("attainment.changed_since")(on_changed_since)
