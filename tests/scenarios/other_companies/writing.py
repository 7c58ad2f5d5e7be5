"""Writes one of the other companies into an empty book as its people would have, and asks `why`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from salesbot.domain.deals import DealState, EntryKind, Outcome, Share
from salesbot.domain.diagnosis import Trouble
from salesbot.domain.goals import Goal, Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.orders import StepKind
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import quarter_of
from salesbot.domain.product_lines import Line
from salesbot.services.figures.explaining import Subject
from salesbot.services.setup.workspaces import new_workspace
from salesbot.services.why import why_shown
from salesbot.storage import tables
from salesbot.storage.book import Book, open_book
from salesbot.storage.costs import Cost
from salesbot.storage.engines import Engines
from tests.scenarios.other_companies import sizes
from tests.scenarios.other_companies.drawing import Delivered, OtherCompany, Sold

ACCOUNTS = 150
"""So many customers and prospects a company has."""


def named_first(engines: Engines, company: OtherCompany) -> Trouble | None:
    """What `why` of the company and its quarter names first, for its director; None: nothing.

    The database is empty. The director leads everybody: to others no rep would be named.
    """
    found = troubles_named(engines, company)
    return found[0] if found else None


def troubles_named(engines: Engines, company: OtherCompany) -> list[Trouble]:
    """Everything that `why` names, in its order."""
    begun = _at(sizes.BEGINS)
    with engines.changing() as connection:
        made = new_workspace(
            connection, name="Another company", now=begun, currency="EUR", time_zone="Europe/Vienna",
            country="AT", live_at=begun,
        )  # fmt: skip
    with open_book(engines, made.id) as book:
        director = _Company(book, company).write()
        subject = Subject(Scope.COMPANY, None, quarter_of(sizes.QUARTER))
        shown = why_shown(book, director, subject, now=_at(sizes.ASKED))
    return [trouble.trouble for trouble in shown.looked.troubles]


class _Company:
    def __init__(self, book: Book, company: OtherCompany) -> None:
        self._book = book
        self._company = company
        self._begun = _at(sizes.BEGINS)
        self._director = self._person("Vera Lang", Role.EXECUTIVE, Role.MANAGER)
        self._reps = [self._person(f"Rep {number}", Role.REP) for number in range(len(company.loads))]
        self._products = self._labels("product", [name for name, _, _ in sizes.PRODUCTS])
        self._sources = self._labels("source", [name for name, _ in sizes.SOURCES])
        self._campaigns = self._labels("campaign", [name for name, _, _ in sizes.CAMPAIGNS])
        self._competitors = self._labels("competitor", sizes.COMPETITORS)
        self._reasons = {reason.code: reason.id for reason in book.accounts.reasons()}
        self._stage = book.accounts.stages()[0].id
        names = [f"Customer {number}" for number in range(ACCOUNTS)]
        self._accounts = list(book.accounts.ensure_all(names, self._begun).values())

    def write(self) -> Person:
        """Teams, trainings, costs and goal, deals and orders; answers with the director."""
        self._teams()
        self._trainings()
        self._plan()
        numbers = self._book.deals.new_numbers(len(self._company.deals))
        states = [
            self._state(number, deal) for number, deal in zip(numbers, self._company.deals, strict=True)
        ]
        self._book.deals.enter_all(states)
        self._deliver([state for state in states if state.outcome is Outcome.WON])
        return self._director

    def _person(self, name: str, *roles: Role) -> Person:
        email = f"{name.replace(' ', '.').casefold()}@other.example"
        slack_id = f"U0{name.replace(' ', '').upper()}"
        return self._book.people.add(
            name=name, email=email, slack_id=slack_id, roles=roles, started_on=sizes.BEGINS, now=self._begun
        )

    def _labels(self, kind: str, names: Sequence[str]) -> list[int]:
        return [self._book.accounts.ensure_label(kind, name) for name in names]

    def _teams(self) -> None:
        for name, reps in (("East", self._reps[0::2]), ("West", self._reps[1::2])):
            leader = self._person(f"Head of {name}", Role.MANAGER)
            team = self._book.people.add_team(name=name, now=self._begun, manager_id=leader.id)
            self._book.people.assign(
                leader.id,
                team_id=None,
                manager_id=self._director.id,
                valid_from=sizes.BEGINS,
                now=self._begun,
            )
            for rep in reps:
                self._book.people.assign(
                    rep.id, team_id=team.id, manager_id=leader.id, valid_from=sizes.BEGINS, now=self._begun
                )

    def _trainings(self) -> None:
        """One training a rep and quarter; with weak support most of the last ones are left undone."""
        course = self._book.courses.add(
            name="What is new", what_for="role", recorded_at=self._begun, recorded_by=self._director.id
        ).id
        rows: list[dict[str, Any]] = []
        for due in _quarter_middles():
            weak = self._company.trouble is Trouble.SUPPORT and due >= sizes.QUARTER
            for rep in self._reps:
                done = self._company.dice.random() < (0.3 if weak else sizes.TRAINED)
                rows.append({
                    "course_id": course, "person_id": rep.id, "due_on": due, "why": "chosen",
                    "done_on": due - timedelta(days=4) if done else None, "recorded_by": self._director.id,
                    "recorded_at": _at(due - timedelta(days=30)),
                })  # fmt: skip
        numbers = self._book.numbers(tables.Enrolment, len(rows))
        self._book.add_rows(
            tables.Enrolment, [{"id": number, **row} for number, row in zip(numbers, rows, strict=True)]
        )

    def _plan(self) -> None:
        """The quarter's goal, at what the company usually sells; what campaigns cost each month."""
        before = [deal.euros for deal in self._company.deals if not deal.lost_for and not deal.troubled]
        self._book.goals.add(
            Goal(
                Scope.COMPANY, None, REVENUE, quarter_of(sizes.QUARTER), Money(sum(before) // 5 * 100, "EUR"),
                valid_from=sizes.QUARTER, recorded_at=self._begun,
            )
        )  # fmt: skip
        costs = [
            Cost(date(2025 + month // 12, month % 12 + 1, 1), "marketing", label, Money(euros * 100, "EUR"))
            for month in range(18)
            for label, (_, _, euros) in zip(self._campaigns, sizes.CAMPAIGNS, strict=True)
        ]
        self._book.costs.add_all(costs, now=_at(sizes.ASKED))

    def _state(self, number: int, deal: Sold) -> DealState:
        won, rep = deal.lost_for is None, self._reps[deal.rep].id
        amount = Money(deal.euros * (100 - deal.discount), "EUR")
        line = Line(
            self._products[deal.product], 1, Money(deal.euros * 100, "EUR"), deal.discount * WHOLE // 100
        )
        return DealState(
            deal_id=number, entry_id=0, number=1, kind=EntryKind.LOGGED,
            account_id=self._accounts[number * 7 % ACCOUNTS], rep_id=rep,
            outcome=Outcome.WON if won else Outcome.LOST, stage_id=self._stage,
            reason_id=self._reasons[deal.reason] if deal.reason else None,
            more_reasons=(self._reasons[deal.second],) if deal.second else (),
            amount=amount, cost=None, opened_on=deal.opened_on, expected_on=deal.closed_on,
            closed_on=deal.closed_on, technique=None, source_id=self._sources[deal.source],
            campaign_id=None if deal.campaign is None else self._campaigns[deal.campaign],
            competitor_id=None if deal.competitor is None else self._competitors[deal.competitor],
            shares=(Share(rep, WHOLE),), lines=(line,), effective_on=deal.closed_on,
            recorded_at=_at(deal.closed_on), recorded_by=rep,
        )  # fmt: skip

    def _deliver(self, won: Sequence[DealState]) -> None:
        numbers = self._book.numbers(tables.SalesOrder, len(won))
        self._book.add_rows(tables.SalesOrder, [
            {
                "id": number, "deal_id": state.deal_id, "ordered_on": state.closed_on,
                "recorded_at": state.recorded_at, "recorded_by": state.rep_id,
            }
            for number, state in zip(numbers, won, strict=True)
        ])  # fmt: skip
        steps = [
            {
                "order_id": number, "kind": kind.value, "day": day, "score": score, "recorded_at": _at(said),
                "recorded_by": self._director.id,
            }
            for number, order in zip(numbers, self._company.orders, strict=True)
            for kind, day, said, score in _steps(order)
            if said < sizes.ASKED
        ]  # fmt: skip
        step_numbers = self._book.numbers(tables.OrderStep, len(steps))
        self._book.add_rows(
            tables.OrderStep, [{"id": number, **row} for number, row in zip(step_numbers, steps, strict=True)]
        )


def _steps(order: Delivered) -> Iterator[tuple[StepKind, date, date, int | None]]:
    """What is said of an order: what, about which day, when, and the customer's score."""
    after, asked = order.delivered_on, order.sold.closed_on + timedelta(days=1)
    yield StepKind.PROMISED, order.promised_on, asked, None
    yield StepKind.DELIVERED, after, after, None
    if order.issue:
        yield StepKind.ISSUE, after + timedelta(days=2), after + timedelta(days=2), None
        yield StepKind.RESOLVED, after + timedelta(days=6), after + timedelta(days=6), None
    if order.score is not None:
        yield StepKind.RATED, after + timedelta(days=8), after + timedelta(days=8), order.score


def _quarter_middles() -> Iterator[date]:
    for quarter in range(6):
        yield date(2025 + quarter // 4, quarter % 4 * 3 + 2, 15)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
