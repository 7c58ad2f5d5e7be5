"""What a question asks: its topic, of whom, of what, of which period, held against which; nothing is guessed beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from salesbot.domain.periods import Period, Years, kind_in_the_books, previous
from salesbot.domain.questions import Measure, year_before
from salesbot.slack.parsing.questions.naming import Called, Named, declined_at, named_at
from salesbot.slack.parsing.questions.periods import period_named, period_said
from salesbot.slack.parsing.questions.phrases import BEGUN, LONGEST, WHOLE, Says
from salesbot.slack.parsing.words import clean, folded, plain

_MOST = 40
_OPENS = frozenset({Says.WHY, Says.WHO, Says.MANY, Says.ASKS, Says.WILL, Says.END, Says.CYCLE})
_FIGURES = frozenset({Says.WIN_RATE, Says.SIZE, Says.CYCLE, Says.NEW_ACCOUNTS, Says.MARGIN})
_OF_PERIODS = frozenset(
    {
        Says.THIS, Says.LAST, Says.NEXT, Says.BEFORE, Says.WEEK, Says.MONTH, Says.QUARTER, Says.YEAR, Says.THIS_YEAR,
        Says.LAST_YEAR,
    }
)  # fmt: skip
_MEASURES = {
    Says.WIN_RATE: Measure.WIN_RATE,
    Says.NEW_ACCOUNTS: Measure.NEW_ACCOUNTS,
    Says.MARGIN: Measure.MARGIN,
    Says.SIZE: Measure.SIZE,
    Says.CYCLE: Measure.CYCLE,
    Says.SELL: Measure.REVENUE,
}
ASPECTS = (Says.PRODUCT, Says.TECHNIQUE, Says.SOURCE, Says.CAMPAIGN, Says.SEGMENT)


class Topic(StrEnum):
    """What a question is about; each but a figure is a word of `/sales`."""

    WHY = "why"
    STANDING = "me"
    BEHIND = "team"
    STALE = "stale"
    DEALS = "deals"
    FORECAST = "forecast"
    TOP = "top"
    WORKS = "works"
    PLAN = "plan"
    GOALS = "goals"
    FIGURE = "figure"


@dataclass(slots=True)
class Question:
    """A question as it was understood."""

    topic: Topic | None = None
    """None: it is a question, but none that can be answered."""
    measure: Measure | None = None
    person: Called | None = None
    team: Called | None = None
    me: bool = False
    us: bool = False
    company: bool = False
    about: Called | None = None
    """The product, source, campaign or competitor that it is narrowed to."""
    aspect: str = ""
    """What kind of thing works: product, technique, source, campaign or segment."""
    period: Period | None = None
    against: Period | None = None
    left_out: list[str] = field(default_factory=list)
    """Words that were not understood."""
    unclear: tuple[Called, ...] = ()
    """Those of whom one is named, and it cannot be told which."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A question's pieces: what its phrases say, whom it names, and what is left."""

    says: tuple[Says, ...]
    called: tuple[Called, ...]
    periods: tuple[Period, ...]
    left_out: tuple[str, ...]
    unclear: tuple[Called, ...]


