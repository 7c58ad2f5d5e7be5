"""A bot's database: held against a second bot, of the right kind, and brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

import structlog

from salesbot.clock import SystemClock
from salesbot.settings import SettingsRefused
from salesbot.storage.backups import migrate_safely
from salesbot.storage.engines import CONNECTIONS, DatabaseUnusable, Engines, open_engines
from salesbot.storage.failures import BackupFailed
from salesbot.storage.holding import DatabaseHeld, held
from salesbot.storage.schema import current_revision, served_by_newer
from salesbot.storage.sealing import Sealer, Unsealable, seal_anew
from salesbot.storage.staging import clear_unfinished
from salesbot.storage.upkeep import look_over
from salesbot.wiring.books import refuse_other_kind

_log = structlog.get_logger(__name__)


def open_for_bot(
    address: str, parts: ExitStack, *, playground: bool, keys: Sequence[str], connections: int = CONNECTIONS
) -> Engines:
    """Open, hold, migrate (a backup first), and seal every secret in it with the first of the keys.

    Raises SettingsRefused where another bot holds it, it is of the other kind, or it cannot be worked with.
    """
    try:
        engines = open_engines(address, Sealer(keys), made_up=playground, connections=connections)
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
    if served_by_newer(engines):
        _log.warning("served_by_newer_version", revision=current_revision(engines))
    refuse_other_kind(engines, playground=playground)
    clear_unfinished(engines)
    look_over(engines)
    _seal(engines)
    return engines


def _seal(engines: Engines) -> None:
    try:
        with engines.changing() as connection:
            done = seal_anew(connection)
    except Unsealable:
        raise SettingsRefused(
            "SALESBOT_ENCRYPTION_KEY: the database holds secrets that were sealed with another key. "
            "Add that key behind the new one, with a comma: the first seals, each opens."
        ) from None
    if done:
        _log.info("sealed_anew", secrets=done)
