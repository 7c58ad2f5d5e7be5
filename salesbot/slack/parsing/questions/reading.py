"""What a question asks: its topic, of whom, of what, of which period, held against which; nothing is guessed beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from salesbot.domain.periods import DAY, Period, PeriodKind, Years, custom, kind_in_the_books, previous
from salesbot.domain.questions import Between, Measure, year_before
from salesbot.slack.parsing.questions.asked import Question, Topic
from salesbot.slack.parsing.questions.asking import (
    asked_in,
    asks_alone,
    asks_by,
    asks_doing,
    compared_at,
    names_what,
)
from salesbot.slack.parsing.questions.naming import Called, Named, declined_at, named_at
from salesbot.slack.parsing.questions.periods import period_named, period_said
from salesbot.slack.parsing.questions.picking import RANKS, pick_of
from salesbot.slack.parsing.questions.says import Says
from salesbot.slack.parsing.questions.topics import (
    ASPECTS,
    help_on,
    measure_of,
    topic_of,
)
from salesbot.slack.parsing.questions.wording import phrase_at, words_of

_BACK = frozenset({Topic.FIGURE, Topic.WHY, Topic.KPIS})
"""Of what has happened."""
_PERIODS = frozenset(
    {Says.THIS, Says.LAST, Says.WEEK, Says.MONTH, Says.QUARTER, Says.YEAR, Says.THIS_YEAR, Says.LAST_YEAR}
)
_BY = {Says.BY_MONTH: "month", Says.REP: "rep"}


@dataclass(frozen=True, slots=True)
class _Said:
    """A question's pieces: what its phrases say, whom it names, and what is left."""

    says: tuple[Says, ...]
    called: tuple[Called, ...]
    periods: tuple[Period, ...]
    left_out: tuple[str, ...]
    unclear: tuple[Called, ...]
    troubles: tuple[str, ...]
    """Words that only name where the trouble may be."""
    ranks: tuple[str, ...]
    """Words that say which of many: the largest, the latest."""


