"""Which sums rest on a rate that had to be carried forward for more than a week."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from salesbot.domain import figures
from salesbot.domain.attainment import Attainment
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.services.attainment.measured import Measured
from salesbot.services.attainment.winnings import CarriedRate


@dataclass(frozen=True, slots=True)
class Carried:
    """How many deals of a sum count at a rate carried forward, and of which day the oldest of these rates is."""

    deals: int
    """Without refunds; 0: what was taken back counts so, and no deal."""
    oldest: date


def carried_in(
    measured: Measured, scope: Scope, subject_id: int | None, row: Attainment, metric: Metric = REVENUE
) -> Carried | None:
    """What of the subject's figure rests on rates carried forward, in the currency of its row; None: nothing."""
    found = measured.rows_for(scope, metric, figures.currency_of(row.won)).carried
    if not found:
        return None
    counts = _counts(measured, scope, subject_id)
    return _told([each for each in found if counts(each)])


def carried_by(measured: Measured, people: Collection[int]) -> Carried | None:
    """What of the revenue of these people, each by themselves, rests on rates carried forward; None: nothing."""
    found = measured.rows_for(Scope.REP, REVENUE, measured.currency).carried
    return _told([each for each in found if each.person_id in people])


def _told(found: Collection[CarriedRate]) -> Carried | None:
    if not found:
        return None
    return Carried(
        len({each.deal_id for each in found if not each.taken_back}), min(each.rate_of for each in found)
    )


def _counts(measured: Measured, scope: Scope, subject_id: int | None) -> Callable[[CarriedRate], bool]:
    if scope is Scope.REP:
        return lambda each: each.person_id == subject_id
    if scope is Scope.TEAM:
        return lambda each: measured.teams.of(each.person_id, each.day) == subject_id
    if scope is Scope.TERRITORY:
        return lambda each: measured.territories.of(each.account_id or 0, each.day) == subject_id
    return lambda each: True
