"""Deals asked for themselves: the largest, the latest, those of some amounts; and what is none of that."""

from __future__ import annotations

import pytest

from salesbot.domain.deals import Outcome
from salesbot.domain.money import Money
from salesbot.domain.questions import Between, Pick, Rank
from salesbot.slack.parsing.questions import Question, Topic, amounts_said, read_question
from tests.slack.parsing.reading import CONTEXT
from tests.slack.parsing.test_questions import CALLED, TODAY


def euros(amount: int) -> Money:
    return Money.of(amount, "EUR")


def read(text: str) -> Question | None:
    said = amounts_said(text, CONTEXT)
    if said is not None:
        found = read_question(said[1], CALLED, TODAY, 1, said[0])
        if found is not None and found.pick is not None:
            return found
    return read_question(text, CALLED, TODAY, 1)


@pytest.mark.parametrize(
    ("text", "pick"),
    [
        ("biggest deal this month", Pick(Rank.LARGEST)),
        ("my biggest deals", Pick(Rank.LARGEST)),
        ("who has the biggest deal", Pick(Rank.LARGEST)),
        ("who won the largest deal last quarter?", Pick(Rank.LARGEST, None, Outcome.WON)),
        ("smallest open deal", Pick(Rank.SMALLEST, None, Outcome.OPEN)),
        ("latest deal", Pick(Rank.LATEST)),
        ("when did I last sell to Acme", Pick(Rank.LATEST, None, Outcome.WON)),
        ("največji posel ta mesec", Pick(Rank.LARGEST)),
        ("moji največji posli", Pick(Rank.LARGEST)),
        ("kdo ima največji posel", Pick(Rank.LARGEST)),
        ("najmanjši posel", Pick(Rank.SMALLEST)),
        ("zadnji posel", Pick(Rank.LATEST)),
        ("kdaj sem nazadnje prodal Acme", Pick(Rank.LATEST, None, Outcome.WON)),
        ("dili kubwa zaidi mwezi huu", Pick(Rank.LARGEST)),
        ("dili zangu kubwa zaidi", Pick(Rank.LARGEST)),
        ("nani ana dili kubwa zaidi", Pick(Rank.LARGEST)),
        ("dili ndogo zaidi", Pick(Rank.SMALLEST)),
        ("niliuza lini mara ya mwisho kwa Acme", Pick(Rank.LATEST, None, Outcome.WON)),
    ],
)
def test_which_of_many(text: str, pick: Pick) -> None:
    question = read(text)
    assert question is not None
    assert (question.topic, question.pick) == (Topic.PICKED, pick)
    assert question.left_out in ([], ["acme"])


OVER, UNDER = Between(low=euros(10_000)), Between(high=euros(500))
BETWEEN = Between(euros(5_000), euros(10_000), with_ends=True)


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("deals over 10k", OVER),
        ("deals over €10,000?", OVER),
        ("deals over 10k, please!", OVER),
        ("all deals bigger than 10 thousand euros", OVER),
        ("deals under 500", UNDER),
        ("deals under 2000 in May", Between(high=euros(2_000))),
        ("deals of at least 10k", Between(low=euros(10_000), with_ends=True)),
        ("deals up to 500", Between(high=euros(500), with_ends=True)),
        ("deals between 5k and 10k", BETWEEN),
        ("deals from 5k to 10k", BETWEEN),
        ("deals between 10k and 5k", BETWEEN),
        ("deals over $10k", Between(low=Money.of(10_000, "USD"))),
        ("posli nad 10k", OVER),
        ("posli pod 500", UNDER),
        ("posli med 5k in 10k", BETWEEN),
        ("posli od 5k do 10k", BETWEEN),
        ("dili zaidi ya 10k", OVER),
        ("dili chini ya 500", UNDER),
        ("dili kati ya 5k na 10k", BETWEEN),
    ],
)
def test_of_which_amounts(text: str, within: Between) -> None:
    question = read(text)
    assert question is not None
    assert question.pick == Pick(None, within)
    assert question.left_out == []


def test_whose_and_when_are_read_beside_it() -> None:
    question = read("deals Kim lost over 5k last month")
    assert question is not None
    assert question.pick == Pick(None, Between(low=euros(5_000)), Outcome.LOST)
    assert question.person is not None
    assert question.period is not None
    assert (question.person.name, question.period.key) == ("Kim Novak", "2026-05")
    unread = read("deals over 10k in negotiation")
    assert unread is not None
    assert unread.left_out == ["negotiation"], "what is not understood is said"


@pytest.mark.parametrize(
    "text",
    [
        "deals over 10 days old", "deals from 2025", "deals between 2024 and 2025", "deals over 50 percent",
        "what is the win rate of deals over 10k?", "how many deals over 10k do we need?", "did we sell over 10k?",
        "biggest customer?", "closed my biggest deal with Acme", "closed a deal with Acme from 10k", "new deal over 10k",
        "won deal over 10k", "deals over", "over 10k", "deals over 10k 5k 3k 2k 1k acme beta gamma", "deals over ten",
        'deals over "10k', "deals over 99999999999999999999999999", "deals over -5k", "deals over 1.2.3,4",
        "biggest deal acme 12k won", "deals under \x00", "over " * 200,
    ],
)  # fmt: skip
def test_what_asks_for_no_deals(text: str) -> None:
    question = read(text)
    assert question is None or question.topic is not Topic.PICKED


def test_which_of_many_is_said_to_be_left_out_where_it_picks_nothing() -> None:
    question = read("who is our biggest customer?")
    assert question is not None
    assert question.left_out == ["biggest"]
