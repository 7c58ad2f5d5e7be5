"""What is being booked in slices, and is not there yet."""

from __future__ import annotations

from sqlmodel import Field

from salesbot.storage.columns import Rows, of_workspace


class BeingBooked(Rows, table=True):
    """Numbers of one table's rows that a long import is booking: given to nobody else, seen by nobody until it is done.

    The lines go in the transaction that makes everything visible at once. Only where SQLite has one writer.
    """

    __tablename__ = "being_booked"
    __table_args__ = (of_workspace(),)

    workspace_id: int = Field(primary_key=True)
    table_name: str = Field(primary_key=True)
    first_number: int
    last_number: int
    """Both are among them."""
