"""Asks `why` of many of the other companies, each in a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from salesbot.domain.diagnosis import Trouble
from tests.databases import Databases
from tests.scenarios.other_companies.drawing import OtherCompany
from tests.scenarios.other_companies.writing import named_first

PLANTED: tuple[Trouble | None, ...] = (*Trouble, None)


def asked(
    databases: Databases, folder: Path, planted: Trouble | None, seeds: Iterable[int]
) -> Counter[Trouble | None]:
    """How often each trouble was named first in the companies with the planted one; None: nothing was named."""
    found: Counter[Trouble | None] = Counter()
    for seed in seeds:
        engines = databases.fresh("sqlite")
        found[named_first(engines, OtherCompany(planted, seed))] += 1
        databases.drop(engines)
    return found
