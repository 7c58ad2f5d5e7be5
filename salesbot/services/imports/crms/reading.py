"""An export of another system, row by row in our columns and words, so that it is checked and booked like any file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from salesbot.services.imports.crms.words import (
    LEFT_OUT,
    SLASHED_DAY,
    What,
    WordsMissing,
    WordUnusable,
    choices_for,
    known_in,
    say_words,
)
from salesbot.services.imports.known_crms import Crm
from salesbot.services.imports.sheets import Rows, Sheet, SheetRow
from salesbot.services.imports.written_days import mark_of, order_of, plain_amount, plain_day, readings_of
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_DAYS = ("opened", "closes", "closed", "won", "lost")
_TOLD = ("stage", "status", "amount", "closes")
"""Of these a deal has at least one."""
_OTHER = "other"
_OURS = {
    "external_id": "number", "account": "account", "amount": "amount", "currency": "currency", "stage": "stage",
    "rep_email": "owner", "opened_on": "opened", "expected_on": "closes", "closed_on": "closes",
    "lost_reason": "reason", "source": "source", "note": "title",
}  # fmt: skip
"""Our columns, and what of theirs they are made of."""


def in_our_words(book: Book, sheet: Sheet, crm: Crm) -> Sheet:
    """The file as one of deals. Raises WordsMissing with what nobody has said yet, which is then asked for."""
    columns = {what: name for what in crm.columns if (name := crm.column(what, sheet.columns)) is not None}
    met = _met(sheet, columns)
    said = {
        (word.what, folded(word.theirs)): word.ours for word in book.import_words.of(crm.key) if word.ours
    }
    known = known_in(book)
    order = met.order or said.get((What.DAYS, SLASHED_DAY))
    words = {}
    for what, theirs in met.words:
        ours = said.get((what.value, folded(theirs))) or known.guess(what, theirs)
        if ours is not None:
            words[what, folded(theirs)] = ours
    missing = [(what, theirs) for what, theirs in met.words if (what, folded(theirs)) not in words]
    missing += [(What.DAYS, SLASHED_DAY)] if order is None else []
    if missing:
        stages, people = choices_for(book)
        right = {What.STAGE: stages[0][0], What.OWNER: people[0][0] if people else LEFT_OUT, What.DAYS: "day"}
        example = f'salesbot import deals {sheet.file} --means "{missing[0][1]}={right[missing[0][0]]}"'
        raise WordsMissing(
            file=sheet.file, crm=crm.name, key=crm.key, missing=tuple(missing), stages=stages, people=people,
            example=example,
        )  # fmt: skip
    coded = book.accounts.reasons(retired=True)
    reasons = {key: reason.code for reason in coded for key in (folded(reason.name), reason.code)}
    other = next((reason.code for reason in book.accounts.reasons() if reason.klass == _OTHER), None)
    reading = _Reading(crm, columns, words, order or "", met.mark, reasons, other)
    rows = OurRows(
        sheet.rows.kind, sheet.rows.columns, sheet.rows.source, sheet.rows.header, told=sheet.rows.told,
        reading=reading,
    )  # fmt: skip
    own = frozenset(name for name, what in _OURS.items() if what in columns)
    return replace(sheet, columns=own, rows=rows)


@dataclass(frozen=True)
class _Met:
    """What has to be understood of a file: its words, and how it writes days."""

    words: tuple[tuple[What, str], ...]
    order: str | None
    mark: str | None
    """The sign before the decimals of its amounts; None where none tells it, or not all the same."""


def _met(sheet: Sheet, columns: Mapping[str, str]) -> _Met:
    words: dict[tuple[What, str], tuple[What, str]] = {}
    days: dict[str, None] = {}
    marks: set[str | None] = set()
    for row in sheet.rows:
        if not _is_deal(row.cells, columns):
            continue
        for name in _DAYS:
            if name in columns:
                days[row.cells[columns[name]]] = None
        marks.add(mark_of(row.cells.get(columns.get("amount", ""), "")))
        stage = row.cells[columns["stage"]] if "stage" in columns else ""
        if stage and not _settled(row.cells.get(columns.get("status", ""), "")):
            words.setdefault((What.STAGE, folded(stage)), (What.STAGE, stage))
        owner = row.cells.get(columns.get("owner", ""), "")
        if owner:
            words.setdefault((What.OWNER, folded(owner)), (What.OWNER, owner))
    told = marks - {None}
    return _Met(tuple(words.values()), order_of(days), told.pop() if len(told) == 1 else None)


def _is_deal(cells: Mapping[str, str], columns: Mapping[str, str]) -> bool:
    """Whether a row tells of a deal: below them, reports have lines of one cell, such as who made the report."""
    return any(cells[columns[what]] for what in _TOLD if what in columns)


def _settled(status: str) -> str | None:
    return folded(status) if folded(status) in ("won", "lost") else None


@dataclass
class _Reading:
    """Everything by which one row is read."""

    crm: Crm
    columns: Mapping[str, str]
    words: Mapping[tuple[What, str], str]
    order: str
    mark: str | None
    reasons: Mapping[str, str]
    other: str | None

    def ours(self, cells: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
        """The row in our columns, or why it is left out."""
        said = {what: cells[column] for what, column in self.columns.items()}
        stage = _settled(said.get("status", "")) or self._word(What.STAGE, said.get("stage", ""))
        owner = self._word(What.OWNER, said.get("owner", ""))
        amount = plain_amount(said.get("amount", ""), self.mark)
        why = self._left_out(said, stage, owner, amount)
        if why is not None:
            return {}, why
        closed = stage in ("won", "lost")
        row = {
            "external_id": f"{self.crm.key}:{said['number']}" if said.get("number") else "",
            "account": self._account(said), "amount": amount, "currency": said.get("currency", "").upper(),
            "stage": stage, "rep_email": owner, "opened_on": self._day(said, "opened"),
            "expected_on": "" if closed else self._day(said, "closes"),
            "closed_on": self._closed(cells, said, stage) if closed else "",
            "source": said.get("source", ""), **self._why(said, stage),
        }  # fmt: skip
        return row, None

    def unclear(self, cells: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]] | None:
        """The row's amount, where it can be read in two ways."""
        value = cells[self.columns["amount"]] if "amount" in self.columns and self.mark is None else ""
        readings = readings_of(value)
        return ("amount", value, readings) if readings else None

    def _word(self, what: What, theirs: str) -> str:
        return self.words.get((what, folded(theirs)), "") if theirs else ""

    def _left_out(self, said: Mapping[str, str], stage: str, owner: str, amount: str) -> str | None:
        if LEFT_OUT in (stage, owner):
            return LEFT_OUT
        if not owner:
            return "owner"
        return None if amount.strip("0.") else "amount"

    def _account(self, said: Mapping[str, str]) -> str:
        """The company; several are parted by semicolons, the first is the deal's. Without one the deal's title."""
        return said.get("account", "").partition(";")[0].strip() or said.get("title", "")

    def _day(self, said: Mapping[str, str], what: str) -> str:
        return plain_day(said.get(what, ""), self.order)

    def _closed(self, cells: Mapping[str, str], said: Mapping[str, str], stage: str) -> str:
        own = self._day(said, stage)
        there = (cells[name] for name in self.crm.columns.get("closed", ()) if name in cells)
        return (
            own
            or next((plain_day(value, self.order) for value in there if value), "")
            or self._day(said, "closes")
        )

    def _why(self, said: Mapping[str, str], stage: str) -> dict[str, str]:
        """The lost reason, where it is one of ours; else the other one, with their words in the note."""
        title, reason = said.get("title", ""), said.get("reason", "")
        ours = self.reasons.get(folded(reason)) if reason else None
        note = [title if folded(title) != folded(self._account(said)) else ""]
        if stage != "lost":
            return {"lost_reason": "", "note": note[0]}
        note.append(reason if ours is None else "")
        return {"lost_reason": ours or self.other or "", "note": "; ".join(part for part in note if part)}


