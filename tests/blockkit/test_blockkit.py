"""What Slack takes is taken, what it refuses is refused at the right place, and Slack's own models agree."""

import copy
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from salesbot.blockkit import Fault, faults_in_message, faults_in_view
from salesbot.blockkit.tables import at_most, characters
from tests.blockkit import faulty, good

# Slack's Python models do not know these, or drop fields of theirs.
_UNKNOWN_TO_THE_SDK = {"data_table", "data_visualization", "context_actions", "call"}


@pytest.mark.parametrize("payload", good.MESSAGES)
def test_a_sound_message_is_taken(payload: dict[str, Any]) -> None:
    assert faults_in_message(payload) == []


@pytest.mark.parametrize("view", good.VIEWS)
def test_a_sound_view_is_taken(view: dict[str, Any]) -> None:
    assert faults_in_view(view) == []


@pytest.mark.parametrize(("payload", "pointer"), faulty.MESSAGES)
def test_a_faulty_message_is_refused_where_it_is_at_fault(payload: dict[str, Any], pointer: str) -> None:
    assert pointer in [fault.pointer for fault in faults_in_message(payload)]


@pytest.mark.parametrize(("view", "pointer"), faulty.VIEWS)
def test_a_faulty_view_is_refused_where_it_is_at_fault(view: dict[str, Any], pointer: str) -> None:
    assert pointer in [fault.pointer for fault in faults_in_view(view)]


def test_the_tables_hold_a_hundred_of_each() -> None:
    assert len(good.MESSAGES) + len(good.VIEWS) >= 100
    assert len(faulty.MESSAGES) + len(faulty.VIEWS) >= 100


@pytest.mark.parametrize("payload", [m for m in good.MESSAGES if "blocks" in m])
def test_slacks_own_models_take_what_is_taken(payload: dict[str, Any]) -> None:
    for block in payload["blocks"]:
        if block["type"] not in _UNKNOWN_TO_THE_SDK:
            parsed = Block.parse(copy.deepcopy(block))
            assert parsed is not None
            parsed.validate_json()


@pytest.mark.parametrize("view", good.VIEWS)
def test_slacks_own_model_of_a_view_takes_what_is_taken(view: dict[str, Any]) -> None:
    if not any(block["type"] in _UNKNOWN_TO_THE_SDK for block in view["blocks"]):
        View(**{name: value for name, value in view.items() if name != "submit_disabled"}).validate_json()


def test_judging_leaves_the_payload_as_it_was() -> None:
    for payload in good.MESSAGES:
        before = copy.deepcopy(payload)
        faults_in_message(payload)
        assert payload == before


@pytest.mark.parametrize(
    "junk", [None, 5, "x", [], {}, [[]], {"type": []}, {"type": "section", "text": [1]}, True]
)
def test_junk_is_refused_and_never_trips_the_judge(junk: Any) -> None:
    assert faults_in_message({"text": "x", "blocks": [junk]})
    assert faults_in_message({"text": "x", "blocks": [{"type": "section", "text": junk}]})
    assert faults_in_message({"text": "x", "blocks": [{"type": "actions", "elements": [junk, junk]}]})
    assert faults_in_view({"type": "modal", "title": junk, "blocks": [junk]})


def test_what_stands_in_a_page_again_and_again_is_counted_each_time() -> None:
    once = {"type": "plain_text", "text": "Kim Novak, Adria " * 10}
    page = [{"type": "section", "fields": [once] * 10}] * 10
    assert characters(page) == 17_000
    assert at_most(17_000, page)
    assert not at_most(16_999, page)


@pytest.mark.parametrize("payload", good.MESSAGES)
def test_a_page_is_within_what_it_counts_and_not_within_less(payload: dict[str, Any]) -> None:
    blocks = payload.get("blocks") or []
    assert at_most(characters(blocks), blocks)
    assert not at_most(characters(blocks) - 1, blocks)


def test_a_fault_reads_as_a_sentence() -> None:
    assert str(Fault("/blocks/0/text", "must be a string")) == "/blocks/0/text: must be a string"
    assert str(Fault("", "needs text or blocks")) == "/: needs text or blocks"
