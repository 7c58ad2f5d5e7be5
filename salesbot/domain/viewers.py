"""Who asks or is told, and what the policy has to know of them on that day: their roles, and whom they lead."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from salesbot.domain.people import Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks or is told, with what the policy needs to know of them on that day."""

    person_id: int | None
    """None: nobody of the workspace's people (yet)."""
    roles: frozenset[Role] = frozenset()
    people_below: frozenset[int] = frozenset()
    """Whom this person leads on that day, over any number of steps."""
    teams: frozenset[int] = frozenset()
    """The teams in which this person is a rep on that day."""
    teams_led: frozenset[int] = frozenset()
    as_deputy: frozenset[int] = frozenset()
    """Those of `people_below` whom this person leads only while standing in for somebody who is away."""
    teams_as_deputy: frozenset[int] = frozenset()
    member: bool = True
    """A full member of the workspace: no guest, nobody of another company, not deactivated, not gone."""

    def has(self, *roles: Role) -> bool:
        """Whether the person is a full member and holds any of the roles."""
        return self.member and not self.roles.isdisjoint(roles)

    def leads(self, person_id: int) -> bool:
        """Whether the other person stands below this one on that day, or below somebody this one stands in for."""
        return self.has(Role.MANAGER) and person_id in self.people_below

    def leads_by_right(self, person_id: int) -> bool:
        """Whether the other person stands below this one on that day, also when nobody is away."""
        return self.leads(person_id) and person_id not in self.as_deputy

    def leads_all(self, people: Set[int]) -> bool:
        """Whether there are others among these people, and all of them stand below this one on that day."""
        others = {person_id for person_id in people if not self.is_self(person_id)}
        return self.has(Role.MANAGER) and bool(others) and others <= self.people_below

    def leads_team(self, team_id: int) -> bool:
        """Whether this one leads the team on that day, or stands in for who does."""
        return self.has(Role.MANAGER) and team_id in self.teams_led

    def leads_team_by_right(self, team_id: int) -> bool:
        """Whether this one leads the team on that day, also when nobody is away."""
        return self.leads_team(team_id) and team_id not in self.teams_as_deputy

    def is_in(self, team_id: int | None) -> bool:
        """Whether this one is a rep of the team on that day."""
        return self.has(Role.REP) and team_id in self.teams

    def is_self(self, person_id: int) -> bool:
        """Whether it is this very person, as a full member."""
        return self.member and self.person_id is not None and person_id == self.person_id
