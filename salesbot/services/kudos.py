"""Kudos: given with a reason, heard of when they can be taken back no more, where both people like it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import require
from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.changing import UNDO_WINDOW, may_be_undone
from salesbot.domain.feats import Feat
from salesbot.domain.kudos import (
    Category,
    Kudos,
    KudosNotFor,
    KudosReasonMissing,
    KudosTooMany,
    KudosToOneself,
    KudosUndoTooLate,
    a_reason,
)
from salesbot.domain.people import Person, Team
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    Recipient,
    due_in_channel,
    person_recipient,
    plan_once,
    team_recipient,
)
from salesbot.services.recognition import team_of, team_told
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_MOST_WITHOUT_TEAM = 5


@dataclass(frozen=True, slots=True)
class KudosShown:
    """Kudos as somebody reads of them."""

    kudos: Kudos
    giver: Person
    person: Person
    left: int = 0
    """How many the giver has left today."""
    public: bool = False
    """Whether a channel reads it."""


def give_kudos(
    book: Book, giver: Person, person: Person, reason: str, *, now: datetime,
    category: Category = Category.OTHER, command: str = "",
) -> KudosShown:  # fmt: skip
    """Thank a colleague. The person hears of it after the undo window, the team's channel where both like that.

    Raises KudosReasonMissing, KudosToOneself, KudosTooMany, KudosNotFor, NotAllowed.
    """
    require(viewer_of(book, giver, now).member, "kudos")
    why = a_reason(reason)
    if why is None:
        raise KudosReasonMissing(typed=reason, command=command)
    if person.id == giver.id:
        raise KudosToOneself()
    if not viewer_of(book, person, now).member:
        raise KudosNotFor(name=person.name)
    # Two at once by one person are counted one after the other.
    book.people.locked(giver.id)
    day, most = workspace_day(book, now), _most_a_day(book, giver, now)
    given = len(book.kudos.given_on(giver.id, day))
    if given >= most:
        raise KudosTooMany(most=most)
    kudos = book.kudos.add(
        giver_id=giver.id,
        person_id=person.id,
        category=category.value,
        reason=why,
        on_day=day,
        recorded_at=now,
    )
    _plan(book, kudos, now)
    return KudosShown(kudos, giver, person, most - given - 1)


def undo_kudos(book: Book, giver: Person, kudos_id: int, *, now: datetime) -> KudosShown:
    """Take kudos back within five minutes; nobody hears of them. Raises NotAllowed, KudosUndoTooLate."""
    try:
        kudos = book.kudos.by_id(kudos_id)
    except LookupError:
        require(False, "kudos")
        raise
    require(kudos.giver_id == giver.id, "kudos")
    if not may_be_undone(kudos.recorded_at, now) or not book.kudos.undo(kudos_id, now):
        raise KudosUndoTooLate(minutes=int(UNDO_WINDOW.total_seconds() // 60))
    for row in book.announcements.of(kinds=[Kind.KUDOS.value], statuses=[AnnouncementStatus.PLANNED.value]):
        if row.period_key == _key(kudos_id):
            book.announcements.change(
                row.id, AnnouncementStatus.PLANNED.value, status=AnnouncementStatus.CANCELLED.value
            )
    return KudosShown(kudos, giver, book.people.by_id(kudos.person_id))


def kudos_told(book: Book, row: Announcement) -> KudosShown | None:
    """What the person, or the team's channel, hears of kudos now; None: taken back, or not wished."""
    kudos = book.kudos.by_id(int(row.subject["kudos"]))
    giver, person = book.people.by_id(kudos.giver_id), book.people.by_id(kudos.person_id)
    if kudos.undone_at is not None or not person.active:
        return None
    public, wished = Recipient.read(row.recipient).of == "team", person.praise != "none"
    if public:
        team = team_told(book, row.recipient)
        wished = team is not None and _in_public(book, giver, person, team)
    return KudosShown(kudos, giver, person, public=public) if wished else None


def _plan(book: Book, kudos: Kudos, now: datetime) -> None:
    """Both are planned; who likes to hear of it where is asked when they are due."""
    subject: dict[str, object] = {"kudos": kudos.id}
    team = team_of(book, kudos.person_id, workspace_day(book, now))
    recipients = [person_recipient(kudos.person_id)]
    if team is not None and team.channel_id is not None and book.workspace.live:
        recipients.append(team_recipient(team.id))
    for recipient in recipients:
        plan_once(
            book, Kind.KUDOS, recipient, _key(kudos.id), now=now, due=due_in_channel(book, now, UNDO_WINDOW),
            subject=subject, expires_after=NEWS_EXPIRES_AFTER,
        )  # fmt: skip


def _in_public(book: Book, giver: Person, person: Person, team: Team) -> bool:
    told = book.praise.of_team(team.id).tells(Feat.KUDOS)
    return told and giver.announces_given and person.announces_received and person.praise == "public"


def _most_a_day(book: Book, giver: Person, now: datetime) -> int:
    team = team_of(book, giver.id, workspace_day(book, now))
    return book.praise.of_team(team.id).kudos_a_day if team is not None else _MOST_WITHOUT_TEAM


def _key(kudos_id: int) -> str:
    return f"kudos:{kudos_id}"
