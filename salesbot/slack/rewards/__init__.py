"""`/sales rewards`: what can be earned, asked for and approved; badges given by hand; the catalogue and its budget."""

from __future__ import annotations

from salesbot.slack.asking import Word
from salesbot.slack.edge import Edge
from salesbot.slack.rewards import asking, keeping

WORDS = (Word("rewards", asking.on_rewards),)


def register(edge: Edge) -> None:
    """Answer the buttons and forms."""
    edge.action("rewards.open")(asking.on_open)
    edge.action("rewards.ask")(asking.on_ask)
    edge.action("rewards.approve")(asking.on_approve)
    edge.action("rewards.decline")(asking.on_decline)
    edge.action("rewards.withdraw")(asking.on_withdraw)
    edge.action("rewards.hand_over")(asking.on_hand_over)
    edge.action("rewards.retire")(keeping.on_retire)
    edge.action("rewards.new")(keeping.on_new)
    edge.form("rewards.new")(keeping.on_new_form)
    edge.action("rewards.budget")(keeping.on_budget)
    edge.form("rewards.budget")(keeping.on_budget_form)
    edge.action("rewards.rule")(keeping.on_rule)
    edge.form("rewards.rule")(keeping.on_rule_form)
    edge.action("rewards.end_rule")(keeping.on_end_rule)
    edge.action("rewards.badge")(asking.on_badge)
    edge.form("rewards.badge")(asking.on_badge_form)
