"""A local Slack workspace in the browser, for trying the bot and for testing it; it knows nothing of the bot."""

from salesbot.playground.calendar import TurnHooks
from salesbot.playground.cast import APP_ID, BOT, BOT_ID, Cast, Channel, Done, GuideLine, Member, small_cast
from salesbot.playground.keeping import forget_state
from salesbot.playground.server import Playground, PlaygroundConfig, PortTaken, serve
from salesbot.playground.workspace import AppSecrets

__all__ = [
    "APP_ID",
    "BOT",
    "BOT_ID",
    "AppSecrets",
    "Cast",
    "Channel",
    "Done",
    "GuideLine",
    "Member",
    "Playground",
    "PlaygroundConfig",
    "PortTaken",
    "TurnHooks",
    "forget_state",
    "serve",
    "small_cast",
]
