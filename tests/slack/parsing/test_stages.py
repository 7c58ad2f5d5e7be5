"""Stage words count behind the amount; a lost deal needs its reason."""

from __future__ import annotations

import pytest

from salesbot.domain.deals import REASON_CLASSES
from salesbot.domain.misreadings import ReasonMissing
from salesbot.slack.parsing import StageName
from tests.slack.parsing.reading import mistake_in, told

STAGES: list[tuple[str, str]] = [
    (
        (
            "Acme 12k EUR won yesterday product:Pro x3 technique:referral source:fair with @KIM 70/30 "
            'note:"two-year plan"'
        ),
        (
            "Acme = 12000.00 EUR, won 2026-11-17, sender 70, U0KIM 30, Pro x3, technique referral, source "
            "fair, note two-year plan"
        ),
    ),
    (
        'Acme 12k note:"two-year plan" x3 with @KIM 70/30 source:fair yesterday product:Pro',
        "DayLoose(yesterday)",
    ),
    (
        (
            'Acme 12k note:"two-year plan" with @KIM 70/30 source:fair won x3 yesterday product:Pro '
            "technique:referral"
        ),
        (
            "Acme = 12000.00 EUR, won 2026-11-17, sender 70, U0KIM 30, Pro x3, technique referral, source "
            "fair, note two-year plan"
        ),
    ),
    ("Acme 12k new", "Acme = 12000.00 EUR, new"),
    ("Acme 12k Qualified", "Acme = 12000.00 EUR, qualified"),
    ("Acme 12k negotiation close:eom", "Acme = 12000.00 EUR, negotiation, expected 2026-11-30"),
    ("Acme 12k stage:proposal", "Acme = 12000.00 EUR, proposal"),
    ("Acme 12k stage:won", "Acme = 12000.00 EUR, won 2026-11-18"),
    ('Acme 12k "Proposal"', "Acme = 12000.00 EUR, proposal"),
    ("Acme 12k propsal", "StageUnknown(propsal)"),
    ("Acme 12k wno", "StageUnknown(wno)"),
    ("Acme 12k maybe later", "StageUnknown(maybe)"),
    ("Acme 12k won lost", "SaidTwice(lost)"),
    ("Acme 12k won won", "SaidTwice(won)"),
    ("Acme 12k won proposal", "SaidTwice(proposal)"),
    ("Acme 12k won, yesterday.", "Acme = 12000.00 EUR, won 2026-11-17"),
    ("Acme 12k WON", "Acme = 12000.00 EUR, won 2026-11-18"),
    ("Acme 12k lost:price", "Acme = 12000.00 EUR, lost 2026-11-18, reason price"),
    ("Acme 12k lost price", "Acme = 12000.00 EUR, lost 2026-11-18, reason price"),
    ("Acme 12k lost Price too high", "Acme = 12000.00 EUR, lost 2026-11-18, reason price"),
    ('Acme 12k lost:"no budget"', "Acme = 12000.00 EUR, lost 2026-11-18, reason no-budget"),
    ("Acme 12k lost no-budget", "Acme = 12000.00 EUR, lost 2026-11-18, reason no-budget"),
    ("Acme 12k lost no budget yesterday", "Acme = 12000.00 EUR, lost 2026-11-17, reason no-budget"),
    ("Acme 12k lost yesterday no budget", "Acme = 12000.00 EUR, lost 2026-11-17, reason no-budget"),
    ("Acme 12k lost last fri reason:timing", "Acme = 12000.00 EUR, lost 2026-11-13, reason timing"),
    (
        "Acme 12k lost:customer",
        (
            "ReasonUnclear(customer) Acme = 12000.00 EUR, lost 2026-11-18, reason no-budget | Acme = "
            "12000.00 EUR, lost 2026-11-18, reason no-decision | Acme = 12000.00 EUR, lost 2026-11-18, "
            "reason timing"
        ),
    ),
    (
        "Acme 12k lost:support yesterday",
        (
            "ReasonUnclear(support) Acme = 12000.00 EUR, lost 2026-11-17, reason no-demo | Acme = 12000.00 "
            "EUR, lost 2026-11-17, reason no-answer | Acme = 12000.00 EUR, lost 2026-11-17, reason "
            "slow-quote"
        ),
    ),
    ("Acme 12k lost budget", "Acme = 12000.00 EUR, lost 2026-11-18, reason no-budget"),
    ("Acme 12k lost:quote yesterday", "Acme = 12000.00 EUR, lost 2026-11-17, reason slow-quote"),
    ("Acme 12k lost slow", "ReasonUnknown(slow)"),
    ("Acme 12k lost too", "ReasonUnknown(too)"),
    ("Acme 12k lost prise", "ReasonUnknown(prise)"),
    ("Acme 12k lost:zzz", "ReasonUnknown(zzz)"),
    ("Acme 12k won reason:no-budget", "ReasonUnknown(no-budget)"),
    ("Acme 12k reason:price", "ReasonOutOfPlace(reason:price)"),
    ("Acme 12k lost:price reason:timing", "Acme = 12000.00 EUR, lost 2026-11-18, reason price timing"),
    ("Acme 12k lost:price reason:price", "SaidTwice(price)"),
    ("Acme 12k lost:price reason:timing reason:no-demo reason:other", "SaidTwice(other)"),
    ("Acme 12k won reason:fit reason:trust", "Acme = 12000.00 EUR, won 2026-11-18, reason fit trust"),
    ("Acme 12k reason:support won", "Acme = 12000.00 EUR, won 2026-11-18, reason quick-answers"),
    ("Acme 12k lost:price lost:timing", "SaidTwice(lost:timing)"),
    ("Acme 12k lost:price won", "SaidTwice(won)"),
]


@pytest.mark.parametrize(("line", "expected"), STAGES)
def test_how_a_deal_stands(line: str, expected: str) -> None:
    assert told(line) == expected


LEGAL = (StageName(1, "review", "Legal Review"),)


def test_a_stage_may_have_several_words() -> None:
    assert (
        told("Acme 12k Legal Review close:fri", stages=LEGAL)
        == "Acme = 12000.00 EUR, new, expected 2026-11-20"
    )
    assert told("Acme 12k stage:legal review", stages=LEGAL) == "Acme = 12000.00 EUR, new"
    assert told("Acme 12k legal reveiw", stages=LEGAL) == "StageUnknown(legal reveiw)"


@pytest.mark.parametrize("line", ["Acme 12k lost", "Acme 12k lost:", "Acme 12k lost yesterday"])
def test_a_lost_deal_without_a_reason_is_asked_by_class(line: str) -> None:
    question = mistake_in(line)
    assert isinstance(question, ReasonMissing)
    assert [choice.label["klass"] for choice in question.choices] == list(REASON_CLASSES)
    assert question.choices[1].line == line.replace("lost:", "lost").replace("lost", "lost:price")
    assert told(question.choices[1].text).endswith("reason price")
    assert told(question.choices[4].text).startswith("ReasonUnclear(support)")
