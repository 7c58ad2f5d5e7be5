"""What a person can get wrong: every mistake is a class, and every class has a template of its own.

`slack/app.py` and `cli/` each hold the one handler that shows them. The template is
`templates/mistakes/<template>.xml`; it is handed the mistake's `facts`.
"""

from __future__ import annotations

from typing import Any, ClassVar


class SalesbotError(Exception):
    """A person's mistake, or a refusal: shown with a template of its own, never logged as a fault."""

    template: ClassVar[str] = "mistake"

    def __init__(self, **facts: Any) -> None:
        super().__init__(", ".join(f"{name}={value!r}" for name, value in facts.items()))
        self.facts: dict[str, Any] = facts
