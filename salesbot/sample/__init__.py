"""A made-up company with eighteen months of history, always the same: something true to show for every feature."""

from salesbot.sample.company import COMPANY, Company, MadeUpChannel, MadeUpPerson
from salesbot.sample.story import tell

__all__ = ["COMPANY", "Company", "MadeUpChannel", "MadeUpPerson", "tell"]
