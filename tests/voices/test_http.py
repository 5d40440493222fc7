"""A real server on this computer: what passes is waited for, what does not is told, and the key is never seen."""

from __future__ import annotations

import base64
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.fakes.chaos_worker import tone
from tests.fakes.raw_server import answering
from tests.fakes.speech_server import SpeechServer, running, wav
from tests.ffmpeg import encode
from unknot.audio import from_sixteen_bits
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


def _voice(
    server: SpeechServer, deadline: float = 20.0, choice: VoiceChoice = VoiceChoice(), form: str = ""
) -> HttpVoice:
    return HttpEngine(EngineSettings(server.url, "kokoro", KEY, form)).voice(choice, "en", deadline)


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
        (429, {"Retry-After": "\u00b2"}, b"slowly"),
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


def test_an_answer_that_cannot_be_read_is_told_when_it_comes_again(server: SpeechServer) -> None:
    """At once, and the same text is not sent a third time."""
    server.answers = [(200, {}, bytes(range(256)) * 20)] * 9
    engine = HttpEngine(EngineSettings(server.url))
    for _ in range(3):
        with pytest.raises(VoiceError, match="answered without a sound: what it gave is no sound file"):
            engine.voice(VoiceChoice(), "en", 20.0).speak(TEXT, "en")
    assert len(server.asked) == 2


def test_an_answer_that_ends_too_early_is_told_when_it_does_again(server: SpeechServer) -> None:
    """At the same byte; at another one it may be whole the next time."""
    server.answers = [(200, {"Content-Length": "99999"}, wav(TEXT)[:length]) for length in (500, 700, 500, 500, 500)]
    with pytest.raises(VoiceError, match="its answer ends after 500 bytes"):
        _voice(server).speak(TEXT, "en")
    assert len(server.asked) == 3


def test_other_answers_that_cannot_be_read_are_tried_again(server: SpeechServer) -> None:
    """Each of them may be the last one."""
    server.answers = [(200, {}, b'{"error": "loading"}'), (200, {}, b"")]
    assert _voice(server).speak(TEXT, "en").frames > 0
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (400, b'{"detail": "Voice alloy not found. Available: af_sky"}', "Voice alloy not found. Available: af_sky"),
        (402, b'{"message": "Payment required"}', "Payment required"),
        (422, b'{"detail": [{"loc": ["body"]}]}', r'\{"detail": \[\{"loc"'),
        (404, b"<html>\r\n<b>nothing</b></html>", "<html> <b>nothing</b></html>"),
        (403, b"\x1b]0;owned\x07\x1b[31mno\xe2\x80\xae", r"\]0;owned \[31mno$"),
        (418, b"x" * 5000, "x{250,}…$"),
        (451, b"", "answered 451$"),
        (429, b'{"error": {"message": "You exceeded your current quota", "type": "insufficient_quota"}}', "exceeded"),
        (429, b'{"error": {"message": "Check your plan and billing details"}}', "billing"),
    ],
)
def test_the_servers_words_are_shown_and_it_is_not_asked_again(
    server: SpeechServer, status: int, body: bytes, words: str
) -> None:
    """In one line of bounded length that no terminal obeys."""
    server.answers = [(status, {}, body)] * 5
    engine = HttpEngine(EngineSettings(server.url))
    for _ in range(2):
        with pytest.raises(VoiceError, match=words) as caught:
            engine.voice(VoiceChoice(), "en", 20.0).speak(TEXT, "en")
        assert caught.value.next_step
        assert caught.value.message.isprintable()
        assert len(caught.value.message) < 400
    assert len(server.asked) == 1


def test_the_words_of_a_server_that_stays_busy_are_shown(server: SpeechServer) -> None:
    """When its time is over."""
    server.answers = [(503, {}, b'{"error": "the model is loading"}')] * 9
    with pytest.raises(VoiceError, match="answered 503: the model is loading"):
        _voice(server, deadline=0.6).speak(TEXT, "en")
    assert 1 < len(server.asked) < 5


def test_a_wait_beyond_the_deadline_is_told_at_once(server: SpeechServer) -> None:
    """Nobody waits for what cannot help."""
    server.answers = [(429, {"Retry-After": "3600"}, b"Rate limit reached")]
    with pytest.raises(VoiceError, match="answered 429: Rate limit reached"):
        _voice(server).speak(TEXT, "en")
    assert len(server.asked) == 1


MP3 = encode(["-f", "mp3"], from_sixteen_bits(tone(TEXT)))


@pytest.mark.parametrize(
    ("status", "words", "calls"),
    [
        (400, b'{"detail": "response_format wav is not supported; use mp3"}', 2),
        (422, b'{"detail": [{"loc": ["body", "response_format"]}]}', 2),
        (415, b"no wav here", 2),
        (500, b"Internal Server Error", 3),
    ],
)
def test_where_wav_is_refused_mp3_is_asked_for(server: SpeechServer, status: int, words: bytes, calls: int) -> None:
    """And from then on first."""
    server.answers = [(status, {}, words)] * (calls - 1) + [(200, {"Content-Type": "audio/mpeg"}, MP3)] * 2
    voice = _voice(server)
    assert voice.speak(TEXT, "en").seconds == pytest.approx(len(tone(TEXT)) / 2 / 48_000, abs=0.1)
    voice.speak(TEXT, "en")
    asked = [body["response_format"] for _, body in server.asked]
    assert asked == ["wav"] * (calls - 1) + ["mp3", "mp3"]


