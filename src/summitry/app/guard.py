"""Who may ask what: Host, Origin and token are checked and bodies bounded before anything is done.

On loopback the page needs no token to be opened; it is handed one that every request that changes or computes
something must carry in a header, which no other site can read or send. Bound elsewhere, a token is needed to open the
page as well.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import secrets
import socket
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BODY = 3 << 20
"""Bytes of a request at most: a scenario of the largest size that is read, with room for what JSON adds."""
MOST_PAGES = 1000
"""Pages that hold a token at the same time; the oldest ones then have to be opened anew."""
HEADER = b"x-summitry-token"
COOKIE = "summitry"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SAFE = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
"""Headers of every answer."""


@dataclass(eq=False)
class Tokens:
    """Tokens that were handed to pages, and the one that opens them where the server is bound elsewhere."""

    entry: str = ""
    """Empty on loopback."""
    pages: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def for_page(self) -> str:
        """A new token for a page that is opened."""
        token = secrets.token_urlsafe(24)
        self.pages[token] = None
        while len(self.pages) > MOST_PAGES:
            self.pages.popitem(last=False)
        return token

    def known(self, token: str) -> bool:
        """Whether a page holds it."""
        return token in self.pages

    def enters(self, token: str) -> bool:
        """Whether it opens the page."""
        return not self.entry or hmac.compare_digest(token.encode(), self.entry.encode())


def loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, eq=False)
class Guard:
    """Refuses what does not come from a page of this server."""

    app: App
    tokens: Tokens
    host: str
    """As bound."""
    port: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request and hand it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            # no web socket is ever opened: what would be open to other sites is not there
            await send({"type": "websocket.close", "code": 1008})
            return

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in SAFE if h[0] not in names)]
            await send(message)

        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refused(scope, headers)
        if refused is not None:
            await _answer(safe, *refused)
            return
        await self.app(scope, _bounded(receive, headers), safe)

    def _refused(self, scope: Scope, headers: dict[bytes, str]) -> tuple[int, str] | None:
        """Status and reason where a request is not to be answered."""
        host = headers.get(b"host", "")
        if sum(name.lower() == b"host" for name, _ in scope["headers"]) != 1 or not self._mine(host):
            return 421, "this server is not at that address"
        origin = headers.get(b"origin")
        if origin is not None and origin != f"http://{host}":
            return 403, "another site may not ask this server"
        if headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "another site may not ask this server"
        method, path = scope["method"], scope["path"]
        if method not in ("GET", "HEAD", "POST"):
            return 405, "GET or POST"
        if method != "POST":
            entered = self.tokens.enters(_cookie(headers)) or path == "/" or path.startswith("/static/")
            return None if entered else (401, "a token is needed")
        if not self.tokens.enters(_cookie(headers)):
            return 401, "a token is needed"
        if not self.tokens.known(headers.get(HEADER, "")):
            return 403, "the page has to be opened anew"
        if headers.get(b"content-type", "").partition(";")[0].strip() != "application/json":
            return 415, "JSON"
        length = headers.get(b"content-length", "")
        if length and (not length.isdecimal() or int(length) > MOST_BODY):
            return 413, f"at most {MOST_BODY:,} bytes"
        return None

    def _mine(self, host: str) -> bool:
        """Whether the Host header names this server: a name that was rebound to it does not."""
        name, _, port = host.rpartition(":") if host.rpartition(":")[2].isdecimal() else (host, "", "80")
        if int(port) != self.port:
            return False
        if loopback(self.host):
            return loopback(name)
        bare = name.strip("[]")
        if bare.lower() in (self.host.lower(), "localhost", socket.gethostname().lower()):
            return True
        try:
            ipaddress.ip_address(bare)
        except ValueError:
            return False
        return True


def _cookie(headers: dict[bytes, str]) -> str:
    try:
        found = SimpleCookie(headers.get(b"cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""


def _bounded(receive: Receive, headers: dict[bytes, str]) -> Receive:
    """What is received, cut off where it is longer than it may be or said to be."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > MOST_BODY:
                raise TooLargeError
        return message

    return bounded


class TooLargeError(Exception):
    """A body longer than it may be."""


async def _answer(send: Send, status: int, reason: str) -> None:
    body = json.dumps({"error": reason}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
