"""The made-up company: always the same, it adds up, and every feature has something to show."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import SQLModel

from salesbot.domain.deals import Outcome
from salesbot.domain.diagnosis import Trouble
from salesbot.domain.goals import Scope
from salesbot.domain.money import WHOLE
from salesbot.domain.people import Role
from salesbot.domain.periods import month_of
from salesbot.domain.product_lines import cost_of, worth_of
from salesbot.sample import COMPANY
from salesbot.services.contests import contest_shown, contests_seen
from salesbot.services.mornings import morning_of_person
from salesbot.storage.book import Book, read_book
from salesbot.storage.engines import Engines
from tests.databases import Databases
from tests.sample.conftest import NOW, told

TODAY = NOW.date()
BEFORE_ALL = date(2000, 1, 1)


def rows(engines: Engines) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database."""
    with engines.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in SQLModel.metadata.sorted_tables
        }


def test_the_same_day_tells_the_same_story(story: tuple[Engines, int], databases: Databases) -> None:
    again, _ = told(databases, NOW)
    first, second = rows(story[0]), rows(again)
    databases.drop(again)
    assert {name: len(found) for name, found in first.items()} == {n: len(f) for n, f in second.items()}
    assert first == second


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2028, 2, 29)])
def test_it_can_be_told_on_any_day(day: date, databases: Databases) -> None:
    now = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    engines, workspace_id = told(databases, now)
    with read_book(engines, workspace_id) as opened:
        assert opened.deals.count() > 1000
        assert {goal.scope for goal in opened.goals.versions(month_of(day))} >= {Scope.REP}
        assert all(state.effective_on <= day for state in opened.deals.all())
    engines.close()


def test_the_credit_adds_up_to_the_deals(book: Book) -> None:
    credited: Counter[str] = Counter()
    for row in book.credits.sums(BEFORE_ALL, TODAY + timedelta(days=1)):
        credited[row.amount.currency] += 0 if row.assist else row.amount.minor
    won: Counter[str] = Counter()
    for state in book.deals.all():
        won[state.amount.currency] += state.amount.minor if state.outcome is Outcome.WON else 0
    assert credited == won
    assert set(won) == {"EUR", "USD", "KES"}


def test_the_shares_of_each_deal_are_a_whole(book: Book) -> None:
    for state in book.deals.all():
        assert sum(share.millionths for share in state.sharers) == WHOLE


def test_nothing_happens_on_a_day_that_is_not_over(book: Book) -> None:
    assert all(state.effective_on < TODAY for state in book.deals.all())
    assert all(state.closed_on is None or state.closed_on < TODAY for state in book.deals.all())


def test_there_are_eighteen_months_of_deals(book: Book) -> None:
    closed = Counter(
        (state.closed_on.year, state.closed_on.month) for state in book.deals.all() if state.closed_on
    )
    whole = [count for month, count in closed.items() if (2024, 12) < month < (TODAY.year, TODAY.month)]
    assert len(whole) == 17
    assert min(whole) > 50


def test_two_teams_with_managers_an_admin_and_reps_in_several_zones(book: Book) -> None:
    people = {person.slack_id: person for person in book.people.all()}
    assert [team.name for team in book.people.teams()] == ["Adria", "Nordic"]
    for team in book.people.teams():
        assert team.manager_id is not None
        assert book.people.by_id(team.manager_id).has(Role.MANAGER)
        assert team.channel_id
    assert people["U0ANA"].has(Role.ADMIN)
    assert people["U0VERA"].has(Role.EXECUTIVE)
    zones = {person.time_zone for person in people.values() if person.has(Role.REP)}
    assert len(zones) >= 3
    assert "U0GUS" not in people


def test_every_rep_has_a_goal_this_month(book: Book) -> None:
    goals = {g.subject_id for g in book.goals.versions(month_of(TODAY)) if g.scope is Scope.REP}
    reps = {person.id for person in book.people.all() if person.has(Role.REP)}
    assert goals == reps


def test_every_stage_has_open_deals_and_some_are_stale(book: Book) -> None:
    open_deals = book.deals.open()
    assert {state.stage_id for state in open_deals} == {stage.id for stage in book.accounts.stages()}
    assert any((TODAY - state.effective_on).days > 20 for state in open_deals)


def test_luka_loses_on_price_of_late(book: Book) -> None:
    luka = next(person for person in book.people.all() if person.name == "Luka Zupan")
    price = {reason.id for reason in book.accounts.reasons() if reason.code == "price"}
    lately = [
        state.reason_id
        for state in book.deals.all()
        if state.rep_id == luka.id and state.outcome is Outcome.LOST
        and state.closed_on is not None and (TODAY - state.closed_on).days < 45
    ]  # fmt: skip
    assert len(lately) >= 4
    assert sum(reason in price for reason in lately) > len(lately) / 2


