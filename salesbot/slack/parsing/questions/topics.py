"""What a question can be about, and by which of its words: told by the phrases, nothing is guessed beside them."""

from __future__ import annotations

from salesbot.domain.questions import Measure
from salesbot.slack.parsing.questions.asked import Question, Topic
from salesbot.slack.parsing.questions.says import BESIDE_WINS, Says

_MEASURES = {
    Says.WIN_RATE: Measure.WIN_RATE,
    Says.NEW_ACCOUNTS: Measure.NEW_ACCOUNTS,
    Says.MARGIN: Measure.MARGIN,
    Says.SIZE: Measure.SIZE,
    Says.CYCLE: Measure.CYCLE,
    Says.SELL: Measure.REVENUE,
}
ASPECTS = (Says.PRODUCT, Says.TECHNIQUE, Says.SOURCE, Says.CAMPAIGN, Says.SEGMENT)


_WORDS = {
    Says.CASES: Topic.CASES,
    Says.TALKS: Topic.TALKS,
    Says.TRAINING: Topic.TRAINING,
    Says.TODO: Topic.TODO,
    Says.CHANGED: Topic.CHANGES,
    Says.BOUGHT: Topic.BUYING,
    Says.COST: Topic.MARKETING,
    Says.PLAYBOOK: Topic.PLAYBOOK,
}
"""What asks for a word of ours by itself, whatever else is said."""
_HOW = {
    Says.UNDO: "undo",
    Says.AWAY: "away",
    Says.ORDERS: "orders",
    Says.GOAL: "goals",
    Says.DEALS: "log",
    Says.WIN: "log",
    Says.SELL: "log",
}
"""Of which word it is asked how, by what is to be entered or undone."""


_SHOWN = frozenset({Says.SHOW, Says.DEALS})
"""What is asked to be shown, not how it will end."""


def topic_of(says: set[Says], question: Question) -> Topic | None:
    """What a question is about."""
    if says & {Says.LOG, Says.UNDO}:
        return Topic.HELP
    if question.pick is not None:
        return Topic.PICKED
    if question.account is not None:
        return Topic.ACCOUNT
    if Says.WHY in says:
        return Topic.WHY
    if Says.AWAY in says and Says.MANY not in says:
        return Topic.AWAY
    if _counts_activities(says, question):
        return Topic.FIGURE
    named = next((topic for word, topic in _WORDS.items() if word in says), None)
    if named is not None:
        return named
    if Says.LOSE in says:
        return Topic.KPIS if Says.WHO in says or question.by in ("rep", "month") else Topic.FIGURE
    if Says.PROBLEM in says and (Says.TROUBLE in says or not question.left_out):
        return _of_trouble(says)
    return Topic.ORDERS if Says.ORDERS in says else _of_people(says, question)


def _counts_activities(says: set[Says], question: Question) -> bool:
    """Whether it is asked how much was done with accounts."""
    kind = question.about is not None and question.about.kind == "activity"
    return kind or {Says.ACTIVITIES, Says.MANY} <= says


def _of_trouble(says: set[Says]) -> Topic:
    """Where the trouble is: which deals and orders have one is shown by theirs."""
    if says & {Says.ASKS, Says.WHO, Says.MANY} and says & {Says.DEALS, Says.ORDERS}:
        return Topic.ORDERS if Says.ORDERS in says else Topic.STALE
    return Topic.WHY


def _of_people(says: set[Says], question: Question) -> Topic | None:
    """Who is behind, wants help or leads, and what is left."""
    if Says.CUSTOMERS in says and says & {Says.BEST, Says.LARGEST} and not question.aspect:
        return None
    if Says.SLIP in says and Says.DEALS in says:
        return Topic.STALE
    if Says.OVERDUE in says:
        return Topic.TODO
    if Says.SLIP in says:
        return Topic.STANDING if question.me or question.person else Topic.BEHIND
    if Says.WHO in says and (
        Says.TALK in says or {Says.NEED, Says.HELP} <= says or _who_sold(says, question)
    ):
        return Topic.BEHIND
    if {Says.WHO, Says.FIRST} <= says and Says.DEALS not in says:
        return Topic.TOP
    if Says.LEFT in says and Says.NEED not in says:
        return _of_what_is_left(says)
    return _of_selling(says, question)


def _who_sold(says: set[Says], question: Question) -> bool:
    """Whether it is asked who sold at all, not who sold best or of what."""
    return Says.SELL in says and not says & {Says.BEST, Says.WIN_RATE} and question.about is None