def read_question(
    text: str, called: Sequence[Called], day: date, years: Years, within: Between | None = None
) -> Question | None:
    """What a text asks; None where it does not look like a question at all.

    It does where it ends in a question mark, begins with a word that asks, or with a figure and says nothing unknown;
    and where it names deals and which of them: `within` are their amounts, which no longer stand in the text.
    """
    words = asked_in(words_of(text))
    compared = compared_at(words)
    asks = (
        asks_by(text, words) or _asks_of_somebody(words, called) or compared is not None or within is not None
    )
    least = 1 if within is not None or asks_alone(words) else 2
    if len(words) < least or not (asks or names_what(words) or _names_somebody(words, called, day, years)):
        return None
    at = compared or next(
        (place for place in range(1, len(words)) if Says.AGAINST in phrase_at(words, place)[1]), None
    )
    main = _said(words[1 if compared else 0 : at], called, day, years)
    question = _question(main, day, years, within)
    if compared == 1 or (
        at is not None and question.topic in (None, Topic.STANDING) and question.period is not None
    ):
        question.topic, question.measure = Topic.FIGURE, Measure.REVENUE
    if at is not None:
        other = _said(words[at:], called, day, years)
        _hold_against(question, other, day, years)
        _compare_people(question, other, together=compared is not None)
    if question.left_out and not asks:
        return None
    of_something_unknown = question.topic is Topic.FIGURE and asks_doing(words, names=False)
    if (
        len(question.left_out) > max(2, len(words) // 3)
        or (question.left_out and of_something_unknown)
        or _of_somebody_unknown(question)
    ):
        question.topic = None
    return question


def _asks_of_somebody(words: Sequence[str], called: Sequence[Called]) -> bool:
    return asks_doing(words, len(words) > 1 and named_at(words, 1, called) is not None)


def _names_somebody(words: Sequence[str], called: Sequence[Called], day: date, years: Years) -> bool:
    """Whether it only names somebody and a period: `Luka this month`."""
    said = _said(words, called, day, years)
    of_whom = [one for one in said.called if one.kind in ("person", "team")]
    period = said.periods or period_said(said.says, day, years)
    return len(of_whom) == len(said.called) == 1 and bool(period) and _PERIODS.issuperset(said.says)


def _only_ranks(says: Sequence[Says]) -> bool:
    return bool(says) and all(each in RANKS for each in says)


def _of_somebody_unknown(question: Question) -> bool:
    """Whether it may ask how somebody does who is not known: the asker's own figures would be no answer."""
    named = question.me or question.us or question.company or question.person or question.team
    return question.topic is Topic.STANDING and bool(question.left_out) and not named


def _question(said: _Said, day: date, years: Years, within: Between | None = None) -> Question:
    question = Question(left_out=list(said.left_out), unclear=said.unclear)
    says = set(said.says)
    for one in said.called:
        if one.kind == "person":
            question.left_out += [one.name] if question.person not in (None, one) else []
            question.person = question.person or one
        elif one.kind == "team":
            question.left_out += [one.name] if question.team not in (None, one) else []
            question.team = question.team or one
        elif one.kind == "account":
            question.account = question.account or one
        elif one.kind == "activity" and Says.MANY not in says:
            question.left_out.append(one.name)
        else:
            question.about = question.about or one
    question.me, question.us = Says.ME in says and Says.US not in says, Says.US in says
    question.company = Says.COMPANY in says
    question.us = question.us or (Says.EVERYBODY in says and not question.company)
    question.aspect = next((each.value for each in ASPECTS if each in says), "")
    question.by = next((by for each, by in _BY.items() if each in says), "") or question.aspect
    question.period = said.periods[0] if said.periods else period_said(said.says, day, years)
    question.pick = pick_of(says, within)
    question.left_out += said.ranks if question.pick is None else ()
    question.topic, question.help_on = topic_of(says, question), help_on(says)
    if question.topic not in (Topic.WHY, Topic.BEHIND):
        question.left_out += said.troubles
    if question.topic in _BACK and Says.NEXT not in said.says:
        question.period = _begun(question.period, day, years)
    if question.topic is Topic.FIGURE:
        question.measure = measure_of(says, question)
    if question.topic in (Topic.FIGURE, Topic.DEALS, Topic.PICKED, Topic.TOP):
        question.period = question.period or _day_said(says, day)
    return question


def _begun(period: Period | None, day: date, years: Years) -> Period | None:
    """What looks back means the latest such quarter that has begun: in June `Q3` is last year's."""
    ahead = period is not None and period.kind is PeriodKind.QUARTER and period.starts_on > day
    return year_before(period, years) if ahead and period is not None else period


def _day_said(says: set[Says], day: date) -> Period | None:
    """Today or yesterday, of which only figures and deals are told."""
    if Says.YESTERDAY in says:
        return custom(day - DAY, day - DAY)
    return custom(day, day) if Says.TODAY in says else None


def _compare_people(question: Question, other: _Said, *, together: bool) -> None:
    """Several who are held against each other: side by side where the words compare them, else left out and said so."""
    others = [one for one in other.called if one.kind in ("person", "team")]
    if together and others and question.topic is Topic.STANDING:
        if question.person is not None and others[0].kind == "person":
            question.topic, question.by, question.person = Topic.KPIS, "rep", None
            return
        if question.team is not None and others[0].kind == "team":
            question.topic, question.team = Topic.BEHIND, None
            return
    question.left_out += [one.name for one in others]


def _hold_against(question: Question, other: _Said, day: date, years: Years) -> None:
    """The period that stands behind `against`: a named one of the same kind, a year before, or the one before."""
    own = question.period or period_said((Says.MONTH,), day, years)
    assert own is not None
    question.period = own
    if question.topic is None and (question.us or question.me or question.company):
        question.topic, question.measure = Topic.FIGURE, Measure.REVENUE
    question.left_out += [*other.left_out, *other.troubles]
    if Says.GOAL in other.says and not other.periods:
        question.topic, question.measure = Topic.STANDING, None
        return
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
    troubles, ranks = list[str](), list[str]()
    at = 0
    while at < len(words):
        one, period, (count, says_here) = (
            _named(words, at, called), period_named(words[at:], day, years), phrase_at(words, at),
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
            troubles += [words[at]] if Says.TROUBLE in says_here else []
            ranks += words[at : at + count] if _only_ranks(says_here) else []
        at += count
    return _Said(
        tuple(says), tuple(named), tuple(periods), tuple(left_out), unclear, tuple(troubles), tuple(ranks)
    )


def _named(words: Sequence[str], at: int, called: Sequence[Called]) -> Named | None:
    """Those whom the words from there on name as they are called; one word that every sentence has names nobody."""
    found = named_at(words, at, called)
    filler = found is not None and found.count == 1 and Says.FILLER in phrase_at(words, at)[1]
    return None if filler else found


__all__ = ["read_question"]
