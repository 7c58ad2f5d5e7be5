"""The reports of campaigns, segments and how customers buy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from salesbot.domain.buying import Purchase, bought_next, bought_together, by_month, counted
from salesbot.domain.campaigns import Bought, CampaignFigures, first_purchases, stayed
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.kpis import median
from salesbot.domain.money import Money, total
from salesbot.domain.periods import month_of
from salesbot.services.attainment.won import rates_of
from salesbot.services.reports.asked import Asked, ReportAskedWrongly
from salesbot.services.reports.decided import DecidedDeal, amounts, decided_in, every_state, rate_of
from salesbot.services.reports.tables import Cell, Table, fields
from salesbot.storage.people import folded

_CAMPAIGNS = fields(
    "name cost leads won lost win_rate low high revenue new_accounts cac days_median stayed stayed_low"
    " stayed_high stayed_n n",
    money="cost revenue cac",
)
_BUYING = fields("what first second count n share days_median")
_MARKETING = "marketing"


def campaigns(asked: Asked) -> Table:
    """What each campaign cost and brought in the period, and whether its customers stay; those with anything to tell."""
    rows: list[tuple[Cell, ...]] = []
    for each in campaign_figures(asked):
        low, high = each.decided.interval or (None, None)
        again = each.stayed.interval() if each.stayed.n else (None, None)
        kept = [None if side is None else Fraction(side).limit_denominator(10**9) for side in again]
        rows.append(
            (
                each.name or None, each.cost, each.leads, each.decided.won, each.decided.lost, each.decided.rate,
                low, high, each.revenue, each.new_accounts, each.cac, each.days,
                Fraction(each.stayed.count, each.stayed.n) if each.stayed.n else None, *kept, each.stayed.n,
                each.decided.n,
            )
        )  # fmt: skip
    return Table(_CAMPAIGNS, tuple(rows))


def campaign_figures(asked: Asked) -> list[CampaignFigures]:
    """Every campaign with a deal or a cost in the period by name, and last the deals that name none."""
    _of_the_company(asked)
    states, names = every_state(asked), asked.book.accounts.label_names()
    decided, costs = _by_campaign(decided_in(asked, states)), _costs(asked)
    leads = _leads(asked, states)
    bought = list(_bought(states))
    first, until = first_purchases(bought), min(asked.period.ends_on, asked.as_of.until)
    new = [one for one in first.values() if asked.period.starts_on <= one.day < until]
    classes = {reason.id: reason.klass for reason in asked.book.accounts.reasons(retired=True)}
    known = {*decided, *costs, *leads, *(one.campaign_id for one in new)}
    found = []
    for number in [*sorted(known - {None}, key=lambda each: folded(names.get(each or 0, ""))), None]:
        mine = decided.get(number, [])
        cycles = [Fraction(deal.cycle_days) for deal in mine if deal.won and deal.cycle_days is not None]
        found.append(
            CampaignFigures(
                number, names.get(number or 0, ""), costs.get(number), leads.get(number, 0), rate_of(mine),
                total(amounts(mine, won=True), asked.currency),
                sum(one.campaign_id == number for one in new), median(cycles),
                stayed(first, bought, number, _years_before(until, 2), _years_before(until, 1)),
                sum(not deal.won and classes.get(deal.state.reason_id or 0) == _MARKETING for deal in mine),
            )
        )  # fmt: skip
    return [each for each in found if each.leads or each.decided.n or each.cost or each.new_accounts]


def buying(asked: Asked) -> Table:
    """What is bought together, what next and after how long, and in which months: of all deals won up to the moment."""
    _of_the_company(asked)
    names = asked.book.accounts.label_names()
    bought = counted(purchases_of(every_state(asked)))
    rows: list[tuple[Cell, ...]] = [
        (
            "together",
            names.get(each.first),
            names.get(each.second),
            each.deals,
            bought.deals,
            each.lift,
            None,
        )
        for each in bought_together(bought)
    ]
    for then in bought_next(bought):
        share = Fraction(then.share.count, then.share.n)
        rows.append(
            (
                "next", names.get(then.first), names.get(then.then), then.share.count, then.share.n, share,
                then.days,
            )
        )  # fmt: skip
    months = by_month(bought)
    for place, count in enumerate(months, start=1):
        part = Fraction(count, sum(months)) if sum(months) else None
        rows.append(("month", f"{place:02}", None, count, sum(months), part, None))
    return Table(_BUYING, tuple(rows) if bought.deals else ())


def purchases_of(states: Iterable[DealState]) -> Iterable[Purchase]:
    """The won deals as customers bought them; refunds are none."""
    for state in states:
        if state.outcome is Outcome.WON and state.amount.minor > 0 and state.closed_on is not None:
            products = frozenset(line.product for line in state.lines)
            yield Purchase(state.account_id, state.closed_on, products)


def _of_the_company(asked: Asked) -> None:
    if asked.scope not in (None, Scope.COMPANY):
        raise ReportAskedWrongly(
            name=asked.name, option="scope", typed=asked.scope.value, known=(Scope.COMPANY.value,)
        )


def _by_campaign(deals: Iterable[DecidedDeal]) -> dict[int | None, list[DecidedDeal]]:
    found: dict[int | None, list[DecidedDeal]] = defaultdict(list)
    for deal in deals:
        found[deal.state.campaign_id].append(deal)
    return found


def _leads(asked: Asked, states: Iterable[DealState]) -> dict[int | None, int]:
    """Deals opened in the period; one whose opening nobody knows, on its close day."""
    found: dict[int | None, int] = defaultdict(int)
    for state in states:
        day = state.opened_on or state.closed_on
        if (
            state.outcome is not Outcome.WITHDRAWN
            and state.amount.minor > 0
            and day
            and asked.period.covers(day)
        ):
            found[state.campaign_id] += 1
    return found


def _costs(asked: Asked) -> dict[int | None, Money]:
    """The costs of the period's months by campaign, each at the rate of its last day; whole months only."""
    rates = rates_of(asked.book, asked.as_of.known_at)
    found: dict[int | None, list[Money]] = defaultdict(list)
    if asked.period.starts_on.day != 1 or asked.period.ends_on.day != 1:
        return {}
    for cost in asked.book.costs.all(asked.as_of.known_at):
        amount = rates.convert(cost.amount, asked.currency, month_of(cost.month).last_day)
        if asked.period.covers(cost.month) and cost.month < asked.as_of.until and amount and cost.campaign_id:
            found[cost.campaign_id].append(amount)
    return {number: total(each, asked.currency) for number, each in found.items()}


def _bought(states: Iterable[DealState]) -> Iterable[Bought]:
    for state in states:
        if state.outcome is Outcome.WON and state.amount.minor > 0 and state.closed_on is not None:
            yield Bought(state.account_id, state.closed_on, state.deal_id, state.campaign_id)


def _years_before(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
