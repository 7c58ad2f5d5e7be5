"""How a team's leaderboard is shown on a day: as the team settled, or as a trial that was announced has it."""

from __future__ import annotations

from datetime import date

from salesbot.domain.as_of import morning_of
from salesbot.domain.leaderboards import Mode
from salesbot.domain.people import Team
from salesbot.domain.trials import Trial
from salesbot.storage.book import Book


def mode_on(book: Book, team: Team, day: date) -> Mode:
    """How the team's leaderboard is shown on the day."""
    trial = trial_on(book, team.id, day)
    mode = trial.mode_on(day) if trial is not None else None
    return mode or Mode(team.leaderboard)


def trial_on(book: Book, team_id: int, day: date) -> Trial | None:
    """The trial that decides on the day how the leaderboard is shown; None: none does."""
    for trial in book.trials.of_team(team_id):
        if trial.mode_on(day) is not None:
            return trial if was_announced(book, trial) else None
    return None


def was_announced(book: Book, trial: Trial) -> bool:
    """Whether the team read of the trial before its first day; one that it did not read of is none."""
    first = morning_of(trial.starts_on, book.workspace.zone)
    rows = book.announcements.about([f"trial:{trial.id}:announced"])
    return any(row.sent_at is not None and row.sent_at < first for row in rows)
