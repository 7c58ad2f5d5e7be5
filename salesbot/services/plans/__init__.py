"""What it takes to reach a goal: worked out, tried with other rates, saved, and followed."""

from salesbot.services.plans.saving import PlanSaved, save_plan
from salesbot.services.plans.showing import PlanShown, WhatIf, plan_shown
from salesbot.services.plans.versions import may_plan, saved_plan, saved_versions

__all__ = [
    "PlanSaved",
    "PlanShown",
    "WhatIf",
    "may_plan",
    "plan_shown",
    "save_plan",
    "saved_plan",
    "saved_versions",
]
