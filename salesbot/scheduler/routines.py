"""Routines: who is told what comes round, planned as rows two days ahead, and what downtime made superfluous.

A tick plans only those whose horizon is near, so it costs in proportion to what is due, not to how many people there
are. Planning twice changes nothing, so any number of processes may plan, restart or jump in time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import structlog

from salesbot.domain.announcing import AnnouncementStatus, Waiting, superseded
from salesbot.runtime import Runtime
from salesbot.services.courses import give_by_themselves
from salesbot.services.earning_rules import grant_by_rules
from salesbot.services.planning import NEAR, NEWEST_ONLY, Kind, plan_people, plan_team
from salesbot.storage.announcements import Announcement
from salesbot.storage.dispatch import Dispatch, ToPlan

_log = structlog.get_logger(__name__)
_AT_ONCE = 100
"""So many people are planned in one transaction; a rep who logs a deal meanwhile waits for no more."""


class Routines:
    """Plans what comes round, for everybody in every workspace."""

    def __init__(self, runtime: Runtime, dispatch: Dispatch) -> None:
        self.runtime = runtime
        self.dispatch = dispatch

    def plan(self, now: datetime) -> bool:
        """Plan for those whose horizon is near, and supersede what a silence made old; answers with whether any is due."""
        coming = self.dispatch.coming(now, now + NEAR, NEWEST_ONLY)
        if coming.people or coming.teams:
            self._plan(coming.people, "person", now)
            self._plan(coming.teams, "team", now)
            coming = self.dispatch.coming(now, now + NEAR, NEWEST_ONLY)
        for workspace_id in coming.overdue:
            self._supersede(workspace_id, now)
        return coming.due

    def _plan(self, near: Iterable[ToPlan], what: str, now: datetime) -> None:
        by_workspace: dict[int, list[ToPlan]] = defaultdict(list)
        for one in near:
            by_workspace[one.workspace_id].append(one)
        for workspace_id, all_near in by_workspace.items():
            for start in range(0, len(all_near), _AT_ONCE):
                self._plan_some(workspace_id, all_near[start : start + _AT_ONCE], what, now)

    def _plan_some(self, workspace_id: int, some: list[ToPlan], what: str, now: datetime) -> None:
        try:
            with self.runtime.book(workspace_id) as book:
                if what == "person":
                    plan_people(book, {one.number: one.began_at for one in some}, now)
                    give_by_themselves(book, [one.number for one in some], now)
                    return
                for one in some:
                    plan_team(book, one.number, one.began_at, now)
                    grant_by_rules(book, one.number, now)
        except Exception:
            # One workspace with a slip in its settings must not keep the others from being told.
            _log.exception("could not plan", workspace=workspace_id, what=what)

    def _supersede(self, workspace_id: int, now: datetime) -> None:
        with self.runtime.book(workspace_id) as book:
            planned = book.announcements.of(
                kinds=[kind.value for kind in Kind], statuses=[AnnouncementStatus.PLANNED.value]
            )
            for row in _too_old(planned, now):
                done = book.announcements.change(
                    row.id, AnnouncementStatus.PLANNED.value,
                    status=AnnouncementStatus.SUPERSEDED.value, last_error=_why(row, now),
                )  # fmt: skip
                if done:
                    _log.info(
                        "superseded", workspace=workspace_id, announcement=row.id, kind=row.kind,
                        recipient=row.recipient, due=row.due_at.isoformat(),
                    )  # fmt: skip


def _too_old(planned: list[Announcement], now: datetime) -> list[Announcement]:
    alone = [row for row in planned if row.kind not in NEWEST_ONLY and row.expires_at <= now >= row.due_at]
    newest_only = [row for row in planned if row.kind in NEWEST_ONLY]
    waiting = [Waiting(row.id, row.kind, row.recipient, row.due_at, row.expires_at) for row in newest_only]
    old = {one.id for one in superseded(waiting, now)}
    return alone + [row for row in newest_only if row.id in old]


def _why(row: Announcement, now: datetime) -> str:
    return "expired" if row.expires_at <= now else "a newer one is due"
