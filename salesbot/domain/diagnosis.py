"""Where the trouble is: each class looked at in the order of the trade, and a person only when all others are excluded.

Product, price, production and delivery, service, support and training, marketing; then the person. A class is in trouble
where one of its signs is worse than in the twelve months before, or a campaign (a rep) wins less than the others on the
same mix, by more than chance. Deals lost for the customer's own reasons count against nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from salesbot.domain.evidence import (
    BETWEEN,
    FEWEST,
    MILD,
    STRICT,
    Difference,
    Share,
    difference,
    within_the_mix,
)


class Trouble(StrEnum):
    """A class of trouble, in the order in which it is looked for."""

    PRODUCT = "product"
    PRICE = "price"
    DELIVERY = "delivery"
    SERVICE = "service"
    SUPPORT = "support"
    MARKETING = "marketing"
    PERSON = "person"


class Verdict(StrEnum):
    """What was found of a class."""

    TROUBLE = "trouble"
    NOTHING = "nothing"
    TOO_LITTLE = "too_little"
    """Not enough evidence either way."""
    NOT_ASKED = "not_asked"
    """The person, while another class is in trouble or not excluded."""


class Sign(StrEnum):
    """By what a class shows."""

    LOSSES = "losses"
    """Decided deals that were lost for a reason of the class."""
    DISCOUNTED = "discounted"
    """Won deals that were sold with a discount."""
    LATE = "late"
    """Delivered orders that came late."""
    ISSUES = "issues"
    """Orders with an issue."""
    UNHAPPY = "unhappy"
    """Customers who gave 6 or less of 10."""
    CAMPAIGN = "campaign"
    """Decided deals of one campaign that were won."""
    REP = "rep"
    """Decided deals of one rep that were won."""


@dataclass(frozen=True, slots=True)
class Case:
    """A decided deal as the diagnosis sees it; None: nobody knows."""

    deal_id: int
    recent: bool
    """Of the period that is asked about; else of the twelve months before."""
    won: bool
    lost_class: str | None
    rep_id: int
    band: int
    """Small, middle or large among all: 0, 1, 2."""
    source_id: int | None = None
    campaign_id: int | None = None
    discounted: bool | None = None
    late: bool | None = None
    issue: bool | None = None
    unhappy: bool | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign with both sides, by which it is told: now and before, or one and the others on the same mix."""

    sign: Sign
    now: Share
    other: Share
    difference: Difference
    about: int | None = None
    """The campaign's or person's number."""
    deals: tuple[int, ...] = ()
    """The deals behind it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one class."""

    trouble: Trouble
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    """What speaks for the trouble, the strongest first."""
    n: int = 0
    """On how many recent cases it rests."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Every class in its order, and apart from them what was lost for the customers' own reasons."""

    findings: tuple[Finding, ...]
    customer: int
    decided: int

    @property
    def troubles(self) -> tuple[Finding, ...]:
        """The classes in trouble, in order."""
        return tuple(each for each in self.findings if each.verdict is Verdict.TROUBLE)

    @property
    def first(self) -> Trouble | None:
        """The class that is named first; None: nothing was found."""
        return self.troubles[0].trouble if self.troubles else None


_Holds = Callable[[Case], bool | None]


def diagnose(cases: Iterable[Case], peers: Iterable[Case] = ()) -> Diagnosis:
    """Look at each class in order. `peers`: of one rep's cases, those of the others of the team, to compare with."""
    everything = list(cases)
    others = [case for case in peers if case.lost_class != "customer"]
    counted = [case for case in everything if case.lost_class != "customer"]
    customer = sum(case.recent and case.lost_class == "customer" for case in everything)
    findings = [_look(trouble, counted) for trouble in Trouble if trouble is not Trouble.PERSON]
    findings.append(_person(counted, findings, others))
    return Diagnosis(tuple(findings), customer, sum(case.recent for case in counted))


def sign_of(cases: Iterable[Case], trouble: Trouble, sign: Sign, about: int | None = None) -> Share:
    """How often one sign of a trouble shows in the recent cases; of a campaign or rep, how often it wins."""
    recent = [case for case in cases if case.recent and case.lost_class != "customer"]
    if sign in (Sign.CAMPAIGN, Sign.REP):
        return _share(
            case.won
            for case in recent
            if about == (case.campaign_id if sign is Sign.CAMPAIGN else case.rep_id)
        )
    if sign is Sign.LOSSES:
        return _share(case.lost_class == trouble.value for case in recent)
    holds = dict(_MORE_SIGNS[trouble])[sign]
    return _share(held for case in recent if (held := holds(case)) is not None)


