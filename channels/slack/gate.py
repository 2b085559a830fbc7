"""Who may come in from Slack: whose body is signed with our secret, just now, and never before.

Slack signs the time and the body with HMAC-SHA256 ("Verifying requests from Slack"). The signature
itself is checked by Slack's own library; what it lets through that it should not is checked here.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from hmac import compare_digest
from http import HTTPStatus

from slack_sdk.signature import SignatureVerifier

OLDEST = 300
FUTURE = 60
"""Seconds: how old a request may be, and by how much our clocks may differ."""

MOST_SEEN = 100_000
"""Signatures remembered; some minutes of more than Slack will ever send."""

TIME = re.compile(r"[0-9]{1,12}")
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Refused(Exception):
    """Whoever sent this is not let in; `status` is what they are told."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Gate:
    """Lets Slack in, and nobody else."""

    def __init__(self, secret: str, now: Callable[[], datetime]) -> None:
        self._verifier, self._now = SignatureVerifier(secret), now
        self._seen: OrderedDict[str, int] = OrderedDict()

    def admit(self, headers: Mapping[str, str], body: bytes) -> None:
        """Let a request in, once. Raises Refused."""
        sent = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        if not TIME.fullmatch(sent) or not SIGNATURE.fullmatch(signature):
            raise Refused(HTTPStatus.UNAUTHORIZED)
        now, then = int(self._now().timestamp()), int(sent)
        if now - then > OLDEST or then - now > FUTURE:
            raise Refused(HTTPStatus.UNAUTHORIZED)
        try:
            made = self._verifier.generate_signature(timestamp=sent, body=body)
        except UnicodeDecodeError:  # the library reads a body as text
            raise Refused(HTTPStatus.BAD_REQUEST) from None
        if made is None or not compare_digest(made, signature) or signature in self._seen:
            raise Refused(HTTPStatus.UNAUTHORIZED)
        self._remember(signature, then, now)

    def _remember(self, signature: str, then: int, now: int) -> None:
        """The same again within the window is a copy that somebody made."""
        self._seen[signature] = then
        while self._seen:
            first, at = next(iter(self._seen.items()))
            if len(self._seen) <= MOST_SEEN and now - at <= OLDEST + FUTURE:
                break
            del self._seen[first]
