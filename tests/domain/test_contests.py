"""Contests: the same standing whatever the order, ties by the rule, brackets that end with one winner."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.contests import (
    ContestFew,
    ContestTooShort,
    ContestUnfit,
    Entry,
    Form,
    Measure,
    Ties,
    check_rules,
    cut_rounds,
    first_pairs,
    period_between,
    played,
    rounds_of,
    seeding,
    standing,
)
from salesbot.domain.metrics import read_metric

DAYS = st.dates(date(2026, 6, 1), date(2026, 6, 30))
VALUES = st.none() | st.fractions(-3, 3, max_denominator=4)
ENTRIES = st.lists(
    st.builds(Entry, st.integers(1, 40), VALUES, st.none() | DAYS, st.integers(0, 3)),
    max_size=12, unique_by=lambda entry: entry.side,
)  # fmt: skip
SIDES = st.lists(st.integers(1, 400), min_size=2, max_size=33, unique=True)


@given(ENTRIES, st.sampled_from(Ties), st.booleans(), st.randoms())
def test_the_order_of_the_entries_decides_nothing(
    entries: list[Entry], ties: Ties, lower: bool, chance: random.Random
) -> None:
    mixed = list(entries)
    chance.shuffle(mixed)
    assert standing(mixed, ties, lower_is_better=lower) == standing(entries, ties, lower_is_better=lower)


@given(ENTRIES, st.sampled_from(Ties))
def test_places_are_one_more_than_those_who_are_better(entries: list[Entry], ties: Ties) -> None:
    places = standing(entries, ties)
    assert {placed.entry for placed in places} == set(entries)
    for placed in places:
        value = placed.entry.value
        if value is None:
            assert placed.place is None
            continue
        above = sum(each.value is not None and each.value > value for each in entries)
        equal = sum(each.value == value for each in entries)
        assert placed.place is not None
        assert above < placed.place <= above + equal
        if ties is Ties.SHARED:
            assert placed.place == above + 1
            assert placed.shares is (equal > 1)


def entry(side: int, value: int | None, day: int = 1, deals: int = 0) -> Entry:
    return Entry(side, None if value is None else Fraction(value), date(2026, 6, day), deals)


@pytest.mark.parametrize(
    ("ties", "places"),
    [
        (Ties.SHARED, {1: 1, 2: 1, 3: 1, 4: 4, 5: None}),
        (Ties.FIRST, {1: 2, 2: 1, 3: 2, 4: 4, 5: None}),
        (Ties.DEALS, {1: 2, 2: 2, 3: 1, 4: 4, 5: None}),
    ],
)
def test_ties_by_hand(ties: Ties, places: dict[int, int | None]) -> None:
    found = standing(
        [entry(1, 5, 9, 1), entry(2, 5, 3, 1), entry(3, 5, 9, 2), entry(4, 4), entry(5, None)], ties
    )
    assert {placed.entry.side: placed.place for placed in found} == places


def test_of_a_limit_the_least_is_best() -> None:
    found = standing([entry(1, 5), entry(2, 3)], Ties.SHARED, lower_is_better=True)
    assert [placed.entry.side for placed in found] == [2, 1]


@given(SIDES, st.randoms(), st.sampled_from(Ties))
def test_a_bracket_ends_with_one_winner_who_beat_everybody_met(
    sides: list[int], chance: random.Random, ties: Ties
) -> None:
    seeds = seeding(Entry(side, Fraction(chance.randint(0, 3))) for side in sides)
    assert sorted(seeds) == sorted(sides)
    results = [
        {side: Entry(side, Fraction(chance.randint(0, 2))) for side in sides}
        for _ in range(rounds_of(len(sides)))
    ]
    rounds = played(seeds, results, ties)
    assert len(rounds) == rounds_of(len(sides))
    assert len(rounds[-1].matches) == 1
    lost = Counter[int]()
    for played_round, result in zip(rounds, results, strict=True):
        assert played_round.number == 1 or all(match.other is not None for match in played_round.matches), (
            "byes first only"
        )
        for match in played_round.matches:
            assert match.winner in (match.one, match.other)
            if match.other is None:
                continue
            other = match.other if match.winner == match.one else match.one
            lost[other] += 1
            won, beaten = result[match.winner or 0].value, result[other].value
            assert won is not None
            assert beaten is not None
            assert won > beaten or (won == beaten and seeds.index(match.winner or 0) < seeds.index(other))
    champion = rounds[-1].matches[0].winner
    assert set(lost) == set(sides) - {champion}
    assert set(lost.values()) == {1}, "who lost is out"


def test_byes_go_to_the_best_and_the_two_best_meet_in_the_final() -> None:
    assert first_pairs([1, 2, 3, 4, 5]) == ((1, None), (4, 5), (2, None), (3, None))
    assert first_pairs([1, 2, 3, 4]) == ((1, 4), (2, 3))


def test_a_round_that_runs_has_no_winner_and_none_after_it() -> None:
    rounds = played([1, 2, 3, 4], [None, None], Ties.SHARED)
    assert len(rounds) == 1
    assert not rounds[0].decided


@given(st.integers(0, 40), st.integers(1, 6))
def test_rounds_share_the_working_days(count: int, rounds: int) -> None:
    days = [date(2026, 6, 1) + timedelta(days=step) for step in range(count)]
    if count < rounds:
        with pytest.raises(ContestTooShort):
            cut_rounds(days, rounds)
        return
    starts = [days.index(day) for day in cut_rounds(days, rounds)]
    lengths = [after - start for start, after in zip(starts, [*starts[1:], count], strict=True)]
    assert starts[0] == 0
    assert max(lengths) - min(lengths) <= 1


@pytest.mark.parametrize(
    ("form", "metric", "measure", "sides", "why"),
    [
        (Form.INDIVIDUAL, "revenue", Measure.SHARE, 4, None),
        (Form.INDIVIDUAL, "revenue", Measure.SHARE, 3, ContestFew),
        (Form.DUEL, "deals", Measure.TOTAL, 2, None),
        (Form.DUEL, "deals", Measure.TOTAL, 3, ContestFew),
        (Form.TEAMS, "revenue", Measure.DAILY, 2, None),
        (Form.TEAMS, "revenue", Measure.DAILY, 1, ContestFew),
        (Form.BRACKET, "activities:demo", Measure.DAILY, 64, None),
        (Form.BRACKET, "activities:demo", Measure.DAILY, 65, ContestFew),
        (Form.INDIVIDUAL, "satisfaction", Measure.TOTAL, 4, None),
        (Form.INDIVIDUAL, "satisfaction", Measure.SHARE, 4, ContestUnfit),
        (Form.INDIVIDUAL, "refunds", Measure.SHARE, 4, ContestUnfit),
        (Form.INDIVIDUAL, "costs", Measure.TOTAL, 4, ContestUnfit),
    ],
)
def test_what_cannot_be_played_is_refused(
    form: Form, metric: str, measure: Measure, sides: int, why: type[Exception] | None
) -> None:
    if why is None:
        check_rules(form, read_metric(metric), measure, sides)
        return
    with pytest.raises(why):
        check_rules(form, read_metric(metric), measure, sides)


def test_a_whole_week_or_month_has_its_name() -> None:
    assert period_between(date(2026, 6, 8), date(2026, 6, 14)).key == "2026-W24"
    assert period_between(date(2026, 6, 1), date(2026, 6, 30)).key == "2026-06"
    assert period_between(date(2026, 4, 1), date(2026, 6, 30)).key == "2026-Q2"
    assert period_between(date(2026, 6, 8), date(2026, 6, 12)).key == "2026-06-08/2026-06-12"
