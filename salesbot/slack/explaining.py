"""*How Was This Computed?*: one button for every figure, which names the figure, whose it is, and as of when."""

from __future__ import annotations

from urllib.parse import unquote

from salesbot.domain.as_of import read_stamp
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.scopes import EVERY
from salesbot.services.explaining import Figure, Wanted, explain
from salesbot.slack.asking import Answer, Ask, Beside, Opened, Word
from salesbot.slack.attainment import read_subject
from salesbot.slack.edge import Edge
from salesbot.slack.patience import announced

_BESIDE = (Figure.WORKS, Figure.KPIS, Figure.CAMPAIGNS, Figure.BUYING, Figure.MARKETS, Figure.WHY)
"""What may take longer than a form can wait for stands beside the message."""


def on_explain(ask: Ask) -> Answer:
    """What the button names is asked anew, and who may see it too: `plan@rep:7:2026-06`, `rep:7:2026-06|stamp`.

    Without a figure it is attainment that is explained, in whatever metric the subject names. A figure may have a
    detail, quoted as in an address: `standing.improved@team:3:2026-06`.
    """
    figure, detail, value = _read(ask.value)
    about, _, stamp = value.partition("|")
    with ask.reading() as book:
        wanted = Wanted(
            book, ask.person, read_subject(about, book.workspace.years, EVERY), ask.now, ask.locale,
            read_stamp(stamp), detail, ask.channel,
        )  # fmt: skip
        told = explain(figure, wanted)
        if figure in _BESIDE:
            return Beside(ask.message(f"explained/{figure}", told=told, about=about))
        view = ask.view(f"explained/{figure}", told=told, now=ask.now)
    return Opened(view, "attainment.explain", ask.value)


def _read(value: str) -> tuple[Figure, str, str]:
    """Which figure a button names, with what detail, and the rest of its value. Raises ButtonExpired."""
    named, at, rest = value.partition("@")
    if not at or ":" in named:  # A stamp has one of its own.
        return Figure.GOAL, "", value
    figure, _, detail = named.partition(".")
    if figure not in set(Figure):
        raise ButtonExpired()
    return Figure(figure), unquote(detail), rest


WORDS: tuple[Word, ...] = ()


def register(edge: Edge) -> None:
    """Answer the button, wherever it stands."""
    edge.action("attainment.explain")(announced(on_explain))
