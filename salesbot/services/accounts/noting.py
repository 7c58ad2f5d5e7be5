"""What is noted about an account: its name and owner, its people, its needs and where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from salesbot.domain.access import (
    may_configure,
    may_give_account,
    may_see_account,
    require,
)
from salesbot.domain.accounts import Account
from salesbot.domain.people import Person
from salesbot.domain.relationships import (
    Contact,
    Territory,
    WordKind,
)
from salesbot.services.accounts.mistakes import AccountUnknown
from salesbot.services.accounts.seeing import seen, territory_on
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


def add_account(book: Book, sender: Person, name: str, *, now: datetime) -> Account:
    """A new account of the sender's; one that stands already stays as it is. Raises NotAllowed, AccountOfOthers."""
    known = book.accounts.named(name)
    if known is not None:
        return seen(book, sender, known.id, now)
    viewer = viewer_of(book, sender, now)
    require(may_see_account(viewer, None, frozenset()), "account")
    return book.accounts.ensure(name, now, owner_id=sender.id)


def edit_account(
    book: Book, sender: Person, account_id: int, *, now: datetime, segment: str | None, country: str | None,
    referred_by_id: int | None, renews_on: date | None, territory: str | None, owner_id: int | None,
    territory_owner_id: int | None,
) -> Account:  # fmt: skip
    """Settle what an account is; who owns it and whose its territory is only where the sender may say so.

    An account without an owner belongs to whose its territory is. Raises AccountUnknown, AccountOfOthers.
    """
    account, viewer = seen(book, sender, account_id, now), viewer_of(book, sender, now)
    placed = _place(book, sender, account_id, territory, now)
    if placed is not None and territory_owner_id is not None and may_configure(viewer):
        book.relationships.give_territory(placed.id, territory_owner_id)
        placed = Territory(placed.id, placed.name, territory_owner_id)
        others = [number for number in _accounts_in(book, placed.id, now) if number != account_id]
        give_unowned(book, others, by=sender.id, now=now)
    owner = owner_id if may_give_account(viewer, account.owner_id) else account.owner_id
    if owner is None and placed is not None:
        owner = placed.owner_id
    values = {
        "segment": segment, "country": country, "renews_on": renews_on, "owner_id": owner,
        "referred_by_id": None if referred_by_id == account_id else referred_by_id,
    }  # fmt: skip
    changes = {name: value for name, value in values.items() if getattr(account, name) != value}
    if changes:
        before = {name: getattr(account, name) for name in changes}
        book.records.audit(
            "changed", "account", account_id, by=sender.id, now=now, before=_written(before),
            after=_written(changes),
        )  # fmt: skip
        book.accounts.change(account_id, **changes)
    return book.accounts.by_id(account_id)


def give_unowned(book: Book, account_ids: Iterable[int], *, by: int | None, now: datetime) -> None:
    """Each of the accounts that nobody owns belongs to whose its territory is at present, if it is anybody's."""
    day, owners = (
        workspace_day(book, now),
        {each.id: each.owner_id for each in book.relationships.territories()},
    )
    accounts = book.accounts.by_ids(account_ids)
    places = book.relationships.territories_on(day)
    for number, account in sorted(accounts.items()):
        owner = owners.get(places.get(number, 0))
        if account.owner_id is not None or owner is None:
            continue
        book.records.audit(
            "changed", "account", number, by=by, now=now, before={"owner_id": None}, after={"owner_id": owner}
        )
        book.accounts.change(number, owner_id=owner)


def keep_contact(
    book: Book,
    sender: Person,
    account_id: int,
    contact_id: int | None,
    words: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """Note somebody who works at the account, or change it; with an empty name they are taken out and blanked.

    `words`: name, role, email, phone, note. Raises AccountUnknown, AccountOfOthers.
    """
    seen(book, sender, account_id, now)
    if contact_id is None:
        if words["name"]:
            book.relationships.add_contact(account_id, now=now, by=sender.id, **words)
        return
    _require_of(book, account_id, contact_id)
    if words["name"]:
        book.relationships.change_contact(contact_id, **words)
    else:
        book.relationships.blank_contact(contact_id)


def contact_of(book: Book, person: Person | None, contact_id: int, *, now: datetime) -> Contact:
    """One contact, for who may see the account. Raises AccountUnknown, AccountOfOthers."""
    try:
        contact = book.relationships.contact(contact_id)
    except LookupError:
        raise AccountUnknown(typed="", near=()) from None
    seen(book, person, contact.account_id, now)
    return contact


def settle_words(
    book: Book, sender: Person, account_id: int, typed: Mapping[WordKind, Sequence[str]], *, now: datetime
) -> None:
    """What is known of an account is this, line by line: new lines are kept, lines left out are blanked.

    Raises AccountUnknown, AccountOfOthers.
    """
    seen(book, sender, account_id, now)
    for word in book.relationships.words(account_id):
        if word.kind in typed and word.text not in typed[word.kind]:
            book.relationships.blank_word(word.id)
    kept = {(word.kind, word.text) for word in book.relationships.words(account_id)}
    for kind, lines in typed.items():
        for line in dict.fromkeys(lines):
            if (kind, line) not in kept:
                book.relationships.add_word(account_id, kind, line, now=now, by=sender.id)


def _require_of(book: Book, account_id: int, contact_id: int) -> None:
    try:
        contact = book.relationships.contact(contact_id)
    except LookupError:
        raise AccountUnknown(typed="", near=()) from None
    if contact.account_id != account_id:
        raise AccountUnknown(typed="", near=())


def _accounts_in(book: Book, territory_id: int, now: datetime) -> list[int]:
    places = book.relationships.territories_on(workspace_day(book, now))
    return [number for number, territory in places.items() if territory == territory_id]


def _place(book: Book, sender: Person, account_id: int, name: str | None, now: datetime) -> Territory | None:
    """The account is in this territory from today on; where it is already, nothing is recorded."""
    day = workspace_day(book, now)
    was = territory_on(book, account_id, day)
    wanted = book.relationships.ensure_territory(name) if name else None
    if (was.id if was else None) != (wanted.id if wanted else None):
        number = wanted.id if wanted else None
        book.relationships.place(account_id, number, day, now=now, by=sender.id)
    return wanted


def _written(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
