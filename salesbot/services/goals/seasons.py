"""The company's season: what each month of the year is to carry of a new goal that spans several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from salesbot.domain.access import may_configure, require
from salesbot.domain.money import quantize
from salesbot.domain.people import Person
from salesbot.domain.seasons import MONTHS, Season
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class SeasonSettled:
    """The weights of the company's year, from its first month on; none: working days decide."""

    season: Season
    months: tuple[tuple[date, int, Decimal], ...]
    """(a day of the month, its weight, its part of a year)."""


def season_settled(book: Book) -> SeasonSettled:
    """The company's season as it stands."""
    season, start = book.workspace.season, book.workspace.year_start
    if not season:
        return SeasonSettled(season, ())
    days = [date(2000, (start - 1 + step) % MONTHS + 1, 1) for step in range(MONTHS)]
    whole = sum(season.weights)
    months = tuple((day, season.of(day), quantize(Fraction(season.of(day), whole))) for day in days)
    return SeasonSettled(season, months)


def settle_season(book: Book, by: Person, wanted: Season, *, now: datetime) -> SeasonSettled:
    """From now on new goals are spread so; those that stand keep the season that they were set with. Raises NotAllowed."""
    require(may_configure(viewer_of(book, by, now)), "settings")
    was = book.workspace.season
    if was != wanted:
        book.records.audit(
            "settled", "workspace", book.workspace_id, by=by.id, now=now, before={"season": str(was)},
            after={"season": str(wanted)},
        )  # fmt: skip
        book.change_workspace(season=str(wanted) if wanted else None)
    return season_settled(book)
