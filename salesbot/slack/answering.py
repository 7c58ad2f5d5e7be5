"""What a listener answers to an ask, or what is said where it could not: a mistake, or a fault of ours."""

from __future__ import annotations

import uuid
from typing import Any

import structlog

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.refusals import SentTwice, SlackSilent
from salesbot.runtime import PostFailed
from salesbot.slack.answers import Answer, AnsweredBefore, Closed, FieldsRefused
from salesbot.slack.asking import Ask, Listener, Way
from salesbot.slack.identity import admit, asker_of
from salesbot.storage.records import KeyReused

_log = structlog.get_logger(__name__)
_WRITTEN = (None, "file_share", "thread_broadcast", "me_message")
"""What a person writes: a message, one with a file, a reply that the channel sees too, and `/me …`."""


def answered(ask: Ask, listener: Listener, before_setup: bool) -> Answer:
    """What the listener answers, or what is said of a mistake or a fault. Raises FieldsRefused."""
    try:
        return listener(admit(ask, before_setup=before_setup))
    except FieldsRefused:
        raise
    except AnsweredBefore as before:
        return before.answer
    except SalesbotError as mistake:
        return shown(ask, mistake)
    except KeyReused:
        return shown(ask, SentTwice())
    except PostFailed as failed:
        if ask.way is Way.EVENT or failed.outcome is SendOutcome.DEAD:
            return _apology(ask, failed)
        _log.warning(
            "slack_did_not_answer", error=failed.error, way=ask.way.value, workspace=ask.workspace.id
        )
        return shown(ask, SlackSilent())
    except Exception as fault:
        return _apology(ask, fault)


def shown(ask: Ask, mistake: SalesbotError) -> Answer:
    """A person's mistake in words, by the template of its class."""
    if ask.way is Way.EVENT and not _can_be_answered(ask):
        return Closed()
    return ask.message(template_of(mistake), **mistake.facts)


def template_of(mistake: SalesbotError) -> str:
    """The template that tells of a mistake."""
    name = mistake.template
    return name if "/" in name else f"mistakes/{name}"


def _apology(ask: Ask, fault: Exception) -> Answer:
    """What went wrong on our side: logged with a reference, which is all that is told of it.

    An event is not answered but raised, so that Slack delivers it again.
    """
    ask.runtime.measures.fault(ask.way.value)
    reference = logged(fault, ask.way, workspace=ask.workspace.id)
    if ask.way is Way.EVENT:
        raise fault
    return ask.message("mistakes/our_fault", reference=reference)


def logged(fault: Exception, way: Way, **more: Any) -> str:
    """Write a fault down; answers with the reference under which it is found."""
    reference = uuid.uuid4().hex[:8]
    _log.error("request_failed", reference=reference, way=way.value, exc_info=fault, **more)
    return reference


def _can_be_answered(ask: Ask) -> bool:
    event = ask.payload.get("event") or {}
    return event.get("type") in ("app_mention", "message", "function_executed")


def from_a_person(body: dict[str, Any]) -> bool:
    """Bots, edits and joins are no asks; an event without a person in it cannot be answered."""
    event = body.get("event") or {}
    return bool(asker_of(body)) and not event.get("bot_id") and event.get("subtype") in _WRITTEN
