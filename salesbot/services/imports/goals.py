"""Goals from a file: for reps, teams, territories and the company, version by version.

Without `valid_from` a goal holds from the first day of its period. A version of that day with another target, currency
or reason is corrected by one recorded now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from salesbot.domain.figures import Count, Figure, is_goal
from salesbot.domain.goals import Goal, GoalReason, Scope
from salesbot.domain.metrics import Metric, MetricKind, MetricUnreadable, read_metric
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, PeriodUnreadable, Years, read_period
from salesbot.domain.seasons import BY_WORKING_DAYS, Season, SeasonUnreadable, may_have_season, read_season
from salesbot.services.exports.goals import TAKEN_BACK, written_target
from salesbot.services.exports.people import person_names
from salesbot.services.goals.recording import record_goal
from salesbot.services.imports.cells import Cells
from salesbot.services.imports.plans import Change, Planned, Planning, Told
from salesbot.services.imports.problems import Why
from salesbot.services.imports.sheets import Sheet
from salesbot.services.setup.reading import nearest
from salesbot.storage.book import Book
from salesbot.storage.people import folded

Key: TypeAlias = tuple[Scope, int | None, str, str, date]

_SCOPES = {scope.value: scope for scope in Scope}
_EXAMPLES = {Scope.REP: "kim@example.com", Scope.TEAM: "Adria", Scope.TERRITORY: "North"}
_REASONS = {reason.value: reason for reason in GoalReason}


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom goals can be for, and what holds for all of them."""

    people: Mapping[str, int]
    teams: Mapping[str, int]
    team_names: tuple[str, ...]
    territories: Mapping[str, int]
    territory_names: tuple[str, ...]
    currency: str | None
    years: Years
    season: Season
    """What the company settled for new goals."""
    versions: Mapping[Key, Goal]

    def season_of(self, goal: Goal, said: Season | None) -> Season:
        """What each month carries: as the file says, else as the version stands, else as the company settled."""
        if not may_have_season(goal.period, goal.metric.adds_up):
            return BY_WORKING_DAYS
        standing = self.versions.get(_key(goal))
        usual = standing.season if standing is not None else self.season
        return usual if said is None else said


def plan_goals(book: Book, sheet: Sheet, now: datetime) -> Planned:
    """What the file would change. Raises ImportRefused."""
    plan = Planning(sheet, now)
    subjects = _subjects(book)
    known = subjects.versions
    seen: dict[Key, Goal] = {}
    new: list[Goal] = []
    for row in sheet.rows:
        cells = Cells(row)
        goal = _goal(cells, subjects, now)
        if goal is not None:
            first = seen.setdefault(_key(goal), goal)
            if first is not goal and not _same(first, goal):
                cells.wrong("target", Why.TWICE)
            elif first is goal and not _same(known.get(_key(goal)), goal):
                new.append(goal)
                plan.changes.append(_change(row.line, row.cells.get("name", ""), known.get(_key(goal)), goal))
        plan.problems += cells.problems

    def enter(book: Book, import_id: int, told: Told) -> None:
        for goal in new:
            record_goal(book, goal, known.get(_key(goal)), import_id=import_id)

    return plan.done(enter)


def _subjects(book: Book) -> Subjects:
    teams, territories = book.people.teams(), book.relationships.territories()
    return Subjects(
        people={name: number for number, name in person_names(book).items()},
        teams={folded(team.name): team.id for team in teams},
        team_names=tuple(team.name for team in teams),
        territories={folded(each.name): each.id for each in territories},
        territory_names=tuple(each.name for each in territories),
        currency=book.workspace.currency,
        years=book.workspace.years,
        season=book.workspace.season,
        versions={_key(goal): goal for goal in book.goals.versions()},
    )


