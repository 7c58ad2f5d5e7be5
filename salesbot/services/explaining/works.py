"""How what works was found out: each finding in the like deals in which it was compared, and how sure it has to be."""

from __future__ import annotations

from dataclasses import dataclass

from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.strata import Stratum, compared, strata_of
from salesbot.domain.works import Aspect, strictness
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.works import WorkShown, WorksShown, gathered, works_shown

MOST_EXPLAINED = 5
"""So many findings are gone through, and so many like deals of each."""


@dataclass(frozen=True, slots=True)
class FindingExplained:
    """A finding with the like deals in which it was compared."""

    shown: WorkShown
    strata: tuple[tuple[str, Stratum], ...]
    """Each with the name of its source, those that count most first."""
    more: int
    """How many others there are."""

    @property
    def weight(self) -> float:
        """What the weights of all like deals add up to."""
        return sum(each.weight for _, each in self.strata)


@dataclass(frozen=True, slots=True)
class WorksExplained:
    """What works, with how it was compared."""

    shown: WorksShown
    findings: tuple[FindingExplained, ...]
    """The first of those with a difference; only for who sees everybody's figures."""
    compared: int
    """For how many comparisons there were deals enough: all of them are to hold together."""
    errors: float
    """How many standard errors a range therefore reaches to either side."""


def works_explained(wanted: Wanted) -> WorksExplained:
    """How what works was found out. Raises NotAllowed for who may not see the figures, ButtonExpired."""
    if wanted.detail and wanted.detail not in set(Aspect):
        raise ButtonExpired()
    aspect = Aspect(wanted.detail) if wanted.detail else None
    shown = works_shown(wanted.book, wanted.person, wanted.subject, aspect, now=wanted.now)
    deals = gathered(wanted.book, shown.subject, wanted.now)
    comparisons = compared(deals.tallied)
    told = [each for each in shown.found if each.finding.difference is not None] if shown.leads else []
    findings = []
    for each in told[:MOST_EXPLAINED]:
        strata = strata_of(deals.tallied, each.finding.aspect, each.finding.key)
        named = [(deals.labels.get(int(one.source), "") if one.source else "", one) for one in strata]
        findings.append(FindingExplained(each, tuple(named), max(len(named) - MOST_EXPLAINED, 0)))
    return WorksExplained(shown, tuple(findings), comparisons, strictness(comparisons))
