"""Roles × words, questions, pages and buttons: amounts that are primes, sought in everything that anybody is answered.

`python -m tests.slack.who_sees_what` asks every word of everybody; the suite asks those that tell most.

| | Kim's figures (Adria) | Asha's figures (Nordic) |
|---|---|---|
| Kim | yes | no |
| Bo, a colleague of Kim | no | no |
| Maja, who leads Adria | yes | no |
| Marko, who leads Nordic | no | yes |
| Ana, who sets goals as the admin | the goal | the goal |
| Eva, executive; Pia of production; a guest; a stranger; people of another workspace | no | no |
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from salesbot.domain.people import Person, Role
from salesbot.storage.book import open_book
from tests.cast import GUEST, NOW, OTHER_TEAM_ID, STRANGER, Cast, gather
from tests.databases import Databases
from tests.slack.asked import Bot, Said, bot_for
from tests.slack.june import EARLY
from tests.trade import lose, open_deal, set_goal, win

OF_KIM, OF_ASHA = (10_007, 10_009, 10_037, 60_013), (20_011, 20_021, 20_023, 70_001)
"""Won, open, lost, and the goal."""
WORDS = (
    "me", "deals", "todo", "goals", "forecast", "plan", "top", "rewards", "playbook", "digest", "settings", "team",
    "team Nordic", "why", "works", "works kpis", "works marketing", "works buying", "works markets", "cases", "orders",
    "export deals", "setup", "audit", "undo", "contest", "away", "kudos", "plan staff", "plan more", "deals stale",
    *(f"{word} <@{of}>" for word in ("me", "deals", "goals", "forecast", "plan", "why", "works", "works kpis", "1:1",
                                     "record", "top", "team") for of in ("U0KIM", "U0ASHA")),
    *(f"{word} {whose}" for word in ("why", "works", "works kpis", "forecast", "plan") for whose in ("Nordic", "company")),
    *(f"{word} {account}" for word in ("deal", "account") for account in ("Kolibri", "Kaneli", "Asali", "Azam")),
    "follow-up Kolibri fri", "did demo Kolibri",
)  # fmt: skip
QUESTIONS = (
    "how much did Kim Novak sell this month?", "what is Kim Novak's win rate this month?",
    "what is the average deal of Asha Mwangi this month?", "how much did Nordic sell this month?",
    "how many deals did we win this month?", "why is Kim Novak behind?", "who is slipping?",
    "how much did the company sell this month?", "how much Pro did Kim Novak sell this month?",
)  # fmt: skip


SHORT = (
    "me", "deals", "team", "team Nordic", "works kpis", "top",
    "why <@U0KIM>", "deals <@U0KIM>", "forecast <@U0KIM>", "plan <@U0KIM>", "1:1 <@U0KIM>", "why Nordic", "forecast company",
    "deal Kaneli", "account Kolibri", "deal Asali",
)  # fmt: skip
SEES = {
    "kim": OF_KIM, "bo": (), "maja": OF_KIM, "marko": OF_ASHA, "ana": (OF_KIM[3], OF_ASHA[3]), "eva": (),
    "pia": (), GUEST: (), STRANGER: (),
}  # fmt: skip
_REFUSED = ("pia", GUEST, STRANGER)
"""Who is asked only the first few words in the short form."""
Leak = tuple[str, str, list[int]]
"""(who, what was asked or pressed, the figures that were told)."""


def tell(cast: Cast) -> None:
    """Kim of Adria and Asha of Nordic with amounts that nobody else has; everybody else with plain ones."""
    people = cast.adria.people
    with open_book(cast.engines, cast.workspace_id) as book:
        people["eva"] = _person(book, "Eva Direktor", "U0EVA", Role.EXECUTIVE)
        people["pia"] = _person(book, "Pia Proizvod", "U0PIA", Role.COLLEAGUE)
        for name, accounts, (won, still_open, lost, goal) in (
            ("kim", ("Kolibri", "Kaneli", "Kava"), OF_KIM), ("asha", ("Asali", "Azam", "Ardhi"), OF_ASHA),
        ):  # fmt: skip
            rep = people[name]
            set_goal(book, rep, "2026-06", str(goal), now=EARLY)
            win(book, rep, accounts[0], str(won), date(2026, 6, 9), now=EARLY)
            open_deal(book, rep, accounts[1], str(still_open), now=NOW, expected_on=date(2026, 6, 26))
            lose(book, rep, accounts[2], str(lost), date(2026, 6, 10), now=EARLY)
        for place, name in enumerate(("bo", "luka", "ivana", "tom")):
            set_goal(book, people[name], "2026-06", "30000", now=EARLY)
            win(book, people[name], f"Other {place}", "3500", date(2026, 6, 8), now=EARLY)


def _person(book: Any, name: str, slack_id: str, role: Role) -> Person:
    email = f"{slack_id.casefold()}@acme.example"
    found: Person = book.people.add(name=name, email=email, slack_id=slack_id, roles=(role,), now=NOW)
    return found


def leaks(bot: Bot, cast: Cast, *, full: bool) -> tuple[dict[str, set[int]], list[Leak]]:
    """(which figures each was told, what was told to whom it is not for)."""
    bot.slack.publish_home = lambda *page: None  # type: ignore[method-assign]
    people, told, found = cast.adria.people, dict[str, set[int]](), list[Leak]()
    answers: dict[str, list[tuple[str, Said]]] = {}
    for who, theirs in SEES.items():
        words = WORDS if full else SHORT[:6] if who in _REFUSED else SHORT
        answers[who] = list(_asked(bot, people.get(who, who), words, QUESTIONS if full else QUESTIONS[:4]))
        told[who] = {number for _, said in answers[who] for number in numbers_in(said)}
        for asked, said in answers[who]:
            found += _leak(who, asked, said, theirs)
    for leader, own in (("maja", "kim"), ("marko", "")):
        # In the short form one button of each kind.
        buttons = {
            json.dumps(button) if full else str(button["action_id"]): button
            for _, said in answers[leader]
            for button in _buttons(said)
        }
        assert len(buttons) > 20
        others = SEES if full else ("bo", "marko" if leader == "maja" else "maja", "eva")
        for other in (each for each in others if each not in (leader, own)):
            for button in buttons.values():
                pressed = bot.press(people.get(other, other), button)
                found += _leak(other, f"{button['action_id']} {button.get('value')}", pressed, SEES[other])
    for stranger in (cast.other.juris, cast.other.ance):
        for asked in WORDS if full else SHORT[11:]:
            found += _leak(stranger.name, asked, bot.sales(stranger, asked, team=OTHER_TEAM_ID), ())
    return told, found


def _leak(who: str, asked: str, said: Said, sees: tuple[int, ...]) -> list[Leak]:
    wrong = sorted(numbers_in(said) & ({*OF_KIM, *OF_ASHA} - {*sees}))
    return [(who, asked, wrong)] if wrong else []


def _asked(
    bot: Bot, person: Person | str, lines: tuple[str, ...], questions: tuple[str, ...]
) -> Iterator[tuple[str, Said]]:
    for words in lines:
        yield words, bot.sales(person, words)
    for question in questions:
        event = {"type": "message", "channel_type": "im", "channel": "D0X", "text": question}
        yield question, bot.event(person, event)
    yield "home", bot.event(person, {"type": "app_home_opened", "tab": "home", "channel": "D0X"})


def numbers_in(said: Said) -> set[int]:
    """Every whole number in what was said, however its thousands are grouped."""
    text = json.dumps([said.body, said.calls], ensure_ascii=False)
    return {
        int(number) for number in re.findall(r"\d+", re.sub(r"(?<=\d)[.,\u00a0\u202f](?=\d{3})", "", text))
    }


def _buttons(said: Said) -> Iterator[dict[str, Any]]:
    def found(part: Any) -> Iterator[dict[str, Any]]:
        if isinstance(part, dict):
            if part.get("type") == "button" and "url" not in part:
                yield part
            for each in part.values():
                yield from found(each)
        elif isinstance(part, list):
            for each in part:
                yield from found(each)

    yield from found([said.body, [sent for _, sent in said.calls]])


def main() -> int:
    """Ask everything of everybody, and print what was told to whom it is not for."""
    with tempfile.TemporaryDirectory() as kept:
        databases = Databases(Path(kept))
        cast = gather(databases.fresh("sqlite"))
        tell(cast)
        with bot_for(cast.engines) as bot:
            told, found = leaks(bot, cast, full=True)
        databases.close()
    sys.stdout.write(f"{sum(map(len, told.values()))} numbers told, {len(found)} to whom they are not for\n")
    for who, asked, wrong in found:
        sys.stdout.write(f"{who}: {asked}: {wrong}\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
