"""Any server that speaks OpenAI's `/v1/audio/speech` call: on this computer, in the house, or far away."""

from __future__ import annotations

import base64
import http.client
import json
import re
import socket
import ssl
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.ports import EngineState
from unknot.voices._decode import RAW_RATE, decoded_raw, decoded_sound, seconds_at_most
from unknot.voices._http_call import AnswerBroken, HttpAnswer, HttpCall, HttpServer, parse_address

if TYPE_CHECKING:
    from unknot.audio import Sound
    from unknot.routine import VoiceChoice
    from unknot.voices._setup import EngineSettings

NATURAL: Final = 150
"""Words a minute that are taken for a voice's own speed, for servers know only multiples of it."""
VOICE: Final = "alloy"
"""The voice of a routine that names none."""
FORMATS: Final = ("wav", "mp3", "flac", "opus", "aac", "pcm")
"""What a server may be asked for."""
_USUAL: Final = ("wav", "mp3")
"""What it is asked for in turn where nobody has chosen a format, each when the one before is refused."""
_PASSING: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses that may be another one a moment later."""
_FOR_EVERY_TEXT: Final = frozenset({401, 402, 403, 404, 429})
"""Statuses that, once they are final, need not be asked for again with another text."""
_FORMAT_REFUSED: Final = frozenset({400, 415, 422, 501})
"""Statuses that may be about the format; the words of the server tell."""
_ABOUT_FORMAT: Final = re.compile(r"format|\bwav\b", re.IGNORECASE)
_NO_QUOTA: Final = re.compile(r"insufficient_quota|\bquota\b|billing|credit", re.IGNORECASE)
_FIRST_WAIT, _LONGEST_WAIT = 0.25, 8.0
_NOBODY: Final = 5.0
"""Seconds in which a server that is not there is tried: one that restarts is there again by then."""
_LOOK: Final = 0.5
"""Seconds that a server may take to accept a connection when its state is asked for."""
_SHOWN: Final = 300
"""Characters of a server's words that a message shows."""
_RECOGNISED: Final = 8
"""Characters from which on the beginning of a key is masked."""
_BYTES_A_SECOND: Final = 200_000
"""The most that a second of sound takes: 32 bits in one channel at 48 kHz, with a little room."""
_LEAST: Final = 1 << 22
"""Bytes that every answer may have."""

_LOOK_AT: Final = "look at the server's own messages, or choose another voice: `unknot voices` lists them"
_START: Final = "start the server, or set UNKNOT_HTTP_URL to the address of another one"
_NEXT: Final = {
    401: "set UNKNOT_HTTP_KEY to a key that the server knows",
    402: "pay for the server's service, or choose another voice: `unknot voices` lists them",
    403: "set UNKNOT_HTTP_KEY to a key that may speak",
    404: "set UNKNOT_HTTP_URL to the address that ends with /v1, and UNKNOT_HTTP_MODEL to a model it has",
    429: "wait until your plan allows more, or choose another voice: `unknot voices` lists them",
}


