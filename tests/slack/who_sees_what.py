"""Roles × words, questions, pages and buttons: amounts that are primes, sought in everything that anybody is answered.

`python -m tests.slack.who_sees_what` asks every word of everybody in both companies; the suite asks those that tell most.
With `--planted` everybody counts as leading everybody; then leaks have to be found.

| | Kim's figures (Adria) | Asha's figures (Nordic) | Zane's figures (the other company) |
|---|---|---|---|
| Kim | yes | no | no |
| Bo, a colleague of Kim | no | no | no |
| Maja, who leads Adria | yes | no | no |
| Marko, who leads Nordic | no | yes | no |
| Ana, who sets goals as the admin | the goal | the goal | no |
| Eva, executive; Pia of production; a guest; a stranger | no | no | no |
| Zane, and Juris who leads her | no | no | yes |
| Ance, the other company's admin | no | no | the goal |

Every rep has primes of their own: what was won, is open, was lost, and the goal. Whoever reads no team's total is also
told no sum of up to three of them that holds a figure of somebody else.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest.mock import patch

from salesbot.domain.access import SMALLEST_GROUP
from salesbot.domain.people import Person, Role
from salesbot.domain.viewers import Viewer
from salesbot.storage.book import open_book
from tests.cast import GUEST, NOW, OTHER_TEAM_ID, STRANGER, Cast, gather
from tests.databases import Databases
from tests.slack.asked import Bot, Said, bot_for
from tests.slack.june import EARLY
from tests.trade import lose, open_deal, set_goal, win

OF = {
    "kim": (10_007, 10_009, 10_037, 60_013), "bo": (13_513, 14_323, 15_137, 61_223),
    "luka": (16_573, 17_207, 18_451, 62_533), "ivana": (23_339, 24_683, 25_819, 63_929),
    "asha": (20_011, 20_021, 20_023, 70_001), "tom": (27_127, 28_537, 29_641, 65_327),
    "zane": (41_077, 42_337, 43_721, 84_067), "other kim": (45_119, 46_337, 47_513, 85_517),
}  # fmt: skip
"""Whose primes are which: won, open, lost, and the goal. The last two are of the other company."""
OF_KIM, OF_ASHA, OF_ZANE = OF["kim"], OF["asha"], OF["zane"]
TEAMS = {"adria": ("kim", "bo", "luka", "ivana"), "nordic": ("asha", "tom"), "riga": ("zane", "other kim")}
ADRIA, NORDIC, BALTIC = (tuple(amount for rep in reps for amount in OF[rep]) for reps in TEAMS.values())
WORDS = (
    "me", "deals", "todo", "goals", "forecast", "plan", "top", "rewards", "playbook", "digest", "settings", "team",
    "team Nordic", "why", "works", "works kpis", "works marketing", "works buying", "works markets", "cases", "orders",
    "export deals", "setup", "audit", "undo", "contest", "away", "kudos", "plan staff", "plan more", "deals stale",
    *(f"{word} <@{of}>" for word in ("me", "deals", "goals", "forecast", "plan", "why", "works", "works kpis", "1:1",
                                     "record", "top", "team") for of in ("U0KIM", "U0ASHA")),
    *(f"{word} {whose}" for word in ("why", "works", "works kpis", "forecast", "plan") for whose in ("Nordic", "company")),
    *(f"{word} {account}" for word in ("deal", "account") for account in ("Kolibri", "Kaneli", "Asali", "Azam")),
    "follow-up Kolibri fri", "did demo Kolibri", "did demo Asali", "follow-up Azam fri",
    "undo", "refund Kolibri", "refund Asali", "training", "import", "help", "log", "record", "1:1", "audit me",
    "deal Zemgale", "account Zemgale", "top all", "orders company", "deals company", "playbook price", "goals Nordic",
)  # fmt: skip
QUESTIONS = (
    "how much did Kim Novak sell this month?", "what is Kim Novak's win rate this month?",
    "what is the average deal of Asha Mwangi this month?", "how much did Nordic sell this month?",
    "how many deals did we win this month?", "why is Kim Novak behind?", "who is slipping?",
    "how much did the company sell this month?", "how much Pro did Kim Novak sell this month?",
    "is Kim Novak on track?", "who needs help?", "show me the team", "best month?", "who is away?",
    "how much did Kim Novak win this month", "how much did everyone win this month", "company revenue this month",
    "Nordic sales this month", "Kim Novak this month", "compare Kim Novak and Asha Mwangi", "did Asha Mwangi win today",
    "how much have we closed so far",
)  # fmt: skip


SHORT = (
    "me", "deals", "team", "team Nordic", "works kpis", "top",
    "why <@U0KIM>", "deals <@U0KIM>", "forecast <@U0KIM>", "plan <@U0KIM>", "1:1 <@U0KIM>", "why Nordic", "forecast company",
    "deal Kaneli", "account Kolibri", "deal Asali", "goals",
)  # fmt: skip
SEES: dict[str, tuple[int, ...]] = {
    "kim": OF_KIM, "bo": OF["bo"], "maja": ADRIA, "marko": NORDIC,
    "ana": tuple(amounts[3] for rep, amounts in OF.items() if amounts[0] not in BALTIC), "eva": (),
    "pia": (), GUEST: (), STRANGER: (),
}  # fmt: skip
THERE = {"zane": OF_ZANE, "juris": BALTIC, "ance": (OF_ZANE[3], OF["other kim"][3])}
"""The same of the other company."""
_NO_TOTALS = ("kim", "bo", "ana", "pia", GUEST, STRANGER, "zane")
"""Who reads no total of a group smaller than four."""
_REFUSED = ("pia", GUEST, STRANGER)
"""Who is asked only the first few words in the short form."""
Leak = tuple[str, str, list[int]]
"""(who, what was asked or pressed, the figures that were told)."""


def tell(cast: Cast) -> None:
    """Everybody who sells, in both companies, with amounts that nobody else has."""
    people = cast.adria.people
    with open_book(cast.engines, cast.workspace_id) as book:
        people["eva"] = _person(book, "Eva Direktor", "U0EVA", Role.EXECUTIVE)
        people["pia"] = _person(book, "Pia Proizvod", "U0PIA", Role.COLLEAGUE)
        for name, accounts in _ACCOUNTS.items():
            if name in people:
                _sell(book, people[name], accounts, OF[name])
    with open_book(cast.engines, cast.other.workspace.id) as book:
        _sell(book, cast.other.zane, ("Zemgale", "Ziemeris", "Zvaigzne"), OF_ZANE, "USD")
        _sell(book, cast.other.kim, ("Kuldiga", "Kurzeme", "Kandava"), OF["other kim"], "USD")


_ACCOUNTS = {
    "kim": ("Kolibri", "Kaneli", "Kava"), "asha": ("Asali", "Azam", "Ardhi"), "bo": ("Borovo", "Bilje", "Bohinj"),
    "luka": ("Lesce", "Litija", "Ljutomer"), "ivana": ("Idrija", "Izola", "Ilirika"), "tom": ("Tembo", "Twiga", "Tausi"),
}  # fmt: skip


def _sell(
    book: Any, rep: Person, accounts: tuple[str, str, str], amounts: tuple[int, ...], currency: str = "EUR"
) -> None:
    won, still_open, lost, goal = map(str, amounts)
    set_goal(book, rep, "2026-06", goal, now=EARLY, currency=currency)
    win(book, rep, accounts[0], won, date(2026, 6, 9), now=EARLY, currency=currency)
    open_deal(book, rep, accounts[1], still_open, now=NOW, expected_on=date(2026, 6, 26), currency=currency)
    lose(book, rep, accounts[2], lost, date(2026, 6, 10), now=EARLY, currency=currency)


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
    for who, theirs in THERE.items():
        told[who] = set()
        for asked in WORDS if full else SHORT[:2] + SHORT[10:]:
            said = bot.sales(cast.other.people[who], asked, team=OTHER_TEAM_ID)
            told[who] |= numbers_in(said)
            found += _leak(who, asked, said, theirs)
    return told, found


@cache
def secrets(who: str, sees: tuple[int, ...]) -> frozenset[int]:
    """The figures that somebody may not be told, with the sums that would give them away."""
    hidden = {amount for amounts in OF.values() for amount in amounts} - {*sees}
    if who not in _NO_TOTALS:
        return frozenset(hidden)
    return frozenset(hidden) | {
        sum(OF[rep][kind] for rep in some)
        for company in (("adria", "nordic"), ("riga",))
        for kind in range(4)
        for count in (2, 3)
        for some in combinations([rep for team in company for rep in TEAMS[team]], count)
        if any(OF[rep][kind] in hidden for rep in some) and not _left_of_a_total(who, some)
    }


def _left_of_a_total(who: str, some: tuple[str, ...]) -> bool:
    """Whether that is what is left of a team's total that somebody may read, once their own is taken off."""
    return any(len(team) >= SMALLEST_GROUP and {*some, who} == {*team} for team in TEAMS.values())


