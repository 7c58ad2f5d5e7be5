"""A bot that is killed at every point of one act: before each statement, after each commit, around each call and answer.

    python -m tests.scenarios.at_each_point [--engines sqlite] [--acts log refund] [--most 20] [--planted early_ack]

Nobody lists the points: a first run counts them, and for each of them a process of its own comes so far and ends itself
with SIGKILL. What was answered by then has to stand. Then the same is delivered again to a new process: every table has to
hold the same rows (but for numbers and moments) as after one delivery that nobody broke off, with the same reply.
Messages are posted into a file, which outlives the process as Slack does: each has to stand there once.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text as sql

from salesbot.messages import in_plain
from salesbot.services.deals import logging
from salesbot.storage import announcements
from salesbot.storage.announcements import Announcements
from salesbot.storage.engines import open_engines
from salesbot.storage.records import Records
from tests.cast import gather
from tests.databases import Databases
from tests.scenarios.act import Act, Given
from tests.scenarios.acts import ACTS, posts_in, speak
from tests.scenarios.points import Points, in_a_process
from tests.scenarios.rows_held import held, odd
from tests.scoreboard.so_far import so_far
from tests.slack.asked import Said, bot_for

_NEVER, _LAST = -1, 4
_NUMBERED = re.compile(r" \(import \d+\)")
"""A number that who was broken off may have used up."""
ENGINES, PLANTED = ("sqlite", "postgresql"), ("early_ack", "no_key", "in_two")


@dataclass
class Tally:
    """What the points of an act came to."""

    points: int = 0
    killed: int = 0
    answered: int = 0
    """Of those killed, after their answer was out."""
    wrong: list[str] = field(default_factory=list)


class Drill:
    """One act on one engine: its books to begin with, and what they have to come to."""

    def __init__(self, act: Act, kind: str, databases: Databases, folder: Path, planted: str = "") -> None:
        self.act, self.kind, self.databases, self.planted = act, kind, databases, planted
        self.folder = Path(tempfile.mkdtemp(dir=folder))
        self.seed = databases.address(kind, self.folder)
        engines = open_engines(self.seed)
        cast = gather(engines)
        with bot_for(engines) as bot:
            self.given: Given = json.loads(json.dumps(act.prepare(bot, cast)))
        engines.close()
        with self._books() as address:  # what is loaded once for a process is loaded before it is copied
            self._do(address, Points(_NEVER), lambda _said: None)

    def run(self, most: int = 10**6) -> Tally:
        """Kill at each point, or at so many of them that lie evenly, and the last ones, round the commit and the answer."""
        with self._books() as address:
            whole = in_a_process(lambda points, answer: self._do(address, points, answer), 0)
            if self._speaks:  # later hours have something of their own to say
                in_a_process(lambda points, answer: self._do(address, points, answer, again=True), 0)
            wanted, told = held(address, spoken=self._speaks), self._told()
        tally = Tally(points=whole.points)
        evenly = range(1, whole.points + 1, max(1, -(-whole.points // most)))
        points = sorted({*evenly, *range(max(1, whole.points - _LAST), whole.points + 1)})
        for number, point in enumerate(points, 1):
            with self._books() as address:
                self._at(point, address, tally, (wanted, told, whole.answer))
            so_far(number, len(points), f"points of {self.act.name}, {self.kind}")
        return tally

    @property
    def _speaks(self) -> bool:
        return self.act.deliver is None

    def _at(
        self, point: int, address: str, tally: Tally, whole: tuple[dict[str, Any], list[str], str | None]
    ) -> None:
        first = in_a_process(lambda points, answer: self._do(address, points, answer), point)
        tally.killed += first.killed
        if first.answer is not None:
            tally.answered += first.killed
            if held(address, spoken=self._speaks) != whole[0]:
                tally.wrong.append(f"point {point}: answered, and it does not stand")
        _let_leases_end(address)
        again = in_a_process(lambda points, answer: self._do(address, points, answer, again=True), 0)
        if (found := held(address, spoken=self._speaks)) != whole[0]:
            differs = odd(found, whole[0])
            tally.wrong.append(f"point {point}: after it came again {differs}")
        told = self._told()
        if told != whole[1]:
            tally.wrong.append(f"point {point}: told {told}, not {whole[1]}")
        if first.answer is not None and again.answer != first.answer:
            tally.wrong.append(f"point {point}: the reply changed from {first.answer} to {again.answer}")
        elif _words(again.answer) != _words(whole[2]):
            tally.wrong.append(f"point {point}: answered {again.answer}, not {whole[2]}")

    def _do(
        self, address: str, points: Points, answer: Callable[[str], None], *, again: bool = False
    ) -> None:
        engines = open_engines(address)
        if points.last != _NEVER:
            points.watch(engines)
        if self.planted == "no_key" and points.last != _NEVER:
            for name in ("reply_to", "keep_reply"):
                setattr(Records, name, lambda *_: None)
            vars(logging)["LOGGED_TWICE_WITHIN"] = timedelta(0)
            vars(logging)["ALIKE_WITHIN"] = timedelta(days=-1)
        if self.planted == "in_two" and points.last != _NEVER:
            _commit_by_halves()
        with bot_for(engines) as bot:
            points.on = True
            if self.act.deliver is None:
                speak(bot, self._posts, points, after=self.act.speaks_after, again=again)
            else:
                if self.planted == "early_ack":
                    answer('[200, {"text": "Logged", "blocks": null}]')
                said = self.act.deliver(bot, self.given)
                if self.planted != "early_ack":
                    answer(_answer(said))
            points.on = False
        engines.close()

    @contextmanager
    def _books(self) -> Iterator[str]:
        self._posts.unlink(missing_ok=True)
        with self.databases.copied(self.seed, self.folder) as address:
            yield address

    @property
    def _posts(self) -> Path:
        return self.folder / "posts"

    def _told(self) -> list[str]:
        posts = (f"{post.channel} {post.text}" for post in posts_in(self._posts))
        return sorted(_NUMBERED.sub("", post) for post in posts)


def _commit_by_halves() -> None:
    """What was done stands before somebody is told of it: on SQLite, a transaction of its own."""
    good = Announcements.plan

    def plan(self: Announcements, *given: Any, **more: Any) -> Any:
        raw = self.book.connection.connection.dbapi_connection
        raw.execute("COMMIT")  # type: ignore[union-attr]
        raw.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]
        return good(self, *given, **more)

    vars(announcements)["Announcements"].plan = plan


def _let_leases_end(address: str) -> None:
    """What a dead bot had claimed is free: leases end by the database's own clock, for which nobody waits here."""
    with closing(open_engines(address)) as engines, engines.changing() as connection:
        connection.execute(
            sql("UPDATE announcement SET lease_until = '2026-01-01 00:00:00' WHERE lease_until IS NOT NULL")
        )


