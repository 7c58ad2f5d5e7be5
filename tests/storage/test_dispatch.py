"""What is due is claimed once, by the calendar that is handed in; leases and waits go by the database's clock."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from salesbot.storage.announcements import Announcement
from salesbot.storage.book import open_book, read_book
from salesbot.storage.dispatch import Claim, Dispatch, database_now
from salesbot.storage.dispatch.due import ROWS
from tests.cast import NOW, Cast, gather
from tests.databases import Databases

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def plan(cast: Cast, count: int, *, workspace_id: int | None = None, due: datetime = NOW) -> None:
    with open_book(cast.engines, workspace_id or cast.workspace_id) as book:
        for number in range(count):
            book.announcements.plan(
                kind="direct", recipient=f"person:{number + 1}", period_key=f"{due}", due_at=due,
                expires_at=due + DAY, now=NOW,
            )  # fmt: skip


def dispatch(cast: Cast, owner: str = "one", lease: float = 90) -> Dispatch:
    return Dispatch(cast.engines, owner, timedelta(seconds=lease))


def row_of(cast: Cast, claim: Claim) -> Announcement:
    with read_book(cast.engines, claim.row.workspace_id) as book:
        found = book.announcements.find(claim.row.id)
    assert found is not None
    return found


def test_a_row_is_claimed_once_by_many_at_once(cast: Cast) -> None:
    plan(cast, 40)
    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda n: dispatch(cast, f"owner {n}").claim(NOW, 30), range(4)))
    ids = [claim.row.id for claims in claimed for claim in claims]
    assert len(ids) == len(set(ids))
    more = [claim.row.id for claim in dispatch(cast).claim(NOW, 100)]
    assert sorted(ids + more) == sorted(set(ids + more))
    assert len(ids + more) == 40


def test_what_is_not_due_by_the_calendar_is_not_claimed(cast: Cast) -> None:
    plan(cast, 1, due=NOW + HOUR)
    assert dispatch(cast).claim(NOW, 10) == []
    assert not dispatch(cast).anything_due(NOW)
    assert dispatch(cast).next_due(NOW, NOW + DAY) == NOW + HOUR
    assert len(dispatch(cast).claim(NOW + HOUR, 10)) == 1
    assert dispatch(cast).next_due(NOW, NOW + DAY) is None


def test_the_calendar_does_not_move_leases(cast: Cast) -> None:
    plan(cast, 1)
    (claim,) = dispatch(cast).claim(NOW, 1)
    assert dispatch(cast, "two").claim(NOW + 30 * DAY, 1) == []
    with cast.engines.reading() as connection:
        left = claim.lease_until - database_now(connection)
    assert timedelta(seconds=60) < left <= timedelta(seconds=90)


def test_a_lease_that_ran_out_is_claimed_anew_and_the_old_fence_changes_nothing(cast: Cast) -> None:
    plan(cast, 1)
    (first,) = dispatch(cast, lease=0.05).claim(NOW, 1)
    assert not first.doubtful
    assert dispatch(cast, lease=0.05).store(first, payload={"text": "x", "blocks": []}, channel="D1")
    second = _awaited(cast)
    assert second.doubtful
    assert second.row.fence == first.row.fence + 1
    assert not dispatch(cast).finish(first, status="sent", slack_ts="1.1")
    assert dispatch(cast).finish(second, status="sent", slack_ts="2.2")
    assert row_of(cast, second).slack_ts == "2.2"


def test_a_post_begins_with_a_whole_lease_however_long_it_waited_for_its_turn(cast: Cast) -> None:
    plan(cast, 1)
    (claim,) = dispatch(cast, lease=1).claim(NOW, 1)
    assert dispatch(cast).store(claim, payload={"text": "x", "blocks": []}, channel="D1")
    with cast.engines.reading() as connection:
        until = connection.execute(select(ROWS.c.lease_until).where(ROWS.c.id == claim.row.id)).scalar_one()
    assert until >= claim.lease_until + timedelta(seconds=80)


def test_what_is_stored_while_others_choose_is_not_claimed_as_if_nothing_had_been(
    databases: Databases, tmp_path: Path
) -> None:
    """PostgreSQL only: SQLite lets nobody write between the question and the claim."""
    cast = gather(databases.fresh("postgresql"))
    plan(cast, 1)
    (mine,) = dispatch(cast, lease=-1).claim(NOW, 1)

    class Overtaken(Dispatch):
        def _claim(self, connection: Connection, row: Row[Any], elapsed: datetime) -> Claim | None:
            assert row.id == mine.row.id
            assert dispatch(cast).store(mine, payload={"text": "x", "blocks": []}, channel="D1")
            return super()._claim(connection, row, elapsed)

    assert Overtaken(cast.engines, "two").claim(NOW, 1) == []
    assert dispatch(cast).finish(mine, status="sent", slack_ts="1.1")
    databases.drop(cast.engines)


def test_a_look_goes_back_to_when_the_row_was_due_however_many_looks_failed(cast: Cast) -> None:
    due = NOW.replace(year=2020)
    plan(cast, 1, due=due)
    (claim,) = dispatch(cast).claim(NOW, 1)
    dispatch(cast).store(claim, payload={"text": "x", "blocks": []}, channel="D1")
    for _ in range(2):
        dispatch(cast).finish(claim, status="ambiguous")
        (claim,) = dispatch(cast).claim(NOW, 1)
    assert claim.doubtful
    assert claim.posting_since == due


def test_what_was_never_stored_was_never_posted(cast: Cast) -> None:
    plan(cast, 1)
    dispatch(cast, lease=0.05).claim(NOW, 1)
    assert not _awaited(cast).doubtful


def test_a_wait_goes_by_the_databases_clock(cast: Cast) -> None:
    plan(cast, 1)
    (claim,) = dispatch(cast).claim(NOW, 1)
    dispatch(cast).finish(claim, status="planned", wait=timedelta(seconds=0.2), uncounted=True)
    assert row_of(cast, claim).attempt == 0
    assert dispatch(cast).claim(NOW + 30 * DAY, 1) == []
    assert dispatch(cast).anything_due(NOW, within=timedelta(seconds=1))
    assert _awaited(cast).row.id == claim.row.id


def test_a_workspace_that_slack_holds_does_not_hold_the_others(cast: Cast) -> None:
    plan(cast, 3)
    plan(cast, 2, workspace_id=cast.other.workspace.id)
    dispatch(cast).hold_workspace(cast.workspace_id, timedelta(minutes=1))
    claims = dispatch(cast).claim(NOW, 10)
    assert {claim.row.workspace_id for claim in claims} == {cast.other.workspace.id}


def test_workspaces_take_turns(cast: Cast) -> None:
    plan(cast, 20)
    plan(cast, 2, workspace_id=cast.other.workspace.id, due=NOW + HOUR)
    claims = dispatch(cast).claim(NOW + HOUR, 4)
    assert [claim.row.workspace_id for claim in claims].count(cast.other.workspace.id) == 2


def test_one_recipient_is_told_one_thing_at_a_time(cast: Cast) -> None:
    plan(cast, 1)
    plan(cast, 1, due=NOW - HOUR)
    (first,) = dispatch(cast).claim(NOW, 10)
    assert first.row.due_at == NOW - HOUR
    assert dispatch(cast).claim(NOW, 10, busy=[(cast.workspace_id, "person:1")]) == []


def test_one_recipient_is_told_one_thing_at_a_time_by_all_processes_together(cast: Cast) -> None:
    plan(cast, 1)
    plan(cast, 1, due=NOW - HOUR)
    (first,) = dispatch(cast, "one").claim(NOW, 10)
    assert dispatch(cast, "two").claim(NOW, 10) == []
    dispatch(cast).finish(first, status="sent", slack_ts="1.1")
    (second,) = dispatch(cast, "two").claim(NOW, 10)
    assert second.row.due_at == NOW


def test_who_waits_behind_a_busy_recipient_does_not_keep_others_waiting(cast: Cast) -> None:
    for number in range(60):
        plan(cast, 1, due=NOW - HOUR - number * timedelta(seconds=1))
    plan(cast, 2)
    (_, other) = dispatch(cast).claim(NOW, 10)
    assert other.row.recipient == "person:2"


def test_the_next_row_comes_from_the_workspace_of_which_the_fewest_are_under_way(cast: Cast) -> None:
    plan(cast, 30)
    dispatch(cast).claim(NOW, 7)
    plan(cast, 2, workspace_id=cast.other.workspace.id)
    claims = [claim for _ in range(3) for claim in dispatch(cast).claim(NOW, 1)]
    other, own = cast.other.workspace.id, cast.workspace_id
    assert [claim.row.workspace_id for claim in claims] == [other, other, own]


def test_a_suspended_workspace_is_left_alone_until_it_is_resumed(cast: Cast) -> None:
    plan(cast, 1)
    dispatch(cast).suspend(cast.workspace_id, NOW)
    assert dispatch(cast).claim(NOW, 10) == []
    assert [p for p in dispatch(cast).coming(NOW, NOW).people if p.workspace_id == cast.workspace_id] == []
    dispatch(cast).resume(cast.workspace_id)
    assert len(dispatch(cast).claim(NOW, 10)) == 1


def test_only_those_whose_horizon_is_near_are_planned(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        for person in book.people.all():
            book.people.change(person.id, planned_until=NOW + 2 * DAY)
        book.people.change(cast.adria.maja.id, planned_until=NOW)
    near = dispatch(cast).coming(NOW, NOW + DAY).people
    assert [p.number for p in near if p.workspace_id == cast.workspace_id] == [cast.adria.maja.id]


def test_leases_given_back_can_be_taken_at_once(cast: Cast) -> None:
    plan(cast, 2)
    claims = dispatch(cast).claim(NOW, 2)
    assert dispatch(cast).give_back(claims) == 2
    again = dispatch(cast, "two").claim(NOW, 2)
    assert {claim.row.attempt for claim in again} == {1}
    assert dispatch(cast).give_back(claims) == 0


def _awaited(cast: Cast) -> Claim:
    """The next claim, as soon as the database's clock allows it."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if claims := dispatch(cast, "two").claim(NOW, 1):
            return claims[0]
        time.sleep(0.02)
    raise AssertionError("nothing could be claimed")


def test_a_lease_is_renewed_while_something_long_is_done(cast: Cast) -> None:
    plan(cast, 1)
    mine, other = dispatch(cast, lease=0.3), dispatch(cast, "two", lease=0.3)
    (claim,) = mine.claim(NOW, 1)
    with mine.held(claim):
        until = time.monotonic() + 0.9
        while time.monotonic() < until:
            assert other.claim(NOW, 1) == []
            time.sleep(0.02)
    assert mine.finish(claim, status="sent")