@dataclass
class OurRows(Rows):
    """The rows of another system's file as they read in our columns; some are left out, and counted."""

    reading: _Reading | None = None
    left_out: Counter[str] = field(default_factory=Counter)
    """How many rows, by why: `amount` (none, or nought), `owner` (nobody's), `skip` (said to be left out)."""

    def __iter__(self) -> Iterator[SheetRow]:
        assert self.reading is not None
        left_out: Counter[str] = Counter()
        count = 0
        for row in super().__iter__():
            if not _is_deal(row.cells, self.reading.columns):
                continue
            cells, why = self.reading.ours(row.cells)
            if why is None:
                count += 1
                yield replace(row, cells=cells, unclear=self.reading.unclear(row.cells))
            else:
                left_out[why] += 1
        self.count, self.left_out = count, left_out


def say_of_file(book: Book, sheet: Sheet, said: Sequence[tuple[str, str]], *, now: datetime) -> None:
    """Keep what words of the file mean: each is a stage or an owner as the file has it. Raises WordUnusable."""
    crm = sheet.crm
    assert crm is not None
    columns = {what: name for what in crm.columns if (name := crm.column(what, sheet.columns)) is not None}
    there = {folded(word): what for what, word in _met(sheet, columns).words}
    there[folded(SLASHED_DAY)] = What.DAYS
    for word, ours in said:
        if folded(word) not in there:
            raise WordUnusable(theirs=word, ours=ours, known=())
    words = {(there[folded(word)], word): ours for word, ours in said}
    say_words(book, crm.key, words, now=now, by=None)


def theirs(sheet: Sheet, column: str) -> str:
    """What a column of ours is called in another system's file."""
    reading = sheet.rows.reading if isinstance(sheet.rows, OurRows) else None
    return reading.columns.get(_OURS.get(column, ""), column) if reading is not None else column


def left_out(sheet: Sheet) -> Mapping[str, int]:
    """How many rows of another system's file are no deals of ours, by why."""
    return dict(sheet.rows.left_out) if isinstance(sheet.rows, OurRows) else {}
