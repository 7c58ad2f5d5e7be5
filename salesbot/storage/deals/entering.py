"""Writing to the ledger: entries with the credit they earn, and the notes beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from salesbot.clock import day_in
from salesbot.domain.closings import MonthClosed
from salesbot.domain.crediting import changes_of_credit, frozen_rate, held_credit, placed
from salesbot.domain.deals import CreditRow, DealState, Outcome, credits_of
from salesbot.domain.periods import month_of
from salesbot.domain.rates import Rates
from salesbot.storage import tables
from salesbot.storage.deals.rows import DEAL, NEWEST, REMARK, DealRows, entry_row, line_rows, reason_rows
from salesbot.storage.questions import given_several

_STANDING = NEWEST.where(DEAL.c.id.in_(given_several("deals")))


class Entering(DealRows):
    """Adds to the ledger of one workspace's deals."""

    _today_at: tuple[datetime, tuple[date, date]] | None = None

    def new_number(self) -> int:
        """An unused number for a deal."""
        return self.book.numbers(tables.Deal, 1)[0]

    def new_numbers(self, count: int) -> list[int]:
        """So many unused numbers for deals."""
        return self.book.numbers(tables.Deal, count)

    def enter(
        self, state: DealState, *, corrects: int | None = None, change_reason: str | None = None,
        import_id: int | None = None, row_key: str | None = None, corrects_closed: bool = False,
    ) -> DealState:  # fmt: skip
        """Add an entry to the ledger, with the credit it earns; the credit of the entry before is taken back.

        In a month that is closed for pay nothing is added any more: with `corrects_closed` it counts in the open one,
        else MonthClosed is raised, and nothing is written.
        `state.entry_id` is given here; `state.number` must be one more than the newest entry's (1 for a new deal),
        else the database refuses it: somebody else was faster. Answers with the state as stored.
        """
        return self.enter_all([state], corrects, change_reason, import_id, [row_key], corrects_closed)[0]

    def enter_all(
        self, states: Sequence[DealState], corrects: int | None = None, change_reason: str | None = None,
        import_id: int | None = None, row_keys: Sequence[str | None] | None = None,
        corrects_closed: bool = False,
        each_corrects: Sequence[int | None] | None = None, numbered: bool = False,
    ) -> list[DealState]:  # fmt: skip
        """As `enter`, for many at once; several entries of one deal stand in their order.

        `each_corrects` names for each entry the one that it corrects, where they differ. `numbered`: the states have
        numbers of `entry_numbers` already.
        """
        frozen = self._frozen(states)
        entered = list(frozen) if numbered else self._numbered(frozen)
        credit = self._credit(entered, corrects_closed)
        self._point_at(entered, row_keys or [None] * len(entered))
        extra = {"change_reason": change_reason, "import_id": import_id}
        corrected = each_corrects or [corrects] * len(entered)
        self.book.add_rows(
            tables.DealEntry,
            [
                {**entry_row(state), **extra, "corrects_id": entry_id}
                for state, entry_id in zip(entered, corrected, strict=True)
            ],
        )
        self.book.add_rows(
            tables.DealShare,
            [
                {
                    "entry_id": s.entry_id,
                    "person_id": p.person_id,
                    "assist": p.assist,
                    "millionths": p.millionths,
                    "place": place,
                }
                for s in entered
                for place, p in enumerate(s.shares)
            ],
        )
        self.book.add_rows(
            tables.DealLine,
            [row for state in entered for row in line_rows(state)],
        )
        self.book.add_rows(
            tables.DealReason,
            [row for state in entered for row in reason_rows(state)],
        )
        self.book.credits.add(credit)
        return entered

    def entry_numbers(self, count: int) -> list[int]:
        """So many unused numbers for entries, for who makes many states and numbers them at once."""
        return self.book.numbers(tables.DealEntry, count)

    def _numbered(self, states: Sequence[DealState]) -> list[DealState]:
        ids = self.entry_numbers(len(states))
        return [replace(state, entry_id=entry_id) for state, entry_id in zip(states, ids, strict=True)]

    def _frozen(self, states: Sequence[DealState]) -> Sequence[DealState]:
        """The states with the rate at which each won deal in another currency counts from its close on.

        A rate that becomes known later moves no deal that has one; another close day or currency asks anew.
        """
        base = self.book.workspace.currency
        foreign = {
            state.deal_id
            for state in states
            if state.outcome is Outcome.WON and state.amount.currency != base
        }
        if base is None or not foreign:
            return [replace(state, per_base=None) if state.per_base else state for state in states]
        rates = Rates(base, self.book.rates.known())
        standing = {state.deal_id: state for state in states if state.number > 1}
        before = (
            {state.deal_id: state for state in self._states(_STANDING, deals=sorted(standing))}
            if standing
            else {}
        )
        frozen = []
        for state in states:
            rated = replace(state, per_base=frozen_rate(before.get(state.deal_id), state, rates))
            before[state.deal_id] = rated
            frozen.append(rated)
        return frozen

    def _credit(
        self, entered: Sequence[DealState], corrects_closed: bool
    ) -> list[tuple[CreditRow, int, datetime]]:
        """What changes in the credit of each deal; what would count in a closed month counts in the open one."""
        known = {state.deal_id for state in entered} - {
            state.deal_id for state in entered if state.number == 1
        }
        kept = self.book.credits.of_deals(known) if known else {}
        held = {deal_id: held_credit(rows) for deal_id, rows in kept.items()}
        newest = {state.deal_id: state.number for state in entered}
        added: list[tuple[CreditRow, int, datetime]] = []
        for state in entered:
            before = held.get(state.deal_id, [])
            changes = changes_of_credit(before, credits_of(state))
            rows = self._placed(changes, state, corrects_closed)
            if rows and state.number != newest[state.deal_id]:
                held[state.deal_id] = held_credit([*before, *rows])
            added += [(row, state.entry_id, state.recorded_at) for row in rows]
        return added

    def _placed(self, rows: list[CreditRow], state: DealState, corrects_closed: bool) -> list[CreditRow]:
        """The rows on the days on which they count. Raises MonthClosed where none may count any more."""
        if not rows:
            return rows
        today, this_month = self._today(state.recorded_at)
        past = [row.day for row in rows if row.day < this_month]
        if not past:
            return rows
        months = self.book.closings.held()
        shut = [day for day in past if months.closed(day)]
        if shut and not corrects_closed:
            raise MonthClosed(month=month_of(min(shut)).starts_on, by=())
        return [placed(row, months.closed, months.open_day(today)) for row in rows]

    def _today(self, at: datetime) -> tuple[date, date]:
        """The workspace's day at an instant, and the first of its month; many entries are recorded at the same."""
        if self._today_at is None or self._today_at[0] != at:
            today = day_in(self.book.workspace.zone, at)
            self._today_at = at, (today, month_of(today).starts_on)
        return self._today_at[1]

    def _point_at(self, entered: Sequence[DealState], row_keys: Sequence[str | None]) -> None:
        """Deals that are new get their row; the others point at their newest entry."""
        newest = {state.deal_id: state for state in entered}
        fresh = [
            {
                "id": state.deal_id,
                "account_id": newest[state.deal_id].account_id,
                "external_id": state.external_id,
                "row_key": row_key,
                "latest_entry_id": newest[state.deal_id].entry_id,
                "outcome": newest[state.deal_id].outcome.value,
                "practice": state.practice,
                "imported": state.imported,
                "refund_of_id": state.refund_of,
                "created_at": state.recorded_at,
            }
            for state, row_key in zip(entered, row_keys, strict=True)
            if state.number == 1
        ]
        self.book.add_rows(tables.Deal, fresh)
        made = {row["id"] for row in fresh}
        for deal_id, state in newest.items():
            if deal_id not in made:
                self.book.change_row(
                    tables.Deal, deal_id, latest_entry_id=state.entry_id, outcome=state.outcome.value,
                    account_id=state.account_id,
                )  # fmt: skip

    def remark(self, deal_id: int, entry_id: int, text: str, *, person_id: int | None, now: datetime) -> None:
        """Keep a note that somebody typed on a deal."""
        self.book.add(
            tables.Remark, deal_id=deal_id, entry_id=entry_id, person_id=person_id, text=text, recorded_at=now
        )

    def remark_all(self, notes: Iterable[tuple[int, int, str]], *, now: datetime) -> None:
        """Keep notes of a file: (deal, entry, text)."""
        kept = list(notes)
        numbers = self.book.numbers(tables.Remark, len(kept)) if kept else []
        rows = [
            {"id": number, "deal_id": deal_id, "entry_id": entry_id, "text": text, "recorded_at": now}
            for number, (deal_id, entry_id, text) in zip(numbers, kept, strict=True)
        ]
        self.book.add_rows(tables.Remark, rows)

    def change_row_key(self, deal_id: int, row_key: str | None) -> None:
        """Remember by which row of a file the deal was last said."""
        self.book.change_row(tables.Deal, deal_id, row_key=row_key)

    def unremark(self, entry_id: int) -> None:
        """Take back the note that came with an entry, as when the entry is undone."""
        self.book.remove(tables.Remark, REMARK.c.entry_id == entry_id)