def _of_what_is_left(says: set[Says]) -> Topic:
    if Says.DEALS not in says:
        return Topic.STANDING
    return Topic.PLAN if says & {Says.WIN, Says.SHORT} else Topic.DEALS


def _of_selling(says: set[Says], question: Question) -> Topic | None:
    if Says.NEED in says and (Says.CYCLE not in says or Says.GOAL in says):
        return Topic.STANDING if Says.A_DAY in says else Topic.PLAN
    if question.about is None and (Says.WORKS in says or (question.aspect and says & {Says.WIN, Says.BEST})):
        return Topic.WORKS
    if {Says.WILL, Says.MANY} <= says and says & {Says.SELL, Says.WIN, Says.MAKE}:
        return Topic.FORECAST
    if Says.BY_MONTH in says and Says.BEST in says and Says.WHO not in says and not question.about:
        return Topic.KPIS
    if question.by and says & {*_MEASURES, Says.MANY} and Says.WHO not in says and not question.about:
        return Topic.KPIS
    if says & set(_MEASURES) and not (Says.WHO in says and Says.BEST in says):
        return Topic.FIGURE
    if Says.BEST in says or (Says.WHO in says and says & {Says.WIN, Says.MAKE}):
        return Topic.TOP
    if {Says.DEALS, Says.OPEN} <= says:
        return Topic.DEALS
    return _of_periods(says, question)


def _of_periods(says: set[Says], question: Question) -> Topic | None:
    if Says.WHO in says and says & {Says.END, Says.WILL}:
        return Topic.BEHIND
    if Says.END in says or (Says.WILL in says and says & {Says.GOAL, Says.US, Says.ME} and not says & _SHOWN):
        return Topic.FORECAST
    counts = {Says.DEALS, Says.WIN} <= says or {Says.DEALS, Says.MANY} <= says
    if counts or _asks_of_wins(says, question) or question.about is not None:
        return Topic.FIGURE
    return _plain_topic(says, question)


def _asks_of_wins(says: set[Says], question: Question) -> bool:
    """Whether it is asked what was won, in words of winning alone: `how much did we win`, `what did Kim close in May`."""
    if Says.DEALS in says or not (Says.WIN in says or (Says.MAKE in says and not question.left_out)):
        return False
    named = (
        question.person or question.team or question.period or question.me or question.us or question.company
    )
    return bool(says & {Says.MANY, Says.TITLE}) or says <= BESIDE_WINS or (Says.ASKS in says and bool(named))


def _plain_topic(says: set[Says], question: Question) -> Topic | None:
    """What is asked without saying much: how is it going, what are the goals, what is stuck."""
    if Says.GOAL in says:
        return Topic.GOALS
    if question.aspect == "campaign":
        return Topic.MARKETING
    if {Says.STAND, Says.WHO} <= says and not (question.person or question.team):
        return Topic.BEHIND
    if Says.DEALS in says and (question.person or question.team) and Says.STAND not in says:
        return Topic.DEALS
    if Says.STAND in says or question.person or question.team:
        return Topic.STANDING
    if Says.ABLE in says and not question.left_out:
        return Topic.HELP
    return Topic.DEALS if Says.DEALS in says else _last_topic(says, question)


def _last_topic(says: set[Says], question: Question) -> Topic | None:
    """What only asks for the team, for what there is to do or is next, and says nothing else."""
    if Says.HAVE in says and not question.left_out:
        return Topic.TODO
    if Says.HOW in says and question.period is not None and not question.left_out:
        return Topic.STANDING
    if question.left_out or question.period is not None:
        return None
    if Says.TEAM in says:
        return Topic.BEHIND
    return Topic.TODO if Says.FOLLOWS in says else None


def help_on(says: set[Says]) -> str:
    """The word of ours of which it is asked how; empty: of none that is known."""
    if not says & {Says.LOG, Says.UNDO}:
        return ""
    return next((word for each, word in _HOW.items() if each in says), "")


def measure_of(says: set[Says], question: Question) -> Measure:
    """What a question about a figure wants to know."""
    if _counts_activities(says, question):
        return Measure.ACTIVITIES
    if Says.LOSE in says:
        return Measure.LOST
    found = next((measure for word, measure in _MEASURES.items() if word in says), None)
    if found in (None, Measure.REVENUE) and Says.DEALS in says and says & {Says.MANY, Says.WIN}:
        return Measure.DEALS
    return found or Measure.REVENUE


__all__ = ["ASPECTS", "help_on", "measure_of", "topic_of"]
