"""Salesbot: a chat-bot assistant for sales teams that lives in Slack."""
