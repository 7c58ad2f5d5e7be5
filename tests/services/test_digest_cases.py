"""The digest where something is missing, new, over, hidden, or nothing happened at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import EntryKind, Outcome
from salesbot.domain.diagnosis import Trouble
from salesbot.domain.goals import Scope
from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.money import Money
from salesbot.domain.orders import Department, StepKind
from salesbot.domain.people import Role
from salesbot.messages.render import Message, Renderer
from salesbot.services.digests import (
    Digest,
    DigestForNobody,
    explain,
    morning_digest,
)
from salesbot.services.message_choices import settle
from salesbot.services.mornings import morning_of_person
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines
from tests.auditing import audited
from tests.golden import Golden
from tests.story import MADE, MONDAY, TUESDAY_8, ZONE, Story, digest_was_sent, newly_met, tell
from tests.trade import lose, open_deal, set_goal, win

RENDERER = Renderer(templates_dir(), locales_dir())
LATER = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def story(sqlite_engines: Engines) -> Story:
    return tell(sqlite_engines)


def said(digest: Digest) -> Message:
    return RENDERER.message(
        "digests/manager", locale="en", time_zone=ZONE, digest=digest, own=None, company=None
    )


def digest_at(story: Story, now: datetime, person: str = "maja") -> Digest:
    with read_book(story.engines, story.workspace.id) as book:
        found = morning_of_person(book, story.people[person].id, now)
    assert not isinstance(found, str), found
    assert found.digest is not None
    return found.digest


def test_nothing_new_is_one_line(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, TUESDAY_8)
    digest = digest_at(story, TUESDAY_8 + timedelta(days=1))
    assert digest.quiet
    golden(said(digest), "digests/nothing_new")


def test_the_first_day_of_a_month_tells_how_the_last_one_ended(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, datetime(2026, 6, 30, 6, tzinfo=UTC))
        for name in ("kim", "bo", "asha", "ivana", "luka", "tom"):
            set_goal(book, story.people[name], "2026-07", "50000", now=MONDAY)
    golden(said(digest_at(story, datetime(2026, 7, 1, 6, tzinfo=UTC))), "digests/first_day")


def test_the_last_day_of_a_month_has_a_day_left(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, datetime(2026, 6, 29, 6, tzinfo=UTC))
        win(
            book,
            story.people["bo"],
            "Late",
            "9000",
            date(2026, 6, 29),
            now=datetime(2026, 6, 29, 9, tzinfo=UTC),
        )
    golden(said(digest_at(story, datetime(2026, 6, 30, 6, tzinfo=UTC))), "digests/last_day")


def test_what_the_last_days_of_a_month_brought_stands_in_the_next_months_first_digest(
    story: Story, golden: Golden
) -> None:
    """The bot was away from the 25th to the 30th: what was won then is in no other digest."""
    friday = datetime(2026, 6, 26, 9, tzinfo=UTC)
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, datetime(2026, 6, 24, 6, tzinfo=UTC))
        win(book, story.people["bo"], "Late", "9000", friday.date(), now=friday)
        lose(book, story.people["tom"], "Gone", "5000", friday.date(), now=friday, reason="price")
        set_goal(book, story.people["kim"], "2026-07", "50000", now=MONDAY)
    digest = digest_at(story, datetime(2026, 7, 1, 6, tzinfo=UTC))
    rest = digest.teams[0].rest
    assert rest is not None
    assert (rest.changes.after, digest.teams[0].ended[0].row.won) == (Money.of(161_400, "EUR"),) * 2
    effects = {told.cause.value: told.effect.minor for told in rest.changes.causes}
    assert sum(effects.values()) == rest.changes.after.minor - rest.changes.before.minor
    assert (effects["won"], effects["lost"]) == (9_000_00, 0)
    golden(said(digest), "digests/month_over_after_days_away")


def test_a_month_without_goals_tells_what_was_won(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        win(
            book,
            story.people["kim"],
            "Autumn",
            "5000",
            date(2026, 9, 1),
            now=datetime(2026, 9, 1, 9, tzinfo=UTC),
        )
    golden(said(digest_at(story, datetime(2026, 9, 2, 6, tzinfo=UTC))), "digests/no_goals")


def test_a_reached_goal_is_said_first(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        win(book, story.people["kim"], "Great One", "150000", date(2026, 6, 15), now=MONDAY)
    golden(said(digest_at(story, TUESDAY_8)), "digests/goal_reached")


def test_a_goal_of_the_teams_own_and_people_who_left_stand_in_a_line_of_their_own(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        set_goal(book, story.team, "2026-06", "330000", now=MONDAY)
        book.people.assign(
            story.people["tom"].id, team_id=None, manager_id=None, valid_from=date(2026, 6, 15), now=MONDAY
        )
    part = digest_at(story, TUESDAY_8).teams[0]
    others = part.lines[-1]
    assert (others.person_id, others.won, others.goal) == (
        None, Money.of(6_500, "EUR"), Money.of(50_000, "EUR"),
    )  # fmt: skip
    for column in ("won", "goal", "against_pace"):
        assert sum(getattr(line, column).minor for line in part.lines) == getattr(part, column).minor


def test_an_open_seat_that_carries_a_goal_stands_in_the_table(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.seats.add(
            team_id=story.team.id, starts_on=date(2026, 6, 15), goal=2_100_000, currency="EUR",
            opened_on=date(2026, 6, 1), recorded_at=MONDAY, recorded_by=None,
        )  # fmt: skip
    digest = digest_at(story, TUESDAY_8)
    part = digest.teams[0]
    (seat,) = [line for line in part.lines if line.seat_from]
    assert (seat.won, seat.goal) == (Money.of(0, "EUR"), Money.of(11_000, "EUR"))
    for column in ("won", "goal", "against_pace"):
        assert sum(getattr(line, column).minor for line in part.lines) == getattr(part, column).minor
    golden(said(digest), "digests/open_seat")


def test_two_teams_are_one_message(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        nordic = book.people.add_team(name="Nordic", now=MONDAY, manager_id=story.maja.id)
        for name in ("asha", "tom"):
            book.people.assign(
                story.people[name].id, team_id=nordic.id, manager_id=story.maja.id,
                valid_from=date(2026, 1, 1), now=MONDAY,
            )  # fmt: skip
    digest = digest_at(story, TUESDAY_8)
    assert [part.team.name for part in digest.teams] == ["Adria", "Nordic"]
    assert len(digest.needs) == 3
    golden(said(digest), "digests/two_teams")


def test_a_correction_after_the_digest_stands_in_the_next_one(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, TUESDAY_8)
        late = win(
            book, story.people["bo"], "Forgotten", "700", date(2026, 6, 4), now=TUESDAY_8 + timedelta(hours=3)
        )
        book.deals.enter(
            replace(
                late, number=2, kind=EntryKind.EDITED, amount=Money.of(800, "EUR"),
                recorded_at=TUESDAY_8 + timedelta(hours=4),
            )
        )  # fmt: skip
    changes = digest_at(story, TUESDAY_8 + timedelta(days=1)).teams[0].changes
    assert [(told.cause.value, told.effect) for told in changes.causes] == [("won", Money.of(800, "EUR"))]


def test_a_digest_holds_no_figure_its_reader_may_not_see(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        other = book.people.add(name="Marko Vidmar", slack_id="U0MARKO", roles=[Role.MANAGER], now=MONDAY)
        nordic = book.people.add_team(name="Nordic", now=MONDAY, manager_id=other.id)
        rep = book.people.add(name="Rok Hidden", slack_id="U0ROK", roles=[Role.REP], now=MONDAY)
        book.people.assign(
            rep.id, team_id=nordic.id, manager_id=other.id, valid_from=date(2026, 1, 1), now=MONDAY
        )
        win(book, rep, "Secret Corp", "104729", date(2026, 6, 15), now=MONDAY)
    seen = str(said(digest_at(story, TUESDAY_8)))
    assert "104,729" not in seen
    assert "Secret" not in seen
    assert "Rok" not in seen


def test_the_digest_is_the_same_for_ever_as_of_then_and_as_known_then(story: Story) -> None:
    as_of = AsOf(date(2026, 6, 16), live=False, known_at=TUESDAY_8)
    with read_book(story.engines, story.workspace.id) as book:
        then = morning_digest(book, story.maja.id, as_of, TUESDAY_8)
    with open_book(story.engines, story.workspace.id) as book:
        win(book, story.people["bo"], "Later", "9000", date(2026, 6, 10), now=LATER)
    with read_book(story.engines, story.workspace.id) as book:
        again = morning_digest(book, story.maja.id, as_of, TUESDAY_8)
    assert said(again) == said(then)


def test_whoever_leads_nobody_is_told_so(story: Story) -> None:
    as_of = AsOf(date(2026, 6, 16), live=False, known_at=TUESDAY_8)
    with read_book(story.engines, story.workspace.id) as book, pytest.raises(DigestForNobody):
        morning_digest(book, story.people["kim"].id, as_of, TUESDAY_8)


def test_the_working_shows_the_deals_behind_the_figures(story: Story, golden: Golden) -> None:
    as_of = AsOf(date(2026, 6, 16), live=False, known_at=TUESDAY_8)
    with read_book(story.engines, story.workspace.id) as book:
        explained = explain(book, story.maja.id, as_of, TUESDAY_8)
    part = explained.teams[0]
    assert sum(deal.amount.minor for deal in part.won) == 152_400_00
    assert sum(deal.amount.minor * deal.percent for deal in part.open) == 123_500_00 * 100
    golden(
        RENDERER.view("digests/explain", locale="en", time_zone=ZONE, explained=explained), "digests/explain"
    )


def test_what_is_chosen_about_the_morning_message_is_recorded(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        settle(book, story.maja, MessageChoices(minute=540), TUESDAY_8)
        (record,) = audited(book, 1)
    assert (record.action, record.before, record.after) == (
        "messages_chosen",
        {"minute": None},
        {"minute": 540},
    )


def test_five_hundred_reps_are_cut_and_still_add_up(sqlite_engines: Engines, golden: Golden) -> None:
    story = tell(sqlite_engines, monday=False)
    with open_book(sqlite_engines, story.workspace.id) as book:
        for number in range(494):
            rep = book.people.add(name=f"Rep {number:03} of the north-west", roles=[Role.REP], now=MADE)
            book.people.assign(
                rep.id, team_id=story.team.id, manager_id=story.maja.id, valid_from=date(2026, 1, 1), now=MADE
            )
            set_goal(book, rep, "2026-06", str(1000 + number), now=MADE)
        win(book, story.people["bo"], "One More", "1000", date(2026, 6, 15), now=MONDAY)
    digest = digest_at(story, TUESDAY_8)
    part = digest.teams[0]
    assert (len(part.table.shown), part.table.left_out) == (88, 412)
    for column in ("won", "goal", "against_pace"):
        shown = [*part.table.shown, part.table.rest]
        assert sum(getattr(line, column).minor for line in shown) == getattr(part, column).minor
    golden(said(digest), "digests/five_hundred")


def test_a_lost_deal_that_was_reopened_is_told_as_such(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, TUESDAY_8)
        delta = next(
            state for state in book.deals.all() if book.accounts.by_id(state.account_id).name == "Delta"
        )
        stage = next(each for each in book.accounts.stages() if each.key == "proposal")
        book.deals.enter(
            replace(
                delta, number=delta.number + 1, kind=EntryKind.REOPENED, outcome=Outcome.OPEN, closed_on=None,
                reason_id=None, stage_id=stage.id, recorded_at=TUESDAY_8 + timedelta(hours=2),
                effective_on=date(2026, 6, 16),
            )
        )  # fmt: skip
    changes = digest_at(story, TUESDAY_8 + timedelta(days=1)).teams[0].changes
    assert [(told.cause.value, told.effect) for told in changes.causes] == [
        ("reopened", Money.of(9_000, "EUR"))
    ]


def test_long_names_are_cut_where_a_phone_has_no_room(story: Story, golden: Golden) -> None:
    ivana, team = story.people["ivana"], "Adria with the Alps, the Danube and the whole north-west"
    long = "Maximiliana-Konstancija Hohenlohe-Schillingsfürst von und zu Waldenburg-Oberweißenbach"
    account = "Združenje pridelovalcev in predelovalcev zdravilnih rastlin severovzhodne Slovenije, z. o. o."
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change(ivana.id, name=long)
        book.people.change_team(story.team.id, name=team)
        open_deal(book, ivana, account, "9000", now=MONDAY, stage="proposal", expected_on=date(2026, 6, 12))
    golden(said(digest_at(story, TUESDAY_8)), "digests/long_names")


def test_a_team_without_any_deal_is_told_so(sqlite_engines: Engines, golden: Golden) -> None:
    story = newly_met(sqlite_engines)
    golden(said(digest_at(story, TUESDAY_8)), "digests/no_deals")


def test_a_month_without_a_working_day_left_says_what_is_missing(story: Story, golden: Golden) -> None:
    won_at, saturday = datetime(2026, 10, 30, 9, tzinfo=UTC), datetime(2026, 10, 31, 8, tzinfo=UTC)
    with open_book(story.engines, story.workspace.id) as book:
        for name in ("kim", "bo", "asha", "ivana", "luka", "tom"):
            set_goal(book, story.people[name], "2026-10", "20000", now=MONDAY)
        win(book, story.people["kim"], "Acme Corp", "21500", date(2026, 10, 30), now=won_at)
        win(book, story.people["bo"], "Nordlys", "60500", date(2026, 10, 30), now=won_at)
        digest_was_sent(book, story.maja, datetime(2026, 10, 30, 7, tzinfo=UTC))
    with read_book(story.engines, story.workspace.id) as book:
        as_of = AsOf(date(2026, 10, 31), live=True, known_at=saturday)
        digest = morning_digest(book, story.maja.id, as_of, saturday)
    golden(said(digest), "digests/no_day_left")


def test_a_case_that_is_due_and_a_late_delivery_need_the_manager(story: Story) -> None:
    day = TUESDAY_8.date()
    with open_book(story.engines, story.workspace.id) as book:
        case = book.cases.add(
            Department.MARKETING, Trouble.PRICE, Scope.TEAM, story.team.id,
            evidence={"sign": "losses", "about": None, "deals": [], "now": [3, 6], "before": [1, 6]},
            starts_on=day - timedelta(days=40), ends_on=day - timedelta(days=9), due_on=day - timedelta(days=2),
            now=MADE, by=story.maja.id,
        )  # fmt: skip
        won = win(book, story.people["kim"], "Mercator", "100", day - timedelta(days=20), now=MADE)
        order = book.orders.add(won.deal_id, day - timedelta(days=20), now=MADE, by=story.maja.id)
        book.orders.step(order.id, StepKind.PROMISED, day - timedelta(days=4), now=MADE, by=story.maja.id)
    digest = digest_at(story, TUESDAY_8)
    words = str(said(digest).blocks)
    assert "Marketing: the answer to your case has been due for 2 days." in words
    with open_book(story.engines, story.workspace.id) as book:
        book.cases.change(case.id, outcome="answered", answered_on=day)
        book.choices.snooze(
            story.maja.id, next(digest.about(n) for n in digest.needs if n.person_id != story.maja.id), day
        )
    words = str(said(digest_at(story, TUESDAY_8)).blocks)
    assert "Marketing: your case is answered." in words
    assert "Mercator's order: delivery was promised for Fri 12 June and is still open." in words
    assert "orders.of_deal" in words
    for put_off_to, sentence in (
        (day, "Mercator's order: delivery was promised for Fri 12 June, now expected Tue 16 June."),
        (day - timedelta(days=1), "for Fri 12 June, then put off to Mon 15 June, and is still open."),
    ):
        with open_book(story.engines, story.workspace.id) as book:
            book.orders.step(order.id, StepKind.LATE, put_off_to, now=MADE, by=story.maja.id)
        assert sentence in str(said(digest_at(story, TUESDAY_8)).blocks)


def test_the_case_of_somebody_else_does_not_need_this_manager(story: Story) -> None:
    day = TUESDAY_8.date()
    with open_book(story.engines, story.workspace.id) as book:
        book.cases.add(
            Department.MARKETING, Trouble.PRICE, Scope.TEAM, story.team.id,
            evidence={"sign": "losses", "about": None, "deals": [], "now": [3, 6], "before": [1, 6]},
            starts_on=day, ends_on=day, due_on=day, now=MADE, by=story.people["kim"].id,
        )  # fmt: skip
    assert "your case" not in str(said(digest_at(story, TUESDAY_8)).blocks)
