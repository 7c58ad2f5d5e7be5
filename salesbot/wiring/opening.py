"""A bot's database: held against a second bot, of the right kind, and brought up to date."""

from __future__ import annotations

from contextlib import ExitStack

from salesbot.settings import SettingsRefused
from salesbot.storage.engines import Engines, open_engines
from salesbot.storage.holding import DatabaseHeld, held
from salesbot.storage.schema import migrate
from salesbot.wiring.books import refuse_other_kind


def open_for_bot(address: str, parts: ExitStack, *, playground: bool) -> Engines:
    """Open, hold, migrate. Raises SettingsRefused where another bot holds it or it is of the other kind."""
    engines = open_engines(address)
    parts.callback(engines.close)
    try:
        parts.enter_context(held(engines))
    except DatabaseHeld as other:
        raise SettingsRefused(
            f"Another bot works with {other.path} (process {other.holder}). Stop it first, or give this one "
            "a database of its own with DATABASE_URL."
        ) from None
    migrate(engines)
    refuse_other_kind(engines, playground=playground)
    return engines
