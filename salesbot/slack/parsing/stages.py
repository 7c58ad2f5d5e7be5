"""How a deal stands: a stage's name, `won`, or `lost` and its reason."""

from __future__ import annotations

from collections.abc import Sequence

from salesbot.domain.accounts import MOST_REASONS
from salesbot.domain.deals import REASON_CLASSES, Outcome
from salesbot.domain.misreadings import (
    ReasonMissing,
    ReasonOutOfPlace,
    ReasonUnclear,
    ReasonUnknown,
    SaidTwice,
    StageUnknown,
    ValueMissing,
)
from salesbot.slack.parsing.context import ParsingContext, ReasonName, StageName
from salesbot.slack.parsing.keys import reason_class_of, word_of
from salesbot.slack.parsing.names import near_words
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.troubles import Swap
from salesbot.slack.parsing.understanding import Place, Understanding
from salesbot.slack.parsing.words import folded, quoted

_ENDS = {"won": Outcome.WON, "lost": Outcome.LOST}
_MOST_WORDS = 5
_LEAST_OF_NAME = 4
"""Letters which a word out of a reason's name has: too, for and the say nothing."""


def stage_words_at(line: Understanding, words: Sequence[Piece]) -> int:
    """How many of the words, from the first on, name a stage or an outcome together; 0 for none."""
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        if _stage_of(_joined(words[:count]), line.context) is not None:
            return count
    return 0


def outcome_of(word: Piece, context: ParsingContext) -> Outcome | None:
    """Won or lost, where the word says so; None for every other word, the stages' names included."""
    stage = _stage_of(word.text, context)
    return stage if isinstance(stage, Outcome) else None


def take_stage(line: Understanding, words: Sequence[Piece]) -> None:
    """Note the stage or outcome which the words name."""
    stage = _stage_of(_joined(words), line.context)
    assert stage is not None
    if not line.say("stage", words[0].start, words[-1].end):
        return
    if isinstance(stage, Outcome):
        line.outcome = stage
    else:
        line.stage_id = stage


def read_stage_key(line: Understanding, key: Piece, words: Sequence[Piece]) -> int:
    """`stage:proposal`: how many of the words were taken."""
    count = stage_words_at(line, words)
    if count:
        take_stage(line, words[:count])
    elif words:
        refuse_stage(line, words)
    else:
        line.fail(ValueMissing, key.start, key.end, [""], key="stage")
    return max(count, 1)


def refuse_stage(line: Understanding, words: Sequence[Piece]) -> int:
    """Say that no stage has this name, with the nearest; how many of the words were quoted back."""
    names = [*(stage.name for stage in line.context.stages), *_ENDS]
    count, near = _nearly(words, names)
    swap = quoted(near[0]) if near and " " in near[0] else next(iter(near), "")
    line.fail(StageUnknown, words[0].start, words[count - 1].end, [swap], near=near, known=names)
    return count


def read_lost_key(line: Understanding, key: Piece, words: Sequence[Piece]) -> int:
    """`lost:price`: how many of the words were taken."""
    if not words:
        if line.say("stage", key.start, key.end):
            line.outcome = Outcome.LOST
        return 0
    if line.say("stage", key.start, words[0].end):
        line.outcome = Outcome.LOST
    return read_reason(line, words)


def read_reason_key(line: Understanding, key: Piece, words: Sequence[Piece]) -> int:
    """`reason:price`, up to three times: how many of the words were taken."""
    if not words:
        line.fail(ValueMissing, key.start, key.end, [""], key="reason")
        return 0
    before = len(line.reasons_said)
    taken = read_reason(line, words)
    if len(line.reasons_said) > before:
        line.said["reason" if not before else f"reason {before + 1}"] = Place(key.start, words[taken - 1].end)
    return taken


def read_reason(line: Understanding, words: Sequence[Piece]) -> int:
    """Note the reason which the words name, or refuse it; how many of the words were taken."""
    count = reason_words_at(line, words)
    if not count:
        return refuse_reason(line, words)
    typed = _joined(words[:count])
    said = Place(words[0].start, words[count - 1].end, typed)
    if len(line.reasons_said) == MOST_REASONS or folded(typed) in [folded(o.text) for o in line.reasons_said]:
        line.fail(SaidTwice, said.start, said.end, [""], key="reason")
        return count
    line.reasons_said.append(said)
    line.said["reason" if len(line.reasons_said) == 1 else f"reason {len(line.reasons_said)}"] = said
    return count


