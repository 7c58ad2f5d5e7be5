"""The digest in Slack, as a manager uses it."""

from __future__ import annotations

from datetime import date, timedelta

from salesbot.services.nudging import nudge
from salesbot.services.planning import Kind
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.slack.asked import Bot
from tests.trade import open_deal, set_goal, win

MONDAY = date(2026, 6, 15)


def a_won_deal(cast: Cast) -> int:
    """Kim has a goal in June and won a deal on Monday."""
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, cast.adria.kim, "2026-06", "60000", now=NOW)
        return win(book, cast.adria.kim, "Acme Corp", "12500", MONDAY, now=NOW).deal_id


def planned(cast: Cast, kind: Kind) -> list[Announcement]:
    with read_book(cast.engines, cast.workspace_id) as book:
        return book.announcements.of(kinds=[kind.value])


def test_a_manager_gets_the_digest_again_as_things_stand(bot: Bot, sqlite_cast: Cast) -> None:
    a_won_deal(sqlite_cast)
    said = bot.sales(sqlite_cast.adria.maja, "digest")
    assert "Adria is at 20.8\xa0%" in said.words
    assert "As of 16 June, 10:00" in said.words
    assert "Kim Novak" in said.words


def test_a_rep_gets_no_digest_of_the_team(bot: Bot, sqlite_cast: Cast) -> None:
    a_won_deal(sqlite_cast)
    said = bot.sales(sqlite_cast.adria.bo, "digest")
    assert "12,500" not in said.words


def test_the_working_opens_with_the_deals_behind_it(bot: Bot, sqlite_cast: Cast) -> None:
    a_won_deal(sqlite_cast)
    said = bot.sales(sqlite_cast.adria.maja, "digest")
    opened = bot.press(sqlite_cast.adria.maja, said.button("digests.explain"))
    assert "Acme Corp, Kim Novak, €12,500" in str(opened.view)


def test_the_working_is_refused_to_who_may_not_see_it(bot: Bot, sqlite_cast: Cast) -> None:
    a_won_deal(sqlite_cast)
    said = bot.sales(sqlite_cast.adria.maja, "digest")
    refused = bot.press(sqlite_cast.adria.kim, said.button("digests.explain"))
    assert "not yours" in refused.words
    others = bot.press(sqlite_cast.adria.marko, said.button("digests.explain"))
    assert "Acme" not in str(others.calls)


def test_a_well_done_is_planned_once_and_only_by_who_leads(bot: Bot, sqlite_cast: Cast) -> None:
    a_won_deal(sqlite_cast)
    # The first digest of a manager tells of the working day before: Monday.
    said = bot.sales(sqlite_cast.adria.maja, "digest")
    button = said.button("digests.praise")
    assert "not yours" in bot.press(sqlite_cast.adria.marko, button).words
    assert planned(sqlite_cast, Kind.PRAISE) == []
    assert "team's channel" in bot.press(sqlite_cast.adria.maja, button).words
    assert "Nothing was said" in bot.press(sqlite_cast.adria.maja, button).words
    assert len(planned(sqlite_cast, Kind.PRAISE)) == 1


def test_who_stands_in_for_a_manager_uses_the_digests_buttons_for_as_long_as_it_lasts(
    bot: Bot, sqlite_cast: Cast
) -> None:
    adria = sqlite_cast.adria
    a_won_deal(sqlite_cast)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.absences.add(adria.maja.id, TODAY, TODAY, deputy_id=adria.bo.id, now=NOW, by=adria.maja.id)
    said = bot.sales(adria.bo, "digest")
    opened = bot.press(adria.bo, said.button("digests.explain"))
    assert "Acme Corp, Kim Novak, €12,500" in str(opened.view)
    assert "team's channel" in bot.press(adria.bo, said.button("digests.praise")).words
    assert len(planned(sqlite_cast, Kind.PRAISE)) == 1
    bot.clock.at += timedelta(days=1)
    assert "not yours" in bot.press(adria.bo, said.button("digests.explain")).words


