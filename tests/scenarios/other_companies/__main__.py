"""How often `why` names the planted trouble first in companies of another maker: `--seeds 200`.

Prints what was planted as it can be counted in the books, then how often it was named first, with the range in which
the true part lies with 95 % (Wilson). Exit code 1 where a trouble, or that there is none, is told rightly in less than
90 of 100.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from salesbot.domain.diagnosis import Trouble
from salesbot.domain.kpis import WinRate
from tests.databases import Databases
from tests.scenarios.other_companies.asking import PLANTED, asked
from tests.scenarios.other_companies.counting import told

WANTED = 0.9
_NAMES = {str(planted or "none"): planted for planted in PLANTED}


def main() -> int:
    """Run as many companies of each trouble as asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.scenarios.other_companies")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--shares", action="store_true", help="print what was planted, and ask nothing")
    parser.add_argument("--only", nargs="+", choices=_NAMES, default=_NAMES, help="these troubles")
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.seeds)
    if given.shares:
        return _say(told(seeds))
    with tempfile.TemporaryDirectory() as kept:
        databases, folder = Databases(Path(kept)), Path(kept)
        right = [_line(_NAMES[name], asked(databases, folder, _NAMES[name], seeds)) for name in given.only]
    return 0 if all(right) else 1


def _line(planted: Trouble | None, found: Counter[Trouble | None]) -> bool:
    right = WinRate(found[planted], found.total() - found[planted])
    assert right.interval is not None
    low, high = right.interval
    others = ", ".join(
        f"{each or 'nothing'} {count}" for each, count in found.most_common() if each is not planted
    )
    _say(
        f"{planted or 'none':10} {right.won:4} of {right.n}  {right.won / right.n:6.1%}"
        f"  ({low:.1%} to {high:.1%}){others and '  instead: ' + others}"
    )
    return right.won >= WANTED * right.n


def _say(line: str) -> int:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
