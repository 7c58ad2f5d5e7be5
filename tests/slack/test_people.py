"""What Slack tells of people without being asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from salesbot.domain.people import Role
from salesbot.messages import Message
from salesbot.scheduler.composing import Said as Composed
from salesbot.scheduler.composing import compose
from salesbot.storage.book import open_book, read_book
from tests.auditing import audited
from tests.cast import NOW, Cast, slack_person
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.trade import open_deal, set_goal


def test_an_account_that_ended_is_told_nothing_more(bot: Bot, sqlite_cast: Cast) -> None:
    bot.event("U0KIM", {"type": "user_change", "user": user("U0KIM", deleted=True)})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert not book.people.by_id(sqlite_cast.adria.kim.id).active


def test_a_time_zone_that_nobody_knows_takes_nobodys_answers_away(bot: Bot, sqlite_cast: Cast) -> None:
    odd = {"Aspen": "Mars/Olympus", "Birch": "../etc", "Cedar": "\x00", "Dogwood": "Europe", "Elm": ""}
    for name, zone in odd.items():
        bot.event("U0KIM", {"type": "user_change", "user": user("U0KIM", tz=zone)})
        assert "Saved" in bot.command("U0KIM", f"{name} 12k").words
    bot.event("U0KIM", {"type": "user_change", "user": user("U0KIM", tz="Africa/Nairobi")})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_id(sqlite_cast.adria.kim.id).time_zone == "Africa/Nairobi"


def test_halves_of_signs_in_what_slack_tells_of_somebody_end_nothing(bot: Bot, sqlite_cast: Cast) -> None:
    odd = {"real_name": "Nov\ud800a", "email": "nova\udc00@x.io"}
    told = bot.event("U0NOVA", {"type": "user_change", "user": {**user("U0NOVA"), "profile": odd}})
    assert told.status == 200


def test_who_leads_somebody_who_left_is_asked_once_and_settles_it(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    cast = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        open_deal(book, cast.kim, "Acme", "12000", now=NOW)
        set_goal(book, cast.kim, "2026-06", "60000", now=NOW)
        account = book.accounts.ensure("Acme", NOW)
        book.accounts.change(account.id, owner_id=cast.kim.id)
    for _ in range(2):
        bot.event("U0KIM", {"type": "user_change", "user": user("U0KIM", deleted=True)})
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (row,) = book.announcements.of(kinds=["left"])
    assert row.recipient == f"person:{cast.maja.id}"
    composed = compose(bot.runtime, row, bot.clock.now())
    assert isinstance(composed, Composed)
    golden(composed.message, "leaving/asked")
    button = Said(200, composed.message.payload(), []).button("leaving.form")
    assert "not yours" in bot.press(cast.marko, button).words
    form = bot.press(cast.maja, button).view
    said = bot.submit(cast.maja, form, {"last_on": "2026-06-15", "successor": "U0BO"})
    golden(Message(said.message.get("text", ""), said.message["blocks"]), "leaving/settled")
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (news,) = book.announcements.of(kinds=["direct"])
        assert news.recipient == f"person:{cast.bo.id}", "who takes over is told"
        assert "Open deals: 1, accounts: 1, follow-ups: 0." in str(news.payload)
        assert book.deals.count_open([cast.bo.id]) == 1
        assert book.accounts.by_id(account.id).owner_id == cast.bo.id
        assert book.people.by_id(cast.kim.id).ended_on == date(2026, 6, 15)
        team = cast.teams["adria"].id
        assert cast.kim.id in book.people.members_on(team, date(2026, 6, 15))
        assert cast.kim.id not in book.people.members_on(team, date(2026, 6, 16))
    assert "31,428.57" in bot.press(cast.maja, said.button("goals.replace")).words


def test_somebody_who_moves_is_told_things_in_the_new_zone(bot: Bot, sqlite_cast: Cast) -> None:
    bot.event("U0KIM", {"type": "user_change", "user": user("U0KIM", tz="Africa/Nairobi")})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_id(sqlite_cast.adria.kim.id).time_zone == "Africa/Nairobi"


def test_a_person_of_a_file_is_found_when_they_join_slack(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        waiting = book.people.add(name="Nika", email="nika@acme.example", roles=[Role.REP], now=NOW)
    bot.event("U0NIKA", {"type": "team_join", "user": user("U0NIKA", email="Nika@acme.example")})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_id(waiting.id).slack_id == "U0NIKA"


def test_an_admin_joins_a_person_of_a_file_with_an_account_and_with_nothing_else(
    bot: Bot, sqlite_cast: Cast
) -> None:
    ana = sqlite_cast.adria.ana
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        nika = book.people.add(name="Nika", email="nika@acme.example", roles=[Role.REP], now=NOW)
    form = bot.press(ana, {"type": "button", "action_id": "setup.join", "value": ""})
    for typed in ("kim", "C0ADRIA", "u0kim", "U0", "U0KIM\nU0BO", "U0KÏM", "<@U0KIM>", "U0 KIM", "\u0661"):
        values = {"person": str(nika.id), "account": typed}
        refused = bot.submit(ana, form.view, values).errors
        assert "is no Slack account: that begins with U or W" in refused["account"]
    for typed, person in (("", str(nika.id)), ("U0NIKA", "²")):
        assert bot.submit(ana, form.view, {"person": person, "account": typed}).errors.keys() == {"account"}
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_id(nika.id).slack_id is None
    assert "Nika is" in bot.submit(ana, form.view, {"person": str(nika.id), "account": "U0NIKA"}).words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_id(nika.id).slack_id == "U0NIKA"


def test_a_person_of_a_file_is_known_from_the_first_word_on(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        waiting = book.people.add(name="Nika", email="u0nika@acme.example", roles=[Role.MANAGER], now=NOW)
    bot.slack.people["U0NIKA"] = slack_person("U0NIKA")
    assert "/sales team" in bot.sales("U0NIKA", "help").words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_id(waiting.id).slack_id == "U0NIKA"


def test_a_guest_with_the_same_address_is_not_taken_for_them(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        waiting = book.people.add(name="Nika", email="nika@acme.example", roles=[Role.REP], now=NOW)
    guest = user("U0NIKA", email="nika@acme.example", is_restricted=True)
    bot.event("U0NIKA", {"type": "team_join", "user": guest})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_id(waiting.id).slack_id is None


def test_a_stranger_to_the_books_stays_one(bot: Bot, sqlite_cast: Cast) -> None:
    bot.event("U0WHO", {"type": "user_change", "user": user("U0WHO")})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_slack_id("U0WHO") is None


def test_where_the_app_was_removed_nothing_is_posted(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.send(
        {
            "type": "event_callback", "team_id": "T0ADRIATIC", "event_id": "Ev9",
            "authorizations": [], "event": {"type": "app_uninstalled"},
        }
    )  # fmt: skip
    assert said.status == 200
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert audited(book, 1)[0].action == "left"


def user(slack_id: str, *, tz: str | None = None, email: str | None = None, **flags: Any) -> dict[str, Any]:
    """Somebody as Slack's own record has them."""
    return {"id": slack_id, "tz": tz, "profile": {"real_name": "Kim Novak", "email": email}, **flags}
