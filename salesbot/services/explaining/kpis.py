"""How key figures come about: the decided deals added up, and each formula with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from salesbot.domain.as_of import AsOf
from salesbot.domain.money import Money, total
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.figures.listed import MOST_LISTED, ListedDeals, listed_deals
from salesbot.services.key_figures import KeyFigures, KeyFiguresShown, key_figures_shown
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.tallied import newest_decided


@dataclass(frozen=True, slots=True)
class KpisExplained:
    """The key figures of a period with what they are made of."""

    shown: KeyFiguresShown
    deals: ListedDeals

    @property
    def now(self) -> KeyFigures:
        """Those of the period that was asked for."""
        return self.shown.now

    @property
    def amount(self) -> Money | None:
        """What the won deals brought; None without one."""
        amounts = self.now.tally.amounts
        return total(amounts, amounts[0].currency) if amounts else None

    @property
    def mean_days(self) -> Fraction | None:
        """The average from opening to won, at least 1: what velocity is divided by."""
        days = self.now.tally.cycles
        return max(Fraction(sum(days), len(days)), Fraction(1)) if days else None


def kpis_explained(wanted: Wanted) -> KpisExplained:
    """How the subject's key figures come about. Raises NotAllowed for who may not see them."""
    shown, subject = (
        key_figures_shown(wanted.book, wanted.person, wanted.subject, now=wanted.now),
        wanted.subject,
    )
    as_of = AsOf(wanted.day, live=True, known_at=wanted.now)
    asked = Asked(wanted.book, "kpis", as_of, subject.period, subject.scope, None, wanted.now)
    everybody = all(map(wanted.sees, wanted.names))
    most = MOST_LISTED if everybody else None
    numbers = newest_decided(asked, subject.scope, subject.subject_id, most)
    listed = listed_deals(wanted.book, wanted.viewer, numbers)
    if everybody:
        listed = ListedDeals(listed.deals, shown.now.tally.rate.n, 0, 0)
    return KpisExplained(shown, listed)
