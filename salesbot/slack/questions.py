"""Questions in a direct message: understood by a fixed grammar, answered by the words and figures that there are.

Each answer says how the question was understood; one that is not is answered with the nearest that can be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from salesbot.domain.goals import Scope
from salesbot.domain.misreadings import SalesWordUnknown
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period, read_period
from salesbot.domain.questions import Measure, Narrowing
from salesbot.domain.refusals import ButtonExpired
from salesbot.messages import Message
from salesbot.services.asking import Wanted, deals_of_it, figure_told
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject, teams_seen
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.slack.asking import Answer, Ask, Opened, Word
from salesbot.slack.attainment import read_subject
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import clean, read_intent
from salesbot.slack.parsing.questions import Called, Question, Topic, read_question
from salesbot.slack.parsing.words import folded
from salesbot.storage.book import Book

WORDS: tuple[Word, ...] = ()
Answers = Callable[[Ask], Answer]
"""What answers a line of `/sales`."""
MOST_BLOCKS = 50
NEAREST = ("why", "team", "me", "forecast", "works", "deals", "plan", "top", "goals")
"""The questions that are offered instead of one that was not understood, the most useful first."""
_OF_PERIOD = frozenset({Topic.WHY, Topic.FORECAST, Topic.WORKS, Topic.PLAN})
"""Words that take whose figures and which period."""
_KINDS = {each.value: each for each in Narrowing}


def answered(ask: Ask, answers: Answers, known: frozenset[str]) -> Answer | None:
    """The answer to a question; None for what is none, or none that can be answered.

    `answers` answers a line of `/sales`, of whose words `known` are this person's. Raises NotAllowed.
    """
    if not ask.workspace.ready:
        return None
    with ask.reading() as book:
        question = _question(ask, book)
        if question is None or question.topic is None:
            return None
        if question.topic is Topic.FIGURE:
            return _figure(ask, book, question)
        line = _line(ask, book, question)
    return _understood(ask, answers(replace(ask, text=line)), line, question) if _may(line, known) else None


def not_understood(ask: Ask, known: frozenset[str]) -> Answer | None:
    """What is said of a question that cannot be answered, with the nearest that can; None for what is no question."""
    if not ask.workspace.ready:
        return None
    with ask.reading() as book:
        question = _question(ask, book)
    if question is None or _begins_with_word(ask, known):
        return None
    nearest = [question.topic.value] if question.topic else []
    nearest += [word for word in NEAREST if word not in nearest]
    return ask.message(
        "questions/not_understood", typed=clean(ask.text),
        nearest=tuple(word for word in nearest if word in known)[:3],
    )  # fmt: skip


def on_nearest(ask: Ask, answers: Answers) -> Answer:
    """A question that was offered instead."""
    if ask.value not in NEAREST:
        raise ButtonExpired()
    return answers(replace(ask, text=ask.value))


def on_deals(ask: Ask) -> Answer:
    """*Deals* under a figure."""
    with ask.reading() as book:
        wanted = _read(book, ask.value)
        listed = deals_of_it(book, ask.person, wanted, now=ask.now)
    view = ask.view("deals/behind", listed=listed, behind=None, period=wanted.subject.period)
    return Opened(view, "questions.deals", ask.value)


def register(edge: Edge) -> None:
    """Answer the button under a figure."""
    edge.action("questions.deals")(on_deals)


def _question(ask: Ask, book: Book) -> Question | None:
    day = workspace_day(book, ask.now)
    return read_question(ask.text, tuple(_called(book)), day, book.workspace.years)


def _may(line: str, known: frozenset[str]) -> bool:
    return line.split()[0] in known


def _begins_with_word(ask: Ask, known: frozenset[str]) -> bool:
    """Whether it is a line of `/sales`, whose own mistakes are told instead."""
    try:
        return bool(read_intent(ask.text, known).word)
    except SalesWordUnknown:
        return False


# -- words of /sales ----------------------------------------------------------------------------------------


def _line(ask: Ask, book: Book, question: Question) -> str:
    """The line of `/sales` that answers the question."""
    topic = question.topic
    assert topic is not None
    subject = _subject_words(ask, book, question)
    if topic is Topic.STANDING:
        if subject and ask.has(Role.MANAGER, Role.EXECUTIVE) and question.team:
            return f"team {subject}"
        alone = not (question.us and ask.has(Role.MANAGER, Role.EXECUTIVE))
        return "me" if alone and question.person is None else "team"
    if topic is Topic.BEHIND:
        return f"team {subject}" if question.team else "team"
    if topic is Topic.STALE:
        return f"deals stale {subject}".rstrip()
    if topic is Topic.DEALS:
        return f"deals {subject}".rstrip()
    if topic in _OF_PERIOD:
        aspect = f"{question.aspect}s" if topic is Topic.WORKS and question.aspect else ""
        period = question.period.key if question.period else ""
        return " ".join(f"{topic.value} {aspect} {subject} {period}".split())
    if topic is Topic.TOP and question.period:
        return f"top {question.period.kind.value}"
    return topic.value


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
    number = _team_of(ask, book)
    if number is None:
        return None
    subject = Subject(Scope.TEAM, number, _this_month(book, ask))
    return book.people.team(number).name if _sees(book, ask, subject) else None


def _understood(ask: Ask, answer: Answer, line: str, question: Question) -> Answer:
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


# -- figures ------------------------------------------------------------------------------------------------


def _figure(ask: Ask, book: Book, question: Question) -> Answer:
    assert question.measure is not None
    period = question.period or _this_month(book, ask)
    subject = _subject(ask, book, question, period)
    if subject is None:
        return ask.message("attainment/nobody")
    about = question.about
    wanted = Wanted(
        question.measure, subject, _KINDS[about.kind] if about else None, about.number if about else None,
        question.against,
    )  # fmt: skip
    told = figure_told(book, ask.person, wanted, now=ask.now)
    return ask.message(
        "questions/figure", told=told, value=_written(wanted), left_out=tuple(question.left_out)
    )


def _subject(ask: Ask, book: Book, question: Question, period: Period) -> Subject | None:
    """Whose figure: who or what is named; else the widest that the person may see of company, team and own."""
    if question.person is not None:
        return Subject(Scope.REP, question.person.number, period)
    if question.team is not None:
        return Subject(Scope.TEAM, question.team.number, period)
    if question.company:
        return Subject(Scope.COMPANY, None, period)
    widest = _widest(ask, book, period)
    own = Subject(Scope.REP, ask.person.id, period) if ask.person is not None else None
    seen = [each for each in widest if _sees(book, ask, each)]
    if question.me or (not question.us and own is not None and not ask.has(Role.MANAGER, Role.EXECUTIVE)):
        return own
    if question.us:
        seen = [each for each in seen if each.scope is not Scope.COMPANY] or seen
    return seen[0] if seen else own


def _widest(ask: Ask, book: Book, period: Period) -> Iterator[Subject]:
    yield Subject(Scope.COMPANY, None, period)
    if ask.person is None:
        return
    viewer = viewer_of(book, ask.person, ask.now)
    teams = teams_seen(book, viewer, ask.now)
    led = [team.id for team in teams if team.id in viewer.teams_led] or [team.id for team in teams]
    own = _team_of(ask, book)
    for number in dict.fromkeys([*led, *([own] if own is not None else [])]):
        yield Subject(Scope.TEAM, number, period)


def _team_of(ask: Ask, book: Book) -> int | None:
    """The team that the person is in today."""
    assert ask.person is not None
    edge = book.people.assignment_on(ask.person.id, workspace_day(book, ask.now))
    return None if edge is None else edge.team_id


def _sees(book: Book, ask: Ask, subject: Subject) -> bool:
    viewer = viewer_of(book, ask.person, ask.now)
    return may_see_subject(book, viewer, subject, workspace_day(book, ask.now))


def _this_month(book: Book, ask: Ask) -> Period:
    return read_period(workspace_day(book, ask.now).strftime("%Y-%m"))


def _written(wanted: Wanted) -> str:
    """What is asked, as a button carries it."""
    narrowing = f"{wanted.narrowing.value}:{wanted.number}" if wanted.narrowing else ""
    return f"{wanted.measure.value}|{narrowing}|{wanted.subject}"


def _read(book: Book, value: str) -> Wanted:
    """What a button asks. Raises ButtonExpired."""
    measure, _, rest = value.partition("|")
    narrowing, _, about = rest.partition("|")
    kind, _, number = narrowing.partition(":")
    if measure not in set(Measure) or (narrowing and (kind not in _KINDS or not number.isdecimal())):
        raise ButtonExpired()
    subject = read_subject(about, book.workspace.years)
    if not narrowing:
        return Wanted(Measure(measure), subject)
    if int(number) not in book.accounts.label_names([int(number)]):
        raise ButtonExpired()
    return Wanted(Measure(measure), subject, _KINDS[kind], int(number))


# -- names --------------------------------------------------------------------------------------------------


def _called(book: Book) -> Iterator[Called]:
    """Everybody and everything that a question may name."""
    for person in book.people.all():
        if person.active:
            yield Called("person", person.id, person.name, _ways_to_name(person))
    for team in book.people.teams():
        yield Called("team", team.id, team.name, (tuple(folded(team.name).split()),))
    for kind in Narrowing:
        for number, name in book.accounts.labels(kind.value):
            yield Called(kind.value, number, name, (tuple(folded(name).split()),))


def _ways_to_name(person: Person) -> tuple[tuple[str, ...], ...]:
    full = tuple(folded(person.name).split())
    mention = ((f"<@{person.slack_id.casefold()}>",),) if person.slack_id else ()
    return (full, full[:1], *mention)
