"""A workspace: made with its default lists, settled, and joined with the Slack workspace that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesbot.analysis.calendars import countries
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.domain.workspaces import Workspace
from salesbot.services.calendars import workspace_day
from salesbot.services.people import require_admin
from salesbot.services.planning import replan
from salesbot.services.setup.naming import Names, add_lists, as_shipped, rename_lists
from salesbot.services.setup.reading import READERS, SettingUnreadable, read_country, read_locale
from salesbot.services.setup.years import years_moved
from salesbot.storage.book import Book
from salesbot.storage.people import folded
from salesbot.storage.workspaces import Connection, add_workspace, all_workspaces, written_years

SETTINGS = (
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
"""What a workspace settles, in the order in which it is asked."""
_CALENDAR = frozenset({"time_zone", "country", "week"})


class CurrencyInUse(SalesbotError):
    """The currency cannot change once rates are kept in it: facts `currency`, `typed`."""

    template = "mistakes/currency_in_use"


class SlackTeamTaken(SalesbotError):
    """The Slack workspace belongs to another one already: facts `slack_team`, `name`."""

    template = "mistakes/slack_team_taken"


@dataclass(frozen=True, slots=True)
class Settled:
    """A workspace as it stands now, and what changed: setting, what it was, what it is."""

    workspace: Workspace
    made: bool
    changes: tuple[tuple[str, Any, Any], ...]


def read_settings(typed: Mapping[str, str], languages: Iterable[str] = ()) -> dict[str, Any]:
    """Settings as they are kept, from what was typed; SettingUnreadable names the first that will not do."""
    unknown = typed.keys() - set(SETTINGS)
    if unknown:
        raise SettingUnreadable(setting=min(unknown), typed="", near=SETTINGS, example="currency")
    read: dict[str, Any] = {}
    for name in SETTINGS:
        if name not in typed:
            continue
        if name == "country":
            read[name] = read_country(typed[name], countries())
        elif name == "locale":
            read[name] = read_locale(typed[name], languages)
        else:
            read[name] = READERS[name](typed[name])
    return read


def new_workspace(
    connection: Connection, *, name: str, now: datetime, slack_team_id: str | None = None,
    enterprise_id: str | None = None, playground: bool = False, names: Names = as_shipped, **settings: Any,
) -> Workspace:  # fmt: skip
    """A new workspace with the default lists of stages, reasons and activities; `settings` as `read_settings` gives them.

    `names` says what the lists' entries are called in its language.
    """
    made = add_workspace(
        connection, name=name, created_at=now, slack_team_id=slack_team_id, enterprise_id=enterprise_id,
        playground=playground, **settings,
    )  # fmt: skip
    add_lists(Book(connection, made.id), names)
    return made


def settle_workspace(
    book: Book, by: Person | None, settings: Mapping[str, Any], *, now: datetime, names: Names = as_shipped
) -> Settled:
    """Settle something anew for the whole company; what is as it was changes nothing and leaves no record.

    The year of the books moves on the next first day of one, of books that hold nothing yet from ever. With another
    language the lists that came with the program are called by `names` in it.

    Raises NotAllowed, CurrencyInUse.
    """
    require_admin(book, by, now)
    was = book.workspace
    changes = tuple(
        (name, getattr(was, name), value) for name, value in settings.items() if getattr(was, name) != value
    )
    if not changes:
        return Settled(was, False, ())
    _refuse_currency(book, settings)
    after = {name: after for name, _, after in changes}
    if "year_start" in after:
        from_on = years_moved(book, after["year_start"], now).coming(workspace_day(book, now))
        after |= {"year_from": from_on.isoformat()} if from_on is not None else {}
    book.records.audit(
        "settled", "workspace", was.id, by=by.id if by else None, now=now,
        before={name: before for name, before, _ in changes}, after=after,
    )  # fmt: skip
    settled = Settled(book.change_workspace(**_kept(book, changes, now)), False, changes)
    if settled.workspace.locale != was.locale:
        rename_lists(book, was.locale, names)
    if not _CALENDAR.isdisjoint(settings):
        replan_everybody(book, now)
    return settled


def _kept(book: Book, changes: Iterable[tuple[str, Any, Any]], now: datetime) -> dict[str, Any]:
    values = {name: after for name, _, after in changes}
    if "year_start" in values:
        values |= written_years(years_moved(book, values["year_start"], now))
    return values


def replan_everybody(book: Book, now: datetime) -> None:
    """The calendar or going live changed what is due for everybody."""
    people, teams = book.people.all(), book.people.teams()
    replan(book, now, people=[person.id for person in people], teams=[team.id for team in teams])


def workspace_meant(connection: Connection, name: str | None, slack_team_id: str | None) -> Workspace | None:
    """Which workspace a setup from the terminal is about: by Slack workspace, by name, else the one not set up yet.

    None: a new one.
    """
    known = all_workspaces(connection)
    if slack_team_id:
        for each in known:
            if each.slack_team_id == slack_team_id:
                return each
    if name is not None:
        for each in known:
            if folded(each.name) == folded(name):
                return each
    bare = [each for each in known if not each.ready]
    return bare[0] if len(known) == len(bare) == 1 else None


def bind_workspace(book: Book, slack_team_id: str, *, now: datetime) -> None:
    """From the terminal: this workspace belongs to that Slack workspace; SlackTeamTaken if another does."""
    for each in all_workspaces(book.connection):
        if each.slack_team_id == slack_team_id and each.id != book.workspace_id:
            raise SlackTeamTaken(slack_team=slack_team_id, name=each.name)
    if book.workspace.slack_team_id == slack_team_id:
        return
    before = {"slack_team_id": book.workspace.slack_team_id}
    book.change_workspace(slack_team_id=slack_team_id)
    book.records.audit(
        "bound", "workspace", book.workspace_id, by=None, now=now, before=before,
        after={"slack_team_id": slack_team_id},
    )  # fmt: skip


def _refuse_currency(book: Book, settings: Mapping[str, Any]) -> None:
    wanted, kept = settings.get("currency"), book.workspace.currency
    if wanted is not None and kept is not None and wanted != kept and book.rates.in_use():
        raise CurrencyInUse(currency=kept, typed=wanted)
