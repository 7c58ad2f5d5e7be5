"""The same deliveries as signed HTTP requests, for a bot that has no socket."""

import asyncio
import hashlib
import hmac
import http.client
import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from salesbot.playground.deliveries import ANSWER_SECONDS, Answer, Parcel
from salesbot.playground.faults import Rule

FORM = "application/x-www-form-urlencoded"


@dataclass
class SignedRequests:
    """Posts to one address, signed with the app's secret; first the address has to say a challenge back."""

    target: str
    signing_secret: str
    _verified: bool = False
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(16, "signed"))

    async def carry(self, parcel: Parcel, fault: Rule | None) -> Answer:
        """Post a parcel and read the answer; a fault `cut_socket` loses the answer."""
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._post, parcel)
        if fault and fault.do == "cut_socket":
            return Answer("failed", reason="connection_failed")
        return answer

    def _post(self, parcel: Parcel) -> Answer:
        if not self._verified and not self._verify():
            return Answer("failed", reason="url_verification_failed")
        content_type, body = _encoded(parcel)
        headers = {"Content-Type": content_type}
        if parcel.attempt:
            headers |= {
                "X-Slack-Retry-Num": str(parcel.attempt),
                "X-Slack-Retry-Reason": _http_reason(parcel.reason),
            }
        return self._ask(body, headers)

    def _verify(self) -> bool:
        challenge = secrets.token_urlsafe(32)
        said = {"token": "playground", "challenge": challenge, "type": "url_verification"}
        answer = self._ask(json.dumps(said), {"Content-Type": "application/json"})
        told = answer.payload.get("challenge") if isinstance(answer.payload, dict) else answer.payload
        self._verified = told == challenge
        return self._verified

    def _ask(self, body: str, headers: dict[str, str]) -> Answer:
        where = urlsplit(self.target)
        connection = http.client.HTTPConnection(
            where.hostname or "", where.port or 80, timeout=ANSWER_SECONDS
        )
        try:
            signed = {**headers, **self._signature(body)}
            connection.request("POST", where.path or "/", body.encode(), signed)
            response = connection.getresponse()
            return _read(response, response.read().decode("utf-8", "replace"))
        except TimeoutError:
            return Answer("timeout", reason="http_timeout")
        except (OSError, http.client.HTTPException):
            return Answer("failed", reason="connection_failed")
        finally:
            connection.close()

    def _signature(self, body: str) -> dict[str, str]:
        stamp = str(int(time.time()))
        digest = hmac.new(self.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest.hexdigest()}"}

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _encoded(parcel: Parcel) -> tuple[str, str]:
    if parcel.kind == "events_api":
        return "application/json", json.dumps(parcel.payload)
    if parcel.kind == "interactive":
        return FORM, urlencode({"payload": json.dumps(parcel.payload)})
    return FORM, urlencode(parcel.payload)


def _http_reason(reason: str) -> str:
    return "http_timeout" if reason == "timeout" else reason


def _read(response: http.client.HTTPResponse, text: str) -> Answer:
    if not 200 <= response.status < 300:
        retry = response.getheader("X-Slack-No-Retry") != "1"
        return Answer("failed", reason="http_error", retry=retry)
    if not text.strip():
        return Answer("acked")
    try:
        payload: Any = json.loads(text)
    except ValueError:
        payload = text
    return Answer("acked", payload)
