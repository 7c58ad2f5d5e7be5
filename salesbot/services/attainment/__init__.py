"""Attainment: what was won, and where everybody stands against their goals."""

from salesbot.services.attainment.carrying import Carried, carried_by, carried_in
from salesbot.services.attainment.choosing import metrics_of_people
from salesbot.services.attainment.counted import MetricUnmeasured
from salesbot.services.attainment.hiding import tells_anothers
from salesbot.services.attainment.measured import Measured
from salesbot.services.attainment.rows import (
    TeamAttainment,
    attainment_rows,
    person_attainment,
    team_attainment,
)
from salesbot.services.attainment.winnings import Teams, Winnings, Won
from salesbot.services.attainment.won import is_measured, winnings

__all__ = [
    "Carried",
    "Measured",
    "MetricUnmeasured",
    "TeamAttainment",
    "Teams",
    "Winnings",
    "Won",
    "attainment_rows",
    "carried_by",
    "carried_in",
    "is_measured",
    "metrics_of_people",
    "person_attainment",
    "team_attainment",
    "tells_anothers",
    "winnings",
]