def reason_words_at(line: Understanding, words: Sequence[Piece]) -> int:
    """How many of the words, from the first on, name a reason together; 0 for none."""
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        if _reasons_of(_joined(words[:count]), _at_hand(line), line.context.tongue):
            return count
    return 0


def refuse_reason(line: Understanding, words: Sequence[Piece]) -> int:
    """Say that no reason has this name, with the nearest; how many of the words were quoted back."""
    reasons = _at_hand(line)
    names = list(dict.fromkeys(name for reason in reasons for name in (reason.code, reason.name)))
    count, near = _nearly(words, names)
    sample = near[0] if near else next((reason.code for reason in reasons), "")
    listed = [reason.name for reason in reasons]
    line.fail(ReasonUnknown, words[0].start, words[count - 1].end, [_typed(sample)], near=near, known=listed)
    return count


def settle_reason(line: Understanding) -> None:
    """A lost deal needs a reason, a won one may have some, and an open one has none."""
    for number, said in enumerate(line.reasons_said, 1):
        place = line.said["reason" if number == 1 else f"reason {number}"]
        found = (
            _reasons_of(said.text, _at_hand(line), line.context.tongue)
            if line.outcome is not Outcome.OPEN
            else []
        )
        if not found:
            line.fail(ReasonOutOfPlace, place.start, place.end, [""])
        elif len(found) > 1:
            swaps = [Swap(_typed(reason.code), {"name": reason.name}) for reason in found]
            line.fail(ReasonUnclear, said.start, said.end, swaps, klass=found[0].klass)
        elif found[0] not in line.reasons:
            line.reasons.append(found[0])
    if line.outcome is Outcome.LOST and not line.reasons_said and not line.failed(ReasonUnknown):
        used = {reason.klass for reason in _at_hand(line)}
        swaps = [Swap(f"lost:{klass}", {"klass": klass}) for klass in REASON_CLASSES if klass in used]
        place = line.said["stage"]
        if swaps:
            line.fail(ReasonMissing, place.start, place.end, swaps, klasses=[s.label["klass"] for s in swaps])


def _at_hand(line: Understanding) -> list[ReasonName]:
    """The reasons for a deal that ended like this one; all of them as long as it is not known how."""
    reasons = line.context.reasons
    if line.outcome is Outcome.OPEN:
        return list(reasons)
    return [reason for reason in reasons if reason.won is (line.outcome is Outcome.WON)]


def _stage_of(text: str, context: ParsingContext) -> Outcome | int | None:
    word = word_of(text, context.tongue)
    if word in _ENDS:
        return _ENDS[word]
    return next((stage.id for stage in context.stages if word in _called(stage.key, stage)), None)


def _reasons_of(text: str, reasons: Sequence[ReasonName], tongue: str) -> list[ReasonName]:
    """The one reason of this code or name, else all under this class, else the one that has this word in its name."""
    word = folded(text)
    exact = [reason for reason in reasons if word in _called(reason.code, reason)]
    klass = reason_class_of(text, tongue)
    under = [reason for reason in reasons if klass == reason.klass]
    return exact[:1] or under or _with_word(word, reasons)


def _with_word(word: str, reasons: Sequence[ReasonName]) -> list[ReasonName]:
    """The one reason whose name has the word, or words, in it; none where several have, or where it says nothing."""
    if len(word) < _LEAST_OF_NAME:
        return []
    found = [
        reason
        for reason in reasons
        if any(f" {word} " in f" {name} " for name in _called(reason.code, reason))
    ]
    return found if len(found) == 1 else []


def _called(key: str, listed: StageName | ReasonName) -> set[str]:
    return {folded(key), folded(listed.name), folded(listed.spoken)} - {""}


def _nearly(words: Sequence[Piece], names: Sequence[str]) -> tuple[int, list[str]]:
    """The names near to the words, taking as many words as have one; the first word alone without any."""
    unquoted = [word for word in words if word.kind is Kind.WORD]
    for count in range(min(len(unquoted), 3), 0, -1):
        near = near_words(_joined(words[:count]), names)
        if near:
            return count, near
    return 1, []


def _joined(words: Sequence[Piece]) -> str:
    return " ".join(word.text for word in words).rstrip(",;.")


def _typed(code: str) -> str:
    return quoted(code) if " " in code else code
