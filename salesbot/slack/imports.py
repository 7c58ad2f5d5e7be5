"""Files in Slack: given in a form or a direct message, looked at, booked or let be; asked for, and sent to who asked alone.

Nothing is fetched or made here: a row is planned, and the answer comes as a direct message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from salesbot.domain.access import NotAllowed
from salesbot.domain.people import Role
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.exports import EXPORTS
from salesbot.services.imports import CRMS, ENCODINGS, KINDS, Crm, What, choices_for, say_words, words_asked
from salesbot.services.people import require_admin
from salesbot.services.planning import Kind, person_recipient, plan_once
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.slack.setup.fields import asker
from salesbot.storage.book import Book

_FORMS = ("csv", "xlsx")
_MOST = 10
_MOST_WORDS = 25
"""So many words another system's export is asked at once: a form of more is not read."""


def on_export(ask: Ask, rest: str) -> Answer:
    """`/sales export deals`, with `xlsx` behind for a spreadsheet; alone, what can be had."""
    words = rest.casefold().split()
    kind = next((word for word in words if word in EXPORTS), None)
    if kind is None:
        return ask.message("exports/asked", kinds=_may_have(ask), typed=rest.strip())
    return _asked_for(ask, kind, "xlsx" if "xlsx" in words else "csv")


def on_export_button(ask: Ask) -> Answer:
    """A kind of file by a button."""
    kind, _, form = ask.value.partition(":")
    if kind not in EXPORTS or form not in _FORMS:
        raise ButtonExpired()
    return _asked_for(ask, kind, form)


def _asked_for(ask: Ask, kind: str, form: str) -> Answer:
    if kind not in _may_have(ask):
        raise NotAllowed(operation="export")

    def do(book: Book) -> Answer:
        _plan(ask, book, Kind.FILE_MADE, {"kind": kind, "form": form})
        return ask.message("exports/planned", kind=kind)

    return ask.change(do)


def _may_have(ask: Ask) -> tuple[str, ...]:
    if ask.has(Role.ADMIN):
        return EXPORTS
    return tuple(
        kind for kind in ("accounts", "contacts", "goals", "deals") if ask.has(Role.REP, Role.MANAGER)
    )


def on_import(ask: Ask, rest: str) -> Answer:
    """`/sales import`: the form, whatever follows; the file itself says more than words could."""
    return on_form(ask)


def on_form(ask: Ask) -> Answer:
    """*Import a File*: the form."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
    return Opened(ask.form("imports/form", kinds=KINDS, encodings=tuple(ENCODINGS)), "imports.form")


def on_form_sent(ask: Ask) -> Answer:
    """The form is sent off: the file is looked at, and what it would change is told."""
    files = ask.values.get("file") or []
    if not files:
        raise FieldsRefused({"file": ask.words("imports/no_file")})
    return _look(ask, str(files[0]), ask.field("kind"), ask.field("encoding"))


def on_file(ask: Ask, files: list[Mapping[str, Any]]) -> Answer:
    """A file in a direct message: it is asked what it holds."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
    given = [(str(file["id"]), str(file["name"])) for file in tables_among(files)[:_MOST]]
    return ask.message("imports/given", files=given, kinds=KINDS)


