"""A digest's whole table as a file, for who leads the team or the company and for nobody else."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.access import may_export, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.people import Person
from salesbot.domain.periods import month_of
from salesbot.services.attainment import team_attainment
from salesbot.services.digests.company import company_lines, reads_company
from salesbot.services.digests.morning import teams_of_digest
from salesbot.services.digests.tables import RepLine
from salesbot.services.digests.teams import rep_lines
from salesbot.services.exports import Exported
from salesbot.services.people import viewer_of
from salesbot.services.reports.tables import Cell, Table, csv_columns, csv_rows, fields
from salesbot.storage.book import Book

_FIELDS = fields("name won goal attained against_pace", money="won goal against_pace")


def require_table(book: Book, person: Person, team_id: int | None, as_of: AsOf, now: datetime) -> None:
    """NotAllowed where the person's digest does not tell of that team (None: of the company), or not any more."""
    if team_id is None:
        require(reads_company(book, person, now), "export")
        return
    viewer = viewer_of(book, person, now)
    require(team_id in {team.id for team in teams_of_digest(book, person, viewer, as_of.day)}, "export")


def table_file(book: Book, person: Person, team_id: int | None, as_of: AsOf, now: datetime) -> Exported:
    """The table of a digest as of a moment, every line of it, with the amounts as they are shown.

    Lines of those whose deals the person may not take out are left out; of the company (None) it is a line a team.
    Raises NotAllowed.
    """
    require_table(book, person, team_id, as_of, now)
    if team_id is None:
        lines = company_lines(book, as_of)
    else:
        viewer = viewer_of(book, person, now)
        standing = team_attainment(book, team_id, as_of, month_of(as_of.day))
        lines = rep_lines(standing, lambda person_id: may_export(viewer, person_id), as_of)
    table = Table(_FIELDS, tuple(_row(line) for line in lines if line.name and line.seat_from is None))
    columns = tuple(csv_columns(table))
    rows = [dict(zip(columns, row, strict=True)) for row in csv_rows(table)]
    # The names are guarded already; a second guard would change them.
    return Exported("digest", columns, frozenset(columns), rows, whole=False)


def _row(line: RepLine) -> tuple[Cell, ...]:
    return (line.name, line.won, line.goal, line.attainment, line.against_pace)
