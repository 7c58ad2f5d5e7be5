"""The report of key figures: how often, how large, how fast, and what accounts cost and bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from salesbot.domain.alphabet import alphabetical
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import Metric, MetricKind
from salesbot.services.attainment import Winnings
from salesbot.services.reports.accounts_worth import AccountFigures, account_figures, end_of
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.purchases import Purchases
from salesbot.services.reports.tables import Cell, Table, fields
from salesbot.services.reports.tallied import Tally, closed_deals, tallied
from salesbot.storage.deals import Closed, Moment

_KPIS = fields(
    "name win_rate win_rate_low win_rate_high won lost average_deal median_deal cycle_days_median"
    " velocity_per_day new_accounts cac ltv payback_months n",
    money="average_deal median_deal velocity_per_day cac ltv",
)


def kpis(asked: Asked) -> Table:
    """The key figures of the company, teams and reps who decided a deal in the period."""
    teams = asked.measured.teams
    deals = closed_deals(asked, Scope.COMPANY, None)
    of: dict[Scope, Callable[[Closed], int | None]] = {
        Scope.COMPANY: lambda _: None,
        Scope.TEAM: lambda deal: teams.of(deal.rep_id, deal.closed_on),
        Scope.REP: lambda deal: deal.rep_id,
    }
    opened = open_deals(asked)
    new_accounts = asked.measured.won(Metric(MetricKind.NEW_ACCOUNTS))
    rows = []
    for scope in asked.scopes:
        found = tallied(asked, deals, of[scope])
        whole = scope is Scope.COMPANY
        worth = account_figures(asked, Purchases(asked, [end_of(asked)])) if whole and deals else None
        for number, name in _by_name(asked, scope, found):
            count, brought = opened(scope, number), _new_accounts(asked, new_accounts, scope, number)
            rows.append(_kpi_row(name, found[number], count, brought, worth))
    return Table(_KPIS, tuple(rows))


def key_figures_of(
    asked: Asked, tally: Tally, opened: int, scope: Scope, number: int | None, worth: AccountFigures | None
) -> dict[str, Cell]:
    """The key figures of one subject, by the names of the report; also where nothing was decided."""
    brought = _new_accounts(asked, asked.measured.won(Metric(MetricKind.NEW_ACCOUNTS)), scope, number)
    row = _kpi_row("", tally, opened, brought, worth)
    return dict(zip((field.name for field in _KPIS), row, strict=True))


def open_deals(asked: Asked) -> Callable[[Scope, int | None], int]:
    """How many deals of a subject stood open as of the moment, by who is in a team on that day."""
    as_of, deals = asked.as_of, asked.book.deals
    by_rep = deals.open_now() if as_of.live else deals.open_by_rep(Moment(as_of.known_at, as_of.until))

    def of(scope: Scope, number: int | None) -> int:
        if scope is Scope.REP and number is not None:
            return by_rep.get(number, 0)
        teams, whole = asked.measured.teams, scope is Scope.COMPANY
        return sum(count for rep, count in by_rep.items() if whole or teams.of(rep, as_of.day) == number)

    return of


def _kpi_row(
    name: str, tally: Tally, opened: int, new_accounts: Fraction, worth: AccountFigures | None
) -> tuple[Cell, ...]:
    rate = tally.rate
    low, high = rate.interval or (None, None)
    cac = worth.cac(new_accounts) if worth is not None else None
    return (
        name, rate.rate, low, high, rate.won, rate.lost, tally.average, tally.median, tally.days,
        tally.velocity(opened), new_accounts, cac, worth.year.lifetime_value if worth is not None else None,
        worth.year.payback_months(cac) if worth is not None else None, rate.n,
    )  # fmt: skip


def _by_name(asked: Asked, scope: Scope, found: Iterable[int | None]) -> list[tuple[int | None, str]]:
    """The company, or teams or reps by name; who was in no team is in none."""
    if scope is Scope.COMPANY:
        return [(None, "") for _ in found]
    named = [(number, asked.measured.name_of(scope, number)) for number in found if number is not None]
    return sorted(named, key=lambda pair: (alphabetical(pair[1]), pair[0]))


def _new_accounts(asked: Asked, won: Winnings, scope: Scope, number: int | None) -> Fraction:
    if scope is Scope.COMPANY or number is None:
        found = won.total()
    else:
        sums = won.by_person() if scope is Scope.REP else won.by_team(asked.measured.teams)
        found = sums.get(number, won.nothing)
    return Fraction(found.decimal)
