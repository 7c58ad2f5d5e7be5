"""A long change, staged where it holds nobody up and then booked in one short transaction: all of it, or nothing."""

from __future__ import annotations

from salesbot.storage.staging.slices import clear_unfinished
from salesbot.storage.staging.staged import ReferenceLost, StagedBook, stage_book

__all__ = ["ReferenceLost", "StagedBook", "clear_unfinished", "stage_book"]
