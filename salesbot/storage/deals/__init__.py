"""The ledger of deals: what is entered in it, and every question asked of it."""

from salesbot.storage.deals.asking import Asking
from salesbot.storage.deals.at_hand import AtHand, OpenRow
from salesbot.storage.deals.bought import BoughtRows
from salesbot.storage.deals.closings import Closing, Closings
from salesbot.storage.deals.entering import Entering
from salesbot.storage.deals.looking import Decided
from salesbot.storage.deals.opening import Opening
from salesbot.storage.deals.sayings import SaidRow, Sayings
from salesbot.storage.deals.selling import Closed, First, Selling
from salesbot.storage.deals.serving import Serving
from salesbot.storage.deals.sold import Sold
from salesbot.storage.deals.tallying import Moment, Span
from salesbot.storage.deals.ways import WayRow, Ways


class Deals(Entering, Asking, AtHand, BoughtRows, Serving, Ways, Sold, Opening, Sayings, Closings, Selling):
    """The ledger of one workspace's deals."""


__all__ = ["Closed", "Closing", "Deals", "Decided", "First", "Moment", "OpenRow", "SaidRow", "Span", "WayRow"]
