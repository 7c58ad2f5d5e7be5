"""The two questions that are asked across workspaces: what is due, and for whom something is to be planned."""

from salesbot.storage.dispatch.claiming import Claim, Dispatch
from salesbot.storage.dispatch.coming import Coming, ToPlan
from salesbot.storage.dispatch.due import ANSWERS, database_now
from salesbot.storage.dispatch.together import ALONE, Changed, Together
from salesbot.storage.dispatch.waiting import Queue, queue_at

__all__ = [
    "ALONE", "ANSWERS", "Changed", "Claim", "Coming", "Dispatch", "Queue", "ToPlan", "Together", "database_now",
    "queue_at",
]  # fmt: skip
