"""A goal set in one line: whom, how much, and optionally for which period and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from salesbot.domain.figures import Figure
from salesbot.domain.goals import GoalNotAFigure, GoalReason, Scope
from salesbot.domain.metrics import Metric
from salesbot.domain.misreadings import AmountNotPositive, Misreading
from salesbot.domain.periods import Period, following, previous, read_period
from salesbot.domain.seasons import Season, read_season
from salesbot.services.goals import Wanted, repeat_goal, suggest_goal
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.goals.changing import made_or_shown, this_month
from salesbot.slack.goals.figures import read_target
from salesbot.slack.goals.words import (
    GoalLineUnreadable,
    ending_period,
    ending_year,
    metric_named,
    period_behind,
    subject_named,
)
from salesbot.slack.parsing import clean, plain
from salesbot.slack.reading import parsing_context
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class _Line:
    wanted: Wanted
    period: Period
    reason: GoalReason | None
    until: Period | None
    """Up to which period the goal repeats; None: it does not."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of a goal beside its amount."""

    tiers: dict[str, str]
    """`floor` and `stretch`, as typed."""
    season: Season | None


def set_in_line(ask: Ask, text: str) -> Answer:
    """`set @kim deals 12 2026-06 floor:8 territory`: whom, in what, how much, for which period, and why."""

    def done(book: Book) -> Answer:
        line = _read_line(ask, book, text)
        if line.until is None:
            return made_or_shown(ask, book, line.period, [line.wanted], line.reason)
        later = repeat_goal(
            book,
            ask.sender(book),
            previous(line.period, book.workspace.years),
            line.until,
            line.wanted,
            now=ask.now,
        )
        return ask.message("goals/repeated", results=later, until=line.until)

    return ask.change(done)


def suggest_in_line(ask: Ask, text: str) -> Answer:
    """`suggest @kim 2026-07`: a goal with its reasoning; nothing is set."""
    with ask.reading() as book:
        period, words = period_behind(ask, book, clean(text).split())
        scope, subject_id, _ = subject_named(book, [*words, "?"] if words else words)
        if scope is not Scope.REP or subject_id is None or ask.person is None:
            raise GoalLineUnreadable(typed=plain(clean(text)), why="subject")
        wanted = period or following(this_month(book, ask))
        found = suggest_goal(book, ask.person, subject_id, wanted, now=ask.now)
        return ask.message("goals/suggested", found=found)


def named(ask: Ask, book: Book, text: str) -> tuple[Period | None, tuple[Scope, int | None] | None]:
    """Of which period and whose goals are to be listed (`july`, `@kim 2026-05`). Raises GoalLineUnreadable."""
    period, words = period_behind(ask, book, clean(text).split(), looks_back=True)
    if not words:
        return period, None
    try:
        scope, subject_id, _ = subject_named(book, [*words, "?"])
    except GoalLineUnreadable:
        raise GoalLineUnreadable(typed=plain(clean(text)), why="word") from None
    return period, (scope, subject_id)


def _read_line(ask: Ask, book: Book, text: str) -> _Line:
    words = clean(text).split()
    until = next((each for word in words if (each := _until(word, book)) is not None), None)
    words = [word for word in words if not word.casefold().startswith("until:")]
    terms, words = read_terms(words)
    reason = GoalReason(words.pop().casefold()) if words and words[-1].casefold() in set(GoalReason) else None
    period, words = ending_period(ask, book, words)
    scope, subject_id, rest = subject_named(book, words)
    metric, rest = metric_named(book, rest)
    if period is None:
        period, rest = ending_year(rest, book)
    if not rest:
        raise GoalLineUnreadable(typed=plain(clean(text)), why="amount")
    read = {name: _target(ask, book, typed, metric) for name, typed in terms.tiers.items()}
    wanted = Wanted(
        scope, subject_id, _target(ask, book, " ".join(rest), metric), metric, read.get("floor"),
        read.get("stretch"), terms.season,
    )  # fmt: skip
    period = period or this_month(book, ask)
    if until is not None and (until.kind is not period.kind or until.starts_on < period.starts_on):
        raise GoalLineUnreadable(typed=until.key, why="until")
    return _Line(wanted, period, reason, until)


def _until(word: str, book: Book) -> Period | None:
    """`until:2026-12`: up to which period the goal repeats. Raises PeriodUnreadable."""
    name, colon, typed = word.partition(":")
    if name.casefold() != "until" or not colon:
        return None
    return read_period(plain(typed), book.workspace.years)


def read_terms(words: list[str]) -> tuple[Terms, list[str]]:
    """What stands beside an amount (`floor:50k stretch:80k season:even`), and the other words. Raises SeasonUnreadable."""
    season = next((found for word in words if (found := _season(word)) is not None), None)
    words = [word for word in words if not word.casefold().startswith("season:")]
    tiers = {name: typed for word in words for name, typed in _tier(word)}
    return Terms(tiers, season), [word for word in words if not any(_tier(word))]


def _season(word: str) -> Season | None:
    """`season:8,7,9,9,9,8,5,4,9,10,11,11` or `season:even`: what each month carries. Raises SeasonUnreadable."""
    name, colon, typed = word.partition(":")
    return read_season(plain(typed)) if colon and name.casefold() == "season" else None


def _tier(word: str) -> Iterable[tuple[str, str]]:
    """`floor:50k` and `stretch:80k`."""
    name, colon, typed = word.partition(":")
    if colon and typed and name.casefold() in ("floor", "stretch"):
        yield name.casefold(), typed


def _target(ask: Ask, book: Book, typed: str, metric: Metric) -> Figure:
    """How much is asked for. Raises GoalLineUnreadable (`figure`), GoalNotAFigure."""
    try:
        return read_target(typed, metric, parsing_context(book, ask))
    except AmountNotPositive:
        raise GoalNotAFigure(metric=metric, target=None, why="zero") from None
    except Misreading as mistake:
        facts = {**mistake.facts, "command": "", "in_form": True, "for_goal": True}
        said = ask.words(mistake.template, **facts)
        raise GoalLineUnreadable(typed=plain(typed), why="figure", said=said) from None
