"""What a question asks: its topic, of whom, of what, of which period, held against which; nothing is guessed beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from salesbot.domain.periods import DAY, Period, Years, custom, kind_in_the_books, previous
from salesbot.domain.questions import Measure, year_before
from salesbot.slack.parsing.questions.naming import Called, Named, declined_at, named_at
from salesbot.slack.parsing.questions.periods import period_named, period_said
from salesbot.slack.parsing.questions.phrases import BEGUN, LONGEST, WHOLE
from salesbot.slack.parsing.questions.says import Says
from salesbot.slack.parsing.questions.topics import (
    ASPECTS,
    Question,
    Topic,
    help_on,
    measure_of,
    topic_of,
)
from salesbot.slack.parsing.words import clean, folded, plain

_MOST = 40
_OPENS = frozenset({Says.WHY, Says.WHO, Says.MANY, Says.ASKS, Says.SHOW, Says.WILL, Says.END, Says.CYCLE})
_ASKS_FIRST = (["is"], ["are"], ["am"], ["was"], ["were"])
"""English asks so also without a question mark: `is Kim on track`."""
_OWNED = frozenset({Says.DEALS, Says.GOAL, Says.SELL})
_LAST_ASKS = frozenset({"nini", "gani", "ngapi", "wapi", "lini", "vipi"})
_HELD_BY = frozenset({"with", "to", "and", "against", "s", "z", "in", "na"})
"""Before what the first is held against: `compare this month with last month`."""
_FIGURES = frozenset({Says.WIN_RATE, Says.SIZE, Says.CYCLE, Says.NEW_ACCOUNTS, Says.MARGIN})
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


def read_question(text: str, called: Sequence[Called], day: date, years: Years) -> Question | None:
    """What a text asks; None where it does not look like a question at all.

    It does where it ends in a question mark, begins with a word that asks, or with a figure and says nothing unknown.
    """
    words = words_of(text)
    opens = words and _OPENS & frozenset(_phrase(words, 0)[1])
    asks = clean(text).rstrip().endswith("?") or opens or words[:1] in _ASKS_FIRST or _asks_behind(words)
    compared = _compared(words)
    asks = asks or compared is not None
    if len(words) < 2 or not (asks or _names_own(words) or _FIGURES & frozenset(_phrase(words, 0)[1])):
        return None
    at = compared or next(
        (place for place in range(1, len(words)) if Says.AGAINST in _phrase(words, place)[1]), None
    )
    main = _said(words[1 if compared else 0 : at], called, day, years)
    question = _question(main, day, years)
    if compared and question.topic in (None, Topic.STANDING) and question.period is not None:
        question.topic, question.measure = Topic.FIGURE, Measure.REVENUE
    if at is not None:
        _hold_against(question, _said(words[at:], called, day, years), day, years)
    if question.left_out and not asks:
        return None
    if len(question.left_out) > max(2, len(words) // 3) or _of_somebody_unknown(question):
        question.topic = None
    return question


def _compared(words: Sequence[str]) -> int | None:
    """Where what is held against begins, after `compare` and what it is: `compare this month with last month`."""
    if len(words) < 4 or Says.AGAINST not in _phrase(words, 0)[1]:
        return None
    return next((place for place in range(2, len(words)) if words[place] in _HELD_BY), None)


def _names_own(words: Sequence[str]) -> bool:
    """Whether two words only name what is one's own: `my deals`, `moji posli`, `mauzo yangu`."""
    says = [frozenset(_phrase([word], 0)[1]) for word in words]
    mine = [each for each in says if Says.ME in each]
    return len(words) == 2 and len(mine) == 1 and any(each & _OWNED for each in says)


def _asks_behind(words: Sequence[str]) -> bool:
    """Whether it asks as Swahili does, with the word that asks behind: `lengo langu ni nini`, `nimeuza kiasi gani leo`."""
    return bool(words) and (words[-1] in _LAST_ASKS or ("kiasi", "gani") in pairwise(words))


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [word for word in (_word(each) for each in clean(text).split()) if word][:_MOST]


def means_something(word: str) -> bool:
    """Whether a word says something in questions by itself, so that it names no account."""
    return bool(_phrase([word], 0)[1])


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
        elif one.kind == "account":
            question.account = question.account or one
        elif one.kind == "activity" and Says.MANY not in says:
            question.left_out.append(one.name)
        else:
            question.about = question.about or one
    question.me, question.us = Says.ME in says and Says.US not in says, Says.US in says
    question.company = Says.COMPANY in says
    question.aspect = next((each.value for each in ASPECTS if each in says), "")
    question.by = next((by for each, by in _BY.items() if each in says), "") or question.aspect
    question.period = said.periods[0] if said.periods else period_said(said.says, day, years)
    question.topic, question.help_on = topic_of(says, question), help_on(says)
    if question.topic not in (Topic.WHY, Topic.BEHIND):
        question.left_out += said.troubles
    if question.topic is Topic.FIGURE:
        question.measure = measure_of(says, question)
    if question.topic in (Topic.FIGURE, Topic.DEALS):
        question.period = question.period or _day_said(says, day)
    return question


def _day_said(says: set[Says], day: date) -> Period | None:
    """Today or yesterday, of which only figures and deals are told."""
    if Says.YESTERDAY in says:
        return custom(day - DAY, day - DAY)
    return custom(day, day) if Says.TODAY in says else None


def _hold_against(question: Question, other: _Said, day: date, years: Years) -> None:
    """The period that stands behind `against`: a named one of the same kind, a year before, or the one before."""
    own = question.period or period_said((Says.MONTH,), day, years)
    assert own is not None
    question.period = own
    if question.topic is None and (question.us or question.me or question.company):
        question.topic, question.measure = Topic.FIGURE, Measure.REVENUE
    question.left_out += [*other.left_out, *other.troubles]
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
    troubles: list[str] = []
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
            troubles += [words[at]] if Says.TROUBLE in says_here else []
        at += count
    return _Said(tuple(says), tuple(named), tuple(periods), tuple(left_out), unclear, tuple(troubles))


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


__all__ = ["means_something", "read_question", "words_of"]
