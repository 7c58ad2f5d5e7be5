"""The dependency audit: every package is hashed and asked about; one that is not is a failure, not a silence."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.supply import LOCK, audit, locked


@pytest.fixture
def service() -> Iterator[tuple[str, dict[str, Any]]]:
    """A database of weaknesses that knows what a test puts in: by name; `forgets` leaves so many answers out."""
    known: dict[str, Any] = {"weak": {}, "forgets": 0}

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["queries"]
            results = [{"vulns": known["weak"].get(each["package"]["name"], [])} for each in asked]
            body = json.dumps({"results": results[: len(results) - known["forgets"]]}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", known
    server.shutdown()
    server.server_close()


def test_every_package_is_hashed_and_comes_from_a_registry() -> None:
    packages = locked(LOCK)
    assert len(packages) > 60
    assert [each.name for each in packages if not each.hashed or not each.registered] == []


def test_all_well_is_told_with_the_count(service: tuple[str, dict[str, Any]]) -> None:
    lines, well = audit(LOCK, service[0])
    count = len(locked(LOCK))
    told = [f"locked {count}, hashed {count}, asked about {count}, weak 0", f"asked of {service[0]}"]
    assert (lines, well) == (told, True)


def test_a_weakness_a_missing_hash_and_a_package_left_out_are_each_caught(
    service: tuple[str, dict[str, Any]], tmp_path: Path
) -> None:
    address, known = service
    known["weak"] = {"jinja2": [{"id": "PYSEC-2024-1"}]}
    lines, well = audit(LOCK, address)
    assert not well
    assert any(line.startswith("weak: jinja2 3.") and line.endswith(": PYSEC-2024-1") for line in lines)
    known["weak"], known["forgets"] = {}, 1
    assert not audit(LOCK, address)[1]
    known["forgets"] = 0
    planted = tmp_path / "uv.lock"
    text = LOCK.read_text()
    planted.write_text(text.replace('hash = "sha256:', 'hush = "sha256:', 1))
    lines, well = audit(planted, address)
    assert (well, [line for line in lines if line.startswith("without a hash")] != []) == (False, True)


def test_a_database_that_cannot_be_reached_is_a_failure() -> None:
    lines, well = audit(LOCK, "http://127.0.0.1:9/")
    assert not well
    assert "asked about 0" in lines[0]
    assert any("could not be asked" in line for line in lines)
