"""The rooms of what the bot says on its own: a kind is one line in the room of its subject.

A line names the service that is asked for the facts at the moment of sending, and the template that says them.
"""

from salesbot.scheduler.composing.answers import Asks
from salesbot.scheduler.composing.rooms import deals, digests, goals, orders, people, recognition, works
from salesbot.services.planning import Kind

CARDS = orders.CARDS
"""Kinds that are shown anew in their place after a change."""
KINDS: dict[Kind, Asks] = {
    **digests.ROOM,
    **recognition.ROOM,
    **goals.ROOM,
    **deals.ROOM,
    **orders.ROOM,
    **people.ROOM,
    **works.ROOM,
}
"""Every kind but files and messages that are rendered already."""
