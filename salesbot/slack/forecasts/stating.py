"""Saying how a period will end: in one line or by the form."""

from __future__ import annotations

from salesbot.domain.access import require
from salesbot.domain.estimates import EstimateRefused
from salesbot.domain.goals import Scope
from salesbot.domain.misreadings import Misreading
from salesbot.domain.money import Money
from salesbot.services.figures import Subject
from salesbot.services.forecasts import EstimateStated, estimates_for, may_state, state_estimate
from salesbot.services.scopes import name_of
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened
from salesbot.slack.attainment import read_subject
from salesbot.slack.parsing import clean, escaped, exact_text, read_amount
from salesbot.slack.reading import parsing_context
from salesbot.slack.subjects import SubjectUnreadable, meant
from salesbot.slack.telling import tell
from salesbot.storage.book import Book

_BEST = "best"


def state_in_line(ask: Ask, text: str) -> Answer:
    """`commit 55k best 62k`: the commit, then the best case; behind it a period or whose it is."""

    def done(book: Book) -> Answer:
        words = clean(text).split()
        lowered = [word.casefold() for word in words]
        cut = lowered.index(_BEST) if _BEST in lowered else len(words)
        commit, after_commit = _amount(ask, book, words[:cut])
        best, after_best = _amount(ask, book, words[cut + 1 :])
        subject = meant(ask, book, " ".join([*after_commit, *after_best]))
        if subject is None:
            raise SubjectUnreadable(typed=text, why="subject", word="forecast")
        return _stated(ask, book, subject, commit, best)

    return ask.change(done)


def on_form(ask: Ask) -> Answer:
    """*My Commit*: the form, with what stands."""
    with ask.reading() as book:
        subject = read_subject(ask.value, book.workspace.years) if ":" in ask.value else meant(ask, book, "")
        if subject is None:
            return ask.message("attainment/nobody")
        require(may_state(book, ask.person, subject, now=ask.now), "estimate")
        said = estimates_for(book, subject, known_at=ask.now)
        own = subject.scope is not Scope.REP or (
            ask.person is not None and ask.person.id == subject.subject_id
        )
        standing = said.own if own else said.beside
        view = ask.form(
            "forecasts/form", about={"subject": str(subject)}, subject=subject, own=own, rep=said.own,
            name=name_of(book, subject.scope, subject.subject_id), currency=book.workspace.currency,
            commit=_text(standing.commit if standing else None),
            best_case=_text(standing.best_case if standing else None),
        )  # fmt: skip
    return Opened(view, "forecasts.state", ask.value)


def on_form_sent(ask: Ask) -> Answer:
    """The form is sent off; emptied fields take back what was said."""

    def done(book: Book) -> Answer:
        subject = read_subject(str(ask.metadata["subject"]), book.workspace.years)
        typed = {action: ask.field(action) for action in ("commit", "best_case")}
        context, errors, read = parsing_context(book, ask), dict[str, str](), dict[str, Money | None]()
        for action, text in typed.items():
            try:
                read[action] = read_amount(escaped(text), context) if text else None
            except Misreading as mistake:
                errors[action] = ask.words(mistake.template, **{**mistake.facts, "command": ""})
        if errors:
            raise FieldsRefused(errors)
        try:
            return _stated(ask, book, subject, read["commit"], read["best_case"])
        except EstimateRefused as refused:
            field = "best_case" if refused.facts["why"] == "reversed" else "commit"
            raise FieldsRefused({field: ask.words(refused.template, **refused.facts, in_form=True)}) from None

    return ask.change(done)


def _stated(ask: Ask, book: Book, subject: Subject, commit: Money | None, best: Money | None) -> Answer:
    result = state_estimate(book, ask.sender(book), subject, commit, best, now=ask.now)
    _tell_the_rep(ask, book, result)
    return ask.message("forecasts/stated", result=result, about=str(subject))


def _tell_the_rep(ask: Ask, book: Book, result: EstimateStated) -> None:
    """A rep beside whose commit another one is put is told."""
    if result.own or not result.changed or result.subject.subject_id is None:
        return
    tell(
        ask, book, book.people.by_id(result.subject.subject_id), f"estimate:{result.subject}:{ask.now.isoformat()}",
        "forecasts/beside", result=result, by=ask.sender(book).name, about=str(result.subject),
    )  # fmt: skip


def _amount(ask: Ask, book: Book, words: list[str]) -> tuple[Money | None, list[str]]:
    """The longest run of words at the beginning that is an amount, and the words behind it."""
    context = parsing_context(book, ask, f"{ask.sales_command} forecast commit")
    if not words:
        return None, []
    for count in range(min(len(words), 3), 0, -1):
        try:
            return read_amount(" ".join(words[:count]), context), words[count:]
        except Misreading:
            if count == 1:
                raise
    return None, words


def _text(money: Money | None) -> str:
    return exact_text(money) if money is not None else ""
