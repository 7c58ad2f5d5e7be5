"""Where everybody stands against their goals of a period, in the order in which reports list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from salesbot.domain.alphabet import alphabetical
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.goals import Scope
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, month_of
from salesbot.services.attainment.measured import Measured
from salesbot.storage.book import Book


@dataclass(frozen=True)
class TeamAttainment:
    """A team against its goal, and each of its reps, by name."""

    team: Team
    row: Attainment
    reps: tuple[tuple[Person, Attainment], ...]


def attainment_rows(
    book: Book, period: Period, as_of: AsOf, scopes: Iterable[Scope] = tuple(Scope)
) -> list[Attainment]:
    """The attainment report: company, then teams, territories with a goal, reps, each by name."""
    measured = Measured(book, period, as_of)
    return [
        row
        for scope in Scope
        if scope in tuple(scopes)
        for subject in measured.subjects(scope)
        for row in measured.rows_of(scope, subject)
    ]


def person_attainment(book: Book, person_id: int, as_of: AsOf, period: Period | None = None) -> Attainment:
    """Where a person stands with revenue in a period (the as-of day's month)."""
    measured = Measured(book, period or month_of(as_of.day), as_of, frozenset({person_id}))
    return measured.main_row(Scope.REP, person_id)


def team_attainment(book: Book, team_id: int, as_of: AsOf, period: Period | None = None) -> TeamAttainment:
    """Where a team and each of its reps stand with revenue in a period (the as-of day's month)."""
    measured = Measured.shared(book, period or month_of(as_of.day), as_of)
    people = sorted(measured.members(team_id), key=lambda number: alphabetical(measured.people[number].name))
    return TeamAttainment(
        book.people.team(team_id),
        measured.main_row(Scope.TEAM, team_id),
        tuple((measured.people[number], measured.main_row(Scope.REP, number)) for number in people),
    )
