"""The app is installed in a Slack workspace by OAuth, comes back, or is removed: what that means for its books."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesbot.domain.people import Person, Role, SlackPerson
from salesbot.domain.workspaces import Workspace
from salesbot.services.people import GuestRefused, acquaint, add_role
from salesbot.services.planning import plan_direct
from salesbot.services.setup import connect_team, leave, needs_code
from salesbot.storage.book import Book
from salesbot.storage.installations import (
    Installation,
    forget_installation,
    installation_of,
    keep_installation,
)
from salesbot.storage.workspaces import Connection, workspace_of_team, workspaces_of_organisation

Welcome = Callable[[Workspace, Person, bool], dict[str, Any]]
"""(workspace, installer, whether it was here before) -> the message that begins the first hour."""


@dataclass(frozen=True, slots=True)
class SlackTeam:
    """A Slack workspace, with the organisation that it belongs to."""

    slack_id: str
    name: str
    enterprise_id: str | None = None


def install(
    connection: Connection, given: Installation, team: SlackTeam | None, installer: SlackPerson,
    welcome: Welcome, *, now: datetime,
) -> Workspace | None:  # fmt: skip
    """Keep what Slack gave, and begin (or go on with) the workspace; None for a whole organisation.

    An organisation's workspaces begin when somebody in one first asks for something.
    """
    keep_installation(connection, given)
    if team is None:
        for workspace in workspaces_of_organisation(connection, given.slack_id):
            connect_team(connection, str(workspace.slack_team_id), workspace.name, now=now)
        return None
    return begin_in(connection, team, installer, welcome, now=now)


def begin_in(
    connection: Connection, team: SlackTeam, installer: SlackPerson, welcome: Welcome, *, now: datetime
) -> Workspace:
    """The workspace of a Slack workspace, new or back; its first installer is the admin, and is written to.

    Whoever installs it again is written to, but where there is an admin, nobody becomes one by installing.
    """
    before = workspace_of_team(connection, team.slack_id)
    workspace = connect_team(connection, team.slack_id, team.name, now=now, enterprise_id=team.enterprise_id)
    book = Book(connection, workspace.id)
    try:
        person = acquaint(book, installer, now)
    except GuestRefused:
        return workspace
    if needs_code(book):
        person = add_role(book, None, person.id, Role.ADMIN, now=now)
    book.records.audit("installed", "workspace", workspace.id, by=person.id, now=now)
    key = f"installed:{now.isoformat(timespec='seconds')}"
    plan_direct(book, person.id, key, welcome(workspace, person, before is not None), now)
    return workspace


def remove(
    connection: Connection, team_id: str | None, enterprise_id: str | None, happened_at: datetime | None,
    *, whole_organisation: bool, now: datetime,
) -> list[int]:  # fmt: skip
    """The app was removed: nothing is posted there any more, and the books stay; answers with the workspaces left.

    What is told late of an earlier install changes nothing.
    """
    place = enterprise_id if whole_organisation else team_id
    if not place or not forget_installation(connection, place, happened_at):
        return []
    left = (
        workspaces_of_organisation(connection, place)
        if whole_organisation
        else [each for each in [workspace_of_team(connection, place)] if each is not None]
    )
    gone = [
        each.id
        for each in left
        if installation_of(connection, each.slack_team_id, each.enterprise_id) is None
    ]
    for workspace_id in gone:
        leave(Book(connection, workspace_id), now=now)
    return gone


def shut_out(connection: Connection, team_ids: Iterable[str], *, now: datetime) -> list[int]:
    """Their organisation took the app away from these Slack workspaces; answers with the workspaces left.

    One that installed the app for itself keeps it.
    """
    gone = [each for each in _known(connection, team_ids) if not _installed_itself(connection, each)]
    for workspace in gone:
        leave(Book(connection, workspace.id), now=now)
    return [workspace.id for workspace in gone]


def admit_again(connection: Connection, team_ids: Iterable[str], *, now: datetime) -> list[int]:
    """Their organisation gave the app to these Slack workspaces; answers with those whose books go on.

    Others begin when somebody there first asks for something.
    """
    back = [
        each
        for each in _known(connection, team_ids)
        if installation_of(connection, each.slack_team_id, each.enterprise_id) is not None
    ]
    for workspace in back:
        book = Book(connection, workspace.id)
        book.change_workspace(suspended_at=None)
        book.records.audit("installed", "workspace", workspace.id, by=None, now=now)
    return [workspace.id for workspace in back]


def _known(connection: Connection, team_ids: Iterable[str]) -> list[Workspace]:
    found = (workspace_of_team(connection, each) for each in team_ids)
    return [each for each in found if each is not None]


def _installed_itself(connection: Connection, workspace: Workspace) -> bool:
    found = installation_of(connection, workspace.slack_team_id, None)
    return found is not None and not found.organisation
