"""What was pressed, sent off, chosen or typed into is looked up by its name, however much the bot can answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.listener import Listener

from salesbot.slack.listeners import Listeners
from tests.cast import Cast
from tests.slack.asked import Bot

_PAYLOADS: dict[str, Callable[[str], dict[str, Any]]] = {
    "actions": lambda name: {"type": "block_actions", "actions": [{"action_id": name, "type": "button"}]},
    "forms": lambda name: {"type": "view_submission", "view": {"type": "modal", "callback_id": name}},
    "shortcuts": lambda name: {"type": "shortcut", "callback_id": name},
    "menus": lambda name: {"type": "block_suggestion", "action_id": name, "value": ""},
}


@pytest.mark.parametrize("control", ["nobody.knows", "absences.cancel", "deals.undo"])
def test_a_button_is_found_without_asking_the_listener_of_every_other(
    bot: Bot, sqlite_cast: Cast, control: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Listener] = []
    matches = Listener.matches

    def counted(listener: Listener, **given: Any) -> Any:
        asked.append(listener)
        return matches(listener, **given)

    monkeypatch.setattr(Listener, "matches", counted)
    said = bot.press(sqlite_cast.adria.kim, {"type": "button", "action_id": control, "value": "1"})
    assert said.status == 200
    assert len(asked) < 30


@pytest.mark.parametrize("kind", list(_PAYLOADS))
def test_the_first_of_one_name_answers_and_no_other_name_does(kind: str) -> None:
    heard: list[tuple[str, Any]] = []

    def hears(name: str) -> Callable[..., None]:
        return lambda ack, body, client: heard.append((name, body))

    app = _app()
    named = getattr(Listeners(app), kind)
    for name, listener in (("one", hears("first")), ("one", hears("second")), ("two", hears("other"))):
        named.add(name, listener)
    for name, answers in (("one", ["first"]), ("two", ["other"]), ("on", []), ("ones", []), ("", [])):
        heard.clear()
        app.dispatch(_request(_PAYLOADS[kind](name)))
        assert [name for name, _ in heard] == answers


def test_a_button_met_twice_in_a_block_is_the_same_button() -> None:
    heard: list[str] = []
    app = _app()
    Listeners(app).actions.add("one", lambda ack, body, client: heard.append(body["actions"][0]["action_id"]))
    for name in ("one#2", "one#3", "two#2"):
        app.dispatch(_request(_PAYLOADS["actions"](name)))
    assert heard == ["one#2", "one#3"]


def _app() -> App:
    return App(
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T0", bot_token="xoxb-test"),
        request_verification_enabled=False, process_before_response=True,
    )  # fmt: skip


def _request(payload: dict[str, Any]) -> BoltRequest:
    return BoltRequest(mode="socket_mode", body=payload)
