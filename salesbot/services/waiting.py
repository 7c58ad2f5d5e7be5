"""What waits for a person's decision or answer: approvals, disputes, changes of goals to read, proposals to judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.people import Person
from salesbot.domain.playbook import Play
from salesbot.services.deals import DealDisputed, DealFacts, all_facts, disputed, may_approve
from salesbot.services.goals import GoalNews, goal_news
from salesbot.services.planning import Kind, person_recipient
from salesbot.services.playbook import unread_plays
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_MOST_LOOKED_AT = 30
"""So many of the newest messages about goals are looked at."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person's word; each has a button that settles it."""

    approvals: tuple[DealFacts, ...]
    """Deals above their team's limit."""
    disputes: tuple[DealDisputed, ...]
    """Credit that somebody thinks wrong."""
    goal_news: tuple[GoalNews, ...]
    """Changes of goals that the person was told of and has not read."""
    proposals: tuple[tuple[int, str], ...]
    """(number, who asks) of changes of goals that the person was asked about and said nothing of."""
    plays: tuple[Play, ...] = ()
    """Plays of the playbook that the person was asked to read."""

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(map(len, (self.approvals, self.disputes, self.goal_news, self.proposals, self.plays)))


NOTHING_WAITS = Waiting((), (), (), ())


def waiting_for(book: Book, person: Person, *, now: datetime) -> Waiting:
    """Everything that waits for the person's word at this moment, the oldest first."""
    awaiting = [state for state in book.deals.awaiting() if may_approve(book, person, state, now)]
    return Waiting(
        tuple(all_facts(book, awaiting)), _disputes(book, person, now), _unread(book, person, now),
        _proposals(book, person), unread_plays(book, person),
    )  # fmt: skip


def _disputes(book: Book, person: Person, now: datetime) -> tuple[DealDisputed, ...]:
    return tuple(
        disputed(book, each.id)
        for each in book.disputes.open()
        if each.person_id != person.id and may_approve(book, person, book.deals.now(each.deal_id), now)
    )


def _unread(book: Book, person: Person, now: datetime) -> tuple[GoalNews, ...]:
    found = []
    for row in _told(book, person, Kind.GOAL_NEWS):
        goals = [int(each) for each in row.subject["goals"]]
        notices = [each for each in book.goal_changes.notices(goals) if each.person_id == person.id]
        if any(each.read_at is None for each in notices) and (news := goal_news(book, row, now)):
            found.append(news)
    return tuple(found)


def _proposals(book: Book, person: Person) -> tuple[tuple[int, str], ...]:
    found = []
    for row in _told(book, person, Kind.GOAL_ASKED):
        number = int(row.subject["proposal"])
        proposal = book.goal_changes.proposal(number)
        said = any(each.person_id == person.id for each in book.goal_changes.comments(number))
        if proposal is not None and proposal.settled_at is None and not said:
            found.append((number, book.people.by_id(proposal.made_by).name))
    return tuple(found)


def _told(book: Book, person: Person, kind: Kind) -> list[Announcement]:
    rows = book.announcements.of(
        kinds=[kind.value], recipient=person_recipient(person.id), statuses=[AnnouncementStatus.SENT.value],
        limit=_MOST_LOOKED_AT,
    )  # fmt: skip
    return rows[::-1]
