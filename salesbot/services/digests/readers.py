"""Who reads along in a channel, where somebody wants there what is told them: each must be allowed to see all of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from salesbot.domain.access import may_see_company, may_see_person, may_see_team_total
from salesbot.domain.people import Person, Role
from salesbot.domain.viewers import Viewer
from salesbot.services.calendars import workspace_day
from salesbot.services.digests.morning import teams_of_digest
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


def all_may_read(book: Book, person: Person, slack_ids: Iterable[str], now: datetime) -> bool:
    """Whether each of these Slack accounts may see everything that a digest may tell the person.

    That is the person's own figures, those of everybody in the teams of their digest, and for who leads the company
    the company's. An account of nobody known may see nothing.
    """
    day = workspace_day(book, now)
    viewer = viewer_of(book, person, now)
    teams = [team.id for team in teams_of_digest(book, person, viewer, day)]
    members = {team_id: book.people.members_on(team_id, day) for team_id in teams}
    people = {person.id}.union(*(each for each in members.values()))
    reps = frozenset(each.id for each in book.people.having(Role.REP))

    def may_read(reader: Viewer) -> bool:
        return (
            all(may_see_person(reader, each) for each in people)
            and all(may_see_team_total(reader, team_id, len(each)) for team_id, each in members.items())
            and (not viewer.has(Role.EXECUTIVE) or may_see_company(reader, reps))
        )

    readers = [book.people.by_slack_id(slack_id) for slack_id in slack_ids]
    return all(may_read(viewer_of(book, each, now)) for each in readers)
