"""What a team's own history says of a forecast: how likely each stage is won, and how months usually go on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from salesbot.domain import figures
from salesbot.domain.chances import StageChance, in_its_month
from salesbot.domain.forecasting import OpenDeal
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.domain.periods import Period, PeriodKind, previous
from salesbot.domain.rhythm import MONTHS_NEEDED, PastMonth, Rhythm, rhythm_of
from salesbot.domain.track_records import PastDue, TrackRecord, track_record
from salesbot.services.attainment import Measured, Won, winnings
from salesbot.services.calendars import calendar_of
from salesbot.services.figures.explaining import Subject
from salesbot.storage.book import Book
from salesbot.storage.deals.opening import DueMonth

YEARS_LEARNED = 2
MONTHS_LOOKED_AT = 24 + MONTHS_NEEDED
"""From the first ones nothing is foretold; of the rest every month of the year counts as often as the others, or a
season would tip the interval."""
MONTHS_OF_RECORD = 24
MOST_IN_POOL = 60
"""So many people's months are looked at: enough for an interval, and quick."""
_NOBODY = -1


@dataclass(frozen=True, slots=True)
class UsualMonth:
    """A past month, cut where the same part of its working days was gone."""

    month: Period
    so_far: Money
    total: Money

    @property
    def rest(self) -> Money:
        """What it still brought from then on."""
        return self.total - self.so_far


@dataclass(frozen=True, slots=True)
class UsualEnd:
    """Where a month ends if it goes on as months usually do, in money; see `domain.rhythm`."""

    expected: Money
    low: Money | None
    high: Money | None
    rhythm: Rhythm
    months: tuple[UsualMonth, ...] = ()
    """The own months that it is made from, the oldest first."""
    usual: Money | None = None
    """The mean of these."""


@dataclass(frozen=True, slots=True)
class CountedDeal:
    """An open deal, as much of it as counts, and with what probability: as set, and as the team wins them."""

    amount: Money
    as_set: int
    learned: int


def stage_chances(book: Book, measured: Measured, subject: Subject) -> tuple[StageChance, ...]:
    """The open stages with the probability that is set and the one that the team's last two years bear out."""
    day = measured.as_of.day
    since = date(day.year - YEARS_LEARNED, day.month, 1)
    people = team_of(measured, subject)
    counted = book.deals.decided_by_stage(since, day, measured.as_of.known_at, people)
    return tuple(
        StageChance(stage.id, stage.full_name, stage.probability, *counted.get(stage.id, (0, 0)))
        for stage in book.accounts.stages()
    )


def record_of(
    book: Book, measured: Measured, subject: Subject, chances: tuple[StageChance, ...]
) -> TrackRecord | None:
    """How these shares did in past months, on the same morning; None for other periods, or without history."""
    period, days = measured.period, measured.workdays
    if period.kind is not PeriodKind.MONTH:
        return None
    months = list(_months_before(period))[-MONTHS_OF_RECORD:]
    mornings = _mornings(book, months, days.gone, days.all)
    asked = [DueMonth(morning, month.ends_on) for month, morning in zip(months, mornings, strict=True)]
    people = team_of(measured, subject)
    found = book.deals.due_in(asked, measured.as_of.known_at, people)
    return track_record(
        (PastDue(len(months) - place, stage, due, won) for place, stage, due, won in found), chances
    )


def with_chances(
    deals: Iterable[OpenDeal], stages: dict[int, int | None], chances: Iterable[StageChance],
    record: TrackRecord | None,
) -> list[OpenDeal]:  # fmt: skip
    """The deals with what their stages' history bears out; `stages` tells each deal's."""
    factor = 1.0 if record is None else record.factor
    known = {each.stage_id: in_its_month(each, factor) for each in chances}
    found = []
    for deal in deals:
        told = known.get(stages.get(deal.deal_id) or 0)
        found.append(deal if told is None else replace(deal, percent=told[0], belief=told[1]))
    return found


def counted_deals(opened: Iterable[OpenDeal], borne_out: Iterable[OpenDeal]) -> dict[int, CountedDeal]:
    """The open deals that a forecast is made from, by number; several parts of one deal are one."""
    learned, found = {each.deal_id: each.percent for each in borne_out}, dict[int, CountedDeal]()
    for each in opened:
        assert each.amount is not None
        held = found.get(each.deal_id)
        amount = each.amount if held is None else held.amount + each.amount
        found[each.deal_id] = CountedDeal(amount, each.percent, learned[each.deal_id])
    return found


