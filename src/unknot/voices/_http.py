"""Any server that speaks OpenAI's `/v1/audio/speech` call: on this computer, in the house, or far away."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
import urllib.parse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from unknot.errors import VoiceError
from unknot.ports import EngineState
from unknot.voices._decode import decoded_sound

if TYPE_CHECKING:
    from unknot.audio import Sound
    from unknot.routine import VoiceChoice
    from unknot.voices._setup import EngineSettings

NATURAL: Final = 150
"""Words a minute that are taken for a voice's own speed, for servers know only multiples of it."""
VOICE: Final = "alloy"
"""The voice of a routine that names none."""
_MOST: Final = 1 << 27
_PASSING: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses that may be another one a moment later."""
_FIRST_WAIT, _LONGEST_WAIT = 0.25, 8.0
_NOBODY: Final = 5.0
"""Seconds in which a door that nobody opens is knocked at: a server that restarts, and not one that is not there."""
_LOOK: Final = 0.5
"""Seconds that a server may take to open its door when it is only looked at."""


_LOOK_AT: Final = "look at the server's own messages, or choose another voice: `unknot voices` lists them"
_START: Final = "start the server, or set UNKNOT_HTTP_URL to the address of another one"


class _RetryableFailure(Exception):
    """A failure that may be gone a moment later. `wait` is how long the server asked to be left alone."""

    next = _LOOK_AT
    patience = float("inf")
    """Seconds in which it may pass."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


class _NoServer(_RetryableFailure):
    """There is no server at the address."""

    next = _START
    patience = _NOBODY


@dataclass(frozen=True, slots=True)
class _Server:
    host: str
    port: int
    secure: bool
    path: str

    @property
    def local(self) -> bool:
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return self.host == "localhost"


class HttpEngine:
    """A server, found by `UNKNOT_HTTP_URL`."""

    name = "http"
    dialect: Final = "plain"
    deadline = 60.0
    workers = 4

    def __init__(self, setup: EngineSettings) -> None:
        """Nothing is sent before a voice speaks."""
        self._setup = setup

    def state(self) -> EngineState:
        """Ready where the server opens its door."""
        try:
            server = _server(self._setup)
            socket.create_connection((server.host, server.port), _LOOK).close()
        except VoiceError as fault:
            return EngineState(self.name, False, fault.message)
        except OSError:
            return EngineState(self.name, False, f"no server at {self._setup.http_url}; set UNKNOT_HTTP_URL")
        return EngineState(self.name, True, f"a server at {self._setup.http_url}, model {self._setup.http_model}")

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> HttpVoice:  # noqa: ARG002
        """One speaker. The voice's name decides its language.

        Raises:
            VoiceError: The address is none, or the key would travel in the open.
        """
        return HttpVoice(_server(self._setup), self._setup, choice, deadline)


