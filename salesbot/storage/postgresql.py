"""The doors to PostgreSQL: how many connections a bot keeps, how it asks for one, and when one is taken for dead."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Dialect, Engine, create_engine, event
from sqlalchemy.engine import URL

_AT_HAND = 16
"""Of the connections of each door, those that are kept open."""
_LINE = {
    "connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}  # fmt: skip
"""A line to PostgreSQL that died without being closed is noticed in half a minute, not in a quarter of an hour."""
_PATIENCE, _MOMENT = 2.0, 0.05
"""For how many seconds a connection is asked for again where the server has none left, and after how many."""
_NONE_LEFT = ("too many clients", "connection slots are reserved", "too many connections")


def postgresql_doors(url: URL, each: int, carried: dict[str, Any]) -> tuple[Engine, Engine]:
    """An engine to change the database and one to read it, each with so many connections at most."""
    at_hand = min(_AT_HAND, each)
    options: dict[str, Any] = {
        "pool_pre_ping": True, "pool_size": at_hand, "max_overflow": each - at_hand,
        "execution_options": carried,
    }  # fmt: skip
    zone = {"options": "-c timezone=UTC"}
    write = create_engine(url, connect_args={**_LINE, **zone}, **options)
    read = create_engine(
        url,
        connect_args={**_LINE, "options": "-c timezone=UTC -c default_transaction_read_only=on"},
        isolation_level="REPEATABLE READ",
        **options,
    )
    for engine in (write, read):
        event.listen(engine, "do_connect", _connect_patiently)
    # Only here: who keeps to SQLite need not wait for PostgreSQL's driver to be loaded.
    from salesbot.storage.line import over_lines

    return over_lines(write), over_lines(read)


def _connect_patiently(dialect: Dialect, _record: Any, arguments: Any, named: dict[str, Any]) -> Any:
    """Another bot may give a connection back in a moment: sooner than Slack gives up."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return dialect.connect(*arguments, **named)
        except Exception as failed:
            if time.monotonic() > until or not any(words in str(failed) for words in _NONE_LEFT):
                raise
        time.sleep(_MOMENT)
