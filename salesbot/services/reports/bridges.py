"""The report of the gap bridge: from the company's goal to what was won, cause by cause."""

from __future__ import annotations

from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.services.reports.asked import Asked, ReportAskedWrongly
from salesbot.services.reports.tables import Table, fields
from salesbot.services.why import bridge_of
from salesbot.services.why.history import History

_BRIDGE = fields("cause amount", money="amount")


def bridge(asked: Asked) -> Table:
    """Each cause once, adding up to won − goal to the cent; no rows without a goal.

    It is the company's: rows do not name anybody, so another scope raises ReportAskedWrongly.
    """
    if asked.scope not in (None, Scope.COMPANY):
        raise ReportAskedWrongly(
            name=asked.name, option="scope", typed=asked.scope.value, known=(Scope.COMPANY.value,)
        )
    row = asked.measured.main_row(Scope.COMPANY, None)
    assert isinstance(row.won, Money)
    found = bridge_of(History(asked.measured, row.won.currency), Scope.COMPANY, None, row)
    return Table(_BRIDGE, tuple((cause.value, amount) for cause, amount in found.causes) if found else ())
