"""Announcing: what Slack's answers mean and what follows from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.announcing import (
    MOST_TRIES,
    AnnouncementStatus,
    SendOutcome,
    Step,
    Waiting,
    backoff,
    outcome_of_error,
    outcome_of_status,
    step_after,
    step_after_probe,
    superseded,
    suspends_workspace,
)

NOW = datetime(2026, 6, 16, 6, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=12)
S, OUT = AnnouncementStatus, SendOutcome


@pytest.mark.parametrize(
    ("codes", "outcome"),
    [
        (
            "channel_not_found is_archived not_in_channel account_inactive token_revoked invalid_blocks",
            OUT.DEAD,
        ),
        ("msg_too_long restricted_action user_not_found cannot_dm_bot invalid_auth missing_scope", OUT.DEAD),
        ("internal_error fatal_error", OUT.AMBIGUOUS),
        ("ratelimited rate_limited", OUT.LIMITED),
        ("service_unavailable request_timeout team_added_to_org a_code_of_next_year", OUT.NOT_SENT),
    ],
)
def test_each_error_code_has_its_class(codes: str, outcome: SendOutcome) -> None:
    assert {outcome_of_error(code) for code in codes.split()} == {outcome}


@pytest.mark.parametrize(
    ("http_status", "outcome"),
    [
        (429, OUT.LIMITED),
        (400, OUT.NOT_SENT),
        (404, OUT.NOT_SENT),
        (500, OUT.AMBIGUOUS),
        (503, OUT.AMBIGUOUS),
        (200, OUT.AMBIGUOUS),
    ],
)
def test_an_answer_without_a_readable_body_is_unsure_unless_it_refuses(
    http_status: int, outcome: SendOutcome
) -> None:
    assert outcome_of_status(http_status) is outcome


def test_token_errors_suspend_the_workspace_and_a_lost_channel_does_not() -> None:
    assert suspends_workspace("token_revoked")
    assert suspends_workspace("account_inactive")
    assert not suspends_workspace("is_archived")
    assert not suspends_workspace("internal_error")


def test_what_is_sent_is_done_and_what_is_dead_stays_dead() -> None:
    assert step_after(OUT.SENT, 1, NOW, LATER) == Step(S.SENT)
    assert step_after(OUT.DEAD, 1, NOW, LATER) == Step(S.DEAD)


def test_what_is_unsure_is_looked_for_before_it_is_sent_again() -> None:
    step = step_after(OUT.AMBIGUOUS, 1, NOW, LATER)
    assert step.status is S.AMBIGUOUS
    assert step.not_before is not None
    assert step.not_before > NOW


def test_being_told_to_wait_costs_no_try() -> None:
    step = step_after(OUT.LIMITED, MOST_TRIES + 5, NOW, LATER, retry_after=timedelta(seconds=90))
    assert step == Step(S.PLANNED, NOW + timedelta(seconds=90), counts=False)


def test_a_try_that_failed_is_repeated_later_and_later() -> None:
    waits = [backoff(attempt) for attempt in range(1, 9)]
    assert waits == sorted(waits)
    assert step_after(OUT.NOT_SENT, 2, NOW, LATER) == Step(S.PLANNED, NOW + backoff(2))


def test_one_poisoned_row_dies_of_too_many_tries() -> None:
    assert step_after(OUT.NOT_SENT, MOST_TRIES, NOW, LATER).status is S.DEAD


def test_what_cannot_be_tried_before_it_expires_is_dead() -> None:
    assert step_after(OUT.NOT_SENT, 1, NOW, NOW + timedelta(seconds=2)).status is S.DEAD
    assert step_after(OUT.LIMITED, 1, NOW, NOW + timedelta(seconds=2)).status is S.DEAD


@pytest.mark.parametrize(
    ("found", "repeat", "status"),
    [(True, True, S.SENT), (False, False, S.PLANNED), (None, True, S.PLANNED), (None, False, S.DEAD)],
)
def test_a_probe_decides(found: bool | None, repeat: bool, status: AnnouncementStatus) -> None:
    assert step_after_probe(found, 1, NOW, repeat).status is status


@given(st.sampled_from(list(OUT)), st.integers(1, 40), st.integers(0, 100_000))
def test_every_step_is_one_that_may_be_taken(outcome: SendOutcome, attempt: int, seconds: int) -> None:
    step = step_after(outcome, attempt, NOW, NOW + timedelta(seconds=seconds))
    assert step.status in (S.SENT, S.AMBIGUOUS, S.PLANNED, S.DEAD)
    assert step.not_before is None or step.not_before > NOW


def waiting(number: int, hours_ago: float, kind: str = "morning", recipient: str = "person:7") -> Waiting:
    due_at = NOW - timedelta(hours=hours_ago)
    return Waiting(f"{number:02}", kind, recipient, due_at, due_at + timedelta(hours=12))


def test_after_three_days_of_silence_only_the_newest_digest_is_sent() -> None:
    rows = [
        waiting(1, 48),
        waiting(2, 24),
        waiting(3, 0),
        waiting(4, -24),
        waiting(5, 24, recipient="person:8"),
    ]
    rows.append(waiting(6, 1, kind="review"))
    assert [row.id for row in superseded(rows, NOW)] == ["01", "02", "05"], (
        "5 is alone but too old to be news"
    )