def _look(trouble: Trouble, cases: Sequence[Case]) -> Finding:
    signs: list[tuple[Sign, _Holds]] = [(Sign.LOSSES, lambda case: case.lost_class == trouble.value)]
    signs += _MORE_SIGNS.get(trouble, [])
    compared = [found for sign, holds in signs if (found := _against_before(sign, holds, cases)) is not None]
    if not _larger_part(trouble, cases):
        # More is lost for every reason: that is no trouble of this class.
        compared = [
            replace(each, difference=_NONE) if each.sign is Sign.LOSSES else each for each in compared
        ]
    if trouble is Trouble.MARKETING:
        compared += _each(Sign.CAMPAIGN, lambda case: case.campaign_id, lambda case: case.band, cases)
    return _finding(trouble, compared, sum(case.recent for case in cases))


_NONE = Difference(0.0, 0.0, 0.0)


def _larger_part(trouble: Trouble, cases: Sequence[Case]) -> bool:
    """Whether the class is behind a larger part of the losses than before."""
    lost = [case for case in cases if not case.won]
    now = _share(case.lost_class == trouble.value for case in lost if case.recent)
    before = _share(case.lost_class == trouble.value for case in lost if not case.recent)
    found = difference(now, before, MILD)
    return found is not None and found.above


_MORE_SIGNS: dict[Trouble, list[tuple[Sign, _Holds]]] = {
    Trouble.PRICE: [(Sign.DISCOUNTED, lambda case: case.discounted)],
    Trouble.DELIVERY: [(Sign.LATE, lambda case: case.late)],
    Trouble.SERVICE: [(Sign.ISSUES, lambda case: case.issue), (Sign.UNHAPPY, lambda case: case.unhappy)],
}


def _person(cases: Sequence[Case], before: Sequence[Finding], peers: Sequence[Case]) -> Finding:
    """A rep against the others on the same sizes and sources, only where every other class is excluded."""
    if any(finding.verdict is not Verdict.NOTHING for finding in before):
        return Finding(Trouble.PERSON, Verdict.NOT_ASKED)
    compared = _each(
        Sign.REP, lambda case: case.rep_id, lambda case: (case.band, case.source_id, case.campaign_id),
        [*cases, *peers],
    )  # fmt: skip
    own = {case.rep_id for case in cases}
    compared = [each for each in compared if each.about in own]
    return _finding(Trouble.PERSON, compared, sum(case.recent for case in cases))


def _finding(trouble: Trouble, compared: Sequence[Evidence], n: int) -> Finding:
    if not compared:
        return Finding(trouble, Verdict.TOO_LITTLE, n=n)
    worse = [each for each in compared if _is_worse(each)]
    worse.sort(key=lambda each: -abs(each.difference.difference))
    return Finding(trouble, Verdict.TROUBLE if worse else Verdict.NOTHING, tuple(worse), n)


def _is_worse(evidence: Evidence) -> bool:
    wins = evidence.sign in (Sign.CAMPAIGN, Sign.REP)
    return evidence.difference.below if wins else evidence.difference.above


def _against_before(sign: Sign, holds: _Holds, cases: Sequence[Case]) -> Evidence | None:
    known = [(case, held) for case in cases if (held := holds(case)) is not None]
    now = _share(held for case, held in known if case.recent)
    before = _share(held for case, held in known if not case.recent)
    found = difference(now, before, STRICT)
    if found is None or min(now.n, before.n) < FEWEST:
        return None
    deals = tuple(case.deal_id for case, held in known if case.recent and held)
    return Evidence(sign, now, before, found, deals=deals)


def _each(
    sign: Sign, whose: Callable[[Case], int | None], mix: Callable[[Case], Hashable], cases: Sequence[Case]
) -> list[Evidence]:
    """Each one's win rate in the period against all others' on the same mix."""
    recent = [case for case in cases if case.recent]
    found = []
    for one in sorted({number for case in recent if (number := whose(case)) is not None}):
        mine = [case for case in recent if whose(case) == one]
        others = [case for case in recent if whose(case) != one]
        strata = [(_won(mine, mix, key), _won(others, mix, key)) for key in {mix(case) for case in mine}]
        compared = within_the_mix(strata, BETWEEN)
        if compared is None or min(len(mine), len(others)) < FEWEST:
            continue
        deals = tuple(case.deal_id for case in mine if not case.won)
        now, rest = _share(case.won for case in mine), _share(case.won for case in others)
        found.append(Evidence(sign, now, rest, compared, one, deals))
    return found


def _won(cases: Iterable[Case], mix: Callable[[Case], Hashable], key: Hashable) -> Share:
    return _share(case.won for case in cases if mix(case) == key)


def _share(held: Iterable[bool]) -> Share:
    found = list(held)
    return Share(sum(found), len(found))
