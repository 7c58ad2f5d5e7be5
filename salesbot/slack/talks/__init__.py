"""One-to-one talks in Slack: prepared, noted, agreed on."""

from __future__ import annotations

from salesbot.domain.people import Role
from salesbot.slack.asking import Word
from salesbot.slack.edge import Edge
from salesbot.slack.talks import noting, showing

WORDS = (
    Word(
        "1:1", showing.on_talk, group="managers",
        shown_to=frozenset({Role.MANAGER}),
    ),
)  # fmt: skip


def register(edge: Edge) -> None:
    """Answer the buttons and forms of talks."""
    edge.action("talks.show")(showing.on_button)
    edge.action("talks.list")(showing.on_list)
    edge.action("talks.point")(noting.opens("point"))
    edge.action("talks.note")(noting.opens("note"))
    edge.action("talks.action")(noting.on_action)
    edge.form("talks.point")(noting.on_point_sent)
    edge.form("talks.note")(noting.on_note_sent)
    edge.form("talks.action")(noting.on_action_sent)
    edge.action("talks.held")(noting.on_held)
    edge.action("talks.point_done")(noting.on_point_done)
    edge.action("talks.done")(noting.on_done)
    edge.action("talks.drop")(noting.on_drop)
    edge.action("talks.reopen")(noting.on_reopen)
