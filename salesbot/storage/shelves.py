"""What changes rarely is kept in the process: people, teams, goals, lists, as of one count of the workspace's changes.

The database itself raises `workspace.changes` in the transaction of every change of these tables (by triggers, so no way of
writing can forget it), and every transaction reads the workspace's row first. So whoever holds facts of an earlier count
asks anew, in whichever process the change was made, and nobody acts by a role that was lost before they began.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

from salesbot.storage import tables

KEPT: dict[type[SQLModel], tuple[type[SQLModel], ...]] = {
    tables.Person: (tables.PersonRole,),
    tables.Team: (),
    tables.Assignment: (),
    tables.Stage: (),
    tables.Pipeline: (),
    tables.LostReason: (),
    tables.DayOff: (),
    tables.Absence: (),
    tables.Play: (tables.PlayVersion,),
    tables.Goal: (),
    tables.TeamPraise: (),
    tables.AlertRoute: (tables.AlertRoutePerson,),
    tables.MonthClosing: (),
    tables.Department: (),
    tables.Webhook: (),
}
"""The tables whose facts are kept, with those that are read together with them: each raises the count."""
_MOST_FACTS, _MOST_WORKSPACES = 5000, 500
_OPTION = "salesbot_shelves"

Facts = dict[tuple[type[SQLModel], Hashable], Any]


class Shelves:
    """What one process knows of each workspace, as of which count of its changes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[int, tuple[int, Facts]] = OrderedDict()

    def of(self, workspace_id: int, changes: int) -> Facts:
        """What is known as of that count; nothing, where something changed since, or another process is ahead."""
        kept = self._kept.get(workspace_id)
        return kept[1] if kept is not None and kept[0] == changes else {}

    def put(
        self, workspace_id: int, changes: int, told: Iterable[tuple[tuple[type[SQLModel], Hashable], Any]]
    ) -> None:
        """Keep what was read in a committed view of that count; what is known of a later one stands."""
        with self._lock:
            known, facts = self._kept.get(workspace_id, (-1, {}))
            if changes < known:
                return
            if changes > known or len(facts) > _MOST_FACTS:
                facts = {}
            facts.update(told)
            self._kept[workspace_id] = (changes, facts)
            self._kept.move_to_end(workspace_id)
            if len(self._kept) > _MOST_WORKSPACES:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Let everything go: the database was replaced by another."""
        with self._lock:
            self._kept.clear()


def with_shelves(shelves: Shelves) -> dict[str, Any]:
    """The execution options of connections that carry what is known."""
    return {_OPTION: shelves}


def shelves_of(connection: Connection | Engine) -> Shelves:
    """What is known of the database that a connection leads to."""
    found: Shelves = connection.get_execution_options()[_OPTION]
    return found
