"""`/sales settings`: one form for what a person settles about themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from salesbot.domain.people import Person
from salesbot.messages import in_plain
from salesbot.storage.book import open_book, read_book
from tests.cast import NEWCOMER, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said


def form(bot: Bot, person: Person | str) -> dict[str, Any]:
    return bot.sales(person, "settings").view


def without_key(view: dict[str, Any]) -> dict[str, Any]:
    """The form without its delivery key, which is another one each time."""
    return {name: value for name, value in view.items() if name != "private_metadata"}


def chosen(bot: Bot, person: Person | str, **values: Any) -> Said:
    return bot.submit(person, form(bot, person), values)


def known(cast: Cast, person: Person) -> Person:
    with read_book(cast.engines, cast.workspace_id) as book:
        return book.people.by_id(person.id)


def test_the_form_of_an_admin_has_no_morning_message(bot: Bot, sqlite_cast: Cast) -> None:
    assert "Morning message" not in in_plain(form(bot, sqlite_cast.adria.ana)["blocks"])


def test_the_form_of_a_rep_as_it_should_read(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    view = form(bot, sqlite_cast.adria.kim)
    golden(without_key(view), "settings/rep")
    assert "Your managers see your figures" in in_plain(view["blocks"])


def test_the_form_of_a_manager_has_the_hour_and_days_without(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    golden(without_key(form(bot, sqlite_cast.adria.maja)), "settings/manager")


def test_what_was_chosen_is_said_and_stands_in_the_form(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    said = chosen(bot, kim, number_style="de", time_zone="africa/nairobi", amounts="hidden", praise="private")
    golden(said.view, "settings/saved")
    person = known(sqlite_cast, kim)
    assert (person.number_locale, person.time_zone, person.zone_chosen) == ("de", "Africa/Nairobi", True)
    assert (person.shows_amounts, person.praise, person.locale) == (False, "private", None)
    assert "as they were" in chosen(bot, kim).words


def test_the_same_form_sent_twice_is_answered_the_same_and_recorded_once(each_bot: Bot, cast: Cast) -> None:
    view = form(each_bot, cast.adria.kim)
    first, again = (each_bot.submit(cast.adria.kim, view, {"praise": "none"}) for _ in range(2))
    assert first.body == again.body
    with read_book(cast.engines, cast.workspace_id) as book:
        assert [row.action for row in book.records.audited_of(cast.adria.kim.id)] == ["settings_chosen"]


def test_a_zone_that_does_not_exist_is_refused_under_its_field(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    said = chosen(bot, kim, time_zone="Ljublana", praise="none")
    assert said.errors == {"time_zone": "Ljublana is not a time zone I know. Did you mean Europe/Ljubljana?"}
    assert "This would work: Europe/Ljubljana" in chosen(bot, kim, time_zone="qqq").errors["time_zone"]
    assert known(sqlite_cast, kim).praise == "public"


def test_an_emptied_zone_is_slacks_again(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.change(sqlite_cast.adria.kim.id, slack_id=NEWCOMER)
    chosen(bot, NEWCOMER, time_zone="Africa/Nairobi")
    assert "Europe/Ljubljana" in chosen(bot, NEWCOMER, time_zone=None).words
    assert known(sqlite_cast, sqlite_cast.adria.kim).time_zone == "Europe/Ljubljana"


def test_where_slack_does_not_tell_the_zone_the_companys_holds(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    chosen(bot, kim, time_zone="Africa/Nairobi")
    assert "Europe/Ljubljana" in chosen(bot, kim, time_zone=None).words
    assert known(sqlite_cast, kim).time_zone is None


def test_an_amount_is_read_by_the_style_that_was_chosen(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    assert "Logged" not in bot.command(kim, "Acme 1.234").words
    chosen(bot, kim, number_style="de")
    assert "€1,234" in bot.command(kim, "Acme 1.234").words
    chosen(bot, kim, number_style="workspace")
    assert known(sqlite_cast, kim).number_locale is None


def test_the_bot_answers_in_the_language_that_was_chosen(bot: Bot, sqlite_cast: Cast) -> None:
    assert "slovenščina" in chosen(bot, sqlite_cast.adria.kim, language="sl").words
    assert known(sqlite_cast, sqlite_cast.adria.kim).locale == "sl"


def test_a_value_that_no_menu_offers_changes_nothing(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    said = chosen(
        bot, maja, number_style="xx", language="tlh", amounts="x", praise="x", muted_until="2026-02-30"
    )
    assert "as they were" in said.words


def test_a_managers_hour_is_chosen_in_the_same_form(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    said = chosen(bot, maja, hour="07:15", quiet_until="07:00", muted_until="2026-06-17")
    assert "No morning message up to and including Wed 17 June; after that it comes at 07:15." in said.words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        chosen_now = book.choices.of(maja.id)
    assert (chosen_now.minute, chosen_now.muted_until) == (435, date(2026, 6, 17))


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"muted_until": "2026-06-15"}, "muted_until", "Mon 15 June is over. Choose a day from today on,"),
        ({"hour": "07:15"}, "hour", "would come at 07:15, in the quiet hours from 19:00 until 07:30."),
        ({"quiet_until": "10:00"}, "quiet_until", "would come at 08:30, in the quiet hours from 19:00 until 10:00."),
        ({"quiet_from": "08:30", "quiet_until": "10:00"}, "quiet_until", "from 08:30 until 10:00."),
        ({"quiet_from": "08:00", "hour": "08:30", "quiet_until": "07:30"}, "quiet_from", "from 08:00 until 07:30."),
        ({"days": []}, "days", "Tick at least one day."),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_under_its_field_and_nothing_kept(
    bot: Bot, sqlite_cast: Cast, typed: dict[str, Any], field: str, words: str
) -> None:
    kim = sqlite_cast.adria.kim
    said = chosen(bot, kim, praise="none", **typed)
    assert list(said.errors) == [field]
    assert words in said.errors[field]
    assert known(sqlite_cast, kim).praise == "public"


def test_who_wants_no_morning_message_may_have_any_quiet_hours(bot: Bot, sqlite_cast: Cast) -> None:
    said = chosen(bot, sqlite_cast.adria.kim, kinds=[], quiet_until="10:00")
    assert "Quiet from 19:00 until 10:00." in said.words


def test_own_days_quiet_hours_and_kinds_are_chosen_in_the_same_form(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    maja = sqlite_cast.adria.maja
    said = chosen(
        bot,
        maja,
        days=["0", "1", "3"],
        hour="09:00",
        quiet_from="17:00",
        quiet_until="09:00",
        kinds=["morning", "alert"],
    )
    golden(said.view, "settings/saved_messages")
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        now = book.choices.of(maja.id)
    assert (now.week, now.quiet_from, now.quiet_until) == ("1101000", 17 * 60, 9 * 60)
    assert (set(now.wanted), set(now.unwanted)) == ({"alert"}, {"wrap", "week", "fairness", "keeping"})
    assert "No message comes by itself" in chosen(bot, maja, kinds=[]).words


def test_the_digest_and_the_home_open_the_same_form(bot: Bot, sqlite_cast: Cast) -> None:
    maja, wanted = sqlite_cast.adria.maja, form(bot, sqlite_cast.adria.maja)
    from_digest = bot.press(maja, bot.sales(maja, "digest").button("digests.settings")).view
    home = bot.event(maja, {"type": "app_home_opened", "tab": "home", "channel": "D0X"})
    from_home = bot.press(maja, home.button("settings.open"), view=home.view).view
    assert without_key(from_digest) == without_key(wanted) == without_key(from_home)


def test_who_is_new_is_made_acquainted(bot: Bot, sqlite_cast: Cast) -> None:
    assert "You are not praised" in chosen(bot, NEWCOMER, praise="none").words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        person = book.people.by_slack_id(NEWCOMER)
    assert person is not None
    assert (person.praise, person.roles) == ("none", frozenset())


def test_in_a_mention_a_button_opens_the_form(bot: Bot, sqlite_cast: Cast) -> None:
    event = {"type": "app_mention", "text": "<@U0BOT> settings", "channel": "C1"}
    assert bot.event(sqlite_cast.adria.kim, event).has("settings.open")


def test_a_team_settles_the_language_of_its_people_and_their_own_choice_goes_first(
    each_bot: Bot, cast: Cast
) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.change_team(cast.adria.teams["adria"].id, locale="sl")
        book.people.change(cast.adria.bo.id, locale="sw")
    assert "Vpiši posel" in each_bot.sales(cast.adria.kim, "me").words
    assert "Andika Mauzo" in each_bot.sales(cast.adria.bo, "me").words
    assert "Log a Deal" in each_bot.sales(cast.adria.asha, "me").words
