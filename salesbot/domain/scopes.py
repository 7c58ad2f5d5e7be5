"""Whose a goal or figure is: the company's, a team's, a territory's or a rep's."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """Whose goal or figure it is; in the order in which reports list them."""

    COMPANY = "company"
    TEAM = "team"
    TERRITORY = "territory"
    REP = "rep"

    @property
    def of_people(self) -> bool:
        """Whether its figures are those of people; a territory's are those of accounts, whoever sells to them."""
        return self is not Scope.TERRITORY


EVERY = tuple(Scope)
OF_PEOPLE = tuple(scope for scope in Scope if scope.of_people)
"""The scopes that add up: a rep's figures are part of the team's, and those of the company's."""
