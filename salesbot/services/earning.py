"""Points and badges: earned by rule with each told win, once for each event, where the team switched them on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import require
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.feats import Feat, Game
from salesbot.domain.people import Person, Team
from salesbot.domain.rewards import (
    EARNS,
    FOR_KUDOS,
    LONGEST_NAME,
    Badge,
    Done,
    badges_earned,
    level_of,
    to_next_level,
)
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.services.planning import Recipient
from salesbot.services.recognition import closed_day, team_of, team_told
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_EVER = (date(1990, 1, 1), date(9000, 1, 1))


@dataclass(frozen=True, slots=True)
class Earned:
    """What somebody has earned, as far as the team plays for it."""

    games: frozenset[Game]
    badges: tuple[Badge, ...]
    balance: int
    level: int
    to_next: int | None
    """Points to the next level; None on the highest."""


def earned_by(book: Book, person: Person, *, now: datetime) -> Earned | None:
    """A person's own badges, points and level; None where the team plays for nothing."""
    team = team_of(book, person.id, workspace_day(book, now))
    games = book.praise.of_team(team.id).games if team is not None else frozenset[Game]()
    if not games:
        return None
    earned = book.rewards.earned(person.id)
    badges = tuple(book.rewards.badges(person.id)) if Game.BADGES in games else ()
    return Earned(games, badges, book.rewards.balance(person.id), level_of(earned), to_next_level(earned))


def earn_for_win(book: Book, state: DealState, team: Team, now: datetime) -> None:
    """Points and badges for a win that is about to be told: the rep's, and those of who helped."""
    games = book.praise.of_team(team.id).games
    if not games or state.practice:
        return
    people = {share.person_id for share in state.shares} | {state.rep_id}
    if Game.POINTS in games or Game.LEVELS in games:
        for person_id, feat in _earning(book, state):
            key = f"{feat}:{state.deal_id}:{person_id}"
            book.rewards.enter_points(person_id, key, EARNS[feat], day=closed_day(state), now=now)
    if Game.BADGES in games:
        for person_id in sorted(people):
            grant_badges(book, person_id, now)


def earn_for_told_win(book: Book, row: Announcement, now: datetime) -> None:
    """As `earn_for_win`, for the win of a shout-out that is due; nothing where it is won no more."""
    state, team = book.deals.now(int(row.subject["deal"])), team_told(book, row.recipient)
    if team is not None and state.outcome is Outcome.WON and state.amount.minor > 0:
        earn_for_win(book, state, team, now)


def earn_for_kudos(book: Book, row: Announcement, now: datetime) -> bool:
    """Points and badges for kudos that are about to be told to the person; False where there are none to earn.

    Where the person's team plays for points; once for each kudos, and not for those that were taken back.
    """
    if Recipient.read(row.recipient).of != "person":
        return False
    kudos = book.kudos.by_id(int(row.subject["kudos"]))
    day = workspace_day(book, now)
    team = team_of(book, kudos.person_id, day)
    if team is None or kudos.undone_at is not None:
        return False
    games = book.praise.of_team(team.id).games
    if Game.BADGES in games:
        grant_badges(book, kudos.person_id, now)
    if not games & {Game.POINTS, Game.LEVELS}:
        return False
    return book.rewards.enter_points(kudos.person_id, f"kudos:{kudos.id}", FOR_KUDOS, day=day, now=now)


def grant_badges(book: Book, person_id: int, now: datetime) -> list[str]:
    """Give somebody every badge that they have earned by rule and do not have; answers with those."""
    day = workspace_day(book, now)
    earned = badges_earned(_done(book, person_id))
    return [
        code
        for code in earned
        if book.rewards.grant(person_id, f"{code}:{person_id}", code, day=day, now=now)
    ]


def give_badge(book: Book, by: Person, person_id: int, name: str, *, key: str, now: datetime) -> Badge:
    """Give a badge by hand, with words on it: for who leads the person, where the team plays for badges.

    Raises NotAllowed.
    """
    day = workspace_day(book, now)
    team = team_of(book, person_id, day)
    on = team is not None and Game.BADGES in book.praise.of_team(team.id).games
    require(on and viewer_of(book, by, now).leads_by_right(person_id) and bool(name.strip()), "badge")
    written = " ".join(name.split())[:LONGEST_NAME]
    book.rewards.grant(person_id, f"own:{key}", "own", day=day, now=now, name=written, by=by.id)
    return Badge(person_id, "own", written, day, by.id)


def _earning(book: Book, state: DealState) -> Iterable[tuple[int, Feat]]:
    yield state.rep_id, Feat.WON
    for done in book.praise.of_deal(state.deal_id):
        if done.kind in EARNS:
            yield done.person_id, done.kind


def _done(book: Book, person_id: int) -> Done:
    feats = book.praise.of_person(person_id)
    return Done(
        wins=book.credits.count_won(person_id, *_EVER),
        records=sum(feat.kind is Feat.OWN_RECORD for feat in feats),
        longest_streak=max((feat.weeks or 0 for feat in feats if feat.kind is Feat.STREAK), default=0),
        assists=sum(feat.kind is Feat.ASSIST for feat in feats),
        kudos=len(book.kudos.between(_EVER[0], _EVER[1], person_id)),
    )
