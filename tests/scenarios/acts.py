"""Single acts, each as what was prepared for it and what is delivered: the same delivery again has the same key."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from salesbot.domain.people import Person
from salesbot.runtime import Runtime, SlackFile
from salesbot.scheduler.announcer import Announcer
from salesbot.scheduler.buckets import Buckets
from salesbot.services.planning.rows import plan_direct
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.scenarios.act import Act, Given
from tests.scenarios.acts_of_pay import OF_PAY
from tests.scheduler.fake_slack import FakeSlack, Post
from tests.slack.asked import Bot, Said
from tests.trade import win

Point = Callable[[], None]
_FILE = b"account,amount,stage,rep_email,closed_on\n" + b"".join(
    b"Imported %d,100.00,won,kim@acme.example,2026-06-01\n" % number for number in range(3)
)
_RATES = b"day,currency,per_base\n2026-06-12,USD,0.92\n2026-06-15,USD,0.93\n2026-06-15,KES,0.0071\n"


def _nothing(_bot: Bot, _cast: Cast) -> Given:
    return {}


def _log(bot: Bot, _given: Given) -> Said:
    return bot.command("U0KIM", "Acme 12.5k won with <@U0BO|bo>", trigger="1.point")


def _form(bot: Bot, cast: Cast) -> Given:
    return bot.shortcut(cast.adria.kim, "deals.log").view


def _sent(bot: Bot, form: Given) -> Said:
    return bot.submit("U0KIM", form, {"account": "new:Globex", "amount": "12k", "stage": "won"})


def _logged(bot: Bot, cast: Cast) -> Given:
    return bot.command(cast.adria.kim, "Acme 12.5k won").button("deals.undo")


def _undone(bot: Bot, button: Given) -> Said:
    return bot.press("U0KIM", button, trigger_id="2.point")


def _edited(bot: Bot, cast: Cast) -> Given:
    said = bot.command(cast.adria.kim, "Acme 12.5k won")
    return bot.press(cast.adria.kim, said.button("deals.edit")).view


def _corrected(bot: Bot, form: Given) -> Said:
    return bot.submit("U0KIM", form, {"amount": "13k"})


def _goal(bot: Bot, _given: Given) -> Said:
    return bot.sales("U0MAJA", "goals set <@U0KIM|kim> 60k", trigger="3.point")


def _sold_in_may(bot: Bot, cast: Cast) -> Given:
    with open_book(cast.engines, cast.workspace_id) as book:
        win(book, cast.adria.kim, "Acme", "1000", date(2026, 5, 20), now=bot.clock.now())
    shown = bot.press(cast.adria.ana, bot.sales(cast.adria.ana, "setup").button("closings.show"))
    return shown.button("closings.close")


def _closed(bot: Bot, button: Given) -> Said:
    return bot.press("U0ANA", button, trigger_id="4.point")


def _file(bot: Bot, cast: Cast) -> Given:
    button = {"type": "button", "action_id": "imports.book", "value": "F1:deals:"}
    bot.press(cast.adria.ana, button)
    return {}


def _message(_bot: Bot, cast: Cast) -> Given:
    with open_book(cast.engines, cast.workspace_id) as book:
        kim: Person = cast.adria.kim
        told: dict[str, object] = {"text": "A message", "blocks": [{"type": "divider"}]}
        plan_direct(book, kim.id, "at-each-point", told, NOW)
    return {}


ACTS = {
    act.name: act
    for act in (
        Act("log", _nothing, _log),
        Act("form", _form, _sent),
        Act("undo", _logged, _undone),
        Act("correction", _edited, _corrected),
        Act("goal", _nothing, _goal),
        Act("closing", _sold_in_may, _closed),
        Act("import", _file, None),
        Act("message", _message, None),
        *OF_PAY,
    )
}


class KeptSlack(FakeSlack):
    """A Slack whose messages stand in a file, so that they outlive the bot that posted them."""

    def __init__(self, kept: Path, point: Point) -> None:
        super().__init__(files={"F1": SlackFile("deals.csv", _FILE), "F2": SlackFile("rates.csv", _RATES)})
        self.kept, self.point = kept, point

    def post(self, workspace_id: int, channel: str, payload: Mapping[str, Any], *, delivery: str) -> str:
        self.point()
        with self.kept.open("a") as kept:
            kept.write(json.dumps([channel, str(payload["text"]), delivery]) + "\n")
        self.point()
        return f"{len(posts_in(self.kept))}.0"

    def posted(
        self, workspace_id: int, channel: str, *, delivery: str, since: datetime, thread: str | None = None
    ) -> str | None:
        self.point()
        found = [number for number, post in enumerate(posts_in(self.kept), 1) if post.delivery == delivery]
        return f"{found[0]}.0" if found else None


def posts_in(kept: Path) -> list[Post]:
    """The messages that Slack took."""
    lines = kept.read_text().splitlines() if kept.exists() else []
    return [Post(channel, text, [], delivery) for channel, text, delivery in map(json.loads, lines)]


def speak(bot: Bot, kept: Path, point: Point, *, after: float, again: bool) -> None:
    """Deliver what is due, so many hours later.

    `again`: hour by hour, when whatever a dead bot had claimed is free and was looked for.
    """
    slack = KeptSlack(kept, point)
    runtime = Runtime(bot.runtime.engines, bot.clock, bot.runtime.renderer, slack)
    announcer = Announcer(runtime, senders=1, buckets=Buckets(a_channel=0.0, a_workspace=0.0))
    bot.clock.pass_by(hours=after)
    for _ in range(3 if again else 1):
        bot.clock.pass_by(hours=again)
        announcer.settle(bot.clock.now(), 0)
    announcer.stop()
