"""What a sentence finds its plural by is a number: English takes anything for one, Slovenian and Swahili do not."""

from __future__ import annotations

import re

from salesbot.shipped import templates_dir

NUMBERS = {"length", "int", "abs", "round", "float"}
"""The filters of which a number comes."""
_SENTENCE = re.compile(r"\{%-?\s*trans\b(.*?)-?%\}(.*?)\{%-?\s*endtrans", re.DOTALL)
_PLURAL = re.compile(r"\{%-?\s*pluralize\s*(\w*)\s*-?%\}")


def _not_numbers(template: str) -> list[str]:
    """What sentences count that a filter has made words or a list of."""
    found = []
    for given, sentence in _SENTENCE.findall(template):
        plural = _PLURAL.search(sentence)
        if plural is None:
            continue
        named = plural[1] or given.split("=")[0].split(",")[0].strip()
        counted = re.search(rf"\b{named}\s*=\s*([^,]*)", given)
        filters = set(re.findall(r"\|\s*(\w+)", counted[1])) if counted else set()
        if filters - NUMBERS:
            found.append(f"{named}={counted[1].strip() if counted else ''}")
    return found


def test_plurals_are_found_by_numbers() -> None:
    templates = sorted(templates_dir().rglob("*.xml"))
    wrong = {str(each): _not_numbers(each.read_text(encoding="utf-8")) for each in templates}
    assert {where: found for where, found in wrong.items() if found} == {}


def test_a_list_that_stands_first_is_found() -> None:
    planted = (
        "{% trans names=all|listed, count=all|length %}{{ names }}{% pluralize %}{{ count }}{% endtrans %}"
    )
    assert _not_numbers(planted) == ["names=all|listed"]
    assert _not_numbers(planted.replace("pluralize", "pluralize count")) == []
