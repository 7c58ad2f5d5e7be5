"""What is asked of the ledger of deals: how a deal stands, how it came to that, and which deals are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, select

from salesbot.domain.deals import CreditRow, DealState, EntryKind, Outcome, Share, Technique, credits_of
from salesbot.domain.money import Money
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_DEAL: Any = tables.Deal.__table__  # type: ignore[attr-defined]
_ENTRY: Any = tables.DealEntry.__table__  # type: ignore[attr-defined]
_SHARE: Any = tables.DealShare.__table__  # type: ignore[attr-defined]
_LINE: Any = tables.DealLine.__table__  # type: ignore[attr-defined]
_REMARK: Any = tables.Remark.__table__  # type: ignore[attr-defined]


class Deals:
    """The ledger of one workspace's deals."""

    def __init__(self, book: Book) -> None:
        self.book = book

    # -- writing ------------------------------------------------------------------------------------------

    def new_number(self) -> int:
        """An unused number for a deal."""
        return self.book.numbers(tables.Deal, 1)[0]

    def new_numbers(self, count: int) -> list[int]:
        """So many unused numbers for deals."""
        return self.book.numbers(tables.Deal, count)

    def enter(
        self, state: DealState, *, corrects: int | None = None, change_reason: str | None = None,
        import_id: int | None = None, row_key: str | None = None,
    ) -> DealState:  # fmt: skip
        """Add an entry to the ledger, with the credit it earns; the credit of the entry before is taken back.

        `state.entry_id` is given here; `state.number` must be one more than the newest entry's (1 for a new deal),
        else the database refuses it: somebody else was faster. Answers with the state as stored.
        """
        return self.enter_all([state], corrects, change_reason, import_id, [row_key])[0]

    def enter_all(
        self, states: Sequence[DealState], corrects: int | None = None, change_reason: str | None = None,
        import_id: int | None = None, row_keys: Sequence[str | None] | None = None,
    ) -> list[DealState]:  # fmt: skip
        """As `enter`, for many at once; several entries of one deal stand in their order."""
        ids = self.book.numbers(tables.DealEntry, len(states))
        entered = [_with_entry(state, entry_id) for state, entry_id in zip(states, ids, strict=True)]
        self._point_at(entered, row_keys or [None] * len(entered))
        extra = {"corrects_id": corrects, "change_reason": change_reason, "import_id": import_id}
        self.book.add_rows(tables.DealEntry, [{**_entry_row(state), **extra} for state in entered])
        self.book.add_rows(
            tables.DealShare,
            [
                {
                    "entry_id": s.entry_id,
                    "person_id": p.person_id,
                    "assist": p.assist,
                    "millionths": p.millionths,
                }
                for s in entered
                for p in s.shares
            ],
        )
        self.book.add_rows(
            tables.DealLine,
            [
                {"entry_id": s.entry_id, "product_id": product, "quantity": quantity}
                for s in entered
                for product, quantity in s.lines
            ],
        )
        self._credit(entered)
        return entered

    def _credit(self, entered: Sequence[DealState]) -> None:
        """Take back what each deal earned before, then grant what it earns now."""
        waiting: list[tuple[CreditRow, int, datetime]] = []
        fresh: set[int] = set()
        credited: set[int] = set()
        for state in entered:
            earned = state.number > 1 and state.deal_id in credited
            if state.number == 1:
                fresh.add(state.deal_id)
            elif earned or state.deal_id not in fresh:
                self.book.credits.grant(waiting)
                waiting.clear()
                self.book.credits.take_back(state.deal_id, state.entry_id, state.recorded_at)
            earns = credits_of(state)
            credited |= {state.deal_id} if earns else set()
            waiting += [(row, state.entry_id, state.recorded_at) for row in earns]
        self.book.credits.grant(waiting)

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
                "created_at": state.recorded_at,
            }
            for state, row_key in zip(entered, row_keys, strict=True)
            if state.number == 1
        ]
        self.book.add_rows(tables.Deal, fresh)
        made = {row["id"] for row in fresh}
        for deal_id, state in newest.items():
            if deal_id not in made:
                self.book.change(
                    tables.Deal, _DEAL.c.id == deal_id, latest_entry_id=state.entry_id,
                    outcome=state.outcome.value, account_id=state.account_id,
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
        self.book.change(tables.Deal, _DEAL.c.id == deal_id, row_key=row_key)

    def unremark(self, entry_id: int) -> None:
        """Take back the note that came with an entry, as when the entry is undone."""
        self.book.connection.execute(
            delete(_REMARK).where(
                _REMARK.c.workspace_id == self.book.workspace_id, _REMARK.c.entry_id == entry_id
            )
        )

    # -- reading ------------------------------------------------------------------------------------------

    def now(self, deal_id: int) -> DealState:
        """How the deal stands; LookupError if there is none of that number."""
        found = self._states(self._newest(_DEAL.c.id == deal_id))
        if not found:
            raise LookupError(f"there is no deal {deal_id}")
        return found[0]

    def locked(self, deal_id: int) -> DealState:
        """How the deal stands, nobody else changing it until this book is closed."""
        self.book.connection.execute(
            select(_DEAL.c.id)
            .where(_DEAL.c.workspace_id == self.book.workspace_id, _DEAL.c.id == deal_id)
            .with_for_update()
        )
        return self.now(deal_id)

    def history(self, deal_id: int) -> list[DealState]:
        """Every entry of the deal, the first first."""
        return self._states(self._entries(_ENTRY.c.deal_id == deal_id).order_by(_ENTRY.c.number))

    def open_of_account(self, account_id: int) -> list[DealState]:
        """The account's open deals, the newest first."""
        return self._states(
            self._newest(_DEAL.c.account_id == account_id, _DEAL.c.outcome == "open").order_by(
                _DEAL.c.id.desc()
            )
        )

    def of_account(self, account_id: int, limit: int = 20) -> list[DealState]:
        """The account's deals that were not withdrawn, the newest first."""
        return self._states(
            self._newest(_DEAL.c.account_id == account_id, _DEAL.c.outcome != "withdrawn")
            .order_by(_DEAL.c.id.desc())
            .limit(limit)
        )

    def open(self, rep_ids: Iterable[int] | None = None, limit: int | None = None) -> list[DealState]:
        """The open deals (of these reps), those expected soonest first, those without a day last."""
        where = [] if rep_ids is None else [_ENTRY.c.rep_id.in_(list(rep_ids))]
        query = self._newest(_DEAL.c.outcome == "open", *where).order_by(
            _ENTRY.c.expected_on.is_(None), _ENTRY.c.expected_on, _DEAL.c.id
        )
        return self._states(query.limit(limit) if limit else query)

    def count_open(self, rep_ids: Iterable[int] | None = None) -> int:
        """How many deals are open (of these reps)."""
        where = [] if rep_ids is None else [_ENTRY.c.rep_id.in_(list(rep_ids))]
        query = self._newest(_DEAL.c.outcome == "open", *where).with_only_columns(func.count())
        return int(self.book.connection.execute(query).scalar_one())

    def count(self) -> int:
        """How many deals there are that were not withdrawn."""
        query = select(func.count()).where(
            _DEAL.c.workspace_id == self.book.workspace_id, _DEAL.c.outcome != "withdrawn"
        )
        return int(self.book.connection.execute(query).scalar_one())

    def any(self) -> bool:
        """Whether a deal was ever logged, whatever became of it."""
        query = select(_DEAL.c.id).where(_DEAL.c.workspace_id == self.book.workspace_id)
        return self.book.connection.execute(query.limit(1)).first() is not None

    def closed_between(
        self, outcome: Outcome, start: date, end: date, rep_ids: Iterable[int] | None = None
    ) -> list[DealState]:
        """Deals that stand as won or lost with a close day in the half-open span, by close day."""
        where = [] if rep_ids is None else [_ENTRY.c.rep_id.in_(list(rep_ids))]
        query = self._newest(
            _DEAL.c.outcome == outcome.value, _ENTRY.c.closed_on >= start, _ENTRY.c.closed_on < end, *where
        )
        return self._states(query.order_by(_ENTRY.c.closed_on, _DEAL.c.id))

    def states_at(self, known_at: datetime, before: date | None = None) -> list[DealState]:
        """How every deal stood as recorded by then, counting only entries dated before a day.

        A deal's state is the last recorded of those entries: one that is dated back says how it was from that day on.
        """
        dated = [_ENTRY.c.effective_on < before] if before else []
        place = func.row_number().over(
            partition_by=(_ENTRY.c.workspace_id, _ENTRY.c.deal_id),
            order_by=_ENTRY.c.number.desc(),
        )
        ranked = (
            select(_ENTRY.c.id, place.label("place"))
            .where(_ENTRY.c.workspace_id == self.book.workspace_id, _ENTRY.c.recorded_at <= known_at, *dated)
            .subquery()
        )
        query = self._entries().join(ranked, and_(ranked.c.id == _ENTRY.c.id, ranked.c.place == 1))
        return self._states(query.order_by(_ENTRY.c.deal_id))

    def recorded_between(self, after: datetime, until: datetime) -> list[DealState]:
        """Every entry recorded after the one instant and up to the other, in the order of recording."""
        return self._states(
            self._entries(_ENTRY.c.recorded_at > after, _ENTRY.c.recorded_at <= until).order_by(_ENTRY.c.id)
        )

    def moves(self, known_at: datetime, before: date) -> list[tuple[int, date, int | None, Outcome]]:
        """(deal, day, stage, outcome) of every entry dated before a day, deal by deal in the order of entries."""
        c = _ENTRY.c
        query = (
            select(c.deal_id, c.effective_on, c.stage_id, c.outcome)
            .where(
                c.workspace_id == self.book.workspace_id, c.recorded_at <= known_at, c.effective_on < before,
            )
            .order_by(c.deal_id, c.number)
        )  # fmt: skip
        return [
            (row.deal_id, row.effective_on, row.stage_id, Outcome(row.outcome))
            for row in self.book.all(query)
        ]

    def corrections(self) -> dict[int, int]:
        """Which entry each correcting entry corrects."""
        query = select(_ENTRY.c.id, _ENTRY.c.corrects_id).where(
            _ENTRY.c.workspace_id == self.book.workspace_id, _ENTRY.c.corrects_id.is_not(None)
        )
        return {row.id: row.corrects_id for row in self.book.all(query)}

    def latest_by(self, person_id: int, since: datetime) -> DealState | None:
        """The newest entry that this person recorded since then and that still stands as its deal's newest."""
        query = self._newest(_ENTRY.c.recorded_by == person_id, _ENTRY.c.recorded_at >= since)
        found = self._states(query.order_by(_ENTRY.c.id.desc()).limit(1))
        return found[0] if found else None

    def logged_alike(self, rep_id: int, account_id: int, amount: Money, since: datetime) -> DealState | None:
        """A deal of the same rep, account and amount that was logged since then."""
        query = self._newest(
            _DEAL.c.account_id == account_id, _DEAL.c.created_at >= since, _DEAL.c.outcome != "withdrawn",
            _ENTRY.c.rep_id == rep_id, _ENTRY.c.amount == amount.minor, _ENTRY.c.currency == amount.currency,
        )  # fmt: skip
        found = self._states(query.order_by(_DEAL.c.id.desc()).limit(1))
        return found[0] if found else None

    def by_external_ids(self, ids: Iterable[str]) -> dict[str, int]:
        """The numbers of deals by their external ids."""
        return self._by_key(_DEAL.c.external_id, ids)

    def by_row_keys(self, keys: Iterable[str]) -> dict[str, int]:
        """The numbers of deals that came from a file without external ids, by the hash of their row."""
        return self._by_key(_DEAL.c.row_key, keys)

    def practice(self) -> list[DealState]:
        """The practice deals that still stand."""
        return self._states(self._newest(_DEAL.c.practice, _DEAL.c.outcome != "withdrawn"))

    def all(self) -> list[DealState]:
        """How every deal that was not withdrawn stands, by number."""
        return self._states(self._newest(_DEAL.c.outcome != "withdrawn").order_by(_DEAL.c.id))

    def by_numbers(self, deal_ids: Iterable[int]) -> list[DealState]:
        """How these deals stand, by number."""
        wanted, found = sorted(deal_ids), []
        for start in range(0, len(wanted), 500):
            found += self._states(
                self._newest(_DEAL.c.id.in_(wanted[start : start + 500])).order_by(_DEAL.c.id)
            )
        return found

    def notes(self, deal_ids: Iterable[int]) -> dict[int, str]:
        """The newest note of each of these deals that has one."""
        wanted = list(deal_ids)
        narrow = [_REMARK.c.deal_id.in_(wanted)] if len(wanted) <= 500 else []
        rows = self.book.all(self.book.select(tables.Remark, *narrow).order_by(_REMARK.c.id))
        return {row.deal_id: row.text for row in rows}

    def _by_key(self, column: ColumnElement[Any], keys: Iterable[str]) -> dict[str, int]:
        wanted = list(keys)
        found: dict[str, int] = {}
        for start in range(0, len(wanted), 500):
            query = select(column, _DEAL.c.id).where(
                _DEAL.c.workspace_id == self.book.workspace_id, column.in_(wanted[start : start + 500])
            )
            found.update((key, number) for key, number in self.book.connection.execute(query))
        return found

    # -- from rows to states ------------------------------------------------------------------------------

    def _entries(self, *where: ColumnElement[bool]) -> Select[Any]:
        return (
            select(_ENTRY, _DEAL.c.practice, _DEAL.c.imported, _DEAL.c.external_id)
            .join(_DEAL, and_(_DEAL.c.workspace_id == _ENTRY.c.workspace_id, _DEAL.c.id == _ENTRY.c.deal_id))
            .where(_ENTRY.c.workspace_id == self.book.workspace_id, *where)
        )

    def _newest(self, *where: ColumnElement[bool]) -> Select[Any]:
        return self._entries(_ENTRY.c.id == _DEAL.c.latest_entry_id, *where)

    def _states(self, query: Select[Any]) -> list[DealState]:
        rows = self.book.all(query)
        ids = [row.id for row in rows]
        shares, lines = self._shares(ids), self._lines(ids)
        return [_state(row, tuple(shares[row.id]), tuple(lines[row.id])) for row in rows]

    def _shares(self, ids: list[int]) -> dict[int, list[Share]]:
        found: dict[int, list[Share]] = defaultdict(list)
        order = (_SHARE.c.entry_id, _SHARE.c.assist, _SHARE.c.millionths.desc(), _SHARE.c.person_id)
        for row in self._of_entries(tables.DealShare, _SHARE.c.entry_id, ids, order):
            found[row.entry_id].append(Share(row.person_id, row.millionths, row.assist))
        return found

    def _lines(self, ids: list[int]) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        order = (_LINE.c.entry_id, _LINE.c.product_id)
        for row in self._of_entries(tables.DealLine, _LINE.c.entry_id, ids, order):
            found[row.entry_id].append((row.product_id, row.quantity))
        return found

    def _of_entries(self, model: Any, column: Any, ids: list[int], order: Any) -> Iterable[Row[Any]]:
        for start in range(0, len(ids), 500):
            yield from self.book.all(
                self.book.select(model, column.in_(ids[start : start + 500])).order_by(*order)
            )


def _with_entry(state: DealState, entry_id: int) -> DealState:
    return replace(state, entry_id=entry_id)


def _entry_row(state: DealState) -> dict[str, Any]:
    return {
        "id": state.entry_id,
        "deal_id": state.deal_id,
        "number": state.number,
        "kind": state.kind.value,
        "account_id": state.account_id,
        "rep_id": state.rep_id,
        "outcome": state.outcome.value,
        "stage_id": state.stage_id,
        "reason_id": state.reason_id,
        "amount": state.amount.minor,
        "currency": state.amount.currency,
        "cost": state.cost.minor if state.cost else None,
        "opened_on": state.opened_on,
        "expected_on": state.expected_on,
        "closed_on": state.closed_on,
        "technique": state.technique.value if state.technique else None,
        "source_id": state.source_id,
        "campaign_id": state.campaign_id,
        "competitor_id": state.competitor_id,
        "effective_on": state.effective_on,
        "recorded_at": state.recorded_at,
        "recorded_by": state.recorded_by,
    }


def _state(row: Row[Any], shares: tuple[Share, ...], lines: tuple[tuple[int, int], ...]) -> DealState:
    return DealState(
        deal_id=row.deal_id, entry_id=row.id, number=row.number, kind=EntryKind(row.kind),
        account_id=row.account_id, rep_id=row.rep_id, outcome=Outcome(row.outcome), stage_id=row.stage_id,
        reason_id=row.reason_id, amount=Money(row.amount, row.currency),
        cost=None if row.cost is None else Money(row.cost, row.currency),
        opened_on=row.opened_on, expected_on=row.expected_on, closed_on=row.closed_on,
        technique=Technique(row.technique) if row.technique else None,
        source_id=row.source_id, campaign_id=row.campaign_id, competitor_id=row.competitor_id,
        shares=shares, lines=lines, effective_on=row.effective_on, recorded_at=row.recorded_at,
        recorded_by=row.recorded_by, practice=row.practice, imported=row.imported,
        external_id=row.external_id,
    )  # fmt: skip
