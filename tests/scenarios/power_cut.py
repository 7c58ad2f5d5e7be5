"""The power is cut at the moment at which a deal is acknowledged: what was not yet on the disk is gone, the deal is not.

    python -m tests.scenarios.power_cut [--acks 200] [--seed 1] [--planted]

The bot runs under `strace`, which tells in order what it writes to its SQLite file and log, what it had the disk keep
(fsync), and what it answered. For each acknowledged deal the disk is put together as it stood when the answer left: once
with nothing that no fsync had come back for, and once with some of it, at random, as a disk may have got to it. Each is
opened as a bot would, has to be whole, and has to hold every deal that was acknowledged by then. With `--planted` the
bot does not wait for the disk; then deals have to be missing. SQLite alone: PostgreSQL sees to its own disk.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from salesbot.storage.engines import file_of
from tests.databases import books
from tests.scenarios.killing import CLIENTS, PATIENCE, PLANTED, Client, Tally, bot_at
from tests.scenarios.processes import BOT

TRACED = "pwrite64,ftruncate,fsync,fdatasync,openat,sendto"
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>")
_FILE = re.compile(r"^\w+<((?:\\x[0-9a-f]{2})*)>")
_WRITTEN = re.compile(r'"((?:\\x[0-9a-f]{2})*)", (\d+), (\d+)')
_SENT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')

Change = tuple[int, bytes | None]
"""(where, what is written there); None: the file ends there."""


@dataclass
class OneFile:
    """A file as it stands on the disk for good, and what was changed since in its order."""

    kept: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def image(self, some: random.Random | None) -> bytes:
        """What is found after the power was cut; with `some` a part of what was not kept for good is there too."""
        found = OneFile(bytearray(self.kept))
        for change in self.pending if some is not None else ():
            if some is not None and some.random() < 0.5:
                found._make(change)
        return bytes(found.kept)

    def keep(self, count: int) -> None:
        """The first so many changes are on the disk for good."""
        for change in self.pending[:count]:
            self._make(change)
        del self.pending[:count]

    def _make(self, change: Change) -> None:
        where, what = change
        if what is None:
            del self.kept[where:]
            return
        if len(self.kept) < where:
            self.kept.extend(bytes(where - len(self.kept)))
        self.kept[where : where + len(what)] = what


class Disk:
    """What stands on the disk, as a trace tells it, line by line."""

    def __init__(self, database: Path, before: bytes) -> None:
        self.files = {str(database): OneFile(bytearray(before)), f"{database}-wal": OneFile()}
        self.folder, self.there = str(database.parent), {str(database)}
        """`there`: the files whose names are on the disk for good too."""
        self._made: set[str] = set()
        self._under_way: dict[tuple[str, str], tuple[str, int]] = {}
        self.fsyncs = 0

    def read(self, line: str) -> bytes | None:
        """Take in a line of the trace; answers with what was sent, where it is an answer that leaves."""
        if resumed := _RESUMED.match(line):
            self._back(resumed[1], resumed[2], line)
            return None
        call = _CALL.match(line)
        if call is None:
            return None
        thread, name, rest = call.groups()
        if name == "sendto":
            sent = _SENT.search(rest)
            return _bytes(sent[1]) if sent else None
        if name == "openat":
            self._made |= {path for path in self.files if f'"{_hex(path)}"' in rest and "O_CREAT" in rest}
            return None
        path = (found := _FILE.match(rest)) and _bytes(found[1]).decode()
        if name in ("fsync", "fdatasync") and path in (*self.files, self.folder):
            self._under_way[thread, name] = path, len(self.files[path].pending) if path in self.files else 0
            if "<unfinished" not in line:
                self._back(thread, name, line)
        elif path in self.files and name == "ftruncate":
            self.files[path].pending.append((int(rest.split(", ")[1].split(")")[0].split(" ")[0]), None))
        elif path in self.files and (written := _WRITTEN.search(rest)):
            assert len(written[1]) == 4 * int(written[2]), "the trace cut a write short"
            self.files[path].pending.append((int(written[3]), _bytes(written[1])))
        return None

    def _back(self, thread: str, name: str, line: str) -> None:
        path, count = self._under_way.pop((thread, name), ("", 0))
        if not path or not line.rstrip().endswith("= 0"):
            return
        self.fsyncs += 1
        if path in self.files:
            self.files[path].keep(count)
        else:
            self.there |= self._made

    def lay_out(self, folder: Path, some: random.Random | None) -> Path:
        """Put the files into a folder as they are found when the power is back."""
        for path in self.there:
            (folder / Path(path).name).write_bytes(self.files[path].image(some))
        return folder / Path(next(iter(self.files))).name


@dataclass
class Cuts:
    """What the drill came to."""

    acknowledged: int = 0
    fsyncs: int = 0
    cuts: int = 0
    missing: int = 0
    """Deals that had been acknowledged and are not there, over all cuts."""
    broken: int = 0
    """Files that were not whole."""

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} acknowledged, {self.fsyncs} fsyncs, the power cut {self.cuts} times: "
            f"{self.missing} acknowledged deals missing, {self.broken} files not whole"
        )


def drilled(acks: int, seed: int, script: Path = BOT) -> Cuts:
    """Let people log so many deals, and cut the power at each answer."""
    with books("sqlite") as address, tempfile.TemporaryDirectory() as name:
        folder, database = Path(name), file_of(address)
        assert database is not None
        with bot_at(address, folder, script) as bot:
            with closing(sqlite3.connect(database)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            before, trace = database.read_bytes(), folder / "trace"
            bot.under = (
                "strace",
                "-D",
                "-f",
                "-y",
                "-xx",
                "-s",
                "200000",
                "-e",
                f"trace={TRACED}",
                "-o",
                str(trace),
            )
            bot.start()
            tally = Tally()
            clients = [Client(number, bot, tally, seed) for number in range(CLIENTS)]
            for client in clients:
                client.start()
            until = time.monotonic() + PATIENCE
            while len(tally.acked) < acks and time.monotonic() < until:
                time.sleep(0.02)
            for client in clients:
                client.stopping.set()
            for client in clients:
                client.join(60)
            bot.kill()
        time.sleep(1)  # the tracer writes its last lines after the bot is gone
        return _cut(Disk(database, before), trace, {one.account for one in tally.acked}, folder, seed)


def _cut(disk: Disk, trace: Path, accounts: set[str], folder: Path, seed: int) -> Cuts:
    found, some, acked = Cuts(), random.Random(seed), set[str]()
    for answer in _answers(disk, trace):
        new = {name for name in accounts - acked if name.encode() in answer}
        if not new:
            continue
        acked |= new
        for way in (None, some):
            found.cuts += 1
            with tempfile.TemporaryDirectory(dir=folder) as name:
                there = _accounts(disk.lay_out(Path(name), way))
            found.broken += there is None
            found.missing += len(acked - (there or set()))
    found.acknowledged, found.fsyncs = len(acked), disk.fsyncs
    return found


def _answers(disk: Disk, trace: Path) -> Iterator[bytes]:
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            if (sent := disk.read(line)) is not None:
                yield sent


def _accounts(database: Path) -> set[str] | None:
    """Whose deals stand in the books; None where they are not whole."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return None
            asked = "SELECT a.name FROM deal_entry e JOIN account a USING (workspace_id) WHERE a.id = e.account_id"
            return {name for (name,) in connection.execute(asked)}
    except sqlite3.DatabaseError:
        return None


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


def _hex(path: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in path.encode())


def main() -> int:
    """Drill and print; 1 where a deal is missing or a file not whole (with `--planted`: where none is)."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--acks", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--planted", action="store_true")
    given = asked.parse_args()
    if shutil.which("strace") is None:
        sys.stdout.write("nothing was tried: there is no strace here\n")
        return 1
    cuts = drilled(given.acks, given.seed, PLANTED / "not_synced.py" if given.planted else BOT)
    sys.stdout.write(f"seed {given.seed}: {cuts}\n")
    tried = cuts.acknowledged > 0 and cuts.fsyncs > 0
    return int(not tried or (cuts.missing + cuts.broken > 0) is not given.planted)


if __name__ == "__main__":
    sys.exit(main())
