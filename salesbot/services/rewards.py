"""Rewards: a catalogue with costs and a yearly budget; asked for, approved, handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import may_configure, require
from salesbot.domain.earning_rules import EarningRule
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.rewards import (
    NEXT,
    RequestStatus,
    Reward,
    RewardGone,
    RewardKind,
    RewardRequest,
    require_budget,
    require_points,
)
from salesbot.services.calendars import workspace_day
from salesbot.services.earning import Earned, earned_by
from salesbot.services.people import admins, viewer_of
from salesbot.services.planning import Kind, Recipient, person_recipient, plan_once
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_SHOWN = (RequestStatus.REQUESTED, RequestStatus.APPROVED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as somebody reads of it."""

    request: RewardRequest
    reward: Reward
    person: Person
    by: Person | None
    """Who decided."""


@dataclass(frozen=True, slots=True)
class RewardsSeen:
    """What somebody sees of rewards: the catalogue, their own requests, and those that wait for them."""

    rewards: tuple[Reward, ...]
    earned: Earned | None
    own: tuple[Asked, ...]
    waiting: tuple[Asked, ...]
    admin: bool
    year: int
    rules: tuple[tuple[EarningRule, str | None], ...]
    """By which something is earned, each with the name of the reward that comes with it."""
    budget: Money | None
    spent: Money | None


def rewards_seen(book: Book, person: Person, *, now: datetime) -> RewardsSeen:
    """The catalogue and requests, as far as they are the person's to see."""
    viewer, year = viewer_of(book, person, now), workspace_day(book, now).year
    require(viewer.member, "rewards")
    admin = may_configure(viewer)
    open_ones = [_asked(book, each) for each in book.rewards.requests(statuses=_SHOWN)]
    budget = book.rewards.budget(year) if admin else None
    return RewardsSeen(
        tuple(book.rewards.all()), earned_by(book, person, now=now),
        tuple(_asked(book, each) for each in book.rewards.requests(of=[person.id])),
        tuple(each for each in open_ones if _decides(book, person, each.person.id, now)),
        admin, year, _rules(book), budget, book.rewards.spent(year, budget.currency) if budget else None,
    )  # fmt: skip


def _rules(book: Book) -> tuple[tuple[EarningRule, str | None], ...]:
    return tuple(
        (rule, book.rewards.by_id(rule.reward_id).name if rule.reward_id is not None else None)
        for rule in book.earning_rules.all()
    )


def add_reward(
    book: Book, by: Person, kind: RewardKind, name: str, points: int, cost: Money, *, now: datetime
) -> Reward:  # fmt: skip
    """Put something into the catalogue; for admins. Raises NotAllowed."""
    require(may_configure(viewer_of(book, by, now)), "rewards")
    return book.rewards.add(
        kind=kind.value, name=name, points=points, cost=cost.minor, currency=cost.currency, recorded_at=now,
        recorded_by=by.id,
    )  # fmt: skip


def retire_reward(book: Book, by: Person, reward_id: int, *, now: datetime) -> None:
    """Offer a reward no more; requests go on. Raises NotAllowed, RewardGone."""
    require(may_configure(viewer_of(book, by, now)), "rewards")
    if not book.rewards.retire(reward_id):
        raise RewardGone()


def set_budget(book: Book, by: Person, amount: Money, *, now: datetime) -> None:
    """Settle what rewards may cost this year; for admins. Raises NotAllowed."""
    require(may_configure(viewer_of(book, by, now)), "rewards")
    year = workspace_day(book, now).year
    before = book.rewards.budget(year)
    book.rewards.set_budget(year, amount)
    book.records.audit(
        "reward_budget", "workspace", book.workspace_id, by=by.id, now=now,
        before={"minor": before.minor} if before else None, after={"year": year, "minor": amount.minor},
    )  # fmt: skip


def ask_for_reward(book: Book, person: Person, reward_id: int, *, now: datetime) -> Asked:
    """Ask for a reward; its points are taken at once and come back if it is declined.

    Raises RewardGone, PointsShort, NotAllowed.
    """
    require(viewer_of(book, person, now).member, "rewards")
    reward = _reward(book, reward_id)
    # Two requests at once by one person are held one after the other, so that no point is spent twice.
    book.people.locked(person.id)
    require_points(reward.points, book.rewards.balance(person.id))
    request = plan_request(book, person, reward, now)
    if reward.points:
        day = workspace_day(book, now)
        book.rewards.enter_points(person.id, f"reward:{request.id}", -reward.points, day=day, now=now)
    return _asked(book, request)


