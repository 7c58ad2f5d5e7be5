"""Recognition: wins, goals reached, top performers, kudos, a manager's well done."""

from __future__ import annotations

from datetime import datetime

from salesbot.scheduler.composing.answers import Asks, Told, fact
from salesbot.services import (
    contests,
    earning_rules,
    fairness,
    goals_reached,
    kudos,
    praising,
    recognition,
    rewards,
    top_performers,
    trials,
)
from salesbot.services.planning import Kind, Recipient
from salesbot.services.unprompted import unwished
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_TOP = fact(top_performers.top_performers, "recognition/top", "top", "nobody to name")


def _wished(asks: Asks) -> Asks:
    """To a manager who wants to be told, and is here."""

    def ask(book: Book, row: Announcement, now: datetime) -> Told:
        person = book.people.by_id(Recipient.read(row.recipient).number)
        return unwished(book, person, row.kind, now) or asks(book, row, now)

    return ask


ROOM: dict[Kind, Asks] = {
    Kind.SHOUT_OUT: fact(recognition.shout_out, "recognition/shout_out", "win", "not told"),
    Kind.GATHERED: fact(recognition.gathered, "recognition/gathered", "wins", "nothing left to tell"),
    Kind.GOAL_REACHED: fact(
        goals_reached.goal_reached, "recognition/goal_reached", "reached", "not told"
    ),
    Kind.OWN_FEAT: fact(
        lambda book, row, _: recognition.own_feat(book, row), "recognition/own_feat", "own", "not told"
    ),
    Kind.OWN_GOAL: fact(goals_reached.own_goal, "recognition/own_goal", "reached", "not told"),
    Kind.EARNED: fact(
        lambda book, row, _: earning_rules.rule_earned(book, row), "rewards/earned", "earned", "not wished"
    ),
    Kind.REWARD_ASKED: fact(rewards.reward_asked, "rewards/asked", "asked", "decided, or not theirs"),
    Kind.REWARD_ANSWER: fact(
        lambda book, row, _: rewards.reward_answered(book, row), "rewards/answer", "asked", "never"
    ),
    Kind.CONTEST: fact(contests.contest_told, "contests/told", "told", "cancelled, off, or nothing to tell"),
    Kind.TRIAL: fact(trials.trial_told, "trials/told", "told", "stopped, or it never ran"),
    Kind.FAIRNESS: _wished(fact(fairness.fairness_told, "recognition/fairness", "told", "leads no team")),
    Kind.KEEPING: _wished(fact(fairness.keeping_told, "recognition/keeping", "told", "nobody")),
    Kind.TOP_DAY: _TOP,
    Kind.TOP_WEEK: _TOP,
    Kind.TOP_MONTH: _TOP,
    Kind.TOP_QUARTER: _TOP,
    Kind.KUDOS: fact(
        lambda book, row, _: kudos.kudos_told(book, row), "kudos/told", "shown", "taken back, or not wished"
    ),
    Kind.PRAISE: fact(
        lambda book, row, _: praising.praise(book, row), "recognition/praise", "praise", "not wished"
    ),
}  # fmt: skip
