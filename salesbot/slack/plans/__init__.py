"""The word `plan`: what it takes to reach the goal, and where more could be sold."""

from __future__ import annotations

from salesbot.slack.asking import Answer, Ask, Word
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import clean, plain
from salesbot.slack.plans import potential, showing

_MORE = frozenset({"more", "več", "vec", "zaidi"})


def on_plan(ask: Ask, rest: str = "") -> Answer:
    """`/sales plan`: what it takes to reach the goal; with `more` behind, where more could be sold."""
    first, _, behind = clean(rest).strip().partition(" ")
    if plain(first).casefold() in _MORE:
        return potential.on_more(ask, behind)
    return showing.on_plan(ask, rest)


WORDS = (Word("plan", on_plan),)


def register(edge: Edge) -> None:
    """Answer the buttons and the form of plans."""
    edge.action("plans.show")(showing.on_button)
    edge.action("plans.save")(showing.on_save)
    edge.action("plans.versions")(showing.on_versions)
    edge.action("plans.what_if")(showing.on_what_if)
    edge.form("plans.asked")(showing.on_form_sent)
    edge.action("plans.more")(potential.on_button)