def _goal(cells: Cells, subjects: Subjects, now: datetime) -> Goal | None:
    cells.required("scope", "rep")
    scope = cells.choice("scope", _SCOPES)
    metric, period = _metric(cells), _period(cells, subjects.years)
    subject = _subject(cells, scope, subjects) if scope is not None else None
    target = _target(cells, metric, subjects.currency) if metric is not None else None
    valid_from = cells.day("valid_from")
    reason = cells.choice("reason", _REASONS)
    season = _season(cells)
    if not cells.sound or scope is None or metric is None or period is None:
        return None
    goal = Goal(scope, subject, metric, period, target, valid_from or period.starts_on, now, reason)
    return replace(goal, season=subjects.season_of(goal, season))


def _subject(cells: Cells, scope: Scope, subjects: Subjects) -> int | None:
    name = cells.name("name")
    if scope is Scope.COMPANY:
        if name is not None:
            cells.wrong("name", Why.EXTRA)
        return None
    if name is None:
        cells.required("name", _EXAMPLES[scope])
        return None
    if scope is Scope.REP:
        return cells.person("name", subjects.people)
    if scope is Scope.TERRITORY:
        territory = subjects.territories.get(folded(name))
        if territory is None:
            known = subjects.territory_names
            cells.wrong("name", Why.TERRITORY, nearest(name, known) or known[:8])
        return territory
    team = subjects.teams.get(folded(name))
    if team is None:
        cells.wrong("name", Why.TEAM, nearest(name, subjects.team_names) or subjects.team_names[:8])
    return team


def _metric(cells: Cells) -> Metric | None:
    typed = cells.required("metric", "revenue")
    if typed is None:
        return None
    try:
        return read_metric(typed)
    except MetricUnreadable:
        kinds = [kind.value for kind in MetricKind]
        cells.wrong("metric", Why.METRIC, nearest(typed.partition(":")[0], kinds) or kinds)
        return None


def _period(cells: Cells, years: Years) -> Period | None:
    typed = cells.required("period", "2026-01")
    if typed is None:
        return None
    try:
        return read_period(typed, years)
    except PeriodUnreadable:
        cells.wrong("period", Why.PERIOD, ("2026-01", "2026-W03", "2026-Q1", "2026"))
        return None


def _season(cells: Cells) -> Season | None:
    typed = cells.text("season")
    if typed is None:
        return None
    try:
        return read_season(typed)
    except SeasonUnreadable:
        cells.wrong("season", Why.SEASON, ("8,7,9,9,9,8,5,4,9,10,11,11", "even"))
        return None


def _target(cells: Cells, metric: Metric, usual: str | None) -> Figure | None:
    typed = cells.required("target", "12500.00" if metric.is_money else "20")
    if typed is None or typed.casefold() == TAKEN_BACK:
        return None
    target = _money(cells, usual) if metric.is_money else _count(cells)
    if target is not None and not is_goal(target, metric.lower_is_better):
        cells.wrong("target", Why.NOT_ABOVE_ZERO)
    return target


def _money(cells: Cells, usual: str | None) -> Money | None:
    return cells.money("target", cells.currency("currency", usual))


def _count(cells: Cells) -> Count | None:
    if cells.text("currency"):
        cells.wrong("currency", Why.CURRENCY_OF_COUNT)
    value = cells.decimal("target", example="20")
    if value is None:
        return None
    try:
        return Count.of(value)
    except ValueError:
        cells.wrong("target", Why.DECIMALS, (str(value.quantize(Decimal("0.000001"))),))
        return None


def _key(goal: Goal) -> Key:
    return goal.scope, goal.subject_id, str(goal.metric).casefold(), goal.period.key, goal.valid_from


def _same(known: Goal | None, goal: Goal) -> bool:
    return known is not None and (
        (known.target, known.reason, known.season) == (goal.target, goal.reason, goal.season)
    )


def _change(line: int, name: str, was: Goal | None, goal: Goal) -> Change:
    shown = f"{goal.scope} {name} {goal.metric} {goal.period.key}".replace("  ", " ")
    if was is None:
        return Change(line, shown, True)
    columns = [("target", written_target(was), written_target(goal))] if was.target != goal.target else []
    if was.reason != goal.reason:
        columns.append(("reason", str(was.reason or ""), str(goal.reason or "")))
    if was.season != goal.season:
        columns.append(("season", str(was.season), str(goal.season)))
    return Change(line, shown, False, tuple(columns))