def test_the_hour_is_chosen_in_a_form(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.sales(sqlite_cast.adria.maja, "digest")
    form = bot.press(sqlite_cast.adria.maja, said.button("digests.settings")).view
    done = bot.submit(sqlite_cast.adria.maja, form, {"hour": "09:15", "muted_until": "2026-06-17"})
    assert "17 June" in done.words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        chosen = book.choices.of(sqlite_cast.adria.maja.id)
    assert (chosen.minute, chosen.muted_until) == (555, date(2026, 6, 17))


def test_tomorrows_digest_can_be_had_now(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.sales(sqlite_cast.adria.maja, "digest")
    form = bot.press(sqlite_cast.adria.maja, said.button("digests.settings")).view
    button = next(
        element
        for block in form["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "digests.send_now"
    )
    shown = bot.press(sqlite_cast.adria.maja, button, view=form)
    assert "Adria" in str(shown.calls)


def test_a_rep_gets_the_own_morning_again_with_buttons_that_act(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        set_goal(book, kim, "2026-06", "60000", now=NOW)
        open_deal(book, kim, "Helios", "24000", now=NOW, expected_on=date(2026, 6, 16))
    said = bot.sales(kim, "digest")
    assert "Helios, €24,000. Expected to close today." in said.words
    assert "Helios" in str(bot.press(kim, said.button("digests.deal")).calls)
    assert "open deal" in str(bot.press(kim, said.button("digests.deals")).calls)
    pressed = bot.press(kim, said.button("digests.mute_today"))
    assert "'replace_original': True" not in str(pressed.calls), "the day's list stays to be read"
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.choices.of(kim.id).muted_until == date(2026, 6, 16)


def test_today_is_the_day_where_the_person_is(bot: Bot, sqlite_cast: Cast) -> None:
    """In Pago Pago it is still Monday evening: Tuesday's message is not lost, and Monday not refused as over."""
    kim = sqlite_cast.adria.kim
    form = bot.sales(kim, "settings").view
    bot.submit(kim, form, {"time_zone": "Pacific/Pago_Pago"})
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        open_deal(book, kim, "Helios", "24000", now=NOW, expected_on=date(2026, 6, 16))
    said = bot.sales(kim, "digest")
    words = bot.press(kim, said.button("digests.mute_today")).words
    assert "No morning message up to and including Mon 15 June" in words
    kept = bot.submit(kim, bot.sales(kim, "settings").view, {"muted_until": "2026-06-15", "hour": "09:15"})
    assert "No morning message up to and including Mon 15 June; after that it comes at 09:15." in kept.words


def stale_deal(cast: Cast) -> int:
    """Kim's deal should have closed a week ago."""
    with open_book(cast.engines, cast.workspace_id) as book:
        return open_deal(
            book, cast.adria.kim, "Helios", "24000", now=NOW, expected_on=date(2026, 6, 9)
        ).deal_id  # fmt: skip


def test_a_rep_is_nudged_once_a_day_and_only_by_who_leads_them(bot: Bot, sqlite_cast: Cast) -> None:
    stale_deal(sqlite_cast)
    button = bot.sales(sqlite_cast.adria.maja, "digest").button("digests.nudge")
    assert "not yours" in bot.press(sqlite_cast.adria.marko, button).words
    assert "Kim Novak is asked about it" in bot.press(sqlite_cast.adria.maja, button).words
    assert "Nothing was asked" in bot.press(sqlite_cast.adria.maja, button).words
    (row,) = planned(sqlite_cast, Kind.NUDGE)
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        told = nudge(book, row, NOW)
    assert told is not None
    assert (told.account, told.stale is not None and told.stale.days) == ("Helios", 7)


def test_what_was_snoozed_is_not_told_for_a_week(bot: Bot, sqlite_cast: Cast) -> None:
    stale_deal(sqlite_cast)
    maja = sqlite_cast.adria.maja
    said = bot.sales(maja, "digest")
    assert "expected 7 days ago" in said.words
    assert "up to and including Mon 22 June" in bot.press(maja, said.button("digests.snooze")).words
    assert "expected 7 days ago" not in bot.sales(maja, "digest").words
    bot.clock.pass_by(days=7)
    assert "Helios" in bot.sales(maja, "digest").words
