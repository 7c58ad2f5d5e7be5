"""The setup's windows: one opened from another, back and forth, and what stands in them."""

from __future__ import annotations

from typing import Any

import pytest

from salesbot.domain.people import Person
from salesbot.messages import in_plain
from salesbot.services.setup import SettingUnreadable
from salesbot.services.setup.reading import read_week
from tests.cast import Cast
from tests.slack.asked import Bot, Said


def pressed_in(bot: Bot, person: Person, root: str) -> Said:
    """An admin presses *Change Settings* in a window: the first one, or one that lies upon it."""
    view = {
        "id": "V2",
        "type": "modal",
        "root_view_id": root,
        "private_metadata": "",
        "state": {"values": {}},
    }
    return bot.press(person, {"type": "button", "action_id": "setup.workspace"}, view=view)


def test_a_form_lies_upon_the_first_window_and_takes_the_place_of_any_other(
    bot: Bot, sqlite_cast: Cast
) -> None:
    # Slack stacks three windows: pushed each time, the third way back would end at a button that does nothing.
    assert pressed_in(bot, sqlite_cast.adria.ana, "V2").calls[-1][0] == "views.push"
    assert pressed_in(bot, sqlite_cast.adria.ana, "V1").calls[-1][0] == "views.update"


@pytest.mark.parametrize(
    ("typed", "week"),
    [
        ("Monday to Friday", "1111100"), ("monday - thursday", "1111000"), ("mon – fri", "1111100"),
        ("tues, thurs", "0101000"), ("mon wed fri", "1010100"), ("fri-mon", "1000111"),
    ],
)  # fmt: skip
def test_working_days_are_read_as_people_write_them(typed: str, week: str) -> None:
    assert read_week(typed) == week


@pytest.mark.parametrize("typed", ["monday til friday", "money", "mo-fr", "monday-", "", "mon;tue"])
def test_working_days_are_never_guessed(typed: str) -> None:
    with pytest.raises(SettingUnreadable):
        read_week(typed)


def settings_form(bot: Bot, person: Person) -> dict[str, Any]:
    return bot.press(person, {"type": "button", "action_id": "setup.workspace"}).view


def test_the_change_of_the_working_days_is_told_in_words(bot: Bot, sqlite_cast: Cast) -> None:
    ana = sqlite_cast.adria.ana
    said = bot.submit(ana, settings_form(bot, ana), {"week": "sun-thu"})
    assert "working days: mon-fri → sun-thu" in in_plain(said.view["blocks"])


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("currency", "euro", "euro"),
        ("currency", " ", "A currency is needed."),
        ("name", " ", "A name is needed."),
    ],
)
def test_under_a_field_stands_what_would_work(
    bot: Bot, sqlite_cast: Cast, field: str, typed: str, told: str
) -> None:
    ana = sqlite_cast.adria.ana
    error = bot.submit(ana, settings_form(bot, ana), {field: typed}).errors[field]
    assert told in error
    assert "would work" in error or "Did you mean" in error


@pytest.mark.parametrize(
    ("action", "field", "chosen"),
    [
        ("setup.team", "members", ["U0GUEST"]),
        ("setup.team", "manager", "U0GUEST"),
        ("setup.roles", "executive", ["U0GUEST"]),
    ],
)
def test_a_guest_is_named_under_the_menu_they_were_chosen_in(
    bot: Bot, sqlite_cast: Cast, action: str, field: str, chosen: Any
) -> None:
    ana = sqlite_cast.adria.ana
    form = bot.press(ana, {"type": "button", "action_id": action}).view
    errors = bot.submit(ana, form, {"name": "South", field: chosen}).errors
    assert set(errors) == {field}
    assert errors[field].startswith("Gal Gost is a guest")
