"""Accounts as rows of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from salesbot.services.exports.people import person_names
from salesbot.storage.book import Book


def account_rows(book: Book) -> list[dict[str, str]]:
    """Every account, by name."""
    names = person_names(book)
    accounts = book.accounts.all()
    placed = placed_by_account(book)
    by_id = {account.id: account.name for account in accounts}
    return [
        {
            "name": account.name,
            "owner_email": names.get(account.owner_id, "") if account.owner_id is not None else "",
            "segment": account.segment or "",
            "country": account.country or "",
            "referred_by": by_id[account.referred_by_id] if account.referred_by_id is not None else "",
            "territory": written_places(placed[account.id].items()),
        }
        for account in accounts
    ]


def written_places(places: Iterable[tuple[date, str]]) -> str:
    """In which territory an account is from which day: `North:2026-01-01;South:2026-06-10`; no name: in none from then."""
    return ";".join(f"{name}:{since}" for since, name in sorted(places))


def placed_by_account(book: Book) -> dict[int, dict[date, str]]:
    """By account: from which day it is in which territory, as recorded last."""
    names = {each.id: each.name for each in book.relationships.territories()}
    found: dict[int, dict[date, str]] = defaultdict(dict)
    for account_id, since, territory_id in book.relationships.placements() if names else ():
        found[account_id][since] = names[territory_id] if territory_id is not None else ""
    return found
