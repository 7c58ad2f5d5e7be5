"""What a person settles about themselves, in one form: `/sales settings`, App Home's button, and the digest's."""

from salesbot.slack.settings.form import OPEN, WORDS, on_settings, register

__all__ = ["OPEN", "WORDS", "on_settings", "register"]
