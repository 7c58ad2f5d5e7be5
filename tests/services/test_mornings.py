"""The one morning message of each person: a rep's own day, a manager who sells, and when none comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.messages.render import Message, Renderer
from salesbot.services.deals import win_deal
from salesbot.services.follow_ups import add_follow_up
from salesbot.services.mornings import Morning, OwnMorning, morning_of_person
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines
from tests.golden import Golden
from tests.story import MONDAY, TUESDAY_8, ZONE, Story, digest_was_sent, tell
from tests.trade import open_deal, set_goal

RENDERER = Renderer(templates_dir(), locales_dir())
HALF_PAST = TUESDAY_8 + timedelta(minutes=30)


@pytest.fixture
def story(engines: Engines) -> Story:
    return tell(engines)


def morning(story: Story, name: str, now: datetime = HALF_PAST) -> Morning | str:
    with read_book(story.engines, story.workspace.id) as book:
        return morning_of_person(book, story.people[name].id, now)


def own(story: Story, name: str, now: datetime = HALF_PAST) -> OwnMorning:
    found = morning(story, name, now)
    assert not isinstance(found, str), found
    assert found.own is not None
    return found.own


def said(found: Morning | str) -> Message:
    assert not isinstance(found, str), found
    return RENDERER.message(found.template, locale="en", time_zone=ZONE, **found.facts)


def was_told(story: Story, name: str, at: datetime) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.people[name], at)


def test_a_reps_morning_says_what_is_left_and_what_waits(story: Story, golden: Golden) -> None:
    golden(said(morning(story, "ivana")), "digests/own")


def test_on_the_last_working_day_nothing_is_said_by_the_day(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        add_follow_up(book, story.people["ivana"], "Helios", date(2026, 6, 30), "Call", now=MONDAY)
    words = str(said(morning(story, "ivana", HALF_PAST + timedelta(days=14))).blocks)
    assert "€25,700 to go on the last working day" in words


def test_its_figures_are_those_of_the_working(story: Story) -> None:
    row = own(story, "ivana").own.row
    assert (row.gap, row.needed_per_day) == (Money.of(25_700, "EUR"), Money.of(2_570, "EUR"))
    assert [deal.account for deal in own(story, "ivana").own.together] == ["Helios", "Kolpa"]


def test_two_deals_of_one_account_that_would_close_the_gap_are_told_apart(story: Story) -> None:
    figures = own(story, "ivana").own
    alike = replace(figures, together=tuple(replace(deal, account="Helios") for deal in figures.together))
    told = RENDERER.message("attainment/me", locale="en", time_zone=ZONE, own=alike, about="", live=True)
    first, second = (f"Helios (€{deal.amount.minor // 100:,})" for deal in figures.together)
    assert f"{first} and {second} together" in str(told.blocks)


def test_no_message_comes_where_nothing_is_due_and_nothing_changed(story: Story) -> None:
    was_told(story, "ivana", HALF_PAST)
    assert morning(story, "ivana", HALF_PAST + timedelta(days=1)) == "nothing to tell"


def test_a_deal_that_closes_today_is_due(story: Story) -> None:
    was_told(story, "tom", HALF_PAST)
    with open_book(story.engines, story.workspace.id) as book:
        open_deal(book, story.people["tom"], "Soon", "4000", now=MONDAY, expected_on=date(2026, 6, 17))
    lines = own(story, "tom", HALF_PAST + timedelta(days=1)).lines
    assert [(line.account, line.closing is not None) for line in lines] == [("Soon", True)]


def test_what_somebody_else_changed_is_told_with_their_name(story: Story) -> None:
    was_told(story, "kim", HALF_PAST)
    with open_book(story.engines, story.workspace.id) as book:
        state = open_deal(
            book, story.people["kim"], "By Maja", "9000", now=HALF_PAST, expected_on=date(2026, 6, 25),
            stage="proposal", by=story.maja,
        )  # fmt: skip
    (change,) = own(story, "kim", HALF_PAST + timedelta(days=1)).changes
    assert (change.deal_id, change.by and change.by.name) == (state.deal_id, "Maja Kranjc")


def test_the_first_day_of_a_month_tells_how_the_last_one_ended(story: Story, golden: Golden) -> None:
    was_told(story, "kim", datetime(2026, 6, 30, 6, tzinfo=UTC))
    with open_book(story.engines, story.workspace.id) as book:
        set_goal(book, story.people["kim"], "2026-07", "50000", now=MONDAY)
    golden(said(morning(story, "kim", datetime(2026, 7, 1, 6, 30, tzinfo=UTC))), "digests/own_first_day")


def test_who_leads_a_team_and_sells_gets_one_message_with_both(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.people.set_roles(story.maja.id, {Role.MANAGER, Role.REP})
        open_deal(
            book, story.maja, "Own Account", "7000", now=MONDAY, stage="proposal",
            expected_on=date(2026, 6, 16),
        )  # fmt: skip
    golden(said(morning(story, "maja")), "digests/manager_who_sells")


def test_a_reps_morning_holds_nobody_elses_figure(story: Story) -> None:
    text = str(said(morning(story, "ivana")).blocks)
    assert "Kim" not in text
    assert "152,400" not in text


def test_who_muted_the_day_or_neither_leads_nor_sells_gets_none(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(story.people["ivana"].id, MessageChoices(muted_until=date(2026, 6, 16)))
    assert morning(story, "ivana") == "muted"
    assert morning(story, "ana") == "nothing to tell"


def test_follow_ups_wait_with_buttons_and_stand_before_all_else(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        ivana = story.people["ivana"]
        add_follow_up(book, ivana, "Helios", date(2026, 6, 15), "Call", now=MONDAY)
        add_follow_up(book, ivana, "Kolpa", date(2026, 6, 16), "Contract call", now=MONDAY)
        add_follow_up(book, ivana, "Mercator", date(2026, 6, 18), "Later", now=MONDAY)
    assert [line.account for line in own(story, "ivana").lines] == ["Helios", "Kolpa"]
    golden(said(morning(story, "ivana")), "digests/own_follow_ups")


def test_a_follow_up_is_about_the_only_open_deal_there_while_it_is_open(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        ivana = story.people["ivana"]
        add_follow_up(book, ivana, "Kolpa", date(2026, 6, 16), "Contract call", now=MONDAY)
        (kolpa,) = book.deals.open_of_account(book.accounts.ensure("Kolpa", MONDAY, owner_id=None).id)
    assert [line.deal_id for line in own(story, "ivana").lines if line.follow_ups] == [kolpa.deal_id]
    with open_book(story.engines, story.workspace.id) as book:
        win_deal(book, story.people["ivana"], kolpa.deal_id, now=MONDAY)
    assert [line.deal_id for line in own(story, "ivana").lines if line.follow_ups] == [None]


def test_a_follow_up_where_two_deals_are_open_is_about_neither(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        ivana = story.people["ivana"]
        open_deal(book, ivana, "Kolpa", "5000", now=MONDAY)
        add_follow_up(book, ivana, "Kolpa", date(2026, 6, 16), "Contract call", now=MONDAY)
    assert [line.deal_id for line in own(story, "ivana").lines if line.follow_ups] == [None]


def test_who_is_away_gets_none_and_the_deputy_gets_the_digest(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.people.set_roles(story.people["kim"].id, {Role.MANAGER, Role.REP})
        book.absences.add(
            story.maja.id, date(2026, 6, 15), date(2026, 6, 19), deputy_id=story.people["kim"].id, now=MONDAY,
            by=story.maja.id,
        )  # fmt: skip
    assert morning(story, "maja") == "away"
    found = morning(story, "kim")
    assert not isinstance(found, str)
    assert found.digest is not None
    assert [part.team.name for part in found.digest.teams] == ["Adria"]
    assert found.digest.stands_in_for == ("Maja",)
    assert "since you stand in for Maja" in str(said(found))
