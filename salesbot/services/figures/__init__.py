"""Figures as somebody looks at them in Slack: where one stands, where the team stands, and how it was computed."""

from salesbot.services.figures.differing import ChangedDeal, Difference, why_it_changed
from salesbot.services.figures.explaining import explained
from salesbot.services.figures.movements import Movements, movements
from salesbot.services.figures.own import DueDeal, OwnFigures, own_figures
from salesbot.services.figures.subjects import Subject
from salesbot.services.figures.teams import NoTeamToShow, TeamFigures, team_figures, teams_seen
from salesbot.services.figures.working import Explained, Line

__all__ = [
    "ChangedDeal",
    "Difference",
    "DueDeal",
    "Explained",
    "Line",
    "Movements",
    "NoTeamToShow",
    "OwnFigures",
    "Subject",
    "TeamFigures",
    "explained",
    "movements",
    "own_figures",
    "team_figures",
    "teams_seen",
    "why_it_changed",
]
