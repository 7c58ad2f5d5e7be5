"""A playground in a process of its own: prints where it is as one line of JSON, runs until it is told to stop."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from salesbot.playground.cast import small_cast
from salesbot.playground.server import PlaygroundConfig, PortTaken, serve
from salesbot.stopping import told_to_stop


def main() -> int:
    """Serve until SIGINT or SIGTERM; exit code 1 when the port is taken."""
    options = _options()
    wait = told_to_stop()
    config = PlaygroundConfig(
        options.port,
        options.manifest,
        small_cast(),
        state=options.state,
        start=options.start,
        http_target=options.http_target,
        limits=not options.no_limits,
        more_tries=tuple(options.more_tries),
        without_scopes=frozenset(options.without_scope),
    )
    try:
        playground = serve(config)
    except PortTaken as taken:
        sys.stderr.write(f"{taken}\n")
        return 1
    names = ("address", "api_url", "bot_token", "app_token", "signing_secret", "client_id", "client_secret")
    sys.stdout.write(json.dumps({name: getattr(playground, name) for name in names}) + "\n")
    sys.stdout.flush()
    wait()
    playground.stop()
    return 0


def _options() -> argparse.Namespace:
    reading = argparse.ArgumentParser("python -m salesbot.playground")
    reading.add_argument("--port", type=int, default=0)
    reading.add_argument("--manifest", type=Path, required=True)
    reading.add_argument("--state", type=Path)
    reading.add_argument(
        "--start", type=datetime.fromisoformat, help="the instant at which it begins, ISO with zone"
    )
    reading.add_argument("--http-target", help="deliver as signed requests to this address")
    reading.add_argument("--no-limits", action="store_true", help="never answer 429")
    reading.add_argument(
        "--without-scope", action="append", default=[], help="leave a scope of the manifest out"
    )
    reading.add_argument(
        "--more-tries",
        type=lambda text: [float(part) for part in text.split(",")],
        default=[0.0, 60.0, 300.0],
        help="seconds before each further delivery of an event",
    )
    return reading.parse_args()


if __name__ == "__main__":
    sys.exit(main())
