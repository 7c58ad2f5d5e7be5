"""Names that are nearly the same: which ones to ask about, never which one to take.

RapidFuzz compares whole names and whole words; parts of words never count, so that `AB` is near `AB Volvo` in no
list. What only tells the legal form (Ltd, d.o.o.) is left out of the comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from salesbot.slack.parsing.words import each_of, folded

_NEAR = 80.0
_SAME_WORDS = 90.0
_NEARLY = 70.0
_SHORT = 4
_LEGAL_FORMS = each_of(
    "ab ag as bv co corp corporation doo dd eg gmbh inc incorporated kg limited llc lp ltd nv oy oyj plc"
    " pty sa sarl sas se sp spa srl"
)


def near_names(name: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """The names nearly like this one, the nearest first; equally near ones by the alphabet, none of them taken.

    A name of up to four letters is near another only by one slip in four letters, or as a whole word of three.
    """
    known = list(names)
    wanted = _core(name)
    if not wanted or not known:
        return []
    cores = [_core(each) for each in known]
    scores = _scores(wanted, cores)
    found = sorted((-score, known[place].casefold(), known[place]) for place, score in scores.items())
    return [each for _, _, each in found[:limit]]


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one name nearly like this one; None without any, and None where two are as near."""
    near = near_names(name, names, limit=2)
    return near[0] if len(near) == 1 else None


def near_words(word: str, words: Iterable[str]) -> list[str]:
    """Three words of a short fixed list nearly like this one, the nearest first: one slip, or most letters the same."""
    wanted, found = folded(word), []
    for each in dict.fromkeys(words):
        score, slips = fuzz.ratio(wanted, folded(each)), OSA.distance(wanted, folded(each))
        if score >= _NEARLY or (slips <= 1 and len(wanted) > 2):
            found.append((slips, -score, each))
    return [each for _, _, each in sorted(found)[:3]]


class NamesAtHand:
    """The names of accounts, all in memory: answers what reading a line asks."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._by_fold = {_spaced(name): name for name in self._names}

    def known(self, candidates: Sequence[str]) -> Mapping[str, str]:
        """Which of the candidates are accounts: as typed → the account's own name."""
        found = {candidate: self._by_fold.get(_spaced(candidate)) for candidate in candidates}
        return {candidate: name for candidate, name in found.items() if name is not None}

    def near(self, name: str, limit: int = 3) -> list[str]:
        """The accounts whose names are nearly this one, the nearest first."""
        return near_names(name, self._names, limit)


def _spaced(name: str) -> str:
    return " ".join(name.casefold().split())


def _scores(wanted: str, cores: Sequence[str]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for _, score, place in process.extract(wanted, cores, scorer=fuzz.ratio, limit=20, score_cutoff=_NEAR):
        if score == 100 or (_length(wanted, cores[place]) > _SHORT and _same_figures(wanted, cores[place])):
            scores[place] = score
    for _, _, place in process.extract(wanted, cores, scorer=OSA.distance, limit=20, score_cutoff=1):
        if _length(wanted, cores[place]) >= _SHORT and _same_figures(wanted, cores[place]):
            scores[place] = max(scores.get(place, 0), _NEAR)
    for _, _, place in process.extract(
        wanted, cores, scorer=fuzz.token_set_ratio, limit=20, score_cutoff=100
    ):
        if cores[place] and _length(wanted, cores[place]) >= _SHORT - 1:
            scores[place] = max(scores.get(place, 0), _SAME_WORDS)
    return scores


def _length(one: str, other: str) -> int:
    return min(len(one), len(other))


def _same_figures(one: str, other: str) -> bool:
    """Branch 12 is no slip of the pen for Branch 13."""
    return [sign for sign in one if sign.isdigit()] == [sign for sign in other if sign.isdigit()]


@lru_cache(maxsize=65_536)
def _core(name: str) -> str:
    """The name for comparing: folded, without punctuation, and without its legal form."""
    plain = folded(name.replace(".", "")).replace("&", " ")
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return " ".join([word for word in words if word not in _LEGAL_FORMS] or words)
