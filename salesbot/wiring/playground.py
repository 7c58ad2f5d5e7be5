"""The playground put together: a local Slack, the made-up company, and the same bot connected to it as to the real one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

from salesbot.clock import SystemClock
from salesbot.messages.render import Renderer
from salesbot.playground import (
    BOT,
    Cast,
    Channel,
    Done,
    GuideLine,
    Member,
    Playground,
    PlaygroundConfig,
    PortTaken,
    TurnHooks,
    forget_state,
    serve,
)
from salesbot.sample import COMPANY, Company, MadeUpChannel, MadeUpPerson, tell
from salesbot.sample.production import Production
from salesbot.scheduler.buckets import Buckets
from salesbot.services.setup import new_workspace
from salesbot.settings import Settings, SettingsRefused
from salesbot.shipped import manifest_path
from salesbot.slack.receiving import SocketReceiver
from salesbot.storage.book import open_book
from salesbot.storage.engines import Engines, file_of, sqlite_path
from salesbot.storage.workspaces import all_workspaces
from salesbot.wiring.assembly import Bot, assemble, begin_ticking
from salesbot.wiring.books import new_renderer
from salesbot.wiring.opening import open_for_bot
from salesbot.wiring.warming import collect_again, warm_the_rest, warm_up

_ZONE = "Europe/Ljubljana"
_STOPS_WITHIN = 0.4
"""Seconds that what is being told has left at Ctrl-C; the rest is told after the next start."""
_BEGIN_AS, _BEGIN_IN = "U0KIM", "C0ADRIA"
_GUIDE: tuple[tuple[str, str, Done], ...] = (
    ("log", "/log-deal Acme Corp 12.5k won", "sent"),
    ("receipt", "", "pressed"),
    ("me", "/sales me", "sent"),
    ("morning", "", "turned"),
    ("digest", "", "app_messages"),
    ("home", "", "home"),
    ("form", "/log-deal", "sent"),
)
"""(step of the template playground/guide, the command that tries it, what shows that it was done)."""


@dataclass(frozen=True)
class _PlaygroundClock:
    """The playground's calendar, which can be turned forward."""

    playground: Playground

    def now(self) -> datetime:
        """The playground's instant, aware, in UTC."""
        return self.playground.now()


def start_playground(
    settings: Settings,
    parts: ExitStack,
    say: Callable[[str], None],
    *,
    fresh: bool,
    start: date | None,
) -> None:
    """Serve the local Slack, tell the story where it is not told yet, and connect the bot. Raises SettingsRefused.

    A playground that begins anew does so in office hours, on the day `start` if one is named.
    """
    collect_again()  # the story leaves much behind
    address = settings.database(playground=True)
    if fresh:
        _forget(address)
    engines = open_for_bot(address, parts, playground=True, keys=settings.encryption_keys)
    playground = _serve(settings, engines, parts, _first_instant(start))
    say(f"Salesbot's playground: {playground.address}")
    _tell_once(engines, playground.now())
    bot = assemble(
        engines, _PlaygroundClock(playground), token=playground.bot_token, api_url=playground.api_url,
        # What is turned forward counts as gone by for the local Slack's limits, so it does for the bot's own.
        buckets=Buckets(lambda: playground.now().timestamp(), _waiting(playground)),
    )  # fmt: skip
    _connect(bot, playground, parts)
    say("A made-up team in a local Slack, with the bot connected over Socket Mode. Ctrl-C ends it.")


def _waiting(playground: Playground) -> Callable[[Event, float], bool]:
    """What waits for its turn in a channel waits by the calendar, and while that is turned, for nobody."""

    def wait(stopping: Event, seconds: float) -> bool:
        return stopping.is_set() if playground.pass_by(seconds) else stopping.wait(seconds)

    return wait


def _serve(settings: Settings, engines: Engines, parts: ExitStack, first: datetime) -> Playground:
    state = _state_of(engines)
    with engines.reading() as connection:
        untold = not all_workspaces(connection)
    if untold:
        forget_state(state)
    try:
        playground = serve(
            PlaygroundConfig(
                port=settings.port,
                manifest=manifest_path(),
                cast=cast_of(COMPANY),
                state=state,
                start=first,
            )
        )
    except PortTaken as taken:
        raise SettingsRefused(
            f"SALESBOT_PORT: something listens on port {taken.port} already (another playground?). "
            f"Port {taken.next_free} is free: SALESBOT_PORT={taken.next_free}."
        ) from None
    parts.callback(playground.stop)
    return playground


