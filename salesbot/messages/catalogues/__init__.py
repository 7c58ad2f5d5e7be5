"""The translations of every sentence: a language's .po file is compiled when it is first spoken, and kept between starts."""

import gettext
import hashlib
import io
import os
import struct
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock

DOMAIN = "salesbot"
SHIPPED = "shipped name"
"""The context of the names in the lists that ship with the program."""


class Catalogues:
    """The languages the bot speaks; a sentence without a translation is said in English.

    What is compiled is kept in the folder `kept` under the .po file's hash; nothing is kept where there is none.
    """

    def __init__(self, locales_dir: Path, kept: Path | None = None) -> None:
        found = sorted(locales_dir.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
        self._files = {path.parent.parent.name: path for path in found}
        self._kept = kept
        self._spoken: dict[str, gettext.NullTranslations] = {"en": gettext.NullTranslations()}
        self._compiling = Lock()

    def languages(self) -> list[str]:
        """List the languages for which there is a catalogue, by tag, English among them."""
        return sorted({"en", *self._files})

    def speaking(self, tag: str) -> gettext.NullTranslations:
        """Give the translations for a language tag ("sl", "sw-KE"), or English's own words."""
        tag = tag.replace("-", "_")
        language = tag if tag in self._files else tag.split("_")[0]
        spoken = self._spoken.get(language)
        if spoken is None and language in self._files:
            with self._compiling:
                spoken = self._spoken.get(language) or _translations(self._files[language], self._kept)
                self._spoken[language] = spoken
        return spoken or self._spoken["en"]


def _translations(path: Path, kept: Path | None) -> gettext.NullTranslations:
    source = path.read_bytes()
    place = kept and kept / f"salesbot-{hashlib.sha256(source).hexdigest()}.mo"
    if place:
        with suppress(OSError, ValueError, struct.error), place.open("rb") as file:
            return gettext.GNUTranslations(file)
    compiled = _compiled(source, path.parent.parent.name)
    if place:
        # A full or read-only disk is no reason to say nothing.
        with suppress(OSError):
            _keep(compiled, place)
    return gettext.GNUTranslations(io.BytesIO(compiled))


def _compiled(source: bytes, language: str) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=language))  # leaves out what is missing or fuzzy
    return compiled.getvalue()


def _keep(compiled: bytes, place: Path) -> None:
    """All of it or nothing: another process may read at the same time."""
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(compiled)
    os.replace(file.name, place)
