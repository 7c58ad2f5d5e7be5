"""The ways in which bad input comes: typed, in forms, by buttons, as events, files and requests."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from salesbot.runtime import Runtime, SlackFile
from salesbot.scheduler.announcer import Announcer
from salesbot.scheduler.buckets import Buckets
from salesbot.services.webhooks import add_incoming
from salesbot.slack.edge import Edge, Register
from salesbot.storage.book import open_book
from salesbot.storage.engines import open_engines
from tests.cast import NOW, gather, slack_person
from tests.databases import copy_of, sqlite_template
from tests.scenarios import bad_requests
from tests.scenarios.bad_lines import ASKED_LINES, EMPTY_LINES, LONG_LINES, REFUSED_LINES
from tests.scenarios.bad_requests import Door
from tests.scenarios.bad_tables import table
from tests.scenarios.desk import Desk, desk
from tests.scenarios.odd_lines import DEALS
from tests.scheduler.fake_slack import FakeSlack
from tests.slack.asked import Said

WORDS = ("", "me", "deal", "deals", "goals", "goal set", "team", "top", "undo", "help", "setup", "digest", "why", "plan",
         "forecast", "kudos", "follow-up", "import", "rates", "people", "report", "works", "audit", "contest")  # fmt: skip
LINES = (*REFUSED_LINES, *ASKED_LINES, *LONG_LINES[:4], *EMPTY_LINES, *(line for line, _ in DEALS))
FORGED = ("", "1", "1:1", "0", "-1", "²", "9" * 30, "1:x", "2026-06", "person:1", "null", "999:999", "rep:99:2026-06",
          "team:1:2026-06", f"rep:{'9' * 30}:2026-06", "F1:deals:", "x:1:2:3")  # fmt: skip
"""Values that no button of ours was given, or one of something that is gone."""
_MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Office:
    """Kim's desk, the ways in beside Slack's own, and every button that the bot answers."""

    kim: Desk
    door: Door
    slack: FakeSlack
    announcer: Announcer
    buttons: tuple[str, ...]


@contextmanager
def office() -> Iterator[Office]:
    """A bot with books that lie in memory where there is room: the disk's own time is no part of an answer's work."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        engines = open_engines(copy_of(sqlite_template(Path(name)), Path(name)))
        cast = gather(engines)
        with open_book(engines, cast.workspace_id) as book:
            number, secret = add_incoming(book, "Web Shop", now=NOW)
            people = [person.slack_id for person in book.people.all() if person.slack_id]
        with _buttons_seen() as buttons, desk(cast, signed=True) as kim:
            # Whom an odd event of Slack's ended is looked up there when they write again.
            kim.bot.slack.people |= {each: slack_person(each) for each in people}
            door, slack = bad_requests.door(kim.bot, cast, number, secret), FakeSlack()
            runtime = Runtime(engines, kim.bot.clock, kim.bot.runtime.renderer, slack)
            announcer = Announcer(runtime, senders=1, buckets=Buckets(a_channel=0.0, a_workspace=0.0))
            try:
                yield Office(kim, door, slack, announcer, tuple(buttons))
            finally:
                announcer.stop()
                door.server.stop()
        engines.close()


@contextmanager
def _buttons_seen() -> Iterator[list[str]]:
    """The name of each button, menu and tick that is registered meanwhile."""
    seen: list[str] = []
    good = Edge.action

    def noted(edge: Edge, action: str, *, before_setup: bool = False) -> Register:
        seen.append(action)
        return good(edge, action, before_setup=before_setup)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Edge, "action", noted)
        yield seen