def tables_among(files: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The files that can be read in."""
    return [file for file in files if str(file.get("name") or "").casefold().endswith((".csv", ".xlsx"))]


def on_kind(ask: Ask) -> Answer:
    """*Deals*, *People* …: what the file holds."""
    file, kind, encoding = _three(ask.value)
    return _look(ask, file, kind, encoding)


def on_book(ask: Ask) -> Answer:
    """*Book*: what was looked at is booked."""
    file, kind, encoding = _three(ask.value)

    def do(book: Book) -> Answer:
        require_admin(book, asker(ask), ask.now)
        _plan(ask, book, Kind.FILE_BOOKED, {"file": file, "kind": kind, "encoding": encoding})
        return ask.message("imports/booking")

    return ask.change(do)


def on_take_back(ask: Ask) -> Answer:
    """*Take Back*: an import of deals, whole."""
    number = number_in(ask.value)

    def do(book: Book) -> Answer:
        require_admin(book, asker(ask), ask.now)
        _plan(ask, book, Kind.FILE_BOOKED, {"take_back": number})
        # What was changed since may stop it: the button stays, to be pressed again.
        return Beside(ask.message("imports/taking_back", number=number))

    return ask.change(do)


def on_words(ask: Ask) -> Answer:
    """*Say What They Mean*: a form with the words of another system that nobody has said yet."""
    crm, file, kind, encoding = _four(ask.value)
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
        words = words_asked(book, crm.key)
        stages, people = choices_for(book)
    shown = words[:_MOST_WORDS]
    about = {
        "crm": crm.key,
        "words": [[word.what, word.theirs] for word in shown],
        "of": [file, kind, encoding],
    }
    view = ask.form(
        "imports/words", about=about, crm=crm.name, words=tuple(enumerate(shown)),
        more=sum(word.ours is None for word in words[_MOST_WORDS:]), stages=stages, people=people,
    )  # fmt: skip
    return Opened(view, "imports.words", ask.value)


def on_words_said(ask: Ask) -> Answer:
    """What they mean is kept, and the file is looked at again."""
    about = ask.metadata
    said = {
        (What(what), str(theirs)): ask.field(f"word_{place}")
        for place, (what, theirs) in enumerate(about["words"])
    }
    file, kind, encoding = (str(each) for each in about["of"])

    def do(book: Book) -> Answer:
        require_admin(book, asker(ask), ask.now)
        say_words(book, str(about["crm"]), said, now=ask.now, by=ask.sender(book).id)
        _plan(ask, book, Kind.FILE_CHECKED, {"file": file, "kind": kind, "encoding": encoding})
        return ask.message("imports/looking")

    return ask.change(do)


def on_cancel(ask: Ask) -> Answer:
    """*Cancel*: nothing is booked."""
    return ask.message("imports/cancelled")


def _look(ask: Ask, file: str, kind: str, encoding: str) -> Answer:
    if kind not in KINDS:
        raise ButtonExpired()

    def do(book: Book) -> Answer:
        require_admin(book, asker(ask), ask.now)
        _plan(ask, book, Kind.FILE_CHECKED, {"file": file, "kind": kind, "encoding": encoding})
        return ask.message("imports/looking")

    return ask.change(do)


def _plan(ask: Ask, book: Book, kind: Kind, subject: Mapping[str, object]) -> None:
    plan_once(book, kind, person_recipient(ask.sender(book).id), ask.key, now=ask.now, subject=dict(subject))


def _three(value: str) -> tuple[str, str, str]:
    parts = value.split(":")
    if len(parts) != 3 or parts[1] not in KINDS:
        raise ButtonExpired()
    return parts[0], parts[1], parts[2]


def _four(value: str) -> tuple[Crm, str, str, str]:
    key, _, rest = value.partition(":")
    crm = next((crm for crm in CRMS if crm.key == key), None)
    if crm is None:
        raise ButtonExpired()
    return crm, *_three(rest)


WORDS = (
    Word("export", on_export, roles=frozenset({Role.REP, Role.MANAGER, Role.ADMIN})),
    Word("import", on_import, hidden=True),
)


def register(edge: Edge) -> None:
    """Answer the buttons and the form of files."""
    for action, listener in (
        ("imports.form", on_form),
        ("imports.kind", on_kind),
        ("imports.book", on_book),
        ("imports.take_back", on_take_back),
        ("imports.words", on_words),
        ("imports.cancel", on_cancel),
        ("exports.make", on_export_button),
    ):
        edge.action(action)(listener)
    edge.form("imports.given")(on_form_sent)
    edge.form("imports.words_said")(on_words_said)
