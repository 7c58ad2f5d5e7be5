"""Brackets: seeded by the standing before the start, byes for the best, round by round the better of each two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from salesbot.domain.contests.rules import Ties
from salesbot.domain.contests.standings import Entry, Merit, lot, merit


@dataclass(frozen=True, slots=True)
class Match:
    """Two sides of a round; without another, the one goes on by itself."""

    one: int
    other: int | None
    winner: int | None = None
    """None: it is not decided yet."""


@dataclass(frozen=True, slots=True)
class Round:
    """The matches of one round."""

    number: int
    """From 1."""
    matches: tuple[Match, ...]

    @property
    def decided(self) -> bool:
        """Whether every match has a winner."""
        return all(match.winner is not None for match in self.matches)


def rounds_of(sides: int) -> int:
    """How many rounds so many sides take: 4 take two, 5 to 8 take three."""
    return max(0, sides - 1).bit_length()


def seeding(entries: Iterable[Entry]) -> tuple[int, ...]:
    """The sides by what they had before the start, best first; equals, and those without a value, by lot."""
    ordered = sorted(entries, key=lambda entry: (merit(entry, Ties.SHARED), lot(entry.side)))
    return tuple(entry.side for entry in ordered)


def first_pairs(seeds: Sequence[int]) -> tuple[tuple[int, int | None], ...]:
    """Who meets whom first: the best the last, so that the two best can only meet in the final; byes for the best."""
    places = [0]
    while len(places) < len(seeds):
        places = [each for place in places for each in (place, 2 * len(places) - 1 - place)]
    sides = [seeds[place] if place < len(seeds) else None for place in places]
    found = []
    for one, other in zip(sides[::2], sides[1::2], strict=True):
        assert one is not None, "the better half of the places is always taken"
        found.append((one, other))
    return tuple(found)


def played(
    seeds: Sequence[int], results: Sequence[Mapping[int, Entry] | None], ties: Ties,
    *, lower_is_better: bool = False,
) -> tuple[Round, ...]:  # fmt: skip
    """Every round as far as it is known: `results` of each round that is over by side; None: it still runs.

    A match that the tie rule leaves open goes to the better seed. A round after one that is not decided is not there.
    """
    better = {side: place for place, side in enumerate(seeds)}
    pairs: Sequence[tuple[int, int | None]] = first_pairs(seeds) if len(seeds) > 1 else ()
    rounds: list[Round] = []
    for number, result in enumerate(results, start=1):
        matches = tuple(
            Match(one, other, _winner(one, other, result, better, ties, lower_is_better))
            for one, other in pairs
        )
        rounds.append(Round(number, matches))
        if not rounds[-1].decided or len(matches) < 2:
            break
        winners = [match.winner for match in matches if match.winner is not None]
        pairs = tuple(zip(winners[::2], winners[1::2], strict=True))
    return tuple(rounds)


def _winner(
    one: int, other: int | None, result: Mapping[int, Entry] | None, seeds: Mapping[int, int], ties: Ties,
    lower_is_better: bool,
) -> int | None:  # fmt: skip
    if other is None:
        return one
    if result is None:
        return None

    def order(side: int) -> tuple[Merit, int]:
        entry = result.get(side, Entry(side, None))
        return merit(entry, ties, lower_is_better), seeds[side]

    return min((one, other), key=order)
