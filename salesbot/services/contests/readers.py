"""Who may read a contest, and whose names and figures: a person, a channel, somebody in a message of their own."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.access import may_read_contest, may_see_person, may_see_team_total
from salesbot.domain.contests import Contest
from salesbot.domain.viewers import Viewer
from salesbot.services.contests.seen import Named, Side, Valued
from salesbot.services.contests.sides import people_by_side
from salesbot.storage.book import Book


def for_reader(book: Book, contest: Contest, viewer: Viewer, now: datetime) -> tuple[Named, Valued]:
    """Names and figures as somebody may read them: their own, and of those whose figures they may see."""
    if not contest.of_people:
        names = {team.id: team.name for team in book.people.teams()}
        people = people_by_side(book, contest, now)
        return (
            lambda side: Side(names.get(side), own=side in viewer.teams),
            lambda side: may_see_team_total(viewer, side, len(people.get(side, ()))),
        )

    def named(side: int) -> Side:
        person = book.people.by_id(side)
        own = viewer.is_self(side)
        seen = own or may_see_person(viewer, side) or (person.on_leaderboards and person.active)
        return Side(person.name if seen else None, own=own)

    return named, lambda side: may_see_person(viewer, side)


def for_channel(book: Book, contest: Contest, now: datetime) -> tuple[Named, Valued]:
    """Names and figures as a channel may read them: of who likes public praise and stands on leaderboards.

    Figures only where every team of the contest and the person let amounts stand in a channel.
    """
    teams = {team.id: team for team in book.people.teams()}
    if not contest.of_people:
        people = people_by_side(book, contest, now)
        open_ = all(teams[side].shows_amounts for side in contest.sides if side in teams)
        return (
            lambda side: Side(teams[side].name if side in teams else None),
            lambda side: open_ and len(people.get(side, ())) >= 4,
        )

    def named(side: int) -> Side:
        person = book.people.by_id(side)
        public = person.praise == "public" and person.on_leaderboards and person.active
        return Side(person.name if public else None)

    def valued(side: int) -> bool:
        return teams[contest.team_id].shows_amounts and book.people.by_id(side).shows_amounts

    return named, valued


def for_one(book: Book, contest: Contest, person_id: int) -> tuple[Named, Valued]:
    """Names and figures as one person reads them in a message of their own: nobody's but their own."""
    return (
        lambda side: Side(book.people.by_id(side).name if side == person_id else None, own=side == person_id),
        lambda side: side == person_id,
    )


def may_read(viewer: Viewer, contest: Contest) -> bool:
    """For the reps of its teams, who leads them, and admins."""
    teams = {contest.team_id} if contest.of_people else {*contest.sides}
    return may_read_contest(viewer, teams)
