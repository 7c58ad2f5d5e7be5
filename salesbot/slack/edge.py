"""The edge: every listener is identify, admit, one answer, ack; and the one place where errors are shown.

A noun's file registers its buttons, forms and events here (`edge.action("deals.undo")(on_undo)`); Bolt is met in this file
and in `app.py` only.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from slack_bolt import App
from slack_sdk import WebClient

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.refusals import TooManyAtOnce
from salesbot.domain.workspaces import Workspace
from salesbot.messages import Message, in_plain
from salesbot.runtime import PostFailed, Runtime
from salesbot.slack.answering import answered, from_a_person, logged, shown, template_of
from salesbot.slack.answers import Answer, Done, FieldsRefused
from salesbot.slack.asking import Ask, Listener, Way
from salesbot.slack.commands import CommandNames
from salesbot.slack.delivery import Reach
from salesbot.slack.flooding import Flooded, Floods
from salesbot.slack.identity import admit, ask_of, team_of
from salesbot.slack.listeners import Listeners, Named
from salesbot.slack.receipt import Receipt
from salesbot.slack.repeats import Repeats, give
from salesbot.storage.workspaces import workspace_of_team

_log = structlog.get_logger(__name__)

Register = Callable[[Listener], Listener]
Notice = Callable[[Runtime, Workspace, Mapping[str, Any]], None]
"""Takes notice of an event that nobody asked for an answer to."""
Suggest = Callable[[Ask], Sequence[tuple[str, str]]]
"""Answers what is typed into a menu with (what is shown, value) pairs."""


class Edge:
    """Where listeners are registered with Slack."""

    def __init__(
        self, app: App, runtime: Runtime, commands: CommandNames, floods: Floods | None = None
    ) -> None:
        self._app = app
        self._listeners = Listeners(app)
        self._floods = floods or Floods()
        self._repeats = Repeats()
        self.runtime = runtime
        self.commands = commands
        runtime.measures.begin(way.value for way in Way)

    def command(self, listener: Listener, *, log: bool, before_setup: bool = False) -> None:
        """Answer the command that logs (`log`), or the other one, whatever the workspace calls them."""

        def wanted(body: dict[str, Any]) -> bool:
            return self.commands.is_log(body["command"]) is log

        self._app.command(re.compile(".*"), matchers=[wanted])(
            self._bolt(Way.COMMAND, listener, before_setup)
        )

    def action(self, action: str, *, before_setup: bool = False) -> Register:
        """Answer a button or a menu; met twice in a block its id ends in `#2`."""
        return self._named(self._listeners.actions, action, Way.CLICK, before_setup)

    def form(self, callback: str, *, before_setup: bool = False) -> Register:
        """Answer a form that is sent off."""
        return self._named(self._listeners.forms, callback, Way.FORM, before_setup)

    def shortcut(self, callback: str, *, before_setup: bool = False) -> Register:
        """Answer a global or message shortcut."""
        return self._named(self._listeners.shortcuts, callback, Way.SHORTCUT, before_setup)

    def event(self, name: str, *, before_setup: bool = False) -> Register:
        """Answer an event; it is delivered again unless it was answered or the mistake was a person's."""

        def register(listener: Listener) -> Listener:
            self._app.event(name)(self._bolt(Way.EVENT, listener, before_setup))
            return listener

        return register

    def step(self, callback: str) -> Register:
        """Answer a step of a workflow: with what it hands on, or with the words of why it cannot be done.

        A repeated delivery completes the step once more with what was kept; a fault leaves it to be delivered again.
        """

        def register(listener: Listener) -> Listener:
            def on_step(
                ack: Callable[..., Any],
                body: dict[str, Any],
                complete: Callable[..., Any],
                fail: Callable[..., Any],
            ) -> None:
                try:
                    ask = ask_of(self.runtime, self.commands, Way.EVENT, body)
                    answer = answered(ask, listener, before_setup=False)
                except PostFailed as failed:
                    if failed.outcome is not SendOutcome.DEAD:
                        raise
                    # Slack knows nobody by the number that the workflow gave: asked again, it would say the same.
                    answer = self.runtime.renderer.message("mistakes/step_rep_unknown")
                except SalesbotError as unknown:
                    answer = self.runtime.renderer.message(
                        template_of(unknown), log_command=self.commands.log, sales_command=self.commands.sales,
                        **unknown.facts,
                    )  # fmt: skip
                if isinstance(answer, Done):
                    complete(outputs=dict(answer.outputs))
                else:
                    said = answer.blocks if isinstance(answer, Message) else []
                    # A workflow's error has no buttons to press.
                    fail(error=in_plain(block for block in said if block["type"] != "actions"))
                ack()

            self._app.function(callback, auto_acknowledge=False)(on_step)
            return listener

        return register

    def notice(self, name: str) -> Callable[[Notice], Notice]:
        """Take notice of an event that asks nothing; where that fails, Slack delivers it again."""

        def register(take: Notice) -> Notice:
            def on_event(ack: Callable[..., Any], body: dict[str, Any]) -> None:
                with self.runtime.engines.reading() as connection:
                    workspace = workspace_of_team(connection, team_of(body))
                if workspace is not None:
                    take(self.runtime, workspace, body["event"])
                ack()

            self._app.event(name)(on_event)
            return take

        return register

    def removal(self, name: str) -> Callable[[Callable[[Runtime, Mapping[str, Any]], None]], None]:
        """Take notice of an event about the app itself, whose workspace may be none that is known."""

        def register(take: Callable[[Runtime, Mapping[str, Any]], None]) -> None:
            def on_event(ack: Callable[..., Any], body: dict[str, Any]) -> None:
                take(self.runtime, body)
                ack()

            self._app.event(name)(on_event)

        return register

    def suggestions(self, action: str, *, before_setup: bool = False) -> Callable[[Suggest], Suggest]:
        """Answer what is typed into a menu (`ask.value`): at most 100 pairs of what is shown and its value."""

        def register(suggest: Suggest) -> Suggest:
            def on_typing(ack: Callable[..., Any], body: dict[str, Any], client: WebClient) -> None:
                try:
                    ask = admit(
                        ask_of(self.runtime, self.commands, Way.TYPING, body), before_setup=before_setup
                    )
                    found = suggest(ask)
                except SalesbotError:
                    found = ()
                except Exception as fault:
                    logged(fault, Way.TYPING)
                    found = ()
                ack({"options": [_option(words, value) for words, value in found[:100]]})

            self._listeners.menus.add(action, on_typing)
            return suggest

        return register

    def _named(self, named: Named, name: str, way: Way, before_setup: bool) -> Register:
        def register(listener: Listener) -> Listener:
            named.add(name, self._bolt(way, listener, before_setup))
            return listener

        return register

    def _bolt(self, way: Way, listener: Listener, before_setup: bool) -> Callable[..., None]:
        """The listener as Bolt calls it."""

        def on_request(ack: Callable[..., Any], body: dict[str, Any], client: WebClient) -> None:
            if way is Way.EVENT and not from_a_person(body):
                ack()
                return
            began = time.monotonic()
            with self.runtime.measures.answering(way.value):
                try:
                    receipt = Receipt(ack) if way in (Way.COMMAND, Way.CLICK) else None
                    ask = ask_of(self.runtime, self.commands, way, body, receipt)
                except Exception as failed:
                    self._answer_nobody(ack, way, failed)
                    return
                try:
                    answer = self._in_turn(ask, listener, before_setup)
                except FieldsRefused as refused:
                    ack(response_action="errors", errors=refused.errors)
                    return
                give(Reach(ask, client, ack, began), answer)

        def on_event(ack: Callable[..., Any], body: dict[str, Any], client: WebClient) -> None:
            key = f"{team_of(body)}:{body.get('event_id') or uuid.uuid4()}"
            if not self._repeats.once(key, lambda: on_request(ack, body, client)):
                ack()

        return on_event if way is Way.EVENT else on_request

    def _in_turn(self, ask: Ask, listener: Listener, before_setup: bool) -> Answer:
        """What the listener answers; who asks too much at once is refused. An event is taken: Slack limits those."""
        flooded = None if ask.way is Way.EVENT else self._floods.take(ask.workspace.id, ask.slack_id)
        if flooded is not None:
            return shown(ask, TooManyAtOnce(everybody=flooded is Flooded.BY_ALL))
        return answered(ask, listener, before_setup)

    def _answer_nobody(self, ack: Callable[..., Any], way: Way, failed: Exception) -> None:
        """Nothing is known of who asks: no workspace belongs to this Slack, or the books cannot be opened."""
        if isinstance(failed, SalesbotError):
            _log.warning("workspace_unknown", **failed.facts)
            template, facts = template_of(failed), failed.facts
        else:
            self.runtime.measures.fault(way.value)
            template, facts = "mistakes/our_fault", {"reference": logged(failed, way)}
            if way is Way.EVENT:
                raise failed
        names = {"log_command": self.commands.log, "sales_command": self.commands.sales}
        message = self.runtime.renderer.message(template, **names, **facts)
        ack(*([{"response_type": "ephemeral", **message.payload()}] if way is Way.COMMAND else []))


def _option(words: str, value: str) -> dict[str, Any]:
    text = words if len(words) <= 75 else words[:74] + "…"
    return {"text": {"type": "plain_text", "text": text, "emoji": False}, "value": value}
