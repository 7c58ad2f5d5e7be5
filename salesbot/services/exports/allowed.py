"""What one person may take out as a file: their own, of those they lead, or everything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from salesbot.domain.access import may_export, may_export_team, require
from salesbot.domain.people import Person, Role
from salesbot.services.exports import Exported, export
from salesbot.services.exports.deals import deal_rows
from salesbot.services.exports.people import person_names
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

FOR_ADMINS = frozenset({"people", "products", "costs", "rates", "ledger"})
"""Files that are of everybody or of nobody: for admins."""


def export_for(book: Book, person: Person, kind: str, *, now: datetime) -> Exported:
    """The file of that kind with the rows that this person may take out. Raises NotAllowed.

    Deals go by their rep, accounts and their contacts by the account's owner, goals by the person or
    team; an admin may take everything.
    """
    viewer = viewer_of(book, person, now)
    require(viewer.has(Role.REP, Role.MANAGER, Role.ADMIN), "export")
    if viewer.has(Role.ADMIN):
        return export(book, kind)
    require(kind not in FOR_ADMINS, "export")
    mine = {number for number in person_names(book) if may_export(viewer, number)}
    if kind == "deals":
        whole = export(book, kind, rows=[])
        states = [state for state in book.deals.all() if state.rep_id in mine]
        return replace(whole, rows=deal_rows(book, states), whole=False)
    made = export(book, kind)
    if kind == "contacts":
        owned = {account.name for account in book.accounts.all() if account.owner_id in mine}
        return replace(made, rows=[row for row in made.rows if row["account"] in owned], whole=False)
    names = {name for number, name in person_names(book).items() if number in mine}
    teams = {team.name for team in book.people.teams() if may_export_team(viewer, team.id)}
    rows = [row for row in made.rows if _may_take(kind, row, names, teams)]
    return replace(made, rows=rows, whole=False)


def _may_take(kind: str, row: Mapping[str, str], names: Collection[str], teams: Collection[str]) -> bool:
    if kind == "accounts":
        return row["owner_email"] in names
    return (row["scope"] == "rep" and row["name"] in names) or (
        row["scope"] == "team" and row["name"] in teams
    )