def _first_instant(start: date | None) -> datetime:
    if start is None:
        return _office_hours(SystemClock().now())
    return datetime.combine(start, time(9), ZoneInfo(_ZONE)).astimezone(UTC)


def _office_hours(now: datetime) -> datetime:
    """Now, or the next working morning: at night and on Sundays the bot keeps quiet, and there is little to see."""
    local = now.astimezone(ZoneInfo(_ZONE))
    if local.weekday() < 5 and time(8) <= local.time() < time(17):
        return now
    day = local.date() + timedelta(days=0 if local.time() < time(8) else 1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(9), ZoneInfo(_ZONE)).astimezone(UTC)


def _connect(bot: Bot, playground: Playground, parts: ExitStack) -> None:
    warm_up(bot.runtime)
    receiver = SocketReceiver(bot.app, playground.app_token)
    receiver.start()
    parts.callback(receiver.stop)
    bot.complete()
    playground.await_bot()
    begin_ticking(bot, parts, stops_within=_STOPS_WITHIN)
    warm_the_rest(bot.runtime)
    playground.turn_hooks = TurnHooks(bot.announcer.next_due, _settling(bot))
    parts.callback(playground.halt)


def _settling(bot: Bot) -> Callable[[datetime], None]:
    """Whatever is due is told; once a day made-up production goes on, and is told, too."""
    with bot.runtime.engines.reading() as connection:
        company = next(each.id for each in all_workspaces(connection) if each.playground)
    production = Production(_ZONE)

    def settle(now: datetime) -> None:
        bot.announcer.settle(now)
        if production.is_due(now):
            with bot.runtime.book(company) as book:
                production.go_on(book, now)
            bot.announcer.settle(now)

    return settle


def _tell_once(engines: Engines, now: datetime) -> None:
    with engines.reading() as connection:
        if all_workspaces(connection):
            return
    with engines.changing() as connection:
        workspace = new_workspace(
            connection, name=COMPANY.name, now=now, slack_team_id=COMPANY.slack_team_id, playground=True,
            currency="EUR", time_zone=_ZONE, country="SI", live_at=now,
        )  # fmt: skip
    with open_book(engines, workspace.id) as book:
        tell(book, now)


def cast_of(company: Company) -> Cast:
    """The made-up company as the local Slack knows it."""
    renderer = new_renderer()
    return Cast(
        members=tuple(_member(person) for person in company.people),
        channels=tuple(_channel(channel) for channel in company.channels),
        team_id=company.slack_team_id,
        team_name=company.name,
        team_domain=company.domain,
        guide=tuple(_guide_line(renderer, *line) for line in _GUIDE),
        begin_as=_BEGIN_AS,
        begin_in=_BEGIN_IN,
    )


def _guide_line(renderer: Renderer, step: str, command: str, done_by: Done) -> GuideLine:
    said = {tag: renderer.words("playground/guide", locale=tag, step=step) for tag in renderer.languages()}
    return GuideLine(said["en"], command, done_by, said)


def _member(person: MadeUpPerson) -> Member:
    return Member(
        person.slack_id, person.handle, person.name, person.email, person.time_zone,
        {"sl": "sl-SI", "sw": "sw-KE"}.get(person.locale, "en-GB"), is_admin=person.handle == "ana",
        is_restricted=person.guest, title=person.title, color=person.color,
    )  # fmt: skip


def _channel(channel: MadeUpChannel) -> Channel:
    members = (*channel.members, BOT) if channel.bot else channel.members
    return Channel(
        channel.slack_id, channel.name, "private" if channel.private else "channel", members, channel.topic
    )


def _state_of(engines: Engines) -> Path:
    """What the local Slack keeps (messages, the clock) stands beside the database."""
    return _state_beside(sqlite_path(engines.url) or Path("playground.db"))


def _state_beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}.slack.db")


def _forget(address: str) -> None:
    """Remove the playground's files, to begin anew."""
    path = file_of(address)
    if path is None:
        raise SettingsRefused("DATABASE_URL: only a playground in a SQLite file can begin anew.")
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    forget_state(_state_beside(path))
