"""In whose language, number style and time zone the page at hand is written."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_speech: ContextVar["Speech"] = ContextVar("speech")


@dataclass(frozen=True)
class Speech:
    """The reader's side of a page: words, figures, days, and the zone in which clock times are told."""

    locale: Locale
    calendar: Locale
    zone: tzinfo
    translations: gettext.NullTranslations


def speech() -> Speech:
    """Say for whom the page at hand is written; raises LookupError outside a rendering."""
    return _speech.get()


@contextmanager
def speaking(now: Speech) -> Iterator[None]:
    """Write whatever is rendered inside for this reader."""
    token = _speech.set(now)
    try:
        yield
    finally:
        _speech.reset(token)


class _Kept(Locale):
    """A locale that works its hash out once: each figure of a page is looked up by it."""

    def __init__(self, *parts: str | None) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._hash = super().__hash__()

    def __hash__(self) -> int:
        return self._hash


@lru_cache(maxsize=256)
def figures_for(tag: str) -> tuple[Locale, Locale]:
    """Give the locales of figures and of days for a language tag ("en", "sl", "sw-KE"); others are English.

    Plain "en" writes days and hours as most of the world does (15 June, 08:00); "en-US" keeps its own way.
    """
    try:
        locale = _Kept.parse(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        locale = _Kept("en")
    return locale, _Kept("en", "GB") if str(locale) == "en" else locale
