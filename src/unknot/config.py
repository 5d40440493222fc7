"""The settings of the person, and where things are kept.

Settings are a TOML file in the platform's configuration folder (`UNKNOT_CONFIG` names another):

    background = "rain"
    background_level = -3        # dB, relative to the usual level
    loudness = -18               # LUFS of the voice
    cache_cap = "2 GiB"

    [voice]
    engine = "embedded"
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
import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from unknot.errors import UsageError
from unknot.routine import VoiceChoice

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = ("voice", "background", "background_level", "loudness", "cache_cap", "commands", "http")
_SIZES = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person has chosen once for every session. A script and the command line go before it."""

    voice: VoiceChoice = VoiceChoice()
    background: str = "rain"
    """Where the script names none; "" is none."""
    background_level: float = 0.0
    """Decibels relative to the usual level."""
    loudness: float = -18.0
    """LUFS of the voice."""
    cache_cap: int = 2 * 2**30
    """Bytes that the cache may take."""
    commands: tuple[tuple[str, str], ...] = ()
    """Name and command line of programs that speak."""
    http_url: str | None = None
    """Where an OpenAI-like speech server is."""
    http_model: str | None = None


def settings_file() -> Path:
    """The path of the settings, whether there is a file or not."""
    named = os.environ.get("UNKNOT_CONFIG")
    return Path(named) if named else platformdirs.user_config_path("unknot", appauthor=False) / "settings.toml"


def cache_folder(asked: Path | None) -> Path:
    """Where the cache is: as asked, else `UNKNOT_CACHE`, else a checkout's `audio_cache`, else the platform's place."""
    if asked is not None:
        return asked
    if named := os.environ.get("UNKNOT_CACHE"):
        return Path(named)
    return _checkout_cache() or platformdirs.user_cache_path("unknot", appauthor=False)


def data_folder() -> Path:
    """Where the journal, installed packs and installed voices are: `UNKNOT_DATA`, else the platform's place."""
    named = os.environ.get("UNKNOT_DATA")
    return Path(named) if named else platformdirs.user_data_path("unknot", appauthor=False)


def state_folder() -> Path:
    """Where positions of unfinished sessions are: `UNKNOT_STATE`, else the platform's place."""
    named = os.environ.get("UNKNOT_STATE")
    return Path(named) if named else platformdirs.user_state_path("unknot", appauthor=False)


def _checkout_cache() -> Path | None:
    folder = Path(__file__).resolve().parents[2] / "audio_cache"
    return folder if (folder / "CACHEDIR.TAG").is_file() else None


def load_settings(path: Path) -> Settings:
    """The settings in `path`; the usual ones where there is no file.

    Raises:
        UsageError: The file is not TOML, or has a key or a value that does not belong there.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise UsageError(
            f"cannot read the settings in {path}: {fault}", next_step="mend or delete that file"
        ) from fault
    return _settings(found, path)


def _settings(found: dict[str, Any], path: Path) -> Settings:
    _refuse_unknown(found, _KEYS, path)
    usual = Settings()
    server = _typed(found, "http", dict, {}, path)
    _refuse_unknown(server, ("url", "model"), path)
    commands = _typed(found, "commands", dict, {}, path)
    return Settings(
        voice=_voice(_typed(found, "voice", dict, {}, path), path),
        background=_typed(found, "background", str, usual.background, path),
        background_level=float(_typed(found, "background_level", (int, float), usual.background_level, path)),
        loudness=float(_typed(found, "loudness", (int, float), usual.loudness, path)),
        cache_cap=_size(_typed(found, "cache_cap", (int, str), usual.cache_cap, path), path),
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


def _typed(table: Mapping[str, Any], key: str, kind: type | tuple[type, ...], usual: Any, path: Path) -> Any:
    value = table.get(key, usual)
    if value is not usual and (isinstance(value, bool) or not isinstance(value, kind)):
        raise UsageError(f"the setting {key!r} in {path} is not of its kind: {value!r}", next_step="mend that line")
    return value


def _size(value: int | str, path: Path) -> int:
    if isinstance(value, int):
        return value
    parts = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?\s*", value, re.IGNORECASE)
    if parts is None:
        raise UsageError(
            f"the setting 'cache_cap' in {path} is not a size: {value!r}", next_step="write 2 GiB or 500 MB"
        )
    return int(float(parts[1]) * _SIZES[parts[2].upper()])
