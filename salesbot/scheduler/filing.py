"""Files that somebody gave or asked for in Slack: checked, booked, or made, when the row that stands for it is due.

Each may be done twice, where a process dies in between: what was booked is told of as it was booked, and a file that is sent
twice says the same.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias

from salesbot.domain.access import NotAllowed
from salesbot.domain.announcing import SendOutcome
from salesbot.domain.as_of import read_stamp
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.runtime import FileTooLarge, PostFailed, Runtime, SlackFile
from salesbot.services.digests.filing import table_file
from salesbot.services.exports import Exported
from salesbot.services.exports.allowed import export_for
from salesbot.services.imports import (
    ENCODINGS,
    LARGEST,
    STAGED,
    BookedBefore,
    Imported,
    ImportRefused,
    Planned,
    Sheet,
    SheetUnreadable,
    TakenBack,
    WordsMissing,
    as_booked,
    book_import,
    booked_before,
    booked_since,
    plan_import,
    read_sheet,
    take_back_import,
)
from salesbot.services.people import require_admin
from salesbot.services.person_records import person_record
from salesbot.services.planning import Kind, Recipient
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import COLLISIONS, Book

KINDS = frozenset({Kind.FILE_CHECKED.value, Kind.FILE_BOOKED.value, Kind.FILE_MADE.value})
_TRIES = 3
_TEMPLATES: dict[type[SalesbotError], str] = {
    ImportRefused: "imports/refused",
    NotAllowed: "imports/not_yours",
}
"""Mistakes that are told otherwise here than on a terminal or at a command."""
_Told: TypeAlias = tuple[str, dict[str, Any]]


def told(runtime: Runtime, row: Announcement, now: datetime) -> _Told:
    """Do what the row stands for; a template with its facts. Raises PostFailed where Slack is to be asked again."""
    try:
        if row.kind == Kind.FILE_MADE and row.subject["kind"] == "record":
            return _record(runtime, row, now)
        if row.kind == Kind.FILE_MADE:
            return _made(runtime, row, now)
        return _brought(runtime, row, now)
    except WordsMissing as missing:
        return _asked_for_words(runtime, row, missing)
    except SheetUnreadable as unreadable:
        given = ":".join(str(row.subject.get(name) or "") for name in ("file", "kind"))
        return unreadable.template, {**unreadable.facts, "given": given}
    except SalesbotError as mistake:
        return _TEMPLATES.get(type(mistake), mistake.template), mistake.facts


# -- a file that was given ----------------------------------------------------------------------------------


def _brought(runtime: Runtime, row: Announcement, now: datetime) -> _Told:
    given = {name: str(row.subject.get(name) or "") for name in ("file", "kind", "encoding")}
    with runtime.reading(row.workspace_id) as book:
        person = _person(book, row)
        require_admin(book, person, now)
    if "take_back" in row.subject:
        return "imports/taken_back", {"done": _taken_back(runtime, row, person, now)}
    try:
        file = _taken(runtime, row.workspace_id, given["file"])
    except PostFailed as failed:
        if failed.outcome is not SendOutcome.DEAD:
            raise
        return "imports/not_fetched", {"error": failed.error}
    sheet = read_sheet(given["kind"], file.name, file.content, encoding=ENCODINGS.get(given["encoding"]))
    if row.kind == Kind.FILE_CHECKED:
        planned = _checked(runtime, row.workspace_id, sheet, now)
        before = _before(runtime, row.workspace_id, planned)
        return "imports/checked", {"planned": planned, "before": before, "value": ":".join(given.values())}
    booked, planned = _booked(runtime, row, sheet, person, now)
    before = _before(runtime, row.workspace_id, planned) if booked.number is None else None
    return "imports/booked", {"planned": planned, "done": booked, "before": before}


def _taken_back(runtime: Runtime, row: Announcement, person: Person, now: datetime) -> TakenBack:
    """Take an import back; where somebody changed something meanwhile, look at it once more."""
    for left in reversed(range(_TRIES)):
        try:
            with runtime.staging(row.workspace_id) as staged:
                return take_back_import(staged, int(row.subject["take_back"]), now=now, by=person.id)
        except COLLISIONS:
            if not left:
                raise
    raise AssertionError("every try either takes back or raises")


def _asked_for_words(runtime: Runtime, row: Announcement, missing: WordsMissing) -> _Told:
    """Another system's words are noted, so that the form can ask for them without the file."""
    key, words = str(missing.facts["key"]), missing.facts["missing"]
    with runtime.book(row.workspace_id) as book:
        book.import_words.meet(key, [(what.value, word) for what, word in words])
    value = ":".join(str(row.subject.get(name) or "") for name in ("file", "kind", "encoding"))
    return "imports/words_missing", {**missing.facts, "value": value}


