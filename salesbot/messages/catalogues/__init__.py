"""The translations of every sentence, compiled in memory from the .po files at start."""

import gettext
import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "salesbot"
SHIPPED = "shipped name"
"""The context of the names in the lists that ship with the program."""


class Catalogues:
    """The languages the bot speaks; a sentence without a translation is said in English."""

    def __init__(self, locales_dir: Path) -> None:
        self._spoken: dict[str, gettext.NullTranslations] = {}
        for path in sorted(locales_dir.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
            self._spoken[path.parent.parent.name] = _compiled(path)

    def languages(self) -> list[str]:
        """List the languages for which there is a catalogue, by tag, English among them."""
        return sorted({"en", *self._spoken})

    def speaking(self, tag: str) -> gettext.NullTranslations:
        """Give the translations for a language tag ("sl", "sw-KE"), or English's own words."""
        tag = tag.replace("-", "_")
        return self._spoken.get(tag) or self._spoken.get(tag.split("_")[0]) or gettext.NullTranslations()


def _compiled(path: Path) -> gettext.NullTranslations:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parent.parent.name)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)  # leaves out what is missing or fuzzy
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
