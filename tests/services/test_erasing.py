"""Somebody is erased: nothing names them any more, and no figure moves."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, select, text
from sqlalchemy.exc import DatabaseError
from sqlmodel.sql.sqltypes import AutoString

from salesbot.domain.as_of import AsOf
from salesbot.domain.periods import read_period
from salesbot.services.erasing import erase, erase_what_came_late
from salesbot.services.exports import export
from salesbot.services.people import LastAdmin
from salesbot.services.planning import person_recipient
from salesbot.services.reports import REPORTS, as_objects, report
from salesbot.storage import tables
from salesbot.storage.about_people import every_table
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.engines import sqlite_path
from salesbot.storage.erasing import ERASED, WORDS
from salesbot.storage.questions import table_of
from salesbot.storage.upkeep import outlast_others, wipe
from tests.auditing import audited
from tests.cast import NOW, TODAY, Cast
from tests.trade import lose, open_deal, set_goal, win

CODES = {
    "contest": "form metric measure ties period teams rounds", "mode_trial": "one other week_modes",
    "earning_rule": "name metric currency period",
    "badge_grant": "key code", "point_entry": "key", "reward": "kind name currency", "reward_budget": "currency",
    "reward_request": "status currency", "feat": "key kind", "kudos": "category", "team_praise": "told games top_by",
    "activity_kind": "code name", "label": "kind name name_key priced_in", "lost_reason": "klass code name",
    "stage": "key name", "pipeline": "name", "department": "kind channel_id", "order_step": "kind",
    "team": "name name_key channel_id deals_channel_id leaderboard locale goals_read_by goal_steps",
    "territory": "name name_key",
    "account": "name name_key segment country", "month_closing": "month", "rate": "currency per_base",
    "announcement": "id kind recipient period_key time_zone tzdata_version status owner payload_hash channel slack_ts",
    "audit_record": "action subject", "delivery_key": "key payload_hash", "import_batch": "kind content_hash",
    "person": "name email slack_id time_zone locale number_locale praise dm_channel", "setup_code": "code_hash",
    "being_booked": "table_name",
    "statement": "subject", "cost": "kind currency", "credit_month": "month kind currency", "draft": "kind",
    "goal_proposal": "period reason outcome", "message_choice": "week unwanted wanted alerts channel", "person_role": "role",
    "alert_route": "alerts about channel_id", "snooze": "about",
    "account_word": "kind", "assumption": "scope period currency",
    "deal": "external_id row_key outcome", "estimate": "scope period currency",
    "goal": "scope metric period currency reason season",
    "deal_entry": "kind outcome currency technique change_reason per_base", "follow_up": "outcome",
    "credit": "kind currency per_base", "saved_plan": "scope period currency",
    "talk_action": "aim outcome", "course": "name what_for technique given_to", "enrolment": "why",
    "webhook": "url events secret old_secret name", "webhook_call": "id event about subject status last_error",
    "import_word": "crm what theirs theirs_key ours",  # rows that name somebody are taken out whole
    "seat": "currency", "seat_step": "kind", "trouble_case": "department scope sign trouble outcome evidence",
    "play": "kind technique segment", "play_version": "found",
}  # fmt: skip
"""Columns of text that hold codes, the company's own lists, or the person's own row, which is blanked apart."""


def test_of_every_column_of_text_it_is_known_whether_it_may_name_somebody() -> None:
    for table in every_table():
        texts = {column.name for column in table.c if isinstance(column.type, (AutoString, JSON))}
        known = {*WORDS.get(table.name, ()), *CODES.get(table.name, "").split()}
        assert texts <= known, f"say in WORDS whether {texts - known} of {table.name} may name a person"


def told(cast: Cast) -> None:
    kim, bo = cast.adria.kim, cast.adria.bo
    with open_book(cast.engines, cast.workspace_id) as book:
        state = win(book, kim, "Acme", "1000", TODAY, now=NOW)
        win(book, bo, "Beta", "700", TODAY, now=NOW)
        lose(book, kim, "Delta", "300", TODAY, now=NOW)
        open_deal(book, kim, "Gamma", "500", now=NOW)
        set_goal(book, kim, "2026-06", "5000", now=NOW)
        remark = {"deal_id": state.deal_id, "entry_id": 1, "recorded_at": NOW}
        book.add(tables.Remark, person_id=kim.id, text="typed by myself", **remark)
        book.add(tables.Remark, person_id=bo.id, text="Ask Kim, kim@acme.example", **remark)
        book.records.audit(
            "changed", "person", kim.id, by=kim.id, now=NOW, before={"name": "Kimberley Old"}, after={"name": kim.name}
        )  # fmt: skip
        for recipient in (kim, bo):
            book.announcements.plan(
                kind="digest", recipient=person_recipient(recipient.id), period_key="x", due_at=NOW,
                expires_at=NOW + timedelta(days=1), now=NOW,
            )  # fmt: skip
        for row in book.announcements.of(kinds=["digest"]):
            book.announcements.change(row.id, status="sent", payload={"text": "Kim Novak won", "blocks": []})
    with open_book(cast.engines, cast.other.workspace.id) as book:
        other = win(book, cast.other.kim, "Acme", "1000", TODAY, now=NOW)
        book.add(
            tables.Remark, person_id=cast.other.kim.id, text="Kim Novak", deal_id=other.deal_id, entry_id=1, recorded_at=NOW
        )  # fmt: skip


def figures(book: Book, said: str = "", instead: str = "") -> dict[str, list[str]]:
    """Every report's rows, in an order that does not go by names."""
    asked, as_of = read_period("2026-06"), AsOf(TODAY + timedelta(days=1), False, NOW)
    return {
        name: sorted(
            json.dumps(row).replace(said, instead) if said else json.dumps(row)
            for row in as_objects(report(book, name, asked, None, as_of, None))
        )
        for name in REPORTS
    }


