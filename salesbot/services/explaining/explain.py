"""The one way to have a figure explained; each kind of figure has a part of its own that gathers what it was made from.

A part asks the same service that shows the figure, so that its policy and its numbers are those that are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from salesbot.services.contests import ContestWorking
from salesbot.services.explaining.contests import contest_explained
from salesbot.services.explaining.forecast import ForecastExplained, forecast_explained
from salesbot.services.explaining.kpis import KpisExplained, kpis_explained
from salesbot.services.explaining.marketing import (
    BuyingExplained,
    CampaignsExplained,
    MarketsExplained,
    buying_explained,
    campaigns_explained,
    markets_explained,
)
from salesbot.services.explaining.orders import OrdersExplained, orders_explained
from salesbot.services.explaining.pipeline import PipelineExplained, pipeline_explained
from salesbot.services.explaining.plan import PlanExplained, plan_explained
from salesbot.services.explaining.potential import PotentialExplained, potential_explained
from salesbot.services.explaining.praise import PraiseExplained, praise_explained
from salesbot.services.explaining.staffing import StaffingExplained, staffing_explained
from salesbot.services.explaining.standing import StandingExplained, standing_explained
from salesbot.services.explaining.trials import trial_explained
from salesbot.services.explaining.wanted import Figure, Wanted
from salesbot.services.explaining.why import WhyExplained, why_explained
from salesbot.services.explaining.works import WorksExplained, works_explained
from salesbot.services.figures.explaining import explained
from salesbot.services.figures.working import Explained
from salesbot.services.trials import TrialShown

Told: TypeAlias = (
    Explained
    | ForecastExplained
    | PlanExplained
    | PipelineExplained
    | StaffingExplained
    | StandingExplained
    | WorksExplained
    | ContestWorking
    | TrialShown
    | KpisExplained
    | CampaignsExplained
    | BuyingExplained
    | MarketsExplained
    | WhyExplained
    | OrdersExplained
    | PotentialExplained
    | PraiseExplained
)
"""A figure with everything that it was made from."""


def explain(figure: Figure, wanted: Wanted) -> Told:
    """What a figure was made from. Raises NotAllowed for who may not see it."""
    return _PARTS[figure](wanted)


def _goal(wanted: Wanted) -> Explained:
    return explained(
        wanted.book, wanted.person, wanted.subject, now=wanted.now, locale=wanted.locale, as_of=wanted.as_of
    )


_PARTS: Mapping[Figure, Callable[[Wanted], Told]] = {
    Figure.GOAL: _goal,
    Figure.FORECAST: forecast_explained,
    Figure.PLAN: plan_explained,
    Figure.PIPELINE: pipeline_explained,
    Figure.STAFFING: staffing_explained,
    Figure.STANDING: standing_explained,
    Figure.WORKS: works_explained,
    Figure.CONTEST: contest_explained,
    Figure.TRIAL: trial_explained,
    Figure.KPIS: kpis_explained,
    Figure.CAMPAIGNS: campaigns_explained,
    Figure.BUYING: buying_explained,
    Figure.MARKETS: markets_explained,
    Figure.WHY: why_explained,
    Figure.ORDERS: orders_explained,
    Figure.POTENTIAL: potential_explained,
    Figure.PRAISE: praise_explained,
}
