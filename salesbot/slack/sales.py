"""`/sales`: one word for each subject, from one table; the same words in mentions and direct messages; help."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from salesbot.domain.misreadings import SalesWordOfOthers, SalesWordUnknown
from salesbot.domain.people import Role
from salesbot.services.people import viewer_of
from salesbot.services.setup import able_to_set_up
from salesbot.slack import questions
from salesbot.slack.asking import Answer, Ask, Closed, Word, beside
from salesbot.slack.edge import Edge
from salesbot.slack.identity import require_setup
from salesbot.slack.imports import on_file, tables_among
from salesbot.slack.natural import small_talk, understood, unread
from salesbot.slack.nouns import NOUNS
from salesbot.slack.parsing import read_intent, read_small_talk

GROUPS = ("all", "managers", "admins")
FIRST_WORDS = ("log", "me", "deals", "goals", "top", "help")
"""What the help names before anything can be done: what a rep does first."""
_BOT = re.compile(r"^\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>\s*")


@cache
def table() -> Mapping[str, Word]:
    """Every word that exists, by name, in the order in which the help lists them."""
    words = [word for noun in NOUNS for word in noun.WORDS]
    return {word.name: word for word in (*words, Word("help", on_help, before_setup=True))}


def usable(ask: Ask) -> dict[str, Word]:
    """The words that this person may use; who stands in for a manager uses the manager's words meanwhile."""
    roles = _roles(ask)
    return {
        name: word for name, word in table().items() if word.roles is None or not roles.isdisjoint(word.roles)
    }


def _roles(ask: Ask) -> frozenset[Role]:
    if ask.person is None:
        return frozenset()
    if ask.has(Role.MANAGER) or not ask.workspace.ready:
        return ask.person.roles
    with ask.reading() as book:
        return viewer_of(book, ask.person, ask.now).roles


def on_sales(ask: Ask) -> Answer:
    """A word and what follows it; alone, the help."""
    words = usable(ask)
    if not ask.workspace.ready:
        return _before_setup(ask, {name: word for name, word in words.items() if word.before_setup})
    try:
        intent = read_intent(ask.text, words)
    except SalesWordUnknown as unknown:
        raise _unknown(ask, unknown) from None
    word = words[intent.word or "help"]
    picked = questions.deals_asked(ask, intent.rest) if word.name == "deals" else None
    return picked or word.handle(ask, intent.rest)


def _before_setup(ask: Ask, words: Mapping[str, Word]) -> Answer:
    """The setup, or help with it. Raises SetupMissing for anything else, whether it is a word or none."""
    try:
        intent = read_intent(ask.text, words)
    except SalesWordUnknown:
        intent = None
    if intent is None:
        require_setup(ask)
    elif intent.word and intent.word != "help":
        return words[intent.word].handle(ask, intent.rest)
    with ask.reading() as book:
        admins = able_to_set_up(book)
    return ask.message("help/before_setup", admins=admins, own=ask.has(Role.ADMIN), then=FIRST_WORDS)


def on_line(ask: Ask) -> Answer:
    """What stands behind the command or a mention: a question where no word of ours begins it or `?` ends it."""
    if not ask.workspace.ready or not (ask.text.rstrip().endswith("?") or _begins_with_no_word(ask)):
        return on_sales(ask)
    known = frozenset(usable(ask))
    answer = None if _acts(ask) else questions.answered(ask, on_sales, known)
    try:
        return answer or on_sales(ask)
    except SalesWordUnknown:
        told = questions.not_understood(ask, known)
        if told is None:
            raise
        return told


def _begins_with_no_word(ask: Ask) -> bool:
    try:
        read_intent(ask.text, usable(ask))
    except SalesWordUnknown:
        return True
    return False


def on_mention(ask: Ask) -> Answer:
    """`@salesbot deals` in a channel or thread."""
    ask = replace(ask, text=_BOT.sub("", ask.text))
    return small_talk(ask) or on_line(ask)


