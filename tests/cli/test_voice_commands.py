"""Voices of the catalogue are listed, installed, chosen by name, compared and removed."""

from __future__ import annotations

import io
import json
import wave
from typing import TYPE_CHECKING

import pytest

from tests.fakes import voice_server
from tests.fakes.piper_model import write_model
from unknot import cli
from unknot.voices import _catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.voice_server import VoiceServer

ENTRY = """
[[voice]]
name = "{name}"
engine = "piper"
languages = ["de-DE"]
quality = "low"
licence = "CC BY 4.0"
commercial = "credit"
credit = "a signal generator"
page = "https://tiny.example"
files = [
    {{ base = "here", path = "{model.name}", bytes = {model.size}, digest = "{model.digest}" }},
    {{ base = "here", path = "{settings.name}", bytes = {settings.size}, digest = "{settings.digest}" }},
]
"""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VoiceServer]:
    """A server with the files of the only two voices in the catalogue, `tiny` and `broken`."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    model = write_model(tmp_path / "tiny.onnx")
    settings = model.with_name("tiny.onnx.json")
    with voice_server.running() as running:
        tiny = {"model": running.has("tiny.onnx", model.read_bytes())}
        tiny["settings"] = running.has("tiny.onnx.json", settings.read_bytes())
        broken = {"model": running.has("broken.onnx", b"no model"), "settings": running.has("broken.onnx.json", b"{}")}
        text = f'[bases]\nhere = "{running.url}/"\n' + ENTRY.format(name="tiny", **tiny)
        (tmp_path / "catalogue.toml").write_text(text + ENTRY.format(name="broken", **broken), "utf-8")
        monkeypatch.setattr(_catalogue, "_DATA", tmp_path / "catalogue.toml")
        _catalogue.catalogue.cache_clear()
        yield running
        _catalogue.catalogue.cache_clear()


def seconds(path: Path) -> float:
    """How long the sound in a file is."""
    with wave.open(str(path), "rb") as sound:
        return sound.getnframes() / sound.getframerate()


def states(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The state of each voice that is listed."""
    capsys.readouterr()
    assert cli.run(["voices", "--json", "--language", "de"]) == 0
    return {row["voice"]: row["state"] for row in json.loads(capsys.readouterr().out) if "voice" in row}


