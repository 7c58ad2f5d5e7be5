"""What may be wrong with a contest that somebody wants to make, change or cancel."""

from __future__ import annotations

from salesbot.domain.mistakes import SalesbotError


class ContestsOff(SalesbotError):
    """The team has not switched contests on: facts `team`, `team_id`."""

    template = "mistakes/contests_off"


class ContestUnnamed(SalesbotError):
    """A contest has no name, or one without a letter: no facts."""

    template = "mistakes/contest_unnamed"


class ContestDates(SalesbotError):
    """The days are in the past, the wrong way round or too many: facts `first`, `last`, `most` (days)."""

    template = "mistakes/contest_dates"


class ContestTooShort(SalesbotError):
    """There are fewer working days than rounds, or none: facts `days`, `rounds`."""

    template = "mistakes/contest_too_short"


class ContestFew(SalesbotError):
    """Too few (or too many) take part: facts `form`, `least`, `most`, `people`."""

    template = "mistakes/contest_few"


class ContestUnfit(SalesbotError):
    """The metric cannot be measured so: facts `metric`, `measure`."""

    template = "mistakes/contest_unfit"


class ContestGone(SalesbotError):
    """There is no such contest, or it is over or cancelled already: fact `typed`."""

    template = "mistakes/contest_gone"


class ContestFrozen(SalesbotError):
    """A contest is to be changed that has begun: fact `name`."""

    template = "mistakes/contest_frozen"


class ContestReasonMissing(SalesbotError):
    """A contest is to be cancelled without a reason: no facts."""

    template = "mistakes/contest_reason_missing"
