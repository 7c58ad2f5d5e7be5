"""Accounts as rows of a file."""

from __future__ import annotations

from salesbot.services.exports.people import person_names
from salesbot.storage.book import Book


def account_rows(book: Book) -> list[dict[str, str]]:
    """Every account, by name."""
    names = person_names(book)
    accounts = book.accounts.all()
    by_id = {account.id: account.name for account in accounts}
    return [
        {
            "name": account.name,
            "owner_email": names.get(account.owner_id, "") if account.owner_id is not None else "",
            "segment": account.segment or "",
            "country": account.country or "",
            "referred_by": by_id[account.referred_by_id] if account.referred_by_id is not None else "",
        }
        for account in accounts
    ]
