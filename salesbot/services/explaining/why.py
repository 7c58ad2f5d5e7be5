"""How the gap bridge comes about: what is taken out first, and what each of the three others has to do with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from salesbot.domain.bridges import Bridge, Cause
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money, round_half_even
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.why import WhyShown, why_shown

_OF_ITS_OWN = (Cause.SLIPPED, Cause.REFUNDS, Cause.ABSENCE, Cause.CURRENCY)


@dataclass(frozen=True, slots=True)
class WhyExplained:
    """A bridge with its factors as money."""

    shown: WhyShown

    @property
    def own(self) -> tuple[tuple[Cause, Money], ...]:
        """The causes of their own that moved something, to the cent."""
        causes = self.shown.bridge.causes if self.shown.bridge is not None else ()
        return tuple((cause, amount) for cause, amount in causes if cause in _OF_ITS_OWN and amount.minor)

    @property
    def without_own(self) -> Money:
        """What was won without them."""
        return self._money(self._bridge.without_own)

    @property
    def won_at_plan(self) -> Money:
        """What the won deals brought, at the rates of the period's first day."""
        return self._money(self._bridge.decided.amount)

    @property
    def size_planned(self) -> Money:
        """The average won deal as planned."""
        return self._money(self._bridge.as_planned.size)

    @property
    def size_was(self) -> Money:
        """The average won deal as it was; as planned where nothing was won."""
        return self._money(self._bridge.as_it_was.size)

    @property
    def _bridge(self) -> Bridge:
        assert self.shown.bridge is not None
        return self.shown.bridge

    def _money(self, minor: Fraction) -> Money:
        return Money(round_half_even(minor), self._bridge.goal.currency)


def why_explained(wanted: Wanted) -> WhyExplained:
    """How the subject's bridge comes about. Raises NotAllowed, and ButtonExpired for a territory, which has none."""
    if wanted.subject.scope is Scope.TERRITORY:
        raise ButtonExpired()
    return WhyExplained(why_shown(wanted.book, wanted.person, wanted.subject, now=wanted.now))
