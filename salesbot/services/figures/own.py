"""Where a person stands this month: goal, pace, what is needed a day, wins, and what the open deals may bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from salesbot.domain import figures
from salesbot.domain.access import may_see_person, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.attention import Candidate, amount_of, enough_together
from salesbot.domain.forecasting import Exclusion, Forecast, forecast
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import read_metric
from salesbot.domain.money import Money, quantize
from salesbot.domain.odds import Odds, odds_of
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, month_of
from salesbot.services.attainment import Carried, Measured, carried_in
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.telling import wins_of
from salesbot.services.deals_as_of import DividedDeals, Part
from salesbot.services.figures.effort import Effort, effort_of
from salesbot.services.figures.months import MonthGoals, SeasonShare, month_goals, season_share
from salesbot.services.figures.spans import OfPeriod
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class DueDeal:
    """An open deal in which the person has a part, as the month's forecast sees it."""

    deal_id: int
    account: str
    amount: Money
    """The person's part; the whole deal in its own currency where no rate is known."""
    percent: int
    expected_on: date | None
    left_out: Exclusion | None
    """Why it stays out of the forecast; None: it is in it."""
    rep: str = ""
    """Whose deal it is."""

    def with_more(self, amount: Money) -> DueDeal:
        """The same deal with another one's part of it."""
        return replace(self, amount=self.amount + amount)


@dataclass(frozen=True, slots=True)
class OwnFigures(OfPeriod):
    """Where a person stands in a month, with revenue; money in the currency of their goal."""

    person: Person
    period: Period
    as_of: AsOf
    row: Attainment
    wins: int
    """Deals won in the month in which the person has a part."""
    others: tuple[tuple[Period, Attainment], ...]
    """Goals of the month in other metrics, and of longer periods that are under way."""
    ahead: Forecast
    share_expected: Decimal | None
    """Where the forecast points to, as part of the goal."""
    odds: Odds | None
    due: tuple[DueDeal, ...]
    """The open deals of the forecast, soonest first, then those left out of it."""
    together: tuple[Candidate, ...]
    """The fewest open deals that would close the gap."""
    open_deals: int
    """All of them, whenever they are due."""
    effort: Effort | None = None
    """What it takes to close the gap; None without a gap, or with too few decided deals."""
    carried: Carried | None = None
    """What of the revenue rests on rates carried forward."""
    shares: tuple[SeasonShare, ...] = ()
    """What the month is to carry of longer goals with a season."""
    of_months: MonthGoals | None = None
    """The goals of the single months of a longer period that has none of its own."""

    @property
    def together_amount(self) -> Money | None:
        """What those that would close the gap bring."""
        return amount_of(self.together)


def own_figures(
    book: Book, viewer: Person | None, person_id: int, *, now: datetime, period: Period | None = None
) -> OwnFigures:
    """Where a person stands in a month (the workspace's present one). Raises NotAllowed for who may not see it."""
    require(may_see_person(viewer_of(book, viewer, now), person_id), "figures")
    as_of = AsOf(workspace_day(book, now), live=True, known_at=now)
    return figures_at(book, person_id, as_of, period or month_of(as_of.day))


