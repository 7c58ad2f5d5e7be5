"""Bad input at random, in process: lines, words, forms, buttons, events, files, requests and other systems' posts, each
answered in words and within a second.

    python -m tests.scenarios.bad_input [--inputs 100000] [--seed 1] [--processes 2] [--minutes 60] [--planted]

Every input is made from the hand-written bad lines by cutting, doubling, swapping and by signs from all of Unicode. An
answer that apologises for a fault, a status of 500, something live in an answer, no answer, or a second of the processor's
work is counted as a failure. With `--planted` one account's name makes the service fail; then failures have to be seen.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import structlog

from salesbot.services import deals
from salesbot.slack.deals import logging as log_deals
from tests.scenarios.bad_ways import OVER_HTTP, WAYS, Office, button, line, office
from tests.scenarios.desk import check_nothing_is_live
from tests.scoreboard.so_far import so_far
from tests.slack.asked import Said

SECONDS_OF_WORK = 1.0
BEFORE_CLEARING = 250
"""So many inputs, and the books are as they were: no list of accounts grows for ever."""


@dataclass
class Tally:
    """How many of each way were tried, what failed by why, and the longest answer in seconds of work."""

    done: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.done + other.done, self.failed + other.failed, max(self.longest, other.longest))


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing is logged meanwhile."""
    usual = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**usual)


def tried(inputs: int, seed: int, minutes: float = math.inf) -> Tally:
    """Type, send and give so many inputs, or as many as go into the minutes."""
    chance, tally, until = random.Random(seed), Tally(), time.monotonic() + 60 * minutes
    with quiet(), office() as at:
        for way, _ in WAYS:  # what is loaded once for a process is loaded by then
            for _ in range(len(at.buttons) if way is button else 20):
                _why(partial(way, at, chance))
        for number in range(inputs):
            if time.monotonic() > until:
                break
            if number % BEFORE_CLEARING == 0:
                at.kim.clear()
                so_far(number, inputs, "inputs")
            _try(at, chance, number, tally)
    return tally


def _try(at: Office, chance: random.Random, number: int, tally: Tally) -> None:
    way = chance.choices([each for each, _ in WAYS], [weight for _, weight in WAYS])[0]
    at.kim.bot.listening.calls.clear()
    before, began = chance.getstate(), time.process_time()
    ours = "channel" if way is button else ""  # a form of settings names the channel that it is about
    why = _why(partial(way, at, chance), over_http=way in OVER_HTTP, ours=ours)
    took = time.process_time() - began
    tally.longest = max(tally.longest, took)
    tally.done[way.__name__] += 1
    why = why or (f"over a second of work: {took:.2f}" if took > SECONDS_OF_WORK else "")
    if why:
        tally.failed[why[:120]] += 1
        again = random.Random()
        again.setstate(before)
        sys.stderr.write(f"input {number}, {way.__name__}: {why[:3000]}: about {line(again)[:200]!a}\n")
        sys.stderr.flush()


def _why(ask: Callable[[], Said], *, over_http: bool = False, ours: str = "") -> str:
    """Why an answer is a failure; empty where it is none."""
    try:
        said = ask()
        if said.status >= 500 or (said.status != 200 and not over_http):
            return f"status {said.status}"
        if "Something went wrong here" in json.dumps([said.body, said.calls]):
            return "apologised for a fault"
        check_nothing_is_live(said, ours=ours)
    except AssertionError as live:
        return f"live: {live}"
    except Exception as fault:
        return f"raised {fault!r}"
    return ""


def _plant() -> None:
    good = deals.log_deal

    def bad(*given: object, **more: object) -> object:
        if "Acme" in str(given) or "Globex" in str(given):
            raise ZeroDivisionError
        return good(*given, **more)  # type: ignore[arg-type]

    vars(log_deals)["log_deal"] = bad


def by_processes(inputs: int, seed: int, processes: int, minutes: float) -> Tally:
    """As many bots beside each other, each with dice of its own; one alone rolls those of the seed."""
    if processes == 1:
        return tried(inputs, seed, minutes)
    shares = [inputs // processes + (number < inputs % processes) for number in range(processes)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        parts = pool.starmap(
            tried, [(share, seed * 1000 + number, minutes) for number, share in enumerate(shares)]
        )
    return sum(parts, Tally())


def main() -> int:
    """Type, print; 1 where anything failed (with `--planted`: where nothing did)."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--inputs", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--processes", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=math.inf, help="no further input after so many")
    asked.add_argument("--planted", action="store_true")
    given = asked.parse_args()
    if given.planted:
        _plant()
    began = time.monotonic()
    tally = by_processes(given.inputs, given.seed, 1 if given.planted else given.processes, given.minutes)
    each = ", ".join(f"{name} {count}" for name, count in sorted(tally.done.items()))
    failed = tally.failed.total()
    sys.stdout.write(
        f"seed {given.seed}, {given.processes} at once: {tally.done.total()} inputs ({each}): {failed} failed "
        f"{dict(tally.failed) or ''}, the longest answer took {tally.longest:.2f} s of work; "
        f"{time.monotonic() - began:.0f} s\n"
    )
    return int(not failed if given.planted else bool(failed) or not tally.done)


if __name__ == "__main__":
    sys.exit(main())
