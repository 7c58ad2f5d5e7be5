"""Salesbot: a chat-bot assistant for sales teams that lives in Slack."""

import zoneinfo

# The locked tzdata says what the zones' rules are, never the machine's own: two replicas must agree on nine o'clock.
zoneinfo.reset_tzpath(to=())
