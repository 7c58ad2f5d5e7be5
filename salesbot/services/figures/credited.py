"""Which credit rows a figure is the sum of."""

from __future__ import annotations

from salesbot.domain.metrics import Metric, MetricKind
from salesbot.domain.money import Money
from salesbot.domain.scopes import Scope
from salesbot.services.attainment import Measured
from salesbot.services.attainment.converting import rates_of
from salesbot.services.attainment.won import deals_with
from salesbot.services.figures.subjects import Subject
from salesbot.storage.credits import CreditSum


def credits_of(measured: Measured, subject: Subject) -> list[CreditSum]:
    """The credit rows that count for the subject, by deal."""
    end = max(min(measured.period.ends_on, measured.as_of.until), measured.period.starts_on)
    rows = measured.book.credits.sums(measured.period.starts_on, end, measured.as_of.known_at, by_deal=True)
    wanted = _counting(measured, subject.metric, rows)
    return [row for row in wanted if (row.amount.minor or row.millionths) and _counts(measured, subject, row)]


def parts_of(measured: Measured, subject: Subject, currency: str) -> dict[int, Money]:
    """What of each deal counts for the subject, the newest first; in its own currency where it has no rate."""
    rates, parts = rates_of(measured.book, measured.as_of.known_at), dict[int, Money]()
    rows = credits_of(measured, subject)
    for row in sorted(rows, key=lambda each: (each.day, each.deal_id or 0), reverse=True):
        if row.deal_id is None:
            continue
        amount = rates.convert(row.amount, currency, row.day, row.per_base) or row.amount
        before = parts.get(row.deal_id)
        if before is None or before.currency != amount.currency:
            parts[row.deal_id] = amount
        else:
            parts[row.deal_id] = before + amount
    return parts


def _counting(measured: Measured, metric: Metric, rows: list[CreditSum]) -> list[CreditSum]:
    """Those rows that count toward the metric."""
    shares = [row for row in rows if not row.assist]
    if metric.kind is MetricKind.ASSISTS:
        return [row for row in rows if row.assist]
    if metric.kind is MetricKind.NEW_ACCOUNTS:
        first = {deal for _, deal in measured.book.credits.first_wins(measured.as_of.known_at).values()}
        return [row for row in shares if row.deal_id in first]
    if metric.kind is MetricKind.MARGIN:
        return [row for row in shares if row.cost is not None]
    if metric.kind is MetricKind.PRODUCT:
        with_it = deals_with(measured.book, metric.of or "", {row.deal_id for row in shares if row.deal_id})
        return [row for row in shares if row.deal_id in with_it]
    if metric.kind is MetricKind.REFUNDS:
        return [row for row in shares if row.amount.minor < 0]
    if metric.kind in (MetricKind.REVENUE, MetricKind.DEALS):
        return shares
    return []


def _counts(measured: Measured, subject: Subject, row: CreditSum) -> bool:
    if subject.scope is Scope.COMPANY:
        return True
    if subject.scope is Scope.REP:
        return row.person_id == subject.subject_id
    if subject.scope is Scope.TERRITORY:
        return measured.territories.of(row.account_id or 0, row.day) == subject.subject_id
    return measured.teams.of(row.person_id, row.day) == subject.subject_id
