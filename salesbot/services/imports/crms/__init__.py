"""Exports of other systems, read as files of deals: known by their headers, with their words said once in ours."""

from __future__ import annotations

from salesbot.services.imports.crms.reading import in_our_words, left_out, say_of_file, theirs
from salesbot.services.imports.crms.words import (
    LEFT_OUT,
    What,
    WordsMissing,
    WordUnusable,
    choices_for,
    say_words,
    words_asked,
)
from salesbot.services.imports.known_crms import CRMS, Crm, crm_of

__all__ = [
    "CRMS",
    "LEFT_OUT",
    "Crm",
    "What",
    "WordUnusable",
    "WordsMissing",
    "choices_for",
    "crm_of",
    "in_our_words",
    "left_out",
    "say_of_file",
    "say_words",
    "theirs",
    "words_asked",
]
