"""The company's files, brought in by the program's own commands."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from tests.scenarios.audited.made_up import SUNDAY_TO_THURSDAY, Company, Deal
from tests.scenarios.oracle.filing import Filed, name_of, plain

_LABELS = ("technique", "source", "campaign", "competitor", "lost_reason")
_DEAL = (
    "external_id", "account", "amount", "currency", "stage", "rep_email", "opened_on", "expected_on", "closed_on",
    "product", "quantity", "splits", "cost", *_LABELS,
)  # fmt: skip


def bring_in(filed: Filed, company: Company) -> None:
    """The workspace, its rates, people, accounts, deals and goals."""
    country = ["--country", company.country] if company.country else []
    week = "sun-thu" if company.week == SUNDAY_TO_THURSDAY else "mon-fri"
    filed.run(
        "setup", "--name", "Audited", "--currency", company.base, "--time-zone", company.zone, "--week", week,
        "--year-start", f"{company.year_start:02d}", "--locale", "en", *country,
    )  # fmt: skip
    rates = [(day, currency, f"{rate:f}") for (day, currency), rate in company.rates.items()]
    people = [
        (who, name_of(who), "rep", team, since)
        for who, edges in company.people.items()
        for since, team in edges
    ]
    goals = [
        (scope, name, "revenue", period, plain(target, company.base), company.base, "plan")
        for (scope, name, period), target in company.goals.items()
    ]
    _bring(filed, "rates", ("day", "currency", "per_base"), rates)
    _bring(filed, "people", ("email", "name", "role", "team", "valid_from"), people)
    _bring(filed, "accounts", ("name", "segment"), company.segments.items())
    _bring(filed, "deals", _DEAL, map(_deal, company.deals))
    _bring(filed, "goals", ("scope", "name", "metric", "period", "target", "currency", "reason"), goals)


def _bring(filed: Filed, kind: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    path = filed.folder / f"{kind}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    filed.run("import", kind, str(path))


def _deal(deal: Deal) -> Iterable[object]:
    stage = {"refund": "won", "open": deal.stage.lower()}.get(deal.kind, deal.kind)
    splits = ";".join(f"{who}:{part / 100:.2f}" for who, part in deal.shares) if deal.split else ""
    return (
        f"d{deal.number}", deal.account, plain(deal.minor, deal.currency), deal.currency, stage, deal.rep,
        deal.opened or "", deal.expected or "", deal.closed or "", ";".join(name for name, _ in deal.products),
        ";".join(str(count) for _, count in deal.products), splits,
        "" if deal.cost is None else plain(deal.cost, deal.currency), *(deal.labels.get(each, "") for each in _LABELS),
    )  # fmt: skip
