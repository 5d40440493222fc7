"""The profile of a person: areas to focus on or to leave out, tools, preferences. It is one TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from unknot.errors import UsageError
from unknot.library._anatomy import body_data, one_of
from unknot.library._body_parts import BodyPart, all_parts, merged_parts, parts_listed
from unknot.platform import edit_toml
from unknot.units import Frames, format_duration, frames, parse_length

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Profile:
    """The contents of the profile. What is not set is empty."""

    focus: tuple[str, ...] = ()
    """Parts to work on more, as `shoulders` or `shoulders:left`, set by the person or the therapist."""
    avoid: tuple[str, ...] = ()
    """Parts to leave out, written in the same way."""
    conditions: tuple[str, ...] = ()
    """Names from the body data, such as `varicose-veins`."""
    tools: tuple[str, ...] = ("hands",)
    """The tools that the person has."""
    voice: str = ""
    """The favourite voice, as `--voice` takes it."""
    background: str = ""
    """The favourite background."""
    length: Frames | None = None
    """The usual length of a session."""
    level: str = ""
    """The level of routines, such as `beginner`."""
    language: str = ""
    """BCP 47; empty leaves it to the settings."""
    sessions: int = 2
    """Sessions a week to begin with."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """Parts to leave out: those in `avoid`, and the whole areas of the conditions."""
        known = body_data().conditions
        of_conditions = (BodyPart(area) for key in self.conditions for area in known[key].avoid)
        return tuple(map(str, merged_parts([*all_parts(self.avoid), *of_conditions])))


_LONGEST = frames(24 * 3600)
PROFILE_KEYS = tuple(field.name for field in fields(Profile))
"""The keys of the profile, in the order of `unknot profile`."""


def load_profile(path: Path, without: str = "") -> Profile:
    """The profile in the file; an empty one where there is no file. The key `without` is not read.

    Raises:
        UsageError: The file is not TOML, or has a wrong key or value. The message names the file and the key.
    """
    profile = Profile()
    for key, value in _table(path).items():
        if key == without:
            continue
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        try:
            profile = with_value(profile, key, text)
        except UsageError as fault:
            raise UsageError(
                f"{fault.message} ({key} in the profile {path})", next_step=f"correct that line: {fault.next_step}"
            ) from fault
    return profile


def save_profile(profile: Profile, path: Path, keys: Sequence[str] = PROFILE_KEYS) -> None:
    """Afterwards the file has these keys of the profile, whole or not at all. The rest of it stays as it was.

    Raises:
        UsageError: The file is not TOML.
        WriteError: It could not be written.
    """
    edit_toml(path, {key: _toml(key, profile) for key in keys})


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as fault:
        raise UsageError(f"cannot read the profile {path}: {fault}", next_step=f"correct or remove {path}") from fault


def profile_value(profile: Profile, key: str) -> str:
    """The value of `key` as text, as `with_value` reads it.

    Raises:
        UsageError: There is no such key.
    """
    value = getattr(profile, one_of(key, PROFILE_KEYS, "key of the profile"))
    if isinstance(value, tuple):
        return ", ".join(value)
    if key == "length":
        return format_duration(value) if value is not None else ""
    return str(value)


def with_value(profile: Profile, key: str, text: str) -> Profile:
    """The profile with `text` as the value of `key`. Commas separate items; an empty text removes the value.

    Raises:
        UsageError: There is no such key, or the text is no value for it; the next step names the nearest.
    """
    reader = _READERS[one_of(key, PROFILE_KEYS, "key of the profile")]
    return replace(profile, **{key: reader(text.strip())})


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def _areas(text: str) -> tuple[str, ...]:
    return tuple(map(str, parts_listed(text)))


def _conditions(text: str) -> tuple[str, ...]:
    return tuple(one_of(word, body_data().conditions, "condition") for word in _list(text))


def _tools(text: str) -> tuple[str, ...]:
    return tuple(one_of(word, body_data().tools, "tool") for word in _list(text))


def _level(text: str) -> str:
    return one_of(text, body_data().levels, "level") if text else ""


def _length(text: str) -> Frames | None:
    if not text:
        return None
    try:
        length = parse_length(text)
    except ValueError as fault:
        raise UsageError(str(fault), next_step="write a length like 10m") from fault
    if not 0 < length <= _LONGEST:
        raise UsageError(f"{text!r} is no length of a session", next_step="give one up to a day, like 10m")
    return length


def _sessions(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 14:
        raise UsageError(f"{text!r} sessions a week cannot be", next_step="give a number from 1 to 14")
    return int(text)


_READERS: dict[str, Callable[[str], Any]] = {
    "focus": _areas,
    "avoid": _areas,
    "conditions": _conditions,
    "tools": _tools,
    "voice": str,
    "background": str,
    "length": _length,
    "level": _level,
    "language": str,
    "sessions": _sessions,
}


def _toml(key: str, profile: Profile) -> object | None:
    """The value as it is in the file; None for the usual value, which is left out."""
    value = getattr(profile, key)
    if value == getattr(Profile(), key):
        return None
    if isinstance(value, tuple):
        return list(value)
    return value if key == "sessions" else profile_value(profile, key)
