"""Goals for all in one form: a line for everybody whose goal the person may set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from salesbot.domain.access import NotAllowed
from salesbot.domain.figures import Figure
from salesbot.domain.goals import GoalNotAFigure, GoalReason, Scope
from salesbot.domain.metrics import REVENUE, Metric, MetricKind, read_metric
from salesbot.domain.misreadings import Misreading
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, following, month_of, quarter_of, read_period, week_of, year_of
from salesbot.services.attainment import is_measured
from salesbot.services.calendars import workspace_day
from salesbot.services.goals import GoalReasonMissing, Subject, Wanted, subjects_to_set
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened, Updated
from salesbot.slack.goals.changing import made_or_shown, this_month
from salesbot.slack.goals.figures import read_target
from salesbot.slack.parsing import exact_text
from salesbot.slack.reading import parsing_context
from salesbot.storage.book import Book

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
        period = read_period(ask.value, book.workspace.years)
        return Updated(_form(ask, book, period, _team_in(ask), _metric_in(ask)))


def on_team(ask: Ask) -> Answer:
    """One team is chosen in the form."""
    with ask.reading() as book:
        team_id = int(ask.value) if ask.value.isdigit() else None
        return Updated(_form(ask, book, _period_in(ask, book), team_id, _metric_in(ask)))


def on_metric(ask: Ask) -> Answer:
    """Another metric is chosen in the form: its goals take the place of those shown."""
    with ask.reading() as book:
        return Updated(_form(ask, book, _period_in(ask, book), _team_in(ask), read_metric(ask.value)))


def on_form_sent(ask: Ask) -> Answer:
    """The form is sent off: what is new is set; a change of what stands is shown first; the rest stays."""

    def done(book: Book) -> Answer:
        period, metric = _period_in(ask, book), _metric_in(ask)
        subjects = {
            _action(subject, period, metric): subject
            for subject in subjects_to_set(book, ask.person, period, now=ask.now, metric=metric)
        }
        targets = _targets(ask, book, _changed(ask, subjects), metric)
        wanted = [
            Wanted(subjects[action].scope, subjects[action].subject_id, target, metric)
            for action, target in targets.items()
        ]
        reason = GoalReason(ask.values["reason"]) if ask.values.get("reason") else None
        try:
            return made_or_shown(ask, book, period, wanted, reason)
        except GoalReasonMissing:
            raise FieldsRefused({"reason": ask.words("goals/fields/reason")}) from None
        except GoalNotAFigure as mistake:
            wrong = next(action for action, target in targets.items() if target == mistake.facts["target"])
            why = ask.words(mistake.template, in_form=True, **mistake.facts)
            raise FieldsRefused({wrong: why}) from None

    return ask.change(done)


def _form(ask: Ask, book: Book, period: Period, team_id: int | None, metric: Metric) -> dict[str, Any]:
    subjects = subjects_to_set(book, ask.person, period, now=ask.now, metric=metric)
    if not subjects:
        raise NotAllowed(operation="set_goal")
    teams = [each for each in subjects if each.scope is Scope.TEAM]
    by_team = len(subjects) > MOST_LINES and bool(teams)
    if by_team and team_id is None:
        team_id = teams[0].subject_id
    shown = _of_team(book, ask, subjects, team_id) if by_team else subjects
    rows = [Row(_action(each, period, metric), each, _text(each.goal)) for each in shown[: MOST_LINES * 2]]
    return ask.form(
        "goals/form", about={"period": period.key, "team": team_id, "metric": str(metric)}, rows=rows,
        period=period, metric=str(metric), metrics=_metrics(metric), money=metric.is_money,
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


def _changed(ask: Ask, subjects: Mapping[str, Subject]) -> dict[str, str]:
    """What stands otherwise in a field than when the form was shown, so that nobody's newer goal is overwritten."""
    was = {
        block["element"]["action_id"]: block["element"].get("initial_value") or ""
        for block in (ask.payload.get("view") or {}).get("blocks", ())
        if block.get("type") == "input"
    }
    typed = {action: str(ask.values.get(action) or "").strip() for action in subjects if action in was}
    return {action: text for action, text in typed.items() if text != was[action]}


def _targets(ask: Ask, book: Book, typed: Mapping[str, str], metric: Metric) -> dict[str, Figure | None]:
    context, errors = parsing_context(book, ask), dict[str, str]()
    targets: dict[str, Figure | None] = {}
    for action, text in typed.items():
        try:
            targets[action] = read_target(text, metric, context) if text else None
        except (Misreading, GoalNotAFigure) as mistake:
            facts = {**mistake.facts, "command": "", "in_form": True, "for_goal": True}
            errors[action] = ask.words(mistake.template, **facts)
    if errors:
        raise FieldsRefused(errors)
    return targets


def _choices(book: Book, ask: Ask, shown: Period) -> list[Period]:
    """The periods that can be chosen: this month and the next two; this quarter, year and week, and the next of each."""
    day, start = workspace_day(book, ask.now), book.workspace.years
    month, quarter, year, week = month_of(day), quarter_of(day, start), year_of(day, start), week_of(day)
    usual = [
        month, following(month), following(following(month)), quarter, following(quarter, start), year,
        following(year, start), week, following(week),
    ]  # fmt: skip
    return usual if shown in usual else [shown, *usual]


def _metrics(shown: Metric) -> list[str]:
    """The metrics that can be chosen: those that are measured, without those of single products."""
    usual = [Metric(kind) for kind in MetricKind if kind is not MetricKind.PRODUCT]
    return [str(each) for each in dict.fromkeys([*usual, shown]) if is_measured(each)]


def _action(subject: Subject, period: Period, metric: Metric) -> str:
    """A field's name holds period and metric, so that nothing typed for one stays standing for another."""
    return f"goal:{subject.scope.value}:{subject.subject_id or 0}:{metric}:{period.key}"


def _text(goal: Figure | None) -> str:
    if goal is None:
        return ""
    return exact_text(goal) if isinstance(goal, Money) else f"{goal.decimal:f}"


def _period_in(ask: Ask, book: Book) -> Period:
    return read_period(str(ask.metadata["period"]), book.workspace.years)


def _metric_in(ask: Ask) -> Metric:
    return read_metric(str(ask.metadata.get("metric") or REVENUE))


def _team_in(ask: Ask) -> int | None:
    team_id = ask.metadata.get("team")
    return int(team_id) if team_id else None