class HttpVoice:
    """One voice of a server."""

    def __init__(self, server: _Server, setup: EngineSettings, choice: VoiceChoice, deadline: float) -> None:
        """Nothing is sent yet."""
        self._server = server
        self._setup = setup
        self._asked = {
            "model": setup.http_model,
            "voice": choice.name or VOICE,
            "response_format": "wav",
            "speed": round(min(4.0, max(0.25, (choice.rate or NATURAL) / NATURAL)), 3),
        }
        self._deadline = deadline
        self._closed = threading.Event()
        self._socket: socket.socket | None = None

    @property
    def identity(self) -> str:
        """Everything beside the text that changes the sound."""
        return f"http {self._setup.http_url} {sorted(self._asked.items())}"

    def speak(self, text: str, language: str) -> Sound:  # noqa: ARG002 - the voice's name decides
        """The sound of one sentence.

        Raises:
            VoiceError: The server refused, or gave no sound within the deadline, however often it was asked.
        """
        begun = time.monotonic()
        wait = _FIRST_WAIT
        while True:
            try:
                return self._heard(text, begun + self._deadline)
            except _RetryableFailure as fault:
                pause = max(wait, fault.wait)
                if time.monotonic() + pause >= begun + min(self._deadline, fault.patience):
                    raise VoiceError(f"the server at {self._setup.http_url} {fault}", next_step=fault.next) from fault
                if self._closed.wait(pause):
                    raise VoiceError("it was stopped") from fault
                wait = min(2 * wait, _LONGEST_WAIT)

    def close(self) -> None:
        """Afterwards the connection is gone; who waits for an answer gets none. May be called twice."""
        self._closed.set()
        connected, self._socket = self._socket, None
        if connected is not None:
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)

    def _heard(self, text: str, until: float) -> Sound:
        try:
            status, headers, body = self._exchange(json.dumps({**self._asked, "input": text}).encode(), until)
        except (ConnectionRefusedError, socket.gaierror) as fault:
            raise _NoServer(f"is not there: {fault.strerror}") from fault
        except (OSError, http.client.HTTPException) as fault:
            raise _RetryableFailure(f"does not answer: {type(fault).__name__}") from fault
        if status in _PASSING:
            raise _RetryableFailure(f"answered {status}", _seconds(headers.get("retry-after", "")))
        if status != 200:
            why = f"the server at {self._setup.http_url} answered {status}: {self._words(body)}"
            raise VoiceError(why, next_step=_NEXT.get(status, _LOOK_AT))
        try:
            return decoded_sound(body)
        except VoiceError as fault:
            raise _RetryableFailure(f"answered without a sound: {fault.message}") from fault

    def _exchange(self, body: bytes, until: float) -> tuple[int, Any, bytes]:
        server = self._server
        kind = http.client.HTTPSConnection if server.secure else http.client.HTTPConnection
        others: dict[str, Any] = {"context": ssl.create_default_context()} if server.secure else {}
        connection = kind(server.host, server.port, timeout=_left(until), **others)
        try:
            connection.request("POST", f"{server.path}/audio/speech", body, self._headers())
            connected: socket.socket = connection.sock  # the connection lets go of it with the first line of the answer
            self._socket = connected
            connected.settimeout(_left(until))
            with connection.getresponse() as response:
                return response.status, response.headers, _whole(response, connected, until)
        finally:
            self._socket = None
            connection.close()

    def _headers(self) -> dict[str, str]:
        known = {"Content-Type": "application/json", "Accept": "audio/wav", "Connection": "close"}
        return known | ({"Authorization": f"Bearer {self._setup.http_key}"} if self._setup.http_key else {})

    def _words(self, body: bytes) -> str:
        """The beginning of what the server says, without the key in case it repeats it."""
        text = " ".join(body[:300].decode("utf-8", "replace").split())
        return text.replace(self._setup.http_key, "…") if self._setup.http_key else text


_NEXT: Final = {
    401: "set UNKNOT_HTTP_KEY to a key that the server knows",
    403: "set UNKNOT_HTTP_KEY to a key that may speak",
    404: "set UNKNOT_HTTP_URL to the address that ends with /v1, and UNKNOT_HTTP_MODEL to a model it has",
}


def _server(setup: EngineSettings) -> _Server:
    parts = urllib.parse.urlsplit(setup.http_url)
    secure = parts.scheme == "https"
    try:
        port = parts.port or (443 if secure else 80)
    except ValueError:
        port = 0
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port or parts.username:
        raise VoiceError(
            "UNKNOT_HTTP_URL is no address of a server", next_step="write it like http://127.0.0.1:8880/v1"
        )
    server = _Server(parts.hostname, port, secure, parts.path.rstrip("/"))
    if setup.http_key and not secure and not server.local:
        raise VoiceError("the key would travel in the open", next_step="set UNKNOT_HTTP_URL to an https address")
    return server


def _whole(response: http.client.HTTPResponse, connected: socket.socket, until: float) -> bytes:
    found = bytearray()
    while block := response.read1(1 << 16):
        found += block
        if len(found) > _MOST:
            raise VoiceError("the server does not stop sending")
        if connected.fileno() >= 0:
            connected.settimeout(_left(until))
    if response.length:
        raise http.client.IncompleteRead(bytes(found), response.length)
    return bytes(found)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _seconds(text: str) -> float:
    """What `Retry-After` asks for; dates are taken for nothing."""
    return float(text) if text.isdigit() else 0.0
