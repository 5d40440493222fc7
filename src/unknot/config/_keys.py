"""The table of settings: every key, what it may hold, and what it is where it is not set."""

from __future__ import annotations

import math
import re
import shlex
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import urlsplit

from unknot.units import parse_size

if TYPE_CHECKING:
    from collections.abc import Callable

SettingValue: TypeAlias = str | int | float
"""What a key of the settings file may hold."""
Kind: TypeAlias = Literal["text", "number", "whole number", "size", "address", "command"]

NAMED: Final = "NAME"
"""Stands in a key for a name of the person's own."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the settings file."""

    key: str
    """With a dot for a key in a table: `voice.rate`."""
    kind: Kind
    default: SettingValue | None
    """What holds where the key is not set; None where another rule decides."""
    meaning: str
    lowest: float = -math.inf
    highest: float = math.inf

    def read(self, value: object) -> SettingValue:
        """The value, which this key may hold.

        Raises:
            ValueError: It may not; the message says what was expected.
        """
        return _READERS[self.kind](self, value)

    def from_text(self, text: str) -> SettingValue:
        """The value that a person typed.

        Raises:
            ValueError: This key may not hold it.
        """
        return self.read(_number(text) if self.kind in ("number", "whole number") else text)

    @property
    def allowed(self) -> str:
        """What the key may hold, in words."""
        if math.isinf(self.lowest):
            return {"size": "such as 2 GiB or 500 MB", "address": "begins with http:// or https://"}.get(self.kind, "")
        if self.kind == "size":
            return "10 MiB or more"
        return f"{self.lowest:g} to {self.highest:g}"


def setting_named(key: str) -> Setting:
    """The row of the table for that key.

    Raises:
        KeyError: There is none; its argument is a sentence that names similar keys.
    """
    for setting in SETTINGS:
        if is_named(setting, key):
            return setting
    table, _, name = key.rpartition(".")
    inside = [s.key.rpartition(".")[2] for s in SETTINGS if table and s.key.startswith(f"{table}.")]
    keys = inside or [s.key for s in SETTINGS]
    near = get_close_matches(name if inside else key, keys, 3) or [k for k in keys if k.rpartition(".")[2] == key]
    raise KeyError(f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(keys)}")


def is_named(setting: Setting, key: str) -> bool:
    """Whether that key is the setting, or one of its names."""
    return key == setting.key or (setting.key.endswith(NAMED) and bool(re.fullmatch(r"commands\.[\w-]+", key)))


def template() -> str:
    """A settings file in which every setting is a comment."""
    lines = ["# The settings of unknot. Take away the # in front of a key to set it.", ""]
    table = ""
    for setting in SETTINGS:
        inside, _, name = setting.key.rpartition(".")
        if inside != table and inside:
            lines += ["", f"# [{inside}]"]
        table = inside
        value = f'"{setting.default}"' if isinstance(setting.default, str) else setting.default
        shown = "…" if value is None else value
        lines.append(f"# {name} = {shown}  # {setting.meaning}")
    return "\n".join(lines) + "\n"


def size_in_bytes(value: SettingValue) -> int:
    """The bytes of a size: a number, or a text such as `2 GiB`.

    Raises:
        ValueError: It is not a size.
    """
    if isinstance(value, int):
        return value
    try:
        return parse_size(str(value))
    except ValueError:
        raise ValueError(f"is not a size: {value!r}") from None


def _number(text: str) -> object:
    """The number that is written; the text itself where it is none."""
    try:
        return int(text) if re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII) else float(text.replace(",", "."))
    except ValueError:
        return text


def _text(setting: Setting, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(_wrong_kind(setting, value))
    if not value.isprintable():
        raise ValueError(f"has characters that cannot be printed: {value!r}")
    return value


def _any_number(setting: Setting, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(_wrong_kind(setting, value))
    if not setting.lowest <= value <= setting.highest:  # also for nan
        raise ValueError(f"is {value}, and has to be from {setting.allowed}")
    return value


def _whole_number(setting: Setting, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(_wrong_kind(setting, value))
    return int(_any_number(setting, value))


def _size(setting: Setting, value: object) -> SettingValue:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(_wrong_kind(setting, value))
    if not setting.lowest <= size_in_bytes(value) <= setting.highest:
        raise ValueError(f"is {value}, and has to be {setting.allowed}, and no more than 1024 TiB")
    return value


def _address(setting: Setting, value: object) -> str:
    address = _text(setting, value)
    try:
        parts = urlsplit(address)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if not whole:
        raise ValueError(f"is not an address: {address!r}; it {setting.allowed}")
    return address


def _command(setting: Setting, value: object) -> str:
    line = _text(setting, value)
    try:
        words = shlex.split(line)
    except ValueError as fault:
        raise ValueError(f"is not a command line: {line!r} ({fault})") from fault
    if not words:
        raise ValueError("is an empty command line")
    return line


def _wrong_kind(setting: Setting, value: object) -> str:
    return f"has a value of the wrong kind: {value!r}; it holds a {setting.kind}"


_READERS: Final[dict[Kind, Callable[[Setting, object], SettingValue]]] = {
    "text": _text,
    "number": _any_number,
    "whole number": _whole_number,
    "size": _size,
    "address": _address,
    "command": _command,
}

SETTINGS: Final = (
    Setting("background", "text", "rain", "a generated background, a file or folder with its whole path, or `none`"),
    Setting("background_level", "number", 0.0, "decibels relative to the usual level", -40, 12),
    Setting("loudness", "number", -18.0, "LUFS of the voice", -40, -12),
    Setting("cache_cap", "size", "2 GiB", "what the cache may take on the disk", 10 * 2**20, 2**50),
    Setting("voice.engine", "text", None, "the voice, or the engine of the voice: `unknot voices` lists them"),
    Setting("voice.name", "text", None, "which voice of the engine: `unknot voices ENGINE` lists them"),
    Setting("voice.rate", "whole number", None, "words a minute", 60, 400),
    Setting("voice.pitch", "whole number", None, "50 is the pitch of the voice itself", 0, 100),
    Setting(f"commands.{NAMED}", "command", None, "a program that speaks, for `--voice command:NAME`"),
    Setting("http.url", "address", None, "a speech server with the OpenAI protocol"),
    Setting("http.model", "text", None, "the model that the server uses"),
)
"""Every setting, in the order of the page and of `unknot config list`."""
TABLES: Final = ("voice", "commands", "http")
"""The keys of the file that hold other keys."""
