"""Practice and the real thing: what is logged before Go Live is practice, and can be set aside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from salesbot.domain.deals import EntryKind, Outcome
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.domain.workspaces import Workspace
from salesbot.services.people import require_admin
from salesbot.services.setup.workspaces import replan_everybody
from salesbot.storage.book import Book


class NotReady(SalesbotError):
    """The workspace has no currency or time zone yet: fact `missing` (names of settings)."""

    template = "mistakes/not_ready"


@dataclass(frozen=True, slots=True)
class WentLive:
    """The workspace from now on, and how many practice deals were set aside or kept."""

    workspace: Workspace
    set_aside: int
    kept: int


def go_live(book: Book, by: Person | None, *, start_clean: bool, now: datetime) -> WentLive:
    """From now on the bot posts, and deals are real; with `start_clean` the practice deals are set aside first.

    Practice deals that are kept count as they did. Raises NotAllowed, NotReady.
    """
    require_admin(book, by, now)
    _require_ready(book)
    aside = set_practice_aside(book, by, now=now) if start_clean else 0
    if book.workspace.live_at is None:
        book.change_workspace(live_at=now)
        book.records.audit(
            "went_live", "workspace", book.workspace_id, by=by.id if by else None, now=now,
            before={"live_at": None}, after={"live_at": now.isoformat(), "set_aside": aside},
        )  # fmt: skip
        replan_everybody(book, now)
    return WentLive(book.workspace, aside, len(book.deals.practice()))


def back_to_practice(book: Book, by: Person | None, *, now: datetime) -> Workspace:
    """The bot posts no more until the team goes live again; real deals stay as they are. Raises NotAllowed."""
    require_admin(book, by, now)
    was = book.workspace.live_at
    if was is not None:
        book.change_workspace(live_at=None)
        book.records.audit(
            "practises", "workspace", book.workspace_id, by=by.id if by else None, now=now,
            before={"live_at": was.isoformat()}, after={"live_at": None},
        )  # fmt: skip
    return book.workspace


def set_practice_aside(book: Book, by: Person | None, *, now: datetime) -> int:
    """Withdraw every practice deal that still stands, and take practised activities back; the entries stay.

    Answers with how many there were. Raises NotAllowed.
    """
    require_admin(book, by, now)
    practised = book.deals.practice()
    for state in practised:
        locked = book.deals.locked(state.deal_id)
        if locked.outcome is Outcome.WITHDRAWN:
            continue
        book.deals.enter(
            replace(
                locked, number=locked.number + 1, kind=EntryKind.WITHDRAWN, outcome=Outcome.WITHDRAWN,
                reason_id=None, more_reasons=(), closed_on=None, recorded_at=now, recorded_by=by.id if by else None,
            ),
            corrects=locked.entry_id,
            corrects_closed=True,
        )  # fmt: skip
    for training_id in book.trainings.practice():
        book.trainings.take_back(training_id, now)
    for activity_id in book.activities.practice():
        book.activities.take_back(activity_id, now)
    if practised:
        book.records.audit(
            "started_clean", "workspace", book.workspace_id, by=by.id if by else None, now=now,
            after={"set_aside": len(practised)},
        )  # fmt: skip
    return len(practised)


def invited(book: Book, by: Person | None, *, now: datetime) -> tuple[Person, ...]:
    """Whom Invite the Team writes to: everybody with a role and a Slack account, except who asks.

    Raises NotAllowed, NotReady.
    """
    require_admin(book, by, now)
    _require_ready(book)
    return tuple(
        person
        for person in book.people.all()
        if person.roles and person.slack_id and person.active and (by is None or person.id != by.id)
    )


def _require_ready(book: Book) -> None:
    workspace = book.workspace
    missing = tuple(name for name in ("currency", "time_zone") if getattr(workspace, name) is None)
    if missing:
        raise NotReady(missing=missing)
