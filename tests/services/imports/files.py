"""Files as tests write them, and the way they are imported."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.workspaces import Workspace
from salesbot.services.exports import export
from salesbot.services.imports import (
    STAGED,
    Imported,
    ImportRefused,
    Problem,
    as_booked,
    book_import,
    plan_import,
    read_sheet,
)
from salesbot.services.setup import new_workspace
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines
from salesbot.storage.staging import stage_book
from tests.cast import NOW, Cast

PEOPLE = """email,name,role,team,manager_email
maja@x.io,Maja Kovač,manager,,
kim@x.io,Kim Novak,rep,Adria,maja@x.io
bo@x.io,Bo Lindqvist,rep,Adria,maja@x.io
"""
DEALS = "\n".join(
    [
        "external_id,account,amount,currency,stage,rep_email,opened_on,expected_on,closed_on,product,quantity,"
        "technique,source,campaign,competitor,lost_reason,splits,cost,note",
        "A1,Acme Corp,12500.00,EUR,won,kim@x.io,2026-05-02,,2026-06-15,Pro;Basic,3;1,referral,fair,June,Zeta,,"
        "kim@x.io:60;bo@x.io:40,4000.00,=two-year plan",
        ",Nordlys,8400.00,USD,proposal,bo@x.io,2026-06-01,2026-07-15,,,,,,,,,,,",
        ",Delta,-100.01,EUR,won,bo@x.io,,,2026-06-10,,,,,,,,kim@x.io:50;bo@x.io:50,,",
        "A4,Delta,100.00,,lost,bo@x.io,,,2026-06-10,,,,,,,price,,,",
        "",
    ]
)


class Files:
    """A workspace into which files are imported."""

    def __init__(self, engines: Engines, name: str = "Acme") -> None:
        self.engines = engines
        with engines.changing() as connection:
            self.workspace: Workspace = new_workspace(
                connection, name=name, now=NOW, currency="EUR", time_zone="Europe/Ljubljana", country="SI"
            )

    @classmethod
    def of(cls, cast: Cast) -> Files:
        """The first company's workspace."""
        files = cls.__new__(cls)
        files.engines, files.workspace = cast.engines, cast.adria.workspace
        return files

    def bring(
        self, kind: str, content: str | bytes, *, file: str | None = None, now: datetime = NOW
    ) -> Imported:
        """Import a file, all of it or nothing."""
        raw = content.encode() if isinstance(content, str) else content
        sheet = read_sheet(kind, file or f"{kind}.csv", raw)
        if kind not in STAGED:
            with open_book(self.engines, self.workspace.id) as book:
                return book_import(book, plan_import(book, sheet, now=now), now=now)
        with stage_book(self.engines, self.workspace.id) as staged:
            done = book_import(staged, plan_import(staged, sheet, now=now), now=now)
        return as_booked(staged, done)

    def refused(self, kind: str, content: str) -> tuple[Problem, ...]:
        """What is wrong with a file, nothing of which is kept."""
        before = self.take_out(kind)
        try:
            self.bring(kind, content)
        except ImportRefused as refused:
            assert self.take_out(kind) == before
            problems: tuple[Problem, ...] = refused.facts["problems"]
            return problems
        raise AssertionError("the file was taken")

    def take_out(self, kind: str) -> str:
        """The workspace's own file."""
        with read_book(self.engines, self.workspace.id) as book:
            return export(book, kind).csv()
