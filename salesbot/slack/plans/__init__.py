"""The word `plan`: what it takes to reach the goal, where more could be sold, and how many people it takes."""

from __future__ import annotations

from salesbot.slack.asking import Answer, Ask, Word
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import clean, plain
from salesbot.slack.plans import potential, showing, staffing

_MORE = frozenset({"more", "več", "vec", "zaidi"})
_STAFF = frozenset({"staff", "staffing", "hire", "people", "kadri", "wafanyakazi"})


def on_plan(ask: Ask, rest: str = "") -> Answer:
    """`/sales plan`: what it takes to reach the goal; with `more` behind, where more could be sold, with `staff`, people."""
    first, _, behind = clean(rest).strip().partition(" ")
    if plain(first).casefold() in _MORE:
        return potential.on_more(ask, behind)
    if plain(first).casefold() in _STAFF:
        return staffing.on_staff(ask, behind)
    if ask.text.casefold().split()[:1] == ["hire"]:
        return staffing.on_staff(ask, rest)
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
    edge.action("plans.staff")(staffing.on_choose)
    edge.action("plans.seat_open")(staffing.on_open)
    edge.form("plans.seat_opened")(staffing.on_open_sent)
    edge.action("plans.seat")(staffing.on_seat)
    edge.action("plans.step_done")(staffing.on_step_done)
    edge.action("plans.own_step_done")(staffing.on_own_step_done)
    edge.action("plans.step")(staffing.on_step)
    edge.form("plans.step_changed")(staffing.on_step_sent)
    edge.action("plans.seat_fill")(staffing.on_fill)
    edge.form("plans.seat_filled")(staffing.on_fill_sent)
    edge.action("plans.seat_give_up")(staffing.on_give_up)
