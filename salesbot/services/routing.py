"""Where alerts go besides: by amount, team, product or the people in the record, settled by an admin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import may_see_person, may_see_team_total
from salesbot.domain.alerts import Alert
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.domain.routes import Route, concerns
from salesbot.services.calendars import workspace_day
from salesbot.services.nameable import read_nameable, written_nameable
from salesbot.services.people import require_admin, viewer_of
from salesbot.services.planning import replan
from salesbot.storage.book import Book


class RouteUnusable(SalesbotError):
    """A route that would tell nothing or nobody: fact `why`: nothing, nowhere, unknown, blind (`name`)."""

    template = "mistakes/route_unusable"


class RouteGone(SalesbotError):
    """The route was taken away meanwhile."""

    template = "mistakes/route_gone"


@dataclass(frozen=True, slots=True)
class RouteWanted:
    """What an admin filled in."""

    alerts: frozenset[Alert]
    big_from: int | None
    """Minor units of the company's currency; None: three times the usual."""
    about: tuple[str, ...]
    """Names of teams, people and products."""
    channel: str | None
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RouteSeen:
    """A route by names."""

    route: Route
    about: tuple[str, ...]
    people: tuple[Person, ...]


def routes_seen(book: Book, by: Person | None, *, now: datetime) -> tuple[RouteSeen, ...]:
    """Every route that stands. Raises NotAllowed."""
    require_admin(book, by, now)
    return tuple(_seen(book, route) for route in book.routes.all())


def settle_route(
    book: Book, by: Person | None, route_id: int | None, wanted: RouteWanted, *, now: datetime
) -> RouteSeen:
    """Make a route (`route_id` None) or settle one anew. Raises NotAllowed, RouteUnusable, RouteGone, NotNamed."""
    require_admin(book, by, now)
    was = _standing(book, route_id) if route_id is not None else None
    about = read_nameable(book, wanted.about)
    _require_use(book, wanted, about, now)
    number = book.routes.settle(
        route_id, wanted.people, now, by.id if by else None,
        alerts=sorted(each.value for each in wanted.alerts), big_from=wanted.big_from, about=list(about),
        channel_id=wanted.channel,
    )  # fmt: skip
    route = _standing(book, number)
    _audit(book, by, "settled", number, was, route, now)
    _plan(book, {*route.people, *(was.people if was else ())}, now)
    return _seen(book, route)


def remove_route(book: Book, by: Person | None, route_id: int, *, now: datetime) -> RouteSeen:
    """Nothing is told by the route any more. Raises NotAllowed, RouteGone."""
    require_admin(book, by, now)
    seen = _seen(book, _standing(book, route_id))
    book.routes.take_away(route_id)
    _audit(book, by, "removed", route_id, seen.route, None, now)
    return seen


def _standing(book: Book, route_id: int) -> Route:
    found = next((route for route in book.routes.all() if route.id == route_id), None)
    if found is None:
        raise RouteGone()
    return found


def _require_use(book: Book, wanted: RouteWanted, about: tuple[str, ...], now: datetime) -> None:
    if not wanted.alerts:
        raise RouteUnusable(why="nothing")
    if wanted.channel is None and not wanted.people:
        raise RouteUnusable(why="nowhere")
    for person_id in wanted.people:
        person = book.people.by_id(person_id)
        if not _may_see_any(book, person, about, now):
            raise RouteUnusable(why="blind", name=person.name)


def _may_see_any(book: Book, person: Person, about: tuple[str, ...], now: datetime) -> bool:
    """Whether the person may see a team of which the route tells, or somebody in it."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    for team in book.people.teams():
        members = book.people.members_on(team.id, day)
        told = [one for one in members if concerns(about, "person", one)]
        if concerns(about, "team", team.id) and (
            may_see_team_total(viewer, team.id, len(members))
            or any(may_see_person(viewer, one) for one in told)
        ):
            return True
    return False


def _seen(book: Book, route: Route) -> RouteSeen:
    people = book.people.by_ids(route.people)
    return RouteSeen(
        route, written_nameable(book, route.about), tuple(sorted(people.values(), key=lambda one: one.name))
    )


def _audit(
    book: Book, by: Person | None, action: str, number: int, was: Route | None, route: Route | None, now: datetime
) -> None:  # fmt: skip
    book.records.audit(
        action, "alert_route", number, by=by.id if by else None, now=now, before=_written(was),
        after=_written(route),
    )  # fmt: skip


def _written(route: Route | None) -> dict[str, object]:
    if route is None:
        return {}
    return {
        "alerts": sorted(each.value for each in route.alerts), "big_from": route.big_from,
        "about": list(route.about), "channel": route.channel, "people": sorted(route.people),
    }  # fmt: skip


def _plan(book: Book, people: Iterable[int], now: datetime) -> None:
    """A channel's rows are planned with any team's: the first there is does."""
    replan(book, now, people=people, teams=[team.id for team in book.people.teams()[:1]])
