"""Recognition: which wins a team hears of, what was special about them, and what is never told.

Names and places only. Amounts stand in a channel only where the team and everybody named said yes and nobody
from outside reads along; who asked for no public praise is not named.
"""

from salesbot.services.recognition.asking import asks_about_amounts
from salesbot.services.recognition.feats import OwnFeat, own_feat, remember_feats
from salesbot.services.recognition.hearing import Hearing, hearing, told_apart
from salesbot.services.recognition.planned import (
    announce_now,
    cancel_shout_out,
    plan_shout_out,
    waiting_shout_out,
)
from salesbot.services.recognition.settled import PraiseSettled, praise_settled, settle_praise
from salesbot.services.recognition.told import (
    ShoutOut,
    gathered,
    shout_out,
    team_told,
)
from salesbot.services.recognition.wins import closed_day, team_of, wins_of

__all__ = [
    "Hearing",
    "OwnFeat",
    "PraiseSettled",
    "ShoutOut",
    "announce_now",
    "asks_about_amounts",
    "cancel_shout_out",
    "closed_day",
    "gathered",
    "hearing",
    "own_feat",
    "plan_shout_out",
    "praise_settled",
    "remember_feats",
    "settle_praise",
    "shout_out",
    "team_of",
    "team_told",
    "told_apart",
    "waiting_shout_out",
    "wins_of",
]
