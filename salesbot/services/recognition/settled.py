"""What a team settles about praise in its channel: which kinds, how many a day, and how long to wait."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from salesbot.domain.access import may_settle_team, require
from salesbot.domain.feats import TeamPraise
from salesbot.domain.people import Person, Team
from salesbot.services.people import viewer_of
from salesbot.services.planning import replan
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class PraiseSettled:
    """What a team hears of, as it stands now."""

    team: Team
    praise: TeamPraise
    changed: bool = False


def praise_settled(book: Book, person: Person | None, team_id: int, *, now: datetime) -> PraiseSettled:
    """What a team settled, for whoever may settle it: who leads it, and an admin. Raises NotAllowed."""
    _require(book, person, team_id, now)
    return PraiseSettled(book.people.team(team_id), book.praise.of_team(team_id))


def settle_praise(
    book: Book, by: Person, team_id: int, praise: TeamPraise, *, delay: int, now: datetime
) -> PraiseSettled:
    """Settle which praise a team hears of, and how many minutes (0 to 15) a win waits before. Raises NotAllowed."""
    _require(book, by, team_id, now)
    team, was = book.people.team(team_id), book.praise.of_team(team_id)
    if was == praise and team.shout_out_delay == delay:
        return PraiseSettled(team, was)
    book.praise.settle(team_id, praise)
    team = book.people.change_team(team_id, shout_out_delay=delay)
    replan(book, now, teams=[team_id])
    book.records.audit(
        "praise_settled", "team", team_id, by=by.id, now=now, before=_written(was), after=_written(praise)
    )
    return PraiseSettled(team, praise, changed=True)


def _require(book: Book, person: Person | None, team_id: int, now: datetime) -> None:
    known = any(team.id == team_id for team in book.people.teams())
    require(known and may_settle_team(viewer_of(book, person, now), team_id), "praise_settled")


def _written(praise: TeamPraise) -> dict[str, Any]:
    return {
        **asdict(praise),
        "top_by": praise.top_by.value,
        "told": sorted(feat.value for feat in praise.told),
        "games": sorted(game.value for game in praise.games),
    }
