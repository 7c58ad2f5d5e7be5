"""Property tests of the rules measure no time: a busy machine is no wrong figure."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
