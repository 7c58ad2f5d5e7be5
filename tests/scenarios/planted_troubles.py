"""Made-up companies with one trouble planted each, and how often the diagnosis names it first.

The sizes, written down before the detector was: 480 deals decided in the period and 1,440 in the year before, four
reps, four campaigns, half of the deals won, each class of reasons behind a seventh of the losses (the customer's own
reasons among them), a tenth of orders late, with an issue, or with an unhappy customer. Planted is one of:
the part of losses for the class three times as large (out of deals that would have been won), late orders three times
as many, a campaign's or a rep's win rate halved. `python -m tests.scenarios.planted_troubles` runs 200 seeds of each.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random

from salesbot.domain.diagnosis import Case, Trouble, diagnose, tallied

PLANTED = (*Trouble, None)
RECENT, BEFORE = 480, 1440
CLASSES = ("product", "price", "delivery", "service", "support", "marketing", "customer")


def company(planted: Trouble | None, seed: int) -> Iterator[Case]:
    """The decided deals of one company."""
    dice = Random(f"{planted}:{seed}")
    for number in range(RECENT + BEFORE):
        yield _case(dice, number, planted if number < RECENT else None)


def _case(dice: Random, number: int, planted: Trouble | None) -> Case:
    rep, campaign, band, source = (dice.randrange(sides) for sides in (4, 4, 3, 3))
    rate = 0.5
    if (planted is Trouble.PERSON and rep == 0) or (planted is Trouble.MARKETING and campaign == 0):
        rate = 0.25
    won = dice.random() < rate
    lost_class = None if won else dice.choice(CLASSES)
    by_reason = planted in (Trouble.PRODUCT, Trouble.PRICE, Trouble.SERVICE, Trouble.SUPPORT)
    if won and by_reason and planted is not None and dice.random() < 2 / 7:
        won, lost_class = False, planted.value
    late, issue, unhappy = (dice.random() < 0.1 for _ in range(3))
    if planted is Trouble.DELIVERY:
        late = dice.random() < 0.3
    return Case(
        number, number < RECENT, won, lost_class, rep, band, source, campaign,
        discounted=dice.random() < 0.2 if won else None, late=late if won else None,
        issue=issue if won else None, unhappy=unhappy if won else None,
    )  # fmt: skip


def named_right(planted: Trouble | None, seeds: int) -> int:
    """In how many of the companies the planted trouble (or nothing) is named first."""
    return sum(diagnose(tallied(company(planted, seed))).first is planted for seed in range(seeds))


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for each in PLANTED:
        sys.stdout.write(f"{each or 'none':10} {named_right(each, wanted)} of {wanted}\n")
