"""Bad input at random, in process: lines, words, forms, buttons and events, each answered in words and within a second.

    python -m tests.scenarios.bad_input [--inputs 100000] [--seed 1] [--planted]

Every input is made from the hand-written bad lines by cutting, doubling, swapping and by signs from all of Unicode. An
answer that apologises for a fault, a status of 500, something live in an answer, or a second of the processor's work
is counted as a failure. With `--planted` one account's name makes the service fail; then failures have to be seen.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from salesbot.services import deals
from salesbot.slack.deals import logging as log_deals
from salesbot.storage.engines import open_engines
from tests.cast import gather
from tests.databases import copy_of, sqlite_template
from tests.scenarios.bad_lines import ASKED_LINES, EMPTY_LINES, LONG_LINES, REFUSED_LINES
from tests.scenarios.desk import ACTIONS, Desk, check_nothing_is_live, desk
from tests.scenarios.odd_lines import DEALS
from tests.slack.asked import Said

SECONDS_OF_WORK = 1.0
WORDS = ("", "me", "deal", "deals", "goals", "goal set", "team", "top", "undo", "help", "setup", "digest", "why", "plan",
         "forecast", "kudos", "follow-up", "import", "rates", "people", "report", "works", "audit", "contest")  # fmt: skip
LINES = (*REFUSED_LINES, *ASKED_LINES, *LONG_LINES[:4], *EMPTY_LINES, *(line for line, _ in DEALS))
AT_ONE_DESK = 1000


def line(chance: random.Random) -> str:
    """A line that nobody would type on purpose."""
    made = chance.choice(LINES)
    for _ in range(chance.randint(0, 4)):
        at = chance.randint(0, len(made))
        match chance.randrange(6):
            case 0:
                made = made[:at] + made[at + chance.randint(1, 8) :]
            case 1:
                made = made[:at] + made[:at][-chance.randint(1, 20) :] + made[at:]
            case 2:
                made = (
                    made[:at]
                    + chr(chance.choice((chance.randrange(32, 127), chance.randrange(0x110000))))
                    + made[at:]
                )
            case 3:
                made = made[:at] + chance.choice(LINES)[: chance.randint(1, 30)] + made[at:]
            case 4:
                made = made[:at] + str(chance.randrange(10 ** chance.randint(1, 20))) + made[at:]
            case _:
                made = made[at:] + " " + made[:at]
    return made[:4000]  # fmt: skip


def _typed(kim: Desk, chance: random.Random) -> Said:
    return kim.type(line(chance))


def _word(kim: Desk, chance: random.Random) -> Said:
    return kim.type(f"{chance.choice(WORDS)} {line(chance)}", "/sales")


def _form(kim: Desk, chance: random.Random) -> Said:
    fields = {"account": f"new:{line(chance)[:140]}", "amount": line(chance)[:60], "split": line(chance)[:120],
              "products": line(chance), "source": line(chance)[:120], "note": line(chance), "stage": "won"}  # fmt: skip
    kept = dict(chance.sample(sorted(fields.items()), chance.randint(1, len(fields))))
    form = kim.bot.shortcut(kim.cast.adria.kim, "deals.log").view
    return kim.bot.submit(kim.cast.adria.kim, form, {"account": "new:Globex", "amount": "12k", **kept})


def _button(kim: Desk, chance: random.Random) -> Said:
    pressed = {"type": "button", "action_id": f"deals.{chance.choice(ACTIONS)}", "value": line(chance)[:200]}
    return kim.bot.press(kim.cast.adria.kim, pressed)


def _event(kim: Desk, chance: random.Random) -> Said:
    event = {"type": "message", "channel_type": "im", "channel": "D0KIM", "text": line(chance)}
    return kim.bot.event(kim.cast.adria.kim, event)


WAYS: tuple[tuple[Callable[[Desk, random.Random], Said], int], ...] = (
    (_typed, 50), (_word, 25), (_form, 8), (_button, 7), (_event, 10),
)  # fmt: skip


@dataclass
class Tally:
    """How many of each way were tried, what failed by why, and the longest answer in seconds of work."""

    done: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0


def tried(inputs: int, seed: int) -> Tally:
    """Type so many inputs, at a new desk now and then, so that no list of accounts grows for ever."""
    chance, tally = random.Random(seed), Tally()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    for start in range(0, inputs, AT_ONE_DESK):
        with tempfile.TemporaryDirectory() as name:
            engines = open_engines(copy_of(sqlite_template(Path(name)), Path(name)))
            with desk(gather(engines)) as kim:
                for way, count in (
                    WAYS if not start else ()
                ):  # what is loaded once for a process is loaded by then
                    for _ in range(count):
                        way(kim, chance)
                for number in range(start, min(inputs, start + AT_ONE_DESK)):
                    _try(kim, chance, number, tally)
            engines.close()
    return tally


def _try(kim: Desk, chance: random.Random, number: int, tally: Tally) -> None:
    way = chance.choices([each for each, _ in WAYS], [weight for _, weight in WAYS])[0]
    kim.bot.listening.calls.clear()
    before, began = chance.getstate(), time.process_time()
    why = _why(lambda: way(kim, chance))
    took = time.process_time() - began
    tally.longest = max(tally.longest, took)
    tally.done[way.__name__.strip("_")] += 1
    why = why or ("over a second of work" if took > SECONDS_OF_WORK else "")
    if why:
        tally.failed[why[:120]] += 1
        again = random.Random()
        again.setstate(before)
        sys.stderr.write(f"input {number}, {way.__name__}: {why}: about {line(again)[:200]!a}\n")


def _why(ask: Callable[[], Said]) -> str:
    """Why an answer is a failure; empty where it is none."""
    try:
        said = ask()
        if said.status != 200:
            return f"status {said.status}"
        if "Something went wrong here" in json.dumps([said.body, said.calls]):
            return "apologised for a fault"
        check_nothing_is_live(said)
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


def main() -> int:
    """Type, print; 1 where anything failed (with `--planted`: where nothing did)."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--inputs", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--planted", action="store_true")
    given = asked.parse_args()
    if given.planted:
        _plant()
    tally = tried(given.inputs, given.seed)
    each = ", ".join(f"{name} {count}" for name, count in sorted(tally.done.items()))
    failed = tally.failed.total()
    sys.stdout.write(
        f"seed {given.seed}: {tally.done.total()} inputs ({each}): {failed} failed {dict(tally.failed) or ''}, the longest "
        f"answer took {tally.longest:.2f} s of work\n"
    )
    return int(not failed if given.planted else bool(failed) or not tally.done)


if __name__ == "__main__":
    sys.exit(main())
