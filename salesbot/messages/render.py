"""The one door to everything the bot says: a template's name and facts in, a message, view or text out."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.utils import internalcode
from markupsafe import Markup

from salesbot.messages.catalogues import SHIPPED, Catalogues
from salesbot.messages.compiled import Compiled, compiled
from salesbot.messages.figures import number
from salesbot.messages.filters import FILTERS
from salesbot.messages.markup import compile_message, compile_view, compile_words
from salesbot.messages.plain import in_plain
from salesbot.messages.speech import Speech, figures_for, speaking, speech
from salesbot.messages.values import written


@dataclass(frozen=True)
class Message:
    """What is sent: the notification text (`& < >` escaped, so to be sent with parse=none) and the blocks."""

    text: str
    blocks: list[dict[str, Any]]

    def payload(self) -> dict[str, Any]:
        """Give the arguments of a chat call or of an ack."""
        return {"text": self.text, "blocks": self.blocks}


class _Page(Context):
    """The facts of a page at hand. Its sentences are called as they are: Jinja looks first at what else they could be."""

    @internalcode
    def call(self, asked: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what the template calls."""
        if type(asked) is not FunctionType or asked not in _SENTENCES:
            return super().call(asked, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return asked(self, *args, **kwargs)


class Renderer:
    """Speaks every sentence of the bot in each reader's language, figures and zone; threads may share it.

    `always` are facts every template may use, such as the names of the commands.
    """

    def __init__(
        self, templates_dir: Path, locales_dir: Path, always: Mapping[str, Any] | None = None
    ) -> None:
        kept = compiled()
        self._catalogues = Catalogues(locales_dir, Path(kept.directory) if kept else None)
        self._templates = environment(templates_dir, kept)
        self._templates.globals.update(always or {})
        self._shipped: dict[tuple[str, str], str] = {}

    def languages(self) -> list[str]:
        """List the languages that can be spoken, by tag."""
        return self._catalogues.languages()

    def names(self) -> list[str]:
        """Every template, as `make_ready` names it."""
        return self._templates.list_templates(extensions=["xml"])

    def learn(self, language: str) -> None:
        """Load a language beforehand, so that nobody waits for it."""
        self._catalogues.speaking(language)

    def make_ready(self, name: str) -> None:
        """Compile a template beforehand, so that nobody waits for it."""
        self._templates.get_template(name)

    def message(
        self, template: str, /, *, locale: str = "en", time_zone: str | tzinfo = "UTC", **facts: Any
    ) -> Message:
        """Say a message: `deals/logged` is templates/deals/logged.xml.

        Raises TemplateFault when Slack would refuse it, jinja2.UndefinedError when a fact is missing, TypeError
        when a value lacks its filter.
        """
        with speaking(self._speech(locale, time_zone)):
            text, blocks = compile_message(template, self._page(template, facts), self._more)
        return Message(text, blocks)

    def view(
        self, template: str, /, *, locale: str = "en", time_zone: str | tzinfo = "UTC", **facts: Any
    ) -> dict[str, Any]:
        """Make a modal or a home page; raises as `message` does."""
        with speaking(self._speech(locale, time_zone)):
            return compile_view(template, self._page(template, facts), self._more)

    def words(
        self, template: str, /, *, locale: str = "en", time_zone: str | tzinfo = "UTC", **facts: Any
    ) -> str:
        """Say a bare text without blocks, not escaped: a field's error, a label; raises as `message`."""
        with speaking(self._speech(locale, time_zone)):
            return compile_words(template, self._page(template, facts))

    def plain(
        self, template: str, /, *, locale: str = "en", time_zone: str | tzinfo = "UTC", **facts: Any
    ) -> str:
        """Say a message in plain lines, for the terminal; raises as `message` does."""
        names: Mapping[str, str] = facts.get("names", {})
        return in_plain(self.message(template, locale=locale, time_zone=time_zone, **facts).blocks, names)

    def shipped_name(self, language: str, name: str) -> str:
        """Say the name of a stage, reason or kind of activity that ships with the program."""
        said = self._shipped.get((language, name))
        if said is None:
            said = self._shipped[language, name] = self._catalogues.speaking(language).pgettext(SHIPPED, name)
        return said

    def _page(self, template: str, facts: Mapping[str, Any]) -> str:
        return self._templates.get_template(f"{template}.xml").render(facts)

    def _more(self, template: str, count: int) -> str:
        return compile_words(template, self._page(template, {"count": count}))

    def _speech(self, tag: str, zone: str | tzinfo) -> Speech:
        locale, calendar = figures_for(tag)
        if isinstance(zone, str):
            zone = ZoneInfo(zone)
        return Speech(locale, calendar, zone, self._catalogues.speaking(tag))


class _Templates(Environment):
    """The templates' world, whose own names stand in one plain mapping: each part of a page goes through all of them."""

    context_class = _Page

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that a template knows by itself."""
        return {**self.globals, **(d or {})}


def environment(templates_dir: Path, kept: Compiled | None = None) -> Environment:
    """Make the templates' world: strict about missing facts, values escaped, sentences through gettext."""
    made = _Templates(
        loader=FileSystemLoader(templates_dir),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=written,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=kept,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.globals.update(
        gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext, npgettext=_npgettext, _=_gettext
    )
    made.filters.update(FILTERS)
    return made


@pass_context
def _gettext(context: Context, message: str, /, **values: Any) -> Markup:
    return _filled(context, speech().translations.gettext(message), values)


@pass_context
def _ngettext(context: Context, one: str, many: str, num: int, /, **values: Any) -> Markup:
    return _filled(context, speech().translations.ngettext(one, many, num), {"num": num, **values})


@pass_context
def _pgettext(context: Context, about: str, message: str, /, **values: Any) -> Markup:
    return _filled(context, speech().translations.pgettext(about, message), values)


@pass_context
def _npgettext(context: Context, about: str, one: str, many: str, num: int, /, **values: Any) -> Markup:
    return _filled(context, speech().translations.npgettext(about, one, many, num), {"num": num, **values})


_SENTENCES: frozenset[Any] = frozenset({_gettext, _ngettext, _pgettext, _npgettext})


def _filled(context: Context, sentence: str, values: Mapping[str, Any]) -> Markup:
    """Put values into a sentence of a catalogue, which may hold tags; a count is written the reader's way."""
    if not values:
        return _bare(sentence)
    safe = {name: _value(context, value) for name, value in values.items()}
    return Markup(sentence % safe)  # noqa: S704 - the sentence is ours, each value was escaped


@lru_cache(maxsize=4096)
def _bare(sentence: str) -> Markup:
    return Markup(sentence % {})  # noqa: S704 - the sentence is ours


def _value(context: Context, value: Any) -> str:
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return number(context, value) if is_count else str(written(value))
