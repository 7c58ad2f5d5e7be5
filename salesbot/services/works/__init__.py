"""What works: which ways of selling win more often than like deals, for who may know, with the deals behind it."""

from salesbot.services.works.behind import FindingBehind, finding_behind
from salesbot.services.works.gathering import Gathered, gathered
from salesbot.services.works.posting import WorksAsked, WorksPost, answer_works, works_asked, works_post
from salesbot.services.works.saving import FoundToSave, found_to_save
from salesbot.services.works.sayings import Saying
from salesbot.services.works.showing import WorkShown, WorksShown, twelve_months, works_shown

__all__ = [
    "FindingBehind",
    "FoundToSave",
    "Gathered",
    "Saying",
    "WorkShown",
    "WorksAsked",
    "WorksPost",
    "WorksShown",
    "answer_works",
    "finding_behind",
    "found_to_save",
    "gathered",
    "twelve_months",
    "works_asked",
    "works_post",
    "works_shown",
]
