"""The line of `/sales` that answers a question, and how it was understood."""

from __future__ import annotations

from dataclasses import replace

from salesbot.domain.goals import Scope
from salesbot.domain.people import Role
from salesbot.domain.periods import PeriodKind, custom, month_of
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.parsing.questions import Question, Says, Topic, phrase_at, words_of
from salesbot.slack.parsing.questions.months import MONTHS
from salesbot.slack.questions.seeing import sees, team_of, this_month
from salesbot.storage.book import Book

MOST_BLOCKS = 50
_OF_PERIOD = frozenset({Topic.WHY, Topic.FORECAST, Topic.WORKS, Topic.PLAN})
"""Words that take whose figures and which period."""
_WITHOUT_PERIOD = frozenset(
    {Topic.TODO, Topic.TALKS, Topic.TRAINING, Topic.CASES, Topic.PLAYBOOK, Topic.BUYING}
)
"""Words that tell the same whichever period is named, also of the one at hand."""
_PERIODS = frozenset(
    {Says.THIS, Says.LAST, Says.NEXT, Says.WEEK, Says.MONTH, Says.QUARTER, Says.YEAR, Says.THIS_YEAR, Says.LAST_YEAR}
    | {Says.FOLLOWS, Says.TODAY, Says.YESTERDAY}
)  # fmt: skip
"""What words say that name a period and nothing else."""
_AHEAD = frozenset({Topic.FORECAST, Topic.PLAN, Topic.DEALS, Topic.GOALS})
"""Words that look ahead."""


def line_of(ask: Ask, book: Book, question: Question) -> str:
    """The line of `/sales` that answers the question; a period of which it tells nothing is left out, and said so."""
    line, period = _line_of(ask, book, question), question.period
    now = workspace_day(book, ask.now)
    if line == "top" and period is not None:
        question.left_out.append(_period_typed(ask, period.key))
        return line
    told = (
        question.topic is Topic.CHANGES
        or period is None
        or (period.covers(now) and question.topic not in _WITHOUT_PERIOD)
    )
    key = _period_key(ask, book, question)
    if not told and key not in (*line.split(), *question.left_out):
        question.left_out.append(_period_typed(ask, key))
    return line


def _period_typed(ask: Ask, key: str) -> str:
    """How the period was said (`this week`); where it was called by a name, its key."""
    words = words_of(ask.text)
    said = [
        word for word in words
        if word in MONTHS or ((says := phrase_at([word], 0)[1]) and _PERIODS.issuperset(says))
    ]  # fmt: skip
    return " ".join(said) or key


def _line_of(ask: Ask, book: Book, question: Question) -> str:
    topic = question.topic
    assert topic is not None
    if question.about is not None and topic is not Topic.PLAYBOOK:
        question.left_out.append(question.about.name)
    subject = _subject_words(ask, book, question)
    period = _period_key(ask, book, question)
    if (plain := _plain_line(ask, question, subject, period)) is not None:
        return plain
    if topic is Topic.STANDING:
        return _standing(ask, question, subject, period)
    if topic in _OF_PERIOD:
        aspect = f"{question.aspect}s" if topic is Topic.WORKS and question.aspect else ""
        return " ".join(f"{topic.value} {aspect} {subject} {period}".split())
    if topic is Topic.KPIS:
        return " ".join(f"works kpis by {question.by or 'rep'} {subject} {period}".split())
    return _top(ask, book, question, subject) if topic is Topic.TOP else topic.value


def _standing(ask: Ask, question: Question, subject: str, period: str) -> str:
    """Where somebody stands: oneself, one's team, or somebody else by their forecast."""
    if question.person is not None and not _asks_of_self(ask, question):
        return f"forecast {subject} {period}".rstrip()
    leads = ask.has(Role.MANAGER, Role.EXECUTIVE)
    if question.company:
        return f"forecast company {period}".rstrip()
    if subject and question.us and not leads:
        return f"forecast {subject} {period}".rstrip()
    if subject and leads and question.team:
        return f"team {subject} {period}".rstrip()
    return f"{'team' if question.us and leads else 'me'} {period}".rstrip()


