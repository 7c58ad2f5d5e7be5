"""Goals for all in one form: a line for everybody whose goal the person may set, and what it is chosen by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from salesbot.domain.access import NotAllowed
from salesbot.domain.figures import Figure
from salesbot.domain.goals import GoalReason, Scope
from salesbot.domain.metrics import REVENUE, Metric, MetricKind, read_metric
from salesbot.domain.money import Money
from salesbot.domain.periods import (
    Period,
    PeriodKind,
    following,
    month_of,
    quarter_of,
    read_period,
    week_of,
    year_of,
)
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.attainment import metrics_of_people
from salesbot.services.calendars import workspace_day
from salesbot.services.goals import Subject, subjects_to_set
from salesbot.slack.asking import Answer, Ask, Opened, Updated
from salesbot.slack.goals.changing import this_month
from salesbot.slack.parsing import exact_text
from salesbot.slack.reading import day_chosen, number_in
from salesbot.storage.book import Book

OWN_DAYS = "own"
"""Chosen instead of a period: from which day to which."""
MOST_REPEATED = 11
MOST_LINES = 40
"""So many goals fit into one form; beyond, one team at a time."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form."""

    action: str
    subject: Subject
    shown: str
    """The amount as it stands in the field; empty where there is none."""


def on_form(ask: Ask) -> Answer:
    """*Set Goals*: a line for everybody whose goal one may set. Raises NotAllowed for who may set none."""
    with ask.reading() as book:
        view = _form(ask, book, this_month(book, ask), None, REVENUE)
    return Opened(view, "goals.form")


def on_period(ask: Ask) -> Answer:
    """Another period is chosen in the form: its goals take the place of those shown."""
    with ask.reading() as book:
        if ask.value == OWN_DAYS:
            shown = period_in_form(ask, book)
            return Updated(_of_own_days(ask, book, shown.starts_on, shown.last_day))
        period = read_period(ask.value, book.workspace.years)
        return Updated(_form(ask, book, period, _team_in(ask), metric_in_form(ask)))


def on_first_day(ask: Ask) -> Answer:
    """The first of days of one's own is chosen in the form; the last comes no earlier."""
    with ask.reading() as book:
        first, last = day_chosen(ask.value), period_in_form(ask, book).last_day
        return Updated(_of_own_days(ask, book, first, max(first, last)))


def on_last_day(ask: Ask) -> Answer:
    """The last of days of one's own is chosen in the form; the first comes no later."""
    with ask.reading() as book:
        last, first = day_chosen(ask.value), period_in_form(ask, book).starts_on
        return Updated(_of_own_days(ask, book, min(first, last), last))


def _of_own_days(ask: Ask, book: Book, first: date, last: date) -> dict[str, Any]:
    period = read_period(f"{first}/{last}", book.workspace.years)
    return _form(ask, book, period, _team_in(ask), metric_in_form(ask))


def on_team(ask: Ask) -> Answer:
    """One team is chosen in the form."""
    with ask.reading() as book:
        team_id = number_in(ask.value) if ask.value.isdigit() else None
        return Updated(_form(ask, book, period_in_form(ask, book), team_id, metric_in_form(ask)))


def on_metric(ask: Ask) -> Answer:
    """Another metric is chosen in the form: its goals take the place of those shown."""
    with ask.reading() as book:
        return Updated(_form(ask, book, period_in_form(ask, book), _team_in(ask), read_metric(ask.value)))


def _form(ask: Ask, book: Book, period: Period, team_id: int | None, metric: Metric) -> dict[str, Any]:
    subjects = subjects_to_set(book, ask.person, period, now=ask.now, metric=metric)
    if not subjects:
        raise NotAllowed(operation="set_goal")
    teams = [each for each in subjects if each.scope is Scope.TEAM]
    by_team = len(subjects) > MOST_LINES and bool(teams)
    if by_team and team_id is None:
        team_id = teams[0].subject_id
    shown = _of_team(book, ask, subjects, team_id) if by_team else subjects
    rows = [Row(action_of(each, period, metric), each, _text(each)) for each in shown[: MOST_LINES * 2]]
    return ask.form(
        "goals/form", about={"period": period.key, "team": team_id, "metric": str(metric)}, rows=rows,
        period=period, metric=str(metric), metrics=_metrics(book, metric), money=metric.is_money,
        own_days=period.kind is PeriodKind.CUSTOM, later=_later(book, period),
        periods=_choices(book, ask, period), teams=teams if by_team else [], team_id=team_id,
        reasons=list(GoalReason), currency=book.workspace.currency,
    )  # fmt: skip


def _of_team(book: Book, ask: Ask, subjects: Iterable[Subject], team_id: int | None) -> list[Subject]:
    """The company, territories, the team, and its people."""
    members = book.people.members_on(team_id, workspace_day(book, ask.now)) if team_id is not None else []
    return [
        each
        for each in subjects
        if each.scope in (Scope.COMPANY, Scope.TERRITORY)
        or (each.scope is Scope.TEAM and each.subject_id == team_id)
        or (each.scope is Scope.REP and each.subject_id in members)
    ]


def _choices(book: Book, ask: Ask, shown: Period) -> list[Period]:
    """The periods that can be chosen: this month and the next two; this quarter, year and week, and the next of each."""
    day, start = workspace_day(book, ask.now), book.workspace.years
    month, quarter, year, week = month_of(day), quarter_of(day, start), year_of(day, start), week_of(day)
    usual = [
        month, following(month), following(following(month)), quarter, following(quarter, start), year,
        following(year, start), week, following(week),
    ]  # fmt: skip
    return usual if shown in usual else [shown, *usual]


def _later(book: Book, period: Period) -> list[Period]:
    """Up to where a goal can be repeated: the periods of the same kind that come after this one."""
    found = [period] if period.kind is not PeriodKind.CUSTOM else []
    while found and len(found) <= MOST_REPEATED:
        found.append(following(found[-1], book.workspace.years))
    return found[1:]


def _metrics(book: Book, shown: Metric) -> list[str]:
    """The metrics that can be chosen: those that are measured, then each product and kind of activity."""
    company = [str(Metric(kind)) for kind in MetricKind if Metric(kind).of_company]
    return list(dict.fromkeys([*metrics_of_people(book), *company, str(shown)]))


def action_of(subject: Subject, period: Period, metric: Metric) -> str:
    """A field's name holds period and metric, so that nothing typed for one stays standing for another."""
    return f"goal:{subject.scope.value}:{subject.subject_id or 0}:{metric}:{period.key}"


def _text(subject: Subject) -> str:
    """A goal as it can be typed: `60000 EUR floor:50000EUR stretch:75000EUR`."""
    tiers = (("floor", subject.floor), ("stretch", subject.stretch))
    said = [f"{name}:{_exact(tier).replace(' ', '')}" for name, tier in tiers if tier is not None]
    return "" if subject.goal is None else " ".join([_exact(subject.goal), *said])


def _exact(goal: Figure) -> str:
    return exact_text(goal) if isinstance(goal, Money) else f"{goal.decimal:f}"


def period_in_form(ask: Ask, book: Book) -> Period:
    """The period that the form shows. Raises ButtonExpired where nothing of the form came with what was pressed."""
    if "period" not in ask.metadata:
        raise ButtonExpired()
    return read_period(str(ask.metadata["period"]), book.workspace.years)


def metric_in_form(ask: Ask) -> Metric:
    """The metric that the form shows."""
    return read_metric(str(ask.metadata.get("metric") or REVENUE))


def _team_in(ask: Ask) -> int | None:
    team_id = ask.metadata.get("team")
    return int(team_id) if team_id else None
