"""The figure that a question asks for: whose, of what, and as a button carries it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from salesbot.domain.goals import Scope
from salesbot.domain.people import Role
from salesbot.domain.periods import Period
from salesbot.domain.questions import Measure, Narrowing
from salesbot.domain.refusals import ButtonExpired
from salesbot.messages import Message
from salesbot.services.asking import FigureTold, Wanted, figure_told, named
from salesbot.services.figures import Subject, teams_seen
from salesbot.services.people import viewer_of
from salesbot.slack.asking import Answer, Ask, beside
from salesbot.slack.attainment import read_subject
from salesbot.slack.parsing.questions import Question
from salesbot.slack.questions.seeing import sees, team_of, this_month
from salesbot.storage.book import Book

_KINDS = {each.value: each for each in Narrowing}


def figure_of(ask: Ask, book: Book, question: Question) -> Answer:
    """A figure with its deals; whose it is where nobody is named: the widest that the person may see. Raises NotAllowed."""
    assert question.measure is not None
    period = question.period or this_month(book, ask)
    subject = subject_of(ask, book, question, period)
    if subject is None:
        return ask.message("attainment/nobody")
    about = question.about
    wanted = Wanted(
        question.measure, subject, _KINDS[about.kind] if about else None, about.number if about else None,
        question.against,
    )  # fmt: skip
    told = figure_told(book, ask.person, wanted, now=ask.now)
    others = _read_otherwise(ask, book, question, wanted)
    return _told(
        ask,
        told,
        left_out=tuple(question.left_out),
        others=others,
        own_instead=_own_instead(question, wanted),
    )


def _told(
    ask: Ask, told: FigureTold, left_out: tuple[str, ...] = (), others: tuple[tuple[str, str], ...] = (),
    *, own_instead: bool = False,
) -> Message:  # fmt: skip
    return ask.message(
        "questions/figure", told=told, value=_written(told.wanted), left_out=left_out, others=others,
        own_instead=own_instead,
    )  # fmt: skip


def on_other(ask: Ask) -> Answer:
    """The figure of the others whom `we` may have meant. Raises NotAllowed."""
    with ask.reading() as book:
        told = figure_told(book, ask.person, read_wanted(book, ask.value), now=ask.now)
    return beside(_told(ask, told))


def _read_otherwise(ask: Ask, book: Book, question: Question, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """Whom else `we` may mean, of those whose figures the person may see: oneself beside a team, and the company."""
    if not question.us or wanted.subject.scope is not Scope.TEAM or question.team is not None:
        return ()
    own = ask.person.id if ask.person is not None and ask.has(Role.REP) else None
    company = Subject(Scope.COMPANY, None, wanted.subject.period)
    found = [replace(company, scope=Scope.REP, subject_id=own)] if own is not None else []
    found += [company] if sees(book, ask, company) else []
    return tuple((each.scope.value, _written(replace(wanted, subject=each))) for each in found)


def _own_instead(question: Question, wanted: Wanted) -> bool:
    """Whether the team was asked for, and one's own is told because no more is to be seen."""
    return question.us and question.person is None and wanted.subject.scope is Scope.REP


def subject_of(ask: Ask, book: Book, question: Question, period: Period) -> Subject | None:
    """Whose figure: who or what is named; else the widest that the person may see of company, team and own."""
    if question.person is not None:
        return Subject(Scope.REP, question.person.number, period)
    if question.team is not None:
        return Subject(Scope.TEAM, question.team.number, period)
    if question.company:
        return Subject(Scope.COMPANY, None, period)
    if not question.me and _means_company(ask, book, question):
        return Subject(Scope.COMPANY, None, period)
    widest = _widest(ask, book, period)
    own = Subject(Scope.REP, ask.person.id, period) if ask.person is not None else None
    seen = [each for each in widest if sees(book, ask, each)]
    if question.me or (not question.us and own is not None and not ask.has(Role.MANAGER, Role.EXECUTIVE)):
        return own
    if question.us and not ask.has(Role.EXECUTIVE):
        seen = [each for each in seen if each.scope is not Scope.COMPANY] or seen
    return seen[0] if seen else own


def _means_company(ask: Ask, book: Book, question: Question) -> bool:
    """Whether somebody can only mean the company, whether or not they may see its figures: who sells in no team."""
    asks_of_others = question.us or not ask.has(Role.REP)
    return (
        asks_of_others and ask.person is not None and not ask.has(Role.MANAGER) and team_of(ask, book) is None
    )


def _widest(ask: Ask, book: Book, period: Period) -> Iterator[Subject]:
    yield Subject(Scope.COMPANY, None, period)
    if ask.person is None:
        return
    viewer = viewer_of(book, ask.person, ask.now)
    teams = teams_seen(book, viewer, ask.now)
    led = [team.id for team in teams if team.id in viewer.teams_led] or [team.id for team in teams]
    own = team_of(ask, book)
    for number in dict.fromkeys([*led, *([own] if own is not None else [])]):
        yield Subject(Scope.TEAM, number, period)


def _written(wanted: Wanted) -> str:
    """What is asked, as a button carries it."""
    narrowing = f"{wanted.narrowing.value}:{wanted.number}" if wanted.narrowing else ""
    return f"{wanted.measure.value}|{narrowing}|{wanted.subject}"


def read_wanted(book: Book, value: str) -> Wanted:
    """What a button asks. Raises ButtonExpired."""
    measure, _, rest = value.partition("|")
    narrowing, _, about = rest.partition("|")
    kind, _, number = narrowing.partition(":")
    if measure not in set(Measure) or (narrowing and (kind not in _KINDS or not number.isdecimal())):
        raise ButtonExpired()
    subject = read_subject(about, book.workspace.years)
    if not narrowing:
        return Wanted(Measure(measure), subject)
    if not named(book, _KINDS[kind], int(number)):
        raise ButtonExpired()
    return Wanted(Measure(measure), subject, _KINDS[kind], int(number))
