"""Contacts from a file: who works at which account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.relationships import Contact
from salesbot.services.imports.cells import Cells
from salesbot.services.imports.plans import Change, Planned, Planning, Told
from salesbot.services.imports.sheets import Sheet
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_MOST = {"name": 120, "role": 120, "email": 200, "phone": 60, "note": 1000}
"""Characters, as the form of a contact takes them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One contact of the file; columns that it lacks are left as they are."""

    line: int
    account: str
    words: Mapping[str, str]


def plan_contacts(book: Book, sheet: Sheet, now: datetime) -> Planned:
    """What the file would change: a contact is known by its account and name. Raises ImportRefused."""
    plan = Planning(sheet, now)
    entries = _entries(plan)
    known = _known(book)
    accounts = book.accounts.known_among([entry.account for entry in entries.values()])
    changed: list[tuple[Entry, Contact | None]] = []
    for (account, name, number), entry in entries.items():
        found = accounts.get(entry.account)
        if found is None:
            plan.make("accounts", account, entry.account)
        was = known.get((found.id, name, number)) if found is not None else None
        columns = _columns(entry, was)
        if was is None or columns:
            changed.append((entry, was))
            shown = f"{entry.account} {entry.words['name']}"
            plan.changes.append(Change(entry.line, shown, was is None, columns))

    def enter(book: Book, import_id: int, told: Told) -> None:
        ids = book.accounts.ensure_all([entry.account for entry, _ in changed], now)
        for entry, was in changed:
            if was is None:
                book.relationships.add_contact(ids[folded(entry.account)], now=now, by=None, **entry.words)
            else:
                book.relationships.change_contact(was.id, **entry.words)

    return plan.done(enter)


def _entries(plan: Planning) -> dict[tuple[str, str, int], Entry]:
    """Every row that can be read; several people of one name at one account are told apart by their order."""
    entries: dict[tuple[str, str, int], Entry] = {}
    for row in plan.sheet.rows:
        cells = Cells(row)
        entry = _entry(cells, plan.sheet.columns)
        if entry is not None:
            account, name, number = folded(entry.account), folded(entry.words["name"]), 0
            while entries.setdefault((account, name, number), entry).words != entry.words:
                number += 1
        plan.problems += cells.problems
    return entries


def _entry(cells: Cells, columns: frozenset[str]) -> Entry | None:
    account = cells.required_name("account", "Acme Corp")
    name = cells.required_name("name", "Nika Mlakar")
    words = {column: cells.text(column, most) or "" for column, most in _MOST.items() if column in columns}
    if not cells.sound or account is None or name is None:
        return None
    return Entry(cells.row.line, account, {**words, "name": name})


def _known(book: Book) -> dict[tuple[int, str, int], Contact]:
    """Every contact by account, name, and its number among the different ones of that name."""
    found: dict[tuple[int, str, int], Contact] = {}
    for contact in book.relationships.all_contacts():
        account, name, number = contact.account_id, folded(contact.name), 0
        while _words(found.setdefault((account, name, number), contact)) != _words(contact):
            number += 1
    return found


def _words(contact: Contact) -> tuple[str, ...]:
    return tuple(getattr(contact, column) for column in _MOST)


def _columns(entry: Entry, was: Contact | None) -> tuple[tuple[str, str, str], ...]:
    """What differs from the known contact."""
    if was is None:
        return ()
    return tuple(
        (column, getattr(was, column), word)
        for column, word in entry.words.items()
        if getattr(was, column) != word
    )
