"""From P10 to P90 of the open deals: made-up pipelines whose stages are learned from the team's own decided deals.

Every team has its own true shares, which its settings do not tell; a history of decided deals, drawn from them; and open
deals due in the month, drawn from them too. What is judged is the end of the month: the sum of those that are won.
Few deals have few results, and an end that *is* P10 or P90 counts as within, so that more than 8 of 10 come within; to
tell that apart from wrong probabilities each end is also placed by lot among its equals (a randomised PIT).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log
from random import Random

from salesbot.domain.beliefs import STEADY
from salesbot.domain.chances import StageChance, in_its_month
from salesbot.domain.forecasting import P10, P90
from salesbot.domain.spreads import Distribution, spread_of
from salesbot.domain.track_records import PastDue, track_record

SET = (10, 25, 50, 75)
MONTHS = 24
NAMED = 0.8
"""The part of the past deals that had been given a day to come in by."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """How one kind of team's open deals come about."""

    name: str
    due: int = 20
    decided: int = 150
    """In two years, in each stage."""
    spread: float = 0.10
    """How far the true shares lie from those set, as a standard deviation."""
    alike: bool = True
    """Whether a deal's chance depends on nothing but its stage; else large deals are won half as often as small ones."""
    market: float = 0.0
    """The spread of each month's common factor, on the logit."""
    drift: float = 0.0
    """How much lower the shares are now than two years ago."""
    slips: float = 0.0
    """The part of the deals that are not decided in the month, whatever was expected."""


PIPELINES = (
    Pipeline("as assumed"),
    Pipeline("few open", due=6),
    Pipeline("many open", due=90),
    Pipeline("little history", decided=25),
    Pipeline("little history, many open", decided=25, due=90),
    Pipeline("far from what is set", spread=0.25, decided=60),
    Pipeline("large deals are harder", alike=False),
    Pipeline("one market for all", market=0.5),
    Pipeline("shares that fall", drift=0.15),
    Pipeline("deals that slip", slips=0.25),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One team's end."""

    within: bool
    placed: bool
    """Within 10 and 90 %, placed by lot among its equals."""


def judged(pipeline: Pipeline, seed: int, *, narrowed: float = 1) -> Told:
    """One seeded team's month."""
    dice = Random(f"deals:{pipeline.name}:{seed}")
    shares = [min(max(dice.gauss(each / 100, pipeline.spread), 0.03), 0.97) for each in SET]
    chances, past = _history(pipeline, dice, shares)
    shift = dice.gauss(0, pipeline.market)
    deals, end = [], 0
    for _ in range(max(round(pipeline.due * dice.uniform(0.7, 1.3)), 2)):
        stage = dice.choices(range(4), (4, 3, 2, 2))[0]
        amount = round(4_000 * dice.lognormvariate(0, 0.8), -2)
        deals.append((stage, int(amount) * 100))
        chance = _moved(_of_size(pipeline, shares[stage] - pipeline.drift / 2, amount), shift)
        if dice.random() < chance and dice.random() >= pipeline.slips:
            end += int(amount) * 100
    spread = foreseen(deals, chances, past)
    middle = spread.percentile(P10) / 2 + spread.percentile(P90) / 2
    half = narrowed * (spread.percentile(P90) - spread.percentile(P10)) / 2
    above = float(spread.chance_of(end + 1))
    place = above + dice.random() * (float(spread.chance_of(end)) - above)
    return Told(middle - half <= end <= middle + half, 0.5 - 0.4 * narrowed <= place <= 0.5 + 0.4 * narrowed)


def foreseen(
    deals: Iterable[tuple[int, int]], chances: list[StageChance], past: Iterable[PastDue]
) -> Distribution:
    """What the product foresees of deals of (stage, minor units)."""
    record = track_record(past, chances)
    factor, sway = (1.0, STEADY) if record is None else (record.factor, record.sway)
    due = [in_its_month(each, factor) for each in chances]
    return spread_of([(amount, *due[stage]) for stage, amount in deals], sway=sway)


def _history(
    pipeline: Pipeline, dice: Random, shares: list[float]
) -> tuple[list[StageChance], list[PastDue]]:
    """What two years of decided deals tell of each stage, and what became of those that were due in each month."""
    shifts = [dice.gauss(0, pipeline.market) for _ in range(MONTHS)]
    chances, past = [], []
    for stage, share in enumerate(shares):
        decided, won = max(round(pipeline.decided * dice.uniform(0.7, 1.3)), 1), 0
        for month, shift in enumerate(shifts):
            due = won_in_it = 0
            for _ in range(decided * (month + 1) // MONTHS - decided * month // MONTHS):
                amount = 4_000 * dice.lognormvariate(0, 0.8)
                then = share + pipeline.drift * (0.5 - month / MONTHS)
                wins = dice.random() < _moved(_of_size(pipeline, then, amount), shift)
                named, slips = dice.random() < NAMED, dice.random() < pipeline.slips
                won, due, won_in_it = won + wins, due + named, won_in_it + (wins and named and not slips)
            past.append(PastDue(MONTHS - month, stage, due, won_in_it))
        chances.append(StageChance(stage, "", SET[stage], won, decided))
    return chances, past


def _of_size(pipeline: Pipeline, share: float, amount: float) -> float:
    """The chance of a deal of that size; on average the share."""
    share = min(max(share, 0.02), 0.98)
    if pipeline.alike:
        return share
    return share * (2 / 3 if amount > 4_000 else 4 / 3) if share * 4 / 3 < 1 else share


def _moved(chance: float, shift: float) -> float:
    """The chance with a common shift of its logit."""
    return 1 / (1 + exp(-(log(chance / (1 - chance)) + shift))) if shift else chance
