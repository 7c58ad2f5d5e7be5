"""The playbook in Slack: the word `playbook`, one play, its form, *I Have Read This*, and saving what works."""

from __future__ import annotations

from typing import Any

from salesbot.domain.access import may_keep_playbook, require
from salesbot.domain.deals import Technique
from salesbot.domain.playbook import LONGEST_TEXT, LONGEST_TITLE, PlayDraft, PlayKind, PlayRefused
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.works import Aspect
from salesbot.messages import Message
from salesbot.services.playbook import (
    PlayShown,
    choices_for,
    play_history,
    play_shown,
    playbook_shown,
    read_play,
    retire_play,
    save_play,
)
from salesbot.services.works import found_to_save
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Opened, Word, beside
from salesbot.slack.attainment import read_subject
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import plain
from salesbot.slack.reading import number_in
from salesbot.slack.works import read_finding
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_ADD = frozenset({"add", "new", "dodaj", "ongeza"})
_KINDS = {
    Aspect.PRODUCT: PlayKind.PRODUCT, Aspect.TECHNIQUE: PlayKind.TECHNIQUE, Aspect.SEGMENT: PlayKind.MARKET,
    Aspect.SOURCE: PlayKind.MARKET, Aspect.CAMPAIGN: PlayKind.MARKET,
}  # fmt: skip


def on_playbook(ask: Ask, rest: str = "") -> Answer:
    """`/sales playbook`: all of it, or what is found by the words behind it; `add` opens the form."""
    words = plain(rest).strip()
    if words.casefold() in _ADD:
        return on_add(ask)
    _met(ask)
    with ask.reading() as book:
        person = ask.person or book.people.by_slack_id(ask.slack_id)
        shown = playbook_shown(book, person, words, now=ask.now)
        if len(shown.plays) == 1:
            return _card(ask, play_shown(book, person, shown.plays[0].play.id, now=ask.now))
        return ask.message("playbook/listed", shown=shown)


def on_list(ask: Ask) -> Answer:
    """*Playbook*, beside the message with the button."""
    return beside(on_playbook(ask))


def on_open(ask: Ask) -> Answer:
    """*Read*: one play."""
    with ask.reading() as book:
        return Beside(_card(ask, play_shown(book, ask.person, number_in(ask.value), now=ask.now)))


def on_history(ask: Ask) -> Answer:
    """*Versions*: how a play came to read as it does."""
    with ask.reading() as book:
        versions = play_history(book, ask.person, number_in(ask.value), now=ask.now)
        return Opened(ask.view("playbook/history", versions=versions), "playbook.history", ask.value)


def on_read(ask: Ask) -> Answer:
    """*I Have Read This*."""
    version = number_in(ask.value)

    def read(book: Book) -> Answer:
        person = ask.sender(book)
        read_play(book, person, version, ask.now)
        try:
            play_id = book.playbook.version(version).play_id
        except LookupError:
            raise ButtonExpired() from None
        return _card(ask, play_shown(book, person, play_id, now=ask.now))

    return ask.change(read)


def on_add(ask: Ask) -> Answer:
    """*Add a Play*: the empty form."""
    return _form(ask, {}, None)


def on_change(ask: Ask) -> Answer:
    """*Change*: the form with what stands."""
    number = number_in(ask.value)
    with ask.reading() as book:
        shown = play_shown(book, ask.person, number, now=ask.now)
    return _form(ask, {"play": number}, shown)


def on_save_finding(ask: Ask) -> Answer:
    """*Save as Play*, under something that was found to work: the form, filled with it."""
    about, aspect, key = read_finding(ask.value)
    with ask.reading() as book:
        subject = read_subject(about, book.workspace.years)
        found = found_to_save(book, ask.person, subject, aspect, key, now=ask.now)
        draft = PlayDraft(
            _KINDS[aspect], ask.words("playbook/title_of_finding", each=found).strip(), "",
            technique=key if aspect is Aspect.TECHNIQUE else None,
            segment=key if aspect is Aspect.SEGMENT else None,
            label_id=int(key) if aspect not in (Aspect.TECHNIQUE, Aspect.SEGMENT) else None,
        )  # fmt: skip
    return _form(ask, {"found": found.kept}, None, draft)


