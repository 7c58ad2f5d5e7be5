"""Checked rows of deals written into the ledger, in as few statements as there are tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from salesbot.domain.deals import DealState, EntryKind, Outcome
from salesbot.services.exports.deals import DealRow
from salesbot.services.imports.beginnings import Beginnings
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class BookedDeal:
    """A row to be written: a new deal, or the correction of one as it stands."""

    row: DealRow
    state: DealState | None
    row_key: str


@dataclass(frozen=True)
class _Numbers:
    """Accounts and labels by their folded names."""

    accounts: Mapping[str, int]
    labels: Mapping[tuple[str, str], int]

    def of(self, row: DealRow) -> dict[str, Any]:
        """The parts of a state that name accounts and labels."""
        return {
            "account_id": self.accounts[folded(row.account)],
            "source_id": self._label("source", row.source),
            "campaign_id": self._label("campaign", row.campaign),
            "competitor_id": self._label("competitor", row.competitor),
            "lines": tuple(line.of(self.labels["product", folded(line.product)]) for line in row.lines),
        }

    def _label(self, kind: str, name: str | None) -> int | None:
        return self.labels[kind, folded(name)] if name else None


@dataclass(frozen=True, slots=True)
class _When:
    """The day and instant of the import, and the stages in which deals begin."""

    day: date
    now: datetime
    begins: Beginnings


def book_deals(
    book: Book, deals: Sequence[BookedDeal], begins: Beginnings, *, day: date, now: datetime, import_id: int,
    told: Callable[[int], None],
) -> None:  # fmt: skip
    """Write new deals and corrections; what somebody else changed meanwhile, the database refuses.

    `told` hears how many are written so far.
    """
    when = _When(day, now, begins)
    numbers = _numbers(book, [deal.row for deal in deals], now)
    for start in range(0, len(deals), _AT_ONCE):
        some = deals[start : start + _AT_ONCE]
        _enter_new(book, [deal for deal in some if deal.state is None], numbers, when, import_id)
        known = [(deal, deal.state) for deal in some if deal.state is not None]
        _correct(book, known, numbers, when, import_id)
        told(start + len(some))


def _numbers(book: Book, rows: Sequence[DealRow], now: datetime) -> _Numbers:
    accounts = book.accounts.ensure_all((row.account for row in rows), now)
    wanted: dict[tuple[str, str], str] = {}
    for row in rows:
        for kind, name in _labels(row):
            wanted.setdefault((kind, folded(name)), name)
    return _Numbers(accounts, {key: book.accounts.ensure_label(key[0], name) for key, name in wanted.items()})


def _labels(row: DealRow) -> Iterable[tuple[str, str]]:
    yield from (("product", line.product) for line in row.lines)
    for kind, name in (("source", row.source), ("campaign", row.campaign), ("competitor", row.competitor)):
        if name:
            yield kind, name


def _enter_new(
    book: Book, deals: Sequence[BookedDeal], numbers: _Numbers, when: _When, import_id: int
) -> None:
    """Opened in the first stage on the day it was opened, then moved, won or lost on the day that happened."""
    ids = book.deals.new_numbers(len(deals))
    entries_of = iter(book.deals.entry_numbers(sum(1 + when.begins.moves(deal.row) for deal in deals)))
    states: list[DealState] = []
    keys: list[str | None] = []
    for number, deal in zip(ids, deals, strict=True):
        entries = _first_entries(deal.row, number, numbers, when, entries_of)
        states += entries
        keys += [deal.row_key] * len(entries)
    book.deals.enter_all(states, import_id=import_id, row_keys=keys, corrects_closed=True, numbered=True)
    first = {state.deal_id: state.entry_id for state in states}
    notes = [
        (number, first[number], deal.row.note)
        for number, deal in zip(ids, deals, strict=True)
        if deal.row.note
    ]
    book.deals.remark_all(notes, now=when.now)


def _first_entries(
    row: DealRow, number: int, numbers: _Numbers, when: _When, entries: Iterator[int]
) -> list[DealState]:
    refund = row.closed_on if row.amount.minor < 0 else None
    opened = refund or row.opened_on or row.closed_on or when.day
    begins, stands = when.begins.of(row)
    named = numbers.of(row)
    first = _state(
        row, number, named, when, begins, entry_id=next(entries), outcome=Outcome.OPEN, reason_id=None,
        more_reasons=(), closed_on=None, effective_on=opened,
    )  # fmt: skip
    if not when.begins.moves(row):
        return [first]
    if row.outcome is not Outcome.OPEN:
        kind, on = EntryKind(row.outcome.value), row.closed_on or when.day
    else:
        kind, on = EntryKind.MOVED, max(opened, when.day)
    stage = begins if row.outcome is not Outcome.OPEN else stands
    then = _state(
        row, number, named, when, stage, entry_id=next(entries), number=2, kind=kind, effective_on=on
    )
    return [first, then]


def _state(
    row: DealRow, deal_id: int, named: Mapping[str, Any], when: _When, stage_id: int | None, **otherwise: Any
) -> DealState:
    return DealState(**{
        "deal_id": deal_id, "entry_id": 0, "number": 1, "kind": EntryKind.IMPORTED, "rep_id": row.rep_id,
        "outcome": row.outcome, "stage_id": stage_id, "reason_id": row.reason_id, "more_reasons": row.more_reasons,
        "amount": row.amount, "cost": row.cost, "opened_on": row.opened_on, "expected_on": row.expected_on,
        "closed_on": row.closed_on, "technique": row.technique, "shares": row.shares,
        "effective_on": row.closed_on or when.day, "recorded_at": when.now, "recorded_by": None, "imported": True,
        "external_id": row.external_id, **named, **otherwise,
    })  # fmt: skip


def _correct(
    book: Book, deals: Sequence[tuple[BookedDeal, DealState]], numbers: _Numbers, when: _When, import_id: int
) -> None:
    """Entries that name the one they correct, and the newest note of each."""
    states = [_corrections(deal.row, was, numbers, when) for deal, was in deals]
    corrected = [was.entry_id for (_, was), some in zip(deals, states, strict=True) for _ in some]
    entered = book.deals.enter_all(
        [state for some in states for state in some], import_id=import_id, each_corrects=corrected,
        corrects_closed=True,
    )  # fmt: skip
    newest = {state.deal_id: state.entry_id for state in entered}
    known = book.deals.notes(newest)
    notes = []
    for deal, was in deals:
        book.deals.change_row_key(was.deal_id, deal.row_key)
        if deal.row.note and deal.row.note != known.get(was.deal_id):
            notes.append((was.deal_id, newest[was.deal_id], deal.row.note))
    book.deals.remark_all(notes, now=when.now)


def _corrections(row: DealRow, was: DealState, numbers: _Numbers, when: _When) -> list[DealState]:
    """One entry; a later close day first says that it was still open till then."""
    state = replace(
        _state(row, was.deal_id, numbers.of(row), when, row.stage_id),
        number=was.number + 1, kind=_kind(was, row), practice=was.practice, imported=was.imported,
        external_id=was.external_id, stage_id=row.stage_id or was.stage_id or when.begins.usual.id,
        awaiting_on=was.awaiting_on if row.outcome is Outcome.OPEN else None, effective_on=_dated(was, row, when),
    )  # fmt: skip
    if not (was.closed_on and row.closed_on and row.closed_on > was.closed_on):
        return [state]
    still_open = replace(
        state, kind=EntryKind.REOPENED, outcome=Outcome.OPEN, reason_id=None, more_reasons=(), closed_on=None,
        effective_on=was.effective_on,
    )  # fmt: skip
    return [still_open, replace(state, number=was.number + 2)]


def _kind(was: DealState, row: DealRow) -> EntryKind:
    if was.outcome is row.outcome:
        return EntryKind.EDITED
    return EntryKind.REOPENED if row.outcome is Outcome.OPEN else EntryKind(row.outcome.value)


def _dated(was: DealState, row: DealRow, when: _When) -> date:
    if row.closed_on is not None:
        return row.closed_on
    return was.effective_on if was.outcome is Outcome.OPEN else when.day
