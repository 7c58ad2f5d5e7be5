"""What somebody asks in Slack, by whatever way.

A listener is a function from an `Ask` to an `Answer`. It parses, then makes one change through `ask.change(…)` or reads
through `ask.reading()`, and renders. How the answer reaches the person (ack, response_url, form, home) is the edge's
affair and happens after the commit.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from salesbot.domain.people import Person, Role, SlackPerson
from salesbot.domain.refusals import BeingBookedNow, ButtonExpired
from salesbot.domain.viewers import Viewer
from salesbot.domain.workspaces import Workspace
from salesbot.messages import Message
from salesbot.once import once
from salesbot.runtime import Runtime
from salesbot.services.people import acquaint, viewer_of
from salesbot.slack.answers import (
    Answer,
    Beside,
    Closed,
    FieldsRefused,
    Home,
    Opened,
    Updated,
    as_kept,
    beside,
    from_kept,
)
from salesbot.slack.receipt import Receipt
from salesbot.storage.book import COLLISIONS, Book, line_ended

__all__ = [
    "Answer", "Ask", "Beside", "Closed", "FieldsRefused", "Home", "Listener", "Opened", "Updated", "Way", "Word",
    "beside",
]  # fmt: skip

_TRIES = 5


class Way(StrEnum):
    """How somebody asks."""

    COMMAND = "command"
    CLICK = "click"
    """A button or menu, in a message, a form or App Home."""
    FORM = "form"
    """A form that was sent off."""
    SHORTCUT = "shortcut"
    TYPING = "typing"
    """A menu that asks for suggestions."""
    EVENT = "event"
    """A mention, a direct message, App Home opened, or another event."""


@dataclass(frozen=True)
class Ask:
    """Somebody asks something. `person` is None for who is not known yet: `ask.sender(book)` makes the acquaintance."""

    runtime: Runtime
    workspace: Workspace
    person: Person | None
    slack_id: str
    way: Way
    key: str
    """The delivery key: the same request again carries the same."""
    now: datetime
    locale: str
    time_zone: str
    log_command: str
    sales_command: str
    channel: str | None = None
    trigger_id: str | None = None
    text: str = ""
    """What follows the command, as Slack hands it over (people as <@U…>, & < > as entities)."""
    value: str = ""
    """The value of the button, or what was chosen in the menu."""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """What `form` put into the form at hand."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What stands in the fields, by action: a text, an id, a day as text, a list of ids, or None where empty."""
    payload: Mapping[str, Any] = field(default_factory=dict)
    """Everything Slack sent."""
    spends: int | None = None
    """What waits and is answered by the change that this ask makes: it is made once."""
    known_as: SlackPerson | None = None
    """Who asks, as Slack knows them, where the edge had to look."""

    receipt: Receipt | None = field(default=None, compare=False)
    """By which Slack can be told early that the request was received."""

    # -- doors ----------------------------------------------------------------------------------------

    def change(self, do: Callable[[Book], Answer]) -> Answer:
        """Make one change: `do` is handed the book and answers with what is said of it.

        Change and reply are kept together, so the same delivery again gets the same reply and changes nothing; with
        other content it is refused (KeyReused). `do` renders, but never waits and never speaks to Slack. It may run
        again when two changes collided, or the line to the database ended amid it.
        """
        for _ in range(_TRIES - 1):
            try:
                return self._changed(do)
            except COLLISIONS:
                continue
        try:
            return self._changed(do)
        except COLLISIONS:
            with self.reading() as book:
                if book.deals.any_being_booked():
                    raise BeingBookedNow from None
            raise

    def _changed(self, do: Callable[[Book], Answer]) -> Answer:
        try:
            return self._changed_once(do)
        except Exception as failed:
            if not line_ended(failed):
                raise
        # Perhaps it was committed: then the reply stands under the key, or whoever commits it still keeps the key taken.
        return self._changed_once(do)

    def _changed_once(self, do: Callable[[Book], Answer]) -> Answer:
        with self.runtime.book(self.workspace.id, together=True) as book:
            book.soon_workspace()
            kept = book.records.reply_to(self.key, self.content)
            if kept is not None:
                return from_kept(kept)
            self._spend(book)
            answer = do(book)
            book.records.keep_reply(self.key, self.content, as_kept(answer), self.now)
        self.runtime.on_change(self.workspace.id, self.slack_id)
        return answer

    def _spend(self, book: Book) -> None:
        """Mark what waited as answered. Raises ButtonExpired where it was, or is somebody else's."""
        if self.spends is None:
            return
        if book.records.take_draft(self.spends, self.sender(book).id, self.now) is None:
            raise ButtonExpired()

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """The workspace's book, to read: one unchanging view, nobody locked out."""
        with self.runtime.reading(self.workspace.id) as book:
            yield book

    @once
    def content(self) -> dict[str, Any]:
        """What the request says, by which a key that is used twice is told from a repeated delivery."""
        return {
            "by": self.slack_id, "way": self.way.value, "text": self.text, "value": self.value,
            "values": dict(self.values), "metadata": dict(self.metadata),
        }  # fmt: skip

    # -- who ------------------------------------------------------------------------------------------

    @once
    def who(self) -> SlackPerson:
        """Who asks, as Slack knows them: a call over the network unless it was made before. Raises PostFailed."""
        return self.known_as or self.runtime.messenger.person(self.workspace.id, self.slack_id)

    def sender(self, book: Book) -> Person:
        """Who asks, as one of the workspace's people; made one (without a role) if not known yet."""
        known = self.person or book.people.by_slack_id(self.slack_id)
        return known if known is not None and known.active else acquaint(book, self.who, self.now)

    def viewer(self, book: Book) -> Viewer:
        """Who asks, as the policy needs to know them."""
        return viewer_of(book, self.person, self.now)

    def has(self, *roles: Role) -> bool:
        """Whether who asks holds one of the roles."""
        return self.person is not None and self.person.has(*roles)

    # -- words ----------------------------------------------------------------------------------------

    def message(self, template: str, **facts: Any) -> Message:
        """A message in the asker's language and zone; `log_command` and `sales_command` are among its facts."""
        return self.runtime.renderer.message(template, **self._facts(facts))

    def view(self, template: str, **facts: Any) -> dict[str, Any]:
        """A form or home page in the asker's language and zone."""
        return self.runtime.renderer.view(template, **self._facts(facts))

    def words(self, template: str, **facts: Any) -> str:
        """A bare text, such as a field's error."""
        return self.runtime.renderer.words(template, **self._facts(facts))

    def form(self, template: str, about: Mapping[str, Any] | None = None, **facts: Any) -> dict[str, Any]:
        """A form to be sent off once: it carries a delivery key of its own, and `about` (ids only, read as `metadata`)."""
        view = self.view(template, **facts)
        view["private_metadata"] = json.dumps({"key": str(uuid.uuid4()), **(about or {})})
        return view

    def _facts(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        commands = {"log_command": self.log_command, "sales_command": self.sales_command}
        return {"locale": self.locale, "time_zone": self.time_zone, **commands, **facts}

    # -- what stands in a form --------------------------------------------------------------------------

    def field(self, name: str) -> str:
        """The text that stands in a field, or what was chosen in a menu; empty where nothing does."""
        return str(self.values.get(name) or "").strip()

    def day(self, name: str) -> date | None:
        """The day that a field was put to; None where it is empty."""
        try:
            return date.fromisoformat(self.field(name))
        except ValueError:
            return None

    def needed(self, name: str, without: str) -> str:
        """What stands in a field that must not stay empty. Raises FieldsRefused, in the words of the template `without`."""
        found = self.field(name)
        if not found:
            raise FieldsRefused({name: self.words(without)})
        return found

    # -- for listeners that hand on --------------------------------------------------------------------

    @property
    def can_open(self) -> bool:
        """Whether a form can be opened in answer."""
        return self.trigger_id is not None


Listener: TypeAlias = Callable[[Ask], Answer]
"""What answers an ask."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of `/sales`: `handle(ask, rest)` answers; `rest` is what follows the word, as Slack hands it over."""

    name: str
    handle: Callable[[Ask, str], Answer]
    roles: frozenset[Role] | None = None
    """Who may use it and sees it in the help; None: everyone."""
    group: str = "all"
    """Where it stands in the help: all, managers or admins."""
    before_setup: bool = False
    """Whether it also works before the workspace has a currency and a time zone."""
    hidden: bool = False
    """Whether the help leaves it out."""
    acts: tuple[str, ...] = ()
    """What may be done with it by a word behind it, where the rest of its lines could be taken for a question."""
    shown_to: frozenset[Role] | None = None
    """Who sees it in the help, where others may use it too; None: whoever may use it."""
