"""Every entry of the ledger as a row: who recorded what when, what it corrects, and how the deal stood after it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from salesbot.domain.deals import DealState
from salesbot.domain.periods import month_of
from salesbot.services.exports.amounts import written
from salesbot.services.exports.deals import Names, names_of, written_shares
from salesbot.storage.book import Book

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_END = datetime(9999, 1, 1, tzinfo=UTC)


def ledger_rows(book: Book) -> list[dict[str, str]]:
    """Every entry, in the order of recording; notes and reasons that somebody typed are not in it."""
    names = names_of(book)
    corrects, months = book.deals.corrections(), _closed_months(book)
    return [
        _row(state, names, corrects.get(state.entry_id), months.get(state.entry_id, []))
        for state in book.deals.recorded_between(_BEGINNING, _END)
    ]


def _closed_months(book: Book) -> dict[int, list[str]]:
    """The months that were closed for pay when an entry changed credit of theirs, by entry."""
    months: dict[int, list[str]] = {}
    for each in book.credits.corrections(date.min, date.max):
        found, month = months.setdefault(each.entry_id, []), month_of(each.earned_on).key
        if month not in found:
            found.append(month)
    return months


def _row(state: DealState, names: Names, corrects: int | None, closed: list[str]) -> dict[str, str]:
    return {
        "entry": str(state.entry_id),
        "deal": str(state.deal_id),
        "number": str(state.number),
        "kind": state.kind.value,
        "recorded_at": state.recorded_at.isoformat(),
        "recorded_by": names.people.get(state.recorded_by, "") if state.recorded_by is not None else "",
        "effective_on": str(state.effective_on),
        "account": names.accounts[state.account_id],
        "rep_email": names.people.get(state.rep_id, ""),
        "stage": _stage(state, names),
        "amount": written(state.amount),
        "currency": state.amount.currency,
        "opened_on": str(state.opened_on or ""),
        "expected_on": str(state.expected_on or ""),
        "closed_on": str(state.closed_on or ""),
        "lost_reason": ";".join(names.reasons.get(reason, "") for reason in state.reason_ids),
        "splits": written_shares(state.shares, names.people),
        "corrects": str(corrects or ""),
        "corrects_closed": ";".join(closed),
    }


def _stage(state: DealState, names: Names) -> str:
    if state.outcome.value == "open" and state.stage_id is not None:
        return names.stages[state.stage_id]
    return state.outcome.value
