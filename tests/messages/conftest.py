"""A renderer over the templates of these tests, and one that says a template written in the test itself."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from jinja2 import DictLoader

from salesbot.messages import Message, Renderer
from salesbot.messages.speech import Speech, figures_for, speaking
from salesbot.shipped import locales_dir

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer(TEMPLATES, locales_dir())


class Spoken:
    """Says templates given as text: `message("<text>…</text>")` is wrapped in its root."""

    def __init__(self) -> None:
        self._count = 0

    def message(self, source: str, **facts: Any) -> Message:
        return self._renderer(f"<message>{source}</message>").message("it", **facts)

    def modal(self, source: str, **facts: Any) -> dict[str, Any]:
        root = f'<modal title="Log a deal" submit="Save" callback="deals.log">{source}</modal>'
        return self._renderer(root).view("it", **facts)

    def home(self, source: str, **facts: Any) -> dict[str, Any]:
        return self._renderer(f"<home>{source}</home>").view("it", **facts)

    def words(self, source: str, **facts: Any) -> str:
        return self._renderer(source).words("it", **facts)

    def blocks(self, source: str, **facts: Any) -> list[dict[str, Any]]:
        return self.message(f"<notification>Acme</notification>{source}", **facts).blocks

    def _renderer(self, source: str) -> Renderer:
        made = Renderer(TEMPLATES, locales_dir())
        parts = {
            f"parts/{path.name}"[:-4] + ".xml": path.read_text() for path in TEMPLATES.glob("parts/*.xml")
        }
        made._templates.loader = DictLoader({"it.xml": source, **parts})
        return made


@pytest.fixture
def say() -> Spoken:
    return Spoken()


@pytest.fixture
def reading() -> Iterator[Callable[..., None]]:
    """Read the page of a filter's test in a language: reading("sl", "Europe/Ljubljana")."""
    from gettext import NullTranslations
    from zoneinfo import ZoneInfo

    entered: list[Any] = []

    def read(tag: str = "en", zone: str = "UTC") -> None:
        locale, calendar = figures_for(tag)
        assert isinstance(locale, Locale)
        context = speaking(Speech(locale, calendar, ZoneInfo(zone), NullTranslations()))
        context.__enter__()
        entered.append(context)

    yield read
    for context in reversed(entered):
        context.__exit__(None, None, None)
