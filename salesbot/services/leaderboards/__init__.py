"""Leaderboards: who stands where in a period, and how much of that somebody may read in Slack."""

from salesbot.services.leaderboards.contenders import contenders, standings
from salesbot.services.leaderboards.shown import Board, company_board, team_board

__all__ = ["Board", "company_board", "contenders", "standings", "team_board"]
