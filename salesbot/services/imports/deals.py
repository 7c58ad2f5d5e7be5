"""Deals from a file: each is opened in the first stage, and won or lost on the day it closed.

A row is known by its external id (or `deal:17`), else by its whole content and its number among equal rows. A known row
that came in the same words before changes nothing, whatever became of the deal since; in other words it is a
correction: an entry of the ledger that names the one it corrects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from salesbot.services.calendars import workspace_day
from salesbot.services.exports.deals import (
    OWN_NUMBER,
    DealRow,
    Names,
    names_of,
    row_of,
)
from salesbot.services.imports.beginnings import Beginnings
from salesbot.services.imports.booking import BookedDeal, book_deals
from salesbot.services.imports.cells import Cells
from salesbot.services.imports.deal_changes import differences, merged
from salesbot.services.imports.deal_rows import Lists, lists_of, read_deal
from salesbot.services.imports.plans import Change, Planned, Planning, Told
from salesbot.services.imports.problems import Problem, Why
from salesbot.services.imports.product_lines import UsualTerms, lines_content
from salesbot.services.imports.sheets import Sheet
from salesbot.storage.book import Book
from salesbot.storage.people import folded

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
            deal = merged(was, replace(deal, stage_id=begins.kept(state, deal)), sheet.columns)
            changes = differences(was, deal, names)
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
