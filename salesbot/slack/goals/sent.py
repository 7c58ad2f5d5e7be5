"""The form for goals, sent off: what is new is set, a change of what stands is shown first, the rest stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from salesbot.domain.figures import Figure
from salesbot.domain.goals import GoalNotAFigure, GoalReason
from salesbot.domain.metrics import Metric
from salesbot.domain.misreadings import Misreading
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.periods import Period, previous, read_period
from salesbot.domain.seasons import SeasonUnreadable
from salesbot.services.goals import (
    GoalReasonMissing,
    Subject,
    Wanted,
    needs_look,
    repeat_goal,
    subjects_to_set,
)
from salesbot.slack.asking import Answer, Ask, FieldsRefused
from salesbot.slack.goals.changing import made_or_shown
from salesbot.slack.goals.figures import read_target
from salesbot.slack.goals.form import action_of, metric_in_form, period_in_form
from salesbot.slack.goals.line import read_terms
from salesbot.slack.parsing import ParsingContext, clean
from salesbot.slack.reading import parsing_context
from salesbot.storage.book import Book


def on_form_sent(ask: Ask) -> Answer:
    """The form is sent off; where goals are to be repeated, those that stand already are left as they are."""

    def done(book: Book) -> Answer:
        period, metric = period_in_form(ask, book), metric_in_form(ask)
        subjects = {
            action_of(subject, period, metric): subject
            for subject in subjects_to_set(book, ask.person, period, now=ask.now, metric=metric)
        }
        wanted = _wanted(ask, book, subjects, _changed(ask, subjects), metric)
        reason = GoalReason(ask.values["reason"]) if ask.values.get("reason") else None
        try:
            if ask.values.get("until"):
                return _repeated(ask, book, period, list(wanted.values()))
            return made_or_shown(ask, book, period, list(wanted.values()), reason)
        except GoalReasonMissing:
            raise FieldsRefused({"reason": ask.words("goals/fields/reason")}) from None
        except GoalNotAFigure as mistake:
            wrong = next(
                action
                for action, each in wanted.items()
                if mistake.facts["target"] in (each.target, each.floor, each.stretch)
            )
            why = ask.words(mistake.template, in_form=True, **mistake.facts)
            raise FieldsRefused({wrong: why}) from None

    return ask.change(done)


def _repeated(ask: Ask, book: Book, period: Period, wanted: Sequence[Wanted]) -> Answer:
    """The same goals for each period up to the chosen one."""
    years = book.workspace.years
    until = read_period(str(ask.values["until"]), years)
    if needs_look(book, period, wanted, ask.now) or not wanted:
        raise FieldsRefused({"until": ask.words("goals/fields/until")})
    by, before = ask.sender(book), previous(period, years)
    results = [done for each in wanted for done in repeat_goal(book, by, before, until, each, now=ask.now)]
    return ask.message("goals/repeated", results=results, until=until)


def _changed(ask: Ask, subjects: Mapping[str, Subject]) -> dict[str, str]:
    """What stands otherwise in a field than when the form was shown, so that nobody's newer goal is overwritten."""
    was = {
        block["element"]["action_id"]: block["element"].get("initial_value") or ""
        for block in (ask.payload.get("view") or {}).get("blocks", ())
        if block.get("type") == "input"
    }
    typed = {action: ask.field(action) for action in subjects if action in was}
    return {action: text for action, text in typed.items() if text != was[action]}


def _wanted(
    ask: Ask, book: Book, subjects: Mapping[str, Subject], typed: Mapping[str, str], metric: Metric
) -> dict[str, Wanted]:
    """What each field asks for, by its name. Raises FieldsRefused, with all that cannot be read."""
    context, errors, found = parsing_context(book, ask), dict[str, str](), dict[str, Wanted]()
    for action, text in typed.items():
        subject = subjects[action]
        try:
            found[action] = _read(subject, text, metric, context)
        except (Misreading, GoalNotAFigure, SeasonUnreadable) as mistake:
            errors[action] = _why(ask, mistake)
    if errors:
        raise FieldsRefused(errors)
    return found


def _read(subject: Subject, text: str, metric: Metric, context: ParsingContext) -> Wanted:
    """`60k floor:50k stretch:75k`; nothing at all takes the goal back."""
    terms, words = read_terms(clean(text).split())
    if not text:
        return Wanted(subject.scope, subject.subject_id, None, metric)

    def tier(name: str) -> Figure | None:
        return read_target(terms.tiers[name], metric, context) if name in terms.tiers else None

    return Wanted(
        subject.scope, subject.subject_id, read_target(" ".join(words), metric, context), metric,
        tier("floor"), tier("stretch"), terms.season,
    )  # fmt: skip


def _why(ask: Ask, mistake: SalesbotError) -> str:
    return ask.words(mistake.template, **{**mistake.facts, "command": "", "in_form": True, "for_goal": True})
