"""Which exchange rates hold, and credit of one currency told in another: deal by deal, each adding up to the cent."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial

from salesbot.domain.money import Money, convert_together
from salesbot.domain.rates import Rates, SealedRates
from salesbot.services.attainment.winnings import CarriedRate
from salesbot.storage.book import Book
from salesbot.storage.credits import CreditSum


def rates_of(book: Book, known_at: datetime) -> Rates:
    """The workspace's exchange rates as known then; of a month closed by then as known at its closing."""
    base = book.workspace.counts_in
    closed = book.closings.known(known_at).at
    if not closed:
        return Rates(base, book.rates.known(known_at))

    @cache
    def of_month(month: str) -> Rates | None:
        at = closed.get(month)
        return None if at is None else Rates(base, book.rates.known(min(at, known_at)))

    return SealedRates(base, book.rates.known(known_at), lambda day: of_month(day.isoformat()[:7]))


def told_in(
    rows: list[CreditSum], rates: Rates, currency: str
) -> tuple[list[tuple[CreditSum, CreditSum]], int, tuple[CarriedRate, ...]]:
    """Each row with itself in the currency; a deal's parts add up to the converted deal to the cent.

    Besides, how many deals have no rate, and what of the rest was converted at a rate carried forward.
    """
    by_deal: dict[tuple[int | None, date, str, Decimal | None], list[CreditSum]] = defaultdict(list)
    for row in rows:
        by_deal[row.deal_id, row.day, row.amount.currency, row.per_base].append(row)
    done: list[tuple[CreditSum, CreditSum]] = []
    without_rate, carried = set(), list[CarriedRate]()
    carried_of = cache(partial(_carried_from, rates, currency))
    for (deal_id, day, held, frozen), parts in by_deal.items():
        rate = rates.between(held, currency, day, frozen)
        if rate is None:
            without_rate.add(deal_id)
            continue
        amounts = convert_together([part.amount for part in parts], rate, currency)
        costs = convert_together([part.cost or Money(0, held) for part in parts], rate, currency)
        costed = convert_together([part.costed for part in parts], rate, currency)
        for part, amount, cost, with_cost in zip(parts, amounts, costs, costed, strict=True):
            changed = CreditSum(
                part.person_id, day, part.assist, amount, None if part.cost is None else cost, with_cost,
                part.millionths, deal_id, part.account_id,
            )  # fmt: skip
            done.append((part, changed))
        if (of := carried_of(held, day, frozen)) is not None:
            carried += [
                CarriedRate(deal_id, part.person_id, day, part.account_id, of, part.amount.minor < 0)
                for part in parts
            ]
    return done, len(without_rate), tuple(carried)


def _carried_from(rates: Rates, currency: str, held: str, day: date, frozen: Decimal | None) -> date | None:
    """The day of the older of both rates, of those that had to be carried forward; None where neither had."""
    found = [rates.carried(held, day, frozen), rates.carried(currency, day)]
    return min((of for of in found if of is not None), default=None)
