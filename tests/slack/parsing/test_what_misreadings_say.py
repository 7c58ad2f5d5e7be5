"""Every misreading has a template, which says what was wrong, a line that works, and a button for each answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from salesbot.domain import misreadings
from salesbot.domain.misreadings import Misreading, Question
from salesbot.messages import Renderer
from salesbot.shipped import locales_dir, templates_dir
from salesbot.slack.parsing import read_intent
from tests.slack.parsing.reading import mistake_in

LINES = [
    "Acme 12.5.0k won",
    "Acme -5",
    "Acme 9999999999999999",
    "Acme 12k 15k",
    "Acme",
    "12k",
    "",
    "<@U0KIM|kim> Acme 12k",
    '"" 12k',
    "x" * 300 + " 12k",
    "Acme Corp 12k",
    "Acme won 12k",
    "Club 54 500",
    "Acme 1.234",
    "Acme 5Ksh",
    "Acme 1.2345",
    "Acme ¥500",
    "Acme 12k propsal",
    "Acme 12k maybe",
    "Acme 12k lost",
    "Acme 12k lost prise",
    "Acme 12k lost:support",
    "Acme 12k reason:price",
    "Acme 12k won lost",
    "Acme 12k note:a note:b",
    "Acme 12k close:fri close:tue",
    "Acme 12k with <@U0KIM> 70/30 60/40",
    "Acme 12k zzz:1",
    "Acme 12k note:",
    "Acme 12k product:" + "x" * 300,
    "Acme 12k won extra",
    "Acme 12k close:banana",
    "Acme 12k close:30.2.2027",
    "Acme 12k close:2150-01-01",
    "Acme 12k close:03/04/2027",
    "Acme 12k won tomorrow",
    "Acme 12k close:yesterday",
    "Acme 12k fri",
    "Acme 12k opened:yesterday won last fri",
    "Acme 12k technique:magic",
    "Acme 12k x3",
    "Acme 12k product:A;B x3",
    "Acme 12k product:A x0",
    "Acme 12k price:4k",
    "Acme 12k product:A;B price:4k",
    "Acme 12k product:A price:4k USD",
    "Acme 12k product:A price:much",
    "Acme 12k product:A discount:110%",
    "Acme 12k <@U0KIM|kim>",
    "Acme 12k for:kim",
    "Acme 12k with",
    "Acme 12k with <@U0ME>",
    "Acme 12k split:a <@U0KIM>",
    "Acme 12k with <@U0KIM> 70/20",
    "Acme 12k with <@U0KIM> 50/30/20",
    'Acme 12k "a',
    "x" * 20_000,
]


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(templates_dir(), locales_dir())


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:24])
def test_an_answer_says_what_was_wrong_and_what_would_work(line: str, renderer: Renderer) -> None:
    mistake = mistake_in(line)
    message = renderer.message(mistake.template, draft_id=7, **mistake.facts)
    buttons = _buttons(message.blocks)
    assert message.text.startswith("I did not save this.")
    assert buttons[-1]["action_id"].startswith("deals.form")
    if isinstance(mistake, Question):
        assert [button["value"] for button in buttons[:-1]] == [f"7:{n}" for n in range(len(mistake.choices))]
    else:
        assert f"/log-deal {mistake.facts['example']}"[:90] in json.dumps(
            message.blocks, ensure_ascii=False
        ).replace('\\"', '"')


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:24])
def test_in_a_form_it_is_the_sentence_alone(line: str, renderer: Renderer) -> None:
    mistake = mistake_in(line, command="")
    words = renderer.words(mistake.template, **mistake.facts)
    assert words
    assert "I did not save" not in words


def test_every_misreading_is_tried_here() -> None:
    tried = {type(mistake_in(line)) for line in LINES} | {
        misreadings.SalesWordUnknown,
        misreadings.SalesWordOfOthers,
    }
    assert tried == {
        kind
        for kind in vars(misreadings).values()
        if isinstance(kind, type) and issubclass(kind, Misreading) and kind not in (Misreading, Question)
    }


def test_an_unknown_word_of_sales_names_the_nearest(renderer: Renderer) -> None:
    with pytest.raises(misreadings.SalesWordUnknown) as unknown:
        read_intent("forcast")
    message = renderer.message(unknown.value.template, **unknown.value.facts)
    assert "forecast" in message.text


def _buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
