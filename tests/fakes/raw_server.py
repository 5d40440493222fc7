"""A server on this computer that answers with any bytes, so that a test can break HTTP itself."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RawAnswer: TypeAlias = "Callable[[socket.socket, threading.Event], None]"
"""Answers one connection; the event is set when the server closes."""


class RawServer:
    """Gives each connection, once its request has come, to `answer`. `asked` has each request."""

    def __init__(self, answer: RawAnswer) -> None:
        self._answer = answer
        self.asked: list[bytes] = []
        self.stopped = threading.Event()
        """Set at the end of the test: an answer that goes on forever looks at it."""
        self._socket = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"

    def serve(self) -> None:
        """Until it is closed."""
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def close(self) -> None:
        """Afterwards it takes no connections."""
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _one(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(20)
            head = b""
            while not _is_whole(head):  # closing with something unread would reset the connection
                head += connection.recv(1 << 16)
            self.asked.append(head)
            self._answer(connection, self.stopped)
            connection.shutdown(socket.SHUT_WR)


def _is_whole(request: bytes) -> bool:
    head, found, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(found) and len(body) >= (int(length[1]) if length else 0)


@contextmanager
def answering(answer: RawAnswer) -> Iterator[RawServer]:
    """A server until the end of the block."""
    server = RawServer(answer)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join(5)
