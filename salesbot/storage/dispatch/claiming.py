"""Claiming what is due: with a lease and a fence, posted by one process at a time, ended by a mark.

What is due is told by the calendar `now` that is handed in. Leases and waiting times go by the database's own clock,
which every process shares and nobody turns. A claim is one UPDATE whose row count says whether it is ours; what a
claim ends with is written only while its fence still stands.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, text, update

from salesbot.storage.announcements import Announcement, announcement_of, hash_of
from salesbot.storage.dispatch.coming import Coming, what_comes
from salesbot.storage.dispatch.due import (
    ANY_DUE,
    CANDIDATES,
    CLAIM,
    CLAIMED,
    NEXT_DUE,
    WORKSPACE,
    database_now,
    written_to_claim,
)
from salesbot.storage.dispatch.together import ALONE, Together, end_together, put_together
from salesbot.storage.engines import Engines
from salesbot.storage.prepared import changed_by, rows_of
from salesbot.storage.walls import Across, across

LEASE = timedelta(seconds=90)
"""Longer than a post and a look into the history take together."""
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7253261)")


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that is ours to deliver until the lease ends."""

    row: Announcement
    """As it stands now: claimed, with our fence."""
    doubtful: bool
    """It may have been posted by an earlier try, whose answer nobody knows: look before posting."""
    posting_since: datetime
    """No try of this row began before: neither before it was due, nor before its last lease."""
    lease_until: datetime
    claimed: float = field(default_factory=time.monotonic)
    """When it was claimed, by this process's elapsed time."""


