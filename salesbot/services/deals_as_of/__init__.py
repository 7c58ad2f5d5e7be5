"""Deals as they stood as of a moment, divided among those who share them: for whatever is told of a day."""

from salesbot.services.deals_as_of.divided import DividedDeals, Part

__all__ = ["DividedDeals", "Part"]
