"""Why somebody who asks in Slack gets no further: the workspace is not set up, or the request is stale."""

from __future__ import annotations

from typing import ClassVar

from salesbot.domain.mistakes import SalesbotError


class WorkspaceUnknown(SalesbotError):
    """A Slack workspace has no books here yet: fact `team_id`."""

    template: ClassVar[str] = "mistakes/workspace_unknown"


class SetupMissing(SalesbotError):
    """The workspace has no currency or time zone yet: fact `admins` (names of who can set it up; may be empty)."""

    template: ClassVar[str] = "mistakes/setup_missing"


class SentTwice(SalesbotError):
    """The same request came twice with different content; nothing was done the second time."""

    template: ClassVar[str] = "mistakes/sent_twice"


class ButtonExpired(SalesbotError):
    """The button belongs to something that is over: a question answered or half an hour old."""

    template: ClassVar[str] = "mistakes/button_expired"


class PersonNotFound(SalesbotError):
    """Somebody was named whom Slack does not know: fact `slack_id`."""

    template: ClassVar[str] = "mistakes/person_not_found"


class TooManyAtOnce(SalesbotError):
    """More came at once than is taken, from one person or from all of them: fact `everybody`; nothing was done."""

    template = "mistakes/too_many_at_once"


class SlackSilent(SalesbotError):
    """Slack did not answer what has to be asked of it first, such as who somebody is; asked again, it may."""

    template = "mistakes/slack_silent"


class BeingBookedNow(SalesbotError):
    """The deal is part of an import that is being booked or taken back at this moment; nothing was done."""

    template = "mistakes/being_booked_now"