def plan_request(book: Book, person: Person, reward: Reward, now: datetime) -> RewardRequest:
    """A request for a reward, told to who decides."""
    request = book.rewards.ask(reward, person.id, now)
    for approver in _approvers(book, person, now):
        plan_once(
            book, Kind.REWARD_ASKED, person_recipient(approver), f"reward:{request.id}", now=now,
            subject={"request": request.id},
        )  # fmt: skip
    return request


def decide_reward(book: Book, by: Person, request_id: int, approve: bool, *, now: datetime) -> Asked:
    """Approve or decline a request: for who leads the person, for an admin where nobody does.

    The year's budget is never overdrawn, however many decide at once. Raises NotAllowed, RewardGone, BudgetShort.
    """
    request = _going_on(book, request_id, RequestStatus.APPROVED if approve else RequestStatus.DECLINED)
    require(_decides(book, by, request.person_id, now), "rewards")
    day = workspace_day(book, now)
    if approve and request.cost.minor:
        nothing = Money(0, request.cost.currency)
        budget = book.rewards.budget(day.year, locked=True) or nothing
        require_budget(request.cost, book.rewards.spent(day.year, request.cost.currency), budget, day.year)
    status = RequestStatus.APPROVED if approve else RequestStatus.DECLINED
    settled = book.rewards.settle(request.id, status, by=by.id, day=day)
    if not approve:
        _give_back(book, settled, now)
    plan_once(
        book, Kind.REWARD_ANSWER, person_recipient(request.person_id), f"reward:{request.id}:{status}", now=now,
        subject={"request": request.id},
    )  # fmt: skip
    return _asked(book, settled)


def withdraw_request(book: Book, person: Person, request_id: int, *, now: datetime) -> Asked:
    """Take one's own request back before it is decided; the points come back. Raises NotAllowed, RewardGone."""
    request = _going_on(book, request_id, RequestStatus.WITHDRAWN)
    require(request.person_id == person.id, "rewards")
    settled = book.rewards.settle(request.id, RequestStatus.WITHDRAWN, by=person.id)
    _give_back(book, settled, now)
    return _asked(book, settled)


def hand_over_reward(book: Book, by: Person, request_id: int, *, now: datetime) -> Asked:
    """Note that a reward was handed over. Raises NotAllowed, RewardGone."""
    request = _going_on(book, request_id, RequestStatus.HANDED_OVER)
    require(_decides(book, by, request.person_id, now), "rewards")
    return _asked(book, book.rewards.settle(request.id, RequestStatus.HANDED_OVER, by=by.id))


def reward_asked(book: Book, row: Announcement, now: datetime) -> Asked | None:
    """A request that waits for somebody; None: it is decided, or not theirs to decide any more."""
    request = book.rewards.request(int(row.subject["request"]))
    by = book.people.by_id(Recipient.read(row.recipient).number)
    open_still = request.status is RequestStatus.REQUESTED and _decides(book, by, request.person_id, now)
    return _asked(book, request) if open_still else None


def reward_answered(book: Book, row: Announcement) -> Asked:
    """What became of somebody's request."""
    return _asked(book, book.rewards.request(int(row.subject["request"])))


def _going_on(book: Book, request_id: int, status: RequestStatus) -> RewardRequest:
    """The request, locked, if it may go on to that state; RewardGone else."""
    try:
        request = book.rewards.request(request_id, locked=True)
    except LookupError:
        raise RewardGone() from None
    if status not in NEXT.get(request.status, frozenset()):
        raise RewardGone()
    return request


def _give_back(book: Book, request: RewardRequest, now: datetime) -> None:
    if request.points:
        day = workspace_day(book, now)
        book.rewards.enter_points(request.person_id, f"back:{request.id}", request.points, day=day, now=now)


def _decides(book: Book, by: Person, person_id: int, now: datetime) -> bool:
    if by.id == person_id:
        return False
    viewer = viewer_of(book, by, now)
    if viewer.leads_by_right(person_id):
        return True
    person = book.people.by_id(person_id)
    return may_configure(viewer) and by.id in _approvers(book, person, now)


def _approvers(book: Book, person: Person, now: datetime) -> list[int]:
    """Who leads the person; where nobody does, the admins."""
    edge = book.people.assignment_on(person.id, workspace_day(book, now))
    if edge is not None and edge.manager_id is not None and book.people.by_id(edge.manager_id).active:
        return [edge.manager_id]
    return [admin.id for admin in admins(book) if admin.id != person.id]


def _reward(book: Book, reward_id: int) -> Reward:
    try:
        reward = book.rewards.by_id(reward_id)
    except LookupError:
        raise RewardGone() from None
    if not reward.active:
        raise RewardGone()
    return reward


def _asked(book: Book, request: RewardRequest) -> Asked:
    by = book.people.by_id(request.decided_by) if request.decided_by is not None else None
    return Asked(request, book.rewards.by_id(request.reward_id), book.people.by_id(request.person_id), by)
