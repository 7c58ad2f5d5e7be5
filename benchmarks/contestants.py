"""Who is measured: the real app, a bare one that asks and writes the same, and Bolt's echo."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from sqlalchemy import Connection, Insert, Table, event, insert, select
from sqlmodel import SQLModel

from salesbot.storage import tables
from salesbot.storage.engines import Engines
from salesbot.storage.questions import table_of
from salesbot.wiring.warming import warm_up
from tests.slack.asked import SECRET, Listening, bot_for

Read = tuple[Any, dict[str, Any]]
"""A question, and what is handed in with it."""
Contestant = Callable[[BoltRequest], bool]
"""Answers whether the ack held the answer; it does not where it came so late that the answer went another way."""
_numbers = itertools.count(1)


@contextmanager
def ours(engines: Engines) -> Iterator[Contestant]:
    """The real app."""
    with bot_for(engines, signed=True) as bot:
        warm_up(bot.runtime)
        yield lambda asked: _receipt(bot.app.dispatch(asked))


def _receipt(answer: Any) -> bool:
    assert answer.status == 200
    assert not answer.body or "deals.undo" in answer.body, answer.body[:300]
    return bool(answer.body)


@contextmanager
def bare(
    engines: Engines, reads: Sequence[Read], rows: Sequence[tuple[Table, dict[str, Any]]]
) -> Iterator[Contestant]:
    """An echo that asks the same questions and writes the same rows, and does nothing else."""
    with bolt(process_before_response=True) as app:

        def on_command(ack: Callable[..., Any]) -> None:
            with engines.changing() as connection:
                for question, given in reads:
                    connection.execute(question, given).all()
                _write(connection, rows, next(_numbers))
            ack("Logged")

        app.command("/log-deal")(on_command)
        yield lambda asked: app.dispatch(asked).status == 200


@contextmanager
def echo() -> Iterator[Contestant]:
    """An echo as Bolt comes."""
    with bolt(process_before_response=False) as app:

        def on_command(ack: Callable[..., Any]) -> None:
            ack("Logged")

        app.command("/log-deal")(on_command)
        yield lambda asked: app.dispatch(asked).status == 200


@contextmanager
def bolt(*, process_before_response: bool) -> Iterator[App]:
    """A bare Bolt app, told who it is by a Slack on this machine."""
    listening = Listening()
    client = WebClient(token="xoxb-test", base_url=listening.url())
    yield App(
        client=client, signing_secret=SECRET, process_before_response=process_before_response,
        token_verification_enabled=False,
    )  # fmt: skip
    listening.close()


# -- the same questions, the same rows ------------------------------------------------------------------------

WRITTEN: list[type[SQLModel]] = [
    tables.Deal,
    tables.DealEntry,
    tables.DealShare,
    tables.Credit,
    tables.CreditMonth,
    tables.Announcement,
    tables.DeliveryKey,
]


def observed(
    engines: Engines, request: Callable[[int], BoltRequest]
) -> tuple[list[Read], list[tuple[Table, dict[str, Any]]], int]:
    """What one `/log-deal` of ours asks (each question once) and writes, and how many statements it takes."""
    statements: list[Read] = []

    def on_statement(_connection: Any, statement: Any, several: Any, given: Any, _options: Any) -> None:
        statements.append((statement, dict(given) or (dict(several[0]) if several else {})))

    with ours(engines) as log:
        log(request(1))
        for engine in (engines.read, engines.write):
            event.listen(engine, "before_execute", on_statement)
        log(request(2))
        for engine in (engines.read, engines.write):
            event.remove(engine, "before_execute", on_statement)
    reads: dict[str, Read] = {}
    for statement, given in statements:
        if statement.is_select:
            params = statement.compile(engines.write).construct_params(given)
            reads.setdefault(f"{statement} {sorted(params.items(), key=str)}", (statement, given))
    with engines.reading() as connection:
        rows = [(table_of(model), _newest(connection, table_of(model))) for model in WRITTEN]
    return list(reads.values()), rows, len(statements)


def _newest(connection: Connection, table: Table) -> dict[str, Any]:
    rows = connection.execute(select(table)).mappings().all()
    order = "recorded_at" if table.name == "delivery_key" else next(iter(table.primary_key.columns.keys()))
    newest = [row for row in rows if row["workspace_id"] == 1][-1] if order else rows[-1]
    return dict(newest)


def _write(connection: Connection, rows: Sequence[tuple[Table, dict[str, Any]]], number: int) -> None:
    """The rows again under numbers of their own."""
    fresh = 1_000_000 + number
    own: dict[str, dict[str, Any]] = {
        "deal": {"id": fresh, "latest_entry_id": fresh},
        "deal_entry": {"id": fresh, "deal_id": fresh},
        "deal_share": {"entry_id": fresh},
        "credit": {"id": fresh, "entry_id": fresh, "deal_id": fresh},
        "credit_month": {"month": str(fresh)},
        "announcement": {"id": str(uuid.uuid4()), "period_key": f"deal:{fresh}"},
        "delivery_key": {"key": f"command:bare:{fresh}"},
    }
    for table, row in rows:
        connection.execute(_added_to(table), [{**row, **own[table.name]}])


@cache
def _added_to(table: Table) -> Insert:
    return insert(table)
