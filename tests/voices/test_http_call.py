"""One call to a web server that breaks HTTP, sends forever, or sends somewhere else."""

from __future__ import annotations

import gzip
import http.client
import time
from typing import TYPE_CHECKING

import pytest

from tests.fakes.raw_server import answering
from unknot.errors import VoiceError
from unknot.voices._http_call import HttpCall, parse_address

if TYPE_CHECKING:
    import socket
    import threading

    from tests.fakes.raw_server import RawAnswer, RawServer
    from unknot.voices._http_call import HttpAnswer

OK = b"HTTP/1.1 200 OK\r\n"
KEY = {"Authorization": "Bearer sk-very-secret"}


def _call(server: RawServer, seconds: float = 5.0, most: int = 1 << 20) -> HttpAnswer:
    address = parse_address(server.url)
    return HttpCall(time.monotonic() + seconds, most).post(address, f"{address.path}/audio/speech", b"{}", KEY)


def _drip(head: bytes, line: bytes) -> RawAnswer:
    """An answer of `head`, and then of one byte of `line` after the other, forever."""

    def answer(connection: socket.socket, stopped: threading.Event) -> None:
        connection.sendall(head)
        while not stopped.wait(0.05):
            for byte in line:
                connection.sendall(bytes([byte]))

    return answer


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (b"", b"H"),
        (OK, b"X"),
        (OK + b"Content-Length: 90000\r\n\r\n", b"x"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b""),
    ],
)
def test_one_deadline_holds_for_the_whole_call(head: bytes, line: bytes) -> None:
    """However little comes at a time, in whatever part of the answer."""
    with answering(_drip(head, line)) as server:
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            _call(server, seconds=0.5)
        assert 0.4 < time.monotonic() - begun < 3.0


def _sends(raw: bytes) -> RawAnswer:
    """The same answer to every call."""
    return lambda connection, _stopped: connection.sendall(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 two-hundred\r\n\r\n",
        b"RIFF",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 70_000 + b"\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzzzz\r\nxxx",
        OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nxxx",
        OK + b"Transfer-Encoding: chunked\r\n\r\n10\r\nxxx",
        OK + b"Content-Length: 100\r\n\r\nxxx",
        OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxxx",
        b"",
    ],
)
def test_what_is_no_http_is_a_fault_of_the_call(raw: bytes) -> None:
    """And of no other kind."""
    with answering(_sends(raw)) as server, pytest.raises((http.client.HTTPException, OSError, ValueError)):
        _call(server)


def _body(raw: bytes, extra: bytes = b"") -> bytes:
    return OK + extra + b"Content-Length: %d\r\n\r\n" % len(raw) + raw


def test_an_answer_is_not_held_beyond_its_limit() -> None:
    """Neither a long one, nor one that is small while it is zipped."""
    bomb = gzip.compress(bytes(50_000_000))
    for raw in (OK + b"\r\n" + bytes(3_000_000), _body(bomb, b"Content-Encoding: gzip\r\n")):
        with answering(_sends(raw)) as server, pytest.raises(VoiceError, match="more than 1 MiB for one sentence"):
            _call(server)


def test_a_zipped_answer_is_unzipped() -> None:
    """Although it was not asked for."""
    with answering(_sends(_body(gzip.compress(b"sound"), b"Content-Encoding: gzip\r\n"))) as server:
        assert _call(server).body == b"sound"


@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize("location", ["/api/speech?a=b", "speech", "http://127.0.0.1:{port}/api/speech"])
def test_a_redirection_on_the_same_server_is_followed(status: int, location: str) -> None:
    """With the same method, body and key."""
    answers: list[bytes] = []
    with answering(lambda connection, _stopped: connection.sendall(answers.pop(0))) as server:
        port = parse_address(server.url).port
        first = f"HTTP/1.1 {status} There\r\nLocation: {location.format(port=port)}\r\nContent-Length: 0\r\n\r\n"
        answers += [first.encode(), _body(b"sound")]
        assert _call(server).body == b"sound"
    assert [request.split()[0] for request in server.asked] == [b"POST", b"POST"]
    assert b"speech" in server.asked[1].split()[1]
    assert b"sk-very-secret" in server.asked[1]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:9/v1/audio/speech",
        "http://localhost:{port}/v1/audio/speech",
        "https://127.0.0.1:{port}/v1/audio/speech",
        "//example.org/",
        "http://user:pw@127.0.0.1:{port}/",
        "file:///etc/passwd",
        "ftp://127.0.0.1:{port}/",
        "http://[::1/",
        "http://127.0.0.1:{port}:1/",
        "/a b",
        "",
    ],
)
def test_a_redirection_to_anything_else_is_not_followed(location: str) -> None:
    """The words and the key go nowhere else."""
    answers: list[bytes] = []
    with answering(lambda connection, _stopped: connection.sendall(answers.pop(0))) as server:
        port = parse_address(server.url).port
        first = f"HTTP/1.1 307 There\r\nLocation: {location.format(port=port)}\r\nContent-Length: 0\r\n\r\n"
        answers += [first.encode(), _body(b"sound")]
        assert _call(server).status == 307
    assert len(server.asked) == 1


def test_redirections_in_a_circle_end() -> None:
    """After three."""
    with answering(_sends(b"HTTP/1.1 308 There\r\nLocation: /v1\r\nContent-Length: 0\r\n\r\n")) as server:
        assert _call(server).status == 308
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("²", 0.0),
        ("9" * 4000, 0.0),
        ("-1", 0.0),
        ("", 0.0),
        ("inf", 0.0),
        ("Wed, 21 Oct 2037 07:28:00 GMT", 0.0),
    ],
)
def test_retry_after_is_a_number_of_seconds_or_nothing(text: str, seconds: float) -> None:
    """Whatever a server writes there."""
    raw = f"HTTP/1.1 429 Slow\r\nRetry-After: {text}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")
    with answering(_sends(raw)) as server:
        assert _call(server).retry_after == seconds
