"""How a first admin comes to be, and how a workspace made from the terminal comes to its Slack workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from salesbot.domain.access import NotAllowed
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Role
from salesbot.domain.workspaces import Workspace
from salesbot.services.people import add_role, admins
from salesbot.services.setup.workspaces import new_workspace
from salesbot.storage.book import Book
from salesbot.storage.workspaces import (
    Connection,
    add_setup_code,
    all_workspaces,
    change_workspace,
    take_setup_code,
    unclaimed_workspaces,
    workspace_of_team,
)


class CodeRefused(SalesbotError):
    """The code is none, was used, or is older than a day: fact `code`."""

    template = "mistakes/code_refused"


class WorkspaceInUse(SalesbotError):
    """The Slack workspace has deals of its own here, so another's books cannot be taken over: fact `deals`."""

    template = "mistakes/workspace_in_use"


@dataclass(frozen=True, slots=True)
class Offer:
    """A workspace made from the terminal that can be taken over: "Acme: 12 people, 340 deals?"."""

    workspace_id: int
    name: str
    people: int
    deals: int


def connect_team(
    connection: Connection, slack_team_id: str, name: str, *, now: datetime,
    enterprise_id: str | None = None,
) -> Workspace:  # fmt: skip
    """The workspace of a Slack workspace that connects; a bare one of its name where there is none yet."""
    found = workspace_of_team(connection, slack_team_id)
    if found is not None:
        # A workspace that was left when the app was removed is back.
        change_workspace(connection, found.id, {"suspended_at": None})
        return found
    return new_workspace(
        connection, name=name, now=now, slack_team_id=slack_team_id, enterprise_id=enterprise_id
    )


def leave(book: Book, *, now: datetime) -> None:
    """The app was removed from the Slack workspace: nothing is posted until it connects again."""
    book.change_workspace(suspended_at=now)
    book.records.audit("left", "workspace", book.workspace_id, by=None, now=now)


def offer_code(connection: Connection, code: str, *, now: datetime, workspace_id: int | None = None) -> None:
    """A one-time code that makes whoever sends it within a day the admin; the edge made it, only its hash is kept."""
    add_setup_code(connection, _hash(code), now=now, workspace_id=workspace_id)


def needs_code(book: Book) -> bool:
    """Whether nobody could set the workspace up: it has no admin who is in Slack, nor one expected by e-mail."""
    return not any(person.slack_id or person.email for person in admins(book))


def able_to_set_up(book: Book) -> tuple[str, ...]:
    """Who can set the workspace up, by name: its admins, else those of books that wait to be taken over here."""
    return tuple(person.name for person in admins(book) or waiting_for(book))


def waiting_for(book: Book) -> tuple[Person, ...]:
    """Whom books made from the terminal name as admins, as long as this workspace could take them over."""
    if not _may_be_offered_any(book):
        return ()
    found: list[Person] = []
    for each in unclaimed_workspaces(book.connection):
        with book.beside(each.id) as other:
            found += [admin for admin in admins(other) if admin.email]
    return tuple(found)


def use_code(book: Book, person: Person, code: str, *, now: datetime) -> Person:
    """Whoever sends the code is an admin from now on, once. Raises CodeRefused."""
    if not take_setup_code(book.connection, _hash(code), book.workspace_id, now):
        raise CodeRefused(code=code[:40])
    return add_role(book, person, person.id, Role.ADMIN, now=now)


def offers(book: Book, by: Person | None) -> tuple[Offer, ...]:
    """The workspaces that this person could take over for this Slack workspace, as long as it has no deals.

    Only the Slack workspace that connects first is offered any. Where the other workspace names an admin, it is
    offered to nobody else; where it names none, to an admin here.
    """
    if by is None or not _may_be_offered_any(book):
        return ()
    found: list[Offer] = []
    for each in unclaimed_workspaces(book.connection):
        with book.beside(each.id) as other:
            if _may_take(other, by):
                found.append(Offer(each.id, each.name, other.people.count(), other.deals.count()))
    return tuple(found)


def take_over(book: Book, by: Person, workspace_id: int, *, now: datetime) -> Workspace:
    """The books of that workspace belong to this Slack workspace from now on; who asks is an admin there.

    The bare workspace is left behind. Raises WorkspaceInUse, and NotAllowed for what is not offered to who asks.
    """
    if book.deals.any():
        raise WorkspaceInUse(deals=book.deals.count())
    if workspace_id not in [offer.workspace_id for offer in offers(book, by)]:
        raise NotAllowed(operation="setup")
    left = book.workspace
    book.change_workspace(slack_team_id=None, suspended_at=now)
    with book.beside(workspace_id) as other:
        return _taken_over(other, left, by, now)


def _taken_over(other: Book, left: Workspace, by: Person, now: datetime) -> Workspace:
    other.change_workspace(slack_team_id=left.slack_team_id, enterprise_id=left.enterprise_id)
    there = other.people.by_email(by.email) if by.email else None
    if there is None:
        there = other.people.add(name=by.name, now=now, email=by.email, slack_id=by.slack_id)
    else:
        named = there.name == (there.email or "").partition("@")[0]
        there = other.people.change(there.id, slack_id=by.slack_id, name=by.name if named else there.name)
    add_role(other, there, there.id, Role.ADMIN, now=now)
    other.records.audit(
        "taken_over", "workspace", other.workspace_id, by=there.id, now=now, before={"slack_team_id": None},
        after={"slack_team_id": left.slack_team_id},
    )  # fmt: skip
    return other.workspace


def _may_be_offered_any(book: Book) -> bool:
    connected = [each for each in all_workspaces(book.connection) if each.slack_team_id is not None]
    return len(connected) == 1 and not book.deals.any()


def _may_take(other: Book, by: Person) -> bool:
    named = {admin.email for admin in admins(other) if admin.email}
    return by.email in named if named else by.has(Role.ADMIN)


def name_admin(book: Book, email: str, *, now: datetime) -> Person:
    """From the terminal: the person with this e-mail is an admin; made, if not known yet."""
    person = book.people.by_email(email)
    if person is None:
        person = book.people.add(name=email.partition("@")[0], now=now, email=email)
    return add_role(book, None, person.id, Role.ADMIN, now=now)


def _hash(code: str) -> str:
    return sha256("".join(code.split()).upper().encode()).hexdigest()
