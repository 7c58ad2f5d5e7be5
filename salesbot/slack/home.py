"""App Home: shown when it is opened, and shown anew after a change to who has it open."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from salesbot.domain.people import Person
from salesbot.messages import plainer_view
from salesbot.runtime import PostFailed, Runtime
from salesbot.services.calendars import workspace_day
from salesbot.services.home import home_figures
from salesbot.services.trying_again import try_again, try_all_again
from salesbot.slack.asking import Answer, Ask, Closed, Home, Word
from salesbot.slack.commands import CommandNames
from salesbot.slack.delivery import NEWEST_REFUSED
from salesbot.slack.edge import Edge
from salesbot.storage.book import Book

MOST_OPEN = 500
"""So many open homes are remembered; whoever opens theirs again sees the present anyway."""
GATHER_SECONDS = 0.3
"""Changes in quick succession show one new page."""
_log = structlog.get_logger(__name__)
WORDS: tuple[Word, ...] = ()


class Homes:
    """Who has App Home open, and the thread that shows it anew after a change. Nobody waits for it."""

    def __init__(self, runtime: Runtime, commands: CommandNames) -> None:
        self.runtime = runtime
        self.commands = commands
        self._open: OrderedDict[tuple[int, str], None] = OrderedDict()
        self._changed: set[tuple[int, str]] = set()
        self._lock = threading.Lock()
        self._something = threading.Event()
        self._thread: threading.Thread | None = None

    def opened(self, workspace_id: int, slack_id: str) -> None:
        """Somebody looks at App Home."""
        with self._lock:
            self._open[workspace_id, slack_id] = None
            self._open.move_to_end((workspace_id, slack_id))
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)

    def changed(self, workspace_id: int, slack_id: str) -> None:
        """Somebody changed something: their page is shown anew, and that of who leads them. Returns at once."""
        with self._lock:
            if not any(workspace == workspace_id for workspace, _ in self._open):
                return
            self._changed.add((workspace_id, slack_id))
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="homes", daemon=True)
                self._thread.start()
        self._something.set()

    def show_anew(self) -> int:
        """Show every page that is out of date; answers with how many."""
        with self._lock:
            changed, self._changed = self._changed, set()
        concerned = {
            one for workspace_id, slack_id in changed for one in self._concerned(workspace_id, slack_id)
        }
        return sum(self._show(*one) for one in sorted(concerned))

    def _watch(self) -> None:
        pause: Callable[[float], bool] = threading.Event().wait
        while True:
            self._something.wait()
            pause(GATHER_SECONDS)
            self._something.clear()
            try:
                self.show_anew()
            except Exception:
                _log.exception("homes could not be shown anew")

    def _concerned(self, workspace_id: int, slack_id: str) -> set[tuple[int, str]]:
        """Of those who have it open: who changed something, and everybody above in the line of managers."""
        with self.runtime.reading(workspace_id) as book:
            ids = _line_of(book, slack_id, self.runtime.now())
        with self._lock:
            return {one for one in self._open if one[0] == workspace_id and one[1] in ids}

    def _show(self, workspace_id: int, slack_id: str) -> bool:
        with self.runtime.reading(workspace_id) as book:
            person = book.people.by_slack_id(slack_id)
            view = page(self.runtime, book, person, self.commands)
        try:
            self._publish(workspace_id, slack_id, view)
        except PostFailed as failed:
            _log.warning("home_not_shown", workspace=workspace_id, failed=failed.error)
            return False
        return True

    def _publish(self, workspace_id: int, slack_id: str, view: dict[str, Any]) -> None:
        try:
            self.runtime.messenger.publish_home(workspace_id, slack_id, view)
        except PostFailed as failed:
            if failed.error not in NEWEST_REFUSED:
                raise
            self.runtime.messenger.publish_home(workspace_id, slack_id, plainer_view(view))


def page(
    runtime: Runtime, book: Book, person: Person | None, commands: CommandNames, *,
    locale: str | None = None, time_zone: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Somebody's App Home as it is now, in their language and zone."""
    now, workspace = runtime.now(), book.workspace
    home = home_figures(book, person, now=now)
    own = person.language(workspace.locale) if person is not None else workspace.locale
    zone = person.zone(workspace.zone) if person is not None else workspace.zone
    return runtime.renderer.view(
        "home/page", locale=locale or own,
        time_zone=time_zone or zone, home=home, now=now,
        log_command=commands.log, sales_command=commands.sales,
    )  # fmt: skip


def register(edge: Edge) -> None:
    """Answer that App Home is opened, and keep the open ones up to date."""
    homes = Homes(edge.runtime, edge.commands)
    edge.runtime.on_change = homes.changed

    def on_opened(ask: Ask) -> Answer:
        event = ask.payload.get("event") or {}
        if event.get("tab", "home") != "home":
            return Closed()
        homes.opened(ask.workspace.id, ask.slack_id)
        with ask.reading() as book:
            view = page(
                ask.runtime, book, ask.person, edge.commands, locale=ask.locale, time_zone=ask.time_zone
            )
        return Home(view)

    edge.event("app_home_opened", before_setup=True)(on_opened)
    edge.action("home.refresh", before_setup=True)(on_opened)
    edge.action("home.try_again")(_on_try_again)
    edge.action("home.try_all_again")(_on_try_all_again)


def _on_try_again(ask: Ask) -> Answer:
    """*Try Again* beside what could not be delivered; the page is shown anew by itself, as after every change."""

    def do(book: Book) -> Answer:
        try_again(book, ask.sender(book), ask.value, ask.now)
        return Closed()

    return ask.change(do)


def _on_try_all_again(ask: Ask) -> Answer:
    """*Try Again* under what an admin is told: everything for the same channel or person goes out anew."""

    def do(book: Book) -> Answer:
        return ask.message(
            "digests/tried_again", count=try_all_again(book, ask.sender(book), ask.value, ask.now)
        )

    return ask.change(do)


def _line_of(book: Book, slack_id: str, now: datetime) -> set[str]:
    """The person's Slack id, and those of everybody who leads them, over any number of steps."""
    ids, person = {slack_id}, book.people.by_slack_id(slack_id)
    people = {each.id: each for each in book.people.all()}
    edges = book.people.edges_on(workspace_day(book, now))
    seen: set[int] = set()
    at = person.id if person is not None else None
    while at is not None and at not in seen:
        seen.add(at)
        ids.add(people[at].slack_id or "")
        at = edges[at].manager_id if at in edges else None
    return ids - {""}
