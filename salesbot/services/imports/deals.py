"""Deals from a file: each is opened in the first stage, and won or lost on the day it closed.

A row is known by its external id (or `deal:17`), else by its whole content and its number among equal rows. A known row
that came in the same words before changes nothing, whatever became of the deal since; in other words it is a
correction: an entry of the ledger that names the one it corrects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from salesbot.domain.deals import Outcome, Share
from salesbot.domain.product_lines import Line
from salesbot.services.calendars import workspace_day
from salesbot.services.exports.deals import (
    OWN_NUMBER,
    DealRow,
    Names,
    names_of,
    row_of,
    written_reasons,
    written_shares,
)
from salesbot.services.imports.beginnings import Beginnings
from salesbot.services.imports.booking import BookedDeal, book_deals
from salesbot.services.imports.cells import Cells
from salesbot.services.imports.deal_rows import Lists, lists_of, read_deal
from salesbot.services.imports.plans import Change, Planned, Planning, Told
from salesbot.services.imports.problems import Problem, Why
from salesbot.services.imports.product_lines import TERMS, UsualTerms, lines_content, with_terms_kept
from salesbot.services.imports.sheets import Sheet
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_COLUMNS = {
    "outcome": "stage", "stage_id": "stage", "rep_id": "rep_email", "lines": "product", "reason_id": "lost_reason",
    "more_reasons": "lost_reason",
    "shares": "splits",
}  # fmt: skip
"""The columns of those fields of a row that are not called like them."""


_CONTENT = (
    "[('external_id', {0.external_id!r}), ('account', {account!r}), ('amount', {amount}), ('outcome', {outcome}), "
    "('stage_id', {0.stage_id!r}), ('rep_id', {0.rep_id!r}), ('opened_on', {opened_on}), ('expected_on', {expected_on}), "
    "('closed_on', {closed_on}), ('lines', {lines}), ('technique', {technique}), ('source', {source!r}), "
    "('campaign', {campaign!r}), ('competitor', {competitor!r}), ('reason_id', {0.reason_id!r}), ('shares', {shares}), "
    "('cost', {0.cost!r}), ('note', {0.note!r}){more}]"
)
"""What a row's key is made of. It stays as it is: by its keys a file that came before is known again."""
_said = lru_cache(maxsize=4096)(repr)
"""What comes again and again is written once."""
_NAMED = ("account", "source", "campaign", "competitor")


@dataclass(frozen=True, slots=True)
class Read:
    """A row that could be read, with the key of its whole content."""

    line: int
    deal: DealRow
    row_key: str


def plan_deals(book: Book, sheet: Sheet, now: datetime) -> Planned:
    """What the file would change. Raises ImportRefused."""
    plan = Planning(sheet, now)
    lists = lists_of(book)
    rows = _rows(plan, lists)
    names = names_of(book)
    day = workspace_day(book, now)
    begins = Beginnings(book, lists.first_stage, day)
    known = _known(book, plan, rows, names)
    came_before = book.deals.by_row_keys(read.row_key for read in rows)
    states = {state.deal_id: state for state in book.deals.by_numbers(set(known.values()))}
    notes = book.deals.notes(states)
    usual = UsualTerms(book, sheet.columns)
    booked = []
    for read in rows:
        if read.row_key in came_before:
            continue
        state = states.get(known.get(read.line, 0))
        deal = read.deal
        if state is not None:
            was = row_of(state, names, notes.get(state.deal_id))
            deal = _merged(was, replace(deal, stage_id=begins.kept(state, deal)), sheet.columns)
            changes = _differences(was, deal, names)
            if not changes:
                continue
            plan.changes.append(Change(read.line, _name(read.deal), False, changes))
        else:
            deal = usual.of(deal)
            plan.changes.append(Change(read.line, _name(deal), True))
            begins.learn(deal)
        booked.append(BookedDeal(deal, state, read.row_key))
    _made(plan, names, [each.row for each in booked])

    def enter(book: Book, import_id: int, told: Told) -> None:
        book_deals(book, booked, begins, day=day, now=now, import_id=import_id, told=told)

    return plan.done(enter)


# -- reading --------------------------------------------------------------------------------------------------


def _rows(plan: Planning, lists: Lists) -> list[Read]:
    """Every row that can be read; equal rows without an external id are told apart by their number."""
    rows: list[Read] = []
    equal: Counter[bytes] = Counter()
    named: dict[str, bytes] = {}
    for row in plan.sheet.rows:
        cells = Cells(row)
        deal = read_deal(cells, lists)
        if deal is not None:
            content = _content(deal)
            short = sha256(content.encode()).digest()
            equal[short] += 1
            if deal.external_id is None:
                rows.append(Read(row.line, deal, _key(content, equal[short])))
            elif deal.external_id not in named:
                named[deal.external_id] = short
                rows.append(Read(row.line, deal, _key(content, 1)))
            elif named[deal.external_id] != short:
                cells.wrong("external_id", Why.TWICE)
        plan.problems += cells.problems
    return rows


def _content(deal: DealRow) -> str:
    """The row's whole content, however it was written."""
    shares = deal.shares
    if len(shares) > 1:
        shares = tuple(sorted(shares, key=lambda share: share.person_id))
    return _CONTENT.format(
        deal, account=folded(deal.account), lines=_said(lines_content(deal.lines)), source=folded(deal.source or ""),
        amount=f"Money(minor={deal.amount.minor}, currency={deal.amount.currency!r})",
        campaign=folded(deal.campaign or ""), competitor=folded(deal.competitor or ""), shares=_said(shares),
        more=f", ('more_reasons', {deal.more_reasons!r})" if deal.more_reasons else "",
        outcome=_said(deal.outcome), opened_on=_said(deal.opened_on), expected_on=_said(deal.expected_on),
        closed_on=_said(deal.closed_on), technique=_said(deal.technique),
    )  # fmt: skip


