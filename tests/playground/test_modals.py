"""Modals, App Home and response_urls: triggers, stacks, hashes, uses."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.sync.client import ClientConnection

from tests.playground.people import Json, Running
from tests.playground.test_sockets import Typing, acknowledge, heard, line

Bot = tuple[Running, ClientConnection]


@pytest.fixture
def bot(slack: Running) -> Iterator[Bot]:
    with line(slack) as open_line:
        yield slack, open_line


def form(title: str = "Log a deal", **more: Any) -> Json:
    amount = {"type": "plain_text_input", "action_id": "amount"}
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            {
                "type": "input",
                "block_id": "amount",
                "label": {"type": "plain_text", "text": "Amount"},
                "element": amount,
            },
            {
                "type": "actions",
                "block_id": "more",
                "elements": [
                    {"type": "button", "action_id": "push", "text": {"type": "plain_text", "text": "More"}}
                ],
            },
        ],
        **more,
    }


def trigger(bot: Bot) -> str:
    slack, open_line = bot
    kim = Typing(slack, "shortcut", callback_id="log_deal_global")
    envelope = heard(open_line)
    acknowledge(open_line, envelope)
    assert kim.said()["ok"]
    assert "response_url" not in envelope["payload"]
    assert "channel" not in envelope["payload"]
    return str(envelope["payload"]["trigger_id"])


def opened(bot: Bot, **more: Any) -> Json:
    view: Json = bot[0].call("views.open", trigger_id=trigger(bot), view=form(**more))["view"]
    return view


def click(bot: Bot, view: Json) -> Json:
    slack, open_line = bot
    where = {"container": {"type": "view", "view_id": view["id"]}, "block_id": "more", "action_id": "push"}
    typed = {"amount": {"amount": {"type": "plain_text_input", "value": "12"}}}
    kim = Typing(slack, "action", **where, action={}, state={"values": typed})
    envelope = heard(open_line)
    acknowledge(open_line, envelope)
    assert kim.said()["ok"]
    payload: Json = envelope["payload"]
    return payload


def submit(bot: Bot, view: Json, answer: Json | None) -> Json:
    slack, open_line = bot
    kim = Typing(slack, "submit", view_id=view["id"], state={"values": {}})
    acknowledge(open_line, heard(open_line), answer)
    return kim.said()


def test_a_trigger_is_good_once(bot: Bot) -> None:
    slack = bot[0]
    name = trigger(bot)
    assert slack.call("views.open", trigger_id=name, view=form())["ok"]
    assert slack.call("views.open", trigger_id=name, view=form())["error"] == "exchanged_trigger_id"
    assert slack.call("views.open", trigger_id="1.2.x", view=form())["error"] == "invalid_trigger_id"


def test_a_trigger_is_good_for_three_seconds(bot: Bot) -> None:
    name = trigger(bot)
    time.sleep(3.05)
    assert bot[0].call("views.open", trigger_id=name, view=form())["error"] == "expired_trigger_id"


def test_a_faulty_view_is_refused_with_a_pointer(bot: Bot) -> None:
    refused = bot[0].call(
        "views.open", trigger_id=trigger(bot), view=form("A title that is far too long for it")
    )
    assert refused["error"] == "invalid_arguments"
    assert "[json-pointer:/view/title/text]" in refused["response_metadata"]["messages"][0]
    large = form(private_metadata="x" * 251_000)
    assert bot[0].call("views.open", trigger_id=trigger(bot), view=large)["error"] == "view_too_large"


def test_modals_stack_three_high(bot: Bot) -> None:
    slack = bot[0]
    first = opened(bot, callback_id="first")
    payload = click(bot, first)
    assert payload["container"] == {"type": "view", "view_id": first["id"]}
    assert "response_url" not in payload
    assert payload["view"]["state"]["values"]["amount"]["amount"]["value"] == "12"
    second = slack.call("views.push", trigger_id=payload["trigger_id"], view=form("Second"))["view"]
    assert (second["previous_view_id"], second["root_view_id"]) == (first["id"], first["id"])
    third = slack.call("views.push", trigger_id=click(bot, second)["trigger_id"], view=form("Third"))["view"]
    fourth = slack.call("views.push", trigger_id=click(bot, third)["trigger_id"], view=form("Fourth"))
    assert fourth["error"] == "push_limit_reached"
    assert submit(bot, third, None)["ok"]
    assert [view["title"]["text"] for view in slack.views("U0KIM")] == ["Log a deal", "Second"]
    assert submit(bot, second, {"response_action": "clear"})["response_action"] == "clear"
    assert slack.views("U0KIM") == []


def test_an_answer_can_update_and_push(bot: Bot) -> None:
    slack = bot[0]
    view = opened(bot)
    assert submit(bot, view, {"response_action": "update", "view": form("Sure?")})["ok"]
    [changed] = slack.views("U0KIM")
    assert (changed["id"], changed["title"]["text"]) == (view["id"], "Sure?")
    assert changed["hash"] != view["hash"]
    assert submit(bot, view, {"response_action": "push", "view": form("Next")})["ok"]
    assert len(slack.views("U0KIM")) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {"more": "no input"}},
        {"response_action": "update", "view": {"type": "home", "blocks": []}},
        {"response_action": "shrug"},
    ],
)
def test_a_wrong_answer_leaves_the_form_open_and_says_so(bot: Bot, answer: Json) -> None:
    view = opened(bot)
    refused = submit(bot, view, answer)
    assert (refused["error"], refused["errors"]) == ("view_errors", {})
    assert refused["general"].startswith("We had some trouble connecting")
    assert len(bot[0].views("U0KIM")) == 1


def test_an_older_hash_is_a_conflict(bot: Bot) -> None:
    slack = bot[0]
    view = opened(bot, external_id="deal-7")
    update = {"view_id": view["id"], "hash": view["hash"], "view": form("Newer", external_id="deal-7")}
    newer = slack.call("views.update", **update)["view"]
    assert slack.call("views.update", **update)["error"] == "hash_conflict"
    by_name = slack.call("views.update", external_id="deal-7", view=form("By name", external_id="deal-7"))
    assert by_name["view"]["id"] == newer["id"]
    again = slack.call("views.open", trigger_id=trigger(bot), view=form(external_id="deal-7"))
    assert again["error"] == "duplicate_external_id"
    assert slack.call("views.update", view_id="V0GONE", view=form())["error"] == "not_found"


@pytest.mark.parametrize("cleared", [False, True])
def test_closing_is_told_to_whoever_asked(bot: Bot, cleared: bool) -> None:
    slack, open_line = bot
    view = opened(bot, notify_on_close=True)
    slack.post("close", **{"as": "U0KIM"}, view_id=view["id"], is_cleared=cleared)
    envelope = heard(open_line)
    acknowledge(open_line, envelope)
    assert (envelope["payload"]["type"], envelope["payload"]["is_cleared"]) == ("view_closed", cleared)
    assert "trigger_id" not in envelope["payload"]
    assert slack.views("U0KIM") == []


def test_untouched_and_emptied_inputs_are_submitted(bot: Bot) -> None:
    slack, open_line = bot
    view = form()
    text = {"type": "plain_text", "text": "Won"}
    stage = {
        "type": "static_select",
        "action_id": "stage",
        "options": [{"text": text, "value": "won"}],
        "initial_option": {"text": text, "value": "won"},
    }
    boxes = {"type": "checkboxes", "action_id": "flags", "options": [{"text": text, "value": "won"}]}
    day = {"type": "datepicker", "action_id": "day", "initial_date": "2026-08-02"}
    for name, element in {"stage": stage, "flags": boxes, "day": day}.items():
        label = {"type": "plain_text", "text": name}
        view["blocks"].append(
            {"type": "input", "block_id": name, "label": label, "element": element, "optional": True}
        )
    shown = slack.call("views.open", trigger_id=trigger(bot), view=view)["view"]
    emptied = {"day": {"day": {"type": "datepicker", "selected_date": None}}}
    kim = Typing(slack, "submit", view_id=shown["id"], state={"values": emptied})
    envelope = heard(open_line)
    acknowledge(open_line, envelope)
    assert kim.said()["ok"]
    values = envelope["payload"]["view"]["state"]["values"]
    assert values["stage"]["stage"]["selected_option"]["value"] == "won"
    assert values["flags"]["flags"] == {"type": "checkboxes", "selected_options": []}
    assert values["day"]["day"]["selected_date"] is None
    assert values["amount"]["amount"] == {"type": "plain_text_input", "value": None}


def test_an_external_select_is_searched(bot: Bot) -> None:
    slack, open_line = bot
    view = form()
    view["blocks"][0]["element"] = {"type": "external_select", "action_id": "account"}
    shown = slack.call("views.open", trigger_id=trigger(bot), view=view)["view"]
    where = {
        "container": {"type": "view", "view_id": shown["id"]},
        "block_id": "amount",
        "action_id": "account",
    }
    kim = Typing(slack, "suggest", **where, value="acm")
    envelope = heard(open_line)
    assert (envelope["payload"]["type"], envelope["payload"]["value"]) == ("block_suggestion", "acm")
    option = {"text": {"type": "plain_text", "text": "Acme"}, "value": "42"}
    acknowledge(open_line, envelope, {"options": [option]})
    assert kim.said()["options"] == [option]


def test_a_home_is_published_and_clicked(bot: Bot) -> None:
    slack, open_line = bot
    home = {"type": "home", "blocks": [form()["blocks"][1]]}
    published = slack.call("views.publish", user_id="U0KIM", view=home)["view"]
    stale = slack.call("views.publish", user_id="U0KIM", view=home, hash="1.old")
    assert stale["error"] == "hash_conflict"
    acknowledged = Typing(slack, "home", tab="home")
    envelope = heard(open_line)
    acknowledge(open_line, envelope)
    assert envelope["payload"]["event"]["view"]["id"] == published["id"]
    assert acknowledged.said()["view"]["type"] == "home"
    payload = click(bot, published)
    assert payload["container"]["type"] == "view"
    assert "channel" not in payload
    assert payload["view"]["type"] == "home"


def test_a_message_shortcut_carries_its_message(bot: Bot) -> None:
    slack, open_line = bot
    ts = slack.call("chat.postMessage", channel="C0LEADS", text="Acme wants 12k")["ts"]
    ada = Typing(
        slack, "shortcut", callback_id="log_deal_message", channel="C0LEADS", message_ts=ts, **{"as": "U0ADA"}
    )
    envelope = heard(open_line)
    acknowledge(open_line, envelope)
    assert ada.said()["ok"]
    payload = envelope["payload"]
    assert (payload["type"], payload["message"]["text"]) == ("message_action", "Acme wants 12k")
    assert payload["channel"]["name"] == "privategroup"
    assert payload["response_url"]
