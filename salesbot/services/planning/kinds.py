"""What the bot says on its own, and to whom: as a row names it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from salesbot.domain.orders import Department


class Kind(StrEnum):
    """What the bot says on its own."""

    MORNING = "morning"
    """A person's morning message, whatever roles and teams they have."""
    SHOUT_OUT = "shout_out"
    GOAL_REACHED = "goal_reached"
    GATHERED = "gathered"
    """The shout-outs that are too many for one day, in one post."""
    TOP_DAY = "top_day"
    TOP_WEEK = "top_week"
    TOP_MONTH = "top_month"
    TOP_QUARTER = "top_quarter"
    OWN_FEAT = "own_feat"
    """To who likes praise in private: what was special about a win."""
    KUDOS = "kudos"
    """A colleague's thanks: to the person, and to the team's channel where both like that."""
    REWARD_ASKED = "reward_asked"
    """To who decides: somebody asks for a reward."""
    REWARD_ANSWER = "reward_answer"
    """To who asked: approved, or declined."""
    FAIRNESS = "fairness"
    """To a manager, each month: on whom praise fell."""
    CONTEST = "contest"
    """To the teams of a contest, and to who likes praise in private: it begins, goes on, is decided."""
    TRIAL = "trial"
    """To a team and who leads it: two ways to show its leaderboard are tried, and what that told."""
    EARNED = "earned"
    """To who earned something by an admin's rule."""
    OWN_GOAL = "own_goal"
    """To who likes praise in private: a goal of their own is reached."""
    KEEPING = "keeping"
    """To a manager: who is well above the goal and went without praise for weeks."""
    PRAISE = "praise"
    """A manager's well done, by a button."""
    TROUBLE = "trouble"
    """To an admin: something could not be delivered."""
    ABSENCE = "absence"
    """To the person, who leads them and the deputy: somebody will be away."""
    LEFT = "left"
    """To who leads somebody whose Slack account ended: the last day, and who takes over."""
    GOAL_NEWS = "goal_news"
    """To whom it concerns: a goal was set, changed or taken back."""
    GOAL_REMINDER = "goal_reminder"
    """Once, three working days later, to who has not read it."""
    GOAL_ASKED = "goal_asked"
    """To whom a proposed change concerns: what they think of it."""
    GOAL_ANSWERED = "goal_answered"
    """To who proposed it: what somebody said."""
    PLAY_NEWS = "play_news"
    """To whom it concerns: a play of the playbook was written or changed."""
    PLAY_REMINDER = "play_reminder"
    """Once, three working days later, to who has not read it."""
    WORKS_ASKED = "works_asked"
    """To a person: may the monthly post name them?"""
    WORKS = "works"
    """To a team's channel, each month: what works."""
    APPROVAL = "approval"
    """To who decides: a deal above its team's limit waits."""
    APPROVAL_ANSWER = "approval_answer"
    """To the rep: it was approved, or sent back."""
    DEAL_TOLD = "deal_told"
    """To a team's private deals channel, in the deal's thread: one entry of its history."""
    DISPUTE = "dispute"
    """To who leads the rep: somebody thinks a credit wrong."""
    DISPUTE_ANSWER = "dispute_answer"
    """To who thought it wrong: what was answered."""
    ORDER = "order"
    """To the department that delivers, and in the deal's thread: a deal was won."""
    CARD = "card"
    """A card of an order or a case that stands in a channel, shown anew in its place."""
    ORDER_NEWS = "order_news"
    """To the rep: an order is late, delivered, or has an issue."""
    CASE = "case"
    """To a department: a trouble with its evidence."""
    CASE_DUE = "case_due"
    """To the department, on the day by which an answer was asked."""
    CASE_ANSWER = "case_answer"
    """To who opened the case: what the department answered."""
    CASE_LOOKED_AT = "case_looked_at"
    """To who opened the case, sixty days later: whether the figure moved."""
    TALK_LOOKED_AT = "talk_looked_at"
    """To who agreed on an action in a one-to-one talk, when its window is over: what came of it."""
    TRAINING = "training"
    """To a person: a training that they are to do."""
    CLOSING = "closing"
    """To an admin: a month is to be closed for pay."""
    ALERT = "alert"
    """To a manager: everything that began since they were last told."""
    ROUTED = "routed"
    """To a private channel: what an admin sends there of what began since it was last told."""
    WEEK = "week"
    """To a manager: the review of the week."""
    TEAM_DIGEST = "team_digest"
    """To a team's channel: the team's own figures, each morning."""
    NUDGE = "nudge"
    """A manager asks a rep about a deal, by a button."""
    FILE_CHECKED = "file_checked"
    """To who gave a file: what it would change."""
    FILE_BOOKED = "file_booked"
    """To who gave a file: what it changed. Being told is when it is booked."""
    FILE_MADE = "file_made"
    """To who asked for a file: the file."""
    DIRECT = "direct"
    """A message to one person that was rendered when it was planned."""


NEWEST_ONLY = (
    Kind.MORNING, Kind.TEAM_DIGEST, Kind.ALERT, Kind.ROUTED, Kind.WEEK, Kind.TOP_DAY, Kind.TOP_WEEK, Kind.TOP_MONTH,
    Kind.TOP_QUARTER, Kind.CLOSING,
)  # fmt: skip
"""Of these, after a silence, only the newest is worth telling; each shout-out is news of its own, also gathered."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, as a row says it: `person:7`, `team:3`, `deals:3` (a team's deals channel), `route:2`, `department:0`."""

    of: str
    number: int

    def __str__(self) -> str:
        return f"{self.of}:{self.number}"

    @classmethod
    def read(cls, written: str) -> Recipient:
        """The recipient that a row names."""
        of, _, number = written.partition(":")
        return cls(of, int(number))


def deals_recipient(team_id: int) -> str:
    """A team's private deals channel as a row names it."""
    return str(Recipient("deals", team_id))


def person_recipient(person_id: int) -> str:
    """A person as a row names them."""
    return str(Recipient("person", person_id))


def route_recipient(route_id: int) -> str:
    """The channel of a route of alerts as a row names it."""
    return str(Recipient("route", route_id))


def department_recipient(department: Department) -> str:
    """A department as a row names it."""
    return str(Recipient("department", list(Department).index(department)))


def team_recipient(team_id: int) -> str:
    """A team as a row names it."""
    return str(Recipient("team", team_id))
