"""What a trial of two ways to show a leaderboard told: planned as rows when it is over or was stopped."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.people import Team
from salesbot.domain.periods import DAY
from salesbot.services.calendars import workspace_day
from salesbot.services.planning.contest_days import decided
from salesbot.services.planning.kinds import Kind, person_recipient, team_recipient
from salesbot.services.planning.modes import was_announced
from salesbot.services.planning.rows import NEWS_EXPIRES_AFTER, plan_once
from salesbot.storage.book import Book


def plan_trial_reports(book: Book, team: Team, now: datetime, until: datetime) -> int:
    """Plan the report of the team's trials, for its channel and who leads it; answers with how many rows are new."""
    made, day = 0, workspace_day(book, now)
    for trial in book.trials.of_team(team.id):
        stopped = trial.stopped_on is not None
        due = now if stopped else decided(book, trial.ends_on - DAY)
        old = trial.ends_on < day - 14 * DAY
        if old or due > until or not was_announced(book, trial) or trial.ends_on <= trial.starts_on:
            continue
        recipients = [team_recipient(team.id)] if team.channel_id is not None else []
        recipients += [person_recipient(team.manager_id)] if team.manager_id is not None else []
        made += sum(
            plan_once(
                book, Kind.TRIAL, recipient, f"trial:{trial.id}:report", now=now, due=due,
                subject={"trial": trial.id, "what": "report"}, expires_after=NEWS_EXPIRES_AFTER,
            )
            for recipient in recipients
        )  # fmt: skip
    return made
