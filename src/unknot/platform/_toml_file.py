"""Changes single values of a TOML file. Its comments, its order and its other values stay as they are."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from unknot.errors import UsageError
from unknot.platform._files import atomic_path, write_error

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PRIVATE: Final = 0o600
"""The mode of a new file: what a person told of their body is nobody else's business."""


def edit_toml(path: Path, changes: Mapping[str, object | None]) -> None:
    """Afterwards the file has these values, whole or not at all. None removes a key. A dot separates table and key.

    Raises:
        UsageError: The file is not TOML, or is written in a way in which the value cannot be changed.
        WriteError: It could not be written.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        text = ""
    except (OSError, ValueError) as fault:
        raise _unreadable(path, fault) from fault
    try:
        changed = changed_toml(text, changes)
    except ValueError as fault:
        raise _unreadable(path, fault) from fault
    if changed != text:
        write_private(path, changed)


def write_private(path: Path, text: str) -> None:
    """Afterwards the file has that text, whole or not at all, with its old mode, or readable by its owner only.

    A link stays a link: what it leads to is written.

    Raises:
        WriteError: It could not be written.
    """
    try:
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mode = path.stat().st_mode & 0o777 if path.exists() else _PRIVATE
    except OSError as fault:
        raise write_error(path, fault) from fault
    with atomic_path(path) as temporary:
        temporary.chmod(mode)
        temporary.write_text(text, "utf-8", newline="\n")


def changed_toml(text: str, changes: Mapping[str, object | None]) -> str:
    """The text with these values.

    Raises:
        ValueError: It is not TOML, or a value in it cannot be changed.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        expected = tomllib.loads(text)
        document: Any = tomlkit.parse(text)
        for key, value in changes.items():
            _set(document, key, value, tomlkit.table)
            _set(expected, key, value, dict)
        changed = tomlkit.dumps(document)
        if tomllib.loads(changed) != expected:
            raise ValueError("it is written in an unusual way")
    except (TOMLKitError, RecursionError, TypeError, AttributeError) as fault:
        raise ValueError(str(fault)) from fault
    return changed


def _set(table: Any, key: str, value: object | None, new_table: Any) -> None:
    *tables, name = key.split(".")
    for inner in tables:
        if inner not in table:
            if value is None:
                return
            table[inner] = new_table()
        table = table[inner]
    if value is None:
        table.pop(name, None)
    elif table.get(name) != value:
        table[name] = value


def _unreadable(path: Path, fault: Exception) -> UsageError:
    return UsageError(f"cannot change {path}: {fault}", next_step="correct that file with a text editor")
