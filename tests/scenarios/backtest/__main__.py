"""The back-test of every interval that a forecast tells, in its long form.

    python -m tests.scenarios.backtest [months|other|deals] [--teams 200] [--from-seed 0] [--planted]

`months`: the usual end by the first maker, each month drawn anew. `other`: the same by a second maker that was written
from other assumptions. `deals`: from P10 to P90 of the open deals. Without a name, all of them. With
`--planted` the intervals are half as wide; then every line has to be caught.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence

from tests.scenarios.backtest.held import WANTED, Held
from tests.scenarios.backtest.open_deals import PIPELINES, judged
from tests.scenarios.backtest.other_teams import TRADES, foretold, made
from tests.scenarios.backtest.shapes import MORNINGS, SHAPES, held

PARTS = (0.24, 0.48, 0.76)
"""Which part of the month was gone when it was foretold by the second maker."""


def _months(seeds: Sequence[int], narrowed: float) -> Iterable[tuple[str, Held]]:
    for shape in SHAPES:
        for gone in MORNINGS:
            yield f"{shape.name}, day {gone}", held(shape, seeds, gone, narrowed=narrowed)


def _other(seeds: Sequence[int], narrowed: float) -> Iterable[tuple[str, Held]]:
    for trade in TRADES:
        told: dict[float, list[bool]] = {part: [] for part in PARTS}
        for seed in seeds:
            company = made(trade, seed)
            for part in PARTS:
                told[part] += foretold(company, part, narrowed=narrowed)
        for part, inside in told.items():
            yield f"{trade.name}, {part:.0%} gone", Held.of(inside)


def _deals(seeds: Sequence[int], narrowed: float) -> Iterable[tuple[str, Held]]:
    for pipeline in PIPELINES:
        told = [judged(pipeline, seed, narrowed=narrowed) for seed in seeds]
        yield f"{pipeline.name}, both ends in", Held.of(each.within for each in told)
        yield f"{pipeline.name}, by lot", Held.of(each.placed for each in told)


KINDS = {"months": _months, "other": _other, "deals": _deals}


def main() -> int:
    """Foretell everything; 1 where a line is outside of what is wanted, or where what was planted is not caught."""
    reading = argparse.ArgumentParser(
        description="How often an end comes within the interval foretold for it."
    )
    reading.add_argument("kinds", nargs="*", choices=[*KINDS, []], default=[])
    reading.add_argument("--teams", type=int, default=200)
    reading.add_argument("--from-seed", type=int, default=0)
    reading.add_argument("--planted", action="store_true")
    options = reading.parse_args()
    seeds = range(options.from_seed, options.from_seed + options.teams)
    right = lines = 0
    for kind in options.kinds or KINDS:
        for name, told in KINDS[kind](seeds, 0.5 if options.planted else 1):
            lines, right = lines + 1, right + told.as_wanted
            sys.stdout.write(told.line(f"{kind}: {name}"))
            sys.stdout.flush()
    sys.stdout.write(f"{right} of {lines} between {WANTED[0]:.0%} and {WANTED[1]:.0%}\n")
    return int(right != (0 if options.planted else lines))


if __name__ == "__main__":
    raise SystemExit(main())
