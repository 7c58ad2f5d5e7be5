"""Where more could be sold: renewals, silent accounts, and products an account lacks that most of its like have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain.access import may_act_for, require
from salesbot.domain.accounts import Account
from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money, round_half_even
from salesbot.domain.people import Person, Role
from salesbot.domain.potential import Lacking, Purchase, bought_by_account, lacking_in
from salesbot.domain.relationships import Silence
from salesbot.services.accounts import noticed_of
from salesbot.services.attainment import Measured
from salesbot.services.attainment.converting import rates_of
from salesbot.services.calendars import workspace_day
from salesbot.services.figures.explaining import Subject, may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.plans.tracking import people_of
from salesbot.storage.book import Book

YEARS_LOOKED_AT = 2


@dataclass(frozen=True, slots=True)
class Renewing:
    """An account that is to renew, and what it bought in the last twelve months."""

    account: Account
    renews_on: date
    bought: Money


@dataclass(frozen=True, slots=True)
class GoneSilent:
    """An account of which nothing was heard for long, and what it bought in the last two years."""

    account: Account
    silence: Silence
    bought: Money


@dataclass(frozen=True, slots=True)
class CouldHave:
    """A product that an account lacks and its like have."""

    account: Account
    product: str
    lacking: Lacking


@dataclass(frozen=True, slots=True)
class PotentialShown:
    """Where these people could sell more to accounts that they have."""

    subject: Subject
    name: str
    own: bool
    gap: Money | None
    renewing: tuple[Renewing, ...]
    silent: tuple[GoneSilent, ...]
    could_have: tuple[CouldHave, ...]
    bought_of_renewing: Money
    usual_of_products: Money

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Every account that is named, each once, in that order."""
        every = [each.account for each in self.renewing]
        every += [each.account for each in self.could_have]
        every += [each.account for each in self.silent]
        return tuple({account.id: account for account in every}.values())


def potential_shown(book: Book, person: Person | None, subject: Subject, *, now: datetime) -> PotentialShown:
    """Where the subject could sell more. Raises NotAllowed; of a team those whom the reader leads."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_see_subject(book, viewer, subject, day), "figures")
    measured = Measured(book, subject.period, AsOf(day, True, now))
    row = measured.main_row(subject.scope, subject.subject_id)
    everybody = people_of(measured, subject)
    if everybody is None:
        everybody = frozenset(each.id for each in book.people.having(Role.REP))
    people = [number for number in sorted(everybody) if may_act_for(viewer, number)]
    purchases = purchases_of(book, day, now)
    currency = measured.currency
    two_years = bought_by_account(purchases, currency)
    since = a_year_before(day)
    one_year = bought_by_account([each for each in purchases if each.bought_on >= since], currency)
    nothing = Money(0, currency)
    noticed = noticed_of(book, people, day)
    renewing = tuple(
        Renewing(each.account, each.renews_on, one_year.get(each.account.id, nothing))
        for each in noticed
        if each.renews_on is not None
    )
    silent = [
        GoneSilent(each.account, each.silence, two_years.get(each.account.id, nothing))
        for each in noticed
        if each.silence is not None and each.renews_on is None
    ]
    could_have = _could_have(book, people, purchases)
    gap = row.gap if isinstance(row.gap, Money) and row.gap.minor > 0 else None
    usual = [each.lacking.usual for each in could_have if each.lacking.usual is not None]
    return PotentialShown(
        subject=subject, name=measured.name_of(subject.scope, subject.subject_id),
        own=subject.scope is Scope.REP and person is not None and person.id == subject.subject_id, gap=gap,
        renewing=renewing,
        silent=tuple(sorted(silent, key=lambda each: (-each.bought.minor, -each.silence.days, each.account.name))),
        could_have=could_have, bought_of_renewing=sum((each.bought for each in renewing), nothing),
        usual_of_products=sum(usual, nothing),
    )  # fmt: skip


def a_year_before(day: date) -> date:
    """From when on what a renewing account bought is summed: the first of the month, a year ago."""
    return date(day.year - 1, day.month, 1)


def _could_have(book: Book, people: list[int], purchases: list[Purchase]) -> tuple[CouldHave, ...]:
    owned = set(book.relationships.owned_by(people))
    buyers = book.accounts.by_ids(owned | {each.account_id for each in purchases})
    segments = {number: account.segment for number, account in buyers.items()}
    found = lacking_in(sorted(owned), purchases, segments)
    names = dict(book.accounts.labels("product"))
    return tuple(
        CouldHave(buyers[each.account_id], names[each.product_id], each)
        for each in found
        if each.product_id in names
    )


def purchases_of(book: Book, day: date, now: datetime) -> list[Purchase]:
    """Everything bought in the last two years, each product by its part of the deal's quantity."""
    rates, currency = rates_of(book, now), book.workspace.counts_in
    found = []
    for row in book.deals.bought(date(day.year - YEARS_LOOKED_AT, day.month, 1), day):
        whole = rates.convert(row.amount, currency, row.closed_on, row.per_base)
        part = None
        if whole is not None:
            part = Money(round_half_even(Fraction(whole.minor * row.quantity, row.of_all)), currency)
        found.append(Purchase(row.account_id, row.product_id, part, row.closed_on, row.deal_id))
    return found
