"""The settings of a person, and the folders of the cache and of their data.

The settings are a TOML file in the platform's configuration folder, or the file that `UNKNOT_CONFIG` names:

    background = "rain"
    background_level = -3        # dB, relative to the default level
    loudness = -18               # LUFS of the voice
    cache_cap = "2 GiB"

    [voice]
    engine = "espeak"
    name = "en-gb"
    rate = 135
    pitch = 45

    [commands]                   # for the engine `command`, by name
    slow = "flite -voice slt --setf duration_stretch=1.2 -t {text} -o {out}"

    [http]                       # for the engine `http`; its key comes from UNKNOT_HTTP_KEY only
    url = "http://127.0.0.1:8880/v1"
    model = "kokoro"
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from unknot.errors import UsageError
from unknot.routine import VoiceChoice
from unknot.units import parse_size

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = ("voice", "background", "background_level", "loudness", "cache_cap", "commands", "http")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings. Those of a script or the command line take precedence."""

    voice: VoiceChoice = VoiceChoice()
    background: str = "rain"
    """The background of scripts that name none; "" for no background."""
    background_level: float = 0.0
    """Decibels relative to the default level."""
    loudness: float = -18.0
    """LUFS of the voice."""
    cache_cap: int = 2 * 2**30
    """Bytes that the entries of the cache may take."""
    commands: tuple[tuple[str, str], ...] = ()
    """Names and command lines of programs that speak."""
    http_url: str | None = None
    """The address of a speech server with the OpenAI protocol."""
    http_model: str | None = None
    """The model that the server uses."""


def settings_file() -> Path:
    """The path of the file with the settings, which need not exist."""
    named = os.environ.get("UNKNOT_CONFIG")
    return Path(named) if named else platformdirs.user_config_path("unknot", appauthor=False) / "settings.toml"


def cache_folder(chosen: Path | None) -> Path:
    """The folder of the cache: `chosen`, `UNKNOT_CACHE`, the `audio_cache` of a checkout, or the platform's folder."""
    if chosen is not None:
        return chosen
    if named := os.environ.get("UNKNOT_CACHE"):
        return Path(named)
    return _checkout_cache() or platformdirs.user_cache_path("unknot", appauthor=False)


def data_folder() -> Path:
    """The folder of the journal, installed packs and installed voices: `UNKNOT_DATA`, or the platform's folder."""
    named = os.environ.get("UNKNOT_DATA")
    return Path(named) if named else platformdirs.user_data_path("unknot", appauthor=False)


def state_folder() -> Path:
    """The folder for the position of an unfinished session: `UNKNOT_STATE`, or the platform's folder."""
    named = os.environ.get("UNKNOT_STATE")
    return Path(named) if named else platformdirs.user_state_path("unknot", appauthor=False)


def _checkout_cache() -> Path | None:
    folder = Path(__file__).resolve().parents[2] / "audio_cache"
    return folder if (folder / "CACHEDIR.TAG").is_file() else None


def load_settings(path: Path) -> Settings:
    """The settings in the file; the default ones without a file.

    Raises:
        UsageError: The file is not TOML, or has a wrong key or value.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise UsageError(
            f"cannot read the settings in {path}: {fault}", next_step="correct or delete that file"
        ) from fault
    return _settings(found, path)


def _settings(found: dict[str, Any], path: Path) -> Settings:
    _refuse_unknown(found, _KEYS, path)
    default = Settings()
    server = _typed(found, "http", dict, {}, path)
    _refuse_unknown(server, ("url", "model"), path)
    commands = _typed(found, "commands", dict, {}, path)
    return Settings(
        voice=_voice(_typed(found, "voice", dict, {}, path), path),
        background=_typed(found, "background", str, default.background, path),
        background_level=float(_typed(found, "background_level", (int, float), default.background_level, path)),
        loudness=float(_typed(found, "loudness", (int, float), default.loudness, path)),
        cache_cap=_size(_typed(found, "cache_cap", (int, str), default.cache_cap, path), path),
        commands=tuple((name, _typed(commands, name, str, "", path)) for name in commands),
        http_url=_typed(server, "url", str, None, path),
        http_model=_typed(server, "model", str, None, path),
    )


def _voice(table: dict[str, Any], path: Path) -> VoiceChoice:
    _refuse_unknown(table, ("engine", "name", "rate", "pitch"), path)
    return VoiceChoice(
        _typed(table, "engine", str, None, path),
        _typed(table, "name", str, None, path),
        _typed(table, "rate", int, None, path),
        _typed(table, "pitch", int, None, path),
    )


def _refuse_unknown(table: Mapping[str, Any], known: tuple[str, ...], path: Path) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise UsageError(f"unknown setting {key!r} in {path}", next_step=hint)


def _typed(table: Mapping[str, Any], key: str, kind: type | tuple[type, ...], default: Any, path: Path) -> Any:
    value = table.get(key, default)
    if value is not default and (isinstance(value, bool) or not isinstance(value, kind)):
        raise UsageError(
            f"the setting {key!r} in {path} has a value of the wrong kind: {value!r}", next_step="correct that line"
        )
    return value


def _size(value: int | str, path: Path) -> int:
    if isinstance(value, int):
        return value
    try:
        return parse_size(value)
    except ValueError as fault:
        raise UsageError(
            f"the setting 'cache_cap' in {path} is not a size: {value!r}", next_step="write 2 GiB or 500 MB"
        ) from fault