def test_a_voice_is_installed_spoken_with_and_removed(
    server: VoiceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Size and licence are shown before it is downloaded."""
    assert states(capsys) == {"tiny": "installable", "broken": "installable"}
    assert cli.run(["voices", "install", "tiny", "--yes"]) == 0
    told = capsys.readouterr()
    assert "MB to download" in told.err
    assert "every use, commercial use as well; name a signal generator" in told.err
    assert "--voice tiny" in told.out
    assert states(capsys) == {"tiny": "ready", "broken": "installable"}
    assert cli.run(["say", "Eins, zwei, drei.", "--voice", "tiny", "-o", str(tmp_path / "a.wav")]) == 0
    assert seconds(tmp_path / "a.wav") > 0.5
    assert cli.run(["voices", "remove", "tiny"]) == 0
    assert states(capsys) == {"tiny": "installable", "broken": "installable"}


def test_a_routine_in_another_language_is_spoken_by_the_installed_voice(
    server: VoiceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without one eSpeak NG speaks, and one line for the whole command says which voice to install."""
    monkeypatch.setenv("UNKNOT_CONFIG", str(tmp_path / "no settings"))
    script = tmp_path / "ruhe.md"
    script.write_text(
        "---\ntitle: Ruhe\nlanguage: de\n---\n\nRuhe. [hold 5s, 2s..30s]\n\nLass die Schultern sinken.\n", "utf-8"
    )
    export = ["export", str(script), "-l", "20s,25s", "-o", str(tmp_path), "--format", "wav"]
    assert cli.run(export) == 0
    told = capsys.readouterr()
    assert told.err.count("eSpeak NG speaks de; `unknot voices install tiny` installs") == 1
    assert "eSpeak" not in told.out
    assert cli.run(["voices", "install", "tiny", "--yes"]) == 0
    spoken_by_espeak = (tmp_path / "ruhe-20s.wav").read_bytes()
    capsys.readouterr()
    assert cli.run([*export, "--force"]) == 0
    assert "eSpeak" not in capsys.readouterr().err
    spoken_by_tiny = (tmp_path / "ruhe-20s.wav").read_bytes()
    assert spoken_by_tiny != spoken_by_espeak
    for voice, expected in (("tiny", spoken_by_tiny), ("espeak", spoken_by_espeak)):
        assert cli.run([*export, "--force", "--voice", voice]) == 0
        assert (tmp_path / "ruhe-20s.wav").read_bytes() == expected


def test_nothing_is_downloaded_without_a_yes(
    server: VoiceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is requested when nobody can be asked, after a no, by listing voices, or by using one."""
    assert cli.run(["voices", "install", "tiny"]) == 2
    assert "--yes" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", _Terminal("n\n"))
    assert cli.run(["voices", "install", "tiny"]) == 0
    assert "nothing was downloaded" in capsys.readouterr().err
    assert cli.run(["voices"]) == 0
    assert cli.run(["say", "Eins.", "--voice", "tiny", "-o", "a.wav"]) == 5
    assert "unknot voices install tiny" in capsys.readouterr().err
    assert server.asked == []


def test_a_yes_on_a_terminal_installs_the_voice(server: VoiceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model and its settings are requested, in this order."""
    monkeypatch.setattr("sys.stdin", _Terminal("y\n"))
    assert cli.run(["voices", "install", "tiny"]) == 0
    assert [path for path, _ in server.asked] == ["/tiny.onnx", "/tiny.onnx.json"]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_voice_is_copied_from_a_folder(server: VoiceServer, tmp_path: Path) -> None:
    """Nobody has to confirm it, and nothing is downloaded."""
    assert cli.run(["voices", "install", "tiny", "--from", str(tmp_path)]) == 0
    assert server.asked == []


def test_a_wrong_file_in_a_folder_is_refused_with_the_address_of_the_right_one(
    server: VoiceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is installed then, so that there is nothing to remove either."""
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "tiny.onnx").write_bytes(b"something else")
    assert cli.run(["voices", "install", "tiny", "--from", str(tmp_path / "stick")]) == 5
    told = capsys.readouterr().err
    assert "tiny.onnx is not the file that was published" in told
    assert f"next: get tiny.onnx from {server.url}/tiny.onnx" in told
    assert cli.run(["voices", "remove", "tiny"]) == 2
    assert "the voice 'tiny' is not installed" in capsys.readouterr().err


def test_the_voice_of_the_program_cannot_be_removed(capsys: pytest.CaptureFixture[str]) -> None:
    """It is listed as ready, so nobody is told that it is not installed."""
    assert cli.run(["voices", "remove", "heart"]) == 2
    assert "the voice heart is part of the program and cannot be removed" in capsys.readouterr().err


def test_the_error_of_the_only_voice_is_told_once(server: VoiceServer, capsys: pytest.CaptureFixture[str]) -> None:
    """Of several that all fail each is told, and then how many there were."""
    assert cli.run(["voices", "try", "Eins.", "--player", "null", "--voice", "tiny"]) == 5
    assert capsys.readouterr().err.count("unknot voices install tiny") == 1
    assert cli.run(["voices", "try", "Eins.", "--player", "null", "--voice", "tiny,broken"]) == 5
    told = capsys.readouterr().err
    assert "unknot voices install broken" in told
    assert "error: none of the 2 voices could speak" in told


def test_a_voice_comes_from_a_mirror(
    server: VoiceServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`UNKNOT_VOICES_URL` is the address of the mirror. When it cannot be reached, `--from` is suggested."""
    monkeypatch.setenv("UNKNOT_VOICES_URL", f"{server.url}/mirror")
    assert cli.run(["voices", "install", "tiny", "--yes"]) == 0
    assert server.asked[0][0] == "/mirror/tiny.onnx"
    monkeypatch.setenv("UNKNOT_VOICES_URL", "http://127.0.0.1:9")
    assert cli.run(["voices", "install", "broken", "--yes"]) == 5
    assert "--from FOLDER" in capsys.readouterr().err


def test_voices_are_compared_one_after_the_other(
    server: VoiceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is named. Every ready voice of a language is heard, or those that are asked for, in their order."""
    assert cli.run(["voices", "install", "tiny", "--yes"]) == 0
    capsys.readouterr()
    heard = tmp_path / "heard.wav"
    assert cli.run(["voices", "try", "Eins, zwei.", "--language", "de", "--player", f"record:{heard}"]) == 0
    assert capsys.readouterr().out.split() == ["espeak", "tiny"]
    both = seconds(heard)
    assert cli.run(["voices", "try", "Eins, zwei.", "--voice", "tiny", "--player", f"record:{heard}"]) == 0
    assert capsys.readouterr().out.split() == ["tiny"]
    assert 0.5 < seconds(heard) < both


def test_the_other_voices_are_heard_when_one_cannot_speak(
    server: VoiceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The failed voice is named with the reason, and the exit status is that of a partly done command."""
    assert cli.run(["voices", "install", "broken", "--yes"]) == 0
    player = ["--player", f"record:{tmp_path / 'heard.wav'}"]
    assert cli.run(["voices", "try", "--voice", "broken,espeak:de", *player]) == 8
    told = capsys.readouterr()
    assert told.out.split()[-1] == "de"
    assert "note: broken: " in told.err
    assert cli.run(["voices", "try", "--voice", "broken", *player]) == 5
