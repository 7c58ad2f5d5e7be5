"""Deals: logged, moved, won, lost, edited, taken back, and read."""

from salesbot.services.deals.approving import (
    Approval,
    approval_answered,
    approval_asked,
    approval_shown,
    approve_deal,
    send_back_deal,
)
from salesbot.services.deals.changing import (
    edit_deal,
    lose_deal,
    move_deal,
    needs_reason,
    put_into,
    reopen_deal,
    win_deal,
)
from salesbot.services.deals.crediting import credit_moved
from salesbot.services.deals.disputing import (
    DealDisputed,
    DisputeSeen,
    decline_dispute,
    dispute_answered,
    dispute_asked,
    dispute_shown,
    disputed,
    flag_credit,
    settle_dispute,
)
from salesbot.services.deals.handing import (
    AllHandedOver,
    hand_over,
    hand_over_all,
    open_deals_to_hand_over,
)
from salesbot.services.deals.history import DealHistory, HistoryLine, deal_history
from salesbot.services.deals.limits import may_approve
from salesbot.services.deals.logging import log_another, log_deal, log_into
from salesbot.services.deals.pipelines import pipeline_of_rep, stages_at_hand, stages_of_deal
from salesbot.services.deals.rating import rate_deal
from salesbot.services.deals.reading import deal_shown, deal_to_change, deals_of_account
from salesbot.services.deals.refunding import DealRefunded, RefundDraft, refund_deal, won_to_refund
from salesbot.services.deals.results import (
    Asked,
    DealAsked,
    DealFacts,
    DealLogged,
    DealTakenBack,
    DealUndone,
    OpenDeal,
    SharedPart,
    Standing,
)
from salesbot.services.deals.stating import at_usual_prices
from salesbot.services.deals.telling import all_facts, facts_of
from salesbot.services.deals.threads import (
    ThreadTold,
    deals_team,
    leave_deals_channel,
    thread_of,
    told_in_thread,
)
from salesbot.services.deals.undoing import announce_deal, undo, undo_latest, withdraw_deal

__all__ = [
    "AllHandedOver",
    "Approval",
    "Asked",
    "DealAsked",
    "DealDisputed",
    "DealFacts",
    "DealHistory",
    "DealLogged",
    "DealRefunded",
    "DealTakenBack",
    "DealUndone",
    "DisputeSeen",
    "HistoryLine",
    "OpenDeal",
    "RefundDraft",
    "SharedPart",
    "Standing",
    "ThreadTold",
    "all_facts",
    "announce_deal",
    "approval_answered",
    "approval_asked",
    "approval_shown",
    "approve_deal",
    "at_usual_prices",
    "credit_moved",
    "deal_history",
    "deal_shown",
    "deal_to_change",
    "deals_of_account",
    "deals_team",
    "decline_dispute",
    "dispute_answered",
    "dispute_asked",
    "dispute_shown",
    "disputed",
    "edit_deal",
    "facts_of",
    "flag_credit",
    "hand_over",
    "hand_over_all",
    "leave_deals_channel",
    "log_another",
    "log_deal",
    "log_into",
    "lose_deal",
    "may_approve",
    "move_deal",
    "needs_reason",
    "open_deals_to_hand_over",
    "pipeline_of_rep",
    "put_into",
    "rate_deal",
    "refund_deal",
    "reopen_deal",
    "send_back_deal",
    "settle_dispute",
    "stages_at_hand",
    "stages_of_deal",
    "thread_of",
    "told_in_thread",
    "undo",
    "undo_latest",
    "win_deal",
    "withdraw_deal",
    "won_to_refund",
]