def _key(content: str, number: int) -> str:
    return sha256(f"{number} {content}".encode()).hexdigest()


# -- which deal it is -------------------------------------------------------------------------------------------


def _known(book: Book, plan: Planning, rows: Sequence[Read], names: Names) -> dict[int, int]:
    """The number of the deal that each row's external id names, by line."""
    by_id = book.deals.by_external_ids(
        read.deal.external_id for read in rows if read.deal.external_id is not None
    )
    found: dict[int, int] = {}
    own: dict[int, Read] = {}
    for read in rows:
        external_id = read.deal.external_id
        if external_id in by_id:
            found[read.line] = by_id[external_id]
        elif external_id is not None and (number := _own_number(external_id)) is not None:
            own[number] = read
    for state in book.deals.by_numbers(own):
        read = own[state.deal_id]
        if state.external_id is not None:
            continue
        if (
            folded(names.accounts[state.account_id]) == folded(read.deal.account)
            or state.amount == read.deal.amount
        ):
            found[read.line] = state.deal_id
        else:
            # A file of another workspace: its deal 17 is not this one's.
            right = (names.accounts[state.account_id],)
            typed = read.deal.external_id or ""
            plan.problems.append(Problem(read.line, "external_id", typed, Why.OTHER_DEAL, right))
    return found


def _own_number(external_id: str) -> int | None:
    number = external_id.removeprefix(OWN_NUMBER)
    own = external_id.startswith(OWN_NUMBER) and number.isascii() and number.isdigit() and len(number) < 10
    return int(number) if own else None


# -- what changes -------------------------------------------------------------------------------------------------


def _merged(was: DealRow, deal: DealRow, columns: frozenset[str]) -> DealRow:
    """The row over what is known: columns that the file lacks stay as they are."""
    left = {
        field.name: getattr(was, field.name)
        for field in fields(deal)
        if _COLUMNS.get(field.name, field.name) not in columns
    }
    if "shares" in left:
        left["shares"] = _handed(was.shares, was.rep_id, deal.rep_id)
    if "lines" not in left and not columns & TERMS:
        left["lines"] = with_terms_kept(was.lines, deal.lines)
    if deal.note is None:
        left["note"] = was.note
    for name in ("reason_id", "more_reasons"):
        left.pop(name, None)
        column = {Outcome.LOST: "lost_reason", Outcome.WON: "won_reason"}.get(deal.outcome)
        if column is not None and column not in columns and was.outcome is deal.outcome:
            left[name] = getattr(was, name)
    kept = {name: value for name, value in left.items() if name not in ("amount", "external_id")}
    return replace(deal, **kept, external_id=was.external_id)


def _handed(shares: Sequence[Share], was: int, is_now: int) -> tuple[Share, ...]:
    return tuple(
        replace(share, person_id=is_now if share.person_id == was else share.person_id) for share in shares
    )


def _differences(was: DealRow, deal: DealRow, names: Names) -> tuple[tuple[str, str, str], ...]:
    """(column, what was, what is) of everything that the file corrects."""
    differ: dict[str, tuple[str, str, str]] = {}
    for field in fields(deal):
        before, after = getattr(was, field.name), getattr(deal, field.name)
        if _comparable(field.name, before) != _comparable(field.name, after):
            column = _COLUMNS.get(field.name, field.name)
            differ[column] = column, _shown(was, field.name, names), _shown(deal, field.name, names)
    return tuple(differ.values())


def _comparable(field: str, value: Any) -> object:
    if field in _NAMED:
        return folded(value or "")
    if field == "shares":
        return frozenset(value)
    if field == "lines":
        return lines_content(value)
    return value


def _shown(deal: DealRow, field: str, names: Names) -> str:
    value = getattr(deal, field)
    if field in ("outcome", "stage_id"):
        return names.stages.get(deal.stage_id or 0, deal.outcome.value)
    if field == "rep_id":
        return names.people.get(value, "")
    if field in ("reason_id", "more_reasons"):
        return written_reasons(deal, names)
    if field == "shares":
        return written_shares(value, names.people)
    if field == "lines":
        return ";".join(_line(line) for line in value)
    if field in ("amount", "cost") and value is not None:
        return f"{value.decimal:f} {value.currency}"
    return str(value) if value is not None else ""


def _line(line: Line[str]) -> str:
    said = [f"{line.product} x{line.quantity}"]
    said += [f"@ {line.price.decimal:f}"] if line.price is not None else []
    said += [f"-{Decimal(line.discount) / 10_000:f}%"] if line.discount else []
    said += [f"cost {line.cost.decimal:f}"] if line.cost is not None else []
    return " ".join(said)


def _name(deal: DealRow) -> str:
    shown = f"{deal.account} {deal.amount.decimal:f} {deal.amount.currency}"
    return f"{deal.external_id} {shown}" if deal.external_id else shown


def _made(plan: Planning, names: Names, rows: Sequence[DealRow]) -> None:
    """The accounts and labels that the file is the first to name."""
    accounts = {folded(name) for name in names.accounts.values()}
    labels = {folded(name) for name in names.labels.values()}
    for row in rows:
        if folded(row.account) not in accounts:
            plan.make("accounts", folded(row.account), row.account)
        for what, used in _labels(row).items():
            for name in used:
                if folded(name) not in labels:
                    plan.make(what, folded(name), name)


def _labels(row: DealRow) -> Mapping[str, Sequence[str]]:
    return {
        "products": [line.product for line in row.lines],
        "sources": [row.source] if row.source else [],
        "campaigns": [row.campaign] if row.campaign else [],
        "competitors": [row.competitor] if row.competitor else [],
    }
