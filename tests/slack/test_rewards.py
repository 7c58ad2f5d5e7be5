"""`/sales rewards` in Slack: put in by an admin, asked for by a rep, approved and handed over by who leads."""

from __future__ import annotations

from salesbot.domain.feats import Game, TeamPraise
from salesbot.storage.book import open_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot


def test_from_the_catalogue_to_the_hand(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    cast = sqlite_cast
    people = cast.adria
    golden(bot.sales(people.ana, "rewards").message, "rewards/empty_for_admin")
    form = bot.press(people.ana, bot.sales(people.ana, "rewards").button("rewards.new")).view
    bot.submit(people.ana, form, {"name": "A day off", "kind": "time_off", "points": "50", "cost": "200"})
    budget = bot.press(people.ana, bot.sales(people.ana, "rewards").button("rewards.budget")).view
    bot.submit(people.ana, budget, {"amount": "1000"})
    with open_book(cast.engines, cast.workspace_id) as book:
        games = frozenset({Game.POINTS, Game.LEVELS, Game.BADGES})
        book.praise.settle(people.teams["adria"].id, TeamPraise(games=games))
        book.rewards.enter_points(people.kim.id, "gift", 120, day=TODAY, now=NOW)
        book.rewards.grant(people.kim.id, "x", "wins_10", day=TODAY, now=NOW)
    seen = bot.sales(people.kim, "rewards")
    golden(seen.message, "rewards/for_rep")
    asked = bot.press(people.kim, seen.button("rewards.ask"))
    assert "asked for" in asked.words
    waiting = bot.sales(people.maja, "rewards")
    golden(waiting.message, "rewards/for_manager")
    approved = bot.press(people.maja, waiting.button("rewards.approve"))
    golden(approved.words, "rewards/approved")
    assert "handed over" in bot.press(people.maja, approved.button("rewards.hand_over")).words
    golden(bot.sales(people.ana, "rewards").words, "rewards/for_admin")


def test_too_few_points_and_a_second_answer_are_told(bot: Bot, sqlite_cast: Cast) -> None:
    people = sqlite_cast.adria
    form = bot.press(people.ana, bot.sales(people.ana, "rewards").button("rewards.new")).view
    assert "words" in bot.submit(people.ana, form, {"name": ""}).errors["name"]
    bot.submit(people.ana, form, {"name": "A day off", "points": "50"})
    said = bot.press(people.kim, bot.sales(people.kim, "rewards").button("rewards.ask"))
    assert "you have 0" in said.words
    assert "rewards.approve" not in str(bot.sales(people.kim, "rewards").message)


def test_a_badge_is_given_by_who_leads(bot: Bot, sqlite_cast: Cast) -> None:
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.praise.settle(people.teams["adria"].id, TeamPraise(games=frozenset({Game.BADGES})))
    form = bot.press(people.maja, bot.sales(people.maja, "rewards").button("rewards.badge")).view
    assert "Calm" in bot.submit(people.maja, form, {"person": "U0KIM", "name": "Calm"}).words
    assert "Calm" in bot.sales(people.kim, "rewards").words
    assert "Calm" not in bot.submit(people.marko, form, {"person": "U0KIM", "name": "Calm"}).words


def test_a_rule_may_go_by_a_product(bot: Bot, sqlite_cast: Cast) -> None:
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.accounts.ensure_label("product", "Academy")
    form = bot.press(people.ana, bot.sales(people.ana, "rewards").button("rewards.rule")).view
    wanted = {"name": "Fond of it", "metric": "product:Academy", "period": "month", "least": "2000"}
    assert "Academy, €2,000 or more in a month" in bot.submit(people.ana, form, wanted).words


def test_an_admin_writes_a_rule(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    people = sqlite_cast.adria
    form = bot.press(people.ana, bot.sales(people.ana, "rewards").button("rewards.rule")).view
    golden({**form, "private_metadata": ""}, "rewards/rule_form")
    wanted = {"name": "Demo champion", "metric": "activities", "period": "week", "points": "20"}
    for typed in ("", "none", "0", "-5"):
        assert (
            "no number above zero" in bot.submit(people.ana, form, {**wanted, "least": typed}).errors["least"]
        )
    assert "words" in bot.submit(people.ana, form, {**wanted, "name": "", "least": "5"}).errors["name"]
    said = bot.submit(people.ana, form, {**wanted, "least": "5"})
    golden(said.words, "rewards/rule_made")
    assert "Demo champion" in bot.sales(people.kim, "rewards").words
    assert not bot.sales(people.kim, "rewards").has("rewards.end_rule")
    ended = bot.press(people.ana, bot.sales(people.ana, "rewards").button("rewards.end_rule"))
    assert "Demo champion" not in ended.words
    assert "rewards.rule" not in str(
        bot.press(people.kim, {"type": "button", "action_id": "rewards.rule"}).calls
    )