def _plain_line(ask: Ask, question: Question, subject: str, period: str) -> str | None:
    """The line of what does not depend on who asks in which period; None for any other."""
    if question.topic is Topic.ACCOUNT and question.account is not None:
        return f"account {question.account.name}"
    if question.topic is Topic.CHANGES:
        week = "week" if question.period is not None and question.period.kind is PeriodKind.WEEK else ""
        leads = ask.has(Role.MANAGER, Role.EXECUTIVE) and not question.me
        return f"{'team' if leads else 'me'} changes {week}".rstrip()
    if question.topic is Topic.AWAY:
        return _away(ask, question)
    lines = {
        Topic.HELP: f"help {question.help_on}",
        Topic.BEHIND: f"team {subject if question.team else ''} {period}",
        Topic.STALE: f"deals stale {subject}",
        Topic.DEALS: f"deals {subject} {period}",
        Topic.TALKS: f"1:1 {subject if question.person else ''}",
        Topic.PLAYBOOK: f"playbook {question.about.name if question.about else ''}",
        Topic.MARKETING: f"works marketing {period}",
        Topic.BUYING: "works buying",
    }
    line = lines.get(question.topic) if question.topic else None
    return " ".join(line.split()) if line else None


def _away(ask: Ask, question: Question) -> str:
    """Who is away from today on: told of everybody of whom the reader may know it, so who and when is left out."""
    who = question.person or question.team
    question.left_out += [who.name] if who else []
    question.left_out += [_period_typed(ask, question.period.key)] if question.period else []
    return "away"


def _top(ask: Ask, book: Book, question: Question, subject: str) -> str:
    """The leaderboard is of the time at hand; who leads somebody sees the same of another in the key figures by rep."""
    period = question.period
    if period is None:
        return "top"
    if period == custom(today := workspace_day(book, ask.now), today):
        return "top today"
    if period.covers(today) and period.kind not in (PeriodKind.YEAR, PeriodKind.CUSTOM):
        return f"top {period.kind.value}"
    if ask.has(Role.MANAGER, Role.EXECUTIVE):
        return " ".join(f"works kpis by rep {subject} {period.key}".split())
    return "top"


def _asks_of_self(ask: Ask, question: Question) -> bool:
    """Whether somebody calls oneself by name."""
    return question.person is not None and ask.person is not None and question.person.number == ask.person.id


def _period_key(ask: Ask, book: Book, question: Question) -> str:
    """The period as a line names it: what looks ahead means a month's name as the nearest one, not the last that began."""
    period = question.period
    if period is None:
        return ""
    first, now = period.starts_on, this_month(book, ask).starts_on
    ago = (now.year - first.year) * 12 + now.month - first.month
    named = period.kind is PeriodKind.MONTH and str(first.year) not in ask.text
    if question.topic in _AHEAD and named and 6 <= ago <= 12:
        return month_of(first.replace(year=first.year + 1)).key
    return period.key


def _subject_words(ask: Ask, book: Book, question: Question) -> str:
    """Whom a question names, as a line names them: who leads a team means the team by `we`."""
    if question.person is not None:
        person = book.people.by_id(question.person.number)
        return f"<@{person.slack_id}>" if person.slack_id else person.name
    if question.team is not None:
        return question.team.name
    if question.company:
        return "company"
    team = _own_team(ask, book) if question.us else None
    return team or ""


def _own_team(ask: Ask, book: Book) -> str | None:
    """The name of the team of a rep who asks about `us`, where they may see its figures."""
    if ask.person is None or ask.has(Role.MANAGER, Role.EXECUTIVE):
        return None
    number = team_of(ask, book)
    if number is None:
        return None
    subject = Subject(Scope.TEAM, number, this_month(book, ask))
    return book.people.team(number).name if sees(book, ask, subject) else None


def understood(ask: Ask, answer: Answer, line: str, question: Question) -> Answer:
    """The answer with how the question was read above it."""
    if not isinstance(answer, Message):
        return answer
    command = f"{ask.sales_command} {line}"
    note = ask.message("questions/read_as", line=_by_name(ask, command), left_out=tuple(question.left_out))
    blocks = [*note.blocks, *answer.blocks]
    return replace(answer, blocks=blocks if len(blocks) <= MOST_BLOCKS else answer.blocks)


def _by_name(ask: Ask, line: str) -> str:
    """People by their names, as nobody types their numbers."""
    with ask.reading() as book:
        for word in line.split():
            if word.startswith("<@"):
                person = book.people.by_slack_id(word.strip("<@>"))
                line = line.replace(word, f"@{person.name}" if person else word)
    return line
