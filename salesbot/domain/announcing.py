"""Announcing: what Slack's answer to a post means, what follows, and how much is too much.

Nothing here waits or asks the time: instants are handed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800))
"""How long to wait after the first, second … try that failed; the last holds for all later ones."""
MOST_TRIES = 12
PROBE_AFTER = timedelta(seconds=10)
EXPIRES_AFTER = timedelta(hours=12)
GATHERED_AT = time(16, 30)
"""What is too much to be told one by one stands in one post then."""
MOST_GATHERED = 40
"""Wins in one such post; of more there are several."""
MOST_UNPROMPTED = 2
"""Messages a person and day beyond the morning one; further ones wait for the morning."""

WAITED = "waited"
"""What stands beside a message that was put off, until it is told."""


def told_with(announcement_id: str) -> str:
    """What stands beside a message that waited and is told within another, once that one is told."""
    return f"told with {announcement_id}"


class AnnouncementStatus(StrEnum):
    """Where an announcement stands."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    AMBIGUOUS = "ambiguous"
    SENT = "sent"
    DEAD = "dead"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class SendOutcome(StrEnum):
    """What an answer of Slack says about a post."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    LIMITED = "limited"
    DEAD = "dead"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of an announcement after a try."""

    status: AnnouncementStatus
    not_before: datetime | None = None
    counts: bool = True
    """Whether the try counts as one; being told to wait does not."""


TOKEN_ERRORS = frozenset(
    [
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "token_expired",
        "token_revoked",
        "org_login_required",
        "missing_scope",
        "not_allowed_token_type",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "accesslimited",
    ]
)
"""With these, nothing at all can be posted in the workspace until somebody acts."""
_PERMANENT = TOKEN_ERRORS | frozenset(
    [
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "user_not_found",
        "cannot_dm_bot",
        "user_disabled",
        "messages_tab_disabled",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "no_permission",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_arguments",
        "invalid_arg_name",
        "invalid_array_arg",
        "invalid_charset",
        "invalid_form_data",
        "invalid_post_type",
        "missing_post_type",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "msg_too_long",
        "msg_blocks_too_long",
        "no_text",
        "too_many_attachments",
        "channel_type_not_supported",
        "cannot_reply_to_message",
        "method_deprecated",
        "deprecated_endpoint",
        "team_not_found",
        "team_access_not_granted",
        "access_denied",
    ]
)
_UNSURE = frozenset({"internal_error", "fatal_error"})
_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})


def outcome_of_error(code: str) -> SendOutcome:
    """What an answer with `ok: false` and this error code says.

    A code that is not known was refused all the same: it is tried again, and dies of too many tries.
    """
    if code in _PERMANENT:
        return SendOutcome.DEAD
    if code in _LIMITED:
        return SendOutcome.LIMITED
    return SendOutcome.AMBIGUOUS if code in _UNSURE else SendOutcome.NOT_SENT


def outcome_of_status(http_status: int) -> SendOutcome:
    """What an answer with this HTTP status and no readable body says."""
    if http_status == 429:
        return SendOutcome.LIMITED
    if 400 <= http_status < 500:
        return SendOutcome.NOT_SENT
    return SendOutcome.AMBIGUOUS


def suspends_workspace(code: str) -> bool:
    """Whether nothing at all can be posted in the workspace after this error, until somebody acts."""
    return code in TOKEN_ERRORS


def backoff(attempt: int) -> timedelta:
    """How long to wait after so many tries that failed."""
    return BACKOFF[min(max(attempt, 1), len(BACKOFF)) - 1]


def step_after(
    outcome: SendOutcome,
    attempt: int,
    now: datetime,
    expires_at: datetime,
    retry_after: timedelta = timedelta(seconds=30),
) -> Step:
    """What becomes of a claimed announcement after its try number `attempt` (from 1).

    Ambiguous ones are looked for in the channel's history before anything else happens. What cannot be tried
    again before it expires, or was tried too often, is dead.
    """
    if outcome is SendOutcome.SENT:
        return Step(AnnouncementStatus.SENT)
    if outcome is SendOutcome.DEAD:
        return Step(AnnouncementStatus.DEAD)
    if outcome is SendOutcome.AMBIGUOUS:
        return Step(AnnouncementStatus.AMBIGUOUS, now + PROBE_AFTER)
    limited = outcome is SendOutcome.LIMITED
    again = now + (retry_after if limited else backoff(attempt))
    if again >= expires_at or (attempt >= MOST_TRIES and not limited):
        return Step(AnnouncementStatus.DEAD, counts=not limited)
    return Step(AnnouncementStatus.PLANNED, again, counts=not limited)


def step_after_probe(found: bool | None, attempt: int, now: datetime, repeat_if_unsure: bool) -> Step:
    """What becomes of an ambiguous announcement: found in the history, not, or (None) nobody could look.

    Where nobody could look, a digest is repeated and a shout-out held: a double is better than none only for
    what one person reads.
    """
    if found:
        return Step(AnnouncementStatus.SENT)
    if found is None and not repeat_if_unsure:
        return Step(AnnouncementStatus.DEAD)
    return Step(AnnouncementStatus.PLANNED, now + backoff(attempt))


@dataclass(frozen=True, slots=True)
class Waiting:
    """An announcement that is not sent yet, as superseding and caps see it."""

    id: str
    kind: str
    recipient: str
    due_at: datetime
    expires_at: datetime


def superseded(waiting: Iterable[Waiting], now: datetime) -> tuple[Waiting, ...]:
    """Those that a newer one replaces after a silence: expired, or due before one of kind and recipient.

    Of each kind and recipient the newest that is due stays, unless it is expired itself.
    """
    due = [one for one in waiting if one.due_at <= now]
    newest: dict[tuple[str, str], Waiting] = {}
    for one in due:
        kept = newest.setdefault((one.kind, one.recipient), one)
        if (one.due_at, one.id) > (kept.due_at, kept.id):
            newest[one.kind, one.recipient] = one
    return tuple(one for one in due if one.expires_at <= now or newest[one.kind, one.recipient] is not one)