def on_direct_message(ask: Ask) -> Answer:
    """The same words without the mention, plain ones, or a file to import; messages elsewhere are not for the bot.

    What is written beside a file that is none to import (`closed Acme for 12k`, with the contract) counts as ever.
    """
    event = ask.payload.get("event") or {}
    if event.get("channel_type") != "im":
        return Closed()
    ask = replace(ask, text=_unaddressed(ask))
    files = event.get("files") or []
    tables = tables_among(files)
    if files and not tables and not ask.text.strip():
        return ask.message("natural/small_talk", kind="file")
    if tables and (ask.has(Role.ADMIN) or not ask.text.strip()):
        return on_file(ask, files)
    return _in_words(ask) or _in_a_word(ask)


def _unaddressed(ask: Ask) -> str:
    """What was written, without a greeting to the bot by its name: `hey @salesbot, how am I doing?`."""
    bots = [re.escape(str(each.get("user_id"))) for each in ask.payload.get("authorizations") or []]
    names = "|".join([*(rf"<@{bot}(?:\|[^>]*)?>" for bot in bots), "@salesbot"])
    said = re.match(rf"\s*(?:\w+[,!]? )?(?:{names})[,:!]?\s+", ask.text, re.IGNORECASE)
    greeted = said is not None and (ask.text.lstrip()[0] in "<@" or read_small_talk(said[0].split()[0]))
    return ask.text[said.end() :] if said is not None and greeted else ask.text


def _in_a_word(ask: Ask) -> Answer:
    """A word of `/sales` and what follows it; a sentence that begins with nothing like one is not taken for a slip."""
    try:
        return small_talk(ask) or on_sales(ask)
    except SalesWordUnknown as unknown:
        answer = unread(ask, str(unknown.facts["typed"]))
        if answer is None:
            raise
        return answer


def _in_words(ask: Ask) -> Answer | None:
    """A question that can be answered, what was done or is to be done, or a question that cannot; in this order."""
    known = frozenset(usable(ask))
    if _acts(ask):
        return None
    return questions.answered(ask, on_sales, known) or understood(ask) or questions.not_understood(ask, known)


def _acts(ask: Ask) -> bool:
    """Whether a word is followed by what is to be done with it (`forecast commit 50k`), which is no question."""
    try:
        intent = read_intent(ask.text, usable(ask))
    except SalesWordUnknown:
        return False
    first = intent.rest.split(" ", 1)[0].casefold()
    return bool(intent.word) and first in table()[intent.word].acts


def on_nearest(ask: Ask) -> Answer:
    """A question that was offered instead of one that was not understood, beside it."""
    return beside(questions.on_nearest(ask, on_sales))


def on_which(ask: Ask) -> Answer:
    """One of several whom a question named, beside it."""
    return beside(questions.on_which(ask, on_sales, frozenset(usable(ask))))


def on_help(ask: Ask, rest: str) -> Answer:
    """What this person can do here; with a word behind, more about it."""
    words = usable(ask)
    if rest.strip():
        try:
            return ask.message("help/word", word=read_intent(rest, words).word)
        except SalesWordUnknown as unknown:
            raise _unknown(ask, unknown) from None
    return ask.message("help/all", **help_facts(word for word in words.values() if _shown(ask, word)))


def _shown(ask: Ask, word: Word) -> bool:
    """Whether this person's help lists the word."""
    return word.shown_to is None or (ask.person is not None and ask.person.has(*word.shown_to))


def help_facts(words: Iterable[Word]) -> dict[str, Any]:
    """What the help is made from: the words by the group in which they stand."""
    shown = [word for word in words if not word.hidden]
    groups = {group: [word.name for word in shown if word.group == group] for group in GROUPS}
    return {"groups": groups, "lines": [word.name for word in shown]}


def _unknown(ask: Ask, unknown: SalesWordUnknown) -> SalesWordUnknown:
    """The mistake, with what to type instead as this workspace calls it; a word of other roles is named as that."""
    facts = {**unknown.facts, "command": ask.sales_command, "example": "help"}
    try:
        word = table()[read_intent(unknown.facts["typed"], table()).word]
    except SalesWordUnknown:
        return SalesWordUnknown(**facts)
    return SalesWordOfOthers(**facts, word=word.name, roles=[role.value for role in word.roles or ()])


def register(edge: Edge) -> None:
    """Answer the command for everything else, mentions and direct messages."""
    edge.command(on_line, log=False, before_setup=True)
    edge.event("app_mention", before_setup=True)(on_mention)
    edge.event("message", before_setup=True)(on_direct_message)
    edge.action("questions.nearest")(on_nearest)
    edge.action("questions.which")(on_which)
