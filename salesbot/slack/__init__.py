"""The edge to Slack: a payload comes in, words go out."""
