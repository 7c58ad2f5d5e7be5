"""What Slack delivers and no listener is there for is taken as received, and told of once."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.cast import TEAM_ID
from tests.slack.asked import Bot

_BY = {
    "team": {"id": TEAM_ID},
    "user": {"id": "U0KIM", "team_id": TEAM_ID},
    "trigger_id": "1.1",
    "api_app_id": "A1",
}
_LIMITED = {
    "token": "x", "type": "app_rate_limited", "team_id": TEAM_ID, "api_app_id": "A1", "minute_rate_limited": 1518467820,
}  # fmt: skip


def figure(bot: Bot, name: str) -> float:
    lines = bot.runtime.measures.shown().decode().splitlines()
    return next(float(line.split()[-1]) for line in lines if line.startswith(name))


def test_that_events_are_withheld_is_counted_and_the_log_warns_of_it(bot: Bot) -> None:
    assert figure(bot, "salesbot_events_withheld_total") == 0
    with capture_logs() as logs:
        assert [bot.send(_LIMITED).status for _ in range(3)] == [200] * 3
    assert figure(bot, "salesbot_events_withheld_total") == 3
    assert [(log["log_level"], log["team"]) for log in logs] == [("warning", TEAM_ID)], "once an hour"


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "actions": [], **_BY},
        {"type": "block_actions", **_BY},
        {"type": "workflow_step_edit", "callback_id": "old", "workflow_step": {}, **_BY},
        {"type": "dialog_submission", "callback_id": "old", "submission": {}, **_BY},
        {"type": "interactive_message", "callback_id": "old", "actions": [{"name": "a"}], **_BY},
    ],
)
def test_what_nobody_answers_is_taken_as_received(bot: Bot, payload: dict[str, Any]) -> None:
    with capture_logs() as logs:
        assert [bot.send(payload).status for _ in range(2)] == [200, 200]
    assert [log["event"] for log in logs] == ["nothing here answers such a delivery"]


def test_what_there_are_listeners_for_is_let_through(bot: Bot) -> None:
    unknown = {"type": "view_submission", "view": {"id": "V1", "callback_id": "none", "type": "modal"}, **_BY}
    assert bot.send(unknown).status == 404, "Slack tells the person that the form was not taken"
