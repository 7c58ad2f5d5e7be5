"""`make scoreboard`: run every proof, print each figure, go on where one fails; 1 where any does.

    python -m tests.scoreboard                         everything, the shortest first: a night
    python -m tests.scoreboard --plan                  what it may take, each by itself
    python -m tests.scoreboard --hours 3               everything within three hours, each proof with its part of them
    python -m tests.scoreboard --resume                what held since the program was changed is not run again
    python -m tests.scoreboard --short                 a small run of each: minutes
    python -m tests.scoreboard --only K5 K8 --write docs/scoreboard.md

A proof that is not done when its time is over is stopped, tells how far it came, and counts as missed. `--write` puts each
figure into the page as soon as it is known and leaves the others there as they were; a short run adds its line to what
stands there. Lines that begin with *by hand* stay.
"""

from __future__ import annotations

import argparse
import math
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.scoreboard.figures import FIGURES, Figure
from tests.scoreboard.pages import conditions, put_into, section
from tests.scoreboard.running import ROOT, Budget, Notes, proofs_of, proven

NOTES = ROOT / ".scoreboard.jsonl"


def plan(figures: Sequence[Figure], *, short: bool, hours: float) -> str:
    """What it may take at most."""
    minutes = {each.name: sum(proof.minutes for proof in proofs_of(each, short=short)) for each in figures}
    total = sum(minutes.values()) / 60
    told = ", ".join(f"{name} {count:.0f}" for name, count in minutes.items())
    part = f"; within {hours:g} hours each has {hours / total:.0%} of that" if hours < total else ""
    return f"at most {total:.1f} hours, in minutes: {told}{part}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 1 where a figure did not hold."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.scoreboard",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = [figure.name for figure in FIGURES]
    asked.add_argument("--only", nargs="+", metavar="K", choices=names)
    asked.add_argument("--but", nargs="+", metavar="K", choices=names, default=[], help="all but these")
    asked.add_argument("--short", action="store_true")
    asked.add_argument("--hours", type=float, default=math.inf)
    asked.add_argument("--plan", action="store_true", help="only say what it may take")
    asked.add_argument("--resume", action="store_true", help="keep what held in a run that was broken off")
    asked.add_argument(
        "--notes", type=Path, default=NOTES, help="where each command's result is noted at once"
    )
    asked.add_argument("--write", type=Path)
    given = asked.parse_args(arguments)
    figures = sorted(
        (each for each in FIGURES if each.name in (given.only or names) and each.name not in given.but),
        key=lambda each: sum(proof.minutes for proof in proofs_of(each, short=given.short)),
    )
    sys.stdout.write(f"{conditions()}\n{plan(figures, short=given.short, hours=given.hours)}\n")
    if given.plan:
        return 0
    notes = Notes(given.notes, resume=given.resume)
    budget = Budget((proof for each in figures for proof in proofs_of(each, short=given.short)), given.hours)
    verdicts: list[str] = []
    try:
        for figure in figures:
            sys.stdout.flush()
            result = proven(figure, notes, budget, short=given.short)
            verdicts.append(result.verdict)
            sys.stdout.write(f"{section(result)}\n")
            if given.write:
                put_into(given.write, result)
    except KeyboardInterrupt:
        sys.stdout.write(
            f"broken off after {len(verdicts)} of {len(figures)} figures; --resume goes on from there\n"
        )
        return 130
    held = sum(verdict.startswith("held") for verdict in verdicts)
    sys.stdout.write(f"{held} held of {len(verdicts)} asked for, {verdicts.count('not run')} not run\n")
    return int(held != len(verdicts) or not held)


if __name__ == "__main__":
    # Behind a shell's back it would not hear of it.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.default_int_handler)
    sys.exit(main())
