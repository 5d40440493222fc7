"""The settings of a person, read from a TOML file. docs/settings.md has every key; `_keys.py` checks them.

background = "rain"
cache_cap = "2 GiB"

[voice]
engine = "espeak"
name = "en-gb"

[commands]                   # for the engine `command`, by name
slow = "flite -voice slt --setf duration_stretch=1.2 -t {text} -o {out}"

[http]                       # for the engine `http`; its key comes from UNKNOT_HTTP_KEY only
url = "http://127.0.0.1:8880/v1"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from unknot.config._keys import SETTINGS, TABLES, SettingValue, setting_named, size_in_bytes
from unknot.errors import UsageError
from unknot.routine import VoiceChoice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


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


def load_settings(path: Path) -> Settings:
    """The settings in the file; the default ones without a file.

    Raises:
        UsageError: The file is not TOML, or has a wrong key or value. The message names the file and the key.
    """
    return settings_in(load_table(path), path)


def load_table(path: Path) -> dict[str, Any]:
    """What is in the file, as TOML; nothing without a file.

    Raises:
        UsageError: The file is not TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as fault:
        raise UsageError(
            f"cannot read the settings in {path}: {fault}",
            next_step="correct or delete that file: `unknot config edit`",
        ) from fault


def parse_settings(text: str, path: Path) -> Settings:
    """The settings in a text that is to be written to the file.

    Raises:
        UsageError: The text is not TOML, or has a wrong key or value.
    """
    try:
        return settings_in(tomllib.loads(text), path)
    except (ValueError, RecursionError) as fault:
        raise UsageError(f"these settings are not TOML: {fault}", next_step="`unknot config edit` once more") from fault


def settings_in(table: Mapping[str, Any], path: Path) -> Settings:
    """The settings in the table of a file.

    Raises:
        UsageError: It has a wrong key or value. The message names the file and the key.
    """
    values = {key: _checked(key, value, path) for key, value in flat(table)}
    default = {setting.key: setting.default for setting in SETTINGS} | values
    background = cast("str", default["background"])
    return Settings(
        voice=VoiceChoice(*(values.get(f"voice.{part}") for part in ("engine", "name", "rate", "pitch"))),  # type: ignore[arg-type]
        background="" if background in ("none", "off") else background,
        background_level=float(cast("float", default["background_level"])),
        loudness=float(cast("float", default["loudness"])),
        cache_cap=size_in_bytes(cast("str", default["cache_cap"])),
        commands=tuple((key[9:], str(line)) for key, line in values.items() if key.startswith("commands.")),
        http_url=cast("str | None", values.get("http.url")),
        http_model=cast("str | None", values.get("http.model")),
    )


def with_change(table: Mapping[str, Any], key: str, value: object) -> dict[str, Any]:
    """The table with that value."""
    inside, _, name = key.rpartition(".")
    old = table.get(inside)
    return {**table, **({inside: {**(old if isinstance(old, dict) else {}), name: value}} if inside else {name: value})}


def flat(table: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Every key with its value, in the order of the file; with a dot for a key in a table."""
    for key, value in table.items():
        if key in TABLES and isinstance(value, dict):
            yield from ((f"{key}.{inner}", one) for inner, one in value.items())
        else:
            yield key, value


def _checked(key: str, value: object, path: Path) -> SettingValue:
    if key in TABLES:
        raise UsageError(
            f"the setting {key!r} in {path} has a value of the wrong kind: {value!r}",
            next_step=f"correct that line: it begins a table, as in {key}.{_first_in(key)} = …",
        )
    try:
        return setting_named(key).read(value)
    except KeyError as fault:
        table, _, name = key.rpartition(".")
        inside = f" in the table {table}" if table else ""
        raise UsageError(f"unknown setting {name!r}{inside} in {path}", next_step=fault.args[0]) from fault
    except ValueError as fault:
        raise UsageError(
            f"the setting {key!r} in {path} {fault}",
            next_step=f"correct that line{_example(key)}, or take it out: unknot config unset {key}",
        ) from fault


def _example(key: str) -> str:
    default = setting_named(key).default
    return f", as in {key} = {default!r}" if isinstance(default, str) else ""


def _first_in(table: str) -> str:
    return next(s.key.removeprefix(f"{table}.") for s in SETTINGS if s.key.startswith(f"{table}."))
