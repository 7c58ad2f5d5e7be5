"""The territories that a morning message tells of: those with a goal for the month, furthest behind first."""

from __future__ import annotations

from collections.abc import Callable

from salesbot.domain import figures
from salesbot.domain.scopes import Scope
from salesbot.services.attainment import Measured
from salesbot.services.digests.lines import Named


def territories_of(
    measured: Measured, tells: Callable[[int], bool] = lambda territory: True
) -> tuple[Named, ...]:
    """Each territory that has a goal for the month and is to be told, furthest behind first."""
    rows = [
        Named(measured.name_of(Scope.TERRITORY, number), measured.main_row(Scope.TERRITORY, number))
        for number in measured.subjects(Scope.TERRITORY)
        if number is not None and tells(number)
    ]
    return tuple(sorted((each for each in rows if each.row.goal is not None), key=_against_pace))


def _against_pace(each: Named) -> tuple[bool, int, str]:
    against = each.row.against_pace
    return against is None, figures.size_of(against) if against is not None else 0, each.name.casefold()
