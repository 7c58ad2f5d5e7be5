"""What a private channel is told since an admin sends it there: deals, accounts and teams, never how one person stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from salesbot.domain.access import SMALLEST_GROUP
from salesbot.domain.alerts import GOAL_STEPS
from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.as_of import AsOf
from salesbot.domain.people import Team
from salesbot.domain.periods import month_of
from salesbot.domain.routes import Route
from salesbot.services.alerting.began import Watch, began_in
from salesbot.services.alerting.told import Alerted, Alerts, each_once
from salesbot.services.calendars import workspace_day
from salesbot.services.planning import Kind, Recipient
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

ROUTE_IS_EMPTY = "nothing is sent there any more"
_LONGEST = timedelta(days=7)


def channel_alerts(book: Book, row: Announcement, now: datetime) -> Alerts | str:
    """What began since the channel was last told, by every route that leads there; or why nothing is told."""
    channel = book.routes.channel_of(Recipient.read(row.recipient).number)
    routes = [route for route in book.routes.all() if channel is not None and route.channel == channel]
    if not routes:
        return ROUTE_IS_EMPTY
    at = AsOf(workspace_day(book, now), live=True, known_at=now)
    looked = _last_looked(book, row, now)
    found = [one for route in routes for one in _by_route(book, route, max(looked, route.recorded_at), at)]
    if not found:
        return "nothing began"
    return Alerts(looked, each_once(found), month_of(at.day), at, routed=True)


def _last_looked(book: Book, row: Announcement, now: datetime) -> datetime:
    """When it was last looked what to tell the channel, also where that was nothing."""
    done = [AnnouncementStatus.SENT.value, AnnouncementStatus.CANCELLED.value]
    earlier = book.announcements.of(
        kinds=[Kind.ROUTED.value], recipient=row.recipient, statuses=done, limit=4
    )
    return max([now - _LONGEST, *(each.due_at for each in earlier if each.due_at < row.due_at)])


def _by_route(book: Book, route: Route, since: datetime, at: AsOf) -> Iterator[Alerted]:
    before = AsOf(workspace_day(book, since), live=True, known_at=since)
    for team in book.people.teams():
        enough = len(book.people.members_on(team.id, at.day)) >= SMALLEST_GROUP
        rules = route.rules(GOAL_STEPS if team.goal_steps is None else team.goal_steps)

        def amounts(of: Team, people: Iterable[int]) -> bool:
            """Where the team said yes, and everybody in the deal."""
            return of.shows_amounts and all(book.people.by_id(one).shows_amounts for one in people)

        yield from began_in(
            team,
            Watch(
                book, before, at, rules, route, lambda person_id: True, team_standing=enough,
                people_standing=False, amounts=amounts,
            ),
        )  # fmt: skip
