"""Logging: one line an event, for a person or as JSON, with nothing secret in it."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

from salesbot.settings import Settings

_SECRET = re.compile(
    r"(xoxe\.)?(xox[a-z]-|xapp-|xwfp-)[\w-]+|(?<=[?&]ticket=)[\w-]+|(?<=://)[^/@\s:]+:[^/@\s]+(?=@)"
    # What an install is confirmed with; a sealed text; an address, which is a person's.
    r"|(?<=with code: )\S+|(?<=[?&]code=)[^&\s]+|(?<=sealed:)[\w=-]+|[\w.+-]+@[\w-]+(\.[\w-]+)+"
)


def configure_logs(settings: Settings) -> None:
    """Log to standard error from the chosen level on, tokens and passwords blacked out."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # At debug Slack's own libraries write out whole payloads, tokens of an install among them.
    for noisy in ("slack_bolt", "slack_sdk", "apscheduler", "websocket", "uvicorn", "alembic", "websockets"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))
    # Of a tick that does not end the ticker says so once; the scheduler would every few seconds.
    logging.getLogger("apscheduler.scheduler").setLevel(max(level, logging.ERROR))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def redact(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Black out whatever looks like a token, a password or a person's address, wherever it stands."""
    return {key: _SECRET.sub("…", value) if isinstance(value, str) else value for key, value in event.items()}