def team_of(measured: Measured, subject: Subject) -> frozenset[int] | None:
    """The people of the subject's team, from whose deals is learned; None: everybody's, for a territory too."""
    if subject.scope in (Scope.COMPANY, Scope.TERRITORY) or subject.subject_id is None:
        return None
    team = subject.subject_id
    if subject.scope is Scope.REP:
        found = measured.teams.of(subject.subject_id, measured.as_of.day)
        if found is None:
            return frozenset({subject.subject_id})
        team = found
    return frozenset(measured.members(team))


def usual_end(book: Book, measured: Measured, subject: Subject, won: Money) -> UsualEnd | None:
    """Where the running month ends if it goes on as months usually do; None for other periods, or without history."""
    period, days = measured.period, measured.workdays
    if period.kind is not PeriodKind.MONTH or not days.gone or not days.left:
        return None
    months = list(_months_before(period))
    pool = _pool(book, measured, subject)
    rows = winnings(
        book,
        REVENUE,
        months[0].starts_on,
        period.starts_on,
        measured.as_of.known_at,
        won.currency,
        people=pool,
        by_day=True,
        by_account=not subject.scope.of_people,
    ).rows
    owner_of = _owner(measured, subject)
    past = _past_months(book, rows, months, days.gone, days.all, owner_of)
    own = _NOBODY if subject.subject_id is None else subject.subject_id
    found = rhythm_of(own, won.minor, past)
    return None if found is None else _in_money(found, won.currency, months)


def _in_money(rhythm: Rhythm, currency: str, months: Sequence[Period]) -> UsualEnd:
    own = tuple(
        UsualMonth(months[each.month], Money(each.so_far, currency), Money(each.total, currency))
        for each in rhythm.counted
    )
    low, high = (None if minor is None else Money(minor, currency) for minor in (rhythm.low, rhythm.high))
    return UsualEnd(Money(rhythm.expected, currency), low, high, rhythm, own, Money(rhythm.usual, currency))


def _months_before(period: Period) -> Iterable[Period]:
    months = [period]
    while len(months) <= MONTHS_LOOKED_AT:
        months.append(previous(months[-1]))
    return reversed(months[1:])


def _owner(measured: Measured, subject: Subject) -> Callable[[Won], int | None]:
    """To whom a win of the pool counts: to the person, to the team or territory of that day, to the company."""
    if subject.scope is Scope.REP:
        return lambda row: row.person_id
    if subject.scope is Scope.TEAM:
        return lambda row: measured.teams.of(row.person_id, row.day)
    if subject.scope is Scope.TERRITORY:
        return lambda row: measured.territories.of(row.account_id or 0, row.day)
    return lambda row: _NOBODY


def _pool(book: Book, measured: Measured, subject: Subject) -> frozenset[int] | None:
    """Whose months the interval stands on: for a rep or a team the reps, the own ones first; None: everybody's."""
    if subject.scope in (Scope.COMPANY, Scope.TERRITORY):
        return None
    own = team_of(measured, subject) or frozenset()
    if subject.scope is Scope.REP and subject.subject_id is not None:
        own |= {subject.subject_id}
    others = [person.id for person in book.people.having(Role.REP) if person.id not in own]
    return frozenset([*sorted(own), *others[: max(MOST_IN_POOL - len(own), 0)]])


def _past_months(
    book: Book, rows: Iterable[Won], months: list[Period], gone: int, days: int,
    owner_of: Callable[[Won], int | None],
) -> list[PastMonth]:  # fmt: skip
    """Everybody's past months, from the first one in which they won something; cut at the same part of working days."""
    places = {month.starts_on: place for place, month in enumerate(months)}
    cuts = _mornings(book, months, gone, days)
    sums: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for row in rows:
        owner = owner_of(row)
        if owner is None:
            continue
        place, size = places[row.day.replace(day=1)], figures.size_of(row.figure)
        cell = sums[owner][place]
        cell[1] += size
        if row.day < cuts[place]:
            cell[0] += size
    return [
        PastMonth(owner, place, *by_month.get(place, [0, 0]))
        for owner, by_month in sums.items()
        for place in range(min(by_month), len(months))
    ]


def _mornings(book: Book, months: Iterable[Period], gone: int, days: int) -> list[date]:
    """The day of each month on whose morning the same part of its working days was gone."""
    calendar, found = calendar_of(book), []
    for month in months:
        worked = calendar.working_days_of(month)
        place = round(len(worked) * gone / days) if worked and days else 0
        found.append(worked[place] if place < len(worked) else month.ends_on)
    return found
