"""Accounts from a file: who owns them, their segment and country, territories, and who referred them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salesbot.domain.accounts import Account
from salesbot.services.accounts import give_unowned
from salesbot.services.calendars import workspace_day
from salesbot.services.exports.accounts import placed_by_account, written_places
from salesbot.services.exports.people import person_names
from salesbot.services.imports.cells import Cells
from salesbot.services.imports.plans import Change, Planned, Planning, Told
from salesbot.services.imports.problems import Why
from salesbot.services.imports.sheets import Sheet
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_COUNTRY = re.compile(r"[A-Za-z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One account of the file; columns that it lacks are left as they are."""

    line: int
    name: str
    values: Mapping[str, Any]
    referred_by: str | None
    """The referring account's folded name; None: nobody, or the column is missing."""
    places: tuple[tuple[date, str], ...] = ()
    """From which day it is in which territory; an empty name: in none."""


def plan_accounts(book: Book, sheet: Sheet, now: datetime) -> Planned:
    """What the file would change. Raises ImportRefused."""
    plan = Planning(sheet, now)
    entries, referrers = _entries(
        plan, {name: number for number, name in person_names(book).items()}, workspace_day(book, now)
    )
    known = {folded(account.name): account for account in book.accounts.all()}
    for key, name in referrers.items():
        if key not in known and key not in entries:
            plan.make("accounts", key, name)
    by_id = {account.id: key for key, account in known.items()}
    refers = "referred_by" in sheet.columns
    placed = placed_by_account(book)
    changed: dict[str, Entry] = {}
    changed_places: dict[str, list[tuple[date, str]]] = {}
    for key, entry in entries.items():
        account = known.get(key)
        columns = _columns(entry, account, by_id, refers)
        was = placed.get(account.id, {}) if account is not None else {}
        if new := [place for place in entry.places if not _stands(was, *place)]:
            changed_places[key] = new
            columns = (*(columns or ()), ("territory", written_places(was.items()), written_places(new)))
        if columns is not None:
            changed[key] = entry
            plan.changes.append(Change(entry.line, entry.name, key not in known, columns))

    def enter(book: Book, import_id: int, told: Told) -> None:
        names = [entry.name for entry in changed.values()]
        names += [referrers[entry.referred_by] for entry in changed.values() if entry.referred_by]
        ids = book.accounts.ensure_all(names, now)
        for key, entry in changed.items():
            referrer = (
                {"referred_by_id": ids[entry.referred_by] if entry.referred_by else None} if refers else {}
            )
            values = {**entry.values, **referrer, "name": entry.name}
            book.accounts.change(ids[key], **values)
            for since, name in changed_places.get(key, ()):
                number = book.relationships.ensure_territory(name).id if name else None
                book.relationships.place(ids[key], number, since, now=now, by=None)
        give_unowned(book, [ids[key] for key in changed_places], by=None, now=now)

    return plan.done(enter)


def _entries(
    plan: Planning, people: Mapping[str, int], today: date
) -> tuple[dict[str, Entry], dict[str, str]]:
    entries: dict[str, Entry] = {}
    referrers: dict[str, str] = {}
    for row in plan.sheet.rows:
        cells = Cells(row)
        entry = _entry(cells, plan.sheet.columns, people, referrers, today)
        if entry is not None:
            first = entries.setdefault(folded(entry.name), entry)
            if (first.values, first.referred_by, first.places) != (
                entry.values,
                entry.referred_by,
                entry.places,
            ):
                cells.wrong("name", Why.TWICE)
        plan.problems += cells.problems
    return entries, referrers


def _entry(
    cells: Cells, columns: frozenset[str], people: Mapping[str, int], referrers: dict[str, str], today: date
) -> Entry | None:
    name = cells.required_name("name", "Acme Corp")
    values: dict[str, Any] = {
        "owner_id": cells.person("owner_email", people) if "owner_email" in columns else None,
        "segment": cells.name("segment"),
        "country": _country(cells),
    }
    places = _places(cells, today)
    referrer = cells.name("referred_by")
    if referrer is not None and name is not None and folded(referrer) == folded(name):
        cells.wrong("referred_by", Why.CIRCLE)
    if not cells.sound or name is None:
        return None
    if referrer is not None:
        referrers.setdefault(folded(referrer), referrer)
    given = {"owner_id": "owner_email", "segment": "segment", "country": "country"}
    kept = {field: value for field, value in values.items() if given[field] in columns}
    return Entry(cells.row.line, name, kept, folded(referrer) if referrer else None, places)


def _places(cells: Cells, today: date) -> tuple[tuple[date, str], ...]:
    """`North`, or `North:2026-01-01;South:2026-06-10`: without a day from today on."""
    found = []
    for part in (cells.text("territory") or "").split(";"):
        name, colon, day = part.rpartition(":")
        if not part.strip():
            continue
        if not colon:
            found.append((today, _clean(part)))
            continue
        try:
            found.append((date.fromisoformat(day.strip()), _clean(name)))
        except ValueError:
            cells.wrong("territory", Why.PLACES, ("North:2026-01-01", "North:2026-01-01;South:2026-06-10"))
    return tuple(sorted(found))


def _stands(was: Mapping[date, str], since: date, name: str) -> bool:
    """Whether the account is known to be there from that day on already."""
    before = [day for day in was if day <= since]
    return folded(was[max(before)]) == folded(name) if before else not name


def _clean(name: str) -> str:
    """A name without needless spaces."""
    return " ".join(name.split())


def _country(cells: Cells) -> str | None:
    value = cells.text("country")
    if value is not None and not _COUNTRY.fullmatch(value):
        cells.wrong("country", Why.COUNTRY, ("SI",))
        return None
    return value.upper() if value else None


def _columns(
    entry: Entry, account: Account | None, by_id: Mapping[int, str], refers: bool
) -> tuple[tuple[str, str, str], ...] | None:
    """What differs from the known account; None where nothing does."""
    if account is None:
        return ()
    values = {**entry.values, "name": entry.name}
    columns = [
        (field, str(getattr(account, field) or ""), str(value or ""))
        for field, value in values.items()
        if getattr(account, field) != value
    ]
    referrer = by_id.get(account.referred_by_id) if account.referred_by_id is not None else None
    if refers and referrer != entry.referred_by:
        columns.append(("referred_by", referrer or "", entry.referred_by or ""))
    return tuple(columns) or None
