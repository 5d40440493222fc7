"""Any program may speak: without a shell, within its deadline, and only if a person has named it."""

from __future__ import annotations

import shlex
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.fakes.voices import alive
from unknot.errors import VoiceError
from unknot.routine import VoiceChoice
from unknot.voices import from_environment
from unknot.voices._command import CommandEngine, CommandVoice

TONES = str(Path(__file__).parents[1] / "fakes" / "tone_program.py")
PYTHON = shlex.quote(sys.executable)


def _voice(arguments: str, deadline: float = 20.0) -> CommandVoice:
    return CommandEngine({"mine": f"{PYTHON} {TONES} {arguments}"}).voice(
        VoiceChoice("command", "mine"), "en", deadline
    )


@pytest.mark.parametrize("arguments", ["--text {text} --out {out}", "--text {text}", "--out {out}", ""])
def test_text_and_sound_go_by_argument_or_by_pipe(arguments: str) -> None:
    """All four ways."""
    assert _voice(arguments).speak("Rest for a while.", "en").seconds > 1


@pytest.mark.parametrize(
    "text", ["$(touch x); `id` && rm -rf *", "a 'quoted\" word", "{out} {rate}", "-rf", "-- --help"]
)
def test_a_text_is_one_argument_whatever_it_says(tmp_path: Path, text: str) -> None:
    """There is no shell, nothing in a text is filled in again, and none is taken for an option."""
    heard = tmp_path / "heard"
    _voice(f"--heard {shlex.quote(str(heard))} --text {{text}} --out {{out}}").speak(text, "en")
    assert heard.read_text(encoding="utf-8") == text.lstrip("- ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--fault status", "ended with status 3: out of sorts"),
        ("--fault hang", "did not end within 0.5 s"),
        ("--fault nothing --out {out}", "wrote no file"),
        ("--fault nothing", "no sound at all"),
        ("--fault half", "cut off"),
    ],
)
def test_a_program_that_fails_is_told(arguments: str, words: str) -> None:
    """By its name and its own last words."""
    with pytest.raises(VoiceError, match=words):
        _voice(arguments, 0.5 if "hang" in arguments else 20.0).speak("Rest.", "en")


@pytest.mark.skipif(sys.platform == "win32", reason="looks for left processes in /proc")
@pytest.mark.parametrize(
    "fault", ["grandchild", "hanging grandchild", "daemon grandchild", "hanging daemon grandchild"]
)
def test_a_program_leaves_no_grandchild(tmp_path: Path, fault: str) -> None:
    """Neither one that ends well nor one that hangs, nor where the grandchild has a session of its own."""
    if "daemon" in fault and sys.platform != "linux":
        pytest.skip("nothing tells what left its session")
    voice = _voice(f"--fault '{fault}' --processes {shlex.quote(str(tmp_path))}", 3.0)
    if "hanging" not in fault:
        assert voice.speak("Rest.", "en").frames
    else:
        with pytest.raises(VoiceError):
            voice.speak("Rest.", "en")
    assert list(tmp_path.iterdir())
    assert alive(tmp_path) == []


def test_another_program_under_the_same_name_is_another_voice(tmp_path: Path) -> None:
    """Its content is a part of every key."""
    program = tmp_path / "speak"
    identities = set()
    for body in ("one", "two"):
        program.write_text(f"#!/bin/sh\n# {body}\n")
        program.chmod(0o755)
        identities.add(
            CommandEngine({"x": f"{program} {{text}}"}).voice(VoiceChoice("command", "x"), "en", 1.0).identity
        )
    assert len(identities) == 2


def test_the_environment_brings_a_command_of_ones_own() -> None:
    """By the name of `custom`; a script can only choose it."""
    commands = from_environment({"UNKNOT_COMMAND": f"{PYTHON} {TONES} --out {{out}} --text {{text}}"}).commands
    assert CommandEngine(commands).voice(VoiceChoice("command", "custom"), "en", 20.0).speak("Rest.", "en").frames


def test_a_command_that_is_not_installed_says_what_it_needs() -> None:
    """In its state, and when it is chosen."""
    engine = CommandEngine({"nowhere": "no-such-program {text}"})
    assert not engine.state().ready
    assert "nowhere" in engine.state().detail
    with pytest.raises(VoiceError, match="not installed"):
        engine.voice(VoiceChoice("command", "nowhere"), "en", 1.0)


def test_whoever_waits_for_a_slow_program_is_let_go_when_the_voice_is_closed() -> None:
    """In the middle of a sentence, long before its deadline."""
    voice = _voice("--fault hang", 60.0)
    closing = threading.Timer(0.3, voice.close)
    closing.start()
    began = time.monotonic()
    with pytest.raises(VoiceError, match="ended with status -"):
        voice.speak("Rest.", "en")
    assert time.monotonic() - began < 5
    closing.join()
