"""The settings of a person, and the folders of the cache and of their data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot import config
from unknot.config import Settings, load_settings
from unknot.errors import UsageError
from unknot.routine import VoiceChoice

if TYPE_CHECKING:
    from pathlib import Path

FULL = """
background = ""
background_level = -3
loudness = -20.5
cache_cap = "1.5 GiB"
[voice]
engine = "embedded"
name = "en-gb"
rate = 135
pitch = 45
[commands]
slow = "flite -t {text} -o {out}"
[http]
url = "http://127.0.0.1:8880/v1"
model = "kokoro"
"""


def write(folder: Path, text: str) -> Path:
    """The path of a file with these settings."""
    path = folder / "settings.toml"
    path.write_text(text, "utf-8")
    return path


def test_every_setting_is_read(tmp_path: Path) -> None:
    """Without a file the default settings are used."""
    assert load_settings(write(tmp_path, FULL)) == Settings(
        voice=VoiceChoice("embedded", "en-gb", 135, 45),
        background="",
        background_level=-3.0,
        loudness=-20.5,
        cache_cap=3 * 2**29,
        commands=(("slow", "flite -t {text} -o {out}"),),
        http_url="http://127.0.0.1:8880/v1",
        http_model="kokoro",
    )
    assert load_settings(tmp_path / "none.toml") == Settings()


@pytest.mark.parametrize(
    ("text", "message", "step"),
    [
        ("backgroud = 'rain'", "unknown setting 'backgroud'", "did you mean background"),
        ("[voice]\nspeed = 1", "unknown setting 'speed'", "known are engine, name, rate, pitch"),
        ("loudness = 'loud'", "wrong kind", "correct that line"),
        ("loudness = true", "wrong kind", "correct that line"),
        ("cache_cap = 'much'", "not a size", "2 GiB"),
        ("loudness =", "cannot read the settings", "correct or delete"),
    ],
)
def test_a_wrong_file_is_an_error_with_a_next_step(tmp_path: Path, text: str, message: str, step: str) -> None:
    """The message names the file."""
    path = write(tmp_path, text)
    with pytest.raises(UsageError, match=message) as caught:
        load_settings(path)
    assert str(path) in caught.value.message
    assert step in caught.value.next_step


def test_the_environment_names_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for the cache that is given takes precedence."""
    for name in ("CONFIG", "CACHE", "DATA", "STATE"):
        monkeypatch.setenv(f"UNKNOT_{name}", str(tmp_path / name))
    found = config.settings_file(), config.cache_folder(None), config.data_folder(), config.state_folder()
    assert [path.name for path in found] == ["CONFIG", "CACHE", "DATA", "STATE"]
    assert config.cache_folder(tmp_path / "own") == tmp_path / "own"
