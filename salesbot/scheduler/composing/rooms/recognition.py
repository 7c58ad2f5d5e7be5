"""Recognition: wins, goals reached, top performers, kudos, a manager's well done."""

from __future__ import annotations

from salesbot.scheduler.composing.answers import Asks, fact
from salesbot.services import goals_reached, kudos, praising, recognition, top_performers
from salesbot.services.planning import Kind

_TOP = fact(top_performers.top_performers, "recognition/top", "top", "nobody to name")

ROOM: dict[Kind, Asks] = {
    Kind.SHOUT_OUT: fact(recognition.shout_out, "recognition/shout_out", "win", "not told"),
    Kind.GATHERED: fact(recognition.gathered, "recognition/gathered", "wins", "nothing left to tell"),
    Kind.GOAL_REACHED: fact(
        goals_reached.goal_reached, "recognition/goal_reached", "reached", "not told"
    ),
    Kind.OWN_FEAT: fact(
        lambda book, row, _: recognition.own_feat(book, row), "recognition/own_feat", "own", "not told"
    ),
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
