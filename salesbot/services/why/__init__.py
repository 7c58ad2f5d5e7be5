"""Why more or less was won than agreed: the gap bridge, and where the trouble is."""

from salesbot.services.why.bridging import bridge_of
from salesbot.services.why.showing import WhyShown, why_shown

__all__ = ["WhyShown", "bridge_of", "why_shown"]
