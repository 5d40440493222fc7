"""A web server on this computer that sends files, with the faults that a test asks for."""

from __future__ import annotations

import contextlib
import hashlib
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from unknot.ports import VoiceFile

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Manner:
    """How one request is answered. The default is the whole file, without a fault."""

    status: int = 0
    """The HTTP status of an answer without the file; 0 sends the file."""
    most: int | None = None
    """Bytes after which the connection is closed, or hangs."""
    hangs: bool = False
    """The connection stays open and sends nothing, instead of being closed."""
    ranges: bool = True
    """Whether requests for a part of a file are answered with that part."""
    length: int | None = None
    """A wrong `Content-Length`; -1 sends none, None sends the right one."""
    body: bytes | None = None
    """Sent instead of the file."""
    pause: float = 0.0
    """Seconds before each block."""
    block: int = 1 << 16
    """Bytes of one block."""


class VoiceServer(ThreadingHTTPServer):
    """Answers with `files` by name. The requests use up `manners` one after the other, then `usual` holds for all."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.manners: list[Manner] = []
        self.usual = Manner()
        self.asked: list[tuple[str, str]] = []
        """The path and the `Range` of each request."""
        self.sent = 0
        """Bytes of files that were sent."""
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"

    def has(self, name: str, content: bytes, algorithm: str = "sha256") -> VoiceFile:
        """The catalogue's entry of the file, which the server has afterwards."""
        self.files[name] = content
        digest = hashlib.new(algorithm, content).hexdigest()
        return VoiceFile(name, f"{self.url}/{name}", len(content), f"{algorithm}:{digest}")


class _Handler(BaseHTTPRequestHandler):
    server: VoiceServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """One file, or a part of it."""
        server = self.server
        server.asked.append((self.path, self.headers.get("Range", "")))
        manner = server.manners.pop(0) if server.manners else server.usual
        content = server.files.get(self.path.rpartition("/")[2])
        self.close_connection = True
        if manner.status or content is None:
            self._head(manner.status or 404, 0)
            return
        body = content if manner.body is None else manner.body
        begin = self._begin(manner)
        if begin:
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        length = len(body) - begin if manner.length is None else manner.length
        if length >= 0:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        with contextlib.suppress(OSError):  # the client has gone
            self._send(body[begin:][: manner.most], manner)

    def _begin(self, manner: Manner) -> int:
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        return int(asked[1]) if asked and manner.ranges else 0

    def _head(self, status: int, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _send(self, body: bytes, manner: Manner) -> None:
        for start in range(0, len(body), manner.block):
            if manner.pause:
                time.sleep(manner.pause)
            block = body[start : start + manner.block]
            self.wfile.write(block)
            self.wfile.flush()
            self.server.sent += len(block)
        if manner.hangs:
            self.server.stopped.wait(60)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Quiet."""


@contextmanager
def running() -> Iterator[VoiceServer]:
    """A server until the end of the block."""
    with VoiceServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()
