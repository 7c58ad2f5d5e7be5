"""Taking an import of deals back whole: what it made is withdrawn, what it corrected stands as before.

Where a deal was changed since, nothing is taken back: what somebody did after the file would be lost with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from salesbot.domain.deals import DealState, EntryKind, Outcome
from salesbot.domain.mistakes import SalesbotError
from salesbot.storage.book import Book
from salesbot.storage.records import ImportKept

_AT_ONCE = 2_000
_SHOWN = 20


class ImportUnknown(SalesbotError):
    """There is no import of this number: fact `number`."""

    template = "imports/unknown"


class ImportNotTakenBack(SalesbotError):
    """The import cannot be taken back.

    Facts `number`, `kind`, `why`: kind (only deals can be), already (it was), changed (deals were since); `deals`: names
    of deals that were changed since, `more` of them.
    """

    template = "imports/not_taken_back"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking an import back did."""

    number: int
    file: str
    withdrawn: int
    as_before: int


def imports_kept(book: Book) -> list[ImportKept]:
    """Every import, the newest first."""
    return book.records.imports()


def take_back_import(book: Book, number: int, *, now: datetime, by: int | None = None) -> TakenBack:
    """Take an import of deals back, all of it or nothing. Raises ImportUnknown, ImportNotTakenBack.

    The book may be a staged one. The same file can be imported again afterwards.
    """
    kept = next((each for each in book.records.imports() if each.number == number), None)
    if kept is None:
        raise ImportUnknown(number=number)
    if kept.kind != "deals" or kept.taken_back:
        why = "already" if kept.taken_back else "kind"
        raise ImportNotTakenBack(number=number, kind=kept.kind, why=why, deals=(), more=0)
    spans = book.deals.of_import(number)
    states = book.deals.by_numbers(spans)
    _require_unchanged(book, kept, spans, states)
    for start in range(0, len(states), _AT_ONCE):
        _take_back(book, states[start : start + _AT_ONCE], spans, now, by)
    made = sum(first == 1 for first, _ in spans.values())
    done = TakenBack(number, kept.file, made, len(spans) - made)
    book.records.audit(
        "took_back", "import", number, by=by, now=now,
        after={"withdrawn": done.withdrawn, "as_before": done.as_before},
    )  # fmt: skip
    return done


def _require_unchanged(
    book: Book, kept: ImportKept, spans: dict[int, tuple[int, int]], states: Sequence[DealState]
) -> None:
    later = [state for state in states if state.number != spans[state.deal_id][1]]
    changed = [state for state in later if not _stands_as_left(book, state, spans[state.deal_id][1])]
    if changed:
        accounts = book.accounts.by_ids({state.account_id for state in changed[:_SHOWN]})
        names = tuple(accounts[state.account_id].name for state in changed[:_SHOWN])
        raise ImportNotTakenBack(
            number=kept.number, kind=kept.kind, why="changed", deals=names,
            more=max(0, len(changed) - _SHOWN),
        )  # fmt: skip


def _stands_as_left(book: Book, state: DealState, number: int) -> bool:
    """Whether what came after the file was itself taken back, so that nothing would be lost."""
    if state.kind is not EntryKind.UNDONE:
        return False
    left = book.deals.history(state.deal_id)[number - 1]
    now = replace(
        state, entry_id=left.entry_id, number=left.number, kind=left.kind, effective_on=left.effective_on,
        recorded_at=left.recorded_at, recorded_by=left.recorded_by, imported=left.imported,
    )  # fmt: skip
    return now == left


def _take_back(
    book: Book, states: Sequence[DealState], spans: dict[int, tuple[int, int]], now: datetime, by: int | None
) -> None:
    gone = [_before(book, state, spans[state.deal_id][0], now, by) for state in states]
    book.deals.enter_all(gone, each_corrects=[state.entry_id for state in states], corrects_closed=True)
    for state in states:
        # Else the same file again would be taken for one that came before.
        book.deals.change_row_key(state.deal_id, None)


def _before(book: Book, state: DealState, first: int, now: datetime, by: int | None) -> DealState:
    if first == 1:
        return replace(
            state, number=state.number + 1, kind=EntryKind.WITHDRAWN, outcome=Outcome.WITHDRAWN,
            closed_on=None, recorded_at=now, recorded_by=by,
        )  # fmt: skip
    earlier = book.deals.history(state.deal_id)[first - 2]
    return replace(earlier, number=state.number + 1, kind=EntryKind.UNDONE, recorded_at=now, recorded_by=by)
