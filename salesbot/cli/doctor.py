"""`salesbot doctor`: everything a bot stands on, checked, and what to do where something is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from salesbot.cli.terminal import in_words
from salesbot.domain.checkups import Finding, State
from salesbot.domain.workspaces import Workspace
from salesbot.runtime import Runtime
from salesbot.services.people import admins
from salesbot.settings import Settings, load_settings
from salesbot.storage.backups import quick_check
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.engines import sqlite_path
from salesbot.storage.failures import BackupFailed
from salesbot.storage.holding import is_held
from salesbot.storage.schema import current_revision, known_revisions, served_by_newer, up_to_date
from salesbot.storage.walls import role_of
from salesbot.storage.workspaces import all_workspaces
from salesbot.wiring.books import Books, open_books

if TYPE_CHECKING:
    from salesbot.slack.tokens import Tokens


def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="Add credit up by month anew, where it is wrong.")
    ] = False,
    live: Annotated[
        bool, typer.Option("--live", help="Send an admin a real message, and look whether it is found again.")
    ] = False,
) -> None:
    """Check tokens, scopes, Socket Mode, database, clock, time-zone data and channels; exit code 1 if something is wrong.

    Each finding that is not good says what to do.

    \b
    Example:
      salesbot doctor
    """  # noqa: D301 - the sign keeps the example's line
    settings = load_settings()
    books = open_books(settings, old_schema=True)
    try:
        findings = [*_mode(settings), *_zones(), *_database(books)]
        findings += _workspaces(books)
        findings += _months(books, repair)
        findings += _slack(settings, books)
        if live:
            findings += _by_message(settings, books)
        typer.echo(in_words(books, "terminal/doctor", findings=findings, bad=_bad(findings)))
    finally:
        books.close()
    if _bad(findings):
        raise typer.Exit(1)


def _bad(findings: list[Finding]) -> int:
    return sum(finding.state is State.BAD for finding in findings)


def _mode(settings: Settings) -> list[Finding]:
    return [Finding("mode", State.GOOD, {"mode": settings.mode})]


def _zones() -> list[Finding]:
    try:
        ZoneInfo("Europe/Ljubljana")
        return [Finding("zones", State.GOOD, {"version": version("tzdata")})]
    except (ZoneInfoNotFoundError, PackageNotFoundError):
        return [Finding("zones", State.BAD, {"version": ""})]


def _database(books: Books) -> list[Finding]:
    shown = books.engines.url.render_as_string(hide_password=True)
    path = sqlite_path(books.engines.url)
    revision = current_revision(books.engines)
    if revision is None:
        return [Finding("database", State.UNSURE, {"shown": shown, "why": "empty", "about": ""})]
    if path is not None:
        try:
            quick_check(path)
        except BackupFailed as failed:
            return [Finding("database", State.BAD, {"shown": shown, "why": "damaged", "about": failed.about})]
    if not up_to_date(books.engines):
        why = "old" if revision in known_revisions() else "newer"
        return [Finding("database", State.BAD, {"shown": shown, "why": why, "about": revision})]
    found = [Finding("database", State.GOOD, {"shown": shown, "why": "", "about": ""})]
    if served_by_newer(books.engines):
        found = [Finding("database", State.UNSURE, {"shown": shown, "why": "served", "about": revision})]
    return found + ([_permissions(path), _holder(path)] if path is not None else _walls(books))


def _walls(books: Books) -> list[Finding]:
    """Whether the role of the database is held by row-level security, as a bot's has to be."""
    with books.engines.reading() as connection:
        role, through = role_of(connection)
    return [Finding("role", State.UNSURE if through else State.GOOD, {"role": role})]


def _permissions(path: Path) -> Finding:
    """Whether others on the machine may read the database."""
    readable = path.stat().st_mode & 0o077
    return Finding("permissions", State.BAD if readable else State.GOOD, {"shown": str(path)})


def _holder(path: Path) -> Finding:
    return Finding("bot", State.GOOD if is_held(path) else State.UNSURE)


def _workspaces(books: Books) -> list[Finding]:
    if not up_to_date(books.engines):
        return []
    with books.engines.reading() as connection:
        return [_workspace(Book(connection, each.id), each) for each in all_workspaces(connection)]


def _months(books: Books, repair: bool) -> list[Finding]:
    """Whether the credit added up by month is what the ledger says."""
    if not up_to_date(books.engines):
        return []
    with books.engines.reading() as connection:
        known = all_workspaces(connection)
    return [_added_up(books, each, repair) for each in known]


