"""Which names are near: slips of the pen and whole words, never parts of words, and never one of two as near."""

from __future__ import annotations

import pytest

from salesbot.slack.parsing import NamesAtHand, near_names, nearest

NAMES = (
    "Safaricom PLC",
    "Müller AG",
    "Acme Corp",
    "Acme Robotics",
    "3M",
    "AB Volvo",
    "Nova",
    "Helios",
    "IBM",
    "Branch 12",
)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("safricom", ["Safaricom PLC"]),
        ("muller", ["Müller AG"]),
        ("Acme", ["Acme Corp", "Acme Robotics"]),
        ("Acme Ltd", ["Acme Corp", "Acme Robotics"]),
        ("Acme Crop", ["Acme Corp"]),
        ("Helio", ["Helios"]),
        ("Nora", ["Nova"]),
        ("Volvo", ["AB Volvo"]),
        ("AB", []),
        ("4M", []),
        ("IBN", []),
        ("A", []),
        ("Branch 13", []),
        ("", []),
        ("!!!", []),
        ("Nordlys", []),
    ],
)
def test_names_that_are_nearly_the_same(name: str, near: list[str]) -> None:
    assert near_names(name, NAMES) == near


def test_of_two_that_are_as_near_none_is_taken() -> None:
    assert nearest("Acme", NAMES) is None
    assert nearest("safricom", NAMES) == "Safaricom PLC"
    assert nearest("Nordlys", NAMES) is None


def test_accounts_are_known_by_case_and_spaces_folded() -> None:
    names = NamesAtHand(NAMES)
    assert names.known(["acme  CORP", "Acme"]) == {"acme  CORP": "Acme Corp"}
    assert names.near("acme robotic", limit=1) == ["Acme Robotics"]
