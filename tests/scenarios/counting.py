"""What bots hold while they run: connections to PostgreSQL, and memory."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine

from tests.scenarios.processes import BotProcess

_CONNECTED = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_EVERY = 0.25


@dataclass
class Held:
    """The most of each that was seen at once."""

    connections: int = 0
    megabytes: dict[int, int] = field(default_factory=dict)
    """Of each process, by its id: what it held at most in the machine's memory."""

    def __str__(self) -> str:
        return f"at most {self.connections} connections, a bot at most {max(self.megabytes.values(), default=0)} MB"


@contextmanager
def counted(address: str, bots: Sequence[BotProcess]) -> Iterator[Held]:
    """Look a few times a second while this lasts."""
    held, over, engine = Held(), threading.Event(), create_engine(address, isolation_level="AUTOCOMMIT")

    def look() -> None:
        with engine.connect() as connection:
            while not over.wait(_EVERY):
                now = connection.exec_driver_sql(_CONNECTED).scalar_one()
                held.connections = max(held.connections, now)
                for bot in bots:
                    _weigh(bot, held)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield held
    finally:
        over.set()
        looking.join(10)
        engine.dispose()


def _weigh(bot: BotProcess, held: Held) -> None:
    process = bot.process
    if process is None:
        return
    with suppress(OSError):  # it ended meanwhile
        most = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
        if most:
            held.megabytes[process.pid] = int(most[1]) // 1024
