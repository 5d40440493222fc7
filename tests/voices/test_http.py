"""A real server on this computer: what passes is waited for, what does not is told, and the key is never seen."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.fakes.speech_server import SpeechServer, running, wav
from unknot.errors import VoiceError
from unknot.routine import VoiceChoice
from unknot.voices import EngineSettings, from_environment
from unknot.voices._http import HttpEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.voices._http import HttpVoice

KEY = "sk-very-secret"
TEXT = "Let your shoulders drop."


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    """It is gone with the test."""
    with running() as server:
        yield server


def _voice(server: SpeechServer, deadline: float = 20.0, choice: VoiceChoice = VoiceChoice()) -> HttpVoice:
    return HttpEngine(EngineSettings(server.url, "kokoro", KEY)).voice(choice, "en", deadline)


def test_it_asks_as_openai_wants_to_be_asked(server: SpeechServer) -> None:
    """Model, voice, text, format and speed; the key as a bearer."""
    sound = _voice(server, choice=VoiceChoice("http", "af_sky", rate=75)).speak(TEXT, "en")
    headers, body = server.asked[0]
    assert sound.rate == 16_000
    assert body == {"model": "kokoro", "voice": "af_sky", "input": TEXT, "response_format": "wav", "speed": 0.5}
    assert headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b"oops"),
        (503, {"Retry-After": "0"}, b""),
        (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, b"slowly"),
        (200, {}, b""),
        (200, {}, b'{"error": "out of memory"}'),
        (200, {}, wav(TEXT)[:3000]),
        (200, {"Content-Length": "99999"}, wav(TEXT)[:3000]),
    ],
)
def test_what_passes_is_asked_again(server: SpeechServer, answer: tuple[int, dict[str, str], bytes]) -> None:
    """A server that is busy, or says 200 without a sound, is asked once more and then is right."""
    server.answers = [answer]
    assert _voice(server).speak(TEXT, "en").frames > 0
    assert len(server.asked) == 2


@pytest.mark.parametrize(("status", "next_step"), [(400, "messages"), (401, "KEY"), (403, "KEY"), (404, "URL")])
def test_what_stays_wrong_is_told_at_once(server: SpeechServer, status: int, next_step: str) -> None:
    """With the server's own words, the next step, and without the key, even if the server repeats it."""
    server.answers = [(status, {}, f"wrong key {KEY}".encode())]
    with pytest.raises(VoiceError, match=f"answered {status}: wrong key …") as caught:
        _voice(server).speak(TEXT, "en")
    assert next_step in caught.value.next_step
    assert len(server.asked) == 1
    assert KEY not in str(caught.value) + caught.value.next_step


def test_a_redirection_is_not_followed(server: SpeechServer) -> None:
    """The words and the key go nowhere else."""
    server.answers = [(307, {"Location": "http://example.org/"}, b"there")]
    with pytest.raises(VoiceError, match="answered 307"):
        _voice(server).speak(TEXT, "en")


def test_a_server_that_never_answers_ends_with_the_deadline(server: SpeechServer) -> None:
    """And is named."""
    server.answers = [(0, {}, b"")] * 9
    with pytest.raises(VoiceError, match="does not answer"):
        _voice(server, deadline=0.5).speak(TEXT, "en")


def test_no_server_is_told_with_its_address() -> None:
    """After a few tries, which take seconds even where a sentence may take a minute."""
    begun = time.monotonic()
    with pytest.raises(VoiceError, match=r"127\.0\.0\.1:9/v1 is not there") as caught:
        HttpEngine(EngineSettings("http://127.0.0.1:9/v1")).voice(VoiceChoice(), "en", 60.0).speak(TEXT, "en")
    assert "start the server" in caught.value.next_step
    assert 1 < time.monotonic() - begun < 20


def test_whoever_waits_for_another_try_is_let_go_when_the_voice_is_closed(server: SpeechServer) -> None:
    """Ctrl-C does not have to wait for a server that asked to be left alone."""
    server.answers = [(503, {"Retry-After": "15"}, b"")]
    voice = _voice(server)
    timer = threading.Timer(0.3, voice.close)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(VoiceError, match="was stopped"):
        voice.speak(TEXT, "en")
    timer.join()
    assert time.monotonic() - begun < 10


def test_the_state_tells_whether_the_door_opens(server: SpeechServer) -> None:
    """Without speaking."""
    assert HttpEngine(EngineSettings(server.url)).state().ready
    assert not HttpEngine(EngineSettings("http://127.0.0.1:9/v1")).state().ready
    assert server.asked == []


@pytest.mark.parametrize("url", ["ftp://x/v1", "http://", "http://user:pw@host/v1", "http://host:99999/v1", "host"])
def test_what_is_no_address_is_refused(url: str) -> None:
    """Before anything is sent; a password in it is not shown."""
    with pytest.raises(VoiceError, match="no address") as caught:
        HttpEngine(EngineSettings(url)).voice(VoiceChoice(), "en", 1.0)
    assert "pw" not in str(caught.value)


def test_a_key_never_travels_in_the_open() -> None:
    """Except inside this computer."""
    with pytest.raises(VoiceError, match="in the open"):
        HttpEngine(EngineSettings("http://192.0.2.1/v1", http_key=KEY)).voice(VoiceChoice(), "en", 1.0)
    assert KEY not in repr(EngineSettings(http_key=KEY))


@pytest.mark.parametrize(
    ("environment", "key"),
    [
        ({}, ""),
        ({"UNKNOT_HTTP_KEY": "a"}, "a"),
        ({"OPENAI_API_KEY": "b"}, ""),
        ({"OPENAI_API_KEY": "b", "UNKNOT_HTTP_URL": "https://api.openai.com/v1/"}, "b"),
        ({"OPENAI_API_KEY": "b", "UNKNOT_HTTP_URL": "https://api.openai.com.evil.example/v1"}, ""),
    ],
)
def test_another_services_key_is_given_to_that_service_only(environment: dict[str, str], key: str) -> None:
    """`OPENAI_API_KEY` goes to OpenAI's own address and nowhere else."""
    assert from_environment(environment).http_key == key
