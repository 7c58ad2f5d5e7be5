"""Plain words in a direct message: read by the same grammar, shown as they are understood, stored once confirmed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from salesbot.domain.deals import DealDraft, DealUnknown, Outcome
from salesbot.domain.misreadings import Misreading
from salesbot.domain.refusals import ButtonExpired
from salesbot.slack import absences, activities, follow_ups
from salesbot.slack.asking import Answer, Ask, Word
from salesbot.slack.deals import logging, words
from salesbot.slack.deals.answers import asked_back as deal_asked_back
from salesbot.slack.deals.answers import by_name
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import (
    Meant,
    NotMeant,
    ParsingContext,
    plain,
    read_activity,
    read_days_range,
    read_deal,
    read_follow_up,
    read_natural,
    read_small_talk,
    resembles_word,
)
from salesbot.slack.reading import mentioned, met, number_in, numbers_in, parsing_context, waiting_draft
from salesbot.storage.book import Book

KIND = "natural"
"""Under which what was understood waits for its confirmation."""
WORDS: tuple[Word, ...] = ()
_SENTENCE = 2
"""From so many words on a message is a sentence rather than a word."""
_NO_TERMS: dict[str, Any] = {"reasons": (), "told": False}
_LINES = {"did": activities.LINE, "follow-up": follow_ups.LINE}


def understood(ask: Ask) -> Answer | None:
    """What a message means in plain words, to be confirmed; None where it is none of what can be said that way."""
    if not ask.workspace.ready:
        return None
    with ask.reading() as book:
        meant = read_natural(_without_bot(ask), parsing_context(book, ask), book.activities.kinds())
    if isinstance(meant, NotMeant):
        return ask.message("natural/not_meant", why=meant.why.value, about=plain(meant.about))
    return ask.change(lambda book: _asked(ask, book, meant)) if meant is not None else None


def small_talk(ask: Ask) -> Answer | None:
    """What is answered to a greeting, thanks or an ok; None for any other message."""
    kind = read_small_talk(ask.text) if ask.workspace.ready else None
    return ask.message("natural/small_talk", kind=kind.value) if kind is not None else None


def unread(ask: Ask, first: str) -> Answer | None:
    """What is answered to a sentence that means nothing here; None where its `first` word may be a slip of one."""
    if len(ask.text.split()) < _SENTENCE or resembles_word(first):
        return None
    return ask.message("natural/small_talk", kind="unread")


def _without_bot(ask: Ask) -> str:
    """What was written, without the bot's own name before it; another person's name there says whose deal it is."""
    known = [str(each.get("user_id")) for each in ask.payload.get("authorizations") or []]
    first, _, rest = ask.text.strip().partition(" ")
    return rest if any(first.startswith(f"<@{bot}") for bot in known) else ask.text


def on_save(ask: Ask) -> Answer:
    """*Save*: what was understood is done, by the same way as if the line had been typed."""
    number = number_in(ask.value)
    meant = _waiting(ask, number)
    if meant.word == "deal":
        return words.on_deal(replace(ask, spends=number), meant.text)
    if meant.word == "away":
        return absences.on_away(replace(ask, spends=number), meant.text)
    known = met(ask, mentioned(meant.text))

    def do(book: Book) -> Answer:
        if book.records.take_draft(number, ask.sender(book).id, ask.now) is None:
            raise ButtonExpired()
        if meant.word == "log":
            return logging.log_text(ask, book, meant.text, known)
        return _LINES[meant.word].read(ask, book, meant.text, known)

    return ask.change(do)


def on_answer(ask: Ask) -> Answer:
    """An answer to what could be read in several ways: of plain words it is confirmed like them, a line is done."""
    draft_id, index = numbers_in(ask.value)
    with ask.reading() as book:
        waiting = waiting_draft(ask, book, draft_id)
    if not waiting.content.get("word"):
        return logging.on_answer(ask)
    word, texts = str(waiting.content["word"]), waiting.content["texts"]
    if index >= len(texts):
        raise ButtonExpired()
    meant = Meant(word, str(texts[index]))
    return replace(ask, spends=draft_id).change(lambda book: _asked(ask, book, meant))


def on_drop(ask: Ask) -> Answer:
    """*No*: nothing was meant that way."""
    number = number_in(ask.value)

    def do(book: Book) -> Answer:
        book.records.take_draft(number, ask.sender(book).id, ask.now)
        return ask.message("natural/dropped")

    return ask.change(do)


def register(edge: Edge) -> None:
    """Answer the buttons under what was understood."""
    edge.action("natural.save")(on_save)
    edge.action("natural.answer")(on_answer)
    edge.action("deals.answer")(on_answer)
    edge.action("natural.drop")(on_drop)


def _asked(ask: Ask, book: Book, meant: Meant) -> Answer:
    """What was understood, with the buttons that confirm it; or what could not be read of it."""
    meant = _logged_instead(ask, book, meant)
    command = ask.log_command if meant.word == "log" else f"{ask.sales_command} {meant.word}"
    try:
        facts = _NO_TERMS | _facts(ask, book, meant, parsing_context(book, ask, command))
    except Misreading as mistake:
        if meant.word in ("log", "deal"):
            return deal_asked_back(ask, book, mistake, word="log")
        return _LINES[meant.word].asked_back(ask, book, mistake, word=meant.word)
    kept = {"word": meant.word, "text": meant.text}
    draft_id = book.records.keep_draft(ask.sender(book).id, KIND, kept, ask.now)
    line = by_name(book, {"line": f"{command} {plain(meant.text)}"})
    return ask.message("natural/asked", word=meant.word, draft_id=draft_id, **line, **facts)


def _logged_instead(ask: Ask, book: Book, meant: Meant) -> Meant:
    """`won acme` where Acme has no deal yet, or none that is open: the amount of another is asked for."""
    if meant.word != "deal" or not meant.outcome:
        return meant
    try:
        if meant.outcome == Outcome.WON and words.tells_of_another(ask, book, meant.text):
            return Meant("log", meant.text)
        words.preview(ask, book, meant.text)
    except DealUnknown:
        return Meant("log", meant.text)
    except Misreading:
        pass
    return meant


def _facts(ask: Ask, book: Book, meant: Meant, context: ParsingContext) -> dict[str, Any]:
    """What the line says, by names. Raises a Misreading, or that there is no such deal."""
    if meant.word == "deal":
        deal, draft = words.preview(ask, book, meant.text)
        stage = next((each.name for each in context.stages if draft and each.id == draft.stage_id), None)
        terms = _terms(draft, context, closed=True) if draft else {}
        return {"said": draft, "deal": deal, "stage": stage, "new": False, "people": (), **terms}
    if meant.word == "away":
        first_on, last_on = read_days_range(meant.text, context)
        return {"said": None, "first_on": first_on, "last_on": last_on, "new": False, "people": ()}
    if meant.word == "log":
        draft = read_deal(meant.text, context)
        names = [(who, part) for who, part in draft.sharers]
        new = book.accounts.named(draft.account) is None
        return {"said": draft, "new": new, "people": names, **_terms(draft, context)}
    if meant.word == "did":
        done = read_activity(meant.text, context, book.activities.kinds())
        return {"said": done, "new": book.accounts.named(done.account) is None, "people": ()}
    line = read_follow_up(meant.text, context)
    return {"said": line, "new": book.accounts.named(line.account) is None, "people": ()}


def _terms(draft: DealDraft, context: ParsingContext, *, closed: bool = False) -> dict[str, Any]:
    """What else is said of a deal than its account and amount, and with `closed` than the day on which it is decided."""
    chosen = (draft.reason_id, *draft.more_reasons)
    reasons = [each.name for number in chosen for each in context.reasons if each.id == number]
    more = (draft.lines, draft.technique, draft.source, draft.campaign, draft.competitor, draft.note)
    days = (draft.closed_on, draft.expected_on) if closed else ()
    return {"reasons": reasons, "told": any((*more, *days, *reasons))}


def _waiting(ask: Ask, number: int) -> Meant:
    """What waits to be confirmed. Raises ButtonExpired."""
    with ask.reading() as book:
        waiting = waiting_draft(ask, book, number, KIND)
    return Meant(str(waiting.content["word"]), str(waiting.content["text"]))
