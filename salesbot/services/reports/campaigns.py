"""The reports of campaigns, segments and how customers buy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction

from salesbot.domain.buying import Purchase, bought_next, bought_together, by_month, counted
from salesbot.domain.campaigns import CampaignFigures
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.money import total
from salesbot.domain.works import Aspect
from salesbot.services.reports.accounts_worth import costs_by_campaign, end_of
from salesbot.services.reports.asked import Asked, ReportAskedWrongly
from salesbot.services.reports.decided import every_state
from salesbot.services.reports.purchases import Purchases
from salesbot.services.reports.tables import Cell, Table, fields
from salesbot.services.reports.tallied import Tally, closed_deals, tallied
from salesbot.storage.deals import Closed, Moment
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
    names, end = asked.book.accounts.label_names(), end_of(asked)
    deals = closed_deals(asked, Scope.COMPANY, None, Aspect.CAMPAIGN)
    decided, costs = tallied(asked, deals, _campaign), costs_by_campaign(asked)
    moment = Moment(asked.as_of.known_at, asked.as_of.until)
    leads = asked.book.deals.leads(moment, asked.period.starts_on, asked.period.ends_on)
    purchases = Purchases(asked, [end])
    won_by = defaultdict[int | None, list[int]](list)
    for account, one in purchases.first.items():
        won_by[one.campaign_id].append(account)
    days = {account: one.day for account, one in purchases.first.items()}
    new = {
        number: sum(asked.period.starts_on <= days[account] < end for account in accounts)
        for number, accounts in won_by.items()
    }
    classes = {reason.id: reason.klass for reason in asked.book.accounts.reasons(retired=True)}
    lost = Counter(_campaign(deal) for deal in deals if classes.get(deal.reason_id or 0) == _MARKETING)
    known = {*decided, *(costs.keys() - {None}), *leads, *(number for number, count in new.items() if count)}
    found = []
    for number in [*sorted(known - {None}, key=lambda each: folded(names.get(each or 0, ""))), None]:
        mine = decided.get(number, Tally())
        found.append(
            CampaignFigures(
                number, names.get(number or 0, ""), costs.get(number) if number else None, leads.get(number, 0),
                mine.rate, total(mine.amounts, asked.currency), new.get(number, 0), mine.days,
                purchases.came_again(end, won_by.get(number, ())), lost[number],
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


def _campaign(deal: Closed) -> int | None:
    return deal.key if isinstance(deal.key, int) else None
