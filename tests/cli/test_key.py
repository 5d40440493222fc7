"""The key of a speech server is nowhere but in the calls to that server."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.fakes.speech_server import Answer, SpeechServer, running
from unknot import cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "sk-planted-0123456789"
SCRIPT = "---\ntitle: Breath\n---\n\nSit down. [2s]\n\nBreathe out. [2s]\n"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    """A server that the environment names, with the key. Every folder of the program is in `tmp_path`."""
    monkeypatch.setenv("UNKNOT_HTTP_KEY", KEY)
    (tmp_path / "s.md").write_text(SCRIPT)
    with running() as server:
        monkeypatch.setenv("UNKNOT_HTTP_URL", server.url)
        yield server


ANSWERS: dict[str, list[Answer]] = {
    "none": [],
    "it repeats the key": [(401, {}, f"wrong key {KEY}".encode())],
    "it repeats the key at the cut": [(400, {}, b"x" * 290 + KEY.encode())],
    "it sends on with the key": [(307, {"Location": f"http://127.0.0.1:9/?key={KEY}"}, b"")],
    "it sends the key as a sound": [(200, {}, f"Bearer {KEY}".encode())] * 20,
    "it sends the key as a number": [(400, {}, base64.b64encode(KEY.encode()))],
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize(
    "words",
    [
        ["export", "s.md", "--voice", "http:x", "-o", "x.mp3", "--background", "none", "--captions", "--force"],
        ["say", "--voice", "http:x", "-o", "y.wav", "Let go."],
        ["voices"],
    ],
)
def test_a_planted_key_is_in_no_output_and_no_file(
    server: SpeechServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    answer: str,
    words: list[str],
) -> None:
    """Whatever the server answers, and whatever is asked of the program."""
    monkeypatch.chdir(tmp_path)
    server.answers = list(ANSWERS[answer])
    status = cli.run(words)
    assert status == (0 if answer == "none" or words == ["voices"] else 5)
    told = "".join(capfd.readouterr())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    for form in (KEY, base64.b64encode(KEY.encode()).decode().rstrip("=")):
        assert form not in told
        assert not [path for path in files if form.encode() in path.read_bytes()]
    assert all(headers["Authorization"] == f"Bearer {KEY}" for headers, _ in server.asked)


@pytest.mark.parametrize("key", [f"{KEY}\nX: y", f"{KEY}€"])
def test_a_key_that_no_server_can_have_is_not_shown(
    server: SpeechServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], key: str
) -> None:
    """It is refused in one line."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UNKNOT_HTTP_KEY", key)
    assert cli.run(["say", "--voice", "http:x", "-o", "y.wav", "Let go."]) == 5
    told = "".join(capfd.readouterr())
    assert "UNKNOT_HTTP_KEY has" in told
    assert KEY not in told
    assert server.asked == []
