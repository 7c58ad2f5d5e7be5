"""Who belonged to a subject over a span of days: what the database is handed, so that it can count a team's deals."""

from __future__ import annotations

from datetime import date

from salesbot.domain.goals import Scope
from salesbot.services.attainment.winnings import Dated
from salesbot.storage.stays import Stay, Stays


def stays_of(teams: Dated, scope: Scope, subject_id: int | None, start: date, end: date) -> Stays:
    """Who was of the subject from the one day to before the other, and when; None for the company: everybody, always.

    A team is who was in it on each day; who never was in another stays without end on either side.
    """
    if scope is Scope.COMPANY or subject_id is None:
        return None
    if scope is Scope.REP:
        return (Stay(subject_id),)
    return tuple(
        stay for number in sorted(teams.numbers()) for stay in _of(teams, number, subject_id, start, end)
    )


def _of(teams: Dated, number: int, team_id: int, start: date, end: date) -> list[Stay]:
    days = sorted({start, *(day for day in teams.changes(number) if start < day < end)})
    within = [teams.of(number, day) == team_id for day in days]
    if all(within):
        return [Stay(number)]
    return [
        Stay(number, day, following)
        for day, following, here in zip(days, [*days[1:], None], within, strict=True)
        if here
    ]
