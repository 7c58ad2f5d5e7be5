"""Digests: what a manager is told each morning, as of then and as known then."""

from salesbot.services.digests.explaining import Explained, explain
from salesbot.services.digests.morning import DigestForNobody, digest_of, morning_digest
from salesbot.services.digests.tables import RepLine
from salesbot.services.digests.told import Digest, TeamPart

__all__ = [
    "Digest",
    "DigestForNobody",
    "Explained",
    "RepLine",
    "TeamPart",
    "digest_of",
    "explain",
    "morning_digest",
]
