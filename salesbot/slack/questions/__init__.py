"""Questions in a direct message: understood by a fixed grammar, answered by the words and figures that there are.

Each answer says how the question was understood; one that is not is answered with the nearest that can be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from salesbot.domain.misreadings import SalesWordUnknown
from salesbot.domain.people import Person
from salesbot.domain.questions import Between, Measure, Narrowing
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.asking import deals_of_it
from salesbot.services.calendars import workspace_day
from salesbot.slack.asking import Answer, Ask, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import clean, read_intent
from salesbot.slack.parsing.questions import (
    DONE,
    LOST_FOR,
    Called,
    Question,
    Topic,
    means_something,
    read_question,
    without_slips,
    words_of,
)
from salesbot.slack.parsing.words import folded
from salesbot.slack.questions.figures import figure_of, on_other, read_wanted
from salesbot.slack.questions.lines import line_of, understood
from salesbot.slack.questions.picked import picked_of, with_amounts
from salesbot.storage.book import Book

WORDS: tuple[Word, ...] = ()
Answers = Callable[[Ask], Answer]
"""What answers a line of `/sales`."""
NEAREST = ("why", "team", "me", "forecast", "works", "deals", "plan", "top", "goals")
"""The questions that are offered instead of one that was not understood, the most useful first."""
MOST_CHOICES = 8
_MOST_NAME = 4
"""Words of an account's name that are looked for in a question."""
_LABELS = (Narrowing.PRODUCT, Narrowing.SOURCE, Narrowing.CAMPAIGN, Narrowing.COMPETITOR)
MOST_ASKED_AGAIN = 1_500
"""Characters of a question that a button carries."""


def answered(ask: Ask, answers: Answers, known: frozenset[str], meant: str = "") -> Answer | None:
    """The answer to a question; None for what is none, or none that can be answered.

    `answers` answers a line of `/sales`, of whose words `known` are this person's; `meant`: which of those whom it names
    was chosen. Raises NotAllowed.
    """
    if not ask.workspace.ready:
        return None
    with ask.reading() as book:
        question = _question(ask, book, meant)
        if question is not None and question.unclear:
            return _asked_which(ask, question.unclear)
        if question is None or question.topic is None:
            return None
        if question.topic is Topic.FIGURE:
            return figure_of(ask, book, question)
        if question.topic is Topic.PICKED:
            return picked_of(ask, book, question)
        line = line_of(ask, book, question)
    return understood(ask, answers(replace(ask, text=line)), line, question) if _may(line, known) else None


def deals_asked(ask: Ask, rest: str) -> Answer | None:
    """What `/sales deals` answers where behind it stands which of them: `over 10k`, `biggest`; None for anything else."""
    if not rest.strip():
        return None
    with ask.reading() as book:
        question = _question(replace(ask, text=f"deals {rest}"), book)
        if question is None or question.topic is not Topic.PICKED or question.left_out or question.unclear:
            return None
        return picked_of(ask, book, question)


def on_which(ask: Ask, answers: Answers, known: frozenset[str]) -> Answer:
    """One of several whom a question named was chosen: the question again, of that one."""
    meant, _, text = ask.value.partition("|")
    again = replace(ask, text=text)
    answer = answered(again, answers, known, meant)
    if answer is None:
        raise ButtonExpired()
    return answer


def _asked_which(ask: Ask, unclear: tuple[Called, ...]) -> Answer:
    typed = clean(ask.text)[:MOST_ASKED_AGAIN]
    return ask.message(
        "questions/which", typed=typed, found=unclear[:MOST_CHOICES], more=len(unclear) - MOST_CHOICES
    )


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
        wanted = read_wanted(book, ask.value)
        listed = deals_of_it(book, ask.person, wanted, now=ask.now)
    view = ask.view("deals/behind", listed=listed, behind=None, period=wanted.subject.period)
    return Opened(view, "questions.deals", ask.value)


def register(edge: Edge) -> None:
    """Answer the buttons under a figure."""
    edge.action("questions.deals")(on_deals)
    edge.action("questions.other")(on_other)


def _question(ask: Ask, book: Book, meant: str = "") -> Question | None:
    """What is asked; of several whom it names, the one that was chosen (`person:7`)."""
    said = with_amounts(ask, book)
    question = _read(replace(ask, text=said[1]), book, meant, said[0]) if said is not None else None
    return question if question is not None and question.pick is not None else _read(ask, book, meant)


