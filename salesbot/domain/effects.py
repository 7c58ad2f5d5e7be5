"""Did it help: how a person's figure changed in a window, less how the others' changed in the same window.

Sources: the difference in differences; its interval from those of its four parts (Zou and Donner 2008, square and add) for
rates, Welch's for means, Poisson's for counts; regression to the mean (Galton 1886; Barnett et al. 2005).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from salesbot.domain.evidence import USUAL, Share, difference

FEWEST_EACH = 5
"""With fewer cases in one of the four windows no interval is told."""
OUTLIER = 1.281552
"""A start outside the middle 80 of 100 that the own twelve months before it would give by chance."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How many values, their mean, and their variance."""

    n: int
    mean: float
    variance: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Sample:
        """The sample of these values; 0 for a mean of nothing."""
        found = list(values)
        mean = sum(found) / len(found) if found else 0.0
        rest = sum((value - mean) ** 2 for value in found)
        return cls(len(found), mean, rest / (len(found) - 1) if len(found) > 1 else 0.0)


@dataclass(frozen=True, slots=True)
class Window:
    """A figure in one window, on how many cases it rests; None: there were none."""

    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Effect:
    """A person's figure before and after, the others' in the same windows, and the difference of both changes."""

    before: Window
    after: Window
    others_before: Window
    others_after: Window
    change: float | None
    """The person's change less the others'; None where one of the four has no value."""
    low: float | None = None
    high: float | None = None
    """95 % of such intervals hold the true difference; None: too few cases to say."""
    by_itself: float | None = None
    """Where the start was an outlier: the change that a return to the own usual figure would be."""

    @property
    def sure(self) -> bool:
        """Whether it is more than chance."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def effect_of_rates(own: tuple[Share, Share], others: tuple[Share, Share], usual: Share) -> Effect:
    """Of a rate, such as won of decided: before and after, of the person and of the others; `usual`: the year before."""
    four = (own[1], own[0], others[1], others[0])
    windows = [Window(share.rate, share.n) for share in four]
    change = _change(windows)
    low = high = None
    if change is not None and min(share.n for share in four) >= FEWEST_EACH:
        down = up = 0.0
        for place, share in enumerate(four):
            below, above = share.interval()
            rate = share.rate or 0.0
            # The second and third are taken away, so their bounds change sides.
            less, more = (rate - below, above - rate) if place in (0, 3) else (above - rate, rate - below)
            down, up = down + less * less, up + more * more
        low, high = change - sqrt(down), change + sqrt(up)
    return _effect(windows, change, low, high, _back_of_rate(own[0], usual))


def effect_of_means(own: tuple[Sample, Sample], others: tuple[Sample, Sample], usual: Sample) -> Effect:
    """Of a mean, such as the size of won deals."""
    four = (own[1], own[0], others[1], others[0])
    windows = [Window(sample.mean if sample.n else None, sample.n) for sample in four]
    change = _change(windows)
    low = high = None
    if change is not None and min(sample.n for sample in four) >= FEWEST_EACH:
        parts = [sample.variance / sample.n for sample in four]
        whole = sum(parts)
        spread = sum(part * part / (sample.n - 1) for part, sample in zip(parts, four, strict=True))
        side = _student(whole * whole / spread) * sqrt(whole) if whole else 0.0
        low, high = change - side, change + side
    return _effect(windows, change, low, high, _back_of_mean(own[0], usual))


def effect_of_counts(
    own: tuple[int, int], others: tuple[int, int], people: int, usual: float | None
) -> Effect:
    """Of a count, such as deals won in the window; of the others the mean of so many `people`.

    `usual`: as many as a window of that length held in the year before; None where nothing is known of it.
    """
    before, after = Window(float(own[0]), own[0]), Window(float(own[1]), own[1])
    theirs = [Window(count / people if people else None, count) for count in (others[1], others[0])]
    windows = [after, before, *theirs]
    change = _change(windows)
    low = high = None
    if change is not None and min(own[0] + own[1], others[0] + others[1]) >= FEWEST_EACH:
        side = USUAL * sqrt(own[0] + own[1] + (others[0] + others[1]) / (people * people))
        low, high = change - side, change + side
    back = None
    if usual and abs(own[0] - usual) / sqrt(usual) > OUTLIER:
        back = usual - own[0]
    return _effect(windows, change, low, high, back)


def _change(windows: list[Window]) -> float | None:
    after, before, others_after, others_before = (window.value for window in windows)
    if after is None or before is None or others_after is None or others_before is None:
        return None
    return (after - before) - (others_after - others_before)


def _effect(
    windows: list[Window], change: float | None, low: float | None, high: float | None, back: float | None
) -> Effect:
    after, before, others_after, others_before = windows
    return Effect(before, after, others_before, others_after, change, low, high, back)


def _back_of_rate(start: Share, usual: Share) -> float | None:
    if min(start.n, usual.n) < FEWEST_EACH:
        return None
    found = difference(start, usual, OUTLIER)
    return -found.difference if found is not None and (found.above or found.below) else None


def _back_of_mean(start: Sample, usual: Sample) -> float | None:
    if min(start.n, usual.n) < FEWEST_EACH or not usual.variance:
        return None
    off = (start.mean - usual.mean) / sqrt(usual.variance / start.n)
    return usual.mean - start.mean if abs(off) > OUTLIER else None


def _student(freedom: float) -> float:
    """The 97.5th percentile of Student's t, by the expansion of Cornish and Fisher (within 0.01 from 4 on)."""
    z, f = USUAL, freedom
    return (
        z
        + (z**3 + z) / (4 * f)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * f**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * f**3)
    )
