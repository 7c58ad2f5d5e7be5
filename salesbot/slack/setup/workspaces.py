"""The form of what the whole company settles: name, currency, zone, country, week, year and language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from salesbot.domain.mistakes import SalesbotError
from salesbot.services.people import require_admin
from salesbot.services.setup import (
    CurrencyInUse,
    SettingUnreadable,
    Settled,
    read_settings,
    settle_workspace,
    year_move,
)
from salesbot.services.setup.reading import written_week
from salesbot.slack.asking import Answer, Ask, Opened
from salesbot.slack.edge import Edge
from salesbot.slack.setup.fields import asker, told_in_fields
from salesbot.storage.book import Book

_FIELDS = (
    "name",
    "currency",
    "time_zone",
    "country",
    "week",
    "year_start",
    "locale",
    "refunds",
    "leaderboard",
)
_MOST = 100
_MONTHS = tuple(date(2001, month, 1) for month in range(1, 13))
"""A day of each month, to name it by."""


def on_workspace(ask: Ask) -> Answer:
    """The form, filled with what holds."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
        workspace = book.workspace
    zone = workspace.time_zone or (ask.person.time_zone if ask.person else None) or ""
    view = ask.form(
        "setup/workspace", workspace=workspace, week=written_week(workspace.week), zone=zone,
        languages=ask.runtime.renderer.languages(), months=_MONTHS,
    )  # fmt: skip
    return Opened(view, "setup.workspace")


def on_workspace_form(ask: Ask) -> Answer:
    """The form is sent off."""
    with told_in_fields(ask, _field):
        typed = {name: ask.field(name) for name in _FIELDS if name in ask.values}
        settings = read_settings(typed, ask.runtime.renderer.languages())

        def do(book: Book) -> Answer:
            person = asker(ask)
            require_admin(book, person, ask.now)
            # Moving the year cuts goals and years short: what it means is told before it is done.
            move = year_move(book, settings.get("year_start", book.workspace.year_start), ask.now)
            now = {name: value for name, value in settings.items() if move is None or name != "year_start"}
            settled = settle_workspace(
                book, person, now, now=ask.now, names=ask.runtime.renderer.shipped_name
            )
            return ask.message("setup/settled", settled=settled, changes=_as_typed(settled), move=move)

        return ask.change(do)


def on_year(ask: Ask) -> Answer:
    """*Move the Year*, after what it means was told."""

    def do(book: Book) -> Answer:
        person = asker(ask)
        require_admin(book, person, ask.now)
        settings = read_settings({"year_start": ask.value})
        move = year_move(book, settings["year_start"], ask.now)
        settle_workspace(book, person, settings, now=ask.now, names=ask.runtime.renderer.shipped_name)
        return ask.message("setup/year_moved", move=move, month=_MONTHS[settings["year_start"] - 1])

    return ask.change(do)


def _as_typed(settled: Settled) -> list[tuple[str, Any, Any]]:
    """What changed, each value as an admin types it: the working days are kept as signs."""
    return [
        (name, written_week(before), written_week(after)) if name == "week" else (name, before, after)
        for name, before, after in settled.changes
    ]


def time_zones(ask: Ask) -> Sequence[tuple[str, str]]:
    """The time zones that hold what was typed, those of a city that begins with it first."""
    key = ask.value.strip().casefold().replace(" ", "_")
    found = [zone for zone in available_timezones() if key in zone.casefold() and "/" in zone]
    found.sort(key=lambda zone: (not zone.rpartition("/")[2].casefold().startswith(key), zone))
    return [(zone.replace("_", " "), zone) for zone in found[:_MOST]]


def _field(mistake: SalesbotError) -> str | None:
    if isinstance(mistake, CurrencyInUse):
        return "currency"
    if isinstance(mistake, SettingUnreadable):
        return str(mistake.facts["setting"])
    return None


def register(edge: Edge) -> None:
    """Answer the form."""
    edge.action("setup.workspace", before_setup=True)(on_workspace)
    edge.form("setup.workspace", before_setup=True)(on_workspace_form)
    edge.action("setup.year")(on_year)
    edge.suggestions("time_zone", before_setup=True)(time_zones)
