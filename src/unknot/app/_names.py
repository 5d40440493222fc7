"""The names that a person can write, by kind: for the completion of a shell and for errors that name what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from unknot import wiring
from unknot.app._routines import entries, packs
from unknot.library import PROFILE_KEYS, body_data, occasions

if TYPE_CHECKING:
    from collections.abc import Callable

NameKind: TypeAlias = Literal[
    "area", "background", "format", "installed voice", "language", "occasion", "pack", "profile key", "routine",
    "setting", "tool", "voice",
]  # fmt: skip
"""Kinds of names. `language` is a language of a routine."""


def known_names(kind: NameKind) -> tuple[str, ...]:
    """Every name of that kind, each once, in the order in which the program lists them."""
    return tuple(dict.fromkeys(_NAMES[kind]()))


def profile_names(key: str) -> tuple[str, ...]:
    """The names that can be a value of that key of the profile; empty for a free text or an unknown key."""
    found = _PROFILE_VALUES.get(key)
    return tuple(found()) if found else ()


def _voices() -> tuple[str, ...]:
    return (*(one.voice.name for one in wiring.installed_voices()), *(voice.name for voice in wiring.catalogue()))


_NAMES: Final[dict[NameKind, Callable[[], tuple[str, ...]]]] = {
    "area": lambda: tuple(body_data().areas),
    "background": lambda: wiring.GENERATED,
    "format": lambda: tuple(suffix.lstrip(".") for suffix in wiring.SUFFIXES),
    "installed voice": lambda: tuple(one.voice.name for one in wiring.installed_voices()),
    "language": lambda: tuple(sorted(entry.language for entry in entries())),
    "occasion": lambda: tuple(occasions()),
    "pack": lambda: tuple(one.pack.name for one in packs()),
    "profile key": lambda: PROFILE_KEYS,
    "routine": lambda: tuple(entry.name for entry in entries()),
    "setting": lambda: body_data().settings,
    "tool": lambda: tuple(body_data().tools),
    "voice": _voices,
}
_PROFILE_VALUES: Final[dict[str, Callable[[], tuple[str, ...]]]] = {
    "focus": _NAMES["area"],
    "avoid": _NAMES["area"],
    "conditions": lambda: tuple(body_data().conditions),
    "tools": _NAMES["tool"],
    "voice": _voices,
    "background": _NAMES["background"],
    "level": lambda: body_data().levels,
    "language": _NAMES["language"],
}
