"""Asks `why` of many of the other companies, each in a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from salesbot.domain.diagnosis import Trouble
from salesbot.storage.engines import open_engines
from tests.databases import copy_of, sqlite_template
from tests.scenarios.other_companies.drawing import OtherCompany
from tests.scenarios.other_companies.writing import named_first

PLANTED: tuple[Trouble | None, ...] = (*Trouble, None)


def asked(folder: Path, planted: Trouble | None, seeds: Iterable[int]) -> Counter[Trouble | None]:
    """How often each trouble was named first in the companies with the planted one; None: nothing was named."""
    template = folder / "template.db"
    if not template.exists():
        sqlite_template(folder)
    found: Counter[Trouble | None] = Counter()
    for seed in seeds:
        engines = open_engines(copy_of(template, folder))
        found[named_first(engines, OtherCompany(planted, seed))] += 1
        engines.close()
    return found
