"""How a period will end: seen in every way, stated by people, and with what is assumed."""

from salesbot.services.forecasts.estimates import (
    EstimateStated,
    Stated,
    estimates_for,
    may_state,
    state_estimate,
)
from salesbot.services.forecasts.learning import UsualEnd
from salesbot.services.forecasts.shown import ForecastShown, RepAhead, forecast_shown

__all__ = [
    "EstimateStated",
    "ForecastShown",
    "RepAhead",
    "Stated",
    "UsualEnd",
    "estimates_for",
    "forecast_shown",
    "may_state",
    "state_estimate",
]
