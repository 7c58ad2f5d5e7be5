"""Attainment and forecast of made-up companies against the oracle: every figure of every row, to the cent.

    python -m tests.scenarios.oracle [--seeds 20] [--from 1] [--planted]

The oracle knows the files alone and uses none of the product's code. With `--planted` it gives the whole deal to each
who shares in it; then differences have to be seen.
"""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.scenarios.oracle.filing import Filed, name_of, plain
from tests.scenarios.oracle.made_up import DAY, Company, Sold, make_up
from tests.scenarios.oracle.planning import hold_planning
from tests.scenarios.oracle.reckoning import Reckoning, half_even
from tests.scenarios.oracle.rows import attainment_of
from tests.scenarios.seeds import hold_seeds

_CLOSE = Fraction(1, 10**6)


def differences(
    seed: int, *, days: int = 6, periods: int = 99, planted: bool = False
) -> tuple[int, list[str]]:
    """How many figures of a seed's company were held against the oracle, and those that differ."""
    company = make_up(seed)
    with tempfile.TemporaryDirectory() as folder:
        filed = Filed(Path(folder))
        filed.bring_in(company)
        if planted:
            company.deals = [_whole_to_each(deal) for deal in company.deals]
        said, told = Reckoning(company), _Told()
        for period in company.periods[-periods:]:
            for day in _days(company, period, seed)[:days]:
                rows = filed.report("attainment", "--period", period, "--as-of", str(day))
                told.hold(f"{seed} {period} as of {day}", rows, attainment_of(said, period, day))
        today = datetime.now(ZoneInfo("Europe/Ljubljana")).date()
        for period in company.periods:
            if company.days_of(period)[1] > today:
                _forecasts(told, filed, said, period, today, seed)
        hold_planning(told.same, Path(folder), said, seed)
    return told.held, told.different


def _whole_to_each(deal: Sold) -> Sold:
    """The planted mistake: everybody who shares in a deal counts as if it were theirs alone."""
    return replace(deal, shares=((deal.shares[0][0], 10_000),))


def _days(company: Company, period: str, seed: int) -> list[date]:
    chance, (first, end) = random.Random(seed + 1), company.days_of(period)
    within = [first + DAY * chance.randint(0, (end - first).days) for _ in range(2)]
    return [within[0], end, first, within[1], end + DAY * chance.randint(0, 40), first - 5 * DAY]


class _Told:
    """What was held against the oracle, and what differs."""

    def __init__(self) -> None:
        self.held = 0
        self.different: list[str] = []

    def hold(self, where: str, rows: list[dict[str, Any]], wanted: list[dict[str, object]]) -> None:
        """A report's rows against the oracle's."""
        listed, meant = [_of_row(row) for row in rows], [_of_row(row) for row in wanted]
        if listed != meant:
            self.different.append(f"{where}: the rows are {listed}, and {meant} by the oracle")
            return
        for row, wants in zip(rows, wanted, strict=True):
            of = f"{where}, {wants['scope']} {wants['name']} {wants.get('metric', '')}"
            for name, value in wants.items():
                self.figure(f"{of} {name}", row[name], value)

    def same(self, where: str, found: object, wanted: object) -> None:
        """One figure that both sides have in the same units."""
        self.held += 1
        if found != wanted:
            self.different.append(f"{where}: {found}, and {wanted} by the oracle")

    def figure(self, where: str, found: Any, wanted: object) -> None:
        """One figure."""
        self.held += 1
        if not _same(found, wanted):
            self.different.append(f"{where}: {found}, and {wanted} by the oracle")


def _of_row(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["scope"], row["name"], row["metric"]


def _same(found: Any, wanted: object) -> bool:
    if isinstance(wanted, tuple):
        size, currency = wanted
        if size is None or currency is None:
            return _same(found, size)
        return bool(found == {"amount": plain(half_even(size), currency), "currency": currency})
    if isinstance(wanted, Fraction):
        return found is not None and abs(Fraction(str(found)) - wanted) <= _CLOSE
    return bool(found == wanted)


def _forecasts(told: _Told, filed: Filed, said: Reckoning, period: str, today: date, seed: int) -> None:
    rows = {(row["scope"], row["name"]): row for row in filed.report("forecast", "--period", period)}
    for scope, name in said.subjects:
        row = rows.get((scope, name_of(name) if scope == "rep" else name))
        if row is None:
            continue
        goals = {currency: goal for goal, currency in said.goals_of(scope, name, "revenue", period, today)}
        currency = said.company.base if said.company.base in goals or not goals else next(iter(goals)) or ""
        wants = said.forecast(scope, name, period, today, goals.get(currency), currency)
        for figure, value in wants.items():
            money = figure in ("won", "weighted", "best_case", "p10", "p50", "p90")
            told.figure(
                f"{seed} forecast {period} {scope} {name} {figure}",
                row[figure],
                (value, currency) if money else value,
            )


if __name__ == "__main__":
    raise SystemExit(hold_seeds("Hold attainment and forecast against an oracle written apart.", differences))
