"""Webhooks in the setup: added, paused and removed by an admin, and by nobody else."""

from __future__ import annotations

from salesbot.storage.book import read_book
from tests.cast import Cast
from tests.slack.asked import Bot


def test_an_admin_adds_pauses_and_removes_an_address(bot: Bot, sqlite_cast: Cast) -> None:
    ana = sqlite_cast.adria.ana
    page = bot.press(ana, bot.sales(ana, "setup").button("setup.webhooks"))
    assert "none sends deals" in page.words
    form = bot.press(ana, page.button("setup.webhook")).view
    assert "https://" in bot.submit(ana, form, {"url": "http://x.example"}).errors["url"]
    added = bot.submit(ana, form, {"url": "https://crm.example/in", "events": ["deal.won"]})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        [hook] = book.webhooks.standing()
        kept = book.connection.exec_driver_sql("SELECT reply FROM delivery_key").scalars().all()
    assert (hook.secret in added.words, sorted(hook.events)) == (True, ["deal.won"])
    assert not any(hook.secret in str(reply) for reply in kept)
    page = bot.press(ana, bot.sales(ana, "setup").button("setup.webhooks"))
    assert "https://crm.example/in is told of deal.won" in page.words
    page = bot.press(ana, page.button("setup.pause_webhook"))
    assert "Paused" in page.words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.webhooks.all() == []
    pause = {"type": "button", "action_id": "setup.pause_webhook", "value": "1"}
    assert "not yours" in bot.press(sqlite_cast.adria.kim, pause).words
    page = bot.press(ana, page.button("setup.resume_webhook"))
    assert "Paused" not in page.words
    assert "none sends deals" in bot.press(ana, page.button("setup.remove_webhook")).words
