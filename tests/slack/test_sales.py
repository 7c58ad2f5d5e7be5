"""`/sales`: words, help and the page that lists them."""

from __future__ import annotations

import pytest

from salesbot.slack.commands_page import PAGE, commands_page
from salesbot.slack.parsing import WORDS
from salesbot.slack.sales import table
from salesbot.storage.book import open_book
from tests.cast import NEWCOMER, Cast
from tests.golden import Golden
from tests.slack.asked import Bot


def test_the_help_lists_only_what_one_may_use(bot: Bot, sqlite_cast: Cast) -> None:
    rep, manager = bot.sales(sqlite_cast.adria.kim, "help"), bot.sales(sqlite_cast.adria.maja, "help")
    admin, newcomer = bot.sales(sqlite_cast.adria.ana, ""), bot.sales(NEWCOMER, "help")
    assert "/sales deals" in rep.words
    for word in ("/sales team", "/sales setup", "For managers", "For admins"):
        assert word not in rep.words
        assert word not in newcomer.words
    assert "/sales team" in manager.words
    assert "/sales setup" in admin.words
    assert "/sales team" not in admin.words


def test_the_help_fits_one_message(bot: Bot, sqlite_cast: Cast) -> None:
    for person in (sqlite_cast.adria.kim, sqlite_cast.adria.maja, sqlite_cast.adria.ana):
        said = bot.sales(person, "help")
        assert len(said.words) <= 1700
        assert len(said.body["blocks"]) <= 4


def test_the_help_reads_as_it_should(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    golden(bot.sales(sqlite_cast.adria.maja, "help").body, "help/manager")
    golden(bot.sales(sqlite_cast.adria.kim, "help log").body, "help/log")


def test_before_setup_the_help_says_what_to_do_who_can_and_what_comes_then(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(currency=None)
    kim, ana = sqlite_cast.adria.kim, sqlite_cast.adria.ana
    rep, admin = bot.sales(kim, "help"), bot.sales(ana, "help")
    golden(rep.body, "help/before_setup_rep")
    golden(admin.body, "help/before_setup_admin")
    assert "Ana Horvat can do it with /sales setup" in rep.words
    assert not rep.has("setup.open")
    assert bot.press(ana, admin.button("setup.open")).view["type"] == "modal"
    asked_directly = {"type": "message", "channel_type": "im", "channel": "D0KIM", "text": "help"}
    for said in (
        bot.sales(kim, ""),
        bot.sales(kim, "help deals"),
        bot.sales(kim, "pomoč"),
        bot.event(kim, asked_directly),
    ):
        assert "What you can do then" in said.words
    assert "What you can do then" not in bot.sales(kim, "me").words


def test_before_setup_whoever_holds_the_code_is_told_what_it_is_for(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(currency=None)
        book.people.set_roles(sqlite_cast.adria.ana.id, [])
    assert "/sales setup CODE makes its sender the admin" in bot.sales(sqlite_cast.adria.kim, "help").words


def test_a_word_of_other_roles_says_whose_it_is(bot: Bot, sqlite_cast: Cast) -> None:
    for typed in ("team", "help team", "ekipa"):
        said = bot.sales(sqlite_cast.adria.kim, typed)
        assert "/sales team is for these roles: executive, manager." in said.words
        assert "/sales help" in said.words


def test_a_subject_is_led_to_the_word_that_holds_it(bot: Bot, sqlite_cast: Cast) -> None:
    for typed, word in (("language sl", "settings"), ("holidays", "away"), ("quota", "goals")):
        said = bot.sales(sqlite_cast.adria.kim, typed).words
        assert "I do not know the word" in said
        assert f"Did you mean {word}" in said
    assert "Did you mean team" not in bot.sales(sqlite_cast.adria.kim, "report").words


@pytest.mark.parametrize(("typed", "near"), [("dels", "deals"), ("udno", "undo"), ("hlep", "help")])
def test_an_unknown_word_shows_the_nearest(bot: Bot, sqlite_cast: Cast, typed: str, near: str) -> None:
    said = bot.sales(sqlite_cast.adria.kim, f"{typed} Acme")
    assert near in said.words
    assert "/sales help" in said.words


@pytest.mark.parametrize(
    "typed", ["", " ", "\n", "🙂", "<!channel>", "&lt;!channel&gt;", "x" * 4000, "1.2.3", '"']
)
def test_any_text_behind_the_command_has_an_answer(bot: Bot, sqlite_cast: Cast, typed: str) -> None:
    said = bot.sales(sqlite_cast.adria.kim, typed)
    assert said.status == 200
    assert "Something went wrong" not in said.words
    assert "<!channel>" not in said.body["text"]


def test_every_word_is_explained_and_none_is_made_up(bot: Bot, sqlite_cast: Cast) -> None:
    for name, word in table().items():
        assert name in WORDS
        assert word.group in ("all", "managers", "admins")
        page = bot.runtime.renderer.message(
            "help/word", word=name, log_command="/log-deal", sales_command="/sales"
        )
        assert "Try it" not in page.text, f"{name} has no page in templates/help/word.xml"


def test_the_words_of_deals_work_as_mentions(bot: Bot, sqlite_cast: Cast) -> None:
    for text in ("<@U0BOT> deals", "<@U0BOT|salesbot>   DEALS", "deals"):
        said = bot.event(sqlite_cast.adria.kim, {"type": "app_mention", "text": text, "channel": "C1"})
        assert "You have no open deals" in said.words


def test_the_page_of_commands_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == commands_page(), "run python -m salesbot.slack.commands_page"
