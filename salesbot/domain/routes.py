"""Routes: alerts that an admin sends besides, by amount, team, product or person, to a private channel and to people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.alerts import Alert, Rule, rules_for


@dataclass(frozen=True, slots=True)
class Route:
    """What an admin wants told, of whom and what, and where."""

    id: int
    alerts: frozenset[Alert]
    big_from: int | None
    """From which amount a deal is big, in minor units of the company's currency; None: three times the usual."""
    about: tuple[str, ...]
    """Of whom and what alone: `team:1`, `person:5`, `product:7`; several of one kind are alternatives. Empty: of all."""
    channel: str | None
    people: frozenset[int]
    recorded_at: datetime

    def rules(self, goal_steps: Iterable[int]) -> tuple[Rule, ...]:
        """When something is told by this route; `goal_steps`: the percents of a goal that the team named."""
        found = rules_for(None, self.big_from, goal_steps)
        return tuple(rule for rule in found if rule.alert in self.alerts)

    def of_interest(self, what: str, *numbers: int) -> bool:
        """Whether one of these (`team`, `person`, `product`) is told of by this route."""
        return concerns(self.about, what, *numbers)


def concerns(about: Iterable[str], what: str, *numbers: int) -> bool:
    """Whether one of these is meant: unless others of that kind were named."""
    named = {one for one in about if one.startswith(f"{what}:")}
    return not named or any(f"{what}:{number}" in named for number in numbers)
