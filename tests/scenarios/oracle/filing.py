"""The company's files, brought in by the program's own commands, and its reports read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from salesbot.cli.commands import app
from tests.scenarios.oracle.made_up import MINOR, WEEKS, Company, Sold

Row = Iterable[object]


class Filed:
    """A workspace of its own in a folder, reached by the command line alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"DATABASE_URL": f"sqlite:///{folder}/oracle.db"}

    def run(self, *words: str) -> str:
        """What a command prints; RuntimeError where it refuses."""
        done = CliRunner().invoke(app, list(words), env=self.environment)
        if done.exit_code:
            raise RuntimeError(f"{words}: {done.exit_code}\n{done.output}\n{done.exception}")
        return done.stdout

    def report(self, name: str, *words: str) -> list[dict[str, Any]]:
        """A report's rows."""
        rows: list[dict[str, Any]] = json.loads(self.run("report", name, "--format", "json", *words))
        return rows

    def bring_in(self, company: Company) -> None:
        """The company, its people, moves, rates, deals and goals."""
        country = ["--country", company.country] if company.country else []
        self.run(
            "setup", "--name", "Oracle", "--currency", company.base, "--time-zone", "Europe/Ljubljana", "--week",
            WEEKS[company.week], "--year-start", f"{company.year_start:02d}", "--locale", "en", *country,
        )  # fmt: skip
        columns = ("email", "name", "role", "team", "valid_from")
        begun = "2025-01-01"
        self._file(
            "people",
            columns,
            [(who, name_of(who), "rep", team, begun) for who, team in company.people.items()],
        )
        for who, team, day in company.moves:
            self._file("people", columns, [(who, name_of(who), "rep", team, day)])
        rates = [(day, currency, rate) for (day, currency), rate in company.rates.items()]
        self._file("rates", ("day", "currency", "per_base"), rates)
        self._file("deals", _DEAL, [_deal(each) for each in company.deals])
        goals = [
            (
                each.scope, each.name, each.metric, each.period,
                plain(int(each.target), each.currency) if each.currency
                else Decimal(each.target.numerator) / each.target.denominator,
                each.currency or "", each.valid_from or "", "plan",
            )
            for each in company.goals
        ]  # fmt: skip
        of_goals = ("scope", "name", "metric", "period", "target", "currency", "valid_from", "reason")
        self._file("goals", of_goals, goals)

    def _file(self, kind: str, columns: Row, rows: Iterable[Row]) -> None:
        path = self.folder / f"{kind}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(list(columns))
            writer.writerows(list(row) for row in rows)
        self.run("import", kind, str(path))


_DEAL = (
    "external_id", "account", "amount", "currency", "stage", "rep_email", "opened_on", "expected_on", "closed_on",
    "product", "lost_reason", "splits", "cost",
)  # fmt: skip


def name_of(email: str) -> str:
    """Person A is p0."""
    return f"Person {chr(65 + int(email[1:-5]))}"


def plain(minor: int, currency: str) -> str:
    """An amount as files and reports have it."""
    digits = MINOR[currency]
    sign, size = "-" if minor < 0 else "", abs(minor)
    return f"{sign}{size // 10**digits}.{size % 10**digits:0{digits}d}" if digits else f"{sign}{size}"


def _deal(deal: Sold) -> Row:
    stage = {"refund": "won", "open": deal.stage}.get(deal.kind, deal.kind)
    splits = ";".join(f"{who}:{part / 100:.2f}" for who, part in deal.shares) if deal.split else ""
    return (
        f"d{deal.number}", deal.account, plain(deal.amount, deal.currency), deal.currency, stage, deal.rep,
        deal.opened or "", deal.expected or "", deal.closed or "", deal.product or "",
        "price" if deal.kind == "lost" else "", splits,
        "" if deal.cost is None else plain(deal.cost, deal.currency),
    )  # fmt: skip
