"""Many commands at once, into one process or into several that share a database."""

from __future__ import annotations

import itertools
import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from books import REPS, request
from contestants import Contestant, ours
from slack_bolt import BoltRequest

from salesbot.storage.engines import open_engines

A_SECOND, P99, LONGEST = 200, 0.5, 2.0
"""To hold: commands a second, and the seconds of all but one in a hundred and of the longest."""
_lines = itertools.count(5000)


@dataclass(frozen=True)
class Answers:
    """How many commands were answered at once: when it began and ended, the seconds of each, and the processor's."""

    began: float
    ended: float
    each: list[float]
    late: int
    """Not answered in the ack."""
    work: float

    @property
    def rate(self) -> float:
        """Commands a second."""
        return len(self.each) / (self.ended - self.began)

    @property
    def missed(self) -> list[str]:
        """What of the hold on commands at once is not kept."""
        longest = max(self.each)
        limits = {
            f"{self.rate:.0f} a second, under {A_SECOND}": self.rate < A_SECOND,
            f"p99 not under {P99} s": share(self.each, 0.99) >= P99,
            f"one took {longest:.1f} s, over {LONGEST}": longest > LONGEST,
            f"{self.late} not answered in time": self.late > 0,
        }
        return [words for words, over in limits.items() if over]

    def __str__(self) -> str:
        p50, p99 = (share(self.each, part) * 1000 for part in (0.5, 0.99))
        return (
            f"{self.rate:6.0f} a second, p50 {p50:6.1f} ms, p99 {p99:6.1f} ms, max {max(self.each) * 1000:6.1f} ms, "
            f"late {self.late}, {self.work / len(self.each) * 1000:.2f} ms of the processor each"
        )


def share(taken: Sequence[float], part: float) -> float:
    """The value below which that part of them lies."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * part))]


def all_at_once(log: Contestant, requests: int, at_once: int) -> Answers:
    """So many commands of six reps, so many of them under way at any time."""
    asked = [
        request(number, f"U0{REPS[number % len(REPS)].upper()}")
        for number in itertools.islice(_lines, requests)
    ]

    def timed(one: BoltRequest) -> tuple[float, bool]:
        began = time.perf_counter()
        in_time = log(one)
        return time.perf_counter() - began, in_time

    with ThreadPoolExecutor(at_once) as people:
        began, at_work = time.monotonic(), time.process_time()
        answered = list(people.map(timed, asked))
        ended, work = time.monotonic(), time.process_time() - at_work
    late = sum(not in_time for _, in_time in answered)
    return Answers(began, ended, [seconds for seconds, _ in answered], late, work)


def in_processes(address: str, processes: int, requests: int, at_once: int) -> Answers:
    """The same, divided among so many processes of the bot on one database, each asked by its own side."""
    spawning = multiprocessing.get_context("spawn")
    ready, told = spawning.Barrier(processes), spawning.Queue()
    crowd = [
        spawning.Process(
            target=_asked,
            args=(
                address,
                8000 * processes + 4000 * number,
                requests // processes,
                at_once // processes,
                ready,
                told,
            ),
        )
        for number in range(processes)
    ]
    for process in crowd:
        process.start()
    try:
        answers: list[Answers] = [told.get(timeout=120) for _ in crowd]
    finally:
        for process in crowd:
            process.join(5)
            process.terminate()
    return Answers(
        min(one.began for one in answers),
        max(one.ended for one in answers),
        [seconds for one in answers for seconds in one.each],
        sum(one.late for one in answers),
        sum(one.work for one in answers),
    )


def _asked(address: str, first: int, requests: int, at_once: int, ready: Any, told: Any) -> None:
    """One process: the bot, and who asks it."""
    global _lines
    _lines = itertools.count(first)
    engines = open_engines(address)
    with ours(engines) as log:
        all_at_once(log, 2 * at_once, at_once)
        ready.wait()
        told.put(all_at_once(log, requests, at_once))
    engines.close()
