"""Golden files: every message as its reader sees it, under tests/golden/; one command writes them anew.

A message is kept as JSON (what Slack gets) with its plain lines on top, so that a changed word reads as such.
"""

import json
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from salesbot.messages import in_plain

FOLDER = Path(__file__).parent / "golden"


class Golden:
    """Compares what was rendered with what stands in the golden file of that name."""

    def __init__(self, folder: Path, update: bool) -> None:
        self._folder = folder
        self._update = update

    def __call__(self, rendered: Any, name: str) -> None:
        """Hold a message, view, dict or text to its golden file; AssertionError shows the difference."""
        path = self._folder / f"{name}.txt"
        found = as_text(rendered)
        if self._update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found, encoding="utf-8")
            return
        assert path.exists(), f"{path} does not exist: run pytest --update-golden and read it"
        assert found == path.read_text(encoding="utf-8"), (
            f"{path} differs: run pytest --update-golden if it is meant"
        )


def as_text(rendered: Any) -> str:
    """Write what was rendered as a golden file: plain lines, then Slack's JSON."""
    if isinstance(rendered, str):
        return rendered.rstrip("\n") + "\n"
    kept: dict[str, Any] = (
        asdict(rendered) if is_dataclass(rendered) and not isinstance(rendered, type) else rendered
    )
    title = kept.get("text") or kept.get("title", {}).get("text", "")
    return (
        f"{title}\n\n{in_plain(kept.get('blocks', []))}\n\n{json.dumps(kept, indent=1, ensure_ascii=False)}\n"
    )
