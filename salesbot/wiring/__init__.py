"""The one place that chooses real parts: database, clock, renderer, messenger, and how Slack is met."""

from salesbot.wiring.books import Books, open_books
from salesbot.wiring.running import run, run_playground

__all__ = ["Books", "open_books", "run", "run_playground"]
