"""Goals agreed on, changed and taken back; and who may read whose."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.as_of import AsOf
from salesbot.domain.figures import Count
from salesbot.domain.goals import GoalNotAFigure, GoalReason, Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.domain.periods import read_period
from salesbot.services.attainment import person_attainment
from salesbot.services.goals import (
    GoalReasonMissing,
    GoalSeen,
    NoSuchGoal,
    goals_seen,
    set_goal,
    subjects_to_set,
    take_back_goal,
)
from salesbot.services.goals.covering import Covers
from salesbot.storage.book import Book, open_book
from tests.auditing import audited
from tests.cast import NOW, TODAY, Cast
from tests.trade import set_goal as agree
from tests.trade import win

JUNE, JULY = read_period("2026-06"), read_period("2026-07")
NEXT_DAY = datetime(2026, 6, 17, 8, tzinfo=UTC)


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def live(day: date = TODAY, now: datetime = NOW) -> AsOf:
    return AsOf(day, True, now)


def of(seen: tuple[GoalSeen, ...]) -> list[tuple[str, str]]:
    return [(one.scope.value, one.name) for one in seen]


def test_a_first_goal_holds_from_the_first_day_of_its_period(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        done = set_goal(book, cast.adria.maja, Scope.REP, cast.adria.kim.id, JUNE, eur("60000"), now=NOW)
        assert (done.valid_from, done.was, done.changed) == (date(2026, 6, 1), None, True)
        assert person_attainment(book, cast.adria.kim.id, live()).goal == eur("60000")


def test_a_changed_goal_holds_from_today_and_needs_a_reason(cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, maja, Scope.REP, kim.id, JUNE, eur("60000"), now=NOW)
        with pytest.raises(GoalReasonMissing):
            set_goal(book, maja, Scope.REP, kim.id, JUNE, eur("50000"), now=NEXT_DAY)
        done = set_goal(
            book, maja, Scope.REP, kim.id, JUNE, eur("50000"), now=NEXT_DAY, reason=GoalReason.TERRITORY
        )
        assert (done.was, done.valid_from) == (eur("60000"), date(2026, 6, 17))
        assert person_attainment(book, kim.id, live(date(2026, 6, 17), NEXT_DAY)).goal == eur("50000")
        assert person_attainment(book, kim.id, live(TODAY, NEXT_DAY)).goal == eur("60000")


def test_a_goal_changed_before_its_period_begins_is_the_changed_one_when_it_begins(cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, maja, Scope.REP, kim.id, JULY, eur("60000"), now=NOW)
        set_goal(book, maja, Scope.REP, kim.id, JULY, eur("70000"), now=NEXT_DAY, reason=GoalReason.PLAN)
        on_july_1 = live(date(2026, 7, 1), datetime(2026, 7, 1, 8, tzinfo=UTC))
        assert person_attainment(book, kim.id, on_july_1).goal == eur("70000")


def test_the_same_goal_again_records_nothing(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        for _ in range(2):
            done = set_goal(book, None, Scope.COMPANY, None, JUNE, eur("300000"), now=NOW)
        assert not done.changed
        assert len(book.goals.versions(read_period("2026-06"))) == 1


def test_a_goal_leaves_an_audit_row_with_what_was_and_why(cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, maja, Scope.REP, kim.id, JUNE, eur("60000"), now=NOW)
        set_goal(book, maja, Scope.REP, kim.id, JUNE, eur("50000"), now=NEXT_DAY, reason=GoalReason.ECONOMY)
        row = audited(book, 1)[0]
    assert (row.action, row.subject, row.person_id) == ("set", "goal", maja.id)
    assert row.before is not None
    assert row.before["target"] == "60000.00"
    assert row.after is not None
    assert (row.after["target"], row.after["reason"]) == ("50000.00", "economy")


def test_a_goal_taken_back_can_be_set_again(cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, maja, Scope.REP, kim.id, JUNE, eur("60000"), now=NOW)
        take_back_goal(book, maja, Scope.REP, kim.id, JUNE, now=NOW)
        assert person_attainment(book, kim.id, live()).goal is None
        with pytest.raises(NoSuchGoal):
            take_back_goal(book, maja, Scope.REP, kim.id, JUNE, now=NOW)
        set_goal(book, maja, Scope.REP, kim.id, JUNE, eur("55000"), now=NOW)
        assert person_attainment(book, kim.id, live()).goal == eur("55000")


def test_nobody_sets_the_goal_of_somebody_they_do_not_lead(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        for person in (cast.adria.kim, cast.adria.bo, cast.adria.marko):
            with pytest.raises(NotAllowed):
                set_goal(book, person, Scope.REP, cast.adria.kim.id, JUNE, eur("1"), now=NOW)
        with pytest.raises(NotAllowed):
            set_goal(
                book, cast.adria.marko, Scope.TEAM, cast.adria.teams["adria"].id, JUNE, eur("1"), now=NOW
            )
        with pytest.raises(NotAllowed):
            set_goal(book, cast.adria.maja, Scope.COMPANY, None, JUNE, eur("1"), now=NOW)
        assert book.goals.versions() == []


def test_a_goal_is_above_zero_and_in_its_own_unit(cast: Cast) -> None:
    kim = cast.adria.kim.id
    with open_book(cast.engines, cast.workspace_id) as book:
        with pytest.raises(GoalNotAFigure):
            set_goal(book, None, Scope.REP, kim, JUNE, eur("0"), now=NOW)
        with pytest.raises(GoalNotAFigure):
            set_goal(book, None, Scope.REP, kim, JUNE, Count.of(5), now=NOW)


# -- who reads whose --------------------------------------------------------------------------------------


@pytest.fixture
def agreed(cast: Cast) -> Cast:
    """Everybody has a June goal; Kim has won a deal."""
    with open_book(cast.engines, cast.workspace_id) as book:
        for name in ("kim", "bo", "luka", "ivana", "asha", "tom"):
            agree(book, cast.adria.people[name], "2026-06", "50000", now=NOW)
        win(book, cast.adria.kim, "Acme", "10000", TODAY, now=NOW)
    return cast


def seen_by(book: Book, cast: Cast, name: str) -> tuple[GoalSeen, ...]:
    return goals_seen(book, cast.adria.people[name], now=NOW)


def test_a_rep_reads_the_own_goal_and_the_team_from_four_people_on(agreed: Cast) -> None:
    with open_book(agreed.engines, agreed.workspace_id) as book:
        assert of(seen_by(book, agreed, "kim")) == [("team", "Adria"), ("rep", "Kim Novak")]
        assert of(seen_by(book, agreed, "tom")) == [("rep", "Tom Becker")]


def test_a_manager_reads_the_team_and_the_admin_only_what_may_be_set(agreed: Cast) -> None:
    with open_book(agreed.engines, agreed.workspace_id) as book:
        mine = seen_by(book, agreed, "marko")
        assert of(mine) == [("team", "Nordic"), ("rep", "Asha Mwangi"), ("rep", "Tom Becker")]
        assert all(one.row is not None for one in mine)
        everybody = seen_by(book, agreed, "ana")
        assert len(everybody) == 6
        assert all(one.row is None and one.may_set for one in everybody)


def test_a_sum_of_goals_is_told_as_a_sum_and_an_own_one_is_held_against_it(agreed: Cast) -> None:
    team = agreed.adria.teams["adria"]
    with open_book(agreed.engines, agreed.workspace_id) as book:
        assert seen_by(book, agreed, "maja")[0].summed
        agree(book, team, "2026-06", "220000", now=NOW)
        own = seen_by(book, agreed, "maja")[0]
    assert not own.summed
    assert own.covers.by_reps is not None
    assert (own.covers.by_reps.of_reps, own.covers.by_reps.missing) == (eur("200000"), eur("20000"))


def test_who_sets_the_companys_goal_and_who_only_reads_it_see_what_covers_it(agreed: Cast) -> None:
    """The reps' goals come to 300,000; the executive, who reads teams, is told of teams alone."""
    with open_book(agreed.engines, agreed.workspace_id) as book:
        set_goal(book, None, Scope.COMPANY, None, JUNE, eur("340000"), now=NOW)
        set_goal(book, None, Scope.TEAM, agreed.adria.teams["adria"].id, JUNE, eur("210000"), now=NOW)
        vera = book.people.add(name="Vera Lang", now=NOW, roles=[Role.EXECUTIVE])
        admins, hers = seen_by(book, agreed, "ana")[0], goals_seen(book, vera, now=NOW)[0]
        reps = goals_seen(book, agreed.adria.kim, now=NOW)
    assert admins.covers.by_reps is not None
    assert admins.covers.by_reps.missing == eur("40000")
    assert admins.covers.by_teams is not None
    assert admins.covers.by_teams.missing == eur("30000")
    assert hers.covers.by_reps is None
    assert hers.covers.by_teams == admins.covers.by_teams
    assert all(one.covers == Covers() for one in reps)


def test_a_manager_sets_goals_for_the_own_people_only(agreed: Cast) -> None:
    with open_book(agreed.engines, agreed.workspace_id) as book:
        names = [one.name for one in subjects_to_set(book, agreed.adria.marko, JUNE, now=NOW)]
        assert names == ["Nordic", "Asha Mwangi", "Tom Becker"]
        assert subjects_to_set(book, agreed.adria.kim, JUNE, now=NOW) == ()
        book.people.set_roles(agreed.adria.ana.id, [Role.ADMIN])
        assert len(subjects_to_set(book, agreed.adria.ana, JUNE, now=NOW)) == 9


def test_the_other_company_has_no_goals_of_ours(agreed: Cast) -> None:
    with open_book(agreed.engines, agreed.other.workspace.id) as book:
        assert goals_seen(book, agreed.other.juris, now=NOW) == ()
