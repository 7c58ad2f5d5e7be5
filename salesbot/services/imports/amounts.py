"""Costs by month and exchange rates by day, from files."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from salesbot.domain.money import Money
from salesbot.services.exports.amounts import written
from salesbot.services.exports.columns import PUBLISHED_DAY
from salesbot.services.imports.cells import Cells
from salesbot.services.imports.plans import Change, Planned, Planning, Told
from salesbot.services.imports.problems import Why
from salesbot.services.imports.published_rates import (
    entering,
    own_rates,
    plan_published,
)
from salesbot.services.imports.sheets import Sheet
from salesbot.storage.book import Book
from salesbot.storage.costs import Cost
from salesbot.storage.people import folded

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_KINDS = {"sales": "sales", "marketing": "marketing"}


def plan_costs(book: Book, sheet: Sheet, now: datetime) -> Planned:
    """What a file of costs would change. Raises ImportRefused."""
    plan = Planning(sheet, now)
    campaigns = {folded(name): number for number, name in book.accounts.labels("campaign")}
    names = book.accounts.label_names()
    known = {
        (cost.month, cost.kind, folded(names[cost.campaign_id]) if cost.campaign_id else ""): cost.amount
        for cost in book.costs.all()
    }
    seen: dict[tuple[date, str, str], Money] = {}
    new: list[tuple[date, str, str | None, Money]] = []
    for row in sheet.rows:
        cells = Cells(row)
        entry = _cost(cells, book.workspace.currency)
        if entry is not None:
            month, kind, campaign, amount = entry
            key = (month, kind, folded(campaign or ""))
            if key in seen and seen[key] != amount:
                cells.wrong("amount", Why.TWICE)
            elif key not in seen and known.get(key) != amount:
                new.append(entry)
                name = f"{month:%Y-%m} {kind} {campaign or ''}".strip()
                plan.changes.append(_change(row.line, name, known.get(key), amount))
            seen.setdefault(key, amount)
            if campaign and folded(campaign) not in campaigns:
                plan.make("campaigns", folded(campaign), campaign)
        plan.problems += cells.problems

    def enter(book: Book, import_id: int, told: Told) -> None:
        costs = [
            Cost(month, kind, book.accounts.ensure_label("campaign", campaign) if campaign else None, amount)
            for month, kind, campaign, amount in new
        ]
        book.costs.add_all(costs, now=now, import_id=import_id)

    return plan.done(enter)


def _cost(cells: Cells, usual: str | None) -> tuple[date, str, str | None, Money] | None:
    typed = cells.required("month", "2026-01")
    found = _MONTH.fullmatch(typed) if typed else None
    if typed and not found:
        cells.wrong("month", Why.MONTH, ("2026-01",))
    cells.required("kind", "marketing")
    kind = cells.choice("kind", _KINDS)
    cells.required("amount", "1200.00")
    amount = cells.money("amount", cells.currency("currency", usual))
    if amount is not None and amount.minor < 0:
        cells.wrong("amount", Why.NOT_ABOVE_ZERO)
    campaign = cells.name("campaign")
    if not cells.sound or found is None or kind is None or amount is None:
        return None
    return date(int(found[1]), int(found[2]), 1), kind, campaign, amount


def plan_rates(book: Book, sheet: Sheet, now: datetime) -> Planned:
    """What a file of rates would change. Raises ImportRefused."""
    plan = Planning(sheet, now)
    if PUBLISHED_DAY in sheet.columns:
        return plan_published(book, plan)
    known = own_rates(book)
    seen: dict[tuple[date, str], Decimal] = {}
    new: list[tuple[date, str, Decimal]] = []
    for row in sheet.rows:
        cells = Cells(row)
        entry = _rate(cells, book.workspace.currency)
        if entry is not None:
            day, currency, rate = entry
            before = known.get((day, currency))
            if seen.setdefault((day, currency), rate) != rate:
                cells.wrong("per_base", Why.TWICE)
            elif before != rate and entry not in new:
                new.append(entry)
                columns = (("per_base", f"{before:f}", f"{rate:f}"),) if before is not None else ()
                plan.changes.append(Change(row.line, f"{day} {currency}", before is None, columns))
        plan.problems += cells.problems

    return plan.done(entering(new, now))


def _rate(cells: Cells, base: str | None) -> tuple[date, str, Decimal] | None:
    cells.required("day", "2026-01-05")
    day = cells.day("day")
    cells.required("currency", "USD")
    currency = cells.currency("currency", None) if cells.text("currency") else None
    if currency is not None and currency == base:
        cells.wrong("currency", Why.BASE_CURRENCY, (currency,))
    cells.required("per_base", "0.92")
    rate = cells.decimal("per_base", example="0.92")
    if rate is not None and rate <= 0:
        cells.wrong("per_base", Why.NOT_ABOVE_ZERO)
    if not cells.sound or day is None or currency is None or rate is None:
        return None
    return day, currency, rate


def _change(line: int, name: str, was: Money | None, amount: Money) -> Change:
    if was is None:
        return Change(line, name, True)
    columns = (("amount", f"{written(was)} {was.currency}", f"{written(amount)} {amount.currency}"),)
    return Change(line, name, False, columns)
