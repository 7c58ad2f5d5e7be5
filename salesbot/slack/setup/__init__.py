"""`/sales setup`: everything an admin settles, in one place that can be opened again at any time."""

from salesbot.slack.edge import Edge
from salesbot.slack.setup import (
    departments,
    lists,
    opening,
    people,
    pipelines,
    products,
    routes,
    teams,
    webhooks,
    workspaces,
)

WORDS = opening.WORDS


def register(edge: Edge) -> None:
    """Answer the buttons and forms of the setup."""
    for part in (
        opening,
        workspaces,
        teams,
        people,
        lists,
        departments,
        pipelines,
        products,
        routes,
        webhooks,
    ):
        part.register(edge)


__all__ = ["WORDS", "register"]
