"""Which saved plan holds, as of a moment."""

from __future__ import annotations

from datetime import timedelta

from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.periods import read_period
from salesbot.services.figures import Subject
from salesbot.services.plans import saved_plan, saved_versions
from salesbot.storage.book import open_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import save_plan


def test_the_newest_plan_by_then_holds(cast: Cast) -> None:
    kim, day = cast.adria.kim, timedelta(days=1)
    subject = Subject(Scope.REP, kim.id, read_period("2026-06"))
    with open_book(cast.engines, cast.workspace_id) as book:
        save_plan(book, kim, "2026-06", won=1, decided=4, average=12_000, now=NOW - 5 * day)
        save_plan(book, kim, "2026-06", won=1, decided=3, average=10_000, now=NOW)
        save_plan(book, cast.adria.bo, "2026-06", won=1, decided=2, average=9_000, now=NOW)
        save_plan(book, cast.adria.teams["adria"], "2026-06", won=1, decided=2, average=9_000, now=NOW)

    def decided(as_of: AsOf) -> int | None:
        found = saved_plan(book, subject, as_of)
        return None if found is None else found.selling.decided

    with open_book(cast.engines, cast.workspace_id) as book:
        assert decided(AsOf(TODAY, True, NOW)) == 3
        assert decided(AsOf(TODAY, False, NOW)) == 4
        assert decided(AsOf(TODAY, True, NOW - day)) == 4
        assert decided(AsOf(TODAY - 6 * day, True, NOW)) is None
        assert len(saved_versions(book, subject, NOW)) == 2
