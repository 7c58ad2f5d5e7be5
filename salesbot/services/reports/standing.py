"""The reports of where everybody stands: attainment and the leaderboard."""

from __future__ import annotations

from salesbot.domain.goals import Scope
from salesbot.domain.leaderboards import By
from salesbot.services.attainment import attainment_rows
from salesbot.services.leaderboards import standings
from salesbot.services.reports.asked import Asked, ReportAskedWrongly
from salesbot.services.reports.tables import Table, fields

_ATTAINMENT = fields(
    "scope name metric period goal won attainment gap expected pace projected needed_per_day"
    " working_days_gone working_days_left reps_at_goal status",
    money="goal won gap expected projected needed_per_day",
)
_LEADERBOARD = fields("place name value attainment by", money="value")


def attainment(asked: Asked) -> Table:
    """Where everybody stands against their goals of the period: company, teams, territories, reps."""
    scopes = tuple(Scope) if asked.scope is None else (asked.scope,)
    rows = attainment_rows(asked.book, asked.period, asked.as_of, scopes)
    return Table(
        _ATTAINMENT,
        tuple(
            (
                row.scope, row.name, row.metric, row.period, row.goal, row.won, row.attainment, row.gap,
                row.expected, row.pace, row.projected, row.needed_per_day, row.working_days_gone,
                row.working_days_left, row.reps_at_goal, row.status.value,
            )
            for row in rows
        ),
    )  # fmt: skip


def leaderboard(asked: Asked) -> Table:
    """Who stands where in the period. It is one of people: another scope raises ReportAskedWrongly."""
    if asked.scope not in (None, Scope.REP):
        raise ReportAskedWrongly(
            name=asked.name, option="scope", typed=asked.scope.value if asked.scope else "",
            known=(Scope.REP.value,),
        )  # fmt: skip
    by = By(asked.chosen_by(each.value for each in By))
    rows = standings(asked.book, asked.period, by, asked.as_of)
    return Table(
        _LEADERBOARD,
        tuple((row.place, row.name, row.value, row.attainment, row.by.value) for row in rows),
    )