def figures_at(
    book: Book,
    person_id: int,
    as_of: AsOf,
    period: Period,
    parts_in: Callable[[str], DividedDeals] | None = None,
) -> OwnFigures:
    """Where a person stands in a month as of a moment; whoever asks has asked the policy.

    `parts_in`: everybody's parts in every deal at that moment, in a currency, for who has them already.
    """
    measured = Measured.shared(book, period, as_of)
    row = measured.main_row(Scope.REP, person_id)
    won, goal = figures.as_money(row.won), row.goal if isinstance(row.goal, Money) else None
    parts = parts_in(won.currency) if parts_in is not None else DividedDeals(book, as_of, won.currency)
    mine = parts.of_person(person_id)
    ahead = forecast(won, goal, parts.open_deals(mine), period, as_of.day)
    due = due_deals(parts, mine, period, ahead)
    share = figures.ratio(ahead.expected, goal) if goal is not None else None
    others = _others(book, person_id, measured, row)
    return OwnFigures(
        person=book.people.by_id(person_id), period=period, as_of=as_of, row=row,
        wins=wins_of(book, person_id, period), others=others, ahead=ahead,
        share_expected=None if share is None else quantize(share),
        odds=odds_of(ahead.chance) if ahead.chance is not None else None, due=due,
        together=closing_together(row, due), open_deals=len(parts.open_deals(mine)),
        effort=effort_of(measured, person_id, row),
        carried=carried_in(measured, Scope.REP, person_id, row), shares=_shares(book, person_id, measured, others),
        of_months=None if row.goal is not None else month_goals(
            book, period, as_of, row.won, lambda month: month.main_row(Scope.REP, person_id).goal
        ),
    )  # fmt: skip


def due_deals(
    parts: DividedDeals, mine: Sequence[Part], period: Period, ahead: Forecast
) -> tuple[DueDeal, ...]:
    """The open deals of a period's forecast, soonest first, then those left out of it."""
    left_out = dict(ahead.excluded)
    opened = {deal.deal_id: deal for deal in parts.open_deals(mine)}
    found = [
        DueDeal(
            part.state.deal_id, parts.account(part.state), part.amount or part.state.amount,
            parts.percent(part.state), part.state.expected_on, left_out.get(part.state.deal_id),
            parts.person(part.state.rep_id),
        )
        for part in mine
        if part.state.deal_id in opened and _concerns(part, period, left_out)
    ]  # fmt: skip
    found.sort(key=lambda deal: (deal.left_out is not None, deal.expected_on or date.max, deal.deal_id))
    return tuple(found)


def _concerns(part: Part, period: Period, left_out: dict[int, Exclusion]) -> bool:
    expected_on = part.state.expected_on
    return part.state.deal_id in left_out or (expected_on is not None and period.covers(expected_on))


def closing_together(row: Attainment, due: tuple[DueDeal, ...]) -> tuple[Candidate, ...]:
    """The fewest of these deals that would close the gap."""
    if not isinstance(row.gap, Money):
        return ()
    return enough_together(
        row.gap,
        [
            Candidate(deal.deal_id, deal.account, deal.amount, deal.percent)
            for deal in due
            if deal.left_out is None
        ],
    )


def _others(
    book: Book, person_id: int, month: Measured, main: Attainment
) -> tuple[tuple[Period, Attainment], ...]:
    """The person's other goals: of the period, then of the others then under way, the shortest first."""
    as_of = month.as_of
    day = as_of.day if month.period.covers(as_of.day) else month.period.starts_on
    rows = [
        (month.period, row)
        for row in month.rows_of(Scope.REP, person_id)
        if row.goal is not None and (row.metric, row.goal) != (main.metric, main.goal)
    ]
    covering = {
        goal.period
        for goal in book.goals.covering(day, as_of.known_at)
        if (goal.scope, goal.subject_id) == (Scope.REP, person_id) and goal.period != month.period
    }
    for period in sorted(covering, key=lambda each: (each.days, each.key)):
        other = Measured.shared(book, period, as_of).rows_of(Scope.REP, person_id)
        rows += [(period, row) for row in other if row.goal is not None]
    return tuple(rows)


def _shares(
    book: Book, person_id: int, month: Measured, others: Iterable[tuple[Period, Attainment]]
) -> tuple[SeasonShare, ...]:
    found = (
        season_share(
            Measured.shared(book, period, month.as_of), Scope.REP, person_id, read_metric(row.metric), row.goal,
            month.period,
        )
        for period, row in others
        if row.goal is not None and period != month.period
    )  # fmt: skip
    return tuple(each for each in found if each is not None)
