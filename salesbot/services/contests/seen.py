"""A contest, its sides and its matches as somebody reads of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from salesbot.domain.contests import Contest, ContestStatus, Form
from salesbot.domain.figures import Figure
from salesbot.domain.leaderboards import Step, podium
from salesbot.domain.people import Team


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contest as somebody reads of it."""

    name: str | None
    """None: somebody who keeps to themselves."""
    place: int | None = None
    shares: bool = False
    value: Fraction | Figure | None = None
    """A share of goal, or a figure; None: not for this reader, or there is none."""
    own: bool = False
    counts: bool = True
    """Whether it stands above nothing."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A match of a bracket as somebody reads of it."""

    one: Side
    other: Side | None
    """None: the one goes on by itself."""
    winner: Side | None
    ahead: Side | None
    """While the round runs: who is ahead."""


@dataclass(frozen=True, slots=True)
class ContestShown:
    """A contest at a moment, as far as the reader may see it."""

    contest: Contest
    team: Team
    status: ContestStatus
    sides: tuple[Side, ...]
    """Best first; of a contest to come in no order that says anything. Of a bracket nobody: see `rounds`."""
    own: Side | None
    rounds: tuple[tuple[Meeting, ...], ...] = ()
    champion: Side | None = None
    """Of a bracket that is over."""
    anything: bool = True
    """Whether there is anything by which somebody stands first."""
    corrected: tuple[Side, ...] = ()
    """Who would stand first by what was recorded after the closing, where that is not who did."""
    makes: bool = False
    """Whether the reader may cancel it."""

    @property
    def first(self) -> tuple[Side, ...]:
        """Who stands first: several where they share the place; nobody where nothing was won."""
        if self.contest.form is Form.BRACKET:
            return (self.champion,) if self.champion is not None else ()
        return tuple(side for side in self.sides if side.place == 1) if self.anything else ()

    @property
    def best(self) -> tuple[Side, ...]:
        """Whom a channel hears of beside who came first: at most three and half of all, equals together or not at all.

        Nobody who stands above nothing.
        """
        room = min(3, (len(self.sides) + 1) // 2)
        placed = [side for side in self.sides if side.place is not None and side.counts]
        cut = placed[room].place if len(placed) > room else None
        return tuple(side for side in placed[:room] if side.place != cut)

    @property
    def podium(self) -> tuple[Step, ...]:
        """Of these who may be named, in a contest of everybody against everybody."""
        if self.contest.form is not Form.INDIVIDUAL:
            return ()
        return podium([(side.name, side.place) for side in self.best if side.name and side.place])


Named = Callable[[int], Side]
"""A side as the reader may know it, without its place."""
Valued = Callable[[int], bool]
"""Whether the reader may see a side's figure."""
