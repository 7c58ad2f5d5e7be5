"""What somebody chose about the messages that come unasked: which, at what hour, on which days, and when none at all.

What was never said stays None: the team's or the company's holds, also when that changes later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.people import Role
from salesbot.domain.routes import concerns
from salesbot.domain.schedules import QUIET_FROM, QUIET_UNTIL, QuietHours, at_minute

ASKED_FOR = frozenset({"alert"})
"""Kinds of messages that are off until somebody asks for them: an interruption has to be earned."""
_OFFERED: dict[str, frozenset[Role]] = {
    "morning": frozenset({Role.REP, Role.MANAGER, Role.EXECUTIVE}),
    "company": frozenset({Role.EXECUTIVE}),
    "wrap": frozenset({Role.REP, Role.MANAGER, Role.EXECUTIVE}),
    "week": frozenset({Role.MANAGER}),
    "alert": frozenset({Role.MANAGER}),
    "routed": frozenset({Role.MANAGER, Role.EXECUTIVE}),
    "fairness": frozenset({Role.MANAGER}),
    "keeping": frozenset({Role.MANAGER}),
}


def offered(roles: Iterable[Role]) -> tuple[str, ...]:
    """The kinds of messages that somebody with these roles may choose, in the order of the form."""
    held = frozenset(roles)
    return tuple(kind for kind, whose in _OFFERED.items() if held & whose)


@dataclass(frozen=True, slots=True)
class MessageChoices:
    """What somebody chose; minutes are those of the day, in the person's zone."""

    minute: int | None = None
    """When the morning message comes."""
    week: str | None = None
    """The days on which messages come, seven signs from Monday on; holidays are none."""
    quiet_from: int | None = None
    quiet_until: int | None = None
    muted_until: date | None = None
    """The last day on which nothing comes that nobody asked for."""
    unwanted: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    """Of the kinds that come only to who asked for them."""
    behind_below: int | None = None
    """The percent of pace below which they are told that somebody fell behind."""
    big_from: int | None = None
    """The amount from which they are told of a deal that was lost or moved: minor units of the company's currency."""
    goal_steps: tuple[int, ...] | None = None
    """The percents of a goal at which they are told that somebody came there; None: as the team settled."""
    only: tuple[str, ...] = ()
    """Of whom and what alone they are told: `team:1`, `person:5`, `product:7`; several of one kind are alternatives."""

    channel: str | None = None
    """The channel in which the messages that come round stand, where everybody there may read them; None: in none."""

    def of_interest(self, what: str, *numbers: int) -> bool:
        """Whether they are told of one of these (`team`, `person`, `product`): unless they named others of that kind."""
        return concerns(self.only, what, *numbers)

    def takes(self, kind: str) -> bool:
        """Whether messages of this kind come to the person."""
        return kind in self.wanted if kind in ASKED_FOR else kind not in self.unwanted

    def muted(self, day: date) -> bool:
        """Whether nothing comes on the day that nobody asked for."""
        return self.muted_until is not None and day <= self.muted_until

    @property
    def quiet(self) -> QuietHours:
        """The hours in which nothing is told."""
        return QuietHours(
            QUIET_FROM if self.quiet_from is None else at_minute(self.quiet_from),
            QUIET_UNTIL if self.quiet_until is None else at_minute(self.quiet_until),
        )

    def morning_at(self, usual: int) -> int:
        """The minute of the day at which the morning message comes, where it comes at `usual` to who chose no hour.

        Quiet hours that were chosen hold it back until they end; the usual ones do not, since an hour that a team or
        a person settled is meant.
        """
        minute = usual if self.minute is None else self.minute
        own = self.quiet_from is not None or self.quiet_until is not None
        ends = self.quiet.ends
        return ends.hour * 60 + ends.minute if own and self.quiet.covers(at_minute(minute)) else minute

    def days(self, company: WorkingCalendar) -> WorkingCalendar:
        """The days on which messages come: the own ones, else the company's; its holidays are none of either."""
        return company if self.week is None else WorkingCalendar(self.week, company.days_off)

    def working_days(self, company: WorkingCalendar) -> WorkingCalendar | None:
        """The company's working days that are also the person's; None where there are none in a week."""
        if self.week is None:
            return company
        both = "".join(
            "1" if own == its == "1" else "0" for own, its in zip(self.week, company.week, strict=True)
        )
        return WorkingCalendar(both, company.days_off) if "1" in both else None
