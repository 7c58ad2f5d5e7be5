"""Deals: logged, moved, won, lost, edited, taken back, and read."""

from salesbot.services.deals.changing import (
    edit_deal,
    lose_deal,
    move_deal,
    needs_reason,
    put_into,
    reopen_deal,
    win_deal,
)
from salesbot.services.deals.logging import log_another, log_deal, log_into
from salesbot.services.deals.reading import deal_shown, deals_of_account, open_deals
from salesbot.services.deals.results import (
    DealAsked,
    DealFacts,
    DealLogged,
    DealTakenBack,
    DealUndone,
    OpenDeal,
    SharedPart,
    StageOfDeals,
    Standing,
)
from salesbot.services.deals.telling import all_facts, facts_of
from salesbot.services.deals.undoing import announce_deal, undo, undo_latest, withdraw_deal

__all__ = [
    "DealAsked",
    "DealFacts",
    "DealLogged",
    "DealTakenBack",
    "DealUndone",
    "OpenDeal",
    "SharedPart",
    "StageOfDeals",
    "Standing",
    "all_facts",
    "announce_deal",
    "deal_shown",
    "deals_of_account",
    "edit_deal",
    "facts_of",
    "log_another",
    "log_deal",
    "log_into",
    "lose_deal",
    "move_deal",
    "needs_reason",
    "open_deals",
    "put_into",
    "reopen_deal",
    "undo",
    "undo_latest",
    "win_deal",
    "withdraw_deal",
]
