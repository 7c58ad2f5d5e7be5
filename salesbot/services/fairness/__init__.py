"""Fairness of praise, and who deserves a word: told to the manager, and visible to whom it is about."""

from salesbot.services.fairness.audited import FairnessTold, TeamFairness, audited, fairness_told
from salesbot.services.fairness.counted import Praised, praised_between
from salesbot.services.fairness.keeping import KeepingTold, keeping_told
from salesbot.services.fairness.noted import Noted, noted_about

__all__ = [
    "FairnessTold",
    "KeepingTold",
    "Noted",
    "Praised",
    "TeamFairness",
    "audited",
    "fairness_told",
    "keeping_told",
    "noted_about",
    "praised_between",
]
