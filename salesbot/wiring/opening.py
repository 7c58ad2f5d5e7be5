"""A bot's database: held against a second bot, of the right kind, and brought up to date."""

from __future__ import annotations

from contextlib import ExitStack

from salesbot.clock import SystemClock
from salesbot.settings import SettingsRefused
from salesbot.storage.backups import BackupFailed, migrate_safely
from salesbot.storage.engines import DatabaseUnusable, Engines, open_engines
from salesbot.storage.holding import DatabaseHeld, held
from salesbot.wiring.books import refuse_other_kind


def open_for_bot(address: str, parts: ExitStack, *, playground: bool) -> Engines:
    """Open, hold, migrate (a backup first).

    Raises SettingsRefused where another bot holds it, it is of the other kind, or it cannot be worked with.
    """
    try:
        engines = open_engines(address)
        parts.callback(engines.close)
        parts.enter_context(held(engines))
        migrate_safely(engines, SystemClock().now())
    except DatabaseHeld as other:
        raise SettingsRefused(
            f"Another bot works with {other.path} (process {other.holder}). Stop it first, or give this one "
            "a database of its own with DATABASE_URL."
        ) from None
    except DatabaseUnusable as unusable:
        raise SettingsRefused(f"DATABASE_URL: {unusable}.") from None
    except BackupFailed as failed:
        raise SettingsRefused(
            f"No backup could be made before the migration, so nothing was changed: {failed}."
        ) from None
    refuse_other_kind(engines, playground=playground)
    return engines
