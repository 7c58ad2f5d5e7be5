"""`salesbot backup`, `restore` and `migrate`: the database carried away, put back, and brought up to date."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from salesbot.cli.terminal import OptionMissing, in_words, progress_bar
from salesbot.clock import SystemClock
from salesbot.settings import Settings, SettingsRefused, load_settings
from salesbot.storage.backups import back_up, migrate_safely, restore
from salesbot.storage.engines import DatabaseUnusable, open_engines, open_existing
from salesbot.storage.moving import move
from salesbot.storage.schema import current_revision
from salesbot.wiring.books import Books, DatabaseRefused, new_renderer, open_books


def backup_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file to write.")],
) -> None:
    """Back the database up into a new file, also while a bot works with it, and verify the backup.

    The file is opened, checked and counted before it is called a backup; only its owner may read it.

    \b
    Example:
      salesbot backup salesbot-2026-06-16.db
    """  # noqa: D301 - the sign keeps the example's line
    books = _of_any_age(load_settings())
    try:
        made = back_up(books.engines, file)
        typer.echo(in_words(books, "terminal/backed_up", made=made, size=_size(made.size)))
    finally:
        books.close()


def _of_any_age(settings: Settings) -> Books:
    """Books of an older version too: a backup is wanted most before they are brought up to date."""
    books = open_books(settings, old_schema=True)
    if current_revision(books.engines) is not None:
        return books
    books.close()
    return open_books(settings)  # which says that nothing is there


def restore_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup that `salesbot backup` made.")],
) -> None:
    """Put a backup in the database's place, all of it or nothing. Refused while a bot holds the database.

    \b
    Example:
      salesbot restore salesbot-2026-06-16.db
    """  # noqa: D301 - the sign keeps the example's line
    books = _any_state(load_settings())
    try:
        restored = restore(books.engines, file)
        typer.echo(in_words(books, "terminal/restored", restored=restored, shown=_shown(books)))
    finally:
        books.close()


def migrate_command(
    from_: Annotated[
        str | None, typer.Option("--from", metavar="URL", help="Move everything out of this database ...")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="URL", help="... into this empty one.")] = None,
) -> None:
    """Bring the database up to date with this version, a backup first. bot.py does so by itself on its start.

    With --from and --to: move a whole database from SQLite to PostgreSQL or back. Everything or nothing; refused while
    a bot holds either, and where the target is not empty. The source stays as it is.

    \b
    Example:
      salesbot migrate
      salesbot migrate --from sqlite:///salesbot.db --to postgresql+psycopg://salesbot@localhost/salesbot
    """  # noqa: D301 - the sign keeps the example's line
    if from_ is not None or to is not None:
        _move(from_, to)
        return
    books = _any_state(load_settings())
    try:
        done = migrate_safely(books.engines, books.clock.now())
        typer.echo(in_words(books, "terminal/migrated", migrated=done, shown=_shown(books)))
    finally:
        books.close()


def _move(from_: str | None, to: str | None) -> None:
    if from_ is None or to is None:
        raise OptionMissing(
            options=("--from" if from_ is None else "--to",),
            example="salesbot migrate --from sqlite:///salesbot.db --to postgresql+psycopg://salesbot@localhost/salesbot",
        )
    with ExitStack() as opened:
        try:
            source = open_existing(from_)
            opened.callback(source.close)
            target = open_engines(to)
            opened.callback(target.close)
            with progress_bar() as bar:
                task = bar.add_task("Moving")
                moved = move(source, target, lambda done, of: bar.update(task, completed=done, total=of))
        except DatabaseUnusable as unusable:
            raise DatabaseRefused(f"{unusable}.") from None
    books = Books(target, SystemClock(), new_renderer())
    typer.echo(in_words(books, "terminal/moved", moved=moved, shown=_shown(books)))


def _any_state(settings: Settings) -> Books:
    try:
        return open_books(settings, old_schema=True)
    except OSError as failed:
        raise SettingsRefused(f"DATABASE_URL: {failed}") from None


def _shown(books: Books) -> str:
    return books.engines.url.render_as_string(hide_password=True)


def _size(bytes_: int) -> int:
    """Whole kilobytes, at least one."""
    return max(1, bytes_ // 1024)
