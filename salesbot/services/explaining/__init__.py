"""How a figure was computed: whichever is asked for, its inputs and its arithmetic, to who may see it."""

from salesbot.services.explaining.explain import Told, explain
from salesbot.services.explaining.wanted import Figure, Wanted

__all__ = ["Figure", "Told", "Wanted", "explain"]
