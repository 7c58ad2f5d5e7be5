"""Badges, points and rewards earned by an admin's rule: looked at once a day, given once for each period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from salesbot.domain.access import may_configure, require
from salesbot.domain.earning_rules import EarningRule, RuleUnfit, is_earned
from salesbot.domain.feats import Game
from salesbot.domain.figures import currency_of
from salesbot.domain.people import Person
from salesbot.domain.periods import DAY, Period, period_of, previous
from salesbot.domain.rewards import RewardGone
from salesbot.services.attainment import is_measured, winnings
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.services.planning import Kind, Recipient, person_recipient, plan_once
from salesbot.services.rewards import plan_request
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

UNDO_IS_OVER = timedelta(minutes=15)
"""What was entered later than so long ago may still be undone, and earns nothing yet."""
_STILL_LOOKED_AT = 7 * DAY
"""So long after its end a period still earns: what is entered late, and means that are only then complete."""


@dataclass(frozen=True, slots=True)
class RuleEarned:
    """What somebody earned by a rule, as they read of it."""

    person: Person
    rule: EarningRule
    period: Period
    points: bool
    """Whether the team plays for points."""
    reward: str | None
    """The reward that was asked for by itself."""


def add_rule(book: Book, by: Person, rule: EarningRule, *, now: datetime) -> EarningRule:
    """Put a rule in; for admins. Raises NotAllowed, RuleUnfit, RewardGone."""
    require(may_configure(viewer_of(book, by, now)), "rewards")
    if rule.metric.of_company or not is_measured(rule.metric):
        raise RuleUnfit(metric=rule.metric, typed="")
    if rule.reward_id is not None and all(each.id != rule.reward_id for each in book.rewards.all()):
        raise RewardGone()
    added = book.earning_rules.add(rule, by=by.id, now=now)
    book.records.audit("rule_made", "earning_rule", added.id, by=by.id, now=now, after={"name": rule.name})
    return added


def retire_rule(book: Book, by: Person, rule_id: int, *, now: datetime) -> None:
    """Let a rule earn nothing more; what was earned stays. Raises NotAllowed, RewardGone."""
    require(may_configure(viewer_of(book, by, now)), "rewards")
    if not book.earning_rules.retire(rule_id):
        raise RewardGone()
    book.records.audit("rule_ended", "earning_rule", rule_id, by=by.id, now=now)


def grant_by_rules(book: Book, team_id: int, now: datetime) -> int:
    """Give a team's people what they earned by rule and do not have; answers with how much is new.

    Once for each rule, period and person, whatever is corrected later. Only where the team plays for badges or points.
    """
    games = book.praise.of_team(team_id).games
    rules = book.earning_rules.all() if games & {Game.BADGES, Game.POINTS} else []
    return sum(
        _grant(book, rule, period, team_id, games, now)
        for rule in rules
        for period in _periods(book, rule, now)
    )


def rule_earned(book: Book, row: Announcement) -> RuleEarned | None:
    """What somebody is told of what they earned; None: they want no praise, or the rule is gone."""
    person = book.people.by_id(Recipient.read(row.recipient).number)
    rule = next((each for each in book.earning_rules.all() if each.id == row.subject["rule"]), None)
    if rule is None or person.praise == "none" or not person.active:
        return None
    reward = book.rewards.by_id(rule.reward_id).name if rule.reward_id is not None else None
    edge = book.people.assignment_on(person.id, workspace_day(book, row.due_at))
    team_id = edge.team_id if edge is not None else None
    games = book.praise.of_team(team_id).games if team_id is not None else frozenset[Game]()
    start = datetime.fromisoformat(str(row.subject["from"])).date()
    period = period_of(rule.period, start, book.workspace.years)
    return RuleEarned(person, rule, period, Game.POINTS in games and bool(rule.points), reward)


def _periods(book: Book, rule: EarningRule, now: datetime) -> Iterator[Period]:
    day = workspace_day(book, now)
    period = period_of(rule.period, day, book.workspace.years)
    yield period
    before = previous(period, book.workspace.years)
    made_on = workspace_day(book, rule.made_at) if rule.made_at is not None else day
    if before.ends_on > max(day - _STILL_LOOKED_AT, made_on):
        yield before


def _grant(
    book: Book, rule: EarningRule, period: Period, team_id: int, games: frozenset[Game], now: datetime
) -> int:
    day = workspace_day(book, now)
    over, made = period.over(day), 0
    for person_id in _earners(book, rule, period, team_id, over, now):
        key = f"rule:{rule.id}:{period.key}:{person_id}"
        if not book.rewards.grant(person_id, key, "rule", day=day, now=now, name=rule.name):
            continue
        made += 1
        if rule.points and Game.POINTS in games:
            book.rewards.enter_points(person_id, key, rule.points, day=day, now=now)
        if rule.reward_id is not None:
            plan_request(
                book, book.people.by_id(person_id), replace(book.rewards.by_id(rule.reward_id), points=0), now
            )
        plan_once(
            book, Kind.EARNED, person_recipient(person_id), f"rule:{rule.id}:{period.key}", now=now,
            subject={"rule": rule.id, "from": period.starts_on.isoformat()},
        )  # fmt: skip
    return made


def _earners(
    book: Book, rule: EarningRule, period: Period, team_id: int, over: bool, now: datetime
) -> list[int]:
    members = book.people.members_on(team_id, workspace_day(book, now))
    won = winnings(
        book, rule.metric, period.starts_on, period.ends_on, now - UNDO_IS_OVER, currency_of(rule.least)
    )
    figures, rows = won.by_person(), won.rows_by_person
    return [
        person
        for person in members
        if person in figures and is_earned(rule, figures[person], len(rows.get(person, ())), over=over)
    ]
