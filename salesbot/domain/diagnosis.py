"""Where the trouble is: each class looked at in the order of the trade, and a person only when all others are excluded.

Product, price, production and delivery, service, support and training, marketing; then the person. A class is in trouble
where one of its signs is worse than in the twelve months before, or a campaign (a rep) wins less than the others on the
same mix, by more than chance and by at least a fifth. A rep is also named who wins less than before while the others do
not. Deals lost for the customer's own reasons count against nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from salesbot.domain.evidence import (
    BETWEEN,
    FEWEST,
    MILD,
    STRICT,
    Difference,
    Share,
    difference,
    of_changes,
    together,
    within_the_mix,
)
from salesbot.domain.tallies import Case, Compared, Mixed, Sign, Tally, tallied

MATERIAL = 0.2
"""What is worse by less than this part of what it is compared with is no trouble, however sure."""


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign with both sides, by which it is told: now and before, or one and the others on the same mix."""

    sign: Sign
    now: Share
    other: Share
    difference: Difference
    about: int | None = None
    """The campaign's or person's number."""


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


def diagnose(tally: Tally) -> Diagnosis:
    """Look at each class in order."""
    findings = [_look(trouble, tally) for trouble in Trouble if trouble is not Trouble.PERSON]
    findings.append(_person(tally, findings))
    return Diagnosis(tuple(findings), tally.customer, tally.decided[0])


def sign_of(tally: Tally, trouble: Trouble, sign: Sign, about: int | None = None) -> Share:
    """How often one sign of a trouble shows lately; of a campaign or rep, how often it wins."""
    if sign is Sign.LOSSES:
        return tally.losses(trouble.value).now
    if sign in tally.signs:
        return tally.signs[sign].now
    if sign is Sign.CAMPAIGN:
        return together(each.won for each in _own(tally) if each.campaign_id == about)
    return tally.reps[about].now if about is not None and about in tally.reps else Share(0, 0)


_MORE_SIGNS: dict[Trouble, tuple[Sign, ...]] = {
    Trouble.PRICE: (Sign.DISCOUNTED,),
    Trouble.DELIVERY: (Sign.LATE,),
    Trouble.SERVICE: (Sign.ISSUES, Sign.UNHAPPY),
}


def _look(trouble: Trouble, tally: Tally) -> Finding:
    signs = [(Sign.LOSSES, tally.losses(trouble.value))]
    signs += [(sign, tally.signs[sign]) for sign in _MORE_SIGNS.get(trouble, ()) if sign in tally.signs]
    compared = [found for sign, sides in signs if (found := _against_before(sign, sides)) is not None]
    worse = [each for each in compared if _is_more(each)]
    if not _larger_part(tally.part_of_losses(trouble.value)):
        # More is lost for every reason: that is no trouble of this class.
        worse = [each for each in worse if each.sign is not Sign.LOSSES]
    if trouble is Trouble.MARKETING:
        campaigns = _each(
            Sign.CAMPAIGN, _own(tally), lambda each: each.campaign_id, lambda each: each.band, STRICT
        )
        compared, worse = compared + campaigns, worse + [each for each in campaigns if _is_less(each)]
    return _finding(trouble, compared, worse, tally.decided[0])


def _larger_part(part: Compared) -> bool:
    """Whether the class is behind a larger part of the losses than before."""
    found = difference(part.now, part.before, MILD)
    return found is not None and found.above


def _person(tally: Tally, before: Sequence[Finding]) -> Finding:
    """A rep against the others, and against the year before, only where every other class is excluded."""
    if any(finding.verdict is not Verdict.NOTHING for finding in before):
        return Finding(Trouble.PERSON, Verdict.NOT_ASKED)
    compared = _each(
        Sign.REP, tally.mix, lambda each: each.rep_id, lambda each: (each.band, each.source_id), BETWEEN
    )
    compared = [each for each in compared + _fallen(tally) if each.about in tally.own]
    return _finding(Trouble.PERSON, compared, [each for each in compared if _is_less(each)], tally.decided[0])


def _finding(trouble: Trouble, compared: Sequence[Evidence], worse: list[Evidence], n: int) -> Finding:
    if not compared:
        return Finding(trouble, Verdict.TOO_LITTLE, n=n)
    worse.sort(key=lambda each: -abs(each.difference.difference))
    return Finding(trouble, Verdict.TROUBLE if worse else Verdict.NOTHING, tuple(worse), n)


def _is_more(evidence: Evidence) -> bool:
    """Whether the sign shows more often, by more than chance and by as much as matters."""
    found, usual = evidence.difference, evidence.other.rate or 0.0
    return found.above and found.difference >= MATERIAL * usual


def _is_less(evidence: Evidence) -> bool:
    """Whether less is won, by more than chance and by as much as matters."""
    found, usual = evidence.difference, evidence.other.rate or 0.0
    return found.below and -found.difference >= MATERIAL * usual


def _against_before(sign: Sign, sides: Compared) -> Evidence | None:
    found = difference(sides.now, sides.before, STRICT)
    if found is None or min(sides.now.n, sides.before.n) < FEWEST:
        return None
    return Evidence(sign, sides.now, sides.before, found)


def _each(
    sign: Sign, cells: Sequence[Mixed], whose: Callable[[Mixed], int | None], mix: Callable[[Mixed], Hashable],
    z: float,
) -> list[Evidence]:  # fmt: skip
    """Each one's win rate in the period against all others' on the same mix."""
    everything, of = _by_mix(cells, mix), defaultdict[int, list[Mixed]](list)
    for cell in cells:
        if (number := whose(cell)) is not None:
            of[number].append(cell)
    total, found = together(cell.won for cell in cells), []
    for one in sorted(of):
        mine = _by_mix(of[one], mix)
        now = together(mine.values())
        strata = [(own, _less(everything[key], own)) for key, own in mine.items()]
        compared, rest = within_the_mix(strata, z), _less(total, now)
        if compared is not None and min(now.n, rest.n) >= FEWEST:
            found.append(Evidence(sign, now, rest, compared, one))
    return found


def _fallen(tally: Tally) -> list[Evidence]:
    """By how much each rep's win rate changed since the year before, less the change of the others'."""
    now, before = (
        together(getattr(each, side) for each in tally.reps.values()) for side in ("now", "before")
    )
    found = []
    for rep, own in sorted(tally.reps.items()):
        rest = Compared(_less(now, own.now), _less(before, own.before))
        sides = (own.now, own.before, rest.now, rest.before)
        changed = of_changes(*sides, BETWEEN)
        if changed is not None and min(side.n for side in sides) >= FEWEST:
            found.append(Evidence(Sign.FELL, own.now, own.before, changed, rep))
    return found


def _own(tally: Tally) -> list[Mixed]:
    return [each for each in tally.mix if each.rep_id in tally.own]


def _by_mix(cells: Iterable[Mixed], mix: Callable[[Mixed], Hashable]) -> dict[Hashable, Share]:
    found: dict[Hashable, list[Share]] = defaultdict(list)
    for cell in cells:
        found[mix(cell)].append(cell.won)
    return {key: together(shares) for key, shares in found.items()}


def _less(all_of_them: Share, own: Share) -> Share:
    return Share(all_of_them.count - own.count, all_of_them.n - own.n)


__all__ = [
    "Case", "Diagnosis", "Evidence", "Finding", "Sign", "Trouble", "Verdict", "diagnose", "sign_of", "tallied",
]  # fmt: skip
