"""Everything that is known of an account, for who may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import may_give_account, may_see_account, may_see_deal
from salesbot.domain.accounts import Account
from salesbot.domain.deals import Outcome
from salesbot.domain.people import Person
from salesbot.domain.relationships import (
    AccountWord,
    Contact,
    Silence,
    Territory,
    WordKind,
    renews_soon,
)
from salesbot.domain.viewers import Viewer
from salesbot.services.accounts.mistakes import AccountOfOthers, AccountUnknown
from salesbot.services.accounts.noticing import silent_accounts
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


def account_facts(book: Book, person: Person | None, account_id: int, *, now: datetime) -> AccountFacts:
    """Everything that is known of an account. Raises AccountUnknown, AccountOfOthers."""
    viewer, account = viewer_of(book, person, now), seen(book, person, account_id, now)
    day, asked = workspace_day(book, now), book.relationships
    deals, hidden = _deals(book, viewer, account_id)
    won = [deal for deal in deals if deal.outcome is Outcome.WON and deal.refund_of is None]
    others = book.accounts.by_ids({account.referred_by_id} if account.referred_by_id else ())
    words = asked.words(account_id)
    return AccountFacts(
        account=account,
        owner=book.people.by_id(account.owner_id) if account.owner_id is not None else None,
        territory=territory_on(book, account_id, day),
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


def accounts_of(book: Book, person: Person | None, limit: int = 50) -> list[Account]:
    """The accounts that a person owns, by name."""
    if person is None:
        return []
    owned = book.accounts.by_ids(book.relationships.owned_by([person.id]))
    return sorted(owned.values(), key=lambda account: account.name.casefold())[:limit]


def seen(book: Book, person: Person | None, account_id: int, now: datetime) -> Account:
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


def _deals(book: Book, viewer: Viewer, account_id: int) -> tuple[list[DealFacts], int]:
    states = book.deals.of_account(account_id)
    shown = [state for state in states if may_see_deal(viewer, people_of(state))]
    return deals_by_name(book, shown), len(states) - len(shown)


def _bought(won: Sequence[DealFacts]) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for deal in won:
        for line in deal.lines:
            counted[line.product] = counted.get(line.product, 0) + line.quantity
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0].casefold())))


def territory_on(book: Book, account_id: int, day: date) -> Territory | None:
    """The territory in which an account is on a day; None where it is in none."""
    placed = book.relationships.territories_on(day, [account_id]).get(account_id)
    return next((each for each in book.relationships.territories() if each.id == placed), None)
