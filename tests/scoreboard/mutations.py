"""How many small faults in the rules of money, calendar and policy their own tests see.

    python -m tests.scoreboard.mutations                     all of them, about twenty minutes
    python -m tests.scoreboard.mutations --sample 120        some of them, chosen by the seed
    python -m tests.scoreboard.mutations --only policy --told
    python -m tests.scoreboard.mutations --sample 120 --blind   the tests without what they assert

A mutant is a module with one comparison, operator, truth value, number, condition, answer, call or argument turned or left
out (`mutants`). It is tried by the tests of `tests/domain` that run its lines (`warm`); the files themselves are never
touched. One that cannot be told from the rule as it stands is named in `equivalent.txt` with the reason, and counts
neither way; it is tried all the same, and one that a test sees must not stand there.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.scoreboard.copies import Outcome
from tests.scoreboard.mutants import Mutant, mutants_of
from tests.scoreboard.planting import ROOT
from tests.scoreboard.so_far import so_far
from tests.scoreboard.warm import tried

HOLD = 0.9
BLIND_MOST = 0.25
RULES: dict[str, tuple[str, ...]] = {
    "money": ("money", "figures", "rounding", "rates", "product_lines", "deals", "crediting"),
    "calendar": (
        "calendars", "days", "book_years", "periods/kinds", "periods/naming", "periods/beside", "schedules",
        "absences", "seasons", "proration",
    ),
    "policy": ("access/doing", "access/requiring", "access/seeing", "viewers"),
    "pay": ("attainment", "causes", "changes", "forecasting"),
    "moved": ("../services/digests/moved",),
    "credited": tuple(
        f"../services/attainment/{name}"
        for name in ("converting", "credited", "counted", "sealed", "summed", "winnings", "won")
    ),
}  # fmt: skip
"""Modules of `domain/`. The last three are what pay hangs on: they are told of when asked for, and not part of the score."""
_STORED = {
    "moved": ("movements_add_up", "digests_of_closed_months", "digests"),
    "credited": ("each_metric", "attainment", "winnings", "teams_add_up", "rates_frozen", "ledger_adds_up"),
}
"""The tests in `tests/services` of rules that ask the database."""
SCORED = ("money", "calendar", "policy")
EQUIVALENT = Path(__file__).with_name("equivalent.txt")


@dataclass(frozen=True)
class Tried:
    """A mutant of a rule, and what became of it."""

    rule: str
    mutant: Mutant
    became: Outcome
    excused: bool

    @property
    def seen(self) -> bool:
        return self.became is not Outcome.LIVES

    @property
    def name(self) -> str:
        return named(self.mutant)


def named(mutant: Mutant) -> str:
    """As `equivalent.txt` calls it."""
    path = mutant.path.relative_to(ROOT / "salesbot")
    return f"{str(path).removeprefix('domain/')} {mutant.name}"


def equivalent() -> dict[str, str]:
    """Mutants that cannot be told apart, with the reason: lines of a mutant, each under a `# reason`."""
    found, reason = {}, ""
    for line in EQUIVALENT.read_text("utf-8").splitlines():
        if line.startswith("#"):
            reason = line.removeprefix("#").strip()
        elif line.strip():
            found[line] = reason
    return found


def every(rules: tuple[str, ...]) -> list[tuple[str, Mutant]]:
    """Each mutant with its rule."""
    return [
        (rule, mutant)
        for rule in rules
        for name in RULES[rule]
        for mutant in mutants_of((ROOT / "salesbot" / "domain" / f"{name}.py").resolve())
    ]


def tests_of(rules: Iterable[str]) -> list[str]:
    """The files of `tests/domain` that name one of the rules' modules; of what asks the database, those that are named."""
    rules = set(rules)
    stored = [f"tests/services/test_{name}.py" for rule in rules & _STORED.keys() for name in _STORED[rule]]
    names = "|".join({name.split("/")[0] for rule in rules - _STORED.keys() for name in RULES[rule]})
    named = re.compile(rf"domain(\.| import .*\b)({names})\b")
    files = sorted((ROOT / "tests" / "domain").glob("test_*.py")) if names else []
    return [*sorted(stored), *(str(file) for file in files if named.search(file.read_text("utf-8")))]


def outcome(chosen: list[tuple[str, Mutant]], *, blind: bool) -> list[Tried]:
    """What the tests said of each."""
    done = Counter[str]()

    def told() -> None:
        done["tried"] += 1
        so_far(done["tried"], len(chosen), "mutants")
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done['tried']} of {len(chosen)} ")

    met = tried(
        tests_of({rule for rule, _ in chosen}), [mutant for _, mutant in chosen], blind=blind, told=told
    )
    if met.failed:
        raise SystemExit(f"these fail without any mutant: {', '.join(met.failed[:5])}")
    excused = equivalent()
    return [
        Tried(rule, mutant, met.became.get(number, Outcome.LIVES), named(mutant) in excused)
        for number, (rule, mutant) in enumerate(chosen)
    ]


def main() -> int:
    """Try mutants and print the scores; 1 where one is below the hold, or where blind tests still see many."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--only", choices=list(RULES), nargs="+")
    asked.add_argument("--sample", type=int)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--told", action="store_true", help="name those that live")
    asked.add_argument("--blind", action="store_true", help="without what the tests assert")
    given = asked.parse_args()
    if given.blind and __debug__:
        os.execv(sys.executable, [sys.executable, "-O", "-m", "tests.scoreboard.mutations", *sys.argv[1:]])
    began = time.monotonic()
    made = every(tuple(given.only or SCORED))
    chosen = made
    stale = equivalent().keys() - {named(mutant) for _, mutant in every(tuple(RULES))}
    if given.sample:
        chosen = random.Random(given.seed).sample(made, min(given.sample, len(made)))
    found = outcome(chosen, blind=given.blind)
    for each in found:
        if given.told and not each.seen and not each.excused:
            sys.stdout.write(f"  lives: {each.name}  (line {each.mutant.lines.start})\n")
    return _told(found, len(made), stale, given.blind, given.seed, time.monotonic() - began)


def _told(found: list[Tried], made: int, stale: set[str], blind: bool, seed: int, seconds: float) -> int:
    scores = {}
    for rule in dict.fromkeys(each.rule for each in found):
        counted = [each for each in found if each.rule == rule and not each.excused]
        seen = sum(each.seen for each in counted)
        scores[rule] = seen / max(len(counted), 1)
        sys.stdout.write(f"{rule}: {seen} of {len(counted)} mutants seen, {100 * scores[rule]:.1f} %\n")
    wrong = [each.name for each in found if each.excused and each.seen and not blind]
    for name in wrong:
        sys.stdout.write(f"named as equivalent, and seen: {name}\n")
    for name in sorted(stale):
        sys.stdout.write(f"named as equivalent, and no mutant: {name}\n")
    excused = sum(each.excused for each in found)
    broken_off = sum(each.became is Outcome.BROKEN_OFF for each in found)
    what = "without asserts " if blind else ""
    sys.stdout.write(
        f"seed {seed}: {len(found)} of {made} mutants tried {what}in {seconds:.0f} s, "
        f"{broken_off} broken off, {excused} equivalent\n"
    )
    if blind:
        return int(not scores or max(scores.values()) > BLIND_MOST)
    return int(not scores or min(scores.values()) < HOLD or bool(wrong) or bool(stale))


if __name__ == "__main__":
    sys.exit(main())
