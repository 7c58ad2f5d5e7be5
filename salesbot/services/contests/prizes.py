"""Points for who comes first in a contest, entered once when it is decided."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.contests import ContestStatus, Form
from salesbot.domain.feats import Game
from salesbot.services.calendars import workspace_day
from salesbot.services.contests.shown import winners
from salesbot.services.contests.sides import people_by_side
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


def award_points(book: Book, row: Announcement, now: datetime) -> int:
    """Enter the points of a contest whose result is about to be told; answers with how many people got some.

    Where the team plays for points, and it was not cancelled. Of a team that won, everybody gets them; who shares the
    first place does too.
    """
    if row.subject["what"] != "result":
        return 0
    contest = book.contests.by_id(int(row.subject["contest"]))
    day = workspace_day(book, now)
    plays = Game.POINTS in book.praise.of_team(contest.team_id).games
    if not contest.points or not plays or contest.status(now, day) is not ContestStatus.OVER:
        return 0
    sides = people_by_side(book, contest, now)
    firsts = winners(book, contest, now)
    people = [
        person for side in firsts for person in (sides[side] if contest.form is Form.TEAMS else (side,))
    ]
    return sum(
        book.rewards.enter_points(person, f"contest:{contest.id}:{person}", contest.points, day=day, now=now)
        for person in people
    )
