"""Where a deal stands that comes from one pipeline into another.

usual:     New 10, Qualified 25, Proposal 50, Negotiation 75
partners:  Lead 20, Proposal 40, Contract 80
"""

from __future__ import annotations

import pytest

from salesbot.domain.accounts import DEFAULT_STAGES, Stage
from salesbot.domain.pipelines import stage_alike

USUAL = [
    Stage(place, key, name, place, percent, False)
    for place, (key, name, percent) in enumerate(DEFAULT_STAGES, 1)
]
PARTNERS = [
    Stage(place, name.casefold(), name, place, percent, False, 1, "Partners")
    for place, (name, percent) in enumerate((("Lead", 20), ("Proposal", 40), ("Contract", 80)), 5)
]


@pytest.mark.parametrize(
    ("was", "to"),
    [("New", "Lead"), ("Qualified", "Lead"), ("Proposal", "Proposal"), ("Negotiation", "Proposal")],
)
def test_the_same_name_else_the_furthest_that_promises_no_more(was: str, to: str) -> None:
    stage = next(stage for stage in USUAL if stage.name == was)
    assert stage_alike(stage, PARTNERS).name == to


def test_a_deal_without_a_stage_begins_at_the_first() -> None:
    assert stage_alike(None, PARTNERS).name == "Lead"
    with pytest.raises(ValueError, match="at least one"):
        stage_alike(None, [])
