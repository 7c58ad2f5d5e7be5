"""Digests: what a manager is told each morning, as of then and as known then."""

from salesbot.services.digests.morning import DigestForNobody, morning_digest, morning_of_person
from salesbot.services.digests.told import Digest, RepLine, TeamPart

__all__ = ["Digest", "DigestForNobody", "RepLine", "TeamPart", "morning_digest", "morning_of_person"]
