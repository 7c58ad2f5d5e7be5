"""What accounts bought up to the ends of periods: how many stay, come again, and what they bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from salesbot.domain.days import years_before
from salesbot.domain.evidence import Share
from salesbot.domain.kpis import AccountYear
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money
from salesbot.domain.works import Aspect
from salesbot.once import once
from salesbot.services.attainment import winnings
from salesbot.services.attainment.converting import rates_of
from salesbot.services.attainment.won import credited_abroad
from salesbot.services.reports.asked import Asked
from salesbot.storage.deals import First, Moment
from salesbot.storage.deals.selling import Brought, BroughtAbroad, Key
from salesbot.storage.revenue import revenue_of

_EVER = date(1900, 1, 1)
_WITHIN = 365
"""Who buys again so many days after the first purchase, or earlier, is told as having come again."""


class Purchases:
    """Everything bought as of a moment, read once for periods that end on these days; by an aspect, or as a whole."""

    def __init__(self, asked: Asked, ends: Iterable[date], by: Aspect | None = None) -> None:
        """Deals that name several products stand under each of them."""
        self._asked, self._by = asked, by
        self._rates = rates_of(asked.book, asked.as_of.known_at)
        self._moment = Moment(asked.as_of.known_at, asked.as_of.until)
        self._days = sorted({years_before(end, years) for end in ends for years in (0, 1, 2)})

    def year(self, end: date, key: Key = None) -> AccountYear:
        """What accounts brought in the twelve months before a day; of what names the key, where it is asked by an aspect."""
        start, before = years_before(end, 1), years_before(end, 2)
        rows, abroad = self._brought.get(key, []), self._abroad.get(key, [])
        now = [row for row in rows if start <= self._days[row.span] < end]
        buyers = {row.account_id for row in now if row.deals}
        earlier = {row.account_id for row in rows if row.deals and before <= self._days[row.span] < start}
        beside = [
            (row, amount)
            for row in abroad
            if start <= row.closed_on < end and (amount := self._told(row)) is not None
        ]
        won = sum(row.amount for row in now) + sum(amount for _, amount in beside)
        sold, spent = sum(row.costed for row in now), sum(row.cost for row in now)
        for row, amount in beside:
            cost = self._converted(row.cost, row)
            sold, spent = (sold + amount, spent + cost) if cost is not None else (sold, spent)
        return AccountYear(
            Money(won, self._asked.currency), len(buyers), len(earlier), len(earlier - self._buying(start, end)),
            Fraction(sold - spent, sold) if sold > 0 else None,
        )  # fmt: skip

    def stayed_away(self, end: date, keys: Iterable[Key]) -> Share:
        """Of those who bought one of these in the twelve months before the last, who bought nothing in these."""
        start, before = years_before(end, 1), years_before(end, 2)
        earlier = {
            row.account_id for key in keys for row in self._brought.get(key, [])
            if row.deals and before <= self._days[row.span] < start
        }  # fmt: skip
        return Share(len(earlier - self._buying(start, end)), len(earlier))

    def came_again(self, end: date, accounts: Iterable[int] | None = None) -> Share:
        """Of the accounts first won one to two years before a day, those that bought again within a year of it.

        `accounts`: of these alone.
        """
        since, until = years_before(end, 2), years_before(end, 1)
        wanted = self.first.keys() if accounts is None else self.first.keys() & set(accounts)
        cohort = {each: day for each in wanted if since <= (day := self.first[each].day) < until}
        if not cohort:
            return Share(0, 0)
        again = {
            account for account, day in self._bought_days(min(cohort.values()), end)
            if account in cohort and 0 < (day - cohort[account]).days <= _WITHIN
        }  # fmt: skip
        return Share(len(again), len(cohort))

    def brought_each(self, end: date) -> Money | None:
        """Historical LTV: what was won before a day, refunds taken off / accounts that ever bought by then."""
        accounts = sum(one.day < end for one in self.first.values())
        if not accounts:
            return None
        later = sum(row.amount for row in self._brought.get(None, []) if self._days[row.span] >= end)
        later += sum(self._told(row) or 0 for row in self._abroad.get(None, []) if row.closed_on >= end)
        return Money(self._ever.minor - later, self._asked.currency).times(Fraction(1, accounts))

    @once
    def first(self) -> dict[int, First]:
        """The first purchase of each account."""
        return self._asked.book.deals.first_purchases(self._moment)

    @property
    def keys(self) -> frozenset[Key]:
        """Everything that is named."""
        return frozenset(self._brought)

    @once
    def _ever(self) -> Money:
        """What was ever won: the sum of all credit."""
        book, as_of, currency = self._asked.book, self._asked.as_of, self._asked.currency
        span = (_EVER, as_of.until, as_of.known_at)
        added_up = revenue_of(book, *span, currency)
        if added_up is None:
            found = winnings(book, REVENUE, *span).total()
            assert isinstance(found, Money)
            return found
        abroad = credited_abroad(book, *span, currency) if added_up.foreign else []
        return Money(
            sum(minor for _, minor in added_up.sums) + sum(told.amount.minor for _, told in abroad), currency
        )

    @once
    def _brought(self) -> dict[Key, list[Brought]]:
        rows: dict[Key, list[Brought]] = defaultdict(list)
        for row in self._asked.book.deals.brought(
            self._moment, self._days, self._asked.currency, by=self._by
        ):
            rows[row.key].append(row)
        return rows

    @once
    def _abroad(self) -> dict[Key, list[BroughtAbroad]]:
        rows: dict[Key, list[BroughtAbroad]] = defaultdict(list)
        if any(row.abroad for each in self._brought.values() for row in each):
            found = self._asked.book.deals.brought_abroad(
                self._moment, self._days[0], self._asked.currency, self._by
            )
            for row in found:
                rows[row.key].append(row)
        return rows

    def _buying(self, start: date, end: date) -> set[int]:
        """The accounts that bought anything in the half-open span."""
        rows = self._all if self._by is not None else self._brought.get(None, [])
        return {row.account_id for row in rows if row.deals and start <= self._days[row.span] < end}

    @once
    def _all(self) -> list[Brought]:
        return self._asked.book.deals.brought(self._moment, self._days, self._asked.currency)

    def _bought_days(self, since: date, before: date) -> Iterable[tuple[int, date]]:
        return self._asked.book.worked_out(
            ("days bought", self._moment, since, before),
            lambda: self._asked.book.deals.days_bought(self._moment, since, before),
        )

    def _told(self, row: BroughtAbroad) -> int | None:
        return self._converted(row.amount, row)

    def _converted(self, minor: int | None, row: BroughtAbroad) -> int | None:
        if minor is None:
            return None
        found = self._rates.convert(
            Money(minor, row.currency), self._asked.currency, row.closed_on, row.per_base
        )
        return None if found is None else found.minor
