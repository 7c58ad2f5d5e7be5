"""What works and the playbook: a play to be read, and the monthly post."""

from __future__ import annotations

from salesbot.scheduler.composing.answers import Asks, fact
from salesbot.services import playbook, works
from salesbot.services.planning import Kind

_NEWS = fact(playbook.play_news, "playbook/news", "news", "read, changed again, or taken out")

ROOM: dict[Kind, Asks] = {
    Kind.PLAY_NEWS: _NEWS,
    Kind.PLAY_REMINDER: _NEWS,
    Kind.WORKS_ASKED: fact(works.works_asked, "works/asked", "asked", "would not be named"),
    Kind.WORKS: fact(works.works_post, "works/post", "post", "nothing works by more than chance"),
}
