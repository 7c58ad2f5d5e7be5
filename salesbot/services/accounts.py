"""Accounts: everything that is known of one, for who may see it, and what is noted about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import (
    Viewer,
    may_configure,
    may_give_account,
    may_see_account,
    may_see_deal,
    require,
)
from salesbot.domain.accounts import Account
from salesbot.domain.deals import Outcome
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.domain.relationships import (
    AccountWord,
    Contact,
    Silence,
    Territory,
    WordKind,
    renews_soon,
    silence_of,
)
from salesbot.services.activities import ActivityFacts, activity_facts
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.reading import people_of
from salesbot.services.deals.results import DealFacts
from salesbot.services.deals.telling import all_facts as deals_by_name
from salesbot.services.follow_ups import FollowUpFacts
from salesbot.services.follow_ups import all_facts as follow_ups_by_name
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

MOST_ACTIVITIES = 8
MOST_DEALS = 20


class AccountUnknown(SalesbotError):
    """There is no account of that name: facts `typed`, `near` (names)."""

    template = "mistakes/account_unknown"


class AccountOfOthers(SalesbotError):
    """The account is dealt with by others: facts `account`, `owner` (a name; None where nobody owns it)."""

    template = "mistakes/account_of_others"


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """Everything that is known of an account, as far as the one who asks may see it."""

    account: Account
    owner: Person | None
    territory: Territory | None
    referred_by: str | None
    referred: tuple[str, ...]
    contacts: tuple[Contact, ...]
    words: Mapping[WordKind, tuple[AccountWord, ...]]
    open_deals: tuple[DealFacts, ...]
    closed_deals: tuple[DealFacts, ...]
    """Won and lost ones, the newest first."""
    others_deals: int
    """How many deals of others there are that may not be shown."""
    bought: tuple[tuple[str, int], ...]
    """(product, how many) over the won deals shown."""
    last_bought_on: date | None
    follow_ups: tuple[FollowUpFacts, ...]
    activities: tuple[ActivityFacts, ...]
    """The newest first."""
    silence: Silence | None
    renews_soon: bool
    may_give: bool
    """Whether the one who asks may say who owns it."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """An account that has gone silent or is about to renew."""

    account: Account
    silence: Silence | None
    renews_on: date | None
    """Only where it is to be pointed out."""


def account_facts(book: Book, person: Person | None, account_id: int, *, now: datetime) -> AccountFacts:
    """Everything that is known of an account. Raises AccountUnknown, AccountOfOthers."""
    viewer, account = viewer_of(book, person, now), _seen(book, person, account_id, now)
    day, asked = workspace_day(book, now), book.relationships
    deals, hidden = _deals(book, viewer, account_id)
    won = [deal for deal in deals if deal.outcome is Outcome.WON]
    others = book.accounts.by_ids({account.referred_by_id} if account.referred_by_id else ())
    words = asked.words(account_id)
    return AccountFacts(
        account=account,
        owner=book.people.by_id(account.owner_id) if account.owner_id is not None else None,
        territory=_territory(book, account_id, day),
        referred_by=others[account.referred_by_id].name if account.referred_by_id else None,
        referred=tuple(asked.referred_by(account_id)),
        contacts=tuple(asked.contacts(account_id)),
        words={kind: tuple(word for word in words if word.kind is kind) for kind in WordKind},
        open_deals=tuple(deal for deal in deals if deal.outcome is Outcome.OPEN),
        closed_deals=tuple(deal for deal in deals if deal.outcome is not Outcome.OPEN),
        others_deals=hidden,
        bought=_bought(won),
        last_bought_on=max((deal.closed_on for deal in won if deal.closed_on), default=None),
        follow_ups=follow_ups_by_name(book, book.follow_ups.open_of_account(account_id), day),
        activities=tuple(activity_facts(book, book.activities.of_account(account_id, MOST_ACTIVITIES))),
        silence=silent_accounts(book, [account_id], day).get(account_id),
        renews_soon=renews_soon(account.renews_on, day),
        may_give=may_give_account(viewer, account.owner_id),
    )


def add_account(book: Book, sender: Person, name: str, *, now: datetime) -> Account:
    """A new account of the sender's; one that stands already stays as it is. Raises NotAllowed, AccountOfOthers."""
    known = book.accounts.named(name)
    if known is not None:
        return _seen(book, sender, known.id, now)
    viewer = viewer_of(book, sender, now)
    require(may_see_account(viewer, None, frozenset()), "account")
    return book.accounts.ensure(name, now, owner_id=sender.id)