def _answer(said: Said) -> str:
    """What was answered, by whichever way: on a busy machine it may come by another than the acknowledgement."""
    try:
        message = said.message
    except StopIteration:
        message = {"text": str(said.body)}
    return json.dumps([said.status, {name: message.get(name) for name in ("title", "text", "blocks")}])


def _words(answer: str | None) -> str:
    """The answer as it reads: its buttons carry numbers, of which a broken-off one may have used up some."""
    if answer is None:
        return ""
    status, message = json.loads(answer)
    return f"{status} {in_plain(message['blocks']) if message['blocks'] else message['text']}"


def main() -> int:
    """Kill, print; 1 where anything is wrong, or nothing was killed (planted: where nothing is wrong)."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    asked.add_argument("--acts", nargs="+", choices=list(ACTS), default=list(ACTS))
    asked.add_argument("--most", type=int, default=10**6, help="so many points of each act")
    asked.add_argument("--planted", choices=PLANTED, default="")
    given = asked.parse_args()
    wrong = killed = 0
    with tempfile.TemporaryDirectory() as name, closing(Databases(Path(name))) as databases:
        for kind in given.engines:
            for act in given.acts:
                began = time.monotonic()
                tally = Drill(ACTS[act], kind, databases, Path(name), given.planted).run(given.most)
                wrong, killed = wrong + len(tally.wrong), killed + tally.killed
                sys.stdout.write(
                    f"{kind}, {act}: {tally.points} points, {tally.killed} killed, {tally.answered} of them after "
                    f"their answer: {len(tally.wrong)} wrong; {time.monotonic() - began:.0f} s\n"
                )
                sys.stdout.writelines(f"  {each[:600]}\n" for each in tally.wrong[:5])
                sys.stdout.flush()
    return int(not wrong if given.planted else bool(wrong) or not killed)


if __name__ == "__main__":
    sys.exit(main())