def test_a_refusal_of_both_formats_is_told(server: SpeechServer) -> None:
    """After two calls."""
    server.answers = [(400, {}, b"bad response_format")] * 5
    with pytest.raises(VoiceError, match="answered 400: bad response_format"):
        _voice(server).speak(TEXT, "en")
    assert len(server.asked) == 2


def test_a_chosen_format_is_the_only_one(server: SpeechServer) -> None:
    """It is asked for, and not replaced."""
    server.answers = [(400, {}, b"response_format wav is unknown")]
    with pytest.raises(VoiceError, match="is unknown"):
        _voice(server, form="wav").speak(TEXT, "en")
    assert _voice(server, form="flac").speak(TEXT, "en").frames > 0
    assert [body["response_format"] for _, body in server.asked] == ["wav", "flac"]
    assert from_environment({"UNKNOT_HTTP_FORMAT": " MP3 "}).http_format == "mp3"
    with pytest.raises(VoiceError, match="UNKNOT_HTTP_FORMAT is 'ogg'") as caught:
        _voice(server, form="ogg")
    assert "wav, mp3" in caught.value.next_step


@pytest.mark.parametrize(
    ("form", "kind", "rate"),
    [
        ("", "audio/pcm", 24_000),
        ("", "audio/pcm;rate=16000;channels=1", 16_000),
        ("pcm", "application/octet-stream", 24_000),
        ("pcm", "audio/pcm", 24_000),
    ],
)
def test_samples_without_a_head_are_read(server: SpeechServer, form: str, kind: str, rate: int) -> None:
    """At the rate that the server tells, or that of OpenAI."""
    server.answers = [(200, {"Content-Type": kind}, tone(TEXT))]
    sound = _voice(server, form=form).speak(TEXT, "en")
    assert (sound.rate, sound.frames) == (rate, len(tone(TEXT)) // 2)


def test_samples_without_a_head_are_told_where_nothing_says_that_they_are(server: SpeechServer) -> None:
    """With few calls, and without their bytes in the message."""
    server.answers = [(200, {"Content-Type": "application/octet-stream"}, tone(TEXT))] * 9
    with pytest.raises(VoiceError, match="no sound file") as caught:
        _voice(server).speak(TEXT, "en")
    assert "\\x" not in caught.value.message
    assert len(server.asked) == 2


def test_an_answer_far_longer_than_its_text_is_told_soon(server: SpeechServer) -> None:
    """An hour for five words."""
    server.answers = [(200, {}, wav(TEXT * 60))] * 9
    with pytest.raises(VoiceError, match="lasts longer than 22 s"):
        _voice(server).speak(TEXT, "en")
    assert len(server.asked) == 2


def test_a_server_that_sends_no_http_is_told_soon() -> None:
    """With two calls."""
    with answering(lambda connection, _stopped: connection.sendall(b"SSH-2.0-OpenSSH\r\n" * 9)) as server:
        voice = HttpEngine(EngineSettings(server.url)).voice(VoiceChoice(), "en", 20.0)
        with pytest.raises(VoiceError, match="does not speak HTTP"):
            voice.speak(TEXT, "en")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://host/v1?api_key=x",
        "http://host/v1#x",
        "http://ho st/v1",
        "http://host/v1\n",
        "http://host/\x00",
        "http://" + "a" * 70 + ".com/v1",
        "http://[::1/v1",
        "http://host:no/v1",
        "http://host:0x50/v1",
        "http://@host/v1",
        "https:///v1",
        "",
    ],
)
def test_no_part_of_an_address_is_guessed(url: str) -> None:
    """What a library would drop or repair is refused at once, also where only the state is asked for."""
    with pytest.raises(VoiceError, match="no address"):
        HttpEngine(EngineSettings(url)).voice(VoiceChoice(), "en", 1.0)
    assert not HttpEngine(EngineSettings(url)).state().ready


@pytest.mark.parametrize("key", ["sk-one\nX-Evil: 1", "sk-ключ", "sk key", "sk-\x00", "sk-ü"])
def test_what_cannot_be_a_key_is_refused_without_showing_it(server: SpeechServer, key: str) -> None:
    """Before a library prints it in its own error."""
    engine = HttpEngine(EngineSettings(server.url, http_key=key))
    with pytest.raises(VoiceError, match="UNKNOT_HTTP_KEY has") as caught:
        engine.voice(VoiceChoice(), "en", 1.0)
    assert key not in caught.value.message + caught.value.next_step + engine.state().detail
    assert server.asked == []


def test_a_line_end_behind_a_key_is_no_part_of_it() -> None:
    """As `$(cat key.txt)` and files of Windows leave it."""
    assert from_environment({"UNKNOT_HTTP_KEY": " sk-one\r\n"}).http_key == "sk-one"


@pytest.mark.parametrize("before", range(280, 301, 5))
def test_a_key_is_masked_wherever_it_is_in_the_words(server: SpeechServer, before: int) -> None:
    """Also where somebody has cut it off, and in Base64."""
    forms = f"{KEY} {base64.b64encode(KEY.encode()).decode()} {KEY[:-2]}"
    server.answers = [(400, {}, b"x" * before + forms.encode())]
    with pytest.raises(VoiceError) as caught:
        _voice(server).speak(TEXT, "en")
    assert "sk-v" not in caught.value.message
    assert base64.b64encode(KEY.encode()).decode()[:8] not in caught.value.message
