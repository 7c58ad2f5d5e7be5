"""What can be wrong with what somebody wants of a deal; each has a template under `templates/mistakes/`."""

from __future__ import annotations

from typing import ClassVar

from salesbot.domain.mistakes import SalesbotError


class NotYourDeal(SalesbotError):
    """Only the deal's rep, or who leads them, may change it: facts `account`, `rep` (names)."""

    template: ClassVar[str] = "mistakes/not_your_deal"


class OwnPart(SalesbotError):
    """Who stands in changes no deal in which they have a part, or would: facts `account`, `by` (names), `has_part`."""

    template: ClassVar[str] = "mistakes/own_part"


class DisputeStands(SalesbotError):
    """The person disputed the credit before and waits for an answer: fact `account`."""

    template: ClassVar[str] = "mistakes/dispute_stands"


class DisputeSettled(SalesbotError):
    """The dispute was answered already: fact `account`."""

    template: ClassVar[str] = "mistakes/dispute_settled"


class NothingCorrected(SalesbotError):
    """A dispute was to be accepted without a change of the deal: fact `account`."""

    template: ClassVar[str] = "mistakes/nothing_corrected"


class NothingToApprove(SalesbotError):
    """The deal does not wait for approval any more: fact `account`."""

    template: ClassVar[str] = "mistakes/nothing_to_approve"


class MayNotLog(SalesbotError):
    """The sender's roles do not sell."""

    template: ClassVar[str] = "mistakes/may_not_log"


class MayNotLogFor(SalesbotError):
    """Logging for somebody else is for who leads them: fact `rep` (name)."""

    template: ClassVar[str] = "mistakes/may_not_log_for"


class AmountNeeded(SalesbotError):
    """A deal needs an amount above zero."""

    template: ClassVar[str] = "mistakes/amount_needed"


class DiscountOfNothing(SalesbotError):
    """A discount of a product for which no price was said, and which has no usual one: fact `product`."""

    template: ClassVar[str] = "mistakes/discount_of_nothing"


class LostReasonNeeded(SalesbotError):
    """A lost deal needs a reason: fact `account`."""

    template: ClassVar[str] = "mistakes/lost_reason_needed"


class CloseDayAhead(SalesbotError):
    """A won or lost deal cannot have closed on a day to come: fact `day`."""

    template: ClassVar[str] = "mistakes/close_day_ahead"


class OpenedAfterClose(SalesbotError):
    """A deal cannot close before it was opened: facts `opened_on`, `closed_on`."""

    template: ClassVar[str] = "mistakes/opened_after_close"


class StageGone(SalesbotError):
    """The stage or lost reason is not in use any more."""

    template: ClassVar[str] = "mistakes/stage_gone"


class NothingToUndo(SalesbotError):
    """Nothing was logged or changed by this person in the last minutes: fact `minutes`."""

    template: ClassVar[str] = "mistakes/nothing_to_undo"


class UndoneAlready(SalesbotError):
    """The entry was taken back before: fact `account`."""

    template: ClassVar[str] = "mistakes/undone_already"


class UndoTooLate(SalesbotError):
    """The undo window is over: facts `account`, `deal_id`, `minutes`."""

    template: ClassVar[str] = "mistakes/undo_too_late"


class NotYoursToUndo(SalesbotError):
    """An entry is taken back by who made it: facts `account`, `by` (name; may be empty)."""

    template: ClassVar[str] = "mistakes/not_yours_to_undo"


class ChangeReasonNeeded(SalesbotError):
    """A change after the undo window needs a reason."""

    template: ClassVar[str] = "mistakes/change_reason_needed"


class ChangedMeanwhile(SalesbotError):
    """Somebody changed the deal since it was shown: facts `deal` (as it is now), `changes` (lines of its history)."""

    template: ClassVar[str] = "mistakes/changed_meanwhile"


class DealWithdrawn(SalesbotError):
    """A deal that was withdrawn cannot be moved, won or lost: fact `account`."""

    template: ClassVar[str] = "mistakes/deal_withdrawn"


class DealNotClosed(SalesbotError):
    """Only a won or lost deal can be reopened: fact `account`."""

    template: ClassVar[str] = "mistakes/deal_not_closed"


class NothingToAnnounce(SalesbotError):
    """The shout-out was posted already, or there is none to post: fact `account`."""

    template: ClassVar[str] = "mistakes/nothing_to_announce"


class OnlyOpenHandedOver(SalesbotError):
    """Only an open deal is handed over; credit that was won stays with who won it: facts `account`, `rep`."""

    template: ClassVar[str] = "mistakes/only_open_handed_over"


class HandedToSame(SalesbotError):
    """The deal is that person's already: facts `account` (empty for all of somebody's deals), `rep` (names)."""

    template: ClassVar[str] = "mistakes/handed_to_same"


class CannotHold(SalesbotError):
    """Deals belong to people who sell and are still there: fact `rep` (name)."""

    template: ClassVar[str] = "mistakes/cannot_hold"


class GuestNamed(SalesbotError):
    """Somebody named in a deal is a guest, a bot or of another company: facts `name`, `stranger`."""

    template: ClassVar[str] = "mistakes/guest_named"


class OnlyWonRefunded(SalesbotError):
    """Only a won deal is refunded: fact `account`."""

    template: ClassVar[str] = "mistakes/only_won_refunded"


class RefundTooLarge(SalesbotError):
    """More than is left of the deal was to be refunded: facts `account`, `left`, `typed` (Money)."""

    template: ClassVar[str] = "mistakes/refund_too_large"


class RefundNotPositive(SalesbotError):
    """A refund is told as an amount above zero."""

    template: ClassVar[str] = "mistakes/refund_not_positive"


class RefundOtherCurrency(SalesbotError):
    """A refund is in the currency of its deal: facts `account`, `currency`, `typed` (Money)."""

    template: ClassVar[str] = "mistakes/refund_other_currency"


class RefundBeforeWin(SalesbotError):
    """A refund cannot be older than the win: facts `day`, `closed_on`."""

    template: ClassVar[str] = "mistakes/refund_before_win"


class RefundUnreadable(SalesbotError):
    """What was typed of a refund cannot be read: facts `account`, `typed`, `deal_id`."""

    template: ClassVar[str] = "mistakes/refund_unreadable"


class RefundStands(SalesbotError):
    """The deal cannot be less than what was refunded of it, nor be won no more: facts `account`, `refunded` (Money)."""

    template: ClassVar[str] = "mistakes/refund_stands"


class ShareUnnamable(SalesbotError):
    """Somebody with a part in the deal has no Slack account, so no field can name them: fact `account`."""

    template: ClassVar[str] = "mistakes/share_unnamable"


class OnlyForeignRated(SalesbotError):
    """Only a won deal in another currency has a rate: facts `account`, `currency` (the workspace's)."""

    template: ClassVar[str] = "mistakes/only_foreign_rated"


class RateUnusable(SalesbotError):
    """What was typed is no rate: facts `typed`, `currency` (of the deal), `base` (of the workspace)."""

    template: ClassVar[str] = "mistakes/rate_unusable"
