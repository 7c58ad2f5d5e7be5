"""Counts in the other companies what was planted, so that nobody has to believe it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from salesbot.domain.diagnosis import Trouble
from tests.scenarios.other_companies import sizes
from tests.scenarios.other_companies.drawing import POOR_CAMPAIGN, WEAK_REP, OtherCompany, Sold


def told(seeds: Iterable[int]) -> str:
    """For each trouble its share in the year before and in the quarter, and the fewest closed deals it touched."""
    return "\n".join(_told(trouble, [OtherCompany(trouble, seed) for seed in seeds]) for trouble in Trouble)


def planted(company: OtherCompany) -> tuple[tuple[int, int], tuple[int, int], int]:
    """(how many, of how many) before the trouble and in the quarter, and how many closed deals it touches there."""
    before = [deal for deal in company.deals if not deal.troubled]
    within = [deal for deal in company.deals if deal.closed_on >= sizes.QUARTER]
    touched = [deal for deal in within if _touches(company, deal)]
    return _share(company, before), _share(company, within), len(touched)


def _told(trouble: Trouble, companies: Sequence[OtherCompany]) -> str:
    counted = [planted(company) for company in companies]
    few, of_few = (sum(before[part] for before, _, _ in counted) for part in (0, 1))
    many, of_many = (sum(within[part] for _, within, _ in counted) for part in (0, 1))
    fewest = min(touched for _, _, touched in counted)
    return (
        f"{trouble:10} before {few / of_few:6.2%} of {of_few}, in the quarter {many / of_many:6.2%} of {of_many},"
        f" times {many * of_few / (few * of_many):.2f}; touches at least {fewest} closed deals"
    )


def _touches(company: OtherCompany, deal: Sold) -> bool:
    if company.trouble is Trouble.PERSON:
        return deal.rep == WEAK_REP
    return company.trouble is not Trouble.MARKETING or deal.campaign == POOR_CAMPAIGN


def _share(company: OtherCompany, deals: Sequence[Sold]) -> tuple[int, int]:
    """How many of the deals show the trouble, of those that could; of a rep and a campaign how many are won."""
    theirs = [deal for deal in deals if _touches(company, deal)]
    if company.trouble in (Trouble.PERSON, Trouble.MARKETING):
        return sum(deal.lost_for is None for deal in theirs), len(theirs)
    if company.trouble is Trouble.DELIVERY:
        among = set(map(id, deals))
        orders = [order for order in company.orders if id(order.sold) in among]
        return sum(order.late for order in orders), len(orders)
    assert company.trouble is not None
    return sum(deal.lost_for == company.trouble.value for deal in theirs), len(theirs)
