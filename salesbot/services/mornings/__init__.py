"""The one message that a person gets in the morning, whatever roles and teams they have."""

from salesbot.services.mornings.morning import Morning, morning_message, morning_of_person
from salesbot.services.mornings.own import OwnChange, OwnMorning

__all__ = ["Morning", "OwnChange", "OwnMorning", "morning_message", "morning_of_person"]
