"""A figure that somebody asks for in words: of a person, team or the company, in a period and beside another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from salesbot.domain.access import FewPeople, may_see_share, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.figures import Count
from salesbot.domain.goals import Scope
from salesbot.domain.kpis import WinRate, average, median
from salesbot.domain.metrics import Metric, MetricKind
from salesbot.domain.money import Money, total
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.domain.questions import Measure, Narrowing
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.credited import credits_of, parts_of
from salesbot.services.figures.listed import ListedDeals, listed_deals
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.decided import Decided, amounts, decided_of, rate_of
from salesbot.services.scopes import name_of
from salesbot.storage.book import Book

Value = Money | Count | Fraction | None
_OFFICIAL = {
    Measure.REVENUE: MetricKind.REVENUE,
    Measure.DEALS: MetricKind.DEALS,
    Measure.NEW_ACCOUNTS: MetricKind.NEW_ACCOUNTS,
    Measure.MARGIN: MetricKind.MARGIN,
    Measure.ACTIVITIES: MetricKind.ACTIVITIES,
}
"""Measures that goals are set in: told as attainment tells them, shares of a split and refunds included."""


WHOLE_FROM_DAYS = 28
"""A total of fewer days is of so few deals that it may give a single one away, as one of a product may."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: a measure of a subject, perhaps narrowed to one product, source, campaign or competitor."""

    measure: Measure
    subject: Subject
    narrowing: Narrowing | None = None
    number: int | None = None
    """The number of that product, source, campaign, competitor or lost reason."""
    against: Period | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The figure of one period."""

    period: Period
    value: Value
    """Money, a number of deals, days or accounts, or a rate; None where there is no value."""
    rate: WinRate | None
    """Of a win rate: what it was made of."""
    deals: int
    """How many deals stand behind it."""
    over: bool
    """Whether the period is over."""


@dataclass(frozen=True, slots=True)
class FigureTold:
    """The answer to a question about a figure."""

    wanted: Wanted
    name: str
    """The person's or team's; empty for the company."""
    own: bool
    about: str
    """The name of the product, source, campaign, competitor or lost reason; empty where it is about all."""
    now: Told
    before: Told | None

    @property
    def change(self) -> Fraction | None:
        """By what part the figure changed, for amounts and numbers; None where there is nothing to divide by."""
        if self.before is None or self.wanted.measure is Measure.WIN_RATE:
            return None
        new, old = _size(self.now.value), _size(self.before.value)
        if new is not None and new == old:
            return Fraction(0)
        return None if new is None or not old or old < 0 else (new - old) / old

    @property
    def points(self) -> Fraction | None:
        """By how many parts of one a win rate changed."""
        new, old = self.now.value, self.before.value if self.before else None
        if self.wanted.measure is not Measure.WIN_RATE:
            return None
        return new - old if isinstance(new, Fraction) and isinstance(old, Fraction) else None


def figure_told(book: Book, person: Person | None, wanted: Wanted, *, now: datetime) -> FigureTold:
    """The figure that is asked for, live.

    Raises NotAllowed for who may not see the subject's figures, and FewPeople where so few people stand behind the
    figure that it would tell theirs.
    """
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_see_subject(book, viewer, wanted.subject, day), "figures")
    periods = [wanted.subject.period, *([wanted.against] if wanted.against else [])]
    told = []
    for period in periods:
        asked = asked_live(book, period, now)
        deals = _deals(asked, wanted)
        by_rep = _by_rep(asked, replace(wanted, subject=replace(wanted.subject, period=period)), deals)
        whole = wanted.narrowing is None and period.days >= WHOLE_FROM_DAYS
        if not (whole or may_see_share(viewer, by_rep)):
            raise FewPeople()
        value, rate = _value(asked, wanted, deals)
        told.append(Told(period, value, rate, _count(asked, wanted, deals), period.over(day)))
    subject = wanted.subject
    return FigureTold(
        wanted, name_of(book, subject.scope, subject.subject_id),
        subject.scope is Scope.REP and person is not None and person.id == subject.subject_id,
        named(book, wanted.narrowing, wanted.number), told[0], told[1] if len(told) > 1 else None,
    )  # fmt: skip


def named(book: Book, narrowing: Narrowing | None, number: int | None) -> str:
    """The name of what a question is narrowed to; empty for nothing, or what there is not."""
    if narrowing is None or number is None:
        return ""
    if narrowing is Narrowing.REASON:
        return next((each.name for each in book.accounts.reasons(retired=True) if each.id == number), "")
    if narrowing is Narrowing.ACTIVITY:
        return next((each.name for each in book.activities.kinds(retired=True) if each.id == number), "")
    return book.accounts.label_names([number]).get(number, "")


def deals_of_it(book: Book, person: Person | None, wanted: Wanted, *, now: datetime) -> ListedDeals:
    """The deals behind the figure that the reader may see, the newest first. Raises NotAllowed as the figure does."""
    figure_told(book, person, replace(wanted, against=None), now=now)
    asked = asked_live(book, wanted.subject.period, now)
    viewer, metric = viewer_of(book, person, now), _credited(wanted)
    if metric is not None:
        parts = parts_of(asked.measured, replace(wanted.subject, metric=metric), asked.currency)
        return listed_deals(book, viewer, list(parts), parts)
    found = _behind(wanted, _deals(asked, wanted))
    found.sort(key=lambda deal: (deal.closed_on, deal.deal_id), reverse=True)
    return listed_deals(book, viewer, [deal.deal_id for deal in found])


def asked_live(book: Book, period: Period, now: datetime) -> Asked:
    """A period as it stands now."""
    as_of = AsOf(workspace_day(book, now), live=True, known_at=now)
    return Asked(book, "asked", as_of, period, None, None, now)


def _deals(asked: Asked, wanted: Wanted) -> list[Decided]:
    """The decided deals that the question is about; of activities none."""
    subject = wanted.subject
    if wanted.measure is Measure.ACTIVITIES:
        return []
    return decided_of(asked, subject.scope, subject.subject_id, wanted.narrowing, wanted.number)


def _by_rep(asked: Asked, wanted: Wanted, deals: list[Decided]) -> Counter[int]:
    """How much of what is told is whose."""
    credited = _credited(wanted)
    if credited is not None:
        rows = credits_of(asked.measured, replace(wanted.subject, metric=credited))
        return Counter(row.person_id for row in rows)
    metric = _official(wanted, asked) if wanted.measure is Measure.ACTIVITIES else None
    if metric is None:
        return Counter(deal.rep_id for deal in _behind(wanted, deals))
    scope, number, found = wanted.subject.scope, wanted.subject.subject_id, Counter[int]()
    until = min(asked.period.ends_on, asked.as_of.until)
    counted = asked.book.activities.counted(asked.period.starts_on, until, asked.as_of.known_at, metric.of)
    for person, _, day, count in counted:
        team = asked.measured.teams.of(person, day)
        if scope is Scope.COMPANY or number == (person if scope is Scope.REP else team):
            found[person] += count
    return found


def _value(asked: Asked, wanted: Wanted, deals: list[Decided]) -> tuple[Value, WinRate | None]:
    if wanted.measure is Measure.WIN_RATE:
        rate = rate_of(deals)
        return rate.rate, rate
    official = _official(wanted, asked)
    if official is not None:
        row = asked.measured.row(wanted.subject.scope, wanted.subject.subject_id, official)
        return row.won, None
    won = [deal for deal in deals if deal.won]
    if wanted.measure is Measure.DEALS:
        return Count.of(len(won)), None
    if wanted.measure is Measure.LOST:
        return Count.of(len(_behind(wanted, deals))), None
    if wanted.measure is Measure.SIZE:
        return average(amounts(won, won=True)), None
    if wanted.measure is Measure.CYCLE:
        days = median([Fraction(deal.cycle_days) for deal in won if deal.cycle_days is not None])
        return days, None
    if wanted.measure is Measure.REVENUE:
        return total(amounts(won, won=True), asked.currency), None
    return None, None


def _official(wanted: Wanted, asked: Asked) -> Metric | None:
    """The metric of goals that answers the question; None where only its decided deals do."""
    if wanted.narrowing is None:
        kind = _OFFICIAL.get(wanted.measure)
        return None if kind is None else Metric(kind)
    if wanted.narrowing is Narrowing.ACTIVITY and wanted.measure is Measure.ACTIVITIES:
        return Metric(MetricKind.ACTIVITIES, named(asked.book, wanted.narrowing, wanted.number))
    if wanted.narrowing is Narrowing.PRODUCT and wanted.measure is Measure.REVENUE:
        return Metric(MetricKind.PRODUCT, asked.book.accounts.label_names()[wanted.number or 0])
    return None


def _behind(wanted: Wanted, deals: list[Decided]) -> list[Decided]:
    """Lost deals stand behind what is lost, and beside won ones behind a win rate."""
    if wanted.measure is Measure.WIN_RATE:
        return deals
    return [deal for deal in deals if deal.won != (wanted.measure is Measure.LOST)]


def _count(asked: Asked, wanted: Wanted, deals: list[Decided]) -> int:
    metric = _credited(wanted)
    if metric is None:
        return len(_behind(wanted, deals))
    credits = credits_of(asked.measured, replace(wanted.subject, period=asked.period, metric=metric))
    return len({each.deal_id for each in credits if each.millionths > 0})


def _credited(wanted: Wanted) -> Metric | None:
    """The metric of which people and teams have their shares, of others' deals too; None where deals count whole."""
    whole = wanted.subject.scope not in (Scope.REP, Scope.TEAM) or wanted.narrowing is not None
    kind = None if whole else _OFFICIAL.get(wanted.measure)
    return Metric(kind) if kind is not None and kind is not MetricKind.ACTIVITIES else None


def _size(value: Value) -> Fraction | None:
    if isinstance(value, Money):
        return Fraction(value.minor)
    if isinstance(value, Count):
        return Fraction(value.decimal)
    return value


__all__ = ["FigureTold", "Told", "Wanted", "deals_of_it", "figure_told", "named"]
