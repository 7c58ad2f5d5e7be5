"""A team's digest in its channel: the team's own figures, never a person's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import SMALLEST_GROUP
from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.periods import Period, month_of
from salesbot.services.calendars import place_of, workspace_day
from salesbot.services.digests.changed import Moments
from salesbot.services.digests.since import told_before
from salesbot.services.digests.teams import team_part
from salesbot.services.digests.told import Since, TeamPart, last_counted
from salesbot.services.planning import Kind, Recipient
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class TeamDigest:
    """What a team's channel is told in the morning."""

    part: TeamPart
    period: Period
    as_of: AsOf
    place: str
    since: Since
    shows_amounts: bool
    """Whether the team said yes to amounts; else shares alone are told."""

    @property
    def covered_through(self) -> date:
        """The last day that counts."""
        return last_counted(self.as_of)


def team_digest(book: Book, row: Announcement, now: datetime) -> TeamDigest | str:
    """A team's figures for its channel, or why there are none: off, too small a team, nothing new, or no goal to tell of.

    In a team of fewer than four the total would give away a person's.
    """
    team = book.people.team(Recipient.read(row.recipient).number)
    as_of = AsOf(workspace_day(book, now), live=False, known_at=now)
    if not team.digest_in_channel:
        return "not wished"
    if len(book.people.members_on(team.id, as_of.day)) < SMALLEST_GROUP:
        return "too small a team"
    since, before = told_before(book, Kind.TEAM_DIGEST, row.recipient, as_of)
    period = month_of(as_of.day)
    moments = Moments(book, as_of, before)
    part = team_part(book, team.id, period, moments, lambda _: False)
    if part.goal is None and not team.shows_amounts:
        return "no goal, and amounts are not shown"
    if not _news(part, moments, period):
        return "nothing new"
    return TeamDigest(part, period, as_of, place_of(book), since, team.shows_amounts)


def _news(part: TeamPart, moments: Moments, period: Period) -> bool:
    """Whether it would tell anything that the one before did not; a share of the goal moves only by what was won."""
    if part.ended or part.team.shows_amounts:
        return bool(part.ended or part.changes.causes or part.corrected)
    changes = moments.moved(part.changes.after.currency, Scope.TEAM, part.team.id, period)
    return changes.won != 0
