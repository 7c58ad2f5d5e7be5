"""What works, by rule: planted differences are found, chance is not, sizes and sources are no excuse."""

from __future__ import annotations

from random import Random

from salesbot.domain.works import Aspect, Case, Verdict, strictness, tallied, what_works


def made(seed: int, planted: float, deals: int = 480) -> list[Case]:
    """A company whose first product is won so much more often; sources and sizes have rates of their own."""
    dice, cases = Random(seed), []
    for number in range(deals):
        band, source = dice.randrange(3), dice.choice("abc")
        # The first product is sold where it is easy: by itself it would look good without being so.
        product = "1" if dice.random() < (0.5 if source == "a" else 0.15) else str(dice.randrange(2, 6))
        rate = {"a": 0.65, "b": 0.45, "c": 0.4}[source] - 0.08 * band
        won = dice.random() < rate + (planted if product == "1" else 0)
        named = {
            Aspect.PRODUCT: frozenset([product]), Aspect.SOURCE: frozenset([source]),
            Aspect.TECHNIQUE: frozenset([dice.choice("pqrst")]),
        }  # fmt: skip
        cases.append(Case(number, won, dice.randrange(6), band, source, named))
    return cases


def verdict(cases: list[Case], key: str = "1") -> Verdict:
    return next(
        each.verdict
        for each in what_works(tallied(cases))
        if (each.aspect, each.key) == (Aspect.PRODUCT, key)
    )


def test_a_planted_difference_is_found() -> None:
    found = [verdict(made(seed, 0.3)) for seed in range(20)]
    assert found.count(Verdict.MORE) >= 18


def test_of_many_that_make_no_difference_none_is_said_to() -> None:
    looks = [what_works(tallied(made(seed, 0.0))) for seed in range(40)]
    wrong = sum(
        any(
            each.verdict in (Verdict.MORE, Verdict.LESS) and each.aspect is not Aspect.SOURCE for each in look
        )
        for look in looks
    )
    assert wrong <= 4


def test_without_strata_the_same_product_would_look_good() -> None:
    """Shown to catch what it is for: with sources hidden, chance is exceeded in most companies."""
    hidden = [
        [
            Case(c.deal_id, c.won, c.rep_id, 0, "", {Aspect.PRODUCT: c.named[Aspect.PRODUCT]})
            for c in made(s, 0.0, 960)
        ]
        for s in range(10)
    ]
    assert sum(verdict(cases) is Verdict.MORE for cases in hidden) >= 4
    assert sum(verdict(made(seed, 0.0, 960)) is Verdict.MORE for seed in range(10)) <= 1


def test_the_mix_by_hand() -> None:
    """Two strata: 30 of 40 against 20 of 40, and 10 of 20 against 10 of 40: both weigh, 0.25 in either."""
    cases, number = [], 0
    for band, key, won, n in ((0, "x", 30, 40), (0, "y", 20, 40), (2, "x", 10, 20), (2, "y", 10, 40)):
        for place in range(n):
            number += 1
            named = {Aspect.PRODUCT: frozenset([key])}
            cases.append(Case(number, place < won, number % 5, band, "", named))
    x, y = sorted(what_works(tallied(cases)), key=lambda each: each.key)
    assert x.difference is not None
    assert round(x.difference.difference, 9) == 0.25
    assert (x.own.count, x.own.n, x.others.count, x.others.n) == (40, 60, 30, 80)
    assert y.difference is not None
    assert round(y.difference.difference, 9) == -0.25


def test_too_few_on_either_side_say_nothing() -> None:
    def cases(own: int, others: int) -> list[Case]:
        keys = ["1"] * own + ["2"] * others
        return [
            Case(n, n % 2 == 0 or key == "1", n % 5, 0, "", {Aspect.PRODUCT: frozenset([key])})
            for n, key in enumerate(keys)
        ]  # fmt: skip

    assert verdict(cases(29, 200)) is Verdict.TOO_LITTLE
    assert verdict(cases(200, 29)) is Verdict.TOO_LITTLE
    assert verdict(cases(30, 200)) is Verdict.MORE
    assert what_works(tallied([])) == ()


def test_a_deal_that_names_nothing_is_compared_with_no_product() -> None:
    named = [Case(n, n % 2 == 0, 1, 0, "", {Aspect.PRODUCT: frozenset(["1"])}) for n in range(60)]
    bare = [Case(100 + n, False, 1, 0, "", {}) for n in range(60)]
    assert verdict(named + bare) is Verdict.TOO_LITTLE


def test_the_more_are_looked_at_the_wider_the_ranges() -> None:
    assert [round(strictness(count), 2) for count in (0, 1, 10, 20)] == [1.96, 1.96, 2.81, 3.02]