def _taken(runtime: Runtime, workspace_id: int, file_id: str) -> SlackFile:
    try:
        return runtime.messenger.take_file(workspace_id, file_id, most=LARGEST)
    except FileTooLarge as large:
        raise SheetUnreadable(file=large.name, why="large", line=0) from None


def _checked(runtime: Runtime, workspace_id: int, sheet: Sheet, now: datetime) -> Planned:
    with runtime.reading(workspace_id) as book:
        return plan_import(book, sheet, now=now)


def _before(runtime: Runtime, workspace_id: int, planned: Planned) -> BookedBefore | None:
    if planned.changes:
        return None
    with runtime.reading(workspace_id) as book:
        return booked_before(book, planned)


def _booked(
    runtime: Runtime, row: Announcement, sheet: Sheet, person: Person, now: datetime
) -> tuple[Imported, Planned]:
    """Book the file; where somebody changed something meanwhile, check it once more."""
    for left in reversed(range(_TRIES)):
        planned = _checked(runtime, row.workspace_id, sheet, now)
        if (done := _done_already(runtime, row, planned, person)) is not None:
            return done, planned
        try:
            return _book(runtime, row.workspace_id, planned, person, now), planned
        except COLLISIONS:
            if not left:
                raise
    raise AssertionError("every try either books or raises")


def _done_already(runtime: Runtime, row: Announcement, planned: Planned, person: Person) -> Imported | None:
    """What this row booked before its process died: what somebody corrected since is not booked over."""
    with runtime.reading(row.workspace_id) as book:
        kept = booked_since(book, planned, row.created_at, person.id)
    if kept is None:
        return None
    return Imported(
        kept.number, kept.kind, kept.added, kept.changed, max(0, planned.rows - kept.added - kept.changed)
    )


def _book(runtime: Runtime, workspace_id: int, planned: Planned, person: Person, now: datetime) -> Imported:
    if planned.kind not in STAGED:
        with runtime.book(workspace_id) as book:
            return book_import(book, planned, now=now, by=person.id)
    with runtime.staging(workspace_id) as staged:
        done = book_import(staged, planned, now=now, by=person.id)
    return as_booked(staged, done)


# -- a file that was asked for ------------------------------------------------------------------------------


def _made(runtime: Runtime, row: Announcement, now: datetime) -> _Told:
    kind, form = str(row.subject["kind"]), str(row.subject["form"])
    with runtime.book(row.workspace_id) as book:
        person = _person(book, row)
        exported = (
            _table(book, row, person, now) if kind == "digest" else export_for(book, person, kind, now=now)
        )
        book.records.audit("exported", kind, None, by=person.id, now=now, after={"rows": len(exported.rows)})
    name = f"{kind}.{form}"
    facts = {"kind": kind, "count": len(exported.rows), "file": name, "whole": exported.whole}
    if not exported.rows:
        return "exports/empty", facts
    return _sent(runtime, row, person, name, exported.file(form)) or ("exports/made", facts)


def _sent(runtime: Runtime, row: Announcement, person: Person, name: str, content: bytes) -> _Told | None:
    """Send the file to the person; what is told instead where Slack does not take it."""
    try:
        channel = runtime.messenger.direct_channel(row.workspace_id, person.slack_id or "")
        runtime.messenger.send_file(row.workspace_id, channel, name, content)
    except PostFailed as failed:
        if failed.outcome is not SendOutcome.DEAD:
            raise
        return "exports/not_sent", {"error": failed.error}
    return None


def _record(runtime: Runtime, row: Announcement, now: datetime) -> _Told:
    """Somebody's dated record as readable lines, in the reader's language."""
    with runtime.book(row.workspace_id) as book:
        person = _person(book, row)
        record = person_record(book, person, int(row.subject["person"]), now=now)
        speaks = {
            "locale": person.language(book.workspace.locale),
            "time_zone": person.zone(book.workspace.zone),
        }
    said = [runtime.renderer.words("person_records/head", record=record, **speaks), ""]
    for line in record.lines:
        day = line.day.isoformat()
        said.append(runtime.renderer.words("person_records/line", line=line, day=day, **speaks))
    name = "record.txt"
    content = ("\n".join(said) + "\n").encode()
    facts = {
        "name": record.person.name, "file": name, "count": len(record.lines),
        "own": record.person.id == person.id,
    }  # fmt: skip
    return _sent(runtime, row, person, name, content) or ("exports/record_made", facts)


def _table(book: Book, row: Announcement, person: Person, now: datetime) -> Exported:
    as_of = read_stamp(str(row.subject["stamp"]))
    assert as_of is not None
    return table_file(book, person, row.subject["team"], as_of, now)


def _person(book: Book, row: Announcement) -> Person:
    return book.people.by_id(Recipient.read(row.recipient).number)
