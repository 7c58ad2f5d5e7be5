"""Commit and best case: versions, the manager's beside the rep's, and a team's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from salesbot.domain.estimates import Estimate, EstimateRefused, check_estimate, commit_of_team, estimates_of
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from tests.domain.worked import JANUARY, eur

AT = datetime(2026, 1, 10, tzinfo=UTC)
REP, MANAGER = 7, 1


def said(commit: str | None, by: int = REP, days: int = 0, scope: Scope = Scope.REP) -> Estimate:
    amount = None if commit is None else eur(commit)
    return Estimate(scope, REP, JANUARY, amount, None, AT + timedelta(days=days), by)


def test_the_managers_stands_beside_the_reps_and_neither_replaces_the_other() -> None:
    found = estimates_of([said("50,000"), said("40,000", MANAGER, 1), said("55,000", days=2)])
    assert found.own == said("55,000", days=2)
    assert found.beside == said("40,000", MANAGER, 1)
    assert found.counted == found.beside
    assert [each.commit for each in found.history] == [eur("55,000"), eur("40,000"), eur("50,000")]


def test_what_is_taken_back_stands_no_more_but_is_kept() -> None:
    found = estimates_of([said("50,000"), said(None, days=1)])
    assert found.own is None
    assert len(found.history) == 2


def test_a_teams_commit_is_what_is_won_and_what_its_reps_still_add() -> None:
    one, none = estimates_of([said("50,000"), said("40,000", MANAGER)]), estimates_of([])
    won = eur("70,000")
    assert commit_of_team(None, won, [(one, eur("30,000")), (none, eur("25,000"))]) == eur("80,000")
    assert commit_of_team(None, won, [(none, eur("25,000"))]) is None
    own = said("90,000", MANAGER, scope=Scope.TEAM)
    assert commit_of_team(own, won, [(one, eur("30,000"))]) == eur("90,000")


@pytest.mark.parametrize(
    ("commit", "best", "why"),
    [
        (None, None, "nothing"),
        (Money(-1, "EUR"), None, "negative"),
        (Money(5, "EUR"), Money(4, "EUR"), "reversed"),
        (Money(5, "USD"), None, "currency"),
    ],
)
def test_what_cannot_be_a_commit_is_refused(commit: Money | None, best: Money | None, why: str) -> None:
    with pytest.raises(EstimateRefused) as refused:
        check_estimate(commit, best, "EUR")
    assert refused.value.facts["why"] == why
