"""The report for who pays: what was changed of a month after it was closed, and in which month it counts instead."""

from __future__ import annotations

from decimal import Decimal

from salesbot.domain.money import WHOLE
from salesbot.domain.periods import month_of
from salesbot.services.exports.people import person_names
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.tables import Table, fields

_CORRECTIONS = fields(
    "period counts_in name email deal account amount deals recorded_at entry", money="amount"
)


def corrections(asked: Asked) -> Table:
    """One row for each person and entry that changed credit of a closed month of the period, in the order of recording."""
    book, period = asked.book, asked.period
    found = book.credits.corrections(period.starts_on, period.ends_on, asked.asked_known_at)
    accounts = book.accounts.by_ids(each.account_id for each in found)
    people, names = {person.id: person for person in book.people.all()}, person_names(book)
    return Table(
        _CORRECTIONS,
        tuple(
            (
                month_of(each.earned_on).key, month_of(each.counts_on).key, people[each.person_id].name,
                names.get(each.person_id, ""), each.deal_id, accounts[each.account_id].name, each.amount,
                Decimal(each.millionths) / WHOLE, each.recorded_at.isoformat(), each.entry_id,
            )
            for each in found
        ),
    )  # fmt: skip
