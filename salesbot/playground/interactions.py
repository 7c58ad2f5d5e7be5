"""A person clicks, submits, closes, searches or takes a shortcut: the bot is asked, and its answer applied."""

from typing import Any

from salesbot.playground.blocks import element_in, input_ids, state_of
from salesbot.playground.checking import check_view
from salesbot.playground.deliveries import Answer, Parcel
from salesbot.playground.errors import PageError, SlackError
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.modals import close_all, close_top, push_upon, replace_shape
from salesbot.playground.payloads import (
    closing,
    in_message,
    in_view,
    message_actions,
    message_shortcut_payload,
    shortcut_payload,
    submission,
    view_actions,
)
from salesbot.playground.records import Message, View

Json = dict[str, Any]

NO_ANSWER = "This app didn’t respond in time. Try again?"
TROUBLE = "We had some trouble connecting. Try again?"


async def act(slack: LocalSlack, user: str, container: Json, action: Json, touched: Json) -> None:
    """Send block_actions for what a person touched in a message, a modal or the home."""
    if container.get("type") == "view":
        view = _view(slack, user, str(container.get("view_id")))
        action = _action(slack, view.shape["blocks"], action)
        payload = view_actions(
            slack, user, view, action, state_of(view.shape["blocks"], touched, view.origin)
        )
    else:
        message = _message(slack, user, container)
        action = _action(slack, message.blocks or [], action)
        payload = message_actions(slack, user, message, action, touched)
    _check(await slack.deliveries.bring(Parcel("interactive", payload)))


def _view(slack: LocalSlack, user: str, view_id: str) -> View:
    view = slack.views.find(view_id)
    if view is None or view.user != user:
        raise PageError(
            "view_not_found", "This is not open any more, as after a restart. Close it and open it again."
        )
    return view


def _message(slack: LocalSlack, user: str, container: Json) -> Message:
    channel, ts = str(container.get("channel")), str(container.get("ts"))
    message = slack.space.find(channel, ts, user)
    if message is None or not slack.space.may_see(user, slack.space.conversations[channel]):
        raise PageError("message_not_found", "This message is gone.")
    return message


def _action(slack: LocalSlack, blocks: list[Json], action: Json) -> Json:
    element = element_in(blocks, str(action.get("block_id")), str(action.get("action_id")))
    if element is None:
        raise PageError("action_not_found", "This control is no longer here.")
    shown: Json = {
        name: element[name] for name in ("text", "value", "url", "style", "confirm") if name in element
    }
    return {
        **(shown if element["type"] in ("button", "workflow_button") else {}),
        **action,
        "type": element["type"],
        "action_ts": slack.calendar.mint_ts(),
    }


def _check(answer: Answer) -> None:
    if answer.status == "timeout":
        raise PageError("operation_timeout", NO_ANSWER)
    if answer.status == "failed":
        raise PageError("dispatch_failed", TROUBLE)


async def submit(slack: LocalSlack, user: str, view_id: str, touched: Json) -> str | None:
    """Submit a modal and apply the answer; gives its `response_action`, PageError `view_errors` carries errors."""
    view = _view(slack, user, view_id)
    values = state_of(view.shape["blocks"], touched, view.origin)
    answer = await slack.deliveries.bring(Parcel("interactive", submission(slack, user, view, values)))
    _check(answer)
    payload = answer.payload if isinstance(answer.payload, dict) else {}
    action = payload.get("response_action")
    try:
        _apply(slack, view, action, payload)
    except SlackError as refused:
        general = f"{TROUBLE} ({refused.name})"
        slack.audience.show(
            {"type": "view_errors", "view_id": view.id, "errors": {}, "general": general}, {user}
        )
        raise PageError("view_errors", general, errors={}, general=general, **refused.details) from refused
    return action


def _apply(slack: LocalSlack, view: View, action: str | None, payload: Json) -> None:
    if action == "errors":
        _show_errors(slack, view, payload.get("errors") or {})
    elif action == "update":
        replace_shape(slack, view, check_view(slack, payload.get("view"), ("modal",)))
    elif action == "push":
        push_upon(slack, view, check_view(slack, payload.get("view"), ("modal",)))
    elif action == "clear":
        close_all(slack, view)
    elif action is None:
        close_top(slack, view)
    else:
        raise SlackError("invalid_response_action")


def _show_errors(slack: LocalSlack, view: View, errors: Json) -> None:
    """Show errors under their inputs; Slack takes none that is not an input block's."""
    known = input_ids(view.shape["blocks"])
    if not errors or any(name not in known or not isinstance(text, str) for name, text in errors.items()):
        raise SlackError("invalid_errors")
    slack.audience.show({"type": "view_errors", "view_id": view.id, "errors": errors}, {view.user})
    raise PageError("view_errors", "Some answers need another look.", errors=errors)


async def close(slack: LocalSlack, user: str, view_id: str, *, cleared: bool) -> None:
    """Close a modal, or all of its stack; the bot hears of it if it asked to."""
    view = _view(slack, user, view_id)
    cleared = cleared or bool(view.shape.get("clear_on_close"))
    told = slack.views.open.get(view.root, view) if cleared else view
    payload = closing(slack, user, told, cleared=cleared) if told.shape.get("notify_on_close") else None
    (close_all if cleared else close_top)(slack, view)
    if payload is not None:
        slack.deliveries.later(slack.deliveries.bring(Parcel("interactive", payload)))


async def suggest(
    slack: LocalSlack, user: str, container: Json, block_id: str, action_id: str, value: str
) -> Json:
    """Ask the bot for the options of an external select."""
    if container.get("type") == "view":
        payload = in_view(
            slack, user, _view(slack, user, str(container.get("view_id"))), "block_suggestion", None
        )
    else:
        payload = in_message(slack, user, _message(slack, user, container), "block_suggestion")
    payload |= {"action_id": action_id, "block_id": block_id, "value": value}
    answer = await slack.deliveries.bring(Parcel("interactive", payload))
    _check(answer)
    given = answer.payload if isinstance(answer.payload, dict) else {}
    found: Json = {name: given[name] for name in ("options", "option_groups") if name in given}
    return found or {"options": []}


async def take_shortcut(
    slack: LocalSlack, user: str, callback_id: str, channel: str | None, ts: str | None
) -> None:
    """Take a global shortcut, or one upon a message."""
    known = next((one for one in slack.manifest.shortcuts if one.callback_id == callback_id), None)
    if known is None:
        raise PageError("shortcut_not_found", "There is no such shortcut.")
    if known.type == "message":
        message = _message(slack, user, {"channel": channel, "ts": ts})
        payload = message_shortcut_payload(slack, user, callback_id, message)
    else:
        payload = shortcut_payload(slack, user, callback_id, channel)
    _check(await slack.deliveries.bring(Parcel("interactive", payload)))
