"""Modals and App Homes by the Web API: views.open, push, update, publish."""

from typing import Any

from salesbot.playground import modals
from salesbot.playground.api.call import Body, Call, method
from salesbot.playground.api.users import person
from salesbot.playground.errors import SlackError, invalid_arguments
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.objects import view_object
from salesbot.playground.records import View


def _shape(call: Call) -> Any:
    shape = call.structure("view")
    if shape is None:
        raise invalid_arguments("missing required field: view")
    return shape


def _shown(slack: LocalSlack, view: View) -> Body:
    return {"view": view_object(slack.space, view)}


def _trigger(call: Call) -> str:
    return call.optional("trigger_id") or call.optional("interactivity_pointer") or call.text("trigger_id")


@method("views.open", tier=4)
def views_open(slack: LocalSlack, call: Call) -> Body:
    """Open a modal."""
    return _shown(slack, modals.open_view(slack, _trigger(call), _shape(call)))


@method("views.push", tier=4)
def views_push(slack: LocalSlack, call: Call) -> Body:
    """Push a modal upon the open one."""
    return _shown(slack, modals.push_view(slack, _trigger(call), _shape(call)))


@method("views.update", tier=4)
def views_update(slack: LocalSlack, call: Call) -> Body:
    """Change an open view."""
    view_id, external_id = call.optional("view_id"), call.optional("external_id")
    if not (view_id or external_id):
        raise invalid_arguments("either view_id or external_id must be given")
    view = modals.update_view(slack, view_id, external_id, call.optional("hash"), _shape(call))
    return _shown(slack, view)


@method("views.publish", tier=4)
def views_publish(slack: LocalSlack, call: Call) -> Body:
    """Show somebody their App Home."""
    user = person(slack, call.text("user_id"))
    if user.is_bot or user.deleted:
        raise SlackError("not_found")
    return _shown(slack, modals.publish_view(slack, user.id, call.optional("hash"), _shape(call)))
