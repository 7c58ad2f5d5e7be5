"""What a manager's morning digest holds: frozen facts, ready to be put into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.attention import Need, about_need
from salesbot.domain.causes import Cause
from salesbot.domain.changes import Change
from salesbot.domain.forecasting import Forecast
from salesbot.domain.money import Money
from salesbot.domain.odds import Odds
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period
from salesbot.domain.seats import SeatStep
from salesbot.services.attainment import Carried
from salesbot.services.digests.lines import Named
from salesbot.services.digests.tables import CutTable, RepLine, cut_table


@dataclass(frozen=True, slots=True)
class CauseTold:
    """What one cause did to the forecast: the deals that are named, how many are not, and the effect of all."""

    cause: Cause
    rows: tuple[Change, ...]
    unnamed: int
    effect: Money
    """In whole units; the effects of all causes add up to the difference of the two forecasts as shown."""


@dataclass(frozen=True, slots=True)
class ChangesTold:
    """The forecast of the digest before and of this one, in whole units, and what lies between."""

    before: Money
    after: Money
    causes: tuple[CauseTold, ...]


@dataclass(frozen=True, slots=True)
class RestOfMonth:
    """What the last days of a month brought: from its forecast in the digest before to how it ended."""

    period: Period
    changes: ChangesTold


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody in the first months of service."""

    person: Person
    month: int
    """1 is the first."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a month or a quarter ended, and how the one before it did."""

    period: Period
    row: Attainment
    before_period: Period
    before: Attainment
    reps: int | None
    """How many people had a goal in it; None where it is about one person."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """An ended month whose figure was changed since the digest before: by how much, and through which deals."""

    period: Period
    difference: Money
    deals: tuple[tuple[str, Money], ...]
    """Accounts with what each changed, the largest first."""
    unnamed: int
    """Deals that are not named: too many, or of people whose figures the reader may not see."""


@dataclass(frozen=True, slots=True)
class Company:
    """The company, as a message calls it."""

    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a team or the company stands, as every digest tells it."""

    team: Team | Company
    row: Attainment
    won: Money
    goal: Money | None
    against_pace: Money | None
    """In whole units, as shown."""
    carried: Carried | None
    """What of the sum rests on rates carried forward."""
    lines: tuple[RepLine, ...]
    """Furthest behind first."""
    forecast: Forecast
    share_expected: Decimal | None
    """Where the forecast points to, as part of the goal."""
    odds: Odds | None
    changes: ChangesTold
    rest: RestOfMonth | None
    """What no digest told of the month that ended since the last one; None: nothing, or none ended."""
    ended: tuple[Ended, ...]
    """How the month and the quarter before ended, in the first digest of a new one."""
    corrected: tuple[Corrected, ...]
    """Which ended months are others now than when the last digest told of them."""

    @property
    def table(self) -> CutTable:
        """The lines as a message shows them."""
        return cut_table(self.lines)


@dataclass(frozen=True, slots=True)
class TeamPart(Standing):
    """One team in the digest."""

    team: Team
    newcomers: tuple[Newcomer, ...]


@dataclass(frozen=True, slots=True)
class Praised:
    """Somebody who is worth a word: for the first deal, a record, or so many wins."""

    period: Period
    """The month of the win."""
    person: Person
    deal_id: int
    account: str
    wins: int
    """In that month so far."""
    first: bool
    record: bool


@dataclass(frozen=True, slots=True)
class Since:
    """The digest before: of which morning, and which working days this one covers besides the last."""

    day: date
    yesterday: bool
    """Whether it was yesterday's."""
    sent: bool
    """False: there was none, and the day is the working day before."""
    passed: int
    """Working days that went by since, that day included."""
    missed: tuple[date, ...]
    """Working days since then on which no digest came."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A manager's morning message: every team they lead, what needs them, what changed, whom to praise."""

    person: Person
    period: Period
    as_of: AsOf
    now: datetime
    place: str
    """The city of the workspace's time zone."""
    since: Since
    teams: tuple[TeamPart, ...]
    needs: tuple[Need, ...]
    new_needs: bool
    """Whether anything needs attention that did not in the digest before."""
    praised: tuple[Praised, ...]
    steps: tuple[SeatStep, ...]
    """What is due of the manager's own steps to fill a seat."""
    holidays: tuple[date, ...]
    """Holidays of the period on days that are otherwise worked."""
    people: dict[int, str]
    """Short names of everybody that is mentioned, by number."""
    territories: tuple[Named, ...] = ()
    """Those with a goal for the month whose owner they lead, furthest behind first; no part of any team's sum."""
    stands_in_for: tuple[str, ...] = ()
    """The short names of those who are away and lead one of the teams, in whose place it comes."""

    @property
    def quiet(self) -> bool:
        """Whether nothing is new: then the message is one line a team.

        The first one of all is never that short, nor the first one of a month.
        """
        if not self.since.sent or self.since.day < self.period.starts_on:
            return False
        changed = any(part.changes.causes or part.corrected for part in self.teams)
        return not (changed or self.new_needs or self.steps or self.praised or self.since.missed)

    def about(self, need: Need) -> str:
        """What tells the need from others, as its *Snooze* button carries it."""
        return about_need(need)

    @property
    def covered_through(self) -> date:
        """The last day that counts."""
        return last_counted(self.as_of)


def last_counted(as_of: AsOf) -> date:
    """The last day that counts as of a moment."""
    return date.fromordinal(as_of.until.toordinal() - 1)
