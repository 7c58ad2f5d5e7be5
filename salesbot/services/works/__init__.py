"""What works: which ways of selling win more often than like deals, for who may know, with the deals behind it."""

from salesbot.services.works.behind import DealsBehind, deals_behind
from salesbot.services.works.gathering import Gathered, gathered
from salesbot.services.works.saving import FoundToSave, found_to_save
from salesbot.services.works.showing import WorkShown, WorksShown, twelve_months, works_shown

__all__ = [
    "DealsBehind",
    "FoundToSave",
    "Gathered",
    "WorkShown",
    "WorksShown",
    "deals_behind",
    "found_to_save",
    "gathered",
    "twelve_months",
    "works_shown",
]
