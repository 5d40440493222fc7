"""`config`: the settings file, read and changed key by key."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from unknot import config, wiring
from unknot.app._choices import checked_background, checked_voice
from unknot.app._person import read_profile
from unknot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from unknot.config import Setting

_VARIABLES: Final = {"http.url": "UNKNOT_HTTP_URL", "http.model": "UNKNOT_HTTP_MODEL"}
"""Environment variables that take precedence over a key."""
_BY_PROFILE: Final = {"voice.engine": "voice", "background": "background"}
"""Keys for which the profile takes precedence, and the key there."""


@dataclass(frozen=True, slots=True)
class SettingInUse:
    """One setting as it is used."""

    key: str
    value: str | int | float | None
    """What the file has, or else the default; None where neither has a value."""
    source: str
    """`settings`, `default`, or what takes precedence over the file."""
    setting: Setting


def config_list() -> tuple[SettingInUse, ...]:
    """Every setting with its value, in the order of the table. A command of the person's own is a row of its own.

    Raises:
        UsageError: The settings file or the profile is not valid.
    """
    path = config.settings_file()
    table = config.load_table(path)
    config.settings_in(table, path)
    found, profile = dict(config.flat(table)), read_profile()
    rows = []
    for setting in config.SETTINGS:
        named = [key for key in found if config.is_named(setting, key)]
        for key in named or [setting.key]:
            value, source = found.get(key, setting.default), "settings" if key in found else "default"
            if preferred := getattr(profile, _BY_PROFILE.get(key, ""), ""):
                value, source = preferred, "profile"
            elif given := os.environ.get(_VARIABLES.get(key, ""), ""):
                value, source = given, _VARIABLES[key]
            rows.append(SettingInUse(key, value, source, setting))  # type: ignore[arg-type]
    return tuple(rows)


def config_get(key: str) -> SettingInUse:
    """The setting with its value.

    Raises:
        UsageError: There is no such key, or the settings file is not valid.
    """
    setting = _named(key)
    return next((row for row in config_list() if row.key == key), SettingInUse(key, None, "default", setting))


def config_set(key: str, text: str) -> str | int | float:
    """The new value. It is checked first; comments and other values in the file stay as they are.

    Raises:
        UsageError: There is no such key, it cannot have that value, or the file is not TOML.
        WriteError: The file could not be written.
    """
    setting, path = _named(key), config.settings_file()
    text = checked_background(text) if key == "background" else text
    try:
        value = setting.from_text(text)
    except ValueError as fault:
        allowed = f"; {setting.allowed}" if setting.allowed else ""
        raise UsageError(f"{key} {fault}", next_step=f"it holds {setting.meaning}{allowed}") from fault
    changed = config.settings_in(config.with_change(config.load_table(path), key, value), path)
    if key in ("voice.engine", "voice.name"):
        checked_voice(changed.voice, changed)
    wiring.edit_toml(path, {key: value})
    return value


def config_unset(key: str) -> bool:
    """Whether the file had the key. Afterwards it has not, and the default holds.

    Raises:
        UsageError: The file is not TOML.
        WriteError: The file could not be written.
    """
    path = config.settings_file()
    found = key in dict(config.flat(config.load_table(path)))
    if not found:
        _named(key)
    else:
        wiring.edit_toml(path, {key: None})
    return found


def config_path() -> Path:
    """The path of the settings file, which need not exist."""
    return config.settings_file()


def config_edit(change: Callable[[str], str | None]) -> bool:
    """Whether the settings file was changed: it has the text that `change` gives for the old one, whole or not at all.

    Without a file, the old text has every setting as a comment. A text with an error is kept in a file beside it, so
    that nothing that was typed is lost.

    Raises:
        UsageError: The file cannot be read, or the text has an error; the message says which, and where the text is.
        WriteError: The file could not be written.
    """
    path = config.settings_file()
    before = _text(path)
    text = change(before)
    if text is None or text == before:
        return False
    try:
        config.parse_settings(text, path)
    except UsageError as fault:
        rejected = path.with_name("settings.rejected.toml")
        wiring.write_private(rejected, text)
        raise UsageError(
            f"{fault.message}; the settings are as they were",
            next_step=f"your text is in {rejected}; {fault.next_step}",
        ) from fault
    wiring.write_private(path, text)
    return True


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return config.template()
    except (OSError, ValueError) as fault:
        raise UsageError(f"cannot read {path}: {fault}", next_step="correct or delete that file") from fault


def _named(key: str) -> Setting:
    try:
        return config.setting_named(key)
    except KeyError as fault:
        raise UsageError(f"there is no setting {key!r}", next_step=fault.args[0]) from fault
