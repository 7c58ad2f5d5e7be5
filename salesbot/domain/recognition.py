"""Recognition: what a won deal earns in public: a shout-out, milestones, firsts and records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.figures import Figure
from salesbot.domain.money import Money
from salesbot.domain.periods import DAY

LEAST_SCORES = 5
"""The best satisfaction of a month is told of nobody with fewer scores: one happy customer is no month."""
MILESTONES = (50, 90, 100, 120, 150, 200)
"""In percent of the goal; each once for each version of a goal."""
CHANNEL_MILESTONES = frozenset({100, 150, 200})
NEWS_FOR_WORKING_DAYS = 3
FIRST_WITHIN = timedelta(days=90)
RECORD_AFTER = timedelta(days=90)
RECORD_FROM_DEALS = 5


class Origin(StrEnum):
    """How a win came into the books."""

    LOGGED = "logged"
    IMPORTED = "imported"
    PRACTICE = "practice"
    CORRECTION = "correction"


class Silence(StrEnum):
    """Why a won deal earns no shout-out."""

    NOT_LOGGED = "not_logged"
    """Imported, practised or corrected."""
    TOLD_BEFORE = "told_before"
    OLD_NEWS = "old_news"
    ASKED_NOT_TO = "asked_not_to"
    NOTHING_WON = "nothing_won"


@dataclass(frozen=True, slots=True)
class Win:
    """A deal that was just won, as recognition sees it."""

    deal_id: int
    rep_id: int
    amount: Money
    closed_on: date
    origin: Origin = Origin.LOGGED
    told_before: bool = False
    """Whether this deal ever had a shout-out, also before it was reopened and won again."""


def silence(win: Win, today: date, calendar: WorkingCalendar, praise: str = "public") -> Silence | None:
    """Why this win is not told in the channel; None: it is. A deal is told once for ever.

    Not for imports, practice and corrections, nor for what closed more than three working days ago, nor
    where the rep wants praise in private or none (`praise`: public, private, none).
    """
    if win.origin is not Origin.LOGGED:
        return Silence.NOT_LOGGED
    if win.told_before:
        return Silence.TOLD_BEFORE
    if win.amount.minor <= 0:
        return Silence.NOTHING_WON
    if calendar.between(win.closed_on + DAY, today + DAY) > NEWS_FOR_WORKING_DAYS:
        return Silence.OLD_NEWS
    return None if praise == "public" else Silence.ASKED_NOT_TO


def milestones_crossed(goal: Figure | None, before: Figure, after: Figure) -> tuple[int, ...]:
    """The milestones of a goal that lie above `before` and not above `after`, lowest first, in percent."""
    if goal is None or figures.size_of(goal) <= 0:
        return ()
    return tuple(
        percent
        for percent in MILESTONES
        if not reaches(before, goal, percent) and reaches(after, goal, percent)
    )


def milestone_told(
    crossed: Iterable[int], wanted: Set[int] = CHANNEL_MILESTONES, already: Iterable[int] = ()
) -> int | None:
    """Of the milestones crossed at once, the highest that a channel hears of, if any.

    `already` are those told for this version of the goal: falling back and rising again tells nothing twice, nor
    anything lower than what was told.
    """
    told = max(already, default=0)
    return max((percent for percent in set(crossed) & wanted if percent > told), default=None)


def is_first_deal(wins_before: int, started_on: date | None, closed_on: date) -> bool:
    """Whether it is somebody's first deal: nothing won before, in the first 90 days of service."""
    if wins_before or started_on is None:
        return False
    return timedelta(0) <= closed_on - started_on <= FIRST_WITHIN


def is_record(amount: Money, earlier: Iterable[Money], first_won_on: date | None, closed_on: date) -> bool:
    """Whether it is somebody's largest deal, after three months and five deals of history."""
    won = [each.minor for each in earlier if each.currency == amount.currency]
    if first_won_on is None or closed_on - first_won_on < RECORD_AFTER or len(won) < RECORD_FROM_DEALS:
        return False
    return amount.minor > max(won)


def reaches(won: Figure, goal: Figure, percent: int) -> bool:
    """Whether so many percent of a goal are won."""
    return figures.size_of(won) * 100 >= figures.size_of(goal) * percent


def best_scored(scores: Mapping[int, Sequence[int]]) -> int | None:
    """Whose customers were happiest by the mean of five scores or more; nobody where two share it or one alone has so many.

    `scores` by person, 0 to 10 (in any unit).
    """
    means = {who: Fraction(sum(each), len(each)) for who, each in scores.items() if len(each) >= LEAST_SCORES}
    best = [who for who, mean in means.items() if mean == max(means.values())]
    return best[0] if len(means) > 1 and len(best) == 1 else None