def _added_up(books: Books, workspace: Workspace, repair: bool) -> Finding:
    with read_book(books.engines, workspace.id) as book:
        wrong = len(book.months.differences())
    if wrong and repair:
        with open_book(books.engines, workspace.id) as book:
            book.months.rebuild()
    state = State.GOOD if repair or not wrong else State.BAD
    return Finding("months", state, {"name": workspace.name, "wrong": wrong})


def _workspace(book: Book, workspace: Workspace) -> Finding:
    facts = {"name": workspace.name, "why": ""}
    if not workspace.ready:
        return Finding("workspace", State.BAD, {**facts, "why": "bare"})
    if not admins(book):
        return Finding("workspace", State.BAD, {**facts, "why": "nobody"})
    if workspace.slack_team_id is None:
        return Finding("workspace", State.UNSURE, {**facts, "why": "unclaimed"})
    if not workspace.live:
        return Finding("workspace", State.UNSURE, {**facts, "why": "practice"})
    return Finding("workspace", State.GOOD, facts)


def _channels(books: Books, workspaces: Iterable[Workspace]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in workspaces:
        with read_book(books.engines, each.id) as book:
            found.update({team.channel_id: team.name for team in book.people.teams() if team.channel_id})
    return found


def _known(books: Books) -> list[Workspace]:
    if not up_to_date(books.engines):
        return []
    with books.engines.reading() as connection:
        return all_workspaces(connection)


def _installed(settings: Settings, books: Books) -> list[tuple[Workspace, Tokens]]:
    """The workspaces that installed the app, each with what tells its token."""
    from salesbot.slack.installing import AppCredentials, tokens_of  # Slack's libraries, only where used

    client_secret, public_url = settings.slack_client_secret, settings.public_url or ""
    if settings.mode != "oauth" or client_secret is None:
        return []
    app = AppCredentials(
        settings.slack_client_id or "", client_secret.get_secret_value(), public_url, settings.slack_api_url
    )
    tokens = tokens_of(books.engines, app)
    return [
        (each, tokens)
        for each in _known(books)
        if each.slack_team_id and tokens.installed(each.slack_team_id, each.enterprise_id)
    ]


def _slack(settings: Settings, books: Books) -> list[Finding]:
    """What is found at Slack with the token that was named, or with that of each workspace."""
    from salesbot.slack.checkup import check_slack

    def checked(token: str | None, workspaces: Iterable[Workspace]) -> list[Finding]:
        app_token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else None
        return check_slack(
            bot_token=token, app_token=app_token, api_url=settings.slack_api_url,
            channels=_channels(books, workspaces), now=books.clock.now(),
        )  # fmt: skip

    installed = _installed(settings, books)
    if settings.mode != "oauth":
        named = settings.slack_bot_token
        return checked(named.get_secret_value() if named else None, _known(books))
    without = [each.name for each in _known(books) if each.id not in {one.id for one, _ in installed}]
    return [Finding("installed", State.UNSURE, {"of": name}) for name in without] + [
        replace(found, facts={**found.facts, "of": each.name})
        for each, tokens in installed
        for found in checked(tokens.of(each.id).text, [each])
    ]


def _by_message(settings: Settings, books: Books) -> list[Finding]:
    """A real message in each workspace that the token belongs to, or that has one of its own."""
    from salesbot.slack.live_checkup import check_by_message
    from salesbot.slack.messenger import SlackMessenger
    from salesbot.slack.tokens import OneToken

    asked = _installed(settings, books)
    if settings.slack_bot_token is not None:
        one = OneToken(settings.slack_bot_token.get_secret_value())
        asked = [(each, one) for each in _known(books) if each.slack_team_id is not None]
    found = []
    for workspace, tokens in asked:
        messenger = SlackMessenger(tokens, api_url=settings.slack_api_url)
        runtime = Runtime(books.engines, books.clock, books.renderer, messenger)
        with read_book(books.engines, workspace.id) as book:
            known = [(each.name, each.slack_id) for each in admins(book) if each.slack_id is not None]
        words = books.renderer.words("terminal/live_check", locale=workspace.locale)
        name, slack_id = known[0] if known else ("", None)
        finding = check_by_message(runtime, workspace.id, name, slack_id, words)
        found.append(replace(finding, facts={**finding.facts, "of": workspace.name}))
    return found