class Dispatch:
    """What is due and what is to be planned, in every workspace of one database."""

    def __init__(self, engines: Engines, owner: str, lease: timedelta = LEASE) -> None:
        self.engines = engines
        self.owner = owner
        self.lease = lease

    # -- what is due --------------------------------------------------------------------------------------

    def claim(self, now: datetime, most: int, busy: Collection[tuple[int, str]] = ()) -> list[Claim]:
        """Claim up to so many rows that are due, workspaces in turn; none to a recipient among `busy`.

        Of each (workspace, recipient) at most one row is claimed at a time, by whichever process, the earliest due.
        """
        if most < 1 or not self.anything_due(now):
            return []
        claims: list[Claim] = []
        taken = set(busy)
        with self._changing() as connection:
            self._begin_claiming(connection)
            elapsed = database_now(connection)
            given = {"now": now, "elapsed": elapsed, "most": most * 4}
            for row in rows_of(connection, CANDIDATES, given):
                if len(claims) == most:
                    break
                if (row.workspace_id, row.recipient) in taken:
                    continue
                claim = self._claim(connection, row, elapsed)
                if claim is not None:
                    claims.append(claim)
                    taken.add((row.workspace_id, row.recipient))
        return claims

    def anything_due(self, now: datetime, within: timedelta = timedelta()) -> bool:
        """Whether something is due now that can be tried at once, or so much later by the database's clock."""
        with self._reading() as connection:
            given = {"now": now, "elapsed": database_now(connection) + within}
            return bool(rows_of(connection, ANY_DUE, given))

    def coming(self, now: datetime, horizon: datetime, newest_only: Collection[str] = ()) -> Coming:
        """What a tick has to do at `now` (by the calendar), planning up to the horizon.

        `newest_only`: the kinds of which only the newest is told.
        """
        with self._reading() as connection:
            return what_comes(connection, now, horizon, newest_only)

    def next_due(self, after: datetime, until: datetime) -> datetime | None:
        """The next instant (by the calendar) later than `after`, and no later than `until`, at which a row is due."""
        with self._reading() as connection:
            ((found,),) = rows_of(connection, NEXT_DUE, {"after": after, "until": until})
        earliest: datetime | None = found
        return earliest

    @contextmanager
    def held(self, claim: Claim) -> Iterator[None]:
        """Renew the lease while something long is done with a row, so that nobody else begins it meanwhile."""
        done = threading.Event()

        def renew() -> None:
            while not done.wait(self.lease.total_seconds() / 3):
                with self._changing() as connection:
                    until = database_now(connection) + self.lease
                    if not self._write_in(connection, claim, {"lease_until": until}):
                        return

        renewing = threading.Thread(target=renew, name="lease", daemon=True)
        renewing.start()
        try:
            yield
        finally:
            done.set()
            renewing.join()

    def store(self, claim: Claim, together: Together = ALONE, **values: Any) -> bool:
        """Write what is about to be posted to a row that is still ours; False if it is ours no more.

        The lease begins anew: composing and waiting for the row's turn took of it, and nobody may look before the
        post that follows is over. What is told `together` with it is put to it in the same transaction.
        Raises Changed where one of those rows is no longer as it was.
        """
        with self._changing() as connection:
            until = database_now(connection) + self.lease
            if together != ALONE or claim.row.subject.get("told_with"):
                values["subject"] = {**claim.row.subject, "told_with": list(together.told)}
            ours = self._write_in(connection, claim, {**values, "lease_until": until})
            if ours and "subject" in values:
                put_together(connection, claim.row, together)
            return ours

    def finish(self, claim: Claim, *, status: str, **values: Any) -> bool:
        """End a claim; False if it is ours no more, and then nothing is changed.

        `wait` (a timedelta): the row is not tried before so much later. `uncounted`: this try counts as none.
        """
        wait, uncounted = values.pop("wait", None), values.pop("uncounted", False)
        with self._changing() as connection:
            values["not_before"] = database_now(connection) + wait if wait is not None else None
            if uncounted:
                values["attempt"] = claim.row.attempt - 1
            ours = self._write_in(connection, claim, {"status": status, "owner": None, **values})
            if ours:
                end_together(connection, claim.row, status, values)
            return ours

    def hold_workspace(self, workspace_id: int, wait: timedelta) -> None:
        """Post nothing in this workspace for so long: Slack said so."""
        with self._changing() as connection:
            until = database_now(connection) + wait
            later = or_(WORKSPACE.c.posts_from.is_(None), WORKSPACE.c.posts_from < until)
            connection.execute(
                update(WORKSPACE).where(WORKSPACE.c.id == workspace_id, later).values(posts_from=until)
            )

    def suspend(self, workspace_id: int, now: datetime) -> None:
        """Post nothing in this workspace until `resume`: its token is of no use."""
        self._suspended(workspace_id, now)

    def resume(self, workspace_id: int) -> None:
        """Post again: the workspace's token works."""
        self._suspended(workspace_id, None)

    def give_back(self, claims: Iterable[Claim]) -> int:
        """Give back what was claimed and surely not posted, for any process to take; answers with how many."""
        back = 0
        with self._changing() as connection:
            for claim in claims:
                values = {"status": "planned", "owner": None, "attempt": claim.row.attempt - 1}
                if claim.doubtful:
                    values |= {"status": "ambiguous"}
                back += self._write_in(connection, claim, values)
        return back

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with self.engines.changing() as connection:
            across(connection, Across.DISPATCH)
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self.engines.reading() as connection:
            across(connection, Across.DISPATCH)
            yield connection

    # -- inside -------------------------------------------------------------------------------------------

    def _begin_claiming(self, connection: Connection) -> None:
        """Claims follow one another, so that no two processes deliver to one recipient at once: SQLite's do anyway."""
        if not self.engines.sqlite:
            connection.execute(_ONE_AT_A_TIME)

    def _claim(self, connection: Connection, row: Row[Any], elapsed: datetime) -> Claim | None:
        lease_until = elapsed + self.lease
        values = {
            "in_workspace": row.workspace_id, "row": row.id, "with_fence": row.fence, "in_state": row.status,
            "elapsed": elapsed, "status": "claimed", "owner": self.owner, "fence": row.fence + 1,
            "attempt": row.attempt + 1, "lease_until": lease_until, "not_before": None,
        }  # fmt: skip
        if changed_by(connection, CLAIM, values) != 1:
            return None
        asked = {"in_workspace": row.workspace_id, "row": row.id}
        (found,) = rows_of(connection, CLAIMED, asked)
        mine = announcement_of(found)
        # Channel and payload are stored before anything is posted: without them nothing was.
        doubtful = row.status in ("ambiguous", "claimed") and mine.channel is not None
        # Looks that failed for hours were claims too, so the last lease does not tell when the post was.
        began = (row.lease_until or elapsed) - self.lease
        return Claim(mine, doubtful, min(began, elapsed, mine.due_at), lease_until)

    def _write_in(self, connection: Connection, claim: Claim, values: dict[str, Any]) -> bool:
        if "payload" in values:
            values["payload_hash"] = hash_of(values["payload"])
        row = claim.row
        ours = {"in_workspace": row.workspace_id, "row": row.id, "with_fence": row.fence}
        statement = written_to_claim(frozenset(values))
        return changed_by(connection, statement, {**values, **ours}) == 1

    def _suspended(self, workspace_id: int, at: datetime | None) -> None:
        with self._changing() as connection:
            connection.execute(
                update(WORKSPACE).where(WORKSPACE.c.id == workspace_id).values(suspended_at=at)
            )
