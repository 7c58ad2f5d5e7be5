"""Planning what the bot will say on its own: each thing is a row, once for each kind, recipient and period.

Nothing is planned for an instant before somebody was there to be told, or before the workspace went live.
"""

from salesbot.services.planning.cards import card_of, plan_card, stands
from salesbot.services.planning.cases import FOLLOWED_UP_AT, looked_at_on
from salesbot.services.planning.contest_days import begins, days_of_rounds, decided, first_told
from salesbot.services.planning.contests import plan_anew, tell_contest
from salesbot.services.planning.deals_channels import deals_team_of
from salesbot.services.planning.horizon import (
    AHEAD,
    CLOSING_AT,
    CLOSING_DAYS,
    LOOK_BACK,
    NAMING,
    NEAR,
    TOP_AT,
    TOP_EXPIRES_AFTER,
    plan_people,
    plan_team,
    replan,
)
from salesbot.services.planning.kinds import (
    NEWEST_ONLY,
    Kind,
    Recipient,
    deals_recipient,
    department_recipient,
    person_recipient,
    route_recipient,
    team_recipient,
)
from salesbot.services.planning.leading import (
    REP_MINUTE,
    led_teams,
    morning_minute,
    stood_in_for,
    usual_minute,
)
from salesbot.services.planning.modes import mode_on, trial_on, was_announced
from salesbot.services.planning.rows import (
    NEWS_EXPIRES_AFTER,
    due_in_channel,
    gathered_due,
    own_day,
    plan_direct,
    plan_gathered,
    plan_once,
    told_from,
    zone_of,
)
from salesbot.services.planning.to_read import READ_WITHIN, plan_to_read

__all__ = [
    "AHEAD",
    "CLOSING_AT",
    "CLOSING_DAYS",
    "FOLLOWED_UP_AT",
    "LOOK_BACK",
    "NAMING",
    "NEAR",
    "NEWEST_ONLY",
    "NEWS_EXPIRES_AFTER",
    "READ_WITHIN",
    "REP_MINUTE",
    "TOP_AT",
    "TOP_EXPIRES_AFTER",
    "Kind",
    "Recipient",
    "begins",
    "card_of",
    "days_of_rounds",
    "deals_recipient",
    "deals_team_of",
    "decided",
    "department_recipient",
    "due_in_channel",
    "first_told",
    "gathered_due",
    "led_teams",
    "looked_at_on",
    "mode_on",
    "morning_minute",
    "own_day",
    "person_recipient",
    "plan_anew",
    "plan_card",
    "plan_direct",
    "plan_gathered",
    "plan_once",
    "plan_people",
    "plan_team",
    "plan_to_read",
    "replan",
    "route_recipient",
    "stands",
    "stood_in_for",
    "team_recipient",
    "tell_contest",
    "told_from",
    "trial_on",
    "usual_minute",
    "was_announced",
    "zone_of",
]
