"""Contacts as rows of a file."""

from __future__ import annotations

from salesbot.storage.book import Book


def contact_rows(book: Book) -> list[dict[str, str]]:
    """Everybody who works at an account, by account, in the order in which they were noted."""
    accounts = book.accounts.all()
    of_account: dict[int, list[dict[str, str]]] = {account.id: [] for account in accounts}
    names = {account.id: account.name for account in accounts}
    for one in book.relationships.all_contacts():
        row = {
            "account": names[one.account_id], "name": one.name, "role": one.role, "email": one.email,
            "phone": one.phone, "note": one.note,
        }  # fmt: skip
        of_account[one.account_id].append(row)
    return [row for rows in of_account.values() for row in rows]
