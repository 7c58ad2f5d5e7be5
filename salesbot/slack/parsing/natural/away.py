"""Days off in plain words: `I'm on vacation 1 Dec to 5 Dec`, `na dopustu sem od 1. do 5. decembra`."""

from __future__ import annotations

import re

from salesbot.domain.misreadings import Misreading
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.days import read_days_range
from salesbot.slack.parsing.words import clean

_OFF = (
    "on vacation|on holidays?|on leave|on annual leave|out of office|out of the office|off work|off|away"
    "|na dopustu|na letnem dopustu|odsoten|odsotna|likizoni|kwenye likizo"
)
_SAID = re.compile(
    rf"(?P<who>(?:i am|i['’]?m|i will be|i['’]?ll be|jaz sem|jaz bom|sem|bom|niko|nitakuwa) )?(?:{_OFF})"
    r"(?P<behind> (?:sem|bom))? (?P<days>.+?)[.!]?",
    re.IGNORECASE,
)


def days_away(text: str, context: ParsingContext) -> str | None:
    """The days on which somebody says that they are off, as typed; None where none are said, or they cannot be read."""
    said = _SAID.fullmatch(clean(text))
    if said is None or not (said["who"] or said["behind"]):
        return None
    try:
        read_days_range(said["days"], context)
    except Misreading:
        return None
    return said["days"]
