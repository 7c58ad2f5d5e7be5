"""What a listener may answer, and how an answer is kept beside the delivery key that it replied to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from salesbot.messages import Message

View: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """A form opens. Where none can (an event has no trigger), a button with `action` and `value` stands instead."""

    view: View
    action: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Updated:
    """The form or window that was pressed in shows this instead."""

    view: View


@dataclass(frozen=True, slots=True)
class Beside:
    """A message that stands beside the one with the button, which stays as it is; seen by who pressed alone."""

    message: Message


@dataclass(frozen=True, slots=True)
class Home:
    """The person's App Home, shown anew."""

    view: View


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing is said; a form closes."""


@dataclass(frozen=True, slots=True)
class Done:
    """A step of a workflow is done, with what it hands on, by name."""

    outputs: Mapping[str, str]


Answer: TypeAlias = Done | Message | Opened | Updated | Beside | Home | Closed
"""A `Message` is seen by who asked alone: a command's in the ack, a form's in the form, a button's in its place."""


def beside(answer: Answer) -> Answer:
    """A button's answer, beside the message that holds the button; what opens a form still does."""
    return Beside(answer) if isinstance(answer, Message) else answer


class FieldsRefused(Exception):
    """What was typed into fields of a form will not do: an error for each field, by its action. Nothing is kept."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


class AnsweredBefore(Exception):
    """The same delivery was answered before, and what waited for it is used up: the kept `answer` is given once more."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("answered before")
        self.answer = answer


def as_kept(answer: Answer) -> dict[str, Any]:
    """The answer as it is stored with the change that it tells of."""
    if isinstance(answer, Message):
        return {"kind": "message", **answer.payload()}
    if isinstance(answer, Beside):
        return {"kind": "beside", **answer.message.payload()}
    if isinstance(answer, Done):
        return {"kind": "done", "outputs": dict(answer.outputs)}
    if isinstance(answer, Opened):
        return {"kind": "opened", "view": answer.view, "action": answer.action, "value": answer.value}
    if isinstance(answer, Updated | Home):
        return {"kind": type(answer).__name__.lower(), "view": answer.view}
    return {"kind": "closed"}


def from_kept(kept: Mapping[str, Any]) -> Answer:
    """The answer that was stored."""
    kind = kept.get("kind")
    if kind in ("message", "beside"):
        message = Message(kept["text"], kept["blocks"])
        return message if kind == "message" else Beside(message)
    if kind == "done":
        return Done(kept["outputs"])
    if kind == "opened":
        return Opened(kept["view"], kept["action"], kept["value"])
    if kind in ("updated", "home"):
        return Updated(kept["view"]) if kind == "updated" else Home(kept["view"])
    return Closed()
