"""*Log a Deal* as a step of a workflow."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import GUEST, Cast
from tests.slack.asked import Bot


def run(bot: Bot, inputs: dict[str, Any], event_id: str | None = None) -> tuple[str, dict[str, Any]]:
    """Run the step: which call of Slack's ended it, and with what."""
    event = {
        "type": "function_executed", "function": {"id": "Fn1", "callback_id": "log_deal", "type": "app"},
        "inputs": inputs, "function_execution_id": "Fx1", "workflow_execution_id": "Wx1",
        "bot_access_token": "xwfp-1", "user": None,
    }  # fmt: skip
    said = bot.event("", event, event_id=event_id)
    (called,) = [(method, sent) for method, sent in said.calls if method.startswith("functions.")]
    assert called[1]["function_execution_id"] == "Fx1"
    return called


def test_a_workflow_logs_a_deal_once(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    inputs = {
        "account": "Studio 54",
        "amount": "12.5k EUR",
        "stage": "won",
        "details": "source:fair",
        "rep": kim.slack_id,
    }
    for _ in range(2):
        method, sent = run(bot, inputs, "Ev77")
        assert method == "functions.completeSuccess"
        outputs = sent["outputs"]
        assert (outputs["account"], outputs["amount"], outputs["stage"]) == (
            "Studio 54",
            "12500.00 EUR",
            "won",
        )
    assert (outputs["deal"], "€12,500" in outputs["receipt"]) == ("1", True)
    assert "fair" in bot.sales(kim, "deal Studio 54").words


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ({"amount": "12.5.0k"}, "12.5.0k"),
        ({"stage": "wan"}, "wan"),
        ({"account": ""}, ""),
        ({"rep": GUEST}, ""),
        ({"rep": "U0NOBODY"}, "nobody"),
        ({"rep": ""}, ""),
        ({"stage": "lost"}, "reason"),
    ],
)
def test_what_will_not_do_ends_the_step_in_words(
    bot: Bot, sqlite_cast: Cast, inputs: dict[str, Any], why: str
) -> None:
    right = {"account": "Zora", "amount": "1k", "rep": sqlite_cast.adria.kim.slack_id}
    method, sent = run(bot, {**right, **inputs})
    assert method == "functions.completeError"
    assert why in sent["error"]
    assert len(sent["error"]) > 20
    assert "[" not in sent["error"]
    assert "Zora" not in bot.sales(sqlite_cast.adria.kim, "deals").words


def test_an_open_deal_of_the_account_is_said_unless_another_is_meant(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Zora 5k")
    inputs = {"account": "Zora", "amount": "1k", "rep": kim.slack_id}
    method, sent = run(bot, inputs)
    assert (method, "Zora" in sent["error"]) == ("functions.completeError", True)
    assert run(bot, {**inputs, "another": True})[0] == "functions.completeSuccess"
