"""A training in one line: `objection handling yesterday`: the topic, and at its beginning or end the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salesbot.domain.misreadings import Misreading
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.day_words import ON_DAY
from salesbot.slack.parsing.days import read_day
from salesbot.slack.parsing.words import clean, each_of, plain

_MOST_WORDS_OF_DAY = 3
NAMES = each_of("training trainings usposabljanje usposabljanja mafunzo")
"""What stands behind `did`, in English, Slovenian and Swahili."""


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """What was trained; without a day, it was today."""

    topic: str
    day: date | None


def read_training(text: str, context: ParsingContext) -> TrainingLine:
    """What was trained and when. Whatever names no day belongs to the topic."""
    words = clean(text).split()
    for count in range(min(_MOST_WORDS_OF_DAY, len(words)), 0, -1):
        day = _day(" ".join(words[-count:]), context)
        if day is not None:
            kept = words[:-count]
            if kept and kept[-1].casefold() in ON_DAY:
                kept.pop()
            return TrainingLine(plain(" ".join(kept)), day)
    return TrainingLine(plain(" ".join(words)), None)


def _day(text: str, context: ParsingContext) -> date | None:
    try:
        return read_day(text, context, "back")
    except Misreading:
        return None
