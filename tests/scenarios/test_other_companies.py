"""The short form of `python -m tests.scenarios.other_companies`: a few companies, of fixed seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesbot.domain.diagnosis import Trouble
from tests.databases import Databases
from tests.scenarios.other_companies.asking import asked
from tests.scenarios.other_companies.counting import planted as counted
from tests.scenarios.other_companies.drawing import OtherCompany

FEWEST = 120
NAMED = (
    Trouble.PRODUCT,
    Trouble.PRICE,
    Trouble.DELIVERY,
    Trouble.SERVICE,
    Trouble.SUPPORT,
    Trouble.PERSON,
    None,
)


@pytest.mark.parametrize("planted", NAMED)
def test_what_is_wrong_is_named_first_and_nothing_where_nothing_is(
    planted: Trouble | None, databases: Databases, tmp_path: Path
) -> None:
    assert asked(databases, tmp_path, planted, [1]) == {planted: 1}


@pytest.mark.parametrize("planted", Trouble)
def test_what_is_planted_is_there_in_the_size_that_was_written_down(planted: Trouble) -> None:
    few, of_few, many, of_many, touched = 0, 0, 0, 0, []
    for seed in range(2):
        before, within, among = counted(OtherCompany(planted, seed))
        few, of_few, many, of_many = (
            few + before[0],
            of_few + before[1],
            many + within[0],
            of_many + within[1],
        )
        touched.append(among)
    times = (many / of_many) / (few / of_few)
    assert min(touched) >= FEWEST
    halved = planted in (Trouble.PERSON, Trouble.MARKETING)
    assert 0.4 <= times <= 0.6 if halved else 2.4 <= times <= 3.6
