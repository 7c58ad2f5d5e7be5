"""Joining: people of a file who have no Slack account in the books yet are looked for in Slack by their e-mail.

Without it a manager who never typed anything would get no digest. Who is not found is looked for again in an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from salesbot.domain.people import Person
from salesbot.runtime import PostFailed, Runtime
from salesbot.services.people import heard_of
from salesbot.storage.workspaces import all_workspaces

_log = structlog.get_logger(__name__)
PAUSE = timedelta(minutes=1)
"""Between two looks into the same books."""
AGAIN = timedelta(hours=1)
"""After which Slack is asked anew for somebody it did not know, and after it refused to answer."""
AT_ONCE = 20
"""So many are asked for in one look: Slack takes fifty a minute."""


class Joining:
    """Finds the Slack accounts of people who are known by e-mail only."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._rests: dict[int, datetime] = {}
        self._asked: dict[tuple[int, int], datetime] = {}

    def look(self, now: datetime) -> int:
        """Look in every workspace that is connected; answers with how many were joined."""
        with self.runtime.engines.reading() as connection:
            known = [each.id for each in all_workspaces(connection) if each.slack_team_id is not None]
        return sum(self._look_in(one, now) for one in known if now >= self._rests.get(one, now))

    def _look_in(self, workspace_id: int, now: datetime) -> int:
        self._rests[workspace_id] = now + PAUSE
        joined = 0
        for person in self._apart(workspace_id, now):
            try:
                joined += self._join(workspace_id, person, now)
            except PostFailed as failed:
                self._rests[workspace_id] = now + AGAIN
                _log.info("people_not_looked_for", workspace=workspace_id, failed=failed.error)
                break
        return joined

    def _apart(self, workspace_id: int, now: datetime) -> list[Person]:
        with self.runtime.reading(workspace_id) as book:
            apart = [one for one in book.people.all() if one.email and one.slack_id is None and one.active]
        since = now - AGAIN
        return [one for one in apart if self._asked.get((workspace_id, one.id), since) <= since][:AT_ONCE]

    def _join(self, workspace_id: int, person: Person, now: datetime) -> bool:
        found = self.runtime.messenger.by_email(workspace_id, person.email or "")
        self._asked[workspace_id, person.id] = now
        if found is None or found.guest or found.stranger or found.bot or found.deleted:
            return False
        with self.runtime.book(workspace_id) as book:
            return heard_of(book, found, now) is not None