def _read(ask: Ask, book: Book, meant: str, within: Between | None = None) -> Question | None:
    day, years, called = workspace_day(book, ask.now), book.workspace.years, tuple(_called(book))
    question = read_question(ask.text, called, day, years, within)
    if question is not None and (question.left_out or question.measure is Measure.LOST):
        called += (*_accounts_in(ask, book), *_reasons(book, question), *_activities(book))
        question = read_question(ask.text, called, day, years, within)
    if question is not None and question.pick is not None and question.left_out and question.account is None:
        called += tuple(_accounts_begun(book, question.left_out))
        question = read_question(ask.text, called, day, years, within)
    if question is not None and question.left_out:
        words = words_of(ask.text)
        mended = without_slips(words, question.left_out)
        question = (
            question if mended == words else read_question(f"{' '.join(mended)}?", called, day, years, within)
        )
    if question is None or meant not in map(_key, question.unclear):
        return question
    others = [each for each in question.unclear if _key(each) != meant]
    return read_question(ask.text, [each for each in called if each not in others], day, years)


def _accounts_in(ask: Ask, book: Book) -> Iterator[Called]:
    """The accounts whose names stand in the question, by runs of its words."""
    words = words_of(ask.text)
    runs = {
        " ".join(words[at : at + count])
        for count in range(1, _MOST_NAME + 1)
        for at in range(len(words) - count + 1)
        if count > 1 or not means_something(words[at])
    }
    for typed, account in book.accounts.known_among(runs).items():
        yield Called("account", account.id, account.name, (tuple(typed.split()),))


def _accounts_begun(book: Book, unread: Sequence[str]) -> Iterator[Called]:
    """The accounts whose names begin with a word that nobody understood: `Acme` for Acme Corp."""
    for word in dict.fromkeys(unread):
        for account in book.accounts.starting_with(word, MOST_CHOICES + 1):
            if folded(account.name).split()[:1] == [word]:
                yield Called("account", account.id, account.name, ((word,),))


def _reasons(book: Book, question: Question) -> Iterator[Called]:
    """The reasons for which deals are lost, where the question is about those."""
    for reason in book.accounts.reasons() if question.measure is Measure.LOST else ():
        called = (reason.code, reason.name, *LOST_FOR.get(reason.code, "").split())
        names = {tuple(folded(each).replace("-", " ").split()) for each in called}
        yield Called(Narrowing.REASON.value, reason.id, reason.name, tuple(sorted(names)))


def _activities(book: Book) -> Iterator[Called]:
    """The kinds of what is done with accounts."""
    for kind in book.activities.kinds():
        names = {
            tuple(folded(each).replace("-", " ").split()) for each in (kind.code, kind.name, f"{kind.name}s")
        }
        words = {(each,) for each in DONE.get(kind.code, "").split()}
        yield Called(Narrowing.ACTIVITY.value, kind.id, kind.name, tuple(sorted(names | words)))


def _key(one: Called) -> str:
    return f"{one.kind}:{one.number}"


def _may(line: str, known: frozenset[str]) -> bool:
    return line.split()[0] in known


def _begins_with_word(ask: Ask, known: frozenset[str]) -> bool:
    """Whether it is a line of `/sales`, whose own mistakes are told instead."""
    try:
        return bool(read_intent(ask.text, known).word)
    except SalesWordUnknown:
        return False


def _called(book: Book) -> Iterator[Called]:
    """Everybody and everything that a question may name."""
    for person in book.people.all():
        if person.active:
            yield Called("person", person.id, person.name, _ways_to_name(person))
    for team in book.people.teams():
        yield Called("team", team.id, team.name, (tuple(folded(team.name).split()),))
    for kind in _LABELS:
        for number, name in book.accounts.labels(kind.value):
            yield Called(kind.value, number, name, (tuple(folded(name).split()),))


def _ways_to_name(person: Person) -> tuple[tuple[str, ...], ...]:
    full = tuple(folded(person.name).split())
    mention = ((f"<@{person.slack_id.casefold()}>",),) if person.slack_id else ()
    return (full, full[:1], *((full[1:],) if len(full) > 1 else ()), *mention)