def test_deals_are_won_and_lost_shared_helped_and_told_of(book: Book) -> None:
    deals = book.deals.all()
    outcomes = Counter(state.outcome for state in deals)
    assert outcomes[Outcome.WON] > 200
    assert outcomes[Outcome.LOST] > 200
    assert any(len(state.sharers) > 1 for state in deals)
    assert any(share.assist for state in deals for share in state.shares)
    assert len({state.technique for state in deals}) >= 5
    assert len({state.source_id for state in deals}) >= 4
    assert {bool(state.campaign_id) for state in deals} == {True, False}
    assert book.deals.notes([state.deal_id for state in deals])
    assert book.costs.all()


def test_products_sell_and_one_wins_less(book: Book) -> None:
    names = dict(book.accounts.labels("product"))
    decided: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for state in book.deals.all():
        for line in state.lines:
            decided[names[line.product]][state.outcome] += 1
    rate = {
        name: found[Outcome.WON] / (found[Outcome.WON] + found[Outcome.LOST])
        for name, found in decided.items()
    }
    assert set(rate) == {product.name for product in COMPANY.products}
    assert min(rate, key=lambda name: rate[name]) == "Atlas"


def test_each_manager_has_a_digest_in_the_morning(book: Book) -> None:
    tomorrow = NOW + timedelta(days=1)
    for team in book.people.teams():
        assert team.manager_id is not None
        digest = morning_of_person(book, team.manager_id, tomorrow)
        assert not isinstance(digest, str)


def test_orders_are_delivered_and_one_product_comes_late(book: Book) -> None:
    names = dict(book.accounts.labels("product"))
    sold = {state.deal_id: names[state.lines[0].product] for state in book.deals.all()}
    late: dict[bool, list[bool]] = defaultdict(list)
    for order in book.orders.all():
        days = order.late_days(TODAY)
        if order.delivered_on is not None and days is not None:
            late[sold[order.deal_id] == "Atlas"].append(days > 0)
    assert len(late[True]) > 30
    assert len(late[False]) > 300
    assert sum(late[True]) / len(late[True]) > 4 * sum(late[False]) / len(late[False])
    assert all(
        step.day < TODAY or step.kind in ("promised", "late") for o in book.orders.all() for step in o.steps
    )
    (case,) = book.cases.all()
    assert case.trouble is Trouble.DELIVERY
    assert case.due_on >= TODAY


def test_products_have_prices_that_come_to_the_deal_and_costs_that_are_its_own(book: Book) -> None:
    priced = [state for state in book.deals.all() if worth_of(state.lines) is not None]
    assert len(priced) > 200
    assert all(worth_of(state.lines) == state.amount for state in priced)
    assert all(cost_of(state.lines) == state.cost for state in priced)
    assert {bool(line.discount) for state in priced for line in state.lines} == {True, False}


def test_won_deals_have_reasons_and_some_lost_ones_two(book: Book) -> None:
    decided = [state for state in book.deals.all() if state.outcome is not Outcome.OPEN]
    assert all(state.reason_ids for state in decided)
    assert any(len(state.reason_ids) == 2 for state in decided)


def test_accounts_are_looked_after(book: Book) -> None:
    acme = book.accounts.named("Acme Corp")
    assert acme is not None
    assert acme.renews_on is not None
    assert book.relationships.contacts(acme.id)
    assert book.activities.last_days()
    reps = [person.id for person in book.people.all() if person.has(Role.REP)]
    due = [row.due_on for row in book.follow_ups.open_of(reps)]
    assert {day < TODAY for day in due} == {True, False}
    assert len({row.person_id for row in book.follow_ups.open_of(reps)}) == len(reps)


def test_what_managers_keep_has_something_to_show(book: Book) -> None:
    people = {person.name: person for person in book.people.all()}
    maja, luka = people["Maja Zajc"], people["Luka Zupan"]
    assert {play.version.number for play in book.playbook.all()} == {1, 2}
    assert {row.done_on is None for row in book.courses.of_people([one.id for one in people.values()])} == {
        True, False,
    }  # fmt: skip
    assert {action.outcome.value for action in book.talks.actions(luka.id)} == {"open", "done"}
    places = {
        goal.subject_id for goal in book.goals.versions(month_of(TODAY)) if goal.scope is Scope.TERRITORY
    }
    assert places == {each.id for each in book.relationships.territories()}
    (seen,) = contests_seen(book, maja, now=NOW)
    contest = contest_shown(book, maja, seen.contest.id, now=NOW)
    assert len(contest.sides) == 6
    assert contest.anything
