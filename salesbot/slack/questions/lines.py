"""The line of `/sales` that answers a question, and how it was understood."""

from __future__ import annotations

from dataclasses import replace

from salesbot.domain.goals import Scope
from salesbot.domain.people import Role
from salesbot.domain.periods import PeriodKind, month_of
from salesbot.messages import Message
from salesbot.services.figures import Subject
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.parsing.questions import Question, Topic
from salesbot.slack.questions.seeing import sees, team_of, this_month
from salesbot.storage.book import Book

MOST_BLOCKS = 50
_OF_PERIOD = frozenset({Topic.WHY, Topic.FORECAST, Topic.WORKS, Topic.PLAN})
"""Words that take whose figures and which period."""
_AHEAD = frozenset({Topic.FORECAST, Topic.PLAN})
"""Words that look ahead."""


def line_of(ask: Ask, book: Book, question: Question) -> str:
    """The line of `/sales` that answers the question."""
    topic = question.topic
    assert topic is not None
    subject = _subject_words(ask, book, question)
    period = _period_key(ask, book, question)
    if topic is Topic.STANDING and question.person is not None and not _asks_of_self(ask, question):
        return f"forecast {subject} {period}".rstrip()
    if topic is Topic.STANDING:
        if subject and ask.has(Role.MANAGER, Role.EXECUTIVE) and question.team:
            return f"team {subject} {period}".rstrip()
        alone = not (question.us and ask.has(Role.MANAGER, Role.EXECUTIVE))
        return f"{'me' if alone else 'team'} {period}".rstrip()
    if topic is Topic.BEHIND:
        return f"team {subject}" if question.team else "team"
    if topic is Topic.STALE:
        return f"deals stale {subject}".rstrip()
    if topic is Topic.DEALS:
        return f"deals {subject}".rstrip()
    if topic in _OF_PERIOD:
        aspect = f"{question.aspect}s" if topic is Topic.WORKS and question.aspect else ""
        return " ".join(f"{topic.value} {aspect} {subject} {period}".split())
    if topic is Topic.TOP and question.period:
        return f"top {question.period.kind.value}"
    return topic.value


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
