"""What was special about a win: looked for when it is told, and remembered once for each event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.feats import (
    Before,
    Feat,
    breaks_record,
    is_comeback,
    is_fastest,
    marks_streak,
    rarest,
    streak_of_weeks,
)
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import DAY, Period, week_of
from salesbot.domain.recognition import RECORD_AFTER, is_first_deal
from salesbot.services.calendars import calendar_of
from salesbot.services.planning import Kind, due_in_channel, person_recipient, plan_once
from salesbot.services.recognition.told import team_told
from salesbot.services.recognition.wins import closed_day
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book
from salesbot.storage.praise import FeatDone

_LOOK_BACK = timedelta(days=730)
"""So far back it is looked for streaks and the win before."""


@dataclass(frozen=True, slots=True)
class OwnFeat:
    """What was special about somebody's win, told to that person alone."""

    rep: Person
    team: Team
    account: str
    feats: tuple[Feat, ...]
    streak: int


def remember_feats(book: Book, row: Announcement, now: datetime) -> list[FeatDone]:
    """Remember what was special about the win that is about to be told; answers with what is new.

    Who likes praise in private is told of it by a message of their own; who wants none, of nothing.
    """
    state, team = book.deals.now(int(row.subject["deal"])), team_told(book, row.recipient)
    if state.outcome is not Outcome.WON or team is None or state.amount.minor <= 0:
        return []
    rep = book.people.by_id(state.rep_id)
    new = [feat for feat in _feats(book, state, rep, team) if book.praise.remember(feat, now)]
    settled = book.praise.of_team(team.id)
    if rep.praise == "private" and any(settled.tells(feat.kind) for feat in new):
        plan_once(
            book, Kind.OWN_FEAT, person_recipient(rep.id), f"deal:{state.deal_id}:own", now=now,
            due=due_in_channel(book, now, timedelta()), subject={"deal": state.deal_id, "team": team.id},
        )  # fmt: skip
    return new


def own_feat(book: Book, row: Announcement) -> OwnFeat | None:
    """What somebody who likes praise in private is told of a win; None: it is won no more, or not wished."""
    state = book.deals.now(int(row.subject["deal"]))
    rep = book.people.by_id(state.rep_id)
    if state.outcome is not Outcome.WON or rep.praise != "private" or not rep.active:
        return None
    team = book.people.team(int(row.subject["team"]))
    settled = book.praise.of_team(team.id)
    done = [each for each in book.praise.of_deal(state.deal_id) if each.person_id == rep.id]
    feats = rarest(each.kind for each in done if settled.tells(each.kind))
    streak = next((each.weeks for each in done if each.kind is Feat.STREAK), None)
    if not feats:
        return None
    return OwnFeat(rep, team, book.accounts.by_id(state.account_id).name, feats, streak or 0)


def _feats(book: Book, state: DealState, rep: Person, team: Team) -> Iterable[FeatDone]:
    day, deal = closed_day(state), state.deal_id
    own = book.praise.won_before(state, rep_id=rep.id)

    def done(kind: Feat, key: str, person_id: int = rep.id, weeks: int | None = None) -> FeatDone:
        return FeatDone(f"{kind}:{key}", person_id, kind, deal, day, weeks)

    if is_first_deal(own.wins, rep.started_on, day):
        yield done(Feat.FIRST, str(rep.id))
    yield from (done(kind, str(deal)) for kind in _records(book, state, team, own))
    if _fastest(book, state, rep, own):
        yield done(Feat.FASTEST, str(deal))
    calendar, won_on, away = calendar_of(book), _won_on(book, rep.id, day), _away(book, rep.id, day)
    weeks = streak_of_weeks(won_on | {day}, day, calendar, away)
    if marks_streak(weeks, book.praise.of_team(team.id).streak_weeks):
        yield done(Feat.STREAK, f"{rep.id}:{week_of(day).key}", weeks=weeks)
    if _comes_back(won_on, day, calendar, away):
        yield done(Feat.COMEBACK, str(deal))
    for share in state.shares:
        if share.assist:
            yield done(Feat.ASSIST, f"{deal}:{share.person_id}", share.person_id)


def _records(book: Book, state: DealState, team: Team, own: Before) -> Iterable[Feat]:
    minor, day = state.amount.minor, closed_day(state)
    if breaks_record(minor, book.praise.won_before(state), day):
        yield Feat.COMPANY_RECORD
    if not book.praise.larger_in_team(state, team.id) and breaks_record(
        minor, book.praise.won_before(state, team_id=team.id), day
    ):
        yield Feat.TEAM_RECORD
    if breaks_record(minor, own, day):
        yield Feat.OWN_RECORD


def _fastest(book: Book, state: DealState, rep: Person, own: Before) -> bool:
    day = closed_day(state)
    if state.opened_on is None or own.first_on is None or day - own.first_on < RECORD_AFTER:
        return False
    took = (day - state.opened_on).days
    return is_fastest(took, book.praise.ways_to_won(state, rep.id), own.first_on, day)


def _comes_back(won_on: set[date], day: date, calendar: WorkingCalendar, away: set[date]) -> bool:
    return is_comeback(max((each for each in won_on if each < day), default=None), day, calendar, away)


def _won_on(book: Book, person_id: int, day: date) -> set[date]:
    """On which days the person won a deal or a part of one, up to that day."""
    sums = book.credits.sums(day - _LOOK_BACK, day + DAY, people=[person_id])
    return {each.day for each in sums if not each.assist and each.millionths > 0}


def _away(book: Book, person_id: int, day: date) -> set[date]:
    span = Period("", day - _LOOK_BACK, day + DAY)
    absences = book.absences.between(span.starts_on, day, person_id)
    return {each for absence in absences for each in absence.days_within(span)}