def edit_account(
    book: Book, sender: Person, account_id: int, *, now: datetime, segment: str | None, country: str | None,
    referred_by_id: int | None, renews_on: date | None, territory: str | None, owner_id: int | None,
    territory_owner_id: int | None = None,
) -> Account:  # fmt: skip
    """Settle what an account is; who owns it and whose its territory is only where the sender may say so.

    An account without an owner belongs to whose its territory is. Raises AccountUnknown, AccountOfOthers.
    """
    account, viewer = _seen(book, sender, account_id, now), viewer_of(book, sender, now)
    placed = _place(book, sender, account_id, territory, now)
    if placed is not None and territory_owner_id is not None and may_configure(viewer):
        book.relationships.give_territory(placed.id, territory_owner_id)
        placed = Territory(placed.id, placed.name, territory_owner_id)
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
    _seen(book, sender, account_id, now)
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
    _seen(book, person, contact.account_id, now)
    return contact


def settle_words(
    book: Book, sender: Person, account_id: int, typed: Mapping[WordKind, Sequence[str]], *, now: datetime
) -> None:
    """What is known of an account is this, line by line: new lines are kept, lines left out are blanked.

    Raises AccountUnknown, AccountOfOthers.
    """
    _seen(book, sender, account_id, now)
    for word in book.relationships.words(account_id):
        if word.kind in typed and word.text not in typed[word.kind]:
            book.relationships.blank_word(word.id)
    kept = {(word.kind, word.text) for word in book.relationships.words(account_id)}
    for kind, lines in typed.items():
        for line in dict.fromkeys(lines):
            if (kind, line) not in kept:
                book.relationships.add_word(account_id, kind, line, now=now, by=sender.id)


def silent_accounts(book: Book, account_ids: Sequence[int], day: date) -> dict[int, Silence]:
    """Those of the accounts that have gone silent; one with an open deal has not."""
    if not account_ids:
        return {}
    busy = book.relationships.with_open_deals(account_ids)
    heard = book.relationships.days_heard([number for number in account_ids if number not in busy])
    found = {number: silence_of(days, day) for number, days in heard.items()}
    return {number: silence for number, silence in found.items() if silence is not None}


def noticed_of(book: Book, person_ids: Sequence[int], day: date) -> tuple[Noticed, ...]:
    """The accounts these people own that are about to renew or have gone silent: renewals by day, the longest silent first.

    For the person and who leads them; whom the viewer may see is for the caller to ask.
    """
    owned = book.relationships.owned_by(person_ids)
    accounts, silent = book.accounts.by_ids(owned), silent_accounts(book, owned, day)
    found = [
        Noticed(
            account, silent.get(number), account.renews_on if renews_soon(account.renews_on, day) else None
        )
        for number, account in accounts.items()
    ]
    found = [each for each in found if each.silence is not None or each.renews_on is not None]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                each.renews_on or date.max, -(each.silence.days if each.silence else 0), each.account.name,
            ),
        )
    )  # fmt: skip


def accounts_of(book: Book, person: Person | None, limit: int = 50) -> list[Account]:
    """The accounts that a person owns, by name."""
    if person is None:
        return []
    owned = book.accounts.by_ids(book.relationships.owned_by([person.id]))
    return sorted(owned.values(), key=lambda account: account.name.casefold())[:limit]


def _seen(book: Book, person: Person | None, account_id: int, now: datetime) -> Account:
    """The account, for who may see its people. Raises AccountUnknown, AccountOfOthers."""
    try:
        account = book.accounts.by_id(account_id)
    except LookupError:
        raise AccountUnknown(typed="", near=()) from None
    people = book.relationships.people_at(account_id)
    if not may_see_account(viewer_of(book, person, now), account.owner_id, people):
        owner = book.people.by_id(account.owner_id).name if account.owner_id is not None else None
        raise AccountOfOthers(account=account.name, owner=owner)
    return account


def _require_of(book: Book, account_id: int, contact_id: int) -> None:
    try:
        contact = book.relationships.contact(contact_id)
    except LookupError:
        raise AccountUnknown(typed="", near=()) from None
    if contact.account_id != account_id:
        raise AccountUnknown(typed="", near=())


def _deals(book: Book, viewer: Viewer, account_id: int) -> tuple[list[DealFacts], int]:
    states = book.deals.of_account(account_id, MOST_DEALS)
    shown = [state for state in states if may_see_deal(viewer, people_of(state))]
    return deals_by_name(book, shown), len(states) - len(shown)


def _bought(won: Sequence[DealFacts]) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for deal in won:
        for line in deal.lines:
            counted[line.product] = counted.get(line.product, 0) + line.quantity
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0].casefold())))


def _territory(book: Book, account_id: int, day: date) -> Territory | None:
    placed = book.relationships.territories_on(day, [account_id]).get(account_id)
    return next((each for each in book.relationships.territories() if each.id == placed), None)


def _place(book: Book, sender: Person, account_id: int, name: str | None, now: datetime) -> Territory | None:
    """The account is in this territory from today on; where it is already, nothing is recorded."""
    day = workspace_day(book, now)
    was = _territory(book, account_id, day)
    wanted = book.relationships.ensure_territory(name) if name else None
    if (was.id if was else None) != (wanted.id if wanted else None):
        number = wanted.id if wanted else None
        book.relationships.place(account_id, number, day, now=now, by=sender.id)
    return wanted


def _written(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
