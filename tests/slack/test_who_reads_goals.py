"""Who reads whose goal: every role, each setting of the team, every surface on which a goal might stand.

Kim of Adria has a goal of 61,234 in June; nobody else's figure holds these digits. Adria's goals are read by each the own
one, the team, or all who sell. Only the list of goals opens by the setting; figures and files stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.people import Person, Role
from salesbot.services.exports.allowed import export_for
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast
from tests.slack.asked import Bot
from tests.trade import set_goal

SETTINGS = (None, "team", "all")
GOAL = "61,234"


def explained(bot: Bot, person: Person, cast: Cast) -> str:
    about = f"rep:{cast.adria.kim.id}:2026-06"
    said = bot.press(person, {"type": "button", "action_id": "attainment.explain", "value": about})
    return str(said.body) + str(said.calls)


def exported(bot: Bot, person: Person, cast: Cast) -> str:
    with read_book(cast.engines, cast.workspace_id) as book:
        try:
            return (
                export_for(book, book.people.by_id(person.id), "goals", now=NOW).csv().replace("61234", GOAL)
            )
        except NotAllowed:
            return ""


def word(text: str) -> Callable[[Bot, Person, Cast], str]:
    return lambda bot, person, cast: str(bot.sales(person, text).body)


def home(bot: Bot, person: Person, cast: Cast) -> str:
    said = bot.event(person, {"type": "app_home_opened", "tab": "home", "user": person.slack_id})
    return str(said.calls)


SURFACES: dict[str, Callable[[Bot, Person, Cast], str]] = {
    "goals": word("goals"), "me": word("me"), "team": word("team"), "top": word("top"), "digest": word("digest"),
    "forecast": word("forecast"), "me changes": word("me changes"), "home": home, "explained": explained,
    "export": exported,
}  # fmt: skip
HER_OWN = {"goals", "me", "digest", "forecast", "home", "explained", "export"}
"""Where Kim sees her own goal."""
AS_LEADER = {"goals", "team", "digest", "home", "explained", "export"}
ADMIN = {"goals", "export"}
"""An admin may set every goal, and takes every file."""


def readers(cast: Cast) -> dict[str, Person]:
    with open_book(cast.engines, cast.workspace_id) as book:
        for name, role in (("Eva Executive", Role.EXECUTIVE), ("Cita Colleague", Role.COLLEAGUE)):
            book.people.add(
                name=name,
                email=f"{role.value}@acme.example",
                slack_id=f"U0{role.value.upper()}",
                roles=(role,),
                now=NOW,
            )
        found = {person.slack_id: person for person in book.people.all()}
    people = cast.adria
    return {
        "kim": people.kim, "a rep of the team": people.bo, "a rep of the other team": people.asha,
        "who leads Kim": people.maja, "who leads the others": people.marko, "admin": people.ana,
        "executive": found["U0EXECUTIVE"], "colleague": found["U0COLLEAGUE"],
    }  # fmt: skip


def expected(who: str, setting: str | None) -> set[str]:
    always = {"kim": HER_OWN, "who leads Kim": AS_LEADER, "admin": ADMIN}.get(who, set())
    opened = {
        "team": {"a rep of the team"},
        "all": {"a rep of the team", "a rep of the other team", "who leads the others", "executive"},
    }.get(setting or "", set())
    return always | ({"goals"} if who in opened else set())


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_role_reads_the_goal_where_the_team_says_so_and_nowhere_else(
    bot: Bot, sqlite_cast: Cast, setting: str | None
) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        for name in ("bo", "luka", "ivana", "asha", "tom"):
            set_goal(book, cast.adria.people[name], "2026-06", "41000", now=NOW)
        set_goal(book, cast.adria.kim, "2026-06", "61234", now=NOW)
        book.people.change_team(cast.adria.teams["adria"].id, goals_read_by=setting)
    found, wanted = {}, {}
    for who, person in readers(cast).items():
        seen = {name for name, shown in SURFACES.items() if GOAL in shown(bot, person, cast)}
        found[who], wanted[who] = seen, expected(who, setting)
    assert found == wanted


def test_what_is_won_stays_with_who_may_see_it(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, cast.adria.kim, "2026-06", "61234", now=NOW)
        book.people.change_team(cast.adria.teams["adria"].id, goals_read_by="all")
    bot.command(cast.adria.kim, "Acme 7,777 won")
    bot.clock.pass_by(minutes=1)
    assert "7,777 won" in bot.sales(cast.adria.kim, "goals").words
    theirs = bot.sales(cast.adria.bo, "goals").words
    assert "Kim Novak: €61,234" in theirs
    assert "Kim Novak: €61,234, €7,777" not in theirs
    assert "Kim Novak" not in bot.sales(cast.other.kim, "goals").words
