"""What one person is told between two mornings: what they asked for, and what an admin sends them besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from salesbot.domain.absences import standing_in
from salesbot.domain.access import may_see_person, may_see_team_total
from salesbot.domain.alerts import GOAL_STEPS, rules_for
from salesbot.domain.as_of import AsOf
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import month_of
from salesbot.domain.routes import Route
from salesbot.domain.viewers import Viewer
from salesbot.services.alerting.began import Watch, began_in
from salesbot.services.alerting.told import Alerted, Alerts, each_once
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.digests.morning import teams_of_digest
from salesbot.services.people import viewer_of
from salesbot.services.planning import Kind, person_recipient
from salesbot.services.unprompted import NOT_WISHED, unwished
from salesbot.storage.book import Book


def alerts_of(book: Book, person_id: int, now: datetime) -> Alerts | str:
    """What somebody is told in the middle of the day, or why nothing: it is not wished, or nothing began.

    Only of the people and teams whose figures they may see at this moment.
    """
    person, day = book.people.by_id(person_id), workspace_day(book, now)
    why, routes = unwished(book, person, Kind.ALERT.value, now), _routes_to(book, person, now)
    if why is not None and not (why == NOT_WISHED and routes):
        return why
    viewer = viewer_of(book, person, now)
    since = _last_told(book, person, now)
    at = AsOf(day, live=True, known_at=now)
    before = AsOf(workspace_day(book, since), live=True, known_at=since)
    new_month = month_of(before.day) != month_of(day)
    if new_month and not routes:
        return "a new month: the morning tells of it"
    own = [] if why is not None or new_month else list(_asked_for(book, person, viewer, before, at))
    in_digest = {team.id for team in teams_of_digest(book, person, viewer, day)}
    earlier = _look_before(book, person, now) if routes else before
    sent = [
        one
        for route in routes
        for team in book.people.teams()
        for one in _by_route(book, route, viewer, team, before if team.id in in_digest else earlier, at)
    ]
    found = each_once([*own, *sent])
    return Alerts(since, found, month_of(day), at, routed=bool(sent)) if found else "nothing began"


def _last_told(book: Book, person: Person, now: datetime) -> datetime:
    """When the person was last told how things stand; at most a day back, since older news is the morning's."""
    told = book.announcements.sent_to(person_recipient(person.id), [Kind.MORNING.value, Kind.ALERT.value])
    known = [row.known_at for row in told if row.known_at is not None and row.known_at <= now]
    return max([*known, now - timedelta(days=1)])


def _look_before(book: Book, person: Person, now: datetime) -> AsOf:
    """The news before this one, or their hour on the working day before: no morning message tells of others' teams."""
    sent = book.announcements.sent_to(person_recipient(person.id), [Kind.ALERT.value])
    known = [row.known_at for row in sent if row.known_at is not None and row.known_at <= now]
    day = workspace_day(book, now)
    since = max([*known, now - (day - calendar_of(book).last_working_before(day))])
    return AsOf(workspace_day(book, since), live=True, known_at=since)


def _asked_for(book: Book, person: Person, viewer: Viewer, before: AsOf, at: AsOf) -> Iterator[Alerted]:
    """Of the teams that the person leads, at the thresholds of their own, else of the team."""
    chosen = book.choices.of(person.id)
    for team in teams_of_digest(book, person, viewer, at.day):
        steps = chosen.goal_steps if chosen.goal_steps is not None else team.goal_steps
        rules = rules_for(chosen.behind_below, chosen.big_from, steps)
        yield from began_in(
            team, Watch(book, before, at, rules, chosen, lambda one: may_see_person(viewer, one))
        )


def _routes_to(book: Book, person: Person, now: datetime) -> list[Route]:
    """The routes that lead to the person or to somebody for whom they stand in, unless they do not want them."""
    routes = book.routes.all()
    if not routes or not book.choices.of(person.id).takes("routed"):
        return []
    away = standing_in(book.absences.on(workspace_day(book, now)))
    also = {one for one, deputy in away.items() if deputy == person.id} | {person.id}
    return [route for route in routes if not also.isdisjoint(route.people)]


def _by_route(
    book: Book, route: Route, viewer: Viewer, team: Team, before: AsOf, at: AsOf
) -> Iterable[Alerted]:
    """Of a team, where the route names it, as far as the reader may see it and its people."""
    rules = route.rules(GOAL_STEPS if team.goal_steps is None else team.goal_steps)
    return began_in(
        team,
        Watch(
            book, before, at, rules, route, lambda one: may_see_person(viewer, one),
            team_standing=_sees_total(book, viewer, team, at),
        ),
    )  # fmt: skip


def _sees_total(book: Book, viewer: Viewer, team: Team, at: AsOf) -> bool:
    return may_see_team_total(viewer, team.id, len(book.people.members_on(team.id, at.day)))