def read_question(text: str, called: Sequence[Called], day: date, years: Years) -> Question | None:
    """What a text asks; None where it does not look like a question at all.

    It does where it ends in a question mark, begins with a word that asks, or with a figure and says nothing unknown.
    """
    shown = clean(text)
    words = [word for word in (_word(each) for each in shown.split()) if word][:_MOST]
    opens = words and _OPENS & frozenset(_phrase(words, 0)[1])
    asks = shown.rstrip().endswith("?") or opens
    if len(words) < 2 or not (asks or _FIGURES & frozenset(_phrase(words, 0)[1])):
        return None
    at = next((place for place in range(1, len(words)) if Says.AGAINST in _phrase(words, place)[1]), None)
    main = _said(words[:at], called, day, years)
    question = _question(main, day, years)
    if at is not None:
        _hold_against(question, _said(words[at:], called, day, years), day, years)
    if question.left_out and not asks:
        return None
    if len(question.left_out) > max(2, len(words) // 3) or _of_somebody_unknown(question):
        question.topic = None
    return question


def _of_somebody_unknown(question: Question) -> bool:
    """Whether it may ask how somebody does who is not known: the asker's own figures would be no answer."""
    named = question.me or question.us or question.company or question.person or question.team
    return question.topic is Topic.STANDING and bool(question.left_out) and not named


def _question(said: _Said, day: date, years: Years) -> Question:
    question = Question(left_out=list(said.left_out), unclear=said.unclear)
    says = set(said.says)
    for one in said.called:
        if one.kind == "person":
            question.person = question.person or one
        elif one.kind == "team":
            question.team = question.team or one
        else:
            question.about = question.about or one
    question.me, question.us = Says.ME in says and Says.US not in says, Says.US in says
    question.company = Says.COMPANY in says
    question.aspect = next((each.value for each in ASPECTS if each in says), "")
    question.period = said.periods[0] if said.periods else period_said(said.says, day, years)
    question.topic = _topic(says, question)
    if question.topic is Topic.FIGURE:
        question.measure = _measure(says)
    return question


def _topic(says: set[Says], question: Question) -> Topic | None:
    if Says.WHY in says:
        return Topic.WHY
    if Says.SLIP in says and Says.DEALS in says:
        return Topic.STALE
    if Says.SLIP in says:
        return Topic.STANDING if question.me or question.person else Topic.BEHIND
    if Says.NEED in says:
        return Topic.PLAN
    if question.about is None and (Says.WORKS in says or (question.aspect and says & {Says.WIN, Says.BEST})):
        return Topic.WORKS
    if says & set(_MEASURES) and not (Says.WHO in says and Says.BEST in says):
        return Topic.FIGURE
    if Says.BEST in says or {Says.WHO, Says.WIN} <= says:
        return Topic.TOP
    if Says.END in says or (Says.WILL in says and says & {Says.GOAL, Says.US, Says.ME}):
        return Topic.FORECAST
    if question.about is not None or {Says.DEALS, Says.WIN} <= says or {Says.DEALS, Says.MANY} <= says:
        return Topic.FIGURE
    return _plain_topic(says, question)


def _plain_topic(says: set[Says], question: Question) -> Topic | None:
    """What is asked without saying much: how is it going, what are the goals, what is stuck."""
    if Says.GOAL in says:
        return Topic.GOALS
    if Says.STAND in says or question.person or question.team:
        return Topic.STANDING
    return Topic.DEALS if Says.DEALS in says else None


def _measure(says: set[Says]) -> Measure:
    found = next((measure for word, measure in _MEASURES.items() if word in says), None)
    if found in (None, Measure.REVENUE) and Says.DEALS in says and says & {Says.MANY, Says.WIN}:
        return Measure.DEALS
    return found or Measure.REVENUE


def _hold_against(question: Question, other: _Said, day: date, years: Years) -> None:
    """The period that stands behind `against`: a named one of the same kind, a year before, or the one before."""
    own = question.period or period_said((Says.MONTH,), day, years)
    assert own is not None
    question.period = own
    question.left_out += other.left_out
    question.unclear = question.unclear or other.unclear
    named = other.periods[0] if other.periods else period_said(other.says, day, years)
    before = Says.BEFORE in other.says and not other.periods
    if (
        named is not None
        and kind_in_the_books(named, years) is kind_in_the_books(own, years)
        and named != own
        and not before
    ):
        question.against = named
    elif {Says.YEAR, Says.LAST_YEAR} & set(other.says):
        question.against = year_before(own, years)
    else:
        question.against = previous(own, years)


def _said(words: Sequence[str], called: Sequence[Called], day: date, years: Years) -> _Said:
    says: list[Says] = []
    named: list[Called] = []
    periods: list[Period] = []
    left_out: list[str] = []
    unclear: tuple[Called, ...] = ()
    at = 0
    while at < len(words):
        one, period, (count, says_here) = (
            _named(words, at, called), period_named(words[at:], day, years), _phrase(words, at),
        )  # fmt: skip
        if one is None and period is None and not says_here:
            one = declined_at(words, at, called)
        if one is not None:
            count = one.count
            if len(one.found) == 1:
                named += one.found
            else:
                unclear = unclear or one.found
                left_out += words[at : at + count]
        elif period is not None:
            count = period[0]
            periods.append(period[1])
        else:
            says += says_here
            left_out += [] if says_here else [words[at]]
        at += count
    return _Said(tuple(says), tuple(named), tuple(periods), tuple(left_out), unclear)


def _named(words: Sequence[str], at: int, called: Sequence[Called]) -> Named | None:
    """Those whom the words from there on name as they are called; one word that every sentence has names nobody."""
    found = named_at(words, at, called)
    filler = found is not None and found.count == 1 and Says.FILLER in _phrase(words, at)[1]
    return None if filler else found


def _phrase(words: Sequence[str], at: int) -> tuple[int, tuple[Says, ...]]:
    """How many words from there on are a phrase, the longest that is known, and what it says."""
    for count in range(min(LONGEST, len(words) - at), 0, -1):
        says = WHOLE.get(tuple(words[at : at + count]))
        if says is not None:
            return count, says
    word = words[at]
    begun = max((begin for begin in BEGUN if word.startswith(begin)), key=len, default="")
    return 1, BEGUN.get(begun, ())


def _word(raw: str) -> str:
    """A word for comparing: without signs around it, and without the English possessive."""
    if raw.startswith("<@"):
        return raw.partition("|")[0].rstrip(">?!.,").casefold() + ">"
    bare = folded(plain(raw)).strip(".,;:!?\"'()„“”’")
    for ending in ("'s", "’s"):
        bare = bare.removesuffix(ending)
    return bare


__all__ = ["ASPECTS", "Called", "Question", "Topic", "read_question"]
