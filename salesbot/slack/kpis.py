"""Key figures in Slack: `/sales works kpis`, and told apart by product, source, rep and so on."""

from __future__ import annotations

from dataclasses import replace

from salesbot.domain.goals import Scope
from salesbot.domain.people import Role
from salesbot.domain.periods import quarter_of
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.works import Aspect
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.key_figures import By, grouped_shown, key_figures_shown
from salesbot.slack.asking import Answer, Ask, Beside, Word
from salesbot.slack.attainment import read_subject
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import plain
from salesbot.slack.subjects import meant, names_period
from salesbot.storage.book import Book

WORDS: tuple[Word, ...] = ()
NAMES = ("kpis", "kpi", "kazalniki", "viashiria")
ASPECTS = {
    **{aspect.value: aspect for aspect in Aspect},
    **{f"{aspect.value}s": aspect for aspect in Aspect},
    **dict.fromkeys(("izdelek", "izdelki", "bidhaa"), Aspect.PRODUCT),
    **dict.fromkeys(("tehnika", "tehnike", "mbinu"), Aspect.TECHNIQUE),
    **dict.fromkeys(("vir", "viri", "chanzo", "vyanzo"), Aspect.SOURCE),
    **dict.fromkeys(("kampanja", "kampanje", "kampeni"), Aspect.CAMPAIGN),
    **dict.fromkeys(("segmenti", "sehemu"), Aspect.SEGMENT),
}
"""What a kind of thing that deals name is called, in every language."""
_BY = {
    **{name: By(aspect.value) for name, aspect in ASPECTS.items()},
    **dict.fromkeys(("rep", "reps", "seller", "sellers", "prodajalec", "prodajalcih", "muuzaji", "wauzaji"), By.REP),
    **dict.fromkeys(("team", "teams", "ekipa", "ekipah", "timu"), By.TEAM),
    **dict.fromkeys(("month", "months", "mesec", "mesecih", "mwezi", "miezi"), By.MONTH),
    **dict.fromkeys(("izdelkih",), By.PRODUCT), **dict.fromkeys(("virih",), By.SOURCE),
    **dict.fromkeys(("segment", "segments", "segmentih"), By.SEGMENT), **dict.fromkeys(("kampanjah",), By.CAMPAIGN),
    **dict.fromkeys(("tehnikah",), By.TECHNIQUE),
}  # fmt: skip
_BEFORE = ("by", "po", "kwa", "per")


def on_kpis(ask: Ask, rest: str = "") -> Answer:
    """`/sales works kpis`: key figures beside the period before and the year before; without a period, of the quarter.

    Told apart where the words say by what: `works kpis by product`, `works kpis by rep Q2`.
    """
    by, rest = _told_apart(rest)
    with ask.reading() as book:
        subject = meant(ask, book, rest, word="works kpis")
        if subject is None:
            return ask.message("attainment/nobody")
        if not names_period(ask, book, rest):
            quarter = quarter_of(workspace_day(book, ask.now), book.workspace.years)
            subject = replace(subject, period=quarter)
        if not rest.strip() and ask.has(Role.EXECUTIVE):
            subject = replace(subject, scope=Scope.COMPANY, subject_id=None)
        return _answer(ask, book, subject, by)


def on_show(ask: Ask) -> Answer:
    """*Key Figures*, beside the message with the button."""
    with ask.reading() as book:
        return Beside(_answer(ask, book, read_subject(ask.value, book.workspace.years), None))


def on_grouped(ask: Ask) -> Answer:
    """*By Product* and the like, beside the message with the button."""
    about, _, named = ask.value.rpartition("|")
    if named not in set(By):
        raise ButtonExpired()
    with ask.reading() as book:
        return Beside(_answer(ask, book, read_subject(about, book.workspace.years), By(named)))


def register(edge: Edge) -> None:
    """The buttons are answered with those of `works`."""


def _answer(ask: Ask, book: Book, subject: Subject, by: By | None) -> Message:
    if by is None:
        return ask.message(
            "works/kpis", shown=key_figures_shown(book, ask.person, subject, now=ask.now), about=str(subject)
        )
    shown = grouped_shown(book, ask.person, subject, by, now=ask.now)
    return ask.message("works/kpis_by", shown=shown, about=str(subject))


def _told_apart(rest: str) -> tuple[By | None, str]:
    """By what figures are to be told apart, and the other words: `by product Q2`, `products`."""
    words = rest.split()
    for place, word in enumerate(words):
        by = _BY.get(plain(word).casefold())
        if by is None:
            continue
        said = place > 0 and plain(words[place - 1]).casefold() in _BEFORE
        if said or (place == 0 and by.aspect is not None):
            return by, " ".join(words[: place - said] + words[place + 1 :])
    return None, rest
