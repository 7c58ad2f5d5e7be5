"""Suggested goals, goals that follow days away, and plans, of the program's own services, to be held against the oracle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Role, Team
from salesbot.domain.periods import read_period
from salesbot.services.absences.following import following_goals, let_goals_follow
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.goals import suggest_goal
from salesbot.services.plans import plan_shown
from salesbot.services.plans.staffing import staffing_shown
from salesbot.storage.book import Book, open_book
from salesbot.storage.engines import open_engines
from tests.scenarios.oracle.planned import MONTH, Planned, Serving, serving
from tests.scenarios.oracle.reckoning import Reckoning
from tests.scenarios.oracle.staffed import Staffed

Hold = Callable[[str, object, object], None]
"""(where, what the program says, what the oracle says)."""


def hold_planning(hold: Hold, folder: Path, said: Reckoning, seed: int) -> None:
    """Every rep's suggested goal and followed goals of a seed's company, and everybody's plan."""
    engines = open_engines(f"sqlite:///{folder}/oracle.db")
    try:
        now, everybody = datetime.now(UTC), serving(seed, said.company)
        with open_book(engines, 1) as book:
            people = {each.email or "": each for each in book.people.all()}
            boss = book.people.add(name="Boss", roles=[Role.ADMIN, Role.EXECUTIVE], now=now)
            planned = Staffed(said, everybody, workspace_day(book, now))
            _serve(book, people, everybody, now)
            for who in said.company.people:
                _suggested(hold, book, boss, people[who], planned, who, f"{seed} suggested {who}", now)
            for scope, name in said.subjects:
                _plans(hold, book, boss, people, planned, scope, name, f"{seed} plan {scope} {name}", now)
            for team in book.people.teams():
                _staffed(hold, book, boss, team, planned, f"{seed} staffing {team.name}", now)
            for who in said.company.people:
                _followed(hold, book, boss, people[who], planned, who, f"{seed} away {who}", now)
    finally:
        engines.close()


def _serve(book: Book, people: dict[str, Person], everybody: Serving, now: datetime) -> None:
    day = workspace_day(book, now)
    for who, service in everybody.of.items():
        number = people[who].id
        book.people.change(number, started_on=service.started, ended_on=service.ended)
        if service.percent != 100:
            book.absences.set_workload(number, service.percent, day, now=now, by=None)
        for first, last in service.away:
            book.absences.add(number, first, last, deputy_id=None, now=now, by=None)


def _suggested(
    hold: Hold, book: Book, boss: Person, person: Person, planned: Planned, who: str, where: str, now: datetime
) -> None:  # fmt: skip
    found = suggest_goal(book, boss, person.id, read_period(MONTH), now=now)
    for figure, wanted in planned.suggested(who).items():
        value = getattr(found, figure)
        hold(f"{where} {figure}", value.minor if isinstance(value, Money) else value, wanted)


def _followed(
    hold: Hold, book: Book, boss: Person, person: Person, planned: Planned, who: str, where: str, now: datetime
) -> None:  # fmt: skip
    standing, sizes = book.absences.between(date(2026, 1, 1), date(2027, 12, 31), person.id), dict[str, int]()
    for place, absence in enumerate(sorted(standing, key=lambda each: each.id)):
        told = following_goals(book, absence, workspace_day(book, now))
        found = {
            each.period.key: each.becomes.minor
            for each in told
            if isinstance(each.becomes, Money) and str(each.goal.metric) == "revenue"
        }
        wanted = planned.followed(who, place, sizes)
        hold(f"{where} {place}", found, wanted)
        sizes |= wanted
        let_goals_follow(book, boss, absence.id, now=now)


def _plans(
    hold: Hold, book: Book, boss: Person, people: dict[str, Person], planned: Planned, scope: str, name: str,
    where: str, now: datetime,
) -> None:  # fmt: skip
    teams = {team.name: team.id for team in book.people.teams()}
    number = people[name].id if scope == "rep" else teams[name] if scope == "team" else None
    subject = Subject(Scope(scope), number, read_period(MONTH, book.workspace.years))
    shown = plan_shown(book, people[name] if scope == "rep" else boss, subject, now=now)
    assert isinstance(shown.row.won, Money)
    goal = shown.row.goal
    wanted = planned.plan(
        scope, name, _goal_of(planned, scope, name, shown.row.won.currency), shown.row.won.currency
    )
    hold(f"{where} whether there is one", shown.plan is not None, bool(wanted))
    assert goal is None or isinstance(goal, Money)
    for figure, wants in wanted.items():
        value = shown.of_team if figure == "of_team" else getattr(shown.plan, figure, None)
        hold(f"{where} {figure}", value.minor if isinstance(value, Money) else value, wants)


def _staffed(
    hold: Hold, book: Book, boss: Person, team: Team, planned: Staffed, where: str, now: datetime
) -> None:
    shown = staffing_shown(book, boss, team.id, read_period(MONTH, book.workspace.years), now=now)
    wanted, found = planned.staffed(team.name), shown.result
    hold(f"{where} whether it can be said", found is not None, bool(wanted))
    for figure, wants in wanted.items():
        of = shown.productivity if figure in ("a_day", "low", "high") else found
        value = getattr(of, figure, None)
        hold(f"{where} {figure}", value.minor if isinstance(value, Money) else value, wants)


def _goal_of(planned: Planned, scope: str, name: str, currency: str) -> Fraction | None:
    goals = planned.said.goals_of(scope, name, "revenue", MONTH, planned.today)
    return next((size for size, each in goals if each == currency), None)
