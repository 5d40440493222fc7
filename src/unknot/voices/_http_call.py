"""One call to a web server: within one deadline, in bounded memory, and to no other server."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import urllib.parse
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from unknot.errors import VoiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

_REDIRECTIONS: Final = 3
"""How often one call is sent on."""
_MOST_OF_A_REFUSAL: Final = 1 << 16
"""Bytes that are read of an answer that is no sound."""
_ADDRESS_HINT: Final = "write it like http://127.0.0.1:8880/v1"


@dataclass(frozen=True, slots=True)
class HttpServer:
    """The address of a server."""

    host: str
    port: int
    secure: bool
    path: str

    @property
    def local(self) -> bool:
        """Whether it is on this computer."""
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return self.host == "localhost"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What a server answered."""

    status: int
    kind: str
    """Its `Content-Type`, in small letters."""
    retry_after: float
    """Seconds for which the server asked not to be called; 0 where it named none."""
    location: str
    """Where a redirection points to that was not followed."""
    body: bytes


def parse_address(url: str) -> HttpServer:
    """The server at an address.

    Raises:
        VoiceError: It is no address of a server.
    """
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # a port that is no number, a name that no computer can have
        raise VoiceError("UNKNOT_HTTP_URL is no address of a server", next_step=_ADDRESS_HINT) from None
    extra = parts.username is not None or parts.query or parts.fragment
    if parts.scheme not in {"http", "https"} or not host or extra or not _plain(url):
        raise VoiceError("UNKNOT_HTTP_URL is no address of a server", next_step=_ADDRESS_HINT)
    path = urllib.parse.quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~-._")
    return HttpServer(host, port, parts.scheme == "https", path)


def _plain(url: str) -> bool:
    """Whether a text has neither spaces nor characters that are not shown, which `urlsplit` would drop."""
    return url.isprintable() and " " not in url


class AnswerBroken(http.client.HTTPException):
    """A server ended its answer too early."""

    def __init__(self, count: int) -> None:
        """After `count` bytes of its body."""
        super().__init__(f"its answer ends after {count} bytes")


class HttpCall:
    """One call. Another thread may stop it."""

    def __init__(self, until: float, most: int) -> None:
        """It ends at `until` (`time.monotonic`), and takes at most `most` bytes of a sound."""
        self._until = until
        self._most = most
        self._connection: http.client.HTTPConnection | None = None
        self._socket: socket.socket | None = None

    def stop(self) -> None:
        """Afterwards the connection is gone, and `post` fails. May be called twice."""
        self._until = 0.0
        opening = self._connection.sock if self._connection is not None else None
        for connected in (self._socket, opening):
            if connected is not None:
                with contextlib.suppress(OSError):
                    connected.shutdown(socket.SHUT_RDWR)

    def post(self, server: HttpServer, path: str, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        """The answer. Redirections that keep the call as it is are followed, as long as they stay on the same server.

        Raises:
            TimeoutError: It took too long.
            OSError: The server cannot be reached, or it broke the connection.
            AnswerBroken: It ended its answer too early.
            http.client.HTTPException: What it sent is no HTTP.
            VoiceError: It does not stop sending.
        """
        for _ in range(_REDIRECTIONS):
            answer = self._post(server, path, body, headers)
            target = _followed(server, path, answer) if answer.status in {307, 308} else None
            if target is None:
                break
            server, path = target
        return answer

    def _post(self, server: HttpServer, path: str, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        kind = http.client.HTTPSConnection if server.secure else http.client.HTTPConnection
        others: dict[str, Any] = {"context": ssl.create_default_context()} if server.secure else {}
        self._connection = kind(server.host, server.port, timeout=self._left(), **others)
        guard = threading.Timer(self._left(), self.stop)  # each read has a timeout of its own, but there may be many
        guard.daemon = True
        guard.start()
        try:
            return self._answer(self._connection, path, body, headers)
        except (OSError, ValueError, http.client.HTTPException):
            self._left()
            raise
        finally:
            guard.cancel()
            self._connection.close()
            self._socket = None

    def _answer(
        self, connection: http.client.HTTPConnection, path: str, body: bytes, headers: Mapping[str, str]
    ) -> HttpAnswer:
        connection.connect()
        self._socket = connection.sock  # the connection lets go of it with the first line of the answer
        self._left()
        connection.request("POST", path, body, dict(headers))
        with connection.getresponse() as response:
            head = response.headers
            return HttpAnswer(
                response.status,
                head.get("content-type", "").lower(),
                _seconds(head.get("retry-after", "")),
                head.get("location", ""),
                self._body(response, head.get("content-encoding", "")),
            )

    def _body(self, response: http.client.HTTPResponse, encoding: str) -> bytes:
        if response.status != 200:
            with contextlib.suppress(OSError, http.client.HTTPException):  # the status is what matters
                return response.read(_MOST_OF_A_REFUSAL)
            return b""
        raw = self._whole(response)
        return _unzipped(raw, self._most) if encoding.strip().lower() == "gzip" else raw

    def _whole(self, response: http.client.HTTPResponse) -> bytes:
        found = bytearray()
        while block := _next_block(response, len(found)):
            found += block
            if len(found) > self._most:
                raise VoiceError(f"the server sends more than {self._most >> 20} MiB for one sentence")
            if self._socket is not None and self._socket.fileno() >= 0:
                self._socket.settimeout(self._left())
        if response.length:
            raise AnswerBroken(len(found))
        self._left()
        return bytes(found)

    def _left(self) -> float:
        """The seconds that are left.

        Raises:
            TimeoutError: There are none.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _next_block(response: http.client.HTTPResponse, before: int) -> bytes:
    try:
        return response.read1(1 << 16)
    except http.client.IncompleteRead as fault:
        raise AnswerBroken(before) from fault


def _followed(server: HttpServer, path: str, answer: HttpAnswer) -> tuple[HttpServer, str] | None:
    """Where a redirection points to, if that is on the same server; None if not."""
    base = urllib.parse.urlunsplit(("https" if server.secure else "http", _netloc(server), path, "", ""))
    try:
        parts = urllib.parse.urlsplit(urllib.parse.urljoin(base, answer.location))
        target = parse_address(urllib.parse.urlunsplit((parts.scheme, parts.netloc, "/", "", "")))
    except (ValueError, VoiceError):
        return None
    if not answer.location or not _plain(answer.location) or not answer.location.isascii():
        return None
    if (target.host, target.port, target.secure) != (server.host, server.port, server.secure):
        return None
    return server, urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))


def _netloc(server: HttpServer) -> str:
    host = f"[{server.host}]" if ":" in server.host else server.host
    return f"{host}:{server.port}"


def _unzipped(raw: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        found = unpacker.decompress(raw, most)
    except zlib.error as fault:
        raise http.client.HTTPException("its gzip is damaged") from fault
    if unpacker.unconsumed_tail:
        raise VoiceError(f"the server sends more than {most >> 20} MiB for one sentence")
    return found


def _seconds(text: str) -> float:
    """What `Retry-After` asks for. A date, or anything else, counts as 0."""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0.0
