"""*How Was This Computed?*: one button for every figure, which names the figure, whose it is, and as of when."""

from __future__ import annotations

from salesbot.domain.as_of import read_stamp
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.scopes import EVERY
from salesbot.services.explaining import Figure, Wanted, explain
from salesbot.slack.asking import Answer, Ask, Opened, Word
from salesbot.slack.attainment import read_subject
from salesbot.slack.edge import Edge


def on_explain(ask: Ask) -> Answer:
    """What the button names is asked anew, and who may see it too: `plan@rep:7:2026-06`, `rep:7:2026-06|stamp`.

    Without a figure it is attainment that is explained, in whatever metric the subject names.
    """
    figure, value = _read(ask.value)
    about, _, stamp = value.partition("|")
    with ask.reading() as book:
        wanted = Wanted(
            book, ask.person, read_subject(about, book.workspace.years, EVERY), ask.now, ask.locale,
            read_stamp(stamp),
        )  # fmt: skip
        view = ask.view(f"explained/{figure}", told=explain(figure, wanted))
    return Opened(view, "attainment.explain", ask.value)


def _read(value: str) -> tuple[Figure, str]:
    """Which figure a button names, and the rest of its value. Raises ButtonExpired."""
    named, at, rest = value.partition("@")
    if not at or ":" in named:  # A stamp has one of its own.
        return Figure.GOAL, value
    if named not in set(Figure):
        raise ButtonExpired()
    return Figure(named), rest


WORDS: tuple[Word, ...] = ()


def register(edge: Edge) -> None:
    """Answer the button, wherever it stands."""
    edge.action("attainment.explain")(on_explain)