def _leak(who: str, asked: str, said: Said, sees: tuple[int, ...]) -> list[Leak]:
    wrong = sorted(numbers_in(said) & secrets(who, sees))
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


_NO_FIGURE = re.compile(r'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|"trigger_id": "[^"]*"')
"""A form's key, and Slack's number for the click."""


def numbers_in(said: Said) -> set[int]:
    """Every whole number in what was said, however its thousands are grouped; a number that only names something is none."""
    text = _NO_FIGURE.sub("", json.dumps([said.body, said.calls], ensure_ascii=False))
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


def planted() -> Any:
    """A planted bug: everybody counts as leading everybody."""
    return patch.object(Viewer, "leads", lambda viewer, person_id: True)


def main() -> int:
    """Ask everything of everybody, and print what was told to whom it is not for; 1 where anything was (or planted, not)."""
    asking = argparse.ArgumentParser(description=main.__doc__)
    asking.add_argument("--short", action="store_true")
    asking.add_argument("--planted", action="store_true")
    given = asking.parse_args()
    with tempfile.TemporaryDirectory() as kept:
        databases = Databases(Path(kept))
        cast = gather(databases.fresh("sqlite"))
        tell(cast)
        with bot_for(cast.engines) as bot, planted() if given.planted else nullcontext():
            told, found = leaks(bot, cast, full=not given.short)
        databases.close()
    sys.stdout.write(
        f"{len(told)} people, {len(WORDS)} words, {len(QUESTIONS)} questions: {sum(map(len, told.values()))} numbers told, "
        f"{len(found)} answers to whom they are not for\n"
    )
    for who, asked, wrong in found[:30]:
        sys.stdout.write(f"{who}: {asked}: {wrong}\n")
    if not all(set(theirs) & told[who] for who, theirs in (SEES | THERE).items() if theirs):
        sys.stdout.write("somebody was not told their own figures: 0 sought\n")
        return 1
    return int(bool(found) != given.planted)


if __name__ == "__main__":
    sys.exit(main())