class _RetryableFailure(Exception):
    """A failure that may be gone a moment later. `wait` is how long the server asked not to be called."""

    next = _LOOK_AT
    patience = float("inf")
    """Seconds in which it may pass."""
    final_twice = False
    """Whether it stays when it comes a second time with the same words."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


class _NoServer(_RetryableFailure):
    """There is no server at the address."""

    next = _START
    patience = _NOBODY


class _Unreadable(_RetryableFailure):
    """What came is no sound, or no HTTP."""

    final_twice = True


class _WrongFormat(_RetryableFailure):
    """The server says that it does not have the format that it was asked for."""


class _Crashed(_RetryableFailure):
    """The server failed, which some do for formats that they do not have."""


@dataclass(slots=True)
class _Learned:
    """What the voices of one engine have learned of its server."""

    format: str
    refused: dict[str, VoiceError] = field(default_factory=dict)
    """The final answers by text; those that hold for every text under ""."""


class HttpEngine:
    """A server, found by `UNKNOT_HTTP_URL`."""

    name = "http"
    dialect: Final = "plain"
    deadline = 60.0
    workers = 4

    def __init__(self, setup: EngineSettings) -> None:
        """Nothing is sent before a voice speaks."""
        self._setup = setup
        self._learned = _Learned(setup.http_format or _USUAL[0])

    def state(self) -> EngineState:
        """Ready where the server accepts a connection."""
        try:
            server = _server(self._setup)
            socket.create_connection((server.host, server.port), _LOOK).close()
        except VoiceError as fault:
            return EngineState(self.name, False, fault.message)
        except (OSError, ValueError):
            return EngineState(self.name, False, f"no server at {self._setup.http_url}; set UNKNOT_HTTP_URL")
        return EngineState(self.name, True, f"a server at {self._setup.http_url}, model {self._setup.http_model}")

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> HttpVoice:  # noqa: ARG002
        """One speaker. The voice's name decides its language.

        Raises:
            VoiceError: The address or the format is none, the key cannot be one, or would be sent without encryption.
        """
        return HttpVoice(_server(self._setup), self._setup, choice, deadline, self._learned)


class HttpVoice:
    """One voice of a server."""

    def __init__(
        self, server: HttpServer, setup: EngineSettings, choice: VoiceChoice, deadline: float, learned: _Learned
    ) -> None:
        """Nothing is sent yet."""
        self._server = server
        self._setup = setup
        self._asked = {
            "model": setup.http_model,
            "voice": choice.name or VOICE,
            "response_format": setup.http_format or _USUAL[0],
            "speed": round(min(4.0, max(0.25, (choice.rate or NATURAL) / NATURAL)), 3),
        }
        self._deadline = deadline
        self._learned = learned
        self._closed = threading.Event()
        self._call: HttpCall | None = None

    @property
    def identity(self) -> str:
        """Everything beside the text that changes the sound."""
        return f"http {self._setup.http_url} {sorted(self._asked.items())}"

    def speak(self, text: str, language: str) -> Sound:  # noqa: ARG002 - the voice's name decides
        """The sound of one sentence. What was finally refused is not asked for again.

        Raises:
            VoiceError: The server refused, or gave no sound within the deadline, however often it was asked.
        """
        known = self._learned.refused.get("") or self._learned.refused.get(text)
        if known is not None:
            raise VoiceError(known.message, next_step=known.next_step)
        begun, wait, seen = time.monotonic(), _FIRST_WAIT, set[str]()
        while True:
            asked = self._learned.format
            try:
                return self._heard(text, asked, begun + self._deadline)
            except _RetryableFailure as fault:
                again = str(fault) in seen
                if fault.final_twice and again:
                    raise self._remembered(self._fault(str(fault), fault.next), text) from fault
                self._consider_format(fault, asked, again)
                pause = 0.0 if isinstance(fault, _WrongFormat) else max(wait, fault.wait)
                if time.monotonic() + pause >= begun + min(self._deadline, fault.patience):
                    raise self._fault(str(fault), fault.next) from fault
                if self._closed.wait(pause):
                    raise VoiceError("it was stopped") from fault
                seen.add(str(fault))
                wait = min(2 * wait, _LONGEST_WAIT)

    def close(self) -> None:
        """Afterwards the connection is gone; who waits for an answer gets none. May be called twice."""
        self._closed.set()
        call = self._call
        if call is not None:
            call.stop()

    def _consider_format(self, fault: _RetryableFailure, asked: str, again: bool) -> None:
        """Afterwards the next call asks for another format, if nobody has chosen one and this may be what is wrong."""
        doubtful = isinstance(fault, _WrongFormat) or (again and isinstance(fault, _Crashed))
        if doubtful and not self._setup.http_format and self._learned.format == asked:
            self._learned.format = _USUAL[1 - _USUAL.index(asked)]

    def _heard(self, text: str, asked: str, until: float) -> Sound:
        body = json.dumps({**self._asked, "response_format": asked, "input": text}).encode()
        answer = self._answered(body, text, until)
        if answer.status != 200:
            raise self._refusal(text, asked, answer)
        longest = seconds_at_most(text)
        try:
            if _is_raw(answer.kind, asked):
                return decoded_raw(answer.body, *_shape(answer.kind), longest)
            return decoded_sound(answer.body, longest)
        except VoiceError as fault:
            raise _Unreadable(f"answered without a sound: {self._masked(fault.message)}") from fault

    def _answered(self, body: bytes, text: str, until: float) -> HttpAnswer:
        most = max(_LEAST, round(seconds_at_most(text) * _BYTES_A_SECOND))
        try:
            self._call = HttpCall(until, most)
            return self._call.post(self._server, f"{self._server.path}/audio/speech", body, self._headers())
        except (ConnectionRefusedError, socket.gaierror) as fault:
            raise _NoServer(f"is not there: {fault.strerror}") from fault
        except ssl.SSLCertVerificationError as fault:
            why = f"has a certificate that is not trusted: {fault.verify_message}"
            raise self._fault(why, "set UNKNOT_HTTP_URL to the name that the certificate is for") from fault
        except OSError as fault:  # RemoteDisconnected is one, too
            raise _RetryableFailure(f"does not answer: {type(fault).__name__}") from fault
        except AnswerBroken as fault:
            raise _Unreadable(f"answered without a whole sound: {fault}") from fault
        except (http.client.HTTPException, ValueError) as fault:
            raise _Unreadable(f"does not speak HTTP: {type(fault).__name__}") from fault
        finally:
            self._call = None

    def _refusal(self, text: str, asked: str, answer: HttpAnswer) -> Exception:
        """What an answer means that is no sound."""
        status, words = answer.status, self._words(answer)
        said = f"answered {status}: {words}" if words else f"answered {status}"
        if status in _FORMAT_REFUSED and self._may_change(asked) and _ABOUT_FORMAT.search(words):
            return _WrongFormat(said)
        if status in _PASSING and not (status == 429 and _NO_QUOTA.search(answer.body.decode("utf-8", "replace"))):
            return (_Crashed if status == 500 else _RetryableFailure)(said, answer.retry_after)
        key = "" if status in _FOR_EVERY_TEXT else text
        return self._remembered(self._fault(said, _next_step(status)), key)

    def _may_change(self, asked: str) -> bool:
        return not self._setup.http_format and asked == _USUAL[0]

    def _fault(self, why: str, next_step: str) -> VoiceError:
        return VoiceError(f"the server at {self._setup.http_url} {why}", next_step=next_step)

    def _remembered(self, fault: VoiceError, key: str) -> VoiceError:
        """The same fault, which is from now on the answer to that text, or to every text where `key` is empty."""
        self._learned.refused[key] = fault
        return fault

    def _headers(self) -> dict[str, str]:
        known = {"Content-Type": "application/json", "Accept": "audio/*", "Connection": "close"}
        return known | ({"Authorization": f"Bearer {self._setup.http_key}"} if self._setup.http_key else {})

    def _words(self, answer: HttpAnswer) -> str:
        """What the server says, in one line of bounded length, without the key in case the server repeats it."""
        if 300 <= answer.status < 400:
            return self._masked(f"it sends on to {answer.location or 'nowhere'}")
        return self._masked(_message(answer.body.decode("utf-8", "replace")))

    def _masked(self, text: str) -> str:
        key = self._setup.http_key
        if key:
            for form in (key, urllib.parse.quote(key, safe=""), base64.b64encode(key.encode()).decode().rstrip("=")):
                text = _without(text, form)
        shown = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"


def _without(text: str, form: str) -> str:
    """The text without `form`, and without the beginnings of it that somebody has cut off."""
    for length in range(len(form), min(_RECOGNISED, len(form)) - 1, -1):
        text = text.replace(form[:length], "…")
    return text


def _server(setup: EngineSettings) -> HttpServer:
    if setup.http_format and setup.http_format not in FORMATS:
        raise VoiceError(
            f"UNKNOT_HTTP_FORMAT is {setup.http_format[:40]!r}", next_step=f"set it to one of {', '.join(FORMATS)}"
        )
    if not all("!" <= character <= "~" for character in setup.http_key):
        raise VoiceError(
            "UNKNOT_HTTP_KEY has a space, a line end or a letter that no key has", next_step="copy the key again"
        )
    server = parse_address(setup.http_url)
    if setup.http_key and not server.secure and not server.local:
        raise VoiceError("the key would travel in the open", next_step="set UNKNOT_HTTP_URL to an https address")
    return server


def _next_step(status: int) -> str:
    if 300 <= status < 400:
        return "set UNKNOT_HTTP_URL to the address that it sends on to, up to /v1, if you trust it"
    return _NEXT.get(status, _LOOK_AT)


def _is_raw(kind: str, asked: str) -> bool:
    """Whether an answer has samples without a head: its type says so, or none was told and they were asked for."""
    if kind.startswith(("audio/pcm", "audio/raw", "audio/x-raw")):
        return True
    return asked == "pcm" and (not kind or kind.startswith(("application/octet-stream", "audio/*")))


def _shape(kind: str) -> tuple[int, int]:
    """Rate and channels of raw samples, as in `audio/pcm;rate=24000`."""
    found = {name: int(value) for name, value in re.findall(r"(rate|channels)=(\d{1,6})\b", kind)}
    return found.get("rate", RAW_RATE), found.get("channels", 1)


def _message(text: str) -> str:
    """The message in the JSON of an error, as servers of this kind write it; any other text as it is."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    for name in ("error", "detail", "message"):
        if isinstance(found, dict) and name in found:
            found = found[name]
    return found if isinstance(found, str) and found else text
