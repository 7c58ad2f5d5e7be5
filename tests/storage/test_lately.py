"""The last message of a kind, of a year of them: by its key, and as of what it told."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from salesbot.storage.book import open_book, read_book
from salesbot.storage.lately import _TRIED, _WAITING
from tests.cast import NOW, TODAY, Cast

MORNING = timedelta(hours=6)


def at(days: int) -> datetime:
    """The first instant of a day so many days from today."""
    return datetime.combine(TODAY + timedelta(days), time(), UTC)


def test_the_last_one_sent_of_an_earlier_day(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        for recipient, days in (("person:1", range(-90, 3)), ("person:2", range(-90, -40))):
            for day in days:
                key = (TODAY + timedelta(day)).isoformat()
                book.announcements.plan(
                    kind="morning", recipient=recipient, period_key=key, due_at=at(day) + MORNING,
                    expires_at=at(day + 1), now=NOW,
                )  # fmt: skip
        for row in book.announcements.of(kinds=["morning"]):
            if row.due_at > at(0) + MORNING or row.period_key.endswith("-14"):
                continue
            known_at = row.due_at + timedelta(hours=1)
            book.announcements.change(
                row.id, status="sent", as_of=row.due_at - MORNING, known_at=known_at, sent_at=known_at
            )
    known = at(0) + MORNING
    with read_book(cast.engines, cast.workspace_id) as book:
        told = book.announcements.last_told
        for _ in range(3):
            newest = told("person:1", "morning", at(0), known)
            assert newest is not None
            assert (newest.as_of, newest.sent_at) == (at(-1), at(-1) + MORNING + timedelta(hours=1))
            # The 14th was not sent; at one in the morning that of the 15th is not known yet.
            found = [
                told("person:1", "morning", at(0), at(-1) + timedelta(hours=1)),
                told("person:1", "morning", at(-80), known),
                told("person:2", "morning", at(0), known),
            ]
            assert [each and each.as_of for each in found] == [at(-3), at(-81), at(-41)]
            assert told("person:1", "week", at(0), known) is None
            assert told("person:3", "morning", at(0), known) is None
    with read_book(cast.engines, cast.other.workspace.id) as book:
        assert book.announcements.last_told("person:1", "morning", at(0), known) is None


def test_what_a_channel_is_told_is_found_by_when_it_is_due(cast: Cast) -> None:
    """Not by going through all it was ever told, of whatever kind, nor through what waits for everybody."""
    with open_book(cast.engines, cast.workspace_id) as book:
        for recipient in ("team:1", "team:2"):
            for number in range(300):
                book.announcements.plan(
                    kind="shout_out", recipient=recipient, period_key=f"deal:{number}", due_at=at(-number),
                    expires_at=at(2 - number), now=NOW,
                )  # fmt: skip
    given = {
        "workspace_id": cast.workspace_id, "recipient": "team:1", "kinds": ["shout_out"], "after": at(-7), "id": "",
        "due_at": at(0), "created_at": NOW, "statuses": ["sent"],
    }  # fmt: skip
    with cast.engines.changing() as connection:
        if not cast.engines.sqlite:
            connection.exec_driver_sql("ANALYZE announcement")
        explain = "EXPLAIN QUERY PLAN" if cast.engines.sqlite else "EXPLAIN"
        for asked in (_TRIED, _WAITING):
            wanted = {name: value for name, value in given.items() if name in asked.limit(5).compile().params}
            said = asked.limit(5).params(**wanted).compile(connection, compile_kwargs={"literal_binds": True})
            plan = str(connection.exec_driver_sql(f"{explain} {said}").all())
            assert "ix_announcement_told" in plan, plan
            assert "due_at>?" in plan or not cast.engines.sqlite, plan
            assert "TEMP B-TREE" not in plan
            assert "Sort" not in plan
