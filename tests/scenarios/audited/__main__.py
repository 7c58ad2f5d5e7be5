"""Reports of made-up companies against a second reckoning: every figure of every row, to the cent, in JSON and CSV.

    python -m tests.scenarios.audited [--seeds 20] [--from 1] [--planted]

Leaderboard, pipeline, conversion, key figures, losses and what wins; attainment and forecast are `tests.scenarios.oracle`.
The reckoning knows the files alone and uses none of the product's code. With `--planted` refunds go through the first
stage as deals do, as they did once; then differences have to be seen.
"""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.scenarios.audited.filing import bring_in
from tests.scenarios.audited.made_up import DAY, Company, Deal, make_up, periods_of
from tests.scenarios.audited.reckoned import Asked, Reckoned
from tests.scenarios.audited.told import (
    Rows,
    conversion,
    kpis,
    leaderboard,
    losses,
    pipeline,
    winners,
)
from tests.scenarios.oracle.filing import Filed, plain
from tests.scenarios.seeds import hold_seeds

_CLOSE = 1.01e-6
_UTC = ZoneInfo("UTC")
Question = tuple[str, tuple[str, ...], Rows]
"""A report, the words behind its name, and what it has to say."""


def differences(seed: int, *, periods: int = 3, planted: bool = False) -> tuple[int, list[str]]:
    """How many figures of a seed's company were held against the reckoning, and those that differ."""
    zone = ZoneInfo(make_up(seed, datetime.now(_UTC).date()).zone)
    today = datetime.now(zone).date()
    company, chance = make_up(seed, today), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        filed, told = Filed(Path(folder)), _Told(company)
        bring_in(filed, company)
        if planted:
            company.deals = [_as_a_deal(deal) for deal in company.deals]
        said = Reckoned(company, today)
        year, *others = periods_of(today)
        for period in [year, *chance.sample(others, periods - 1)]:
            for asked in _moments(said, period, chance):
                for name, words, rows in _questions(said, asked):
                    words = (*words, *(() if asked.live else ("--as-of", str(asked.before))))
                    told.hold(f"{seed} {name} {' '.join(words)}", filed, name, words, rows)
    return told.held, told.different


def _as_a_deal(deal: Deal) -> Deal:
    """The planted mistake: what was given back comes to the first stage, and is won."""
    return replace(deal, kind="won") if deal.kind == "refund" else deal


def _moments(said: Reckoned, period: str, chance: random.Random) -> Iterable[Asked]:
    first, end = said.company.days_of(period)
    for morning in (None, end, first + DAY * chance.randint(1, (end - first).days)):
        if morning is None or morning <= said.today:
            yield said.asked(period, morning)


def _questions(said: Reckoned, asked: Asked) -> Iterable[Question]:
    of = ("--period", asked.period)
    for by in ("attainment", "amount", "deals", "improved"):
        yield "leaderboard", (*of, "--by", by), leaderboard(said, asked, by)
    yield "pipeline", (), pipeline(said, asked, within=False)
    yield "pipeline", of, pipeline(said, asked, within=True)
    yield "conversion", of, conversion(said, asked)
    yield "kpis", of, kpis(said, asked)
    for by in ("reason", "competitor", "product", "source", "rep"):
        yield "losses", (*of, "--by", by), losses(said, asked, by)
    for name in ("techniques", "products", "sources", "segments"):
        yield name, of, winners(said, asked, name)


class _Told:
    """What was held against the reckoning, and what differs."""

    def __init__(self, company: Company) -> None:
        self.base = company.base
        self.held = 0
        self.different: list[str] = []

    def hold(self, where: str, filed: Filed, name: str, words: tuple[str, ...], wanted: Rows) -> None:
        """A report's rows against the reckoning's, and the CSV of what is asked live against its JSON."""
        rows = filed.report(name, *words)
        key = next(each for each in ("name", "stage", "reason") if each in (rows or [{"name": ""}])[0])
        listed = [row[key] for row in rows]
        in_order = name in ("leaderboard", "pipeline", "conversion")
        if listed != list(wanted) if in_order else set(listed) != set(wanted):
            self.different.append(f"{where}: the rows are {listed}, and {list(wanted)} by the reckoning")
            return
        for row in rows:
            for figure, value in wanted[row[key]].items():
                self.held += 1
                if not self._same(row[figure], value):
                    self.different.append(
                        f"{where}, {row[key]} {figure}: {row[figure]}, and {value} by the reckoning"
                    )
        if "--as-of" in words:
            return
        written = list(csv.DictReader(io.StringIO(filed.run("report", name, *words, "--format", "csv"))))
        if [_flat(row) for row in rows] != [_plain(row) for row in written]:
            self.different.append(f"{where}: JSON says {rows}, and CSV {written}")

    def _same(self, found: Any, wanted: object) -> bool:
        if isinstance(wanted, tuple):
            return bool(found == {"amount": plain(wanted[0], self.base), "currency": self.base})
        if isinstance(wanted, Fraction | float):
            return found is not None and abs(float(found) - float(wanted)) <= _CLOSE
        return bool(found == wanted)


def _flat(row: dict[str, Any]) -> dict[str, str]:
    """A row of JSON as CSV has it: money in two columns, nothing where there is no value."""
    cells: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            cells |= {name: value["amount"], f"{name}_currency": value["currency"]}
        elif isinstance(value, float):
            cells[name] = f"{value:.6f}".rstrip("0").rstrip(".")
        elif value is not None and value != "":
            cells[name] = str(value)
    return cells


def _plain(row: dict[str, str]) -> dict[str, str]:
    return {name: value.removeprefix("'") for name, value in row.items() if value}


if __name__ == "__main__":
    raise SystemExit(hold_seeds("Hold reports against a second reckoning.", differences))
