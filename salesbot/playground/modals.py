"""Modals and App Homes: opened by a trigger, stacked three high, updated by hash, published, closed."""

import secrets
from typing import Any

from salesbot.playground.blocks import filled
from salesbot.playground.checking import check_view
from salesbot.playground.errors import SlackError
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.page_shapes import shown_view
from salesbot.playground.records import View

Json = dict[str, Any]

MOST_STACKED = 3


def open_view(slack: LocalSlack, trigger_id: str, shape: Any) -> View:
    """Open a modal as the first of a stack."""
    shape = check_view(slack, shape, ("modal",))
    _check_external_id(slack, shape)
    trigger = slack.tickets.redeem_trigger(trigger_id)
    _empty_stack(slack, trigger.user)
    view = _made(trigger.user, shape, trigger.channel)
    _put_on_top(slack, view)
    slack.audience.show({"type": "view_open", "view": shown_view(slack, view)}, {view.user})
    return view


def push_view(slack: LocalSlack, trigger_id: str, shape: Any) -> View:
    """Push a modal upon the one from which the trigger came."""
    shape = check_view(slack, shape, ("modal",))
    _check_external_id(slack, shape)
    trigger = slack.tickets.redeem_trigger(trigger_id)
    below = slack.views.open.get(trigger.view or "")
    if below is None:
        raise SlackError("not_found")
    return push_upon(slack, below, shape)


def push_upon(slack: LocalSlack, below: View, shape: Json) -> View:
    """Push a checked modal upon another; the third is the last."""
    if len(slack.views.stacks.get(below.user, [])) >= MOST_STACKED:
        raise SlackError("push_limit_reached")
    view = _made(below.user, shape, below.origin)
    view.root, view.previous = below.root, below.id
    _put_on_top(slack, view)
    slack.audience.show({"type": "view_push", "view": shown_view(slack, view)}, {view.user})
    return view


def update_view(
    slack: LocalSlack, view_id: str | None, external_id: str | None, hash_: str | None, shape: Any
) -> View:
    """Change a view that is open; a hash that is no longer the newest is refused."""
    view = slack.views.find(view_id) if view_id else slack.views.by_external_id(external_id or "")
    if view is None:
        raise SlackError("not_found")
    if hash_ and hash_ != view.hash:
        raise SlackError("hash_conflict")
    return replace_shape(slack, view, check_view(slack, shape, (view.type,)))


def replace_shape(slack: LocalSlack, view: View, shape: Json) -> View:
    """Give a view a new, checked shape; what was typed stays where ids stay."""
    if shape.get("external_id", "") != view.shape.get("external_id", ""):
        _check_external_id(slack, shape)
    view.shape, view.hash = {**shape, "blocks": filled(shape["blocks"])}, _new_hash(slack)
    if view.type == "home":
        _keep_home(slack, view)
        slack.audience.show({"type": "home", "view": shown_view(slack, view)}, {view.user})
    else:
        slack.audience.show({"type": "view_update", "view": shown_view(slack, view)}, {view.user})
    return view


def publish_view(slack: LocalSlack, user: str, hash_: str | None, shape: Any) -> View:
    """Show a person their App Home anew."""
    shape = check_view(slack, shape, ("home",))
    home = slack.views.homes.get(user)
    if home is None:
        home = _made(user, shape, None)
        slack.views.homes[user] = home
    elif hash_ and hash_ != home.hash:
        raise SlackError("hash_conflict")
    return replace_shape(slack, home, shape)


def _made(user: str, shape: Json, origin: str | None) -> View:
    name = f"V{secrets.token_hex(5).upper()}"
    return View(name, user, {**shape, "blocks": filled(shape["blocks"])}, "", name, origin=origin)


def _new_hash(slack: LocalSlack) -> str:
    return f"{int(slack.calendar.now().timestamp())}.{secrets.token_hex(4)}"


def _put_on_top(slack: LocalSlack, view: View) -> None:
    view.hash = _new_hash(slack)
    slack.views.open[view.id] = view
    slack.views.stacks.setdefault(view.user, []).append(view.id)


def _check_external_id(slack: LocalSlack, shape: Json) -> None:
    if shape.get("external_id") and slack.views.by_external_id(shape["external_id"]):
        raise SlackError("duplicate_external_id")


def close_top(slack: LocalSlack, view: View) -> None:
    """Close one modal; the one below shows again."""
    stack = slack.views.stacks.get(view.user, [])
    if view.id in stack:
        stack.remove(view.id)
    slack.views.open.pop(view.id, None)
    slack.audience.show({"type": "view_close", "view_id": view.id, "cleared": not stack}, {view.user})


def close_all(slack: LocalSlack, view: View) -> None:
    """Close the whole stack that a modal stands in."""
    _empty_stack(slack, view.user)
    slack.audience.show({"type": "view_close", "view_id": view.root, "cleared": True}, {view.user})


def _empty_stack(slack: LocalSlack, user: str) -> None:
    for name in slack.views.stacks.pop(user, []):
        slack.views.open.pop(name, None)


def _keep_home(slack: LocalSlack, view: View) -> None:
    kept = {"id": view.id, "user": view.user, "shape": view.shape, "hash": view.hash, "root": view.root}
    slack.keeper.keep("home", view.user, kept)


def restore_homes(slack: LocalSlack) -> None:
    """Bring back the App Homes that an earlier run kept."""
    for user, body in slack.keeper.kept("home"):
        slack.views.homes[user] = View(**body)
