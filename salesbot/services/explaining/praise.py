"""How the evenness of praise comes about: who was praised how often and for what, and the deals among it."""

from __future__ import annotations

from dataclasses import dataclass

from salesbot.domain.access import require
from salesbot.domain.goals import Scope
from salesbot.domain.periods import Period
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.fairness import TeamFairness, audited
from salesbot.services.figures.listed import ListedDeals, listed_deals


@dataclass(frozen=True, slots=True)
class PraiseExplained:
    """The audit of one team with everybody's count, and the deals for which somebody was praised."""

    period: Period
    each: TeamFairness
    deals: ListedDeals

    @property
    def weighted(self) -> int:
        """The sum above the line: each count, the lowest first, times its place counted from the middle."""
        values = sorted(one.praises for one in self.each.counted)
        return sum((2 * place - len(values) - 1) * value for place, value in enumerate(values, start=1))


def praise_explained(wanted: Wanted) -> PraiseExplained:
    """How praise fell on a team that the reader leads, from what was told. Raises NotAllowed for anybody else."""
    subject = wanted.subject
    require(subject.scope is Scope.TEAM and subject.subject_id in wanted.viewer.teams_led, "fairness")
    assert subject.subject_id is not None
    each = audited(wanted.book, wanted.book.people.team(subject.subject_id), subject.period, wanted.now)
    return PraiseExplained(subject.period, each, listed_deals(wanted.book, wanted.viewer, each.deals))
