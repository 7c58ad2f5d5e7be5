"""Tidying: once a day what nobody will ask for again is dropped: old delivery keys, old words, what was put off."""

from __future__ import annotations

from datetime import date, datetime

import structlog

from salesbot.runtime import Runtime
from salesbot.services.calendars import workspace_day
from salesbot.storage.workspaces import all_workspaces

_log = structlog.get_logger(__name__)


class Tidying:
    """Drops what is too old, in each workspace once a day; doing it twice changes nothing."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._looked: date | None = None

    def tidy(self, now: datetime) -> int:
        """Tidy every workspace, if that was not done today; answers with how much was dropped."""
        if self._looked == now.date():
            return 0
        with self.runtime.engines.reading() as connection:
            known = [each.id for each in all_workspaces(connection)]
        dropped = sum(self._tidy_one(workspace_id, now) for workspace_id in known)
        self._looked = now.date()
        return dropped

    def _tidy_one(self, workspace_id: int, now: datetime) -> int:
        """Each table in a transaction of its own, so that nobody waits for more than one of them."""
        with self.runtime.book(workspace_id) as book:
            dropped = book.records.forget_old_keys(now)
        with self.runtime.book(workspace_id) as book:
            dropped += book.announcements.forget_old_payloads(now)
        with self.runtime.book(workspace_id) as book:
            dropped += book.choices.forget_old_snoozes(workspace_day(book, now))
        if dropped:
            _log.info("tidied", workspace=workspace_id, dropped=dropped)
        return dropped
