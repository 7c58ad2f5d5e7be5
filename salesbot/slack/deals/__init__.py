"""Deals in Slack: logged, changed, taken back, shown. Nothing is loaded with it: a bot logs deals with `logging` alone."""
