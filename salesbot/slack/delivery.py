"""How an answer reaches who asked, after the commit: in the ack, by response_url, in the form, on App Home.

Each way ends with the one `ack`, which is the last thing a listener does. What cannot be put into the ack is delivered
before it; where Slack does not take that and something was changed, the answer becomes a direct message from a row.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from salesbot.domain.announcing import WAITED
from salesbot.messages import Message, plainer_view, without_native
from salesbot.services.planning import plan_direct
from salesbot.slack.answers import Answer, Beside, Closed, Home, Opened, Updated
from salesbot.slack.asking import Ask, Way

LARGEST_ACK = 16_000
"""Bytes. A larger answer travels by response_url (a socket's frame must stay under 20,480)."""
LATE_AFTER = 2.5
"""Seconds; Slack waits for three."""
NEWEST_REFUSED = frozenset({"invalid_blocks", "invalid_arguments"})
"""How Slack says that it does not know a block."""
TRIGGER_GONE = frozenset(
    {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"}
)
"""How Slack says that a form cannot be opened any more: three seconds are over, or one was opened."""
_REFUSED = re.compile(r'\s*\{\s*"ok"\s*:\s*false')
"""How a refusal begins that comes with the status of an answer taken."""
_TIMEOUT = 5
_log = structlog.get_logger(__name__)


class NotDelivered(Exception):
    """Slack did not take the answer."""


NOT_ARRIVED = (
    SlackApiError, OSError, http.client.HTTPException, json.JSONDecodeError, UnicodeDecodeError, NotDelivered
)  # fmt: skip
"""How a call to Slack fails; an answer that breaks off is read by its client as no JSON."""


@dataclass(frozen=True)
class Reach:
    """The means by which one request can be answered."""

    ask: Ask
    client: WebClient
    ack: Callable[..., Any]
    began: float = field(default_factory=time.monotonic)
    """When the request came in, on a clock that nobody turns."""

    @property
    def late(self) -> bool:
        """Whether Slack had its ack already, or may have given up on it and told the person that nothing happened."""
        receipt = self.ask.receipt
        received = receipt is not None and receipt.close()
        return received or time.monotonic() - self.began > LATE_AFTER

    @property
    def view(self) -> Mapping[str, Any]:
        """The form or home page that was pressed in; empty for a message."""
        found: Mapping[str, Any] = self.ask.payload.get("view") or {}
        return found


def deliver(reach: Reach, answer: Answer) -> None:
    """Give the answer, then (last of all) the ack."""
    if reach.ask.way is Way.FORM:
        return _in_form(reach, answer)
    if reach.ask.way is Way.COMMAND and isinstance(answer, Message | Beside):
        return _in_ack(reach, _message(answer))
    try:
        _outside(reach, answer)
    except NOT_ARRIVED as failed:
        _leave_for_later(reach.ask, answer, failed)
    reach.ack()
    return None


def _in_ack(reach: Reach, message: Message) -> None:
    body = {"response_type": "ephemeral", **without_native(message).payload()}
    fits = len(json.dumps(body)) <= LARGEST_ACK
    if fits and not reach.late:
        reach.ack(body)
        return
    try:
        _respond(reach, body)
    except NOT_ARRIVED as failed:
        _leave_for_later(reach.ask, message, failed)
    reach.ack()


def _in_form(reach: Reach, answer: Answer) -> None:
    if isinstance(answer, Home):
        try:
            _publish(reach, answer.view)
        except NOT_ARRIVED as failed:
            _leave_for_later(reach.ask, answer, failed)
        reach.ack()
    elif isinstance(answer, Closed):
        reach.ack()
    elif isinstance(answer, Message | Beside):
        if reach.late:
            _leave_for_later(reach.ask, answer, TimeoutError("the answer to a form came late"))
        reach.ack(response_action="update", view=window(reach.ask, _message(answer)))
    elif isinstance(answer, Opened | Updated):
        reach.ack(response_action="update", view=answer.view)


def _outside(reach: Reach, answer: Answer) -> None:
    """Everything that goes by a call of its own."""
    if isinstance(answer, Home):
        _publish(reach, answer.view)
    elif isinstance(answer, Updated) and reach.view:
        reach.client.views_update(view_id=reach.view["id"], view=answer.view)
    elif isinstance(answer, Opened | Updated):
        _open(reach, answer)
    elif isinstance(answer, Message | Beside):
        _say(reach, answer)


def _publish(reach: Reach, view: dict[str, Any]) -> None:
    """Show App Home; where Slack does not take its newest blocks, once more without them."""
    try:
        reach.client.views_publish(user_id=reach.ask.slack_id, view=view)
    except SlackApiError as refused:
        if refused.response.get("error") not in NEWEST_REFUSED:
            raise
        reach.client.views_publish(user_id=reach.ask.slack_id, view=plainer_view(view))


def _open(reach: Reach, answer: Opened | Updated) -> None:
    if not reach.ask.can_open:
        _say(reach, _offered(reach.ask, answer))
    elif reach.view.get("type") == "modal":
        _upon(reach, answer.view)
    else:
        try:
            reach.client.views_open(trigger_id=reach.ask.trigger_id, view=answer.view)
        except SlackApiError as refused:
            error = refused.response.get("error")
            if not reach.ask.payload.get("response_url") or error not in TRIGGER_GONE | NEWEST_REFUSED:
                raise
            if error in NEWEST_REFUSED:
                _log.warning("view_not_delivered", failed=str(refused), workspace=reach.ask.workspace.id)
            _respond(reach, {**_ephemeral(_instead(reach.ask, answer, refused)), "replace_original": False})


def _instead(ask: Ask, answer: Opened | Updated, failed: Exception) -> Message:
    """Instead of a form that did not open: a button that opens it; words, where there is none or Slack refuses the form."""
    refused = isinstance(failed, SlackApiError) and failed.response.get("error") in NEWEST_REFUSED
    return ask.message("parts/no_form") if refused else _offered(ask, answer)


def _offered(ask: Ask, answer: Opened | Updated) -> Message:
    """Instead of a form that cannot open by itself: a button that opens it; words, where it has none."""
    if not isinstance(answer, Opened) or not answer.action:
        return ask.message("parts/no_form")
    return ask.message("parts/open", action=answer.action, value=answer.value)


def _upon(reach: Reach, view: dict[str, Any]) -> None:
    """Lay a form upon the window that was pressed in; upon one that lies upon another already, in its place.

    Slack stacks three and no more: who goes back and forth in the setup would come to a button that does nothing.
    """
    if reach.view.get("root_view_id") in (None, reach.view.get("id")):
        reach.client.views_push(trigger_id=reach.ask.trigger_id, view=view)
    else:
        reach.client.views_update(view_id=reach.view["id"], view=view)


def _say(reach: Reach, answer: Message | Beside) -> None:
    message, body = _message(answer), reach.ask.payload
    if reach.view.get("type") == "modal":
        reach.client.views_update(view_id=reach.view["id"], view=window(reach.ask, message))
    elif body.get("response_url"):
        in_place = isinstance(answer, Message) and reach.ask.way is Way.CLICK and _all_of_it(reach.ask)
        _respond(reach, {**_ephemeral(message), "replace_original": in_place})
    elif reach.ask.can_open:
        reach.client.views_open(trigger_id=reach.ask.trigger_id, view=window(reach.ask, message))
    elif "event" in body:
        _post(reach, message)


def _post(reach: Reach, message: Message) -> None:
    event = reach.ask.payload["event"]
    words = {**without_native(message).payload(), "channel": event["channel"]}
    if event.get("thread_ts"):
        words["thread_ts"] = event["thread_ts"]
    if event.get("channel_type") == "im":
        reach.client.chat_postMessage(parse="none", **words)
    else:
        reach.client.chat_postEphemeral(parse="none", user=reach.ask.slack_id, **words)


def _respond(reach: Reach, body: dict[str, Any]) -> None:
    url = reach.ask.payload.get("response_url")
    if not url:
        raise NotDelivered("there is no response_url")
    respond_to(url, body)


def respond_to(url: str, body: dict[str, Any]) -> None:
    """Say something by a response_url. Raises one of NOT_ARRIVED."""
    # No retry: after a timeout nobody can tell whether Slack took it, and a row tells the person for sure.
    answered = WebhookClient(url, timeout=_TIMEOUT, retry_handlers=[]).send_dict(body)
    if answered.status_code != 200 or _REFUSED.match(answered.body):
        raise NotDelivered(f"{answered.status_code} {answered.body[:100]}")


def card_of(ask: Ask, block: str) -> str:
    """By which address the card with the button is redrawn once a form that it opens is sent.

    Empty where it is not: others read it, or the button stands in no block of that name, but in a message that tells of
    more. (Slack sends no blocks along with a button of a message that one alone reads.)
    """
    is_card = any(each.get("block_id") == block for each in ask.payload.get("actions") or ())
    return str(ask.payload.get("response_url") or "") if is_card and _all_of_it(ask) else ""


def redrawn(ask: Ask, answer: Answer) -> Answer:
    """A form's answer, which also takes the place of the card that opened it; where Slack does not take it, that stays."""
    url = str(ask.metadata.get("card") or "")
    if url and isinstance(answer, Message):
        try:
            respond_to(url, {**_ephemeral(answer), "replace_original": True})
        except NOT_ARRIVED as failed:
            _log.info("a card was not redrawn", error=str(failed))
    return answer


def _ephemeral(message: Message) -> dict[str, Any]:
    return {"response_type": "ephemeral", **without_native(message).payload()}


def _all_of_it(ask: Ask) -> bool:
    """Whether an answer may take the place of the whole message: nobody else reads it, and it tells no more than that."""
    blocks = (ask.payload.get("message") or {}).get("blocks") or [{}]
    return _only_theirs(ask) and blocks[0].get("block_id") != WAITED


def _only_theirs(ask: Ask) -> bool:
    """Whether nobody else reads the message with the button: ephemeral, or in a direct conversation."""
    container = ask.payload.get("container") or {}
    return bool(container.get("is_ephemeral")) or (ask.channel or "").startswith("D")


def _message(answer: Message | Beside) -> Message:
    return answer.message if isinstance(answer, Beside) else answer


def window(ask: Ask, message: Message) -> dict[str, Any]:
    """A message as it stands in a window of its own, where no table block may."""
    view = ask.view("parts/window", words=message.text)
    view["blocks"] = without_native(message, tables=False).blocks
    return view


def _leave_for_later(ask: Ask, answer: Answer, failed: Exception) -> None:
    """What was done is told by a direct message, since the answer itself did not arrive."""
    log = _log.bind(failed=str(failed), way=ask.way.value, workspace=ask.workspace.id)
    if isinstance(answer, Opened | Updated):
        log.warning("view_not_delivered")
        answer = _instead(ask, answer, failed)
    if not isinstance(answer, Message | Beside):
        log.warning("view_not_delivered")
        return
    with ask.runtime.book(ask.workspace.id) as book:
        person = book.people.by_slack_id(ask.slack_id)
        if person is not None:
            plan_direct(book, person.id, ask.key, _message(answer).payload(), ask.now)
    log.warning("answer_not_delivered", left_as_direct_message=person is not None)
