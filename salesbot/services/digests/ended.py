"""What has ended: how a month and a quarter turned out, and what was corrected in ended months since the digest before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime

from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, month_of, previous, quarter_of
from salesbot.services.attainment import Measured
from salesbot.services.attainment.converting import rates_of
from salesbot.services.digests.changed import Moments, month_ended
from salesbot.services.digests.told import Corrected, Ended
from salesbot.storage.book import Book
from salesbot.storage.recorded_later import RecordedCredit

MOST_NAMED = 3


def ended_of(moments: Moments, scope: Scope, subject_id: int | None) -> tuple[Ended, ...]:
    """How the month (and quarter) ended that was still going on at the digest before; nothing while it goes on."""
    over = AsOf(moments.now.day, live=False, known_at=moments.now.known_at)
    return tuple(_ended(moments, period, over, scope, subject_id) for period in ended_periods(moments))


def ended_periods(moments: Moments) -> tuple[Period, ...]:
    """The month, and then the quarter, that ended between the two moments."""
    ended, years = month_ended(moments), moments.book.workspace.years
    if ended is None:
        return ()
    if quarter_of(ended.ends_on, years).starts_on < ended.ends_on:
        return (ended,)
    return ended, quarter_of(ended.starts_on, years)


def corrected_of(
    moments: Moments, currency: str, counts: Callable[[int, date], bool], sees: Callable[[int], bool]
) -> tuple[Corrected, ...]:
    """The months that had ended by the digest before and are others since, the latest first.

    `counts`: whether credit of a person on a day is the subject's. Deals in a currency without a rate are left out.
    """
    rows = [row for row in moments.recorded_since if counts(row.person_id, row.day)]
    return corrected_of_periods(moments.book, rows, moments.now.known_at, currency, sees, month_of)


def corrected_of_periods(
    book: Book, rows: Iterable[RecordedCredit], known_at: datetime, currency: str, sees: Callable[[int], bool],
    period_of: Callable[[date], Period],
) -> tuple[Corrected, ...]:  # fmt: skip
    """What credit that was recorded later changed of each period, the latest first; those it left as they were are out.

    `sees`: whether a person's deals are named. Deals in a currency without a rate are left out.
    """
    by_period: dict[Period, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    hidden: dict[Period, set[str]] = defaultdict(set)
    rates = rates_of(book, known_at)
    for row in rows:
        amount = rates.convert(row.amount, currency, row.day, row.per_base)
        if amount is None:
            continue
        period = period_of(row.day)
        by_period[period][row.account] += amount.minor
        if not sees(row.person_id):
            hidden[period].add(row.account)
    told = (_corrected(period, sums, hidden[period], currency) for period, sums in by_period.items())
    return tuple(
        sorted((one for one in told if one is not None), key=lambda one: one.period.key, reverse=True)
    )


def _corrected(
    period: Period, sums: dict[str, int], hidden: Iterable[str], currency: str
) -> Corrected | None:
    changed = {account: minor for account, minor in sums.items() if minor}
    if not changed:
        return None
    named = sorted(
        ((account, minor) for account, minor in changed.items() if account not in set(hidden)),
        key=lambda one: (-abs(one[1]), one[0]),
    )[:MOST_NAMED]
    return Corrected(
        period, Money(sum(changed.values()), currency),
        tuple((account, Money(minor, currency)) for account, minor in named), len(changed) - len(named),
    )  # fmt: skip


def _ended(moments: Moments, period: Period, over: AsOf, scope: Scope, subject_id: int | None) -> Ended:
    measured = Measured.shared(moments.book, period, over)
    before = Measured.shared(moments.book, previous(period, moments.book.workspace.years), over)
    if scope is Scope.TEAM and subject_id is not None:
        reps = len(measured.rep_goals(REVENUE, measured.members(subject_id)))
    else:
        reps = len(measured.rep_goals(REVENUE))
    return Ended(
        period, measured.main_row(scope, subject_id), before.period, before.main_row(scope, subject_id),
        None if scope is Scope.REP else reps,
    )  # fmt: skip
