"""What stands ready answers as SQLAlchemy does: every table, every kind of value, on both engines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.exc import IntegrityError

from salesbot.storage import tables
from salesbot.storage.book import open_book, read_book
from salesbot.storage.columns import Rows
from salesbot.storage.prepared import changed_by, rows_of
from salesbot.storage.questions import given, given_several, question, table_of
from tests.cast import NOW, TODAY, Cast
from tests.trade import set_goal, win

_SUMS = ("amount", "cost", "costed", "millionths")
_MODELS = sorted(Rows.__subclasses__(), key=lambda model: model.__name__)


@pytest.fixture
def traded(cast: Cast) -> Cast:
    """A company that has sold something, with a goal."""
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, cast.adria.kim, "2026-06", "60000", now=NOW)
        for number in range(12):
            win(book, cast.adria.kim, f"Acme {number}", f"{number + 1}.25", TODAY, now=NOW)
        book.records.keep_reply("one", {"a": 1}, {"text": "é", "blocks": [None, True]}, NOW)
    return cast


def test_every_table_is_read_as_before(traded: Cast) -> None:
    several = 0
    with read_book(traded.engines, traded.workspace_id) as book:
        for model in _MODELS:
            if "workspace_id" not in table_of(model).columns:
                continue
            asked = question(model)
            usual = [
                dict(row._mapping)
                for row in book.connection.execute(asked, {"workspace_id": book.workspace_id})
            ]
            for _ in range(3):
                rows = book.all(asked)
            assert [dict(row._mapping) for row in rows] == usual
            assert [[type(value) for value in row] for row in rows] == [
                [type(value) for value in row.values()] for row in usual
            ]
            several += bool(usual)
    assert several >= 12


@pytest.mark.parametrize("count", [0, 1, 3, 9, 12])
def test_lists_of_any_length(traded: Cast, count: int) -> None:
    deal = table_of(tables.Deal).c
    asked = question(
        tables.Deal, deal.id.in_(given_several("ids")), deal.created_at <= given("now")
    ).order_by(deal.id)
    with read_book(traded.engines, traded.workspace_id) as book:
        ids = [row.id for row in book.all(question(tables.Deal).order_by(deal.id))][:count]
        for _ in range(4):
            assert [row.id for row in book.all(asked, ids=ids, now=NOW)] == ids


def test_constants_sums_and_limits(traded: Cast) -> None:
    credit = table_of(tables.Credit).c
    asked = (
        select(credit.kind, func.sum(credit.amount), func.count().label("count"))
        .where(credit.workspace_id == given("workspace_id"), credit.kind == "revenue")
        .group_by(credit.kind)
        .limit(1)
    )
    with read_book(traded.engines, traded.workspace_id) as book:
        seen = [[tuple(row) for row in book.all(asked)] for _ in range(3)]
    assert seen == [[("revenue", 8100, 12)]] * 3


def test_a_row_twice_is_refused_as_before(traded: Cast) -> None:
    def twice(number: int) -> None:
        with open_book(traded.engines, traded.workspace_id) as book:
            book.records.keep_reply("two", {"a": number}, {}, NOW)
            book.records.keep_reply("two", {"a": number}, {}, NOW)

    for number in range(2):
        with pytest.raises(IntegrityError) as refused:
            twice(number)
        assert type(refused.value.orig).__name__ in ("IntegrityError", "UniqueViolation")
    with read_book(traded.engines, traded.workspace_id) as book:
        assert book.records.reply_to("two", {}) is None


def test_what_adds_to_a_row_and_what_stands_already(traded: Cast) -> None:
    """A statement that adds to what stands, and one that tells whether its row is new, stand ready too."""
    with open_book(traded.engines, traded.workspace_id) as book:
        months, kim = book.months, traded.adria.kim
        row = {
            "workspace_id": book.workspace_id, "month": "2031-01", "person_id": kim.id, "kind": "revenue",
            "currency": "EUR", "amount": 7, "cost": 3, "costed": 5, "millionths": 1, "changed_at": NOW,
        }  # fmt: skip
        for number in range(3):
            months.write(book.connection, [{**row, "changed_at": NOW + timedelta(hours=number)}])
        months.write(book.connection, [row, {**row, "month": "2031-02"}])
        kept: Any = table_of(tables.CreditMonth).c
        asked = select(*(kept[name] for name in (*_SUMS, "changed_at"))).where(kept.month == "2031-01")
        assert [tuple(row) for row in book.all(asked)] == [(28, 12, 20, 4, NOW + timedelta(hours=2))]
        due: dict[str, Any] = {"due_at": NOW, "expires_at": NOW, "now": NOW, "subject": {"day": "é"}}
        told = [
            book.announcements.plan(kind="direct", recipient="U1", period_key=key, **due)
            for key in ("a", "a", "b", "b", "c")
        ]
        assert told == [True, False, True, False, True]
        assert {one.subject["day"] for one in book.announcements.of(kinds=["direct"], recipient="U1")} == {
            "é"
        }


def test_a_reader_opens_its_view_by_its_first_question(traded: Cast) -> None:
    """What is written after the first question is not seen in the same view, and is seen in the next."""
    asked = question(tables.Team)
    for _ in range(3):
        with read_book(traded.engines, traded.workspace_id) as book:
            before = len(book.all(asked))
            with open_book(traded.engines, traded.workspace_id) as other:
                other.people.add_team(name=f"Team {before}", now=NOW)
            assert len(book.all(asked)) == before


def test_who_listens_to_the_engine_hears_everything(traded: Cast) -> None:
    heard: list[Any] = []
    asked = question(tables.Team)

    def on_statement(_connection: Any, statement: Any, *_rest: Any) -> None:
        heard.append(statement)

    with read_book(traded.engines, traded.workspace_id) as book:
        for _ in range(3):
            rows_of(book.connection, asked, {"workspace_id": book.workspace_id})
    event.listen(traded.engines.read, "before_execute", on_statement)
    with read_book(traded.engines, traded.workspace_id) as book:
        rows_of(book.connection, asked, {"workspace_id": book.workspace_id})
    event.remove(traded.engines.read, "before_execute", on_statement)
    assert asked in heard


def test_a_change_by_a_statement_that_is_built_once(traded: Cast) -> None:
    """It counts the rows it found, writes each kind of value as SQLAlchemy does, and refuses what the table refuses."""
    rows = table_of(tables.Announcement)
    change = (
        update(rows)
        .where(rows.c.workspace_id == given("in_workspace"), rows.c.kind == given("of_kind"))
        .values(payload=given("payload"), sent_at=given("sent_at"), status=given("status"))
    )
    with open_book(traded.engines, traded.workspace_id) as book:
        for key in ("one", "two"):
            book.announcements.plan(
                kind="morning", recipient="person:1", period_key=key, due_at=NOW, expires_at=NOW, now=NOW
            )
    values = {"in_workspace": traded.workspace_id, "of_kind": "morning", "status": "sent", "sent_at": NOW}
    with open_book(traded.engines, traded.workspace_id) as book:
        for text in ("é", "ü", "č"):
            assert changed_by(book.connection, change, {**values, "payload": {"text": text}}) == 2
            assert changed_by(book.connection, change, {**values, "of_kind": "week", "payload": {}}) == 0
    with read_book(traded.engines, traded.workspace_id) as book:
        found = book.announcements.of(kinds=["morning"])
        assert [(row.payload, row.sent_at, row.status) for row in found] == [({"text": "č"}, NOW, "sent")] * 2
    with pytest.raises(IntegrityError), open_book(traded.engines, traded.workspace_id) as book:
        changed_by(book.connection, change, {**values, "payload": None, "status": "no such"})
