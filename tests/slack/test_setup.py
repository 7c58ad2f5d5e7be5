"""`/sales setup` as an admin uses it, from the first code to going live."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from salesbot.domain.people import Role, SlackPerson
from salesbot.services.planning import Kind, person_recipient
from salesbot.services.setup import connect_team, new_workspace, offer_code
from salesbot.storage.book import open_book, read_book
from tests.auditing import audited
from tests.cast import NEWCOMER, NOW, TODAY, Cast, slack_person
from tests.slack.asked import Bot, bot_for

TEAM = "T0FIRST"


def test_an_admin_sees_what_is_settled_and_a_rep_is_refused(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.sales(sqlite_cast.adria.ana, "setup")
    assert "Europe/Ljubljana" in said.words
    assert "Adria" in said.words
    assert said.has("setup.team")
    refused = bot.sales(sqlite_cast.adria.kim, "setup")
    assert not refused.has("setup.workspace")


def test_what_an_admin_types_behind_setup_is_taken_for_no_code(bot: Bot, sqlite_cast: Cast) -> None:
    assert "what is settled" in bot.sales(sqlite_cast.adria.ana, "setup people").message["text"]
    assert "makes nobody an admin" in bot.sales(sqlite_cast.adria.kim, "setup people").words


def test_only_an_admin_has_setup_in_the_help(bot: Bot, sqlite_cast: Cast) -> None:
    assert "/sales setup" in bot.sales(sqlite_cast.adria.ana, "help").words
    assert "/sales setup" not in bot.sales(sqlite_cast.adria.kim, "help").words


def test_a_button_of_an_admin_does_nothing_for_a_rep(bot: Bot, sqlite_cast: Cast) -> None:
    view = opened(bot, sqlite_cast.adria.ana, "setup.workspace")
    said = bot.submit(sqlite_cast.adria.kim, view, {"currency": "USD"})
    assert "currency" not in str(said.body.get("errors", ""))
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.workspace.currency == "EUR"


def test_the_settings_are_changed_in_a_form_and_recorded(bot: Bot, sqlite_cast: Cast) -> None:
    view = opened(bot, sqlite_cast.adria.ana, "setup.workspace")
    said = bot.submit(sqlite_cast.adria.ana, view, {"week": "mon-thu", "country": ""})
    assert "working days" in words(said)
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert (book.workspace.week, book.workspace.country) == ("1111000", None)
        assert audited(book, 1)[0].after == {"country": None, "week": "1111000"}


@pytest.mark.parametrize(
    ("field", "typed"), [("currency", "EURO"), ("week", "never"), ("country", "ZZ"), ("name", " ")]
)
def test_a_setting_that_cannot_be_is_told_under_its_field(
    bot: Bot, sqlite_cast: Cast, field: str, typed: str
) -> None:
    view = opened(bot, sqlite_cast.adria.ana, "setup.workspace")
    assert field in bot.submit(sqlite_cast.adria.ana, view, {field: typed}).errors


def test_a_time_zone_is_found_by_its_city(bot: Bot, sqlite_cast: Cast) -> None:
    options = bot.suggest(sqlite_cast.adria.ana, "time_zone", "dar es")
    assert options[0]["value"] == "Africa/Dar_es_Salaam"


def test_a_team_is_made_with_members_taken_from_its_channel(bot: Bot, sqlite_cast: Cast) -> None:
    ana, cast = sqlite_cast.adria.ana, sqlite_cast.adria
    bot.slack.in_channel = ["U0ANA", "U0MARKO", "U0TOM", NEWCOMER, "U0GUEST", "U0STRANGER", "U0BOTTY"]
    bot.slack.people |= {
        one.slack_id: slack_person(one.slack_id, one.name) for one in cast.people.values() if one.slack_id
    }
    bot.slack.people["U0BOTTY"] = SlackPerson("U0BOTTY", "Botty", None, None, False, False, True, False, None)
    view = opened(bot, ana, "setup.team")
    button = {"type": "button", "action_id": "setup.take_members"}
    fields = {"name": "South", "manager": "U0MARKO", "channel": "C0SOUTH"}
    taken = bot.press(ana, button, view=with_state(view, fields)).view
    assert "Gal Gost" in str(taken)
    said = bot.submit(ana, taken, {})
    assert "Nika Mlakar" in words(said)
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        south = book.people.team_named("south")
        assert south is not None
        assert (south.manager_id, south.channel_id) == (cast.marko.id, "C0SOUTH")
        members = [book.people.by_id(number) for number in book.people.members_on(south.id, TODAY)]
        assert {person.name for person in members} == {"Tom Becker", "Nika Mlakar"}
        assert all(Role.REP in person.roles for person in members)
        assert book.people.below(cast.marko.id, TODAY) >= {person.id for person in members}


def test_a_member_without_a_slack_account_stays_when_the_form_is_saved(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.change(cast.bo.id, slack_id=None)
    view = opened(bot, cast.ana, "setup.team", str(cast.teams["adria"].id))
    bot.submit(cast.ana, view, {"hour": "07:30", "amounts": "shown"})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        team = book.people.team(cast.teams["adria"].id)
        assert (team.digest_minute, team.shows_amounts) == (450, True)
        assert cast.bo.id in book.people.members_on(team.id, TODAY)


def test_two_teams_cannot_have_one_name(bot: Bot, sqlite_cast: Cast) -> None:
    view = opened(bot, sqlite_cast.adria.ana, "setup.team")
    assert "name" in bot.submit(sqlite_cast.adria.ana, view, {"name": "ADRIA"}).errors


def test_roles_are_settled_for_all_in_one_form(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast.adria
    view = opened(bot, cast.ana, "setup.roles")
    said = bot.submit(cast.ana, view, {"executive": ["U0MARKO"], "admin": ["U0ANA", "U0MAJA"]})
    assert "Marko Vidmar" in words(said)
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_id(cast.marko.id).roles == {Role.MANAGER, Role.EXECUTIVE}
        assert book.people.by_id(cast.maja.id).roles == {Role.MANAGER, Role.ADMIN}


def test_the_last_admin_stays_one(bot: Bot, sqlite_cast: Cast) -> None:
    view = opened(bot, sqlite_cast.adria.ana, "setup.roles")
    assert "admin" in bot.submit(sqlite_cast.adria.ana, view, {"admin": []}).errors


def test_an_admin_may_hand_the_role_on(bot: Bot, sqlite_cast: Cast) -> None:
    view = opened(bot, sqlite_cast.adria.ana, "setup.roles")
    bot.submit(sqlite_cast.adria.ana, view, {"admin": ["U0MAJA"]})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert [person.name for person in book.people.having(Role.ADMIN)] == ["Maja Kranjc"]


def test_goals_for_all_stand_in_the_form_of_goals(bot: Bot, sqlite_cast: Cast) -> None:
    view = opened(bot, sqlite_cast.adria.ana, "goals.form")
    assert view["callback_id"] == "goals.set"
    labels = [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]
    assert labels[:3] == ["Company", "Team Adria", "Team Nordic"]


def test_stages_and_reasons_are_lists_of_the_workspaces_own(bot: Bot, sqlite_cast: Cast) -> None:
    view = opened(bot, sqlite_cast.adria.ana, "setup.lists")
    lines = "new · New · 10\ndemo · Demo done · 40\nproposal · Proposal · 60"
    bot.submit(sqlite_cast.adria.ana, view, {"stages": lines})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert [(stage.key, stage.probability) for stage in book.accounts.stages()] == [
            ("new", 10), ("demo", 40), ("proposal", 60),
        ]  # fmt: skip
        assert {stage.key for stage in book.accounts.stages(retired=True)} >= {"qualified", "negotiation"}
    wrong = bot.submit(sqlite_cast.adria.ana, view, {"stages": "won · Won · 100", "reasons": "x"})
    assert "stages" in wrong.errors


def test_practice_can_be_set_aside_before_going_live(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(live_at=None)
    bot.command(cast.kim, "Acme 12k won")
    said = bot.sales(cast.ana, "setup")
    live = bot.press(cast.ana, said.button("setup.go_live"))
    assert "set aside" in live.words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.workspace.live
        assert book.deals.count() == 0
        assert sum(each.amount.minor for each in book.credits.sums(date.min, date.max)) == 0
    again = bot.sales(cast.ana, "setup")
    assert again.has("setup.practise")


def test_the_team_is_invited_once_a_day(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.sales(sqlite_cast.adria.ana, "setup")
    first = bot.press(sqlite_cast.adria.ana, said.button("setup.invite"))
    assert "Kim Novak" in first.words
    second = bot.press(sqlite_cast.adria.ana, said.button("setup.invite"))
    assert "Kim Novak" not in second.words


def test_the_first_message_changes_its_language_at_one_tap(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    said = bot.sales(sqlite_cast.adria.ana, "setup")
    bot.press(sqlite_cast.adria.ana, said.button("setup.invite"))
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        rows = book.announcements.of(kinds=[Kind.DIRECT], recipient=person_recipient(kim.id))
        invitation = next(row.payload for row in rows if row.payload)
    buttons = {each["text"]["text"]: each for each in invitation["blocks"][-1]["elements"]}
    assert {"slovenščina", "Kiswahili"} <= set(buttons)
    assert "slovenščina" in bot.press(kim, buttons["slovenščina"]).words
    assert "Vpiši posel" in bot.sales(kim, "me").words


def test_the_code_makes_its_sender_the_admin_once(sqlite_engines: Any) -> None:
    with sqlite_engines.changing() as connection:
        workspace = connect_team(connection, TEAM, "First", now=NOW)
        offer_code(connection, "1a2b3c4d", now=NOW, workspace_id=workspace.id)
    with bot_for(sqlite_engines) as bot:
        bot.slack.people |= {one: slack_person(one, one) for one in ("U0ANA", "U0KIM")}
        assert "admin" in bot.sales("U0ANA", "setup wrong", team=TEAM).words
        assert bot.sales("U0ANA", "setup 1A2B 3C4D", team=TEAM).has("setup.open")
        assert not bot.sales("U0KIM", "setup 1a2b3c4d", team=TEAM).has("setup.open")
    with read_book(sqlite_engines, workspace.id) as book:
        assert [person.slack_id for person in book.people.having(Role.ADMIN)] == ["U0ANA"]


def test_books_made_in_the_terminal_are_taken_over_by_the_admin_they_name(sqlite_engines: Any) -> None:
    with sqlite_engines.changing() as connection:
        bare = connect_team(connection, TEAM, "First", now=NOW)
        acme = new_workspace(connection, name="Acme", now=NOW, currency="EUR", time_zone="Europe/Ljubljana")
    with open_book(sqlite_engines, acme.id) as book:
        book.people.add(name="Ana", email="u0ana@acme.example", roles=[Role.ADMIN], now=NOW)
    with bot_for(sqlite_engines) as bot:
        bot.slack.people |= {one: slack_person(one, one) for one in ("U0ANA", "U0KIM")}
        refused = bot.sales("U0KIM", "setup", team=TEAM)
        assert not refused.has("setup.take_over")
        assert "Ana can do it" in refused.words
        said = bot.sales("U0ANA", "setup", team=TEAM)
        assert "Take over Acme: 1 person, 0 deals?" in said.words
        mine = {"id": "U0ANA", "team_id": TEAM}
        pressed: dict[str, Any] = {"user": mine, "team": {"id": TEAM}}
        bot.press("U0ANA", said.button("setup.take_over"), **pressed)
        assert "Acme" in bot.sales("U0ANA", "setup", team=TEAM).words
    with read_book(sqlite_engines, acme.id) as book:
        assert book.workspace.slack_team_id == TEAM
        assert [person.slack_id for person in book.people.having(Role.ADMIN)] == ["U0ANA"]
    assert bare.id != acme.id


def opened(bot: Bot, person: Any, action: str, value: str = "") -> dict[str, Any]:
    """The form behind a button of the setup."""
    return bot.press(person, {"type": "button", "action_id": action, "value": value}).view


def with_state(view: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """A form at hand, with something in its fields."""
    from tests.slack.asked import filled

    return {**view, "state": {"values": filled(view, values)}}


def words(said: Any) -> str:
    """What a form shows after it was sent off."""
    return str(said.body["view"]["blocks"])


def test_an_admin_named_by_address_gets_the_name_that_slack_knows(sqlite_engines: Any) -> None:
    with sqlite_engines.changing() as connection:
        connect_team(connection, TEAM, "First", now=NOW)
        acme = new_workspace(connection, name="Acme", now=NOW, currency="EUR", time_zone="Europe/Ljubljana")
    with open_book(sqlite_engines, acme.id) as book:
        book.people.add(name="u0ana", email="u0ana@acme.example", roles=[Role.ADMIN], now=NOW)
    with bot_for(sqlite_engines) as bot:
        bot.slack.people["U0ANA"] = slack_person("U0ANA", "Ana Horvat")
        said = bot.sales("U0ANA", "setup", team=TEAM)
        pressed: dict[str, Any] = {"user": {"id": "U0ANA", "team_id": TEAM}, "team": {"id": TEAM}}
        bot.press("U0ANA", said.button("setup.take_over"), **pressed)
    with read_book(sqlite_engines, acme.id) as book:
        assert [person.name for person in book.people.having(Role.ADMIN)] == ["Ana Horvat"]