def on_form(ask: Ask) -> Answer:
    """The form is sent off."""
    draft = _draft(ask)
    number = ask.metadata.get("play")

    def saved(book: Book) -> Answer:
        done = save_play(
            book, ask.sender(book), draft, now=ask.now, play_id=None if number is None else int(number)
        )
        return ask.message("playbook/saved", saved=done, shown=done.shown)

    try:
        return ask.change(saved)
    except PlayRefused as refused:
        field = "reason" if refused.facts["why"] == "reason" else "text"
        raise FieldsRefused(
            {field: ask.words("mistakes/play_refused", in_form=True, **refused.facts)}
        ) from None


def on_retire(ask: Ask) -> Answer:
    """*Take Out*, and *Put Back*."""
    number, _, back = ask.value.partition(":")

    def retired(book: Book) -> Answer:
        shown = retire_play(book, ask.sender(book), number_in(number), retired=back != "back", now=ask.now)
        return _card(ask, shown)

    return ask.change(retired)


def _met(ask: Ask) -> None:
    """A full member whom the books do not know yet is met first; a guest or stranger is refused."""
    if ask.person is None:
        ask.change(lambda book: ask.message("playbook/met", name=ask.sender(book).name))


def _card(ask: Ask, shown: PlayShown) -> Message:
    return ask.message("playbook/play", shown=shown)


def _form(ask: Ask, about: dict[str, Any], shown: PlayShown | None, draft: PlayDraft | None = None) -> Answer:
    with ask.reading() as book:
        require(may_keep_playbook(ask.viewer(book)), "playbook")
        chosen = shown.play.about if shown is not None else _about(draft)
        view = ask.form(
            "playbook/form", about=about, choices=choices_for(book), shown=shown, draft=draft, chosen=chosen,
            longest=(LONGEST_TITLE, LONGEST_TEXT), folded=folded,
        )  # fmt: skip
    return Opened(view, "playbook.add", "")


def _about(draft: PlayDraft | None) -> str:
    if draft is None:
        return ""
    if draft.label_id is not None:
        return f"label:{draft.label_id}"
    return f"technique:{draft.technique}" if draft.technique else f"segment:{draft.segment}"


def _draft(ask: Ask) -> PlayDraft:
    what, _, which = ask.field("about").partition(":")
    kind, stage, team = (ask.field(name) for name in ("kind", "stage", "team"))
    if kind not in set(PlayKind) or (what == "technique" and which not in set(Technique)):
        raise ButtonExpired()
    return PlayDraft(
        kind=PlayKind(kind), title=ask.field("title"), text=ask.field("text"),
        label_id=number_in(which) if what == "label" else None,
        technique=which if what == "technique" else None, segment=which if what == "segment" else None,
        stage_id=number_in(stage) if stage else None, team_id=number_in(team) if team else None,
        reason=ask.field("reason"), tell=bool(ask.values.get("tell")), found=ask.metadata.get("found"),
    )  # fmt: skip


WORDS = (Word("playbook", on_playbook),)


def register(edge: Edge) -> None:
    """Answer the buttons and the form of the playbook."""
    edge.action("playbook.list")(on_list)
    edge.action("playbook.open")(on_open)
    edge.action("playbook.history")(on_history)
    edge.action("playbook.read")(on_read)
    edge.action("playbook.add")(on_add)
    edge.action("playbook.change")(on_change)
    edge.action("playbook.retire")(on_retire)
    edge.action("playbook.save_finding")(on_save_finding)
    edge.form("playbook.save")(on_form)
