"""Warming up: whatever the first person would wait for is made before the bot receives, so that nobody is told too late."""

from __future__ import annotations

import gc
import threading
import time

import structlog

from salesbot.analysis import calendars
from salesbot.memory import give_back
from salesbot.runtime import Runtime
from salesbot.slack.parsing import make_ready
from salesbot.storage.workspaces import all_workspaces

_log = structlog.get_logger(__name__)


def warm_up(runtime: Runtime) -> None:
    """Load the grammar, the words and each workspace's calendar, which a first command lacks.

    Slack waits three seconds for an answer; a calendar made in the middle of a change would hold the database, too.
    """
    began = time.monotonic()
    with runtime.engines.reading() as connection:
        workspaces = all_workspaces(connection)
    for locale in {workspace.locale for workspace in workspaces} or {"en"}:
        make_ready(locale, locale)
        runtime.renderer.learn(locale)
    for country in {workspace.country for workspace in workspaces if workspace.country}:
        calendars.warm(country)
    _log.debug("warmed_up", seconds=round(time.monotonic() - began, 2))


def warm_the_rest(runtime: Runtime) -> None:
    """Load all else once the bot receives, behind everybody's back: together it takes longer than the whole start.

    What is asked for before its turn is loaded at once, alone.
    """
    collect_again()
    threading.Thread(target=_the_rest, args=(runtime,), name="warming", daemon=True).start()


def collect_again() -> None:
    """Look for what can be thrown away from now on, which was not done while the program was loaded: all of that stays."""
    gc.freeze()
    gc.enable()


def _the_rest(runtime: Runtime) -> None:
    from salesbot.analysis import pipeline

    calendars.load()  # the form that settles a workspace asks for one
    for name in runtime.renderer.names():
        runtime.renderer.make_ready(name)
        # Whoever types meanwhile goes first.
        time.sleep(0.002)
    for language in runtime.renderer.languages():
        runtime.renderer.learn(language)
    pipeline.warm()
    _keep_what_is_loaded()
    give_back()


def _keep_what_is_loaded() -> None:
    """What stands now stays for good: it is never looked through again for what could be thrown away.

    A look through everything takes a tenth of a second, in which nobody is answered.
    """
    gc.collect()
    gc.freeze()