def test_nothing_names_them_and_no_figure_moves(cast: Cast) -> None:
    told(cast)
    kim = cast.adria.kim
    with read_book(cast.engines, cast.workspace_id) as book:
        before = figures(book, "Kim Novak", f"#{kim.id}")
    with open_book(cast.engines, cast.workspace_id) as book:
        erase(book, str(kim.email), now=NOW)
    with read_book(cast.engines, cast.workspace_id) as book:
        assert figures(book) == before
        kept = json.dumps(
            [dict(row._mapping) for table in every_table() for row in book.all(_all(table, book))],
            default=str,
        )
        for word in ("Kim", "kim@acme", "Novak", "Kimberley", "myself", str(kim.slack_id)):
            assert word not in kept, word
        assert [row.payload for row in book.announcements.of(kinds=["digest"])] == [ERASED, ERASED]
        assert not book.people.by_id(kim.id).active
        assert audited(book, 1)[0].action == "erased"
        assert "erased.invalid" in export(book, "deals").csv()
    with read_book(cast.engines, cast.other.workspace.id) as book:
        assert "Kim Novak" in {row.text for row in book.all(book.select(tables.Remark))}
        assert book.people.by_id(cast.other.kim.id).name == "Kim Ozols"


def test_the_guards_stand_again(cast: Cast) -> None:
    told(cast)
    with open_book(cast.engines, cast.workspace_id) as book:
        erase(book, str(cast.adria.kim.email), now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), cast.engines.changing() as connection:
        connection.execute(text("UPDATE audit_record SET action = 'x'"))


def test_what_was_under_way_meanwhile_names_them_no_more_either(cast: Cast) -> None:
    """On PostgreSQL a bot reads the name, somebody is erased, and the bot writes what it read."""
    if cast.engines.sqlite:
        assert outlast_others(cast.engines)
        return
    told(cast)
    read, erased_by_now = threading.Event(), threading.Event()

    def bot() -> None:
        with open_book(cast.engines, cast.workspace_id) as book:
            name = book.people.by_id(cast.adria.kim.id).name
            read.set()
            assert erased_by_now.wait(60)
            book.add(
                tables.Remark, person_id=cast.adria.bo.id, text=f"Saved for {name}", deal_id=1, entry_id=1, recorded_at=NOW
            )  # fmt: skip

    busy = threading.Thread(target=bot)
    busy.start()
    assert read.wait(60)
    with open_book(cast.engines, cast.workspace_id) as book:
        erased = erase(book, str(cast.adria.kim.email), now=NOW)
    waiting = threading.Thread(target=outlast_others, args=(cast.engines,))
    waiting.start()
    waiting.join(0.3)
    assert waiting.is_alive(), "the bot is at it still"
    erased_by_now.set()
    busy.join(60)
    waiting.join(60)
    assert not waiting.is_alive()
    with open_book(cast.engines, cast.workspace_id) as book:
        assert erase_what_came_late(book, erased) == 1
        assert erase_what_came_late(book, erased) == 0
        said = set(book.connection.execute(select(table_of(tables.Remark).c.text)).scalars())
    assert f"Saved for {erased.called}" in said


def test_the_last_admin_stays(cast: Cast) -> None:
    with pytest.raises(LastAdmin), open_book(cast.engines, cast.workspace_id) as book:
        erase(book, str(cast.adria.ana.email), now=NOW)


def test_the_bytes_are_gone_from_the_file(sqlite_cast: Cast) -> None:
    told(sqlite_cast)
    path = sqlite_path(sqlite_cast.engines.url)
    assert path is not None
    wipe(sqlite_cast.engines)
    assert b"kim@acme.example" in path.read_bytes()
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        erase(book, "kim@acme.example", now=NOW)
    assert wipe(sqlite_cast.engines)
    left = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    for word in (b"kim@acme.example", b"Kimberley", b"typed by myself", b"U0KIM"):
        assert word not in left, word


def _all(table: Any, book: Book) -> Any:
    return table.select().where(table.c.workspace_id == book.workspace_id)
