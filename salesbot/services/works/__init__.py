"""What works: which ways of selling win more often than like deals, for who may know, with the deals behind it."""

from salesbot.services.works.behind import DealsBehind, deals_behind
from salesbot.services.works.gathering import Gathered, gathered
from salesbot.services.works.showing import WorkShown, WorksShown, twelve_months, works_shown

__all__ = [
    "DealsBehind",
    "Gathered",
    "WorkShown",
    "WorksShown",
    "deals_behind",
    "gathered",
    "twelve_months",
    "works_shown",
]
