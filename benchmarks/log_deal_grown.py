"""How `/log-deal` and `/sales me` cost more in books ten times as large: history, reps, companies beside.

    python benchmarks/log_deal_grown.py [--engine sqlite|postgresql] [--requests 60]

The books take turns request by request; what counts are the ratios of the medians of the processor's time in the
process of the bot, and on PostgreSQL those by the clock, in which the server's work is. Aim: at most 1.3 times.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from books import DEALS, PostgresqlBooks, Size, SqliteBooks, posted, request
from slack_bolt import App

from salesbot.wiring.warming import warm_up
from tests.slack.asked import bot_for

SIZES = {
    "as it is": Size(),
    "ten times the history": Size(deals=10 * DEALS, days=5 * DEALS),
    "ten times the reps and their deals": Size(deals=10 * DEALS, reps=60),
    "ten times the companies": Size(others=10),
}
ENOUGH = 1.3


def main() -> int:
    """Measure, print, and answer 1 where the aim is missed."""
    reading = argparse.ArgumentParser(description="Measure /log-deal and me in larger books.")
    reading.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    reading.add_argument("--requests", type=int, default=60)
    options = reading.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_things:
        postgresql = PostgresqlBooks(open_things) if options.engine == "postgresql" else None
        apps: dict[str, App] = {}
        for place, (name, size) in enumerate(SIZES.items()):
            own = Path(folder) / str(place)
            own.mkdir()
            engines = (
                postgresql.copied(name, size)
                if postgresql is not None
                else SqliteBooks(own, size).copied("own")
            )
            open_things.callback(engines.close)
            bot = open_things.enter_context(bot_for(engines, signed=True))
            warm_up(bot.runtime)
            apps[name] = bot.app
        missed = [_measured(apps, word, options.requests) for word in ("/log-deal", "me")]
    return 1 if any(missed) else 0


def _measured(apps: dict[str, App], word: str, requests: int) -> bool:
    """Whether larger books cost too much more."""
    worked: dict[str, list[float]] = {name: [] for name in apps}
    taken: dict[str, list[float]] = {name: [] for name in apps}
    for number in range(requests + 10):
        for name, app in apps.items():
            asked = request(number) if word == "/log-deal" else posted(word, "/sales")
            began, at_work = time.perf_counter(), time.thread_time()
            answer = app.dispatch(asked)
            assert answer.status == 200
            assert "blocks" in answer.body, answer.body
            if number >= 10:
                worked[name].append(time.thread_time() - at_work)
                taken[name].append(time.perf_counter() - began)
    work, clock = ({name: statistics.median(each) for name, each in of.items()} for of in (worked, taken))
    usual = next(iter(apps))
    for name in apps:
        sys.stdout.write(
            f"{word}, {name}: {work[name] * 1000:.2f} ms of the processor ({work[name] / work[usual]:.2f}), "
            f"{clock[name] * 1000:.2f} ms by the clock ({clock[name] / clock[usual]:.2f})\n"
        )
    return max(work.values()) > ENOUGH * work[usual]


if __name__ == "__main__":
    sys.exit(main())
