"""Everything that is kept about a person is found, whatever table it stands in."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Integer

from salesbot.services.exports import person_file
from salesbot.services.planning import Kind, person_recipient
from salesbot.storage import tables
from salesbot.storage.about_people import every_table, person_columns
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import set_goal, win


def test_every_column_that_sounds_like_a_person_is_taken_for_one() -> None:
    for table in every_table():
        for column in table.c:
            sounds = column.name.endswith("_by") or "person" in column.name
            if sounds and isinstance(column.type, Integer):
                assert column.name in person_columns(table), f"{table.name}.{column.name}"


def test_what_every_table_keeps_is_in_the_file(cast: Cast) -> None:
    kim, other = cast.adria.kim, cast.other.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        state = win(book, kim, "Acme", "1000", TODAY, now=NOW)
        set_goal(book, kim, "2026-06", "5000", now=NOW)
        day = {"first_on": TODAY, "last_on": TODAY, "recorded_at": NOW}
        book.add(tables.Absence, person_id=cast.adria.bo.id, deputy_id=kim.id, **day)
        book.add(tables.Dispute, deal_id=state.deal_id, entry_id=1, person_id=kim.id, recorded_at=NOW)
        book.add(tables.Contact, account_id=state.account_id, recorded_at=NOW, recorded_by=kim.id)
        book.announcements.plan(
            kind=Kind.LEFT, recipient=person_recipient(kim.id), period_key="x", due_at=NOW,
            expires_at=NOW + timedelta(days=1), now=NOW,
        )  # fmt: skip
    with read_book(cast.engines, cast.workspace_id) as book:
        rows = person_file(book, str(kim.email))["rows"]
    assert {"person", "assignment", "credit", "deal_entry", "goal", "absence", "dispute"} <= set(rows)
    assert {"contact", "announcement"} <= set(rows)
    with read_book(cast.engines, cast.other.workspace.id) as book:
        assert set(person_file(book, str(other.email))["rows"]) == {"person", "person_role", "assignment"}
