"""Named assumptions: what somebody expects to move a period beside its deals, checked against what came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.goals import Scope
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money, total
from salesbot.domain.periods import Period


class AssumptionRefused(SalesbotError):
    """An assumption that cannot be one: facts `why` (nothing, currency, day), `period`."""

    template = "mistakes/assumption_refused"


@dataclass(frozen=True, slots=True)
class Assumption:
    """What, how much, from when, why and by whom; it moves the forecast as a line of its own, never within it."""

    scope: Scope
    subject_id: int | None
    """The team's number; None for the company."""
    period: Period
    what: str
    why: str
    amount: Money
    """Below 0 where it takes away."""
    from_on: date
    foretold: Money | None
    """Where the period pointed to without any assumption when this one was made."""
    recorded_at: datetime
    recorded_by: int | None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class AssumptionsChecked:
    """A period that is over, against what was assumed of it."""

    foretold: Money
    """Where it pointed to without assumptions when the first of them was made."""
    assumed: Money
    came: Money

    @property
    def beyond(self) -> Money:
        """What came more (below 0: less) than was foretold without them: what they are held against."""
        return self.came - self.foretold

    @property
    def off(self) -> Money:
        """What came less what was foretold with them."""
        return self.came - self.foretold - self.assumed


def sum_of(assumptions: Iterable[Assumption], currency: str) -> Money:
    """What all of them add to the forecast; those in another currency are left out."""
    return total((each.amount for each in assumptions if each.amount.currency == currency), currency)


def check_against(assumptions: Sequence[Assumption], came: Money) -> AssumptionsChecked | None:
    """What was assumed against what came; None where nothing was foretold."""
    first = next((each for each in assumptions if each.foretold is not None), None)
    if first is None or first.foretold is None or first.foretold.currency != came.currency:
        return None
    return AssumptionsChecked(first.foretold, sum_of(assumptions, came.currency), came)
