"""What a rep typed, read: text and context in, a draft, an amount or a day out, or the exact mistake.

Pure: no database, no calls to Slack, no clock.
"""

from salesbot.slack.parsing.account_lines import (
    ActivityLine,
    FollowUpLine,
    kind_named,
    read_activity,
    read_follow_up,
)
from salesbot.slack.parsing.amounts import exact_text, read_amount
from salesbot.slack.parsing.calendar_days import Looks
from salesbot.slack.parsing.context import AccountNames, ParsingContext, ReasonName, StageName
from salesbot.slack.parsing.days import read_day, read_days_range
from salesbot.slack.parsing.deals import read_deal
from salesbot.slack.parsing.intents import (
    WORDS,
    Intent,
    deal_word,
    nearest_words,
    read_intent,
    resembles_word,
)
from salesbot.slack.parsing.names import NamesAtHand, near_names, nearest
from salesbot.slack.parsing.natural import Meant, NotMeant, read_natural, read_small_talk
from salesbot.slack.parsing.ready import make_ready
from salesbot.slack.parsing.trainings import NAMES as TRAINING_WORDS
from salesbot.slack.parsing.trainings import TrainingLine, read_training
from salesbot.slack.parsing.words import clean, escaped, plain, quoted

__all__ = [
    "TRAINING_WORDS",
    "WORDS",
    "AccountNames",
    "ActivityLine",
    "FollowUpLine",
    "Intent",
    "Looks",
    "Meant",
    "NamesAtHand",
    "NotMeant",
    "ParsingContext",
    "ReasonName",
    "StageName",
    "TrainingLine",
    "clean",
    "deal_word",
    "escaped",
    "exact_text",
    "kind_named",
    "make_ready",
    "near_names",
    "nearest",
    "nearest_words",
    "plain",
    "quoted",
    "read_activity",
    "read_amount",
    "read_day",
    "read_days_range",
    "read_deal",
    "read_follow_up",
    "read_intent",
    "read_natural",
    "read_small_talk",
    "read_training",
    "resembles_word",
]
