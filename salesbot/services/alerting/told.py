"""What an alert holds: frozen facts, ready to be put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from salesbot.domain.alerts import Alert
from salesbot.domain.as_of import AsOf
from salesbot.domain.money import Money
from salesbot.domain.periods import Period
from salesbot.services.figures.subjects import Subject


@dataclass(frozen=True, slots=True)
class Alerted:
    """One thing that began."""

    alert: Alert
    name: str
    """The rep's or team's name; a deal's or account's rep."""
    account: str = ""
    amount: Money | None = None
    """None where a channel reads it that may not hear amounts."""
    behind: Money | None = None
    threshold: Fraction | None = None
    attainment: Decimal | None = None
    now_on: date | None = None
    """The day to which a deal was moved; None where it was lost."""
    deal_id: int | None = None
    days: int | None = None
    """Since when nothing was heard of an account."""
    about: Subject | None = None
    """Whose goal and wins it is about, where it is about how somebody stands."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """Everything that began since somebody was last told, the gravest first."""

    since: datetime
    found: tuple[Alerted, ...]
    period: Period
    as_of: AsOf
    routed: bool = False
    """Whether some of it is told since an admin sends it."""

    @property
    def explained(self) -> tuple[tuple[str, Subject], ...]:
        """Whose standing is told, by name, each once."""
        return tuple({one.about: (one.name, one.about) for one in self.found if one.about}.values())


def each_once(found: Iterable[Alerted]) -> tuple[Alerted, ...]:
    """What is told, a deal once though several routes or people lead to it."""
    told = {
        (one.alert, one.deal_id) if one.deal_id is not None else one: one for one in reversed(list(found))
    }
    return tuple(reversed(told.values()))
