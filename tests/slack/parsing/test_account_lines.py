"""Lines about accounts: what is to be done, and what was done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from salesbot.domain.activities import DEFAULT_KINDS, ActivityKind
from salesbot.domain.misreadings import Misreading, Question
from salesbot.slack.parsing import read_activity, read_follow_up
from tests.slack.parsing.reading import CONTEXT, PEOPLE

KINDS = [ActivityKind(place, code, name, place, False) for place, (code, name) in enumerate(DEFAULT_KINDS, 1)]


def to_do(line: str, **changes: Any) -> str:
    """What a line says is to be done, or why it cannot be read. It is Wednesday, 18 November 2026."""
    for name, person in PEOPLE.items():
        line = line.replace(name, person)
    try:
        read = read_follow_up(line, replace(CONTEXT, **changes))
    except Misreading as mistake:
        return _wrong(mistake)
    person = f", for {read.person}" if read.person else ""
    return f"{read.account} | {read.day} | {read.text}{person}"


def was_done(line: str, **changes: Any) -> str:
    """What a line says was done."""
    try:
        read = read_activity(line, replace(CONTEXT, **changes), KINDS)
    except Misreading as mistake:
        return _wrong(mistake)
    return f"{read.kind.code} | {read.account} | {read.day or 'today'} | {read.text}"


def _wrong(mistake: Misreading) -> str:
    answers = [choice.line for choice in mistake.choices] if isinstance(mistake, Question) else []
    said = f"{type(mistake).__name__}({mistake.facts['typed']})"
    return f"{said}: {' / '.join(answers)}" if answers else said


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Acme fri call about renewal", "Acme | 2026-11-20 | call about renewal"),
        ("acme call about renewal on friday", "Acme | 2026-11-20 | call about renewal"),
        ("Acme call about renewal by 30 June", "Acme | 2027-06-30 | call about renewal"),
        ("Acme in 2 weeks", "Acme | 2026-12-02 | "),
        ("Studio 54 today visit, bring samples", "Studio 54 | 2026-11-18 | visit, bring samples"),
        ('"3M" next tue "two-year plan"', "3M | 2026-11-24 | two-year plan"),
        ("Acme fri call for:@KIM", "Acme | 2026-11-20 | call, for U0KIM"),
        ("Acme fri note:quote Re: the <b>plan</b>", "Acme | 2026-11-20 | quote Re: the <b>plan</b>"),
        ("Baraka Ltd fri call", "Baraka Ltd | 2026-11-20 | call"),
        ("Acme call", "DayMissing(): Acme call 2026-11-19 / Acme call 2026-11-20 / Acme call 2026-11-23 / "
         "Acme call 2026-12-02"),
        ("Acmme fri call", 'AccountNear(Acmme): Acme fri call / "Acmme" fri call account:new'),
        ('"Acmme" fri call account:new', "Acmme | 2026-11-20 | call"),
        ("Acmme call them", "AccountNear(Acmme): Acme call them"),
        ("who knows what", "AccountUnnamed(who knows what)"),
        ("", "AccountMissing()"),
        ("@KIM fri", "AccountMissing()"),
        ("Acme 30 February call", "DayUnreadable(30 February)"),
        ("Acme 2 Jan 2020 call", "DayGone(2 Jan 2020)"),
        ('Acme fri "call', 'QuoteOpen("call)'),
        ("Acme fri call for:kim", "PersonUnreadable(kim)"),
        ("x" * 1200, f"LineTooLong({'x' * 40})"),
    ],
)  # fmt: skip
def test_what_is_to_be_done(line: str, meant: str) -> None:
    assert to_do(line) == meant


@pytest.mark.parametrize(
    ("language", "line", "meant"),
    [
        ("sl", "Acme v petek pokliči zaradi podaljšanja", "Acme | 2026-11-20 | pokliči zaradi podaljšanja"),
        ("sl", "Acme jutri", "Acme | 2026-11-19 | "),
        ("sw", "Acme ijumaa piga simu", "Acme | 2026-11-20 | piga simu"),
        ("sw", "Acme kesho", "Acme | 2026-11-19 | "),
    ],
)
def test_in_other_languages(language: str, line: str, meant: str) -> None:
    assert to_do(line, language=language) == meant


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("demo Acme", "demo | Acme | today | "),
        ("demo at Acme yesterday went well", "demo | Acme | 2026-11-17 | went well"),
        ("Call with Müller AG on monday about the plan", "call | Müller AG | 2026-11-16 | about the plan"),
        ("Acme demo", "demo | Acme | today | "),
        ("predstavitev Acme včeraj", "demo | Acme | 2026-11-17 | "),
        ("Acme", "KindUnknown(Acme)"),
        ("dmo Acme", "KindUnknown(dmo)"),
        ("demo", "AccountMissing()"),
        ("demo Acme 20 November 2026", "DayAhead(20 November 2026)"),
        ("demo Acmme", "AccountNear(Acmme): demo Acme"),
        ("demo Baraka", "AccountUnnamed(Baraka)"),
        ('demo "Baraka"', "demo | Baraka | today | "),
    ],
)
def test_what_was_done(line: str, meant: str) -> None:
    assert was_done(line, language="sl" if "včeraj" in line else "en") == meant
