"""Files of people, accounts, contacts, goals, products, deals, costs and rates: checked whole, then booked or refused whole.

Nothing imported is announced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from salesbot.services.imports.accounts import plan_accounts
from salesbot.services.imports.amounts import plan_costs, plan_rates
from salesbot.services.imports.booked_before import BookedBefore, booked_before, booked_since
from salesbot.services.imports.contacts import plan_contacts
from salesbot.services.imports.crms import (
    CRMS,
    Crm,
    What,
    WordsMissing,
    WordUnusable,
    choices_for,
    in_our_words,
    say_of_file,
    say_words,
    theirs,
    words_asked,
)
from salesbot.services.imports.deals import plan_deals
from salesbot.services.imports.encodings import ENCODINGS
from salesbot.services.imports.goals import plan_goals
from salesbot.services.imports.people import plan_people
from salesbot.services.imports.plans import Change, Planned, Told
from salesbot.services.imports.problems import (
    ColumnsRefused,
    ImportRefused,
    Problem,
    SheetUnreadable,
    Why,
)
from salesbot.services.imports.products import plan_products
from salesbot.services.imports.sheets import LARGEST, Sheet, read_sheet, too_large
from salesbot.services.imports.taking_back import (
    ImportNotTakenBack,
    ImportUnknown,
    TakenBack,
    imports_kept,
    take_back_import,
)
from salesbot.storage.book import Book
from salesbot.storage.staging import StagedBook

__all__ = [
    "CRMS",
    "ENCODINGS",
    "KINDS",
    "LARGEST",
    "STAGED",
    "BookedBefore",
    "Change",
    "ColumnsRefused",
    "Crm",
    "ImportNotTakenBack",
    "ImportRefused",
    "ImportUnknown",
    "Imported",
    "Planned",
    "Problem",
    "Sheet",
    "SheetUnreadable",
    "TakenBack",
    "What",
    "Why",
    "WordUnusable",
    "WordsMissing",
    "as_booked",
    "book_import",
    "booked_before",
    "booked_since",
    "choices_for",
    "imports_kept",
    "plan_import",
    "read_sheet",
    "say_of_file",
    "say_words",
    "take_back_import",
    "too_large",
    "words_asked",
]

_PLANS: Mapping[str, Callable[[Book, Sheet, datetime], Planned]] = {
    "people": plan_people,
    "accounts": plan_accounts,
    "contacts": plan_contacts,
    "goals": plan_goals,
    "products": plan_products,
    "deals": plan_deals,
    "costs": plan_costs,
    "rates": plan_rates,
}

KINDS = tuple(_PLANS)
"""What can be imported, in the order in which a workspace is filled."""


STAGED = frozenset({"deals"})
"""What may be long, and is therefore booked through a staged book."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    number: int | None
    """The import's number; None where nothing changed."""
    kind: str
    added: int
    changed: int
    same: int


def plan_import(book: Book, sheet: Sheet, *, now: datetime) -> Planned:
    """What a file would change, nothing being written.

    Raises ImportRefused with every problem, and WordsMissing where another system's words are not understood yet.
    """
    if sheet.crm is None:
        return _PLANS[sheet.kind](book, sheet, now)
    ours = in_our_words(book, sheet, sheet.crm)
    try:
        return _PLANS[sheet.kind](book, ours, now)
    except ImportRefused as refused:
        # Whoever mends the file looks for the column that it has, not for ours.
        problems = [replace(each, column=theirs(ours, each.column)) for each in refused.facts["problems"]]
        raise ImportRefused(sheet.file, tuple(problems)) from None


def book_import(
    book: Book, planned: Planned, *, now: datetime, by: int | None = None, told: Told = lambda count: None
) -> Imported:
    """Write a checked file. What somebody else changed meanwhile collides: then check again.

    In a staged book the import's number holds only until it is booked: then ask `as_booked`.
    """
    done = Imported(None, planned.kind, planned.added, planned.changed, planned.same)
    if not planned.changes:
        return done
    number = book.records.keep_import(
        kind=planned.kind, file_name=planned.file, content_hash=planned.content_hash, added=planned.added,
        changed=planned.changed, recorded_at=now, recorded_by=by,
    )  # fmt: skip
    planned.enter(book, number, told)
    return replace(done, number=number)


def as_booked(book: StagedBook, done: Imported) -> Imported:
    """What an import did, after its staged book was booked: with the number that it has now."""
    if done.number is None:
        return done
    return replace(done, number=book.booked_import(done.number))
