"""`@kim` that Slack left as it was typed, since nobody was chosen from its list: a mention where it is one person's name.

Slack sends ids only for who was chosen. A name behind an @ that is exactly one person's, in full or by a first name
that nobody else has, can mean nobody else; any other stays as it is, and is asked about where it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from salesbot.domain.people import Person
from salesbot.slack.asking import Ask
from salesbot.storage.people import folded

_LOOSE = re.compile(r"(?<![\w<@./])@(?=\w)")
_WORD = re.compile(r"[^\W_](?:[\w.'’-]*\w)?")
_APOSTROPHE = re.compile("['’]")
_MOST_WORDS = 4
"""The words of the longest name that is looked for."""


def with_names_mentioned(ask: Ask) -> Ask:
    """The ask, with names behind an @ that are one person's as mentions, as if they had been chosen from Slack's list."""
    if not _LOOSE.search(ask.text):
        return ask
    with ask.reading() as book:
        names = _names(book.people.all())
    return replace(ask, text=mentioning(ask.text, names))


def mentioning(text: str, names: Mapping[str, str]) -> str:
    """The text with each `@name` of `names` (folded name: Slack id) as `<@id|name>`; of several the longest."""
    parts, done = [], 0
    for at in _LOOSE.finditer(text):
        found = _named(text, at.end(), names) if at.start() >= done else None
        if found is not None:
            end, slack_id = found
            parts.append(f"{text[done : at.start()]}<@{slack_id}|{text[at.end() : end]}>")
            done = end
    return "".join(parts) + text[done:]


def _named(text: str, start: int, names: Mapping[str, str]) -> tuple[int, str] | None:
    ends: list[int] = []
    at = start
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, at)
        if word is None:
            break
        ends += [*(sign.start() for sign in _APOSTROPHE.finditer(text, at, word.end())), word.end()]
        if text[word.end() : word.end() + 1] != " ":
            break
        at = word.end() + 1
    called = ((end, names.get(folded(text[start:end]))) for end in reversed(ends))
    return next(((end, slack_id) for end, slack_id in called if slack_id), None)


def _names(people: Iterable[Person]) -> dict[str, str]:
    """Folded full names, and first names that nobody else has, of those who have a Slack account: their Slack ids."""
    reached = [(folded(each.name), each.slack_id) for each in people if each.active and each.slack_id]
    fulls = Counter(name for name, _ in reached)
    firsts = Counter(name.split(" ")[0] for name, _ in reached)
    by_first = {name.split(" ")[0]: slack_id for name, slack_id in reached if firsts[name.split(" ")[0]] == 1}
    return by_first | {name: slack_id for name, slack_id in reached if fulls[name] == 1}
