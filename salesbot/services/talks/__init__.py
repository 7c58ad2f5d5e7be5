"""One-to-one talks: prepared from the figures, noted, agreed on, and looked at again afterwards."""

from salesbot.services.talks.actions import (
    agree_action,
    looked_at_again,
    open_actions_of,
    settle_action,
)
from salesbot.services.talks.helped import ActionSeen, actions_seen
from salesbot.services.talks.listing import TalksListed, talks_listed
from salesbot.services.talks.noting import add_note, add_point, hold_talk, settle_point
from salesbot.services.talks.preparing import TalkPrepared, talk_prepared

__all__ = [
    "ActionSeen",
    "TalkPrepared",
    "TalksListed",
    "actions_seen",
    "add_note",
    "add_point",
    "agree_action",
    "hold_talk",
    "looked_at_again",
    "open_actions_of",
    "settle_action",
    "settle_point",
    "talk_prepared",
    "talks_listed",
]
