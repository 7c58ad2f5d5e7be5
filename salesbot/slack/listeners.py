"""To which listener a button, a form, a shortcut or a menu belongs, by the name that it carries.

Bolt asks one listener after another whether a delivery is its own: the last of three hundred was found after longer than
most answers take. So Bolt is told of one listener for each kind of delivery, which looks the name up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from slack_bolt import App
from slack_sdk import WebClient

from salesbot.messages.markup import action_name

_ANY = re.compile("")

Answering: TypeAlias = Callable[[Callable[..., Any], dict[str, Any], WebClient], None]
"""What answers one delivery: its ack, its payload, and the way back to Slack."""


class Named:
    """The listeners of one kind of delivery; of two by the same name the first answers."""

    def __init__(self, bolt: Callable[..., Any], name_of: Callable[[Mapping[str, Any]], str | None]) -> None:
        """`bolt` registers a listener of that kind; `name_of` reads the name from a payload."""
        self._bolt, self._name_of = bolt, name_of
        self._listeners: dict[str | None, Answering] = {}

    def add(self, name: str, answering: Answering) -> None:
        """Answer the deliveries of that name."""
        if not self._listeners:
            self._bolt(_ANY, matchers=[self._known])(self._answer)
        self._listeners.setdefault(name, answering)

    def _known(self, body: dict[str, Any]) -> bool:
        return self._name_of(body) in self._listeners

    def _answer(self, ack: Callable[..., Any], body: dict[str, Any], client: WebClient) -> None:
        self._listeners[self._name_of(body)](ack, body, client)


class Listeners:
    """The four kinds of deliveries that carry the name of what was pressed, sent off, chosen or typed into."""

    def __init__(self, app: App) -> None:
        self.actions = Named(app.action, _pressed)
        self.forms = Named(app.view, lambda body: (body.get("view") or {}).get("callback_id"))
        self.shortcuts = Named(app.shortcut, lambda body: body.get("callback_id"))
        self.menus = Named(app.options, lambda body: body.get("action_id"))


def _pressed(body: Mapping[str, Any]) -> str | None:
    """Met twice in a block, its id ends in `#2`."""
    found = (body.get("actions") or [{}])[0].get("action_id")
    return action_name(found) if found else None
