"""The same day in three languages, and in one that nobody speaks, in which every sentence that escapes gettext shows.

Kim wins Acme, mistypes an amount, asks for the own standing, the open deals, the goals and the settings, and undoes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from salesbot.domain.accounts import DEFAULT_REASONS, DEFAULT_STAGES
from salesbot.messages import Renderer, in_plain
from salesbot.messages.calendar import OF_THE_MONTH
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book
from salesbot.wiring.books import new_renderer
from tests.cast import Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said, bot_for

DAY = (
    ("receipt", "/log-deal", "Acme Corp 12500 won product:Pro x3"),
    ("pipeline", "/log-deal", "Helios 24000 proposal close:2026-06-30"),
    ("mistake", "/log-deal", "Acme 12.5.0k won"),
    ("question", "/log-deal", "Acme Corpo 300 won"),
    ("lost", "/log-deal", "Delta 8000 lost"),
    ("me", "/sales", "me"),
    ("deals", "/sales", "deals"),
    ("deal", "/sales", "deal Helios"),
    ("goals", "/sales", "goals"),
    ("forecast", "/sales", "forecast"),
    ("top", "/sales", "top"),
    ("settings", "/sales", "settings"),
    ("help", "/sales", "help"),
    ("undo", "/sales", "undo"),
)


def the_day(bot: Bot, cast: Cast, language: str) -> Iterator[tuple[str, Said]]:
    """Each thing that Kim asked, with its answer in the language."""
    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.change(cast.adria.kim.id, locale=language, number_locale="en")
    for name, command, text in DAY:
        yield name, bot.command(cast.adria.kim, text, command=command)
        bot.clock.pass_by(seconds=20)


@pytest.mark.parametrize("language", ["sl", "sw"])
def test_a_day_in_the_reps_language(bot: Bot, sqlite_cast: Cast, golden: Golden, language: str) -> None:
    lines = [f"== {name}\n{_read(said)}" for name, said in the_day(bot, sqlite_cast, language)]
    golden("\n\n".join(lines), f"languages/day.{language}")


def _read(said: Said) -> str:
    title = said.message.get("title")
    return f"{title['text'] if title else ''}\n{in_plain(said.message['blocks'])}".strip()


# -- the language that nobody speaks ------------------------------------------------------------------------

_OPEN, _SHUT = "⟦", "⟧"
_SAID = re.compile(f"{_OPEN}[^{_OPEN}{_SHUT}]*{_SHUT}")
_WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture
def pseudo(tmp_path: Path) -> Renderer:
    """Speaks Slovenian that is English in brackets: whatever stands outside of them went past the catalogue."""
    with (locales_dir() / "salesbot.pot").open("rb") as file:
        sentences = read_po(file)
    made = Catalog(locale="sl", fuzzy=False)
    for message in sentences:
        if message.id:
            forms = [message.id] if isinstance(message.id, str) else list(message.id)
            said = [f"{_OPEN}{form}{_SHUT}" for form in forms]
            translated = said[0] if len(said) == 1 else (said[0], said[1], said[1], said[1])
            made.add(message.id, translated, context=message.context)
    path = tmp_path / "sl" / "LC_MESSAGES" / "salesbot.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, made)
    return Renderer(templates_dir(), tmp_path)


def outside(text: str) -> set[str]:
    """The words of a text that no catalogue said."""
    before = ""
    while before != text:
        before, text = text, _SAID.sub(" ", text)
    return set(_WORD.findall(text))


def known(cast: Cast) -> set[str]:
    """The words that are values: names, what was typed, and what the calendar of the language says."""
    # "optional" is what the plain form of these tests writes where Slack shows its own mark.
    names = [person.name for person in cast.adria.people.values()]
    names += [stage[1] for stage in DEFAULT_STAGES] + [reason[2] for reason in DEFAULT_REASONS]
    names += [team.name for team in cast.adria.teams.values()] + [text for _, _, text in DAY]
    sl = Locale("sl")
    names += [*sl.months["format"]["wide"].values(), *sl.months["format"]["abbreviated"].values()]
    names += OF_THE_MONTH["sl"]
    names += [*sl.days["format"]["wide"].values(), *sl.days["format"]["abbreviated"].values()]
    return set(_WORD.findall(" ".join(names))) | {
        "EUR",
        "English",
        "slovenščina",
        "Kiswahili",
        "Europe",
        "Ljubljana",
        "optional",
    }


def test_nothing_escapes_the_catalogue(sqlite_cast: Cast, pseudo: Renderer) -> None:
    with bot_for(sqlite_cast.engines, renderer=pseudo) as bot:
        found = {
            (name, word)
            for name, said in the_day(bot, sqlite_cast, "sl")
            for word in outside(_read(said)) - known(sqlite_cast)
        }
    assert found == set()


def test_stages_and_reasons_are_understood_in_the_reps_own_language(sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.change(kim.id, locale="sl")
    with bot_for(sqlite_cast.engines, renderer=new_renderer()) as bot:
        assert "Proposal" in bot.command(kim, "Nordlys 1.200,50 ponudba close:čez 2 tedna").words
        assert "Negotiation" in bot.sales(kim, "posel Nordlys premakni pogajanja").words
        lost = bot.command(kim, "Helios 900 izgubljen cena").words
        assert "Price too high" in lost or "Previsoka cena" in lost
        assert "Shranjeno" in bot.command(kim, "Belin 900 izgubljen počasna ponudba").words
