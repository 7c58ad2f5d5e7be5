"""What can be wrong with a file, and with a cell of it: every bad row is told, with what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from salesbot.domain.mistakes import SalesbotError


class Why(StrEnum):
    """What is wrong with a cell; `templates/imports/problem.xml` has a sentence for each."""

    REQUIRED = "required"
    EXTRA = "extra"
    """The row has more cells than the header."""
    LONG = "long"
    DAY = "day"
    DAY_FAR = "day_far"
    """A day of another century."""
    AMOUNT = "amount"
    DECIMALS = "decimals"
    TWO_WAYS = "two_ways"
    """No amount of the file tells whether a sign parts thousands or comes before decimals."""
    NUMBER = "number"
    CURRENCY = "currency"
    CURRENCY_MISSING = "currency_missing"
    CURRENCY_OF_COUNT = "currency_of_count"
    BASE_CURRENCY = "base_currency"
    NOT_PUBLISHED = "not_published"
    """A published file of rates does not have the workspace's own currency."""
    CHOICE = "choice"
    EMAIL = "email"
    PERSON = "person"
    TEAM = "team"
    TERRITORY = "territory"
    PLACES = "places"
    """In which territories an account is from which days cannot be read."""
    STAGE = "stage"
    PIPELINE = "pipeline"
    REASON = "reason"
    TIME_ZONE = "time_zone"
    LOCALE = "locale"
    COUNTRY = "country"
    METRIC = "metric"
    PERIOD = "period"
    MONTH = "month"
    SEASON = "season"
    NOT_ABOVE_ZERO = "not_above_zero"
    REFUND_NOT_WON = "refund_not_won"
    DAY_MISSING = "day_missing"
    """A won or lost deal without the day on which it closed."""
    DAY_OF_OPEN = "day_of_open"
    """An open deal with a day on which it closed."""
    DAY_ORDER = "day_order"
    REASON_MISSING = "reason_missing"
    REASON_OF_OTHER = "reason_of_other"
    """A reason for a deal that is not lost."""
    QUANTITY = "quantity"
    REASON_OF_WON = "reason_of_won"
    REASONS = "reasons"
    QUANTITIES = "quantities"
    DISCOUNT = "discount"
    BELOW_ZERO = "below_zero"
    """Not as many quantities as products."""
    SPLITS = "splits"
    SPLITS_SUM = "splits_sum"
    TWICE = "twice"
    """The same key stands in another row with other content."""
    DIFFERS = "differs"
    """Another row says something else of the same person."""
    TAKEN = "taken"
    CIRCLE = "circle"
    LAST_ADMIN = "last_admin"
    OTHER_DEAL = "other_deal"
    """`deal:17` is another deal in this workspace."""
    FIELD = "field"
    """No field is called so; this and the next ones are of what another system sends."""
    TEXT = "text"
    AGAIN = "again"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that will not do: where it stands, what it says, and what would be right."""

    line: int
    """The line of the file, the header being line 1."""
    column: str
    value: str
    why: Why
    right: tuple[str, ...] = ()
    """Values that would do, the nearest first; may be empty."""


class ImportRefused(SalesbotError):
    """Some rows will not do, so nothing was written: facts `file`, `problems` (by line), `rows` (bad ones)."""

    template = "mistakes/import_refused"

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        rows = len({problem.line for problem in problems})
        super().__init__(file=file, problems=problems, rows=rows)


class SheetUnreadable(SalesbotError):
    """The file is no table that can be read.

    Facts `file`, `line` (0: none in particular), `tries` (pairs of an encoding, or "", and words), and `why`: encoding,
    damaged, empty, quotes, cell, large, password, old, no_table, sheets (several could be meant), formulas (cells
    without a result).
    """

    template = "mistakes/sheet_unreadable"

    def __init__(self, *, file: str, why: str, line: int, tries: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(file=file, why=why, line=line, tries=tries)


class ColumnsRefused(SalesbotError):
    """The header does not fit.

    Facts `file`, `kind`, `unknown` (pairs of a column and the nearest known, or ""), `missing`, `twice`, `known`, and
    `begins`: what stands first in a row that names no column at all, else "".
    """

    template = "mistakes/columns_refused"