def line(chance: random.Random) -> str:
    """A line that nobody would type on purpose."""
    made = chance.choice(LINES)
    for _ in range(chance.randint(0, 4)):
        at = chance.randint(0, len(made))
        match chance.randrange(6):
            case 0:
                made = made[:at] + made[at + chance.randint(1, 8) :]
            case 1:
                made = made[:at] + made[:at][-chance.randint(1, 20) :] + made[at:]
            case 2:
                made = (
                    made[:at]
                    + chr(chance.choice((chance.randrange(32, 127), chance.randrange(0x110000))))
                    + made[at:]
                )
            case 3:
                made = made[:at] + chance.choice(LINES)[: chance.randint(1, 30)] + made[at:]
            case 4:
                made = made[:at] + str(chance.randrange(10 ** chance.randint(1, 20))) + made[at:]
            case _:
                made = made[at:] + " " + made[:at]
    return made[:4000]  # fmt: skip


def typed(at: Office, chance: random.Random) -> Said:
    """`/log-deal …`."""
    return at.kim.type(line(chance))


def word(at: Office, chance: random.Random) -> Said:
    """`/sales WORD …`."""
    return at.kim.type(f"{chance.choice(WORDS)} {line(chance)}", "/sales")


def form(at: Office, chance: random.Random) -> Said:
    """The form of a deal, some of its fields filled."""
    fields = {"account": f"new:{line(chance)[:140]}", "amount": line(chance)[:60], "split": line(chance)[:120],
              "products": line(chance), "source": line(chance)[:120], "note": line(chance), "stage": "won"}  # fmt: skip
    kept = dict(chance.sample(sorted(fields.items()), chance.randint(1, len(fields))))
    bot, who = at.kim.bot, at.kim.cast.adria.kim
    form = bot.shortcut(who, "deals.log").view
    return bot.submit(who, form, {"account": "new:Globex", "amount": "12k", **kept})


def button(at: Office, chance: random.Random) -> Said:
    """Any button or menu of ours, with what none of ours has in it."""
    value = chance.choice((*FORGED, line(chance)[:200]))
    pressed = {"type": "button", "action_id": chance.choice(at.buttons), "value": value}
    cast = at.kim.cast.adria
    return at.kim.bot.press(chance.choice((cast.kim, cast.maja, cast.ana)), pressed)


def event(at: Office, chance: random.Random) -> Said:
    """A direct message."""
    event = {"type": "message", "channel_type": "im", "channel": "D0KIM", "text": line(chance)}
    return at.kim.bot.event(at.kim.cast.adria.kim, event)


def file(at: Office, chance: random.Random) -> Said:
    """A file is looked at, and booked where that is offered; who gave it has to be told."""
    kind, name, content = table(chance, line)
    ana, bot = at.kim.cast.adria.ana, at.kim.bot
    at.slack.files["F1"] = SlackFile(name, content)
    pressed = {"type": "button", "action_id": "imports.kind", "value": f"F1:{kind}:"}
    said = bot.press(ana, pressed)
    for _ in range(2):
        at.slack.posts.clear()
        at.announcer.settle(bot.clock.now(), 0)
        posts = [post for post in at.slack.posts if post.channel == "D0ANA"]
        assert posts, "nothing was told"
        told = [("chat.postMessage", {"text": post.text, "blocks": post.blocks}) for post in posts]
        said = Said(said.status, said.body, [*said.calls, *told])
        books = [
            each for post in posts for each in _pressed(post.blocks) if each["action_id"] == "imports.book"
        ]
        if not books:
            break
        bot.press(ana, books[0])
    return said


def _pressed(blocks: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    for block in blocks:
        elements = block.get("elements", ())
        yield from (each for each in elements if "action_id" in each)  # type: ignore[attr-defined]


def request(at: Office, chance: random.Random) -> Said:
    """What may or may not be a delivery of Slack's."""
    return Said(*bad_requests.request(at.door, chance, line), [])


def post(at: Office, chance: random.Random) -> Said:
    """What may or may not be another system's deal."""
    return Said(*bad_requests.post(at.door, chance, line), [])


WAYS: tuple[tuple[Callable[[Office, random.Random], Said], int], ...] = (
    (typed, 38), (word, 20), (form, 7), (button, 9), (event, 8), (file, 5), (request, 7), (post, 6),
)  # fmt: skip
OVER_HTTP = (request, post)
"""Answered with whatever status fits, short of a fault's."""
