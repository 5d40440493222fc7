"""A server that speaks OpenAI's `/v1/audio/speech` call on this computer, in tones, and fails as it is told to."""

from __future__ import annotations

import contextlib
import io
import json
import threading
import wave
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.fakes import chaos_worker

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer = tuple[int, dict[str, str], bytes]


def wav(text: str) -> bytes:
    """The tone of a text as a file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(chaos_worker.RATE)
        out.writeframes(chaos_worker.tone(text))
    return file.getvalue()


class SpeechServer(ThreadingHTTPServer):
    """Answers with tones, after it has given each of `answers` once; `asked` is what it was asked, with headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[Answer] = []
        self.asked: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.stall = threading.Event()
        """Set to let go of those who wait in an answer of status 0, which never comes."""

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: SpeechServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """One sentence."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((dict(self.headers), body))
        ok: Answer = (200, {"Content-Type": "audio/wav"}, wav(body["input"]))
        status, headers, sound = self.server.answers.pop(0) if self.server.answers else ok
        if self.path != "/v1/audio/speech":
            status, headers, sound = 404, {}, b"nothing here"
        if status == 0:
            self.server.stall.wait(60)
            return
        with contextlib.suppress(OSError):  # the client has gone
            self._send(status, headers, sound)
        self.close_connection = True

    def _send(self, status: int, headers: dict[str, str], sound: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(sound)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sound)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Quiet."""


@contextmanager
def running() -> Iterator[SpeechServer]:
    """A server until the end of the block."""
    with SpeechServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stall.set()
            server.shutdown()
            thread.join()
