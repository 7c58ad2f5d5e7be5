"""What Slack tells of people without being asked."""

from __future__ import annotations

from typing import Any

from salesbot.domain.people import Role
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast, slack_person
from tests.slack.asked import Bot


def test_an_account_that_ended_is_told_nothing_more(bot: Bot, sqlite_cast: Cast) -> None:
    bot.event("U0KIM", {"type": "user_change", "user": user("U0KIM", deleted=True)})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert not book.people.by_id(sqlite_cast.adria.kim.id).active


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
        assert book.records.audited(1)[0].action == "left"


def user(slack_id: str, *, tz: str | None = None, email: str | None = None, **flags: Any) -> dict[str, Any]:
    """Somebody as Slack's own record has them."""
    return {"id": slack_id, "tz": tz, "profile": {"real_name": "Kim Novak", "email": email}, **flags}
