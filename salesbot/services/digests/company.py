"""The company in a morning message: where it stands, its teams, what changed; no person's figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from salesbot.domain import figures
from salesbot.domain.access import may_see_company
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.goals import Scope
from salesbot.domain.odds import odds_of
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period, month_of
from salesbot.services.attainment import Measured, carried_in
from salesbot.services.calendars import place_of
from salesbot.services.digests.changed import Moments, changes_of, rest_of_month
from salesbot.services.digests.ended import corrected_of, ended_of
from salesbot.services.digests.lines import Named, lines_of, whole, whole_or_none
from salesbot.services.digests.since import digest_before
from salesbot.services.digests.tables import RepLine
from salesbot.services.digests.teams import forecast_of, share_of
from salesbot.services.digests.territories import territories_of
from salesbot.services.digests.told import Company, Since, Standing, last_counted
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class CompanyPart(Standing):
    """The company in a morning message; a line for each team, furthest behind first, adding up to the company."""

    team: Company
    period: Period
    as_of: AsOf
    now: datetime
    place: str
    """The city of the workspace's time zone."""
    since: Since
    territories: tuple[Named, ...]
    """Each territory that has a goal for the month, furthest behind first; they need not add up to the company."""

    @property
    def quiet(self) -> bool:
        """Whether nothing is new: then it is one line."""
        of_this_month = self.since.day >= self.period.starts_on
        return of_this_month and not (self.changes.causes or self.corrected or self.since.missed)

    @property
    def covered_through(self) -> date:
        """The last day that counts."""
        return last_counted(self.as_of)


def company_part(book: Book, person: Person, as_of: AsOf, now: datetime) -> CompanyPart | None:
    """The company as of a moment for an executive who wants it; None for everybody else, or where nothing is there."""
    if not (book.choices.of(person.id).takes("company") and reads_company(book, person, now)):
        return None
    measured = Measured.shared(book, month_of(as_of.day), as_of)
    row = measured.main_row(Scope.COMPANY, None)
    return _part(book, person, measured, row, now) if row.goal is not None or _has_won(row) else None


def _part(book: Book, person: Person, measured: Measured, row: Attainment, now: datetime) -> CompanyPart:
    as_of, period = measured.as_of, measured.period
    since, before = digest_before(book, person, as_of)
    moments = Moments(book, as_of, before)
    parts = moments.parts(figures.currency_of(row.won) or measured.currency)
    ahead = forecast_of(parts, row, None, period, as_of)
    changes = partial(changes_of, moments, parts.currency, Scope.COMPANY, None)
    wrap = book.choices.of(person.id).takes("wrap")
    return CompanyPart(
        team=Company(book.workspace.name), period=period, as_of=as_of, now=now, place=place_of(book), since=since,
        row=row, won=whole(row.won), goal=whole_or_none(row.goal), against_pace=whole_or_none(row.against_pace),
        carried=carried_in(measured, Scope.COMPANY, None, row), lines=_lines(book, measured, row), forecast=ahead,
        share_expected=share_of(figures.as_money(ahead.expected), row),
        odds=odds_of(ahead.chance) if ahead.chance is not None else None,
        changes=changes(period),
        rest=rest_of_month(moments, changes),
        ended=ended_of(moments, Scope.COMPANY, None) if wrap else (),
        corrected=corrected_of(moments, parts.currency, lambda *_: True, lambda _: False),
        territories=territories_of(measured),
    )  # fmt: skip


def company_lines(book: Book, as_of: AsOf) -> tuple[RepLine, ...]:
    """A line for each team, as the company's part of a morning message has them."""
    measured = Measured.shared(book, month_of(as_of.day), as_of)
    return _lines(book, measured, measured.main_row(Scope.COMPANY, None))


def reads_company(book: Book, person: Person, now: datetime) -> bool:
    """Whether somebody leads the company and may see its figures."""
    viewer = viewer_of(book, person, now)
    reps = frozenset(each.id for each in book.people.having(Role.REP))
    return viewer.has(Role.EXECUTIVE) and may_see_company(viewer, reps)


def _lines(book: Book, measured: Measured, row: Attainment) -> tuple[RepLine, ...]:
    teams = [Named(team.name, measured.main_row(Scope.TEAM, team.id)) for team in book.people.teams()]
    shown = [each for each in teams if each.row.goal is not None or _has_won(each.row)]
    return lines_of(row, shown, shown)


def _has_won(row: Attainment) -> bool:
    return bool(figures.size_of(row.won))
